"""How far a page's text layer can be trusted: one quality a page, and a finding for each page at fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kokusai_extract.model.source import PageQuality
from kokusai_extract.read.drawing import UNNAMED, Drawing, Glyph
from kokusai_extract.read.strange import is_strange

MOST_SHOWN = 12
"""Suspect characters that a message lists; all are counted."""

Doubt = tuple[str, dict[str, object]]
"""A finding's code and the values that fill its message."""


def judge(drawing: Drawing, glyphs: Sequence[Glyph]) -> tuple[PageQuality, list[Doubt]]:
    """Return the quality of a page and the finding it gives rise to. ``glyphs`` are those on the page, each once."""
    if drawing.faults:
        return "damaged", [("read-damaged-page", {"reason": "; ".join(sorted(set(drawing.faults)))})]
    seen = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not seen:
        if drawing.blank:
            return "ok", [("read-blank-page", {})]
        return "no_text", [("read-no-text", {"pictures": len(drawing.pictures), "shapes": drawing.shapes})]
    unnamed = sum(UNNAMED in glyph.text for glyph in seen)
    if 2 * unnamed > len(seen):
        return "cid_only", [("read-cid-only", {"unnamed": unnamed, "count": len(seen)})]
    suspect = Counter(glyph.text for glyph in seen if glyph.doubtful or any(map(is_strange, glyph.text)))
    if suspect:
        shown = " ".join(sorted(suspect)[:MOST_SHOWN])
        return "suspect_glyphs", [("read-suspect-glyphs", {"characters": shown, "count": suspect.total()})]
    return "ok", []
