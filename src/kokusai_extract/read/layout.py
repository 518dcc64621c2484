"""A page's drawing to rows of text in reading order. Pure geometry; how rows become text is in compose.py.

A glyph belongs to the smallest ruled cell around it. A table of two cells or more is one block, read row by row. A
box that stands alone is a block of its own, laid out like a small page. What stands side by side with a clear gutter
between is read one after the other, left first; everything else from top to bottom (ADR 0006).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kokusai_extract.model.source import BBox, Table
from kokusai_extract.read.columns import split_columns
from kokusai_extract.read.drawing import Glyph, Stroke, common_turn, opposite, turn_glyph, turned
from kokusai_extract.read.grid import as_table, close_sides, find_cells, group_cells, merge_strokes
from kokusai_extract.read.lines import Piece, PrintedLine, cluster_lines, set_line

MOST_CROSSINGS = 250_000
"""Most level rules times upright ones: a table of five hundred rows and as many columns."""

MOST_TABLES = 3_000

COLUMN_MARK = "\t"
COLUMN_MARK_IN_CELL = "  "


class TooManyRules(Exception):
    """A page is ruled as no table is: it shows a map or a pattern."""


CellId = tuple[int, int]
"""Index of a table on the page, index of a cell in it."""


class Field(NamedTuple):
    """A cell's printed lines, or one stretch of a free line."""

    lines: list[PrintedLine]
    cell: CellId | None = None


@dataclass
class Row:
    """One line of page text. ``box`` names the lone box or the frame that the whole line stands in."""

    fields: list[Field]
    cells: list[CellId] = field(default_factory=list)
    box: CellId | None = None


@dataclass
class PageLayout:
    """Rows in reading order, and the tables that their cells belong to (boxes that hold no text are left out)."""

    rows: list[Row]
    tables: list[Table]
    level: list[tuple[float, float, float]]
    upright: list[tuple[float, float, float]]


class _Block(NamedTuple):
    box: BBox
    rows: Callable[[], list[Row]] | None
    line: list[Glyph] | None


class _Shape:
    """A table with what belongs to it while a page is laid out."""

    def __init__(self, cells: Sequence[BBox]) -> None:
        self.table = as_table(cells)
        self.glyphs: list[list[Glyph]] = [[] for _ in self.table.cells]
        self.inner: list[list[_Shape]] = [[] for _ in self.table.cells]
        self.index = -1

    @property
    def lone(self) -> bool:
        return len(self.table.cells) == 1

    @property
    def holds_text(self) -> bool:
        return any(not g.text.isspace() for glyphs in self.glyphs for g in glyphs)


def lay_out(glyphs: Sequence[Glyph], strokes: Sequence[Stroke], *, vertical: bool = False) -> PageLayout:
    """Return the rows and tables of a page whose text mostly reads from left to right.

    ``vertical`` says that this is a page of vertical writing, turned.

    Raises:
        TooManyRules: when it has more rules or tables than print has.
    """
    level, upright = merge_strokes(strokes)
    if len(level) * len(upright) > MOST_CROSSINGS:
        raise TooManyRules(f"{len(level)} level rules across {len(upright)} upright ones")
    shapes = [_Shape(cells) for cells in group_cells(find_cells(level, close_sides(level, upright)))]
    if len(shapes) > MOST_TABLES:
        raise TooManyRules(f"more than {MOST_TABLES} tables and boxes")
    free = _share_out(glyphs, shapes)
    shapes = [shape for shape in shapes if shape.holds_text]
    for index, shape in enumerate(shapes):
        shape.index = index
    outer = _nest(shapes)
    rows = _Setter(upright, vertical).region(free, outer)
    return PageLayout(rows, [shape.table for shape in shapes], level, upright)


