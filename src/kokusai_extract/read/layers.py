"""Which layer of a page is read: its own text, what is recognized in its picture, or both (ADR 0027)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from math import cos, radians, sin
from typing import TYPE_CHECKING

from kokusai_extract.model.source import BBox, PageQuality, TextLayer
from kokusai_extract.read.clean import text_layer_of
from kokusai_extract.read.drawing import Drawing, Glyph, Stroke
from kokusai_extract.read.quality import Doubt

if TYPE_CHECKING:
    from kokusai_extract.read.ocr.scan import Scan

LARGE = 0.25
"""A picture over this part of a page may hold print."""

FEW = 40
"""Letters of a text layer over a large picture: a stamp, a page number, not what the picture says."""

MANY = 30
"""Outlines of the size of letters, where the text layer has none: words that were turned into curves."""

AGREES = 0.97
"""Text that another program laid under a picture is kept when this part of it is recognized alike."""

MORE = 1.25
"""A damaged page is read from its picture when that holds this many times more letters."""

_STRIP = 16.0
_MOST_QUOTED = 200


@dataclass(frozen=True)
class Layer:
    """What is read of a page. ``tilt`` is by how many degrees it was turned to be straight."""

    glyphs: Sequence[Glyph]
    strokes: Sequence[Stroke]
    rects: Sequence[BBox]
    text_layer: TextLayer
    doubts: Sequence[Doubt] = field(default_factory=list)
    tilt: float = 0.0


Look = Callable[[], "Scan | None"]
"""Returns what is recognized in the picture of a page, or None where it cannot be drawn."""


def best_layer(
    drawing: Drawing, glyphs: Sequence[Glyph], quality: PageQuality, doubts: Sequence[Doubt], look: Look
) -> Layer:
    """Return the best layer of a page. ``look`` is called only where the page's own text will not do."""
    own = Layer(glyphs, drawing.strokes, drawing.rects, text_layer_of(drawing, glyphs), doubts)
    if quality in ("no_text", "cid_only"):
        return _instead(own, look())
    if own.text_layer == "ocr":
        return _checked(own, look())
    if quality == "damaged":
        seen = look()
        return _instead(own, seen) if seen and len(seen.glyphs) > MORE * len(glyphs) else own
    if _says_more(drawing, glyphs):
        return _together(own, drawing, look())
    return own


def _instead(own: Layer, seen: Scan | None) -> Layer:
    """Return what is recognized in place of a text layer that is missing, or says nothing."""
    if seen is None:
        return own
    if seen.failure:
        return replace(own, doubts=[*own.doubts, ("ocr-failed", {"reason": seen.failure})])
    if not seen.glyphs:
        code = "ocr-nothing-read" if seen.broken or not seen.blank else "read-blank-page"
        return replace(own, doubts=[*_others(own.doubts), (code, {}), *_broken(seen)])
    return Layer(
        seen.glyphs, seen.strokes, seen.shades, "ocr", [*_others(own.doubts), *_told("ocr-page", seen)], seen.tilt
    )


def _checked(own: Layer, seen: Scan | None) -> Layer:
    """Return another program's reading of a scan where ours bears it out, else ours; ruled lines are always ours."""
    if seen is None or not seen.glyphs:
        return own
    share = _agreement(own.glyphs, seen.glyphs)
    values: dict[str, object] = {"share": f"{share:.0%}"}
    if share < AGREES:
        return _instead(Layer(own.glyphs, (), (), "ocr", [*own.doubts, ("ocr-hidden-replaced", values)]), seen)
    if seen.tilt:
        return replace(own, doubts=[*own.doubts, ("ocr-hidden-kept", values)])
    strokes, rects = [*own.strokes, *seen.strokes], [*own.rects, *seen.shades]
    return Layer(own.glyphs, strokes, rects, "ocr", [*own.doubts, ("ocr-hidden-kept", values)])


