"""Sheets of an open book: what is printed where, on one PDF page or on two that face each other.

Lengths are PDF points from the top left of the sheet; on facing pages the right one stands beside the left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import isnan

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.section import Section, SourceLine
from kokusai_extract.model.source import BBox, Page
from kokusai_extract.sections.budget.rows import printed_lines
from kokusai_extract.sections.ledger import typed

_SPACES = re.compile(r"\s+")
COVERED = 0.9
"""A rule that runs over this part of a column is a border of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A stretch of one printed line, up to a gap as wide as a column. ``part`` tells it from others of the line."""

    passage: Passage
    box: BBox
    line: SourceLine

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.box.top + self.box.bottom) / 2

    @property
    def height(self) -> float:
        """The height of its letters."""
        return self.box.bottom - self.box.top


@dataclass(frozen=True, slots=True, eq=False)
class RuledCell:
    """A cell of a ruled table, all its lines as one passage."""

    passage: Passage
    box: BBox


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What is printed on a sheet. ``level`` are ruled lines as (y, x0, x1), ``upright`` as (x, top, bottom)."""

    pages: tuple[int, ...]
    width: float
    height: float
    pieces: tuple[Piece, ...]
    cells: tuple[RuledCell, ...]
    level: tuple[tuple[float, float, float], ...]
    upright: tuple[tuple[float, float, float], ...]

    def borders(self, x0: float, x1: float, top: float, bottom: float) -> tuple[float, ...]:
        """Return the heights between ``top`` and ``bottom`` at which rules run over the column from x0 to x1."""
        covered: dict[float, float] = {}
        for y, start, end in self.level:
            if top <= y <= bottom and min(end, x1) > max(start, x0):
                covered[y] = covered.get(y, 0.0) + min(end, x1) - max(start, x0)
        return tuple(y for y in sorted(covered) if covered[y] >= COVERED * (x1 - x0))

    def beside(self, right: Sheet, dy: float) -> Sheet:
        """Return this page and the one that faces it, moved down by ``dy``, as one sheet."""
        dx = self.width
        return Sheet(
            (*self.pages, *right.pages),
            self.width + right.width,
            max(self.height, right.height),
            (*self.pieces, *(replace(piece, box=_moved(piece.box, dx, dy)) for piece in right.pieces)),
            (*self.cells, *(replace(cell, box=_moved(cell.box, dx, dy)) for cell in right.cells)),
            (*self.level, *((y + dy, x0 + dx, x1 + dx) for y, x0, x1 in right.level)),
            (*self.upright, *((x + dx, top + dy, bottom + dy) for x, top, bottom in right.upright)),
        )


def sheets_of(section: Section) -> tuple[Sheet, ...]:
    """Return a sheet for each page of a section. Plain text is placed by its columns (:mod:`.typed`)."""
    found = []
    pages = (tuple(lines) for _, lines in groupby(section.lines, key=lambda line: line.page.number))
    for on_page in (part for lines in pages for part in typed.stretches(lines)):
        page = on_page[0].page
        cells = [
            RuledCell(cell.passage, cell.box) for table in section.tables if table.page is page for cell in table.cells
        ]
        found.append(
            Sheet(
                (page.number,),
                *(typed.size_of(page) if page.text_layer == "plain" else page.upright),
                tuple(piece for line in on_page for piece in _pieces(line)),
                tuple(cells),
                tuple((rule.top, rule.x0, rule.x1) for rule in page.rules if rule.horizontal),
                tuple((rule.x0, rule.top, rule.bottom) for rule in page.rules if not rule.horizontal),
            )
        )
    return tuple(found)


def rows_of(pieces: Iterable[Piece]) -> list[tuple[Piece, ...]]:
    """Return pieces that stand at one height as rows, from top to bottom, each from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.box.x0)):
        if rows and abs(piece.middle - rows[-1][0].middle) <= 0.4 * min(piece.height, rows[-1][0].height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [tuple(sorted(row, key=lambda piece: piece.box.x0)) for row in rows]


def words_of(piece: Piece) -> tuple[Piece, ...]:
    """Return the words of a piece, each with its place."""
    own = _box(piece.passage, piece.line.page)
    dx, dy = piece.box.x0 - own.x0, piece.box.top - own.top
    return tuple(
        Piece(word, _moved(_box(word, piece.line.page), dx, dy), piece.line)
        for word in piece.passage.split(_SPACES)
        if word
    )


def split_at(piece: Piece, edges: Sequence[float]) -> tuple[Piece, ...]:
    """Return a piece cut at the edges of columns that it runs over, where white space parts it there."""
    crossed = [x for x in edges if piece.box.x0 < x < piece.box.x1]
    words = words_of(piece) if crossed else ()
    if len(words) < 2:
        return (piece,)
    groups: dict[int, list[Piece]] = {}
    for word in words:
        middle = (word.box.x0 + word.box.x1) / 2
        groups.setdefault(sum(x < middle for x in crossed), []).append(word)
    parts, position = [], 0
    for group in groups.values():
        start = piece.passage.starts.index(group[0].passage.starts[0], position)
        position = piece.passage.starts.index(group[-1].passage.starts[-1], start) + 1
        box = group[0].box
        for word in group[1:]:
            box = box.union(word.box)
        parts.append(Piece(piece.passage[start:position], box, piece.line))
    return tuple(parts)


def _pieces(line: SourceLine) -> Iterator[Piece]:
    page = line.page
    if page.text_layer == "plain":
        for cell in line.cells:
            for part in typed.parts(cell):
                yield Piece(part, typed.box_of(part, page), line)
        return
    if not page.glyphs:
        return
    for cell in line.cells:
        for printed in printed_lines(cell):
            for part in _parts(printed, page):
                yield Piece(part, _box(part, page), line)


def _parts(printed: Passage, page: Page) -> Iterator[Passage]:
    """Yield a printed line's parts between gaps that the reader has marked: two spaces that stand nowhere."""
    offset = printed.document.page_starts[page.number - 1]
    position = 0
    for match in _SPACES.finditer(printed.text):
        starts = printed.starts[match.start() : match.end()]
        if len(starts) == 2 and all(isnan(page.glyphs[4 * (start - offset)]) for start in starts):
            yield printed[position : match.start()]
            position = match.end()
    yield printed[position:]


def _box(passage: Passage, page: Page) -> BBox:
    if page.text_layer == "plain":
        return typed.box_of(passage, page)
    offset = passage.document.page_starts[page.number - 1]
    boxes = [page.glyphs[4 * (start - offset) : 4 * (start - offset) + 4] for start in passage.starts]
    placed = [box for box in boxes if not isnan(box[0])]
    if not placed:
        return BBox(0.0, 0.0, 0.0, 0.0)
    return BBox(
        min(box[0] for box in placed),
        min(box[1] for box in placed),
        max(box[2] for box in placed),
        max(box[3] for box in placed),
    )


def _moved(box: BBox, dx: float, dy: float) -> BBox:
    return BBox(box.x0 + dx, box.top + dy, box.x1 + dx, box.bottom + dy)