def _share_out(glyphs: Iterable[Glyph], shapes: Sequence[_Shape]) -> list[Glyph]:
    """Give each glyph to the smallest cell around its middle; return those in none."""
    strip = 16.0
    at: dict[int, list[tuple[float, BBox, list[Glyph]]]] = defaultdict(list)
    for shape in shapes:
        for cell, inside in zip(shape.table.cells, shape.glyphs, strict=True):
            box = cell.box
            area = (box.x1 - box.x0) * (box.bottom - box.top)
            for row in range(int(box.top // strip), int(box.bottom // strip) + 1):
                at[row].append((area, box, inside))
    for cells in at.values():
        cells.sort(key=lambda entry: entry[:2])
    free = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for _, box, inside in at.get(int(y // strip), ()):
            if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom:
                inside.append(glyph)
                break
        else:
            free.append(glyph)
    return free


def _nest(shapes: Sequence[_Shape]) -> list[_Shape]:
    """Put each shape under the smallest cell around it; return those under none."""
    outer = []
    for shape in shapes:
        box = shape.table.box
        around = [
            ((c.box.x1 - c.box.x0) * (c.box.bottom - c.box.top), i, k)
            for i, other in enumerate(shapes)
            if other is not shape
            for k, c in enumerate(other.table.cells)
            if c.box.x0 <= box.x0 and c.box.top <= box.top and c.box.x1 >= box.x1 and c.box.bottom >= box.bottom
        ]
        if around:
            _, i, k = min(around)
            shapes[i].inner[k].append(shape)
        else:
            outer.append(shape)
    return outer


class _Setter:
    """Sets regions of a page, given the upright rules that part columns."""

    def __init__(self, upright: Sequence[tuple[float, float, float]], vertical: bool) -> None:
        self._upright = sorted(upright)
        self._vertical = vertical

    def _parted(self, x0: float, x1: float, y: float) -> bool:
        return any(x0 <= x <= x1 and top <= y <= bottom for x, top, bottom in self._upright)

    def region(self, glyphs: Sequence[Glyph], shapes: Sequence[_Shape]) -> list[Row]:
        """Return the rows of a page or of a lone box."""
        blocks = [self._shape_block(shape) for shape in shapes]
        walls = [block.box for block in blocks]
        by_turn: dict[int, list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            by_turn[glyph.turn].append(glyph)
        for line in cluster_lines(by_turn.pop(0, [])):
            blocks.extend(_Block(_around(part), None, part) for part in _split_at(line, walls))
        for turn in sorted(by_turn):
            blocks.extend(self._turned_blocks(by_turn[turn]))
        return self._read(blocks)

    def _shape_block(self, shape: _Shape) -> _Block:
        rows = (lambda: self._frame(shape, 0)) if shape.lone else (lambda: self._grid(shape))
        return _Block(shape.table.box, rows, None)

    def _frame(self, shape: _Shape, k: int) -> list[Row]:
        """Return the rows in cell ``k``, laid out as a page of its own; lines outside inner tables are the cell's."""
        rows = self.region(shape.glyphs[k], shape.inner[k])
        for row in rows:
            if row.box is None and not row.cells:
                row.box = (shape.index, k)
        return rows

    def _grid(self, shape: _Shape) -> list[Row]:
        table = shape.table
        rows = [Row([Field([]) for _ in range(table.column_count)]) for _ in range(table.row_count)]
        after: list[list[Row]] = [[] for _ in rows]
        for k, cell in enumerate(table.cells):
            identity = (shape.index, k)
            if shape.inner[k]:
                framed = self._frame(shape, k)
                after[cell.row].extend(framed)
                if any(row.box == identity for row in framed):
                    continue
            row = rows[cell.row]
            row.fields[cell.column] = Field([] if shape.inner[k] else self._cell(shape.glyphs[k]), identity)
            row.cells.append(identity)
        return [
            each for row, framed in zip(rows, after, strict=True) for each in [*([row] if row.cells else []), *framed]
        ]

    def _cell(self, glyphs: Sequence[Glyph]) -> list[PrintedLine]:
        if not glyphs:
            return []
        usual = common_turn(glyphs)
        lines: list[PrintedLine] = []
        for turn in sorted({glyph.turn for glyph in glyphs}, key=lambda t: (t != usual, t)):
            part = [turn_glyph(glyph, turn) for glyph in glyphs if glyph.turn == turn]
            set_lines = (set_line(line, COLUMN_MARK_IN_CELL) for line in cluster_lines(part))
            lines.extend(_turned_back(line, opposite(turn)) for line in set_lines)
        return lines

    def _turned_blocks(self, glyphs: Sequence[Glyph]) -> list[_Block]:
        """Return blocks of lines that read in another direction than the page: labels at the side, vertical notes."""
        turn = glyphs[0].turn
        blocks: list[list[list[Glyph]]] = []
        for line in cluster_lines([turn_glyph(glyph, turn) for glyph in glyphs]):
            box = _around(line)
            for block in blocks:
                last = _around(block[-1])
                near = box.top - last.bottom <= 1.5 * line[0].size
                if near and min(box.x1, last.x1) > max(box.x0, last.x0):
                    block.append(line)
                    break
            else:
                blocks.append([line])
        result = []
        for block in blocks:
            rows = [Row([Field([_turned_back(part, opposite(turn))]) for part in self._fields(line)]) for line in block]
            box = turned(_around([g for line in block for g in line]), opposite(turn))
            result.append(_Block(box, lambda rows=rows: rows, None))  # type: ignore[misc]
        return result

    def _read(self, blocks: Sequence[_Block]) -> list[Row]:
        """Return the rows of the blocks in reading order."""
        rows: list[Row] = []
        run: list[list[Glyph]] = []
        for block in _in_order(blocks):
            if block.line is not None:
                run.append(block.line)
                continue
            rows.extend(self._lines(run))
            run = []
            if block.rows is not None:
                rows.extend(block.rows())
        rows.extend(self._lines(run))
        return rows

    def _lines(self, lines: Sequence[list[Glyph]]) -> list[Row]:
        return [
            Row([Field([part]) for part in self._fields(line)]) for line in split_columns(lines, tiers=self._vertical)
        ]

    def _fields(self, line: Sequence[Glyph]) -> list[PrintedLine]:
        parts: list[PrintedLine] = [[]]
        for piece in set_line(line, COLUMN_MARK, self._parted):
            if piece.glyph is None and piece.text == COLUMN_MARK:
                parts.append([])
            else:
                parts[-1].append(piece)
        return parts


def _turned_back(line: PrintedLine, turn: int) -> PrintedLine:
    if turn == 0:
        return line
    return [Piece(p.text, p.glyph and turn_glyph(p.glyph, turn)) for p in line]


def _around(glyphs: Sequence[Glyph]) -> BBox:
    return BBox(
        min(g.x0 for g in glyphs),
        min(g.top for g in glyphs),
        max(g.x1 for g in glyphs),
        max(g.bottom for g in glyphs),
    )


def _split_at(line: list[Glyph], walls: Sequence[BBox]) -> list[list[Glyph]]:
    """Return the parts of a line that stand left and right of the blocks it runs past."""
    box = _around(line)
    y = (box.top + box.bottom) / 2
    edges = sorted((w.x0 + w.x1) / 2 for w in walls if w.top <= y <= w.bottom and box.x0 < w.x1 and box.x1 > w.x0)
    parts: list[list[Glyph]] = [[] for _ in range(len(edges) + 1)]
    for glyph in line:
        x = (glyph.x0 + glyph.x1) / 2
        parts[sum(edge < x for edge in edges)].append(glyph)
    return [part for part in parts if any(not g.text.isspace() for g in part)]


def _in_order(blocks: Sequence[_Block]) -> list[_Block]:
    """Return the blocks in reading order: cut between bands, then between columns, as long as a cut is clear."""
    if len(blocks) < 2:
        return list(blocks)
    for axis in (1, 0):
        groups = _cut(blocks, axis)
        if len(groups) > 1:
            return [block for group in groups for block in _in_order(group)]
    return sorted(blocks, key=lambda b: (b.box.top, b.box.x0))


def _cut(blocks: Sequence[_Block], axis: int) -> list[list[_Block]]:
    """Return the groups that a clear cut parts, along y (axis 1) or x (axis 0)."""
    groups: list[list[_Block]] = []
    reach = float("-inf")
    for block in sorted(blocks, key=lambda b: (b.box[axis], b.box[1 - axis])):
        start, end = block.box[axis], block.box[axis + 2]
        slack = min(2.0, 0.2 * (end - start))
        if start + slack >= reach:
            groups.append([])
        groups[-1].append(block)
        reach = max(reach, end - slack)
    return groups
