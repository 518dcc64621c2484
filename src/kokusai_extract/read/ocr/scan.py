"""A picture of a page to what is printed on it: glyphs, ruled lines, and how far the reading can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field

from kokusai_extract.model.source import BBox
from kokusai_extract.read.drawing import Glyph, Stroke, edges
from kokusai_extract.read.ocr.doubts import doubtful
from kokusai_extract.read.ocr.letters import glyphs_of, once
from kokusai_extract.read.ocr.light import evened
from kokusai_extract.read.ocr.lookalikes import Settled, settle
from kokusai_extract.read.ocr.missed import filled, missed, parted
from kokusai_extract.read.ocr.picture import Picture
from kokusai_extract.read.ocr.recognize import Failed
from kokusai_extract.read.ocr.ruling import is_ruled, not_letter_strokes, ruled_lines, shaded_boxes
from kokusai_extract.read.ocr.skew import skew_of, straighten
from kokusai_extract.read.ocr.upright import upright

LEAST_LIKELY = 0.5
"""A strip whose reading is less likely than this is no reading: a picture, a seal, a smear."""


@dataclass(frozen=True)
class Scan:
    """What is printed on a page, in points of the upright page; ``tilt`` is by how many degrees clockwise it lies.

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
    picture = evened(picture)
    tilt = skew_of(picture)
    try:
        page = upright(straighten(picture, tilt))
        unmarked = page.unmarked
        strips = [filled(unmarked, parted(unmarked, once(strip))) for strip in page.strips]
        strips += missed(unmarked, strips, ruled_lines(unmarked))
    except Failed as error:
        return Scan(failure=str(error))
    pairs = [settle(strip) for strip in strips if strip.score >= LEAST_LIKELY]
    read = [strip for strip, _ in pairs]
    glyphs = [*(glyph for strip in read for glyph in glyphs_of(strip, picture.scale)), *page.marks]
    strokes = not_letter_strokes(ruled_lines(page.picture), glyphs)
    shades = shaded_boxes(page.picture, glyphs)
    strokes += [edge for shade in shades if not is_ruled(shade, strokes) for edge in edges(shade)]
    return Scan(
        glyphs,
        strokes,
        shades,
        tilt + 90 * page.turn,
        tuple(words for strip in read if (words := doubtful(strip, unmarked))),
        tuple(strip.text for strip in strips if strip.score < LEAST_LIKELY),
        tuple(settled for _, settled in pairs if settled),
        broken=picture.broken,
    )
