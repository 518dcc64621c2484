"""Print that the recognizer did not find: lone figures and letters, each read by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from kokusai_extract.model.source import BBox
from kokusai_extract.read.drawing import Stroke
from kokusai_extract.read.ocr.picture import Picture, Pixels
from kokusai_extract.read.ocr.recognize import Letter, Strip, recognize_line

HEIGHT, WIDTH = (5.0, 24.0), (1.2, 60.0)
"""How high and how wide ink is that may be a letter or a few, in points."""

MOST = 60
"""So many places are read at most; a page with more shows a photograph or a map."""

_INK = 150  # grey
_CLOSE = 3.0  # points between letters of one word, at most
_MARGIN = 4.0  # points of the picture around a word that is read
_RULE = 1.5  # points on each side of a ruled line that belong to it
_SHORTEST_RULE = 14.0


def missed(picture: Picture, strips: Sequence[Strip], rules: Sequence[Stroke]) -> list[Strip]:
    """Return strips for ink of the size of letters that lies in no strip, on no ruled line.

    Raises:
        Failed: when the recognizer breaks down.
    """
    found = []
    for x0, top, x1, bottom in list(_places(picture, strips, rules))[:MOST]:
        margin = round(_MARGIN * picture.scale)
        left, upper = max(0, int(x0) - margin), max(0, int(top) - margin)
        words, score = recognize_line(
            np.ascontiguousarray(picture.pixels[upper : int(bottom) + margin, left : int(x1) + margin])
        )
        signs = words.replace(" ", "")
        step = (x1 - x0) / max(1, len(signs))
        letters = tuple(Letter(x0 + (i + 0.5) * step, sign, score) for i, sign in enumerate(signs))
        if any(sign.isalnum() for sign in signs):
            found.append(Strip(top, x0, bottom, x1, 0, score, letters))
    return found


def _places(picture: Picture, strips: Sequence[Strip], rules: Sequence[Stroke]) -> Iterator[BBox]:
    """Yield where such ink is, in pixels, from the top."""
    scale = picture.scale
    ink: Pixels = (picture.pixels < _INK).astype(np.uint8)
    for rule in rules:
        if max(rule.x1 - rule.x0, rule.bottom - rule.top) >= _SHORTEST_RULE:
            x0, top, x1, bottom = (edge * scale for edge in rule)
            _clear(ink, BBox(x0, top, x1, bottom), round(_RULE * scale))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    read = np.zeros_like(ink)
    for strip in strips:
        read[int(strip.top) : int(strip.bottom) + 1, int(strip.x0) : int(strip.x1) + 1] = 1
    ink[np.isin(labels, np.unique(np.asarray(labels)[read == 1]))] = 0
    for number, (left, top, width, height) in enumerate(boxes[:, :4].tolist()):
        if number and max(width, height) > HEIGHT[1] * scale:
            ink[top : top + height, left : left + width][labels[top : top + height, left : left + width] == number] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, round(_CLOSE * scale)), np.uint8))
    _, _, words, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for top, left, height, width in sorted((y, x, h, w) for x, y, w, h, _ in words[1:].tolist()):
        if HEIGHT[0] <= height / scale <= HEIGHT[1] and WIDTH[0] <= width / scale <= WIDTH[1]:
            yield BBox(left, top, left + width, top + height)


def _clear(ink: Pixels, box: BBox, near: int) -> None:
    x0, top, x1, bottom = (int(edge) for edge in box)
    ink[max(0, top - near) : bottom + near + 1, max(0, x0 - near) : x1 + near + 1] = 0
