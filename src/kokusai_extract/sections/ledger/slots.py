"""A sheet from top to bottom: accounts, heads, and the slots of the body between the borders of its 目 column.

Facing pages are one sheet, so a slot holds what stands beside a 目 on both. Where no border parts two 目, their
figures do: each begins a slot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kokusai_extract.sections.ledger.accounts import is_account, led_by
from kokusai_extract.sections.ledger.heads import Column, Heads, Known, column_at, heads_of, inside
from kokusai_extract.sections.ledger.sheets import Piece, Sheet, rows_of, split_at
from kokusai_extract.sections.ledger.words import Role
from kokusai_extract.segment.headings import heading_of
from kokusai_extract.values.dates import FISCAL_YEAR
from kokusai_extract.values.money import cell_figure, unit_of

BORDER = 3.0
"""Rules nearer than this to one another stand for one border, in points."""
SHIFTED = 40.0
"""Facing pages may be set so much higher or lower than one another, in points."""
LEVEL = 1.0
"""Lines of facing pages stand beside each other within so many points."""
MONEY: tuple[Role, ...] = ("amount", "previous_amount", "change")
_LEFT: tuple[Role, ...] = ("item", *MONEY, "source")
_RIGHT: tuple[Role, ...] = ("name", "sum", "note")


@dataclass(frozen=True, slots=True, eq=False)
class Above:
    """A line outside the table: an account, a unit, the name of a part of the book."""

    row: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A stretch of a table's body. ``pieces`` are those in its columns."""

    sheet: Sheet
    columns: tuple[Column, ...]
    top: float
    bottom: float
    pieces: tuple[Piece, ...]

    def at(self, *roles: Role) -> list[Piece]:
        """Return what stands in the columns of these roles."""
        return [p for p in self.pieces if (column := column_at(self.columns, p)) and column.role in roles]

    def edges(self, *roles: Role) -> tuple[float, ...]:
        """Return the borders inside the slot that run over all columns of these roles."""
        columns = [column for column in self.columns if column.role in roles]
        if not columns:
            return ()
        x0, x1 = self.span(*roles)
        found = self.sheet.borders(x0, x1, self.top + BORDER, self.bottom - BORDER)
        return _apart(found)

    def span(self, *roles: Role) -> tuple[float, float]:
        """Return from where to where the columns of these roles run; without borders, as far as words stand in them."""
        columns = [column for column in self.columns if column.role in roles]
        first = min(columns, key=lambda column: column.x0)
        last = max(columns, key=lambda column: column.x1)
        boxes = [piece.box for piece in self.at(*roles)]
        x0 = first.x0 if first.ruled else min([first.stands[0], *(box.x0 for box in boxes)])
        x1 = last.x1 if last.ruled else max([last.stands[1], *(box.x1 for box in boxes)])
        return x0, x1


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """What stands under the heads of one table, up to the next account or head."""

    sheet: Sheet
    columns: tuple[Column, ...]
    top: float
    bottom: float
    pieces: tuple[Piece, ...]

    @property
    def borders(self) -> tuple[float, ...]:
        """The borders of the 目 column inside the body."""
        return self._whole.edges("item")

    @property
    def _whole(self) -> Slot:
        return Slot(self.sheet, self.columns, self.top, self.bottom, self.pieces)

    def slots(self, ruled: bool) -> Iterator[Slot]:
        """Yield the slots; ``ruled`` tells that borders part one 目 from the next in this ledger."""
        for top, bottom in pairwise([self.top, *self.borders, self.bottom]):
            pieces = tuple(piece for piece in self.pieces if top <= piece.middle < bottom)
            slot = Slot(self.sheet, self.columns, top, bottom, pieces)
            starts = _starts(slot)
            if len(starts) < (2 if ruled else 1):
                starts = []
            for y0, y1 in pairwise([top, *starts, bottom]):
                part = tuple(piece for piece in pieces if y0 <= piece.middle < y1)
                if any(not unit_of(piece.passage) for piece in part):
                    yield Slot(self.sheet, self.columns, y0, y1, part)


def opened(sheets: Sequence[Sheet], fiscal_year: int | None) -> Iterator[Sheet]:
    """Yield the sheets with pages that face each other as one: 目 and figures on one page, 節 and 説明 on the next.

    Pages without heads go on as those before them.
    """
    left: Sheet | None = None
    heads: tuple[Heads, ...] = ()
    facing = False
    for sheet in sheets:
        own = heads_of(sheet, fiscal_year)
        if left is not None and (_only(own, _RIGHT) or (facing and not own and not heads)):
            yield left.beside(sheet, _shift(left, sheet, heads, own))
            left, facing = None, True
            continue
        if left is not None:
            yield left
        left, heads = sheet, own
        facing = facing and (not own or _only(own, _LEFT))
        if own and not _only(own, _LEFT):
            yield sheet
            left = None
    if left is not None:
        yield left


def _shift(left: Sheet, right: Sheet, heads: Sequence[Heads], own: Sequence[Heads]) -> float:
    """Return how much lower the right page must be set, so that its rows stand beside those of the left one.

    Cells around the heads of both show it. Without them the heads may be set at different heights within their row;
    then they count only where more lines of the two pages come to stand beside each other.
    """
    dy = heads[0].bottom - own[0].bottom if heads and own else 0.0
    if not dy or abs(dy) > SHIFTED:
        return 0.0
    if heads[0].ruled and own[0].ruled:
        return dy
    on_left = [piece.middle for piece in left.pieces if piece.middle > heads[0].bottom]
    on_right = [piece.middle for piece in right.pieces if piece.middle > own[0].bottom]

    def level(shift: float) -> int:
        return sum(any(abs(y + shift - other) <= LEVEL for other in on_left) for y in on_right)

    return dy if level(dy) > level(0.0) else 0.0


