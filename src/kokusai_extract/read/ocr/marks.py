"""Marks told by their shape: ● ◎ ■ ◆ ◇, and the dot ･ beside one. A recognizer takes them for O or passes them over.

They are taken out of the picture before its letters are read. ○ and □ are left to the recognizer: letters look like
them; so are △ and ▲, which stand before figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from kokusai_extract.model.source import BBox
from kokusai_extract.read.drawing import Glyph
from kokusai_extract.read.ocr.picture import Picture, Pixels

SMALLEST, LARGEST = 5.0, 16.0
"""How large a mark is, in points."""

DOT = (1.2, 3.6)
"""How large a dot is, in points."""

BESIDE = 6.0
"""A dot is no further from the mark beside it, in points."""

_INK = 150  # grey
_ROUND = 1.25  # the longer side of a mark by its shorter
_SOLID, _HOLLOW = 0.93, 0.55  # how much of its outline a mark fills
_ALIKE = 0.9  # how much of its ideal a shape covers, and the other way round
_APART = 0.7  # points of white around a mark
_PAPER = 255


class _Shape(NamedTuple):
    """A connected piece of ink, in pixels: its box, its outline filled, and how much of that is ink."""

    box: BBox
    outline: Pixels
    filled: float


def take_marks(picture: Picture) -> tuple[list[Glyph], Picture]:
    """Return the marks on a straightened picture, in points, and the picture without them."""
    ink = (picture.pixels < _INK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    shapes = list(_shapes(np.asarray(labels, np.int32), stats[:, :4].tolist(), picture.scale))
    large = [shape for shape in shapes if shape.box.bottom - shape.box.top >= SMALLEST * picture.scale]
    like = [(sign, shape.box) for shape in large if (sign := _sign(shape, shapes))]
    boxes = [box for _, box in like]
    marks = [(sign, box) for sign, box in like if _stands_apart(box, ink, boxes, picture.scale)]
    marks += [("･", box) for box in _dots(stats[1:, :5].tolist(), [box for _, box in marks], picture.scale)]
    cleaned = picture.pixels.copy()
    for _, (x0, top, x1, bottom) in marks:
        cleaned[max(0, int(top) - 1) : int(bottom) + 1, max(0, int(x0) - 1) : int(x1) + 1] = _PAPER
    glyphs = [_glyph(sign, box, picture.scale) for sign, box in marks]
    return sorted(glyphs, key=lambda glyph: (glyph.top, glyph.x0)), Picture(cleaned, picture.scale)


def _glyph(sign: str, box: BBox, scale: float) -> Glyph:
    x0, top, x1, bottom = (edge / scale for edge in box)
    if sign == "･":  # a dot stands in the middle of its em
        middle, half = (top + bottom) / 2, 2.5 * (bottom - top)
        top, bottom = middle - half, middle + half
    return Glyph(sign, x0, top, x1, bottom, bottom - top)


def _shapes(labels: NDArray[np.int32], boxes: list[list[int]], scale: float) -> Iterator[_Shape]:
    for number, (left, top, width, height) in enumerate(boxes):
        small, large = sorted((width, height))
        if number == 0 or small < 0.4 * SMALLEST * scale or large > LARGEST * scale or large > _ROUND * small:
            continue
        piece = np.asarray(labels[top : top + height, left : left + width] == number, np.uint8)
        contours, _ = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        outline = np.zeros_like(piece)
        cv2.drawContours(outline, contours, -1, 255, cv2.FILLED)
        yield _Shape(
            BBox(left, top, left + width, top + height), outline, float(piece.sum()) / (float(outline.sum()) / 255)
        )


def _sign(shape: _Shape, shapes: Sequence[_Shape]) -> str | None:
    """Return which mark a shape is, or None."""
    if shape.filled >= _SOLID:
        return next((sign for sign in "■●◆" if _is_like(shape, sign)), None)
    if shape.filled > _HOLLOW:
        return None
    inside = [other for other in shapes if other is not shape and _within(other.box, shape.box)]
    if not inside:
        return "◇" if _is_like(shape, "◆") else None
    rings = [ring for ring in inside if ring.filled < _SOLID and _is_like(ring, "●")]
    return "◎" if rings and len(inside) == 1 and _is_like(shape, "●") else None


def _is_like(shape: _Shape, sign: str) -> bool:
    """Tell whether the outline of a shape is that of a solid mark."""
    height, width = shape.outline.shape
    ys, xs = np.mgrid[0:height, 0:width]
    across, down = np.abs(2 * (xs + 0.5) / width - 1), np.abs(2 * (ys + 0.5) / height - 1)
    ideal = {"■": np.maximum(across, down), "●": np.hypot(across, down), "◆": across + down}[sign] <= 1
    outline = shape.outline > 0
    return float((ideal & outline).sum()) >= _ALIKE * float((ideal | outline).sum())


def _stands_apart(box: BBox, ink: Pixels, others: Sequence[BBox], scale: float) -> bool:
    """Tell whether nothing but other marks stands close around a mark."""
    near = round(_APART * scale)
    left, top, right, bottom = (int(edge) for edge in box)
    x, y = max(0, left - near), max(0, top - near)
    around = ink[y : bottom + near, x : right + near].copy()
    for x0, upper, x1, lower in (box, *others):
        around[max(0, int(upper) - y) : max(0, int(lower) - y), max(0, int(x0) - x) : max(0, int(x1) - x)] = 0
    return not around.any()


def _within(inner: BBox, outer: BBox) -> bool:
    return outer.x0 < inner.x0 and outer.top < inner.top and inner.x1 < outer.x1 and inner.bottom < outer.bottom


def _dots(boxes: list[list[int]], marks: list[BBox], scale: float) -> Iterator[BBox]:
    """Yield the dots that stand beside a mark, half way up."""
    for left, top, width, height, area in boxes:
        small, large = sorted((width, height))
        if small < DOT[0] * scale or large > DOT[1] * scale or large > _ROUND * small or area < 0.7 * width * height:
            continue
        middle = top + height / 2
        for x0, upper, x1, lower in marks:
            apart = max(left - x1, x0 - (left + width))
            if 0 <= apart <= BESIDE * scale and abs(middle - (upper + lower) / 2) < 0.2 * (lower - upper):
                yield BBox(left, top, left + width, top + height)
                break
