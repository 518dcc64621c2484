"""A ledger from its first sheet to its last: which 款 and 項 each 目 stands in, and all slots of each 目."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Level
from kokusai_extract.sections.budget.cells import Reading
from kokusai_extract.sections.budget.names import take_marks, tidy
from kokusai_extract.sections.ledger.accounts import Account, accounts_in, led_by
from kokusai_extract.sections.ledger.heads import Column, Heads, column_at, known_words
from kokusai_extract.sections.ledger.sheets import Sheet
from kokusai_extract.sections.ledger.sides import Sides
from kokusai_extract.sections.ledger.slots import MONEY, Above, Body, Slot, opened, parts_of
from kokusai_extract.sections.ledger.sums import number_of
from kokusai_extract.sections.ledger.tree import Line, text_of
from kokusai_extract.sections.ledger.words import is_grand_total, is_total, without_again
from kokusai_extract.values.money import Unit, cell_figure, unit_of

LEVELS: tuple[Level, ...] = ("款", "項", "目")


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """A slot of a 目, with the units of its 節 and of its 説明."""

    slot: Slot
    sums: Unit | None
    notes: Unit | None


@dataclass(slots=True, eq=False)
class Item:
    """A 目 with its slots, from sheet to sheet."""

    line: Line
    slots: list[Beside] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Book:
    """What has been read so far. ``at`` is the line of each level that the next slot belongs to."""

    reading: Reading
    sides: Sides
    items: list[Item] = field(default_factory=list)
    at: dict[Level, Line] = field(default_factory=dict)
    unit: Unit | None = None
    columns: tuple[Column, ...] = ()

    def read(self, sheets: Sequence[Sheet]) -> None:
        """Read the sheets in order."""
        year = self.reading.context.fiscal_year
        shown: list[list[Above | Heads | Body]] = []
        pages: list[tuple[int, ...]] = []
        spread = list(opened(sheets, year))
        known = known_words(spread, year)
        for sheet in spread:
            parts = list(parts_of(sheet, self.columns, year, known))
            self.columns = next((part.columns for part in reversed(parts) if isinstance(part, Heads)), self.columns)
            shown.append(parts)
            pages.append(sheet.pages)
        ruled = any(isinstance(part, Body) and part.borders for parts in shown for part in parts)
        for number, parts in enumerate(shown):
            if number and pages[number][0] > pages[number - 1][-1] + 1:  # a page between could not be read
                for line in self.at.values():
                    line.begun = False
            for index, part in enumerate(parts):
                if isinstance(part, Above):
                    self._above(part, parts[index + 1 :])
                elif isinstance(part, Heads):
                    self._take(column.head for column in part.columns)
                else:
                    self._body(part, ruled)

    def _above(self, part: Above, following: Sequence[Above | Heads | Body]) -> None:
        first = part.row[0].passage
        for piece in part.row:
            if (unit := unit_of(piece.passage)) is not None:
                self.unit = unit
                self._take([piece.passage])
                if len(part.row) == 1:
                    return
        title, line = led_by(part.row)
        if title is not None:
            if self.sides.enter(title) or title.summary:
                self._end(LEVELS)
            self._take([piece.passage for piece in part.row])
        accounts = accounts_in(line, self.unit)
        if not accounts:
            self._take([first])
            return
        self._take(account.passage for account in accounts)
        running = len(accounts) > 1 and not any(account.figure for account in accounts)
        if running and following and isinstance(following[0], Above) and accounts_in(led_by(following[0].row)[1], None):
            return  # a running head: the lines under it say the same, with figures
        for account in accounts:
            self._enter(account)

    def _enter(self, account: Account) -> None:
        line = self._line(account.level, account.number, account.name, account.passage)
        if account.figure is not None:
            line.read(self.reading, "amount", account.figure, account.figure.unit or self.unit)
            self._take([account.figure.passage])

    def _line(
        self,
        level: Level,
        number: Passage | None,
        name: Passage | None,
        printed: Passage | None,
        *,
        listed: bool = False,
    ) -> Line:
        """Return the line of a level: the one that is being read where it is named again, else a new one.

        ``listed``: it is a 款 of the summary.
        """
        known = self.at.get(level)
        if known is not None and known.is_named(number, name) and level != "款":
            return known
        if level == "款":
            line = self.sides.chapter(number, name, printed, listed=listed)
            if line is known:
                return line
            self._end(LEVELS)
        else:
            if self._begins_again(level, number, printed):
                self._begin_again(level, printed)
            self._end(LEVELS[LEVELS.index(level) :])
            above = self._above_of(level)
            siblings = above.parts if above is not None else self.sides.now.roots
            known = next((line for line in siblings if line.listed and line.is_named(number, name)), None)
            line = known or Line(level, above, number, name, printed, listed=listed)
            line.listed = listed
            if known is None:
                siblings.append(line)
        line.ended = False  # a summary may have printed it before
        self.at[level] = line
        return line

    def _end(self, levels: Sequence[Level]) -> None:
        """Take the lines of some levels for printed to their end."""
        for level in levels:
            if (line := self.at.pop(level, None)) is not None:
                line.ended = True

    def _above_of(self, level: Level) -> Line | None:
        return next((self.at[upper] for upper in reversed(LEVELS[: LEVELS.index(level)]) if upper in self.at), None)

    def _begins_again(self, level: Level, number: Passage | None, printed: Passage | None) -> bool:
        """Tell whether the numbers under one 款 or 項 begin again at 1: another 会計 has a 款 of the same name."""
        above = self._above_of(level)
        if above is None or text_of(number) != "1":
            return False
        read = (part for part in above.parts if not part.listed)
        return any(part.number is not None and part.level == level for part in read)

    def _begin_again(self, level: Level, printed: Passage | None) -> None:
        """Leave the 会計 that was read: what stands above a line is another one's, of the same number and name."""
        over = [self.at[upper] for upper in LEVELS[: LEVELS.index(level)] if upper in self.at]
        self._end(LEVELS)
        self.sides.begin_again(printed)
        for line in over:
            self._line(line.level or "款", line.number, line.name, line.printed)

    def _body(self, body: Body, ruled: bool) -> None:
        units: dict[int, Unit] = {}
        for piece in body.pieces:
            if (unit := unit_of(piece.passage)) and (column := column_at(body.columns, piece)):
                units.setdefault(id(column), unit)
                self._take([piece.passage])
        self.unit = next(iter(units.values()), self.unit)
        for slot in body.slots(ruled):
            line = self._labelled(slot)
            if line is not None:
                self._figures(slot, line, units)
            if line is None or line.level == "目":
                self._beside(slot, units, line)

    def _labelled(self, slot: Slot) -> Line | None:
        """Return the line that the labels of a slot name; None where the slot goes on with the 目 before."""
        line = None
        listed = is_summary(slot.columns)
        for column in (column for column in slot.columns if column.role == "item"):
            parts = [
                piece.passage
                for piece in sorted(slot.pieces, key=lambda piece: (round(piece.middle), piece.box.x0))
                if column_at(slot.columns, piece) is column and not unit_of(piece.passage)
            ]
            if not parts:
                continue
            self._take(parts)
            label = Passage.join(part.strip() for part in parts)
            if is_grand_total(label) or (listed and is_total(label)):
                self._end(LEVELS)
                return self.sides.total(label)
            if is_total(label):
                return self._total(label)
            number, rest = number_of(label)
            name, status = take_marks(rest)
            level: Level = next((level for level in LEVELS if column.head.text == level), "目")
            line = self._line(level, number, without_again(tidy(name)) or None, label, listed=listed)
            line.status = line.status or status
        return line

    def _total(self, label: Passage) -> Line | None:
        """Return the line that a sum belongs to: the 項, or the 款 where that is said or the 項 has its sum already."""
        ending = self.at.pop("目", None)
        if ending is not None:
            ending.ended = True
        section, chapter = self.at.get("項"), self.at.get("款")
        if section is None or "款" in label.text or (section.ended and chapter is not None):
            if section is not None:
                section.ended = True
            if chapter is not None:
                chapter.ended = True
            return chapter
        section.ended = True
        return section

    def _figures(self, slot: Slot, line: Line, units: dict[int, Unit]) -> None:
        for piece in slot.pieces:
            column = column_at(slot.columns, piece)
            if column is None or column.role not in (*MONEY, "source") or unit_of(piece.passage):
                continue
            unit = units.get(id(column), self.unit)
            figure = cell_figure(piece.passage, unit)
            if figure is None:
                continue
            if column.role == "source":
                line.read_source(self.reading, column.head, figure, unit)
            else:
                line.read(self.reading, column.role, figure, unit)
            self._take([piece.passage])

    def _beside(self, slot: Slot, units: dict[int, Unit], line: Line | None) -> None:
        if line is None:
            line = self.at.get("目")
        if line is None:
            above = self.at.get("項") or self.at.get("款")
            line = Line("目", above, None, None, begun=False)
            self.at["目"] = line
            (above.parts if above is not None else self.sides.now.roots).append(line)
        if not self.items or self.items[-1].line is not line:
            self.items.append(Item(line))
        of = {column.role: units[id(column)] for column in slot.columns if id(column) in units}
        self.items[-1].slots.append(Beside(slot, of.get("sum", self.unit), of.get("note", self.unit)))

    def _take(self, passages: Iterator[Passage] | Sequence[Passage]) -> None:
        for passage in passages:
            self.reading.taken.update(passage.starts)


def is_summary(columns: Sequence[Column]) -> bool:
    """Tell whether a table is one of 款, or of 款 and 項, as the summary (総括) and 第1表 are."""
    items = {column.head.text for column in columns if column.role == "item"}
    return "款" in items and items <= {"款", "項"} and not any(c.role in ("name", "sum", "note") for c in columns)
