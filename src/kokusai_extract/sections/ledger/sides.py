"""The sides of a book: 歳入 and 歳出 of one 会計 after another, each with its 款 and what they come to.

Numbers of 款 begin again with each side. Where they do and no heading says which 会計 or side begins, what follows is
kept apart under no name, with a finding.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kokusai_extract.model.finding import Finding
from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.budget.cells import Reading
from kokusai_extract.sections.ledger.titles import Title
from kokusai_extract.sections.ledger.tree import Line, text_of
from kokusai_extract.sections.ledger.words import pattern


@dataclass(slots=True, eq=False)
class Side:
    """One side of a 会計. ``fund`` and ``name`` are None where no heading says them.

    ``run`` tells sides without a heading apart. ``listed`` are the 款 that the summary (総括) prints, ``closed`` tells
    that their total was printed below them, ``at`` is the one printed last. ``last`` is the number of the 款 whose
    pages were read last.
    """

    fund: Passage | None = None
    name: Passage | None = None
    run: int = 0
    roots: list[Line] = field(default_factory=list)
    listed: list[Line] = field(default_factory=list)
    total: Line | None = None
    closed: bool = False
    at: Line | None = None
    last: int | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from other sides."""
        return text_of(self.fund), text_of(self.name), self.run

    def named(self, number: Passage | None, name: Passage | None) -> Line | None:
        """Return the 款 of this number and name."""
        return next((root for root in self.roots if root.is_named(number, name)), None)


@dataclass(slots=True, eq=False)
class Sides:
    """All sides of a book in printed order; ``now`` is the one being read.

    ``entered`` tells that a heading has just named it, and nothing of it was read since.
    """

    reading: Reading
    every: list[Side] = field(default_factory=list)
    now: Side = field(default_factory=Side)
    entered: bool = False

    def __post_init__(self) -> None:
        self.every.append(self.now)

    def enter(self, title: Title) -> bool:
        """Go to the side that a heading names; tell whether it is another one than before."""
        fund, run = self.now.fund, self.now.run
        if title.fund is not None and title.fund.text != text_of(fund):
            fund, name, run = title.fund, title.side, 0
        else:
            name = title.side or self.now.name
        self.entered = self.entered or title.side is not None
        return self._go(Side(fund, name, run))

    def chapter(self, number: Passage | None, name: Passage | None, printed: Passage | None, *, listed: bool) -> Line:
        """Return the 款 of this number and name, as the summary prints it (``listed``) or its own pages do."""
        count = _count(number)
        known = self.now.named(number, name)
        if known is None and not listed:
            known = self._elsewhere(number, name)
        if self._begins_again(known, count, listed):
            self.begin_again(printed)
            known = None
        if known is None:
            known = Line("款", None, number, name, printed)
            self.now.roots.append(known)
        if listed:
            self.now.at = known
            if known not in self.now.listed:
                self.now.listed.append(known)
        elif count is not None:
            self.now.last = count
        self.entered = False
        return known

    def begin_again(self, printed: Passage | None) -> None:
        """Go to a side of a 会計 that nothing names, and tell where it begins."""
        if printed is not None:
            self.reading.findings.append(
                Finding.at("ledger-account-open", printed.anchors(), text=printed.text.strip()[:40])
            )
        name = self.now.name if self.entered else None
        self._go(Side(None, name, 1 + max(side.run for side in self.every)))

    def total(self, label: Passage) -> Line:
        """Return the line of what all 款 of a side come to. The label may say which side that is (歳入合計)."""
        printed = label.squeeze()
        if match := pattern("side").match(printed.text):
            name = printed.group(match)
            key = (text_of(self.now.fund), name.text, self.now.run)
            if self.now.name is None and not any(side.key == key for side in self.every):
                self.now.name = name
            self._go(Side(self.now.fund, name, self.now.run))
        side = self.now
        side.closed = bool(side.listed)
        if side.total is None:
            side.total = Line(None, None, None, printed, label)
        return side.total

    def _go(self, wanted: Side) -> bool:
        if wanted.key == self.now.key:
            return False
        known = next((side for side in self.every if side.key == wanted.key), None)
        if known is None:
            self.every.append(wanted)
        self.now = known or wanted
        return True

    def _elsewhere(self, number: Passage | None, name: Passage | None) -> Line | None:
        """Go to the one other side of the 会計 whose summary lists a 款, where no page of it was read yet."""
        others = [
            side
            for side in self.every
            if (text_of(side.fund), side.run) == (text_of(self.now.fund), self.now.run)
            and side.last is None
            and side.named(number, name)
        ]
        if len(others) != 1:
            return None
        self.now = others[0]
        return self.now.named(number, name)

    def _begins_again(self, known: Line | None, count: int | None, listed: bool) -> bool:
        """Tell whether the numbers of 款 go back, as they do where another side begins."""
        side = self.now
        if listed:
            return side.last is not None or _lists_another(side, known, count)
        if count is None:
            return False
        if known is None and any(_count(line.number) == count for line in side.listed):
            return True  # the summary calls the 款 of this number by another name
        return side.last is not None and (count < side.last or (count == side.last and known is None))


def _lists_another(side: Side, known: Line | None, count: int | None) -> bool:
    """Tell whether a 款 of a summary is none of a side; 第1表 and 総括 list the same ones, each from the first."""
    if side.at is None:
        return False
    if known is not None and known in side.listed:
        return 0 < side.listed.index(known) < side.listed.index(side.at)
    before = _count(side.at.number)
    return side.closed or (before is not None and count is not None and count <= before)


def _count(number: Passage | None) -> int | None:
    return int(number.text) if number is not None and number.text.isdecimal() else None
