"""What stands beside a 目: its 節 with their parts, and the programmes of the 説明 under the 目 or under its 節.

The 説明 belongs to a 節 where borders part it as they part the 節 (as in 歳入); where it runs on beside several 節 it
belongs to the 目 (as in 歳出).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.budget.cells import Reading
from kokusai_extract.sections.budget.names import take_marks, tidy
from kokusai_extract.sections.ledger.book import Beside, Book, Item
from kokusai_extract.sections.ledger.notes import NoteRow, joined_rows, note_rows
from kokusai_extract.sections.ledger.sums import Entry, entries_of
from kokusai_extract.sections.ledger.tree import Line
from kokusai_extract.values.money import Unit
from kokusai_extract.values.numbering import numbered

_STAFF = re.compile(r"\(?(?P<count>[\d,]{1,6})人\)?")
_POSTS = re.compile(r"[職員長]$")

DEEPER = 3.0
"""A part of a 節 is set in by more than this, in points, where nothing else tells it from the next 節."""


def fill(book: Book) -> None:
    """Give each 目 its 節 and programmes."""
    entries = {id(beside): entries_of(beside.slot, beside.sums) for item in book.items for beside in item.slots}
    shown = _Shown(
        any(entry.read()[0] for found, _ in entries.values() for entry in found),
        any(beside.slot.edges("name", "sum") for item in book.items for beside in item.slots),
    )
    votes = {id(item): _parted(item) for item in book.items}
    for item in book.items:
        filling = _Filling(item, book.reading)
        for beside in item.slots:
            filling.sections(beside, *entries[id(beside)], shown)
        filling.close()
        vote = votes[id(item)]
        if vote is None:
            vote = _like(item, book.items, votes)
        if vote is None:
            vote = len(filling.found) == 1 and not filling.coded()
        filling.notes(vote)
        if not item.line.begun:
            for line in item.line.lines():
                line.begun = False


def _parted(item: Item) -> bool | None:
    """Tell whether borders part the 説明 of a 目 as they part its 節; None where it has only one 節 on each sheet."""
    votes = set()
    for beside in item.slots:
        if edges := beside.slot.edges("name", "sum"):
            inner = beside.slot.edges("note")
            votes.add(bool(inner) and len(inner) >= len(edges))
    return None if not votes else votes == {True}


def _like(item: Item, items: Sequence[Item], votes: dict[int, bool | None]) -> bool | None:
    """Return what most 目 with the same columns show."""
    roles = _roles(item)
    known = [vote for other in items if (vote := votes[id(other)]) is not None and _roles(other) == roles]
    return None if not known else 2 * sum(known) > len(known)


def _roles(item: Item) -> tuple[str, ...]:
    return tuple(column.role for column in item.slots[0].slot.columns)


@dataclass(frozen=True, slots=True)
class _Shown:
    """By what a ledger tells one 節 from the next: numbers, or borders."""

    numbers: bool
    borders: bool


@dataclass(slots=True, eq=False)
class _Filling:
    item: Item
    reading: Reading
    found: list[tuple[Line, Entry]] = field(default_factory=list)
    places: list[tuple[Beside, float, Line]] = field(default_factory=list)

    def sections(self, beside: Beside, entries: Sequence[Entry], before: Sequence[Passage], shown: _Shown) -> None:
        """Add what the 区分 and 金額 of a slot hold."""
        if before and self.found:
            self.found[-1][1].wraps.extend(before)
            self.taken(before)
        edges = (beside.slot.top, *beside.slot.edges("name", "sum"))
        for entry in entries:
            number, _ = entry.read()
            section = next((line for line, _ in reversed(self.found) if line.level == "節"), None)
            part = number is None and (shown.numbers or (not entry.first and self._set_in(entry, shown)))
            if part and section is not None:
                line = Line("細節", section, None, None)
                section.parts.append(line)
            else:
                if section is not None:
                    section.ended = True
                line = Line("細節" if part else "節", self.item.line, None, None)
                self.item.line.parts.append(line)
                border = max([y for y in edges if y <= entry.top + 1], default=entry.top)
                here = [y for at, y, _ in self.places if at is beside]
                self.places.append((beside, entry.top if border in here else border, line))
            line.read(self.reading, "amount", entry.figure, beside.sums)
            self.found.append((line, entry))
            self.taken([*entry.label, *entry.wraps, entry.figure.passage])

    def _set_in(self, entry: Entry, shown: _Shown) -> bool:
        """Tell whether a label without number is a part of the 節 above it."""
        above = next((known for line, known in reversed(self.found) if line.level == "節"), None)
        return shown.borders or above is None or entry.left > above.left + DEEPER

    def close(self) -> None:
        """Name the lines, now that all that wraps is known."""
        for line, entry in self.found:
            line.number, line.name = entry.read()
            line.printed = line.name
        if self.found and self.item.line.ended:
            for line in self.item.line.parts:
                line.ended = True

    def coded(self) -> bool:
        """Tell whether programmes bear codes."""
        return any(row.code is not None for beside in self.item.slots for row in self._rows(beside))

    def notes(self, by_section: bool) -> None:
        """Add what the 説明 holds, under the 目 or under the 節 beside it."""
        parent: Line | None = None
        stack: list[tuple[NoteRow, Line]] = []
        waiting: list[NoteRow] = []
        for beside in self.item.slots:
            for row in self._rows(beside):
                at = self._section_at(beside, row, parent) if by_section else self.item.line
                if at is not parent:
                    self._describe(waiting, stack, parent)
                    parent, stack, waiting = at, [], []
                if row.figure is None and row.code is None:
                    waiting.append(row)
                    continue
                heads = list(_heads(waiting, row, stack))
                self._describe(waiting[: len(waiting) - len(heads)], stack, parent)
                for head in (*heads, row):
                    stack = self._push(head, stack, parent, beside.notes)
                waiting = []
        self._describe(waiting, stack, parent)
        for line in (self.item.line, *self.item.line.parts):
            _end_notes(line)

    def _rows(self, beside: Beside) -> list[NoteRow]:
        slot = beside.slot
        column = next((column for column in slot.columns if column.role == "note"), None)
        if column is None:
            return []
        left, right = slot.span("note")
        return list(joined_rows(note_rows(slot.at("note"), left, right, beside.notes)))

    def _section_at(self, beside: Beside, row: NoteRow, last: Line | None) -> Line:
        """Return the 節 beside a line of the 説明: the last that begins above it, on this sheet or before."""
        order = {id(other): index for index, other in enumerate(self.item.slots)}
        here, middle = order[id(beside)], row.top + row.height / 2
        above = [line for at, top, line in self.places if order[id(at)] < here or (at is beside and top <= middle)]
        return above[-1] if above else (last or self.item.line)

    def _push(
        self, row: NoteRow, stack: Sequence[tuple[NoteRow, Line]], parent: Line | None, unit: Unit | None
    ) -> list[tuple[NoteRow, Line]]:
        assert parent is not None  # noqa: S101  (set with the first row)
        kept = [*stack]
        while kept and not row.under(kept[-1][0]):
            kept.pop()
        above = kept[-1][1] if kept else parent
        number, text = row.code, row.text
        if (
            number is None
            and (item := numbered(text))
            and (item.style != "plain" or text.text[len(item.number) :][:1] == " ")
        ):
            number, text = item.number, item.rest
        name, status = take_marks(text)
        line = Line("説明", above, number, tidy(name) or None, row.text, status=status, coded=row.code is not None)
        line.texts += row.beside
        line.staff = _staff(row)
        if row.figure is not None:
            line.read(self.reading, "amount", row.figure, unit)
            self.taken([row.figure.passage])
        above.notes.append(line)
        self.taken([part for part in (row.code, row.text, *row.beside) if part is not None])
        return [*kept, (row, line)]

    def _describe(self, rows: Sequence[NoteRow], stack: Sequence[tuple[NoteRow, Line]], parent: Line | None) -> None:
        """Add lines without a figure to the line that they are set in under."""
        for row in rows:
            over = [line for other, line in stack if row.under(other)]
            target = over[-1] if over else parent
            if target is None:
                continue
            text, status = take_marks(row.text)
            target.status = target.status or status
            target.texts += [part for part in (text, *row.beside) if part]
            self.taken([row.text, *row.beside])

    def taken(self, passages: Sequence[Passage]) -> None:
        """Count what passages print as read."""
        for passage in passages:
            self.reading.taken.update(passage.starts)


def _end_notes(line: Line) -> None:
    """Tell of each programme whether what follows it is printed: the next one, or what follows the line it is in."""
    for index, note in enumerate(line.notes):
        note.ended = index + 1 < len(line.notes) or line.ended
        _end_notes(note)


def _heads(waiting: Sequence[NoteRow], row: NoteRow, stack: Sequence[tuple[NoteRow, Line]]) -> Iterator[NoteRow]:
    """Yield the lines right above one with a figure that it is set in under, and that are set in no deeper than it."""
    found: list[NoteRow] = []
    below = row
    for other in reversed(waiting):
        if not below.under(other) or other.counts or other.beside:
            break
        found.insert(0, other)
        below = other
    yield from found


def _staff(row: NoteRow) -> Sourced[int] | None:
    """Return the number of staff that a programme of pay is for: ``002 一般職 5人``."""
    if row.code is None or not _POSTS.search(row.text.text):
        return None
    for part in row.beside:
        if match := _STAFF.fullmatch(part.text):
            return part.sourced(int(match["count"].replace(",", "")), "budget_ledger.staff")
    return None
