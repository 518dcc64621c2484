"""What a document is once it has been read: pages of raw text, lines, boxes, ruled lines and cells.

Offsets are 0-based and half-open, and count characters of the raw text. Page and line numbers are 1-based.
Lengths are PDF points with the origin at the top left of the page; a plain-text document has none.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, isnan, radians, sin
from typing import Literal, NamedTuple

TextLayer = Literal["native", "ocr", "plain"]
PageQuality = Literal["ok", "no_text", "cid_only", "suspect_glyphs", "damaged"]

LINE_BREAK_IN_CELL = "\v"
"""Stands in the raw text of a PDF page where a table cell goes on in its next printed line."""

CELL_BREAK = "\t"
"""Stands in the raw text of a PDF page between two cells of a row, or across a gap as wide as a column."""

PAGE_BREAK = "\f"


class BBox(NamedTuple):
    """A rectangle on a page, in PDF points from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: BBox) -> BBox:
        """Return the smallest rectangle around both."""
        return BBox(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )

    def contains(self, x: float, y: float) -> bool:
        """Tell whether the point lies inside or on the edge."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


class Span(NamedTuple):
    """A stretch of one page's raw text, ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page's raw text, without its line end.

    ``cells`` are the parts between :data:`CELL_BREAK` marks; a line without any has one cell, itself.
    """

    number: int
    start: int
    end: int
    cells: tuple[Span, ...]
    box: BBox | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a ruled table, or a box that stands alone; ``spans`` are its printed lines, top to bottom."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: BBox
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells that share ruled edges, in reading order. A box that stands alone is a table of one cell."""

    box: BBox
    cells: tuple[Cell, ...]

    @property
    def row_count(self) -> int:
        """Number of grid rows."""
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @property
    def column_count(self) -> int:
        """Number of grid columns."""
        return max((cell.column + cell.column_span for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight ruled line, horizontal or vertical: an edge of a box, a table rule or a chart's connector."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether it runs from left to right."""
        return abs(self.x1 - self.x0) >= abs(self.bottom - self.top)


@dataclass(frozen=True, eq=False)
class Page:
    """One page: its raw text, where each character stands, and the lines ruled on it.

    ``glyphs`` holds four floats (x0, top, x1, bottom) for each character of ``text``, NaN where a character has
    no place of its own (line ends, marks that the reader put in); it is empty for plain text. Where the file names a
    glyph wrongly and it is certain which it is (ADR 0030), ``text`` has what is printed, and ``renamed`` tells what
    the file calls the character at an offset (ADR 0036).

    A scan that lies askew, on its side or on its head is put upright before it is read: all places are those on the
    upright page, which is ``upright`` wide and high, and ``tilt`` is by how many degrees clockwise the page as it is
    shown is turned about its middle. ``width`` and ``height`` are those of the page as it is shown.
    """

    number: int
    text: str
    lines: tuple[Line, ...]
    text_layer: TextLayer
    quality: PageQuality = "ok"
    width: float | None = None
    height: float | None = None
    glyphs: array[float] = field(default_factory=lambda: array("f"), repr=False)
    rules: tuple[Rule, ...] = ()
    rects: tuple[BBox, ...] = ()
    tables: tuple[Table, ...] = ()
    renamed: Mapping[int, str] = field(default_factory=dict)
    tilt: float = 0.0

    @property
    def file_text(self) -> str | None:
        """The text as the file has it, letter for letter beside ``text``; None where it is the same."""
        if not self.renamed:
            return None
        return "".join(self.renamed.get(offset, character) for offset, character in enumerate(self.text))

    def box(self, start: int, end: int) -> BBox | None:
        """Return the rectangle around ``text[start:end]``, or None where nothing of it has a place."""
        if not self.glyphs:
            return None
        boxes = [self.glyphs[4 * i : 4 * i + 4] for i in range(start, end)]
        placed = [BBox(*box) for box in boxes if not isnan(box[0])]
        if not placed:
            return None
        return BBox(
            min(b.x0 for b in placed),
            min(b.top for b in placed),
            max(b.x1 for b in placed),
            max(b.bottom for b in placed),
        )

    @property
    def upright(self) -> tuple[float, float]:
        """How wide and how high the page is as it is read, in points; 0 where that is not known."""
        sides = (self.width or 0.0, self.height or 0.0)
        return sides if round(self.tilt / 90) % 2 == 0 else sides[::-1]

    def shown(self, box: BBox) -> BBox:
        """Return the rectangle around a place on the page as it is shown, which may be askew."""
        if not self.tilt or self.width is None or self.height is None:
            return box
        sine, cosine = sin(radians(self.tilt)), cos(radians(self.tilt))
        across, down = self.upright
        corners = [(x - across / 2, y - down / 2) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
        xs = [self.width / 2 + x * cosine - y * sine for x, y in corners]
        ys = [self.height / 2 + x * sine + y * cosine for x, y in corners]
        return BBox(min(xs), min(ys), max(xs), max(ys))

    def line_at(self, offset: int) -> Line:
        """Return the line that holds the character at ``offset`` (the last line, past the end)."""
        index = bisect_right(self.lines, offset, key=lambda line: line.start) - 1
        return self.lines[max(index, 0)]


@dataclass(frozen=True, eq=False)
class Document:
    """A document as read: nothing in it is interpreted.

    ``text`` is all pages joined by form feeds, so that one offset names a character of the whole document;
    :meth:`locate` turns it into a page and an offset on that page.
    """

    sha256: str
    file_name: str
    media_type: str
    byte_count: int
    text_layer: TextLayer
    pages: tuple[Page, ...]
    encoding: str | None = None
    producer: str | None = None

    @property
    def id(self) -> str:
        """The document's id: made of its content alone, so that it never changes (see ADR 0003)."""
        return f"doc-{self.sha256[:12]}"

    @cached_property
    def text(self) -> str:
        """The raw text of all pages, joined by form feeds."""
        return PAGE_BREAK.join(page.text for page in self.pages)

    @cached_property
    def page_starts(self) -> Sequence[int]:
        """The offset in ``text`` at which each page begins."""
        starts, offset = [], 0
        for page in self.pages:
            starts.append(offset)
            offset += len(page.text) + len(PAGE_BREAK)
        return tuple(starts)

    def locate(self, offset: int) -> tuple[Page, int]:
        """Return the page that holds the character at ``offset`` of ``text``, and its offset on that page."""
        index = max(bisect_right(self.page_starts, offset) - 1, 0)
        return self.pages[index], offset - self.page_starts[index]
