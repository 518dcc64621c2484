"""Pages laid on the glass on their head or on their side: which way up they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from kokusai_extract.read.drawing import Glyph, Turn
from kokusai_extract.read.ocr.marks import take_marks
from kokusai_extract.read.ocr.picture import Picture
from kokusai_extract.read.ocr.recognize import Strip, recognize

TRUSTED = 0.75
"""A page read with less than this on average is tried the other way up."""

LYING = 0.5
"""A page with more of its letters than this in lines that run up or down lies on its side, or is written downwards."""

_ROTATE = {1: cv2.ROTATE_90_COUNTERCLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_CLOCKWISE}


class Upright(NamedTuple):
    """A page the right way up: its picture, the same without its marks, those marks in points, and its strips.

    ``turn`` is by how many quarters clockwise its print lies on the page.
    """

    picture: Picture
    unmarked: Picture
    marks: list[Glyph]
    strips: list[Strip]
    turn: Turn


def upright(picture: Picture) -> Upright:
    """Return a straightened page the right way up.

    Lines that run down are read as if they were turned so; where that reads well, so is the page. Where it does not,
    the page may lie the other way, or be written downwards, and what reads best stands.

    Raises:
        Failed: when the recognizer breaks down.
    """
    first = _read(picture, 0)
    if not first.strips:
        return first
    trust = trust_in(first.strips)
    if _lies(first.strips):
        other = _read(picture, 1 if trust >= TRUSTED else 3)
    elif trust < TRUSTED:
        other = _read(picture, 2)
    else:
        return first
    return other if other.strips and trust_in(other.strips) > min(trust, TRUSTED) else first


def _read(picture: Picture, turn: Turn) -> Upright:
    standing = picture
    if turn:
        pixels = np.ascontiguousarray(cv2.rotate(picture.pixels, _ROTATE[turn]), dtype=np.uint8)
        standing = picture._replace(pixels=pixels)
    marks, unmarked = take_marks(standing)
    return Upright(standing, unmarked, marks, recognize(unmarked), turn)


def _lies(strips: Sequence[Strip]) -> bool:
    return sum(len(s.letters) for s in strips if s.turn) > LYING * sum(len(s.letters) for s in strips)


def trust_in(strips: Sequence[Strip]) -> float:
    """Return how likely the readings are on average, long strips counting more."""
    lengths = [max(strip.bottom - strip.top, strip.x1 - strip.x0) for strip in strips]
    return sum(strip.score * length for strip, length in zip(strips, lengths, strict=True)) / sum(lengths)
