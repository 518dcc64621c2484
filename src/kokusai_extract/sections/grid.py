"""Tables inside a section, ruled or not, as heads and rows; and which of their columns mean what.

A ruled table comes with its merged cells; a run of lines in columns is a table without rules. The words that heads are
printed with stand in ``data/layouts/tables.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.section import Section, SourceCell, SourceLine, SourceTable
from kokusai_extract.sections.text import joined

_DIGIT = re.compile(r"\d")
FEWEST_SPACED = 3
LONGEST_WORD = 20
"""Words of a spaced table are short; a row has three at least, and so has the table rows."""


@dataclass(frozen=True, slots=True, eq=False)
class GridCell:
    """A cell's text and printed lines.

    ``merged`` tells that it is printed beside an earlier row as well, ``inferred`` that its row was put together.
    """

    passage: Passage
    lines: tuple[Passage, ...]
    merged: bool = False
    inferred: bool = False


Row = tuple[GridCell | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A table: ``heads`` by column (None where a column has none), rows of as many cells, and the lines it takes up."""

    heads: tuple[Passage | None, ...]
    rows: tuple[Row, ...]
    lines: tuple[SourceLine, ...]

    def columns(self, kind: str) -> Mapping[str, int]:
        """Return the place of each column that the layout of ``kind`` knows by its head."""
        found: dict[str, int] = {}
        for index, head in enumerate(self.heads):
            name = head_name(kind, head.squeeze().text) if head else None
            if name and name not in found:
                found[name] = index
        return found


@cache
def _layouts() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    text = files("kokusai_extract").joinpath("data/layouts/tables.toml").read_text("utf-8")
    return {
        kind: {name: re.compile("|".join(f"(?:{word})" for word in words)) for name, words in columns.items()}
        for kind, columns in tomllib.loads(text).items()
    }


def head_name(kind: str, text: str) -> str | None:
    """Return which column of ``kind`` a head without white space names."""
    return next((name for name, pattern in _layouts()[kind].items() if pattern.fullmatch(text)), None)


def grids(section: Section) -> tuple[Grid, ...]:
    """Return the tables of a section, of two columns and two rows at least, in the order in which they are printed."""
    found: list[Grid] = []
    taken: set[int] = set()
    for table in section.tables:
        lines = lines_in(section, table)
        if grid := _ruled(table, lines):
            found.append(grid)
            taken.update(map(id, lines))
    free = [line for line in section.lines if id(line) not in taken]
    for _, run in groupby(enumerate(free), key=lambda item: _cell_count(item[1]) > 1):
        lines = tuple(line for _, line in run)
        if len(lines) > 1 and _cell_count(lines[0]) > 1 and (grid := _unruled(lines)):
            found.append(grid)
            taken.update(map(id, lines))
    found += _spaced_tables([line for line in section.lines if id(line) not in taken])
    order = {id(line): place for place, line in enumerate(section.lines)}
    return tuple(sorted(found, key=lambda grid: order[id(grid.lines[0])]))


def lines_in(section: Section, table: SourceTable) -> tuple[SourceLine, ...]:
    """Return the section's lines that are printed inside a ruled table."""
    return tuple(line for line in section.lines if _within(line, table))


def lines_outside(section: Section, found: Iterable[Grid]) -> list[SourceLine]:
    """Return the section's lines that are in none of the tables."""
    taken = {id(line) for grid in found for line in grid.lines}
    return [line for line in section.lines if id(line) not in taken]


def line_before(section: Section, grid: Grid) -> SourceLine | None:
    """Return the line above a table on its page, whose title it may be."""
    index = next(i for i, line in enumerate(section.lines) if line is grid.lines[0])
    before = section.lines[index - 1] if index else None
    return before if before and before.page is grid.lines[0].page else None


def _within(line: SourceLine, table: SourceTable) -> bool:
    if line.page is not table.page or line.box is None:
        return False
    x, y = (line.box.x0 + line.box.x1) / 2, (line.box.top + line.box.bottom) / 2
    return table.box.contains(x, y)


def _cell_count(line: SourceLine) -> int:
    return sum(bool(cell.text.strip()) for cell in line.cells)


def _ruled(table: SourceTable, lines: tuple[SourceLine, ...]) -> Grid | None:
    width = max((cell.column + cell.column_span for cell in table.cells), default=0)
    height = max((cell.row + cell.row_span for cell in table.cells), default=0)
    if width < 2 or height < 2 or not lines:
        return None
    places: list[list[GridCell | None]] = [[None] * width for _ in range(height)]
    head_rows = 1
    for cell in table.cells:
        passage = cell.passage.strip()
        if cell.row == 0:
            head_rows = max(head_rows, cell.row_span if cell.column == 0 else 1, 2 if _splits(cell, table) else 1)
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                if passage:
                    printed = tuple(line.strip() for line in cell.lines)
                    places[row][column] = GridCell(passage, printed, row > cell.row or column > cell.column)
    heads = [_head([row[column] for row in places[:head_rows]]) for column in range(width)]
    rows = tuple(tuple(row) for row in places[head_rows:] if any(row))
    return Grid(tuple(heads), rows, lines) if rows else None


def _splits(cell: SourceCell, table: SourceTable) -> bool:
    """Tell whether a head of several columns has heads of single columns below it."""
    below = [other for other in table.cells if other.row == 1 and other.column in _columns(cell)]
    return cell.column_span > 1 and cell.row_span == 1 and len(below) > 1


def _columns(cell: SourceCell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _head(cells: Sequence[GridCell | None]) -> Passage | None:
    parts: list[GridCell] = []
    for cell in cells:
        if cell and all(cell.passage.starts != part.passage.starts for part in parts):
            parts.append(cell)
    if not parts:
        return None
    return joined([part.passage for part in parts])


def _unruled(lines: tuple[SourceLine, ...]) -> Grid | None:
    width = max(len(line.cells) for line in lines)
    head, *body = (tuple(_cell(cell) for cell in line.cells) for line in lines)
    if not body:
        return None
    rows = tuple(row + (None,) * (width - len(row)) for row in body)
    heads = tuple(cell.passage if cell else None for cell in head) + (None,) * (width - len(head))
    return Grid(heads, rows, lines)


def _spaced_tables(lines: Sequence[SourceLine]) -> Iterator[Grid]:
    """Yield tables of plain text whose columns single spaces part: lines in a row of as many words, three at least."""
    run: list[tuple[Passage, ...]] = []
    held: list[SourceLine] = []
    for line in (*lines, None):
        words = tuple(line.passage.strip().split(r"\s+")) if line and line.page.text_layer == "plain" else ()
        follows = line and held and line.page is held[-1].page and line.line.number == held[-1].line.number + 1
        if run and not (follows and len(words) == len(run[0])):
            head = next((i for i, row in enumerate(run) if not any(_DIGIT.search(word.text) for word in row)), len(run))
            if len(run) - head >= FEWEST_SPACED:  # a title of as many words may stand above the heads
                rows = tuple(tuple(_cell(word) for word in row) for row in run[head + 1 :])
                yield Grid(run[head], rows, tuple(held[head:]))
            run, held = [], []
        if line and len(words) >= FEWEST_SPACED and all(len(word) <= LONGEST_WORD for word in words):
            run.append(words)
            held.append(line)


def _cell(passage: Passage) -> GridCell | None:
    text = passage.strip()
    return GridCell(text, (text,)) if text else None
