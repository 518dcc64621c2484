"""Places in a plain text whose columns are kept: by spaces, each letter as wide as one of them or two, or by tabs.

Lengths are in points as on a page: a column of text is ``WIDE`` points, a line ``PITCH``. Letters that East Asian type
sets in full width (UAX #11) take two columns. A tab begins the next cell; cells of one number stand under one another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.section import SourceLine
from kokusai_extract.model.source import BBox, Page

WIDE, HIGH, PITCH = 5.0, 10.0, 14.0
CELL = 60
"""Columns from one tab to the next."""
SHORTEST, LONGEST = 30, 200
"""So many lines at least and at most are read as one sheet."""
_GAP = re.compile(r"\s{2,}")


def stretches(lines: Sequence[SourceLine]) -> Iterator[Sequence[SourceLine]]:
    """Yield the lines of a page; those of a long plain text in stretches, cut where a blank line parts them."""
    start = 0
    for index, (before, line) in enumerate(pairwise(lines), 1):
        blank = line.line.number > before.line.number + 1
        if line.page.text_layer == "plain" and index - start >= (SHORTEST if blank else LONGEST):
            yield lines[start:index]
            start = index
    yield lines[start:]


def parts(cell: Passage) -> Iterator[Passage]:
    """Yield the stretches of a cell between gaps of two spaces or more."""
    position = 0
    for match in _GAP.finditer(cell.text):
        if match.start() > position:
            yield cell[position : match.start()]
        position = match.end()
    if position < len(cell):
        yield cell[position:]


def box_of(passage: Passage, page: Page) -> BBox:
    """Return where a stretch of a line stands."""
    start = passage.document.page_starts[page.number - 1]
    first, last = passage.starts[0] - start, passage.starts[-1] - start
    line = page.line_at(first)
    top = PITCH * line.number
    return BBox(
        WIDE * _column(page.text[line.start : first]),
        top,
        WIDE * _column(page.text[line.start : last + 1]),
        top + HIGH,
    )


def size_of(page: Page) -> tuple[float, float]:
    """Return how wide and high a page is."""
    widths = (_column(page.text[line.start : line.end]) for line in page.lines)
    return WIDE * max(widths, default=0), PITCH * (len(page.lines) + 1) + HIGH


def _column(before: str) -> int:
    cells = before.split("\t")
    return CELL * (len(cells) - 1) + sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in cells[-1])