def _lying(glyph: Glyph, tilt: float, drawing: Drawing) -> Glyph:
    """Return a glyph of a picture that was put upright where it lies on the page, turned by whole quarters only."""
    if not tilt:
        return glyph
    quarters = round(tilt / 90) % 4
    middles = (drawing.width / 2, drawing.height / 2)
    across, down = middles if quarters % 2 == 0 else middles[::-1]
    sine, cosine = sin(radians(tilt)), cos(radians(tilt))
    x, y = (glyph.x0 + glyph.x1) / 2 - across, (glyph.top + glyph.bottom) / 2 - down
    x, y = middles[0] + x * cosine - y * sine, middles[1] + x * sine + y * cosine
    wide, high = (glyph.x1 - glyph.x0) / 2, (glyph.bottom - glyph.top) / 2
    wide, high = (wide, high) if quarters % 2 == 0 else (high, wide)
    turn = (glyph.turn + quarters) % 4
    return glyph._replace(x0=x - wide, x1=x + wide, top=y - high, bottom=y + high, turn=turn)


def _together(own: Layer, drawing: Drawing, seen: Scan | None) -> Layer:
    """Return a page's own text, with what is recognized where it has none."""
    if seen is None:
        return own
    near = _by_strip(own.glyphs)
    read = [_lying(glyph, seen.tilt, drawing) for glyph in seen.glyphs]
    more = [glyph for glyph in read if not _over(glyph.box, near)]
    if len(more) < FEW // 4:
        return own
    strokes, rects = list(own.strokes), list(own.rects)
    if not seen.tilt:
        strokes, rects = [*strokes, *seen.strokes], [*rects, *seen.shades]
    told = _told("ocr-in-pictures", seen, count=len(more))
    return Layer([*own.glyphs, *more], strokes, rects, "ocr", [*own.doubts, *told])


def _told(code: str, seen: Scan, count: int | None = None) -> list[Doubt]:
    """Return what is said of a page that was recognized: one doubt, and one more where something was not."""
    letters = sum(not glyph.text.isspace() for glyph in seen.glyphs) if count is None else count
    shown = "、".join(seen.doubtful[:_MOST_QUOTED]) or "—"
    told: list[Doubt] = [
        (code, {"count": letters, "degrees": seen.tilt, "doubtful": len(seen.doubtful), "words": shown})
    ]
    if seen.unread:
        shown = "、".join(filter(None, seen.unread[:_MOST_QUOTED])) or "—"
        told.append(("ocr-unread", {"count": len(seen.unread), "words": shown}))
    if seen.settled:
        shown = "、".join(f"{word.before} → {word.after}" for word in seen.settled[:_MOST_QUOTED])
        told.append(("ocr-lookalikes", {"count": len(seen.settled), "words": shown}))
    return [*told, *_broken(seen)]


def _broken(seen: Scan) -> list[Doubt]:
    return [("ocr-picture-broken", {"count": seen.broken})] if seen.broken else []


def _others(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Return the doubts but for those that say that a page's text is not in the data: now it is."""
    return [doubt for doubt in doubts if doubt[0] not in ("read-no-text", "read-cid-only")]


def _agreement(one: Sequence[Glyph], other: Sequence[Glyph]) -> float:
    """Return which part of two readings is alike, letter by letter from the top."""
    texts = ["".join(g.text for g in sorted(glyphs, key=lambda g: (round(g.top / 6), g.x0))) for glyphs in (one, other)]
    left, right = ("".join(text.split()) for text in texts)
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _says_more(drawing: Drawing, glyphs: Sequence[Glyph]) -> bool:
    """Tell whether a page draws print that its text layer does not hold: in large pictures, or as curves."""
    page = drawing.width * drawing.height
    for picture in drawing.pictures:
        x0, top, x1, bottom = picture
        if (x1 - x0) * (bottom - top) >= LARGE * page:
            over = sum(picture.contains((g.x0 + g.x1) / 2, (g.top + g.bottom) / 2) for g in glyphs)
            if over < FEW:
                return True
    letters = [box for box in drawing.outlines if 3 <= box.bottom - box.top <= 40 and 2 <= box.x1 - box.x0 <= 40]
    if len(letters) < MANY:
        return False
    near = _by_strip(glyphs)
    return sum(not _over(box, near) for box in letters) >= MANY


def _by_strip(glyphs: Iterable[Glyph]) -> dict[int, list[Glyph]]:
    strips: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        for strip in range(int(glyph.top // _STRIP), int(glyph.bottom // _STRIP) + 1):
            strips[strip].append(glyph)
    return strips


def _over(box: BBox, strips: dict[int, list[Glyph]]) -> bool:
    """Tell whether the middle of a box lies on a glyph, or its own middle on the box."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return any(
        glyph.box.contains(x, y) or box.contains((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)
        for glyph in strips.get(int(y // _STRIP), ())
    )
