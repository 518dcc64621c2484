"""Which glyphs of a page are read: those that stand on it and can be seen, each once; the others are named."""

from __future__ import annotations

from collections.abc import Sequence

from kokusai_extract.model.source import TextLayer
from kokusai_extract.read.drawing import Drawing, Glyph
from kokusai_extract.read.quality import MOST_SHOWN, Doubt
from kokusai_extract.read.unseen import overprinted, with_unseen

TINY = 1.0
"""Letters smaller than this cannot be seen, in points."""

STRUCK_TWICE = 0.2
"""Two glyphs of the same name nearer than this part of an em are one, struck twice to look bold."""

PICTURE_OF_A_PAGE = 0.5
"""Pictures over this part of the page, one or many strips, are a scan of it."""

MOST_QUOTED = 60

MOST_RUNS = 50
"""Runs of hidden letters that a message quotes; all letters are counted."""

APART = 2.0
"""Hidden letters farther apart than this are quoted each for itself, in em."""


def clean(drawing: Drawing) -> tuple[list[Glyph], list[Doubt]]:
    """Return the glyphs to read, and a doubt for each kind that was left out or is not drawn."""
    read: list[Glyph] = []
    off_page: list[Glyph] = []
    tiny: list[Glyph] = []
    for glyph in with_unseen(drawing):
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        on_page = 0 <= x <= drawing.width and 0 <= y <= drawing.height
        (off_page if not on_page else tiny if glyph.size < TINY else read).append(glyph)
    hidden = [glyph for glyph in read if glyph.hidden]
    doubts: list[Doubt] = []
    if text_layer_of(drawing, read) == "ocr":
        doubts.append(("read-text-under-picture", {"count": _count(hidden)}))
        hidden = []
    else:
        read = [glyph for glyph in read if not glyph.hidden]
    once = without_doubles(read)
    alone = without_doubles([*once, *hidden])[len(once) :] if hidden else []
    twice = len(read) + len(hidden) - len(once) - len(alone)
    doubts += [*_left_out("read-text-off-page", off_page), *_left_out("read-tiny-text", tiny)]
    if twice:
        doubts.append(("read-struck-twice", {"count": twice}))
    if _count(alone):
        doubts.append(("read-hidden-text", {"count": _count(alone), "text": _with_places(alone)}))
    over = overprinted(once)
    if over:
        shown = "".join(glyph.text for glyph in over[:MOST_SHOWN])
        doubts.append(("read-overprinted-text", {"count": len(over), "text": shown}))
    return once, doubts


def text_layer_of(drawing: Drawing, glyphs: Sequence[Glyph]) -> TextLayer:
    """Return ``ocr`` for text that mostly lies unseen under a picture of the page, else ``native``."""
    hidden = _count([glyph for glyph in glyphs if glyph.hidden])
    page = drawing.width * drawing.height
    scanned = sum((p.x1 - p.x0) * (p.bottom - p.top) for p in drawing.pictures) >= PICTURE_OF_A_PAGE * page
    return "ocr" if scanned and 2 * hidden > _count(glyphs) else "native"


def _count(glyphs: Sequence[Glyph]) -> int:
    return sum(not glyph.text.isspace() for glyph in glyphs)


def _left_out(code: str, glyphs: Sequence[Glyph]) -> list[Doubt]:
    text = "".join(glyph.text for glyph in glyphs).strip()
    return [(code, {"count": _count(glyphs), "text": text[:MOST_QUOTED]})] if text else []


def _with_places(glyphs: Sequence[Glyph]) -> str:
    """Return the runs that the glyphs make, each with the place where it begins."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        before = runs[-1][-1] if runs else None
        apart = before is None or abs(glyph.top - before.top) + max(glyph.x0 - before.x1, 0) > APART * glyph.size
        if apart and glyph.text.isspace():
            continue
        if apart:
            runs.append([])
        runs[-1].append(glyph)
    told = [f"「{''.join(g.text for g in run).strip()}」({run[0].x0:.0f}, {run[0].top:.0f})" for run in runs]
    return "、".join(told[:MOST_RUNS]) + ("…" if len(told) > MOST_RUNS else "")


def without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the glyphs with those struck twice kept once: the first."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        near = STRUCK_TWICE * glyph.size
        columns = range(int((glyph.x0 - near) // 2), int((glyph.x0 + near) // 2) + 1)
        rows = range(int((glyph.top - near) // 2), int((glyph.top + near) // 2) + 1)
        twin = not glyph.text.isspace() and any(
            abs(other.x0 - glyph.x0) <= near and abs(other.top - glyph.top) <= near
            for column in columns
            for row in rows
            for other in seen.get((glyph.text, column, row), ())
        )
        if not twin:
            kept.append(glyph)
            seen.setdefault((glyph.text, int(glyph.x0 // 2), int(glyph.top // 2)), []).append(glyph)
    return kept
