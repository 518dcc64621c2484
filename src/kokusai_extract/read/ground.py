"""What a page is painted with, and in which order: on it stands whether a letter is covered, and on what colour it is.

The page is a grid of cells of some points. For each it is known which paint came last, however many there are.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from math import ceil, floor

from kokusai_extract.model.source import BBox
from kokusai_extract.read.bounds import PageTooLarge
from kokusai_extract.read.colours import PAPER, Colour
from kokusai_extract.read.drawing import Glyph, Paint

CELL = 2.0
"""Size of a cell in points, where a page has no more than :data:`MOST_CELLS` of them on a side."""

MOST_CELLS = 1000

MOST_ROWS = 2_000_000
"""Most rows of cells that are painted; a page of a thousand paints from edge to edge has half a million."""

WITHIN = 0.3
"""A letter is covered when its middle is, and the points this part of its width and height before and after it."""


class Ground:
    """The paints of a page, to be asked of its letters."""

    def __init__(self, width: float, height: float, paints: Sequence[Paint]) -> None:
        self._paints, self._width, self._height = paints, width, height
        self._cell = max(CELL, max(width, height) / MOST_CELLS)
        self._columns, self._rows = int(width / self._cell) + 1, int(height / self._cell) + 1
        self._covered = array("l", [-1]) * (self._columns * self._rows)
        self._touched = array("l", [-1]) * (self._columns * self._rows)
        self._painted = 0
        for number, paint in enumerate(paints):
            self._paint(self._touched, number, paint.box, floor, ceil)
            if paint.covers:
                self._paint(self._covered, number, paint.box, ceil, floor)

    def _paint(
        self, cells: array[int], number: int, box: BBox, first: Callable[[float], int], last: Callable[[float], int]
    ) -> None:
        left, right = first(self._at(box.x0, self._columns)), last(self._at(box.x1, self._columns))
        top, bottom = first(self._at(box.top, self._rows)), last(self._at(box.bottom, self._rows))
        if left >= right or top >= bottom:
            return
        self._painted += bottom - top
        if self._painted > MOST_ROWS:
            raise PageTooLarge("too many boxes that are painted over each other")
        stretch = array("l", [number]) * (right - left)
        for row in range(top, bottom):
            start = row * self._columns
            cells[start + left : start + right] = stretch

    def _at(self, place: float, most: int) -> float:
        """Return a place in cells, on the page."""
        cell = place / self._cell
        return 0.0 if not cell > 0 else min(cell, float(most))

    def _index(self, x: float, y: float) -> int:
        if 0 <= x < self._width and 0 <= y < self._height:
            return int(y / self._cell) * self._columns + int(x / self._cell)
        column = min(int(self._at(x, self._columns)), self._columns - 1)
        return min(int(self._at(y, self._rows)), self._rows - 1) * self._columns + column

    def covers(self, glyph: Glyph, order: int) -> bool:
        """Tell whether the page's glyph number ``order`` was painted over after it was drawn."""
        x, y = _middle(glyph)
        if not self._is_over(self._covered[self._index(x, y)], order):
            return False
        across, down = WITHIN * (glyph.x1 - glyph.x0), WITHIN * (glyph.bottom - glyph.top)
        before, after = self._index(x - across, y - down), self._index(x + across, y + down)
        return self._is_over(self._covered[before], order) and self._is_over(self._covered[after], order)

    def touches(self, glyph: Glyph, order: int) -> bool:
        """Tell whether anything was painted where a glyph stands after it."""
        return self._is_over(self._touched[self._index(*_middle(glyph))], order)

    def _is_over(self, number: int, order: int) -> bool:
        return number >= 0 and self._paints[number].after > order

    def beneath(self, glyph: Glyph, order: int) -> Colour:
        """Return the colour that a glyph stands on, as far as that is known for certain."""
        index = self._index(*_middle(glyph))
        under, last = self._covered[index], self._touched[index]
        if last != under or self._is_over(last, order):
            return ()
        return PAPER if under < 0 else self._paints[under].colour


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
