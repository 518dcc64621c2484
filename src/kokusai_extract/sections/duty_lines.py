"""The lines of a 事務分掌 section one by one, out of tables, columns and running lines, in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.section import Section, SourceCell, SourceLine, SourceTable
from kokusai_extract.sections.grid import lines_in
from kokusai_extract.sections.text import joined
from kokusai_extract.values.numbering import numbered
from kokusai_extract.values.units import unit_name

_ENDS = re.compile(r"(こと|事務|もの)(\s*\([^()]*\))?[。.]?$")
FEWEST_ROWS = 2
_NEXT_ITEM = r"(?<=。)\s*(?=[(①-⑳]|\d{1,2}[\s.)])"
"""Where one item ends and the next begins on the same line."""


def ends_duty(text: str) -> bool:
    """Tell whether a text ends as duties do (…に関すること。, …の事務, …に関すること(他課の主管を除く。)。)."""
    return bool(_ENDS.search(text))


def lines_of(section: Section) -> Iterator[Passage]:
    """Yield what stands by itself: a line, a printed line of a table's cell, a whole cell that names a unit.

    Of lines in columns without rules the first column comes before the second; of a ruled table each row by itself.
    """
    rowwise = _stands_in_rows(section.lines)
    tables = {id(line): table for table in filter(_lists_duties, section.tables) for line in lines_in(section, table)}
    columns: dict[int, list[Passage]] = {}
    seen: set[int] = set()
    for line in section.lines:
        table = tables.get(id(line))
        cells = [] if table else _cells(line)
        if table or rowwise or len(cells) <= 1:
            yield from _apart(_columns(columns))
            columns = {}
            yield from _apart(cells)
        else:
            for index, cell in enumerate(cells):
                columns.setdefault(index, []).append(cell)
        if table and id(table) not in seen:
            seen.add(id(table))
            yield from _apart(_of_table(table))
    yield from _apart(_columns(columns))


def _stands_in_rows(lines: Iterable[SourceLine]) -> bool:
    """Tell whether lines in columns without rules are rows of a table: units at the left, duties at the right alone.

    Where a page runs in two columns, duties stand in the first one as well.
    """
    rows = [cells for line in lines if len(cells := _cells(line)) > 1]
    pairs = [row for row in rows if _is_unit(row[0]) and _is_duty(row[-1])]
    return len(pairs) >= FEWEST_ROWS and not any(_is_duty(row[0]) for row in rows)


def _lists_duties(table: SourceTable) -> bool:
    """Tell whether the cells of a table name units and, others, duties."""
    return any(map(_names_unit, table.cells)) and any(map(_holds_duty, table.cells))


def _names_unit(cell: SourceCell) -> bool:
    return _is_unit(cell.passage)


def _is_unit(passage: Passage) -> bool:
    item = numbered(passage)
    return unit_name(item.rest if item and item.rest else passage) is not None


def _is_duty(passage: Passage) -> bool:
    item = numbered(passage)
    return ends_duty(passage.text.strip()) or (item is not None and bool(item.rest) and not _is_unit(passage))


def _holds_duty(cell: SourceCell) -> bool:
    return any(ends_duty(line.text.strip()) for line in cell.lines)


def _of_table(table: SourceTable) -> Iterator[Passage]:
    """Yield the cells row by row, without the heads of the columns; a cell of several rows stands in the first."""
    cells = sorted(
        (cell for cell in table.cells if cell.passage.text.strip()), key=lambda cell: (cell.row, cell.column)
    )
    for row, group in groupby(cells, key=lambda cell: cell.row):
        found = list(group)
        if row or any(_names_unit(cell) or _holds_duty(cell) for cell in found):
            yield from _of_row(found)


def _of_row(row: Iterable[SourceCell]) -> Iterator[Passage]:
    number: Passage | None = None
    for cell in row:
        item = numbered(cell.passage)
        if item and not item.rest:
            number = cell.passage.strip()
        elif _names_unit(cell):
            yield cell.passage.strip()
        else:
            first, *others = (line.strip() for line in cell.lines)
            yield joined([number, first]) if number else first
            yield from others
            number = None
    if number:
        yield number


def _cells(line: SourceLine) -> list[Passage]:
    cells = [cell.strip() for cell in line.cells if cell.text.strip()]
    if len(cells) == 2 and (item := numbered(cells[0])) and not item.rest:  # the number in a cell of its own
        return [line.passage.strip()]
    return cells


def _columns(columns: dict[int, list[Passage]]) -> Iterator[Passage]:
    for index in sorted(columns):
        yield from columns[index]


def _apart(parts: Iterator[Passage] | list[Passage]) -> Iterator[Passage]:
    for part in parts:
        yield from (piece for piece in (item.strip() for item in part.split(_NEXT_ITEM)) if piece)
