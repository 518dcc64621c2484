"""How far a page's text layer can be trusted: one quality a page, and a finding for each page at fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kokusai_extract.model.source import PageQuality
from kokusai_extract.read.drawing import UNNAMED, Drawing, Glyph, common_turn
from kokusai_extract.read.foreign import misnamed
from kokusai_extract.read.spacing import figures

MOST_SHOWN = 12
"""Suspect characters that a message lists; all are counted."""

MOST_NAMED = 100
"""Characters put right that a message lists."""

WORD_APART = 0.5
"""Glyphs that follow each other in the file are of two words when they stand farther apart, in em."""

Doubt = tuple[str, dict[str, object]]
"""A finding's code and the values that fill its message."""


def judge(drawing: Drawing, glyphs: Sequence[Glyph]) -> tuple[PageQuality, list[Doubt]]:
    """Return the quality of a page and the finding it gives rise to. ``glyphs`` are those on the page, each once."""
    if drawing.faults:
        return "damaged", [("read-damaged-page", {"reason": "; ".join(sorted(set(drawing.faults)))})]
    seen = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not seen and not drawing.unread:
        if drawing.blank:
            return "ok", [("read-blank-page", {})]
        return "no_text", [("read-no-text", {"pictures": len(drawing.pictures), "shapes": drawing.shapes})]
    unnamed = sum(UNNAMED in glyph.text for glyph in seen) + drawing.unread
    if 2 * unnamed > len(seen) + drawing.unread:
        return "cid_only", [("read-cid-only", {"unnamed": unnamed, "count": len(seen) + drawing.unread})]
    suspect = Counter(glyph.text for glyph in _suspect(glyphs))
    suspect.update({UNNAMED: drawing.unread} if drawing.unread else {})
    renamed = Counter(f"{glyph.text} → {glyph.right}" for glyph in seen if glyph.right)
    told = (("read-suspect-glyphs", suspect, MOST_SHOWN), ("read-renamed-glyphs", renamed, MOST_NAMED))
    doubts: list[Doubt] = [
        (code, {"characters": "、".join(sorted(found)[:most]), "count": found.total()})
        for code, found, most in told
        if found
    ]
    return "suspect_glyphs" if doubts else "ok", doubts


def _suspect(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Yield the glyphs whose font is not to be trusted, and those that name what Japanese text has no use for."""
    text: list[str] = []
    owners: list[Glyph] = []
    for before, glyph in pairwise([None, *glyphs]):
        if glyph is None:
            continue
        apart = before is not None and (
            abs(glyph.top - before.top) > WORD_APART * glyph.size or abs(glyph.x0 - before.x1) > WORD_APART * glyph.size
        )
        part = "\n" * apart + (glyph.right or glyph.text)
        text.append(part)
        owners += [glyph] * len(part)
    strange = {owners[offset] for offset in misnamed("".join(text))}
    yield from (glyph for glyph in glyphs if glyph.doubtful or glyph in strange)


def direction(drawing: Drawing, glyphs: Sequence[Glyph]) -> list[Doubt]:
    """Return what is to be told of a page that does not run from left to right."""
    if 2 * drawing.vertical > len(drawing.glyphs):
        return [("read-vertical-page", {})]
    turn = common_turn(glyphs)
    return [("read-turned-page", {"degrees": 90 * turn})] if turn else []


def torn_figures(text: str) -> list[Doubt]:
    """Return what is to be told of figures with spaces between their digits."""
    torn = [figure.replace(" ", "") for figure in figures(text) if " " in figure]
    shown = "、".join(torn[:MOST_SHOWN])
    return [("read-torn-figures", {"count": len(torn), "figures": shown})] if torn else []
