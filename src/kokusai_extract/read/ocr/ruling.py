"""Lines ruled on a page and shaded boxes, seen in its picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np

from kokusai_extract.model.source import BBox
from kokusai_extract.read.drawing import Glyph, Stroke
from kokusai_extract.read.ocr.picture import Picture, Pixels

SHORTEST = 11.0
"""A dark run no shorter than this may be a ruled line, in points."""

THICKEST = 2.5
"""A ruled line is no thicker than this, in points."""

SMALLEST_SHADE = (8.0, 30.0)
"""A shaded box is no smaller than this, in points: its shorter side and its longer."""

_DARKEST_SHADE, _LIGHTEST_SHADE = 80, 7  # grey, and how much darker than the paper
_FULL = 0.93
_NEAR = 3.0  # points
_CORE = 0.1  # of a letter's box: an underline lies no deeper in it
_STRIP = 8.0  # points: how finely letters are sorted by their height on the page


def ruled_lines(picture: Picture) -> list[Stroke]:
    """Return the level and upright dark runs of a straightened picture, in points; letters' strokes are among them."""
    dark: Pixels = np.asarray(
        cv2.adaptiveThreshold(picture.pixels, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 24), np.uint8
    )
    level = _runs(dark, picture.scale)
    strokes = [Stroke(x0, (top + bottom) / 2, x1, (top + bottom) / 2) for x0, top, x1, bottom in level]
    upright = _runs(np.ascontiguousarray(dark.T), picture.scale)
    strokes += [Stroke((x0 + x1) / 2, top, (x0 + x1) / 2, bottom) for top, x0, bottom, x1 in upright]
    return sorted(strokes)


def _runs(dark: Pixels, scale: float) -> Iterator[BBox]:
    """Yield the box, in points, of each long level run that is thin."""
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    long = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(SHORTEST * scale)), np.uint8))
    for box in _components(np.asarray(long, np.uint8), scale):
        if box.bottom - box.top <= THICKEST:
            yield box


def _components(mask: Pixels, scale: float) -> Iterator[BBox]:
    _, _, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for left, top, width, height, _ in boxes[1:].tolist():
        yield BBox(left / scale, top / scale, (left + width) / scale, (top + height) / scale)


def shaded_boxes(picture: Picture, glyphs: Sequence[Glyph]) -> list[BBox]:
    """Return the boxes of a straightened picture that are filled with grey, in points."""
    half = picture.scale / 2
    small = cv2.resize(picture.pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(_without_letters(np.asarray(small, dtype=np.uint8), glyphs, half), 5)
    grey = ((ground > _DARKEST_SHADE) & (ground < int(np.median(small)) - _LIGHTEST_SHADE)).astype(np.uint8) * 255
    side = round(SMALLEST_SHADE[0] * half)
    solid = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)), np.uint8)
    boxes = []
    for box in _components(solid, half):
        x0, top, x1, bottom = (round(edge * half) for edge in box)
        long = max(box.x1 - box.x0, box.bottom - box.top) >= SMALLEST_SHADE[1]
        if long and float(solid[top:bottom, x0:x1].mean()) > _FULL * 255:
            boxes.append(box)
    return sorted(boxes)


def is_ruled(shade: BBox, strokes: Iterable[Stroke]) -> bool:
    """Tell whether a shaded box stands between ruled lines, which say better where it ends."""
    for stroke in strokes:
        near = min(abs(stroke.top - shade.top), abs(stroke.top - shade.bottom)) <= _NEAR
        along = min(stroke.x1, shade.x1) - max(stroke.x0, shade.x0)
        if stroke.horizontal and near and 2 * along > shade.x1 - shade.x0:
            return True
    return False


def _without_letters(pixels: Pixels, glyphs: Iterable[Glyph], scale: float) -> Pixels:
    """Return a picture with the ground in place of letters: what is seen right above and below each."""
    ground = pixels.copy()
    height, width = pixels.shape
    for box in (glyph.box for glyph in glyphs):
        x0, x1 = max(0, int((box.x0 - 1) * scale)), min(width, int((box.x1 + 2) * scale))
        top, bottom = max(0, int((box.top - 2) * scale)), min(height - 1, int((box.bottom + 2) * scale))
        if x0 < x1 and top < bottom:
            ground[top:bottom, x0:x1] = np.percentile(pixels[[top, bottom], x0:x1], 80)
    return ground


def not_letter_strokes(strokes: Iterable[Stroke], glyphs: Sequence[Glyph]) -> list[Stroke]:
    """Return the strokes without those that run through letters, as the strokes of letters in a row do."""
    rows: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        for row in range(int(glyph.top // _STRIP), int(glyph.bottom // _STRIP) + 1):
            rows[row].append(glyph)
    return [stroke for stroke in strokes if 2 * _within(stroke, rows) < _length(stroke)]


def _within(stroke: Stroke, rows: dict[int, list[Glyph]]) -> float:
    """Return how much of a stroke runs through the core of letters."""
    near = {g for row in range(int(stroke.top // _STRIP), int(stroke.bottom // _STRIP) + 1) for g in rows.get(row, ())}
    covered = 0.0
    for x0, top, x1, bottom in (glyph.box for glyph in near):
        inset = _CORE * min(x1 - x0, bottom - top)
        if stroke.horizontal and top + inset < stroke.top < bottom - inset:
            covered += max(0.0, min(x1, stroke.x1) - max(x0, stroke.x0))
        elif not stroke.horizontal and x0 + inset < stroke.x0 < x1 - inset:
            covered += max(0.0, min(bottom, stroke.bottom) - max(top, stroke.top))
    return covered


def _length(stroke: Stroke) -> float:
    return max(stroke.x1 - stroke.x0, stroke.bottom - stroke.top)