def _only(heads: Sequence[Heads], roles: tuple[Role, ...]) -> bool:
    return bool(heads) and all(column.role in roles for head in heads for column in head.columns)


def parts_of(
    sheet: Sheet, columns: tuple[Column, ...], fiscal_year: int | None, known: Known
) -> Iterator[Above | Heads | Body]:
    """Yield what a sheet shows, from top to bottom. ``columns`` are of the sheet before, for one without heads."""
    heads = heads_of(sheet, fiscal_year, known)
    free = [piece for piece in sheet.pieces if not any(inside(head, piece) for head in heads)]
    above = list(_above(rows_of(free), [head.top for head in heads], heads[-1].columns if heads else columns))
    taken = {id(piece) for row in above for piece in row}
    marks: list[tuple[float, Above | Heads]] = [(row[0].middle, Above(row)) for row in above]
    marks += [(head.top, head) for head in heads]
    marks.sort(key=lambda mark: mark[0])
    rest = [piece for piece in free if id(piece) not in taken]
    edges = [0.0, *(y for y, _ in marks), sheet.height + 1]
    for index, (start, end) in enumerate(pairwise(edges)):
        if index:
            mark = marks[index - 1][1]
            yield mark
            if isinstance(mark, Heads):
                columns, start = mark.columns, mark.bottom  # noqa: PLW2901
        body = _body(sheet, columns, start, end, rest)
        if body and (index or not marks or _goes_on(body)):
            yield body


def _body(sheet: Sheet, columns: tuple[Column, ...], start: float, end: float, rest: Sequence[Piece]) -> Body | None:
    edges = [column.x1 for column in columns]
    here = (part for piece in rest if start <= piece.middle < end for part in split_at(piece, edges))
    pieces = [piece for piece in here if column_at(columns, piece)]
    if not any(character.isdigit() for piece in pieces for character in piece.passage.text):
        return None
    slot = Slot(sheet, columns, start, end, tuple(pieces))
    wanted: tuple[Role, ...] = ("item", "note")
    ruled = [role for role in wanted if any(column.role == role for column in columns)]
    rules = [y for role in ruled for y in sheet.borders(*slot.span(role), start - BORDER, end)]
    first = min(piece.box.top for piece in pieces)
    closed = [y for y in rules if y > first]
    bottom = max(closed) if closed else end
    top = max([y for y in rules if y <= first], default=start)
    return Body(sheet, columns, top, bottom, tuple(piece for piece in pieces if piece.middle < bottom))


def _goes_on(body: Body) -> bool:
    """Tell whether what stands above the first head or account of a sheet is a table: it has figures in columns."""
    column = [(piece, column_at(body.columns, piece)) for piece in body.pieces]
    return any(at and at.role in (*MONEY, "sum") and cell_figure(piece.passage, None) for piece, at in column)


def _above(
    rows: Sequence[tuple[Piece, ...]], heads: Sequence[float], columns: tuple[Column, ...]
) -> Iterator[tuple[Piece, ...]]:
    """Yield the lines of a sheet that stand outside its tables.

    A title is none where figures follow before the next head or account: so the name of a 会計 stands in a label.
    """
    known = [_is_above(row) for row in rows]
    for index, row in enumerate(rows):
        if known[index]:
            yield row
        elif led_by(row)[0] is not None:
            below = next((y for y in heads if y > row[0].middle), float("inf"))
            marks = (
                after[0].middle for after, is_mark in zip(rows[index + 1 :], known[index + 1 :], strict=True) if is_mark
            )
            end = min([below, *marks])
            between = (after for after in rows[index + 1 :] if after[0].middle < end)
            if not index or not any(_figured(after, columns) for after in between):
                yield row


def _is_above(row: Sequence[Piece]) -> bool:
    title, line = led_by(row)
    if is_account(line) or is_account(row[0].passage):
        return True
    if FISCAL_YEAR.fullmatch(line.squeeze().text):
        return True
    heading = heading_of(row[0].passage)
    if heading is not None and heading.kind == "budget_ledger" and title is None:
        return True
    return any("単位" in piece.passage.squeeze().text and unit_of(piece.passage) is not None for piece in row)


def _figured(row: Sequence[Piece], columns: tuple[Column, ...]) -> bool:
    return any(
        (at := column_at(columns, piece)) and at.role in (*MONEY, "source", "sum") and cell_figure(piece.passage, None)
        for piece in row
    )


def _starts(slot: Slot) -> list[float]:
    """Return where the 目 of a slot begin, by the rows that have figures of a year."""
    rows = rows_of(slot.at("item", *MONEY))
    found = []
    for row in rows:
        money = [p for p in row if (column := column_at(slot.columns, p)) and column.role in MONEY]
        if any(cell_figure(piece.passage, None) for piece in money):
            found.append(min(piece.box.top for piece in row) - 0.3 * row[0].height)
    return found


def _apart(borders: Sequence[float]) -> tuple[float, ...]:
    found: list[float] = []
    for y in borders:
        if not found or y - found[-1] > BORDER:
            found.append(y)
    return tuple(found)
