"""A picture of a page to what is printed on it: glyphs, ruled lines, and how far the reading can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from kokusai_extract.model.source import BBox
from kokusai_extract.read.drawing import Glyph, Stroke, edges
from kokusai_extract.read.ocr.doubts import doubtful
from kokusai_extract.read.ocr.letters import glyphs_of, once
from kokusai_extract.read.ocr.lookalikes import Settled, settle
from kokusai_extract.read.ocr.marks import take_marks
from kokusai_extract.read.ocr.missed import filled, missed
from kokusai_extract.read.ocr.picture import Picture
from kokusai_extract.read.ocr.recognize import Failed, Strip, recognize
from kokusai_extract.read.ocr.ruling import is_ruled, not_letter_strokes, ruled_lines, shaded_boxes
from kokusai_extract.read.ocr.skew import skew_of, straighten

LEAST_LIKELY = 0.5
"""A strip whose reading is less likely than this is no reading: a picture, a seal, a smear."""

UPSIDE_DOWN = 0.75
"""A page read with less than this on average is tried upside down."""


@dataclass(frozen=True)
class Scan:
    """What is printed on a page, in points of the straightened page; ``tilt`` is by how many degrees it was turned.

    ``doubtful`` are words with a letter that is read with doubt, ``unread`` what was not read at all, ``settled``
    words with a letter that its neighbours told. ``broken`` counts images that cannot be drawn; ``failure`` says that
    the recognizer broke down.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    shades: list[BBox] = field(default_factory=list)
    tilt: float = 0.0
    doubtful: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    settled: tuple[Settled, ...] = ()
    blank: bool = False
    broken: int = 0
    failure: str | None = None


def scan(picture: Picture) -> Scan:
    """Return what is printed on a picture."""
    if picture.blank:
        return Scan(blank=True, broken=picture.broken)
    tilt = skew_of(picture)
    straight = straighten(picture, tilt)
    marks, unmarked = take_marks(straight)
    try:
        strips, upright = _either_way_up(unmarked)
        strips = [filled(upright, once(strip)) for strip in strips]
        strips += missed(upright, strips, ruled_lines(upright))
    except Failed as error:
        return Scan(failure=str(error))
    pairs = [settle(strip) for strip in strips if strip.score >= LEAST_LIKELY]
    read = [strip for strip, _ in pairs]
    glyphs = [glyph for strip in read for glyph in glyphs_of(strip, picture.scale)]
    if upright is not unmarked:
        height, width = (side / picture.scale for side in picture.pixels.shape)
        glyphs = [_turned_over(glyph, width, height) for glyph in glyphs]
        marks = [mark._replace(turn=2) for mark in marks]
    glyphs += marks
    strokes, shades = not_letter_strokes(ruled_lines(straight), glyphs), shaded_boxes(straight, glyphs)
    return Scan(
        glyphs,
        strokes + [edge for shade in shades if not is_ruled(shade, strokes) for edge in edges(shade)],
        shades,
        tilt,
        tuple(words for strip in read if (words := doubtful(strip, upright))),
        tuple(strip.text for strip in strips if strip.score < LEAST_LIKELY),
        tuple(settled for _, settled in pairs if settled),
        broken=picture.broken,
    )


def _either_way_up(picture: Picture) -> tuple[list[Strip], Picture]:
    """Return the strips of a page that may stand on its head, and the picture on which they stand upright."""
    strips = recognize(picture)
    if not strips or _trust(strips) >= UPSIDE_DOWN:
        return strips, picture
    turned = _turned(picture)
    others = recognize(turned)
    return (others, turned) if others and _trust(others) > _trust(strips) else (strips, picture)


def _turned(picture: Picture) -> Picture:
    return Picture(np.asarray(cv2.rotate(picture.pixels, cv2.ROTATE_180), dtype=np.uint8), picture.scale)


def _trust(strips: Sequence[Strip]) -> float:
    """Return how likely the readings are on average, long strips counting more."""
    lengths = [max(strip.bottom - strip.top, strip.x1 - strip.x0) for strip in strips]
    return sum(strip.score * length for strip, length in zip(strips, lengths, strict=True)) / sum(lengths)


def _turned_over(glyph: Glyph, width: float, height: float) -> Glyph:
    """Return the glyph of a page that was turned half way round, where it stands on the page as it is."""
    box = BBox(width - glyph.x1, height - glyph.bottom, width - glyph.x0, height - glyph.top)
    return glyph._replace(x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom, turn=(glyph.turn + 2) % 4)
