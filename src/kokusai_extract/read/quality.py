"""How far a page's text layer can be trusted: one quality a page, and a finding for each page at fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kokusai_extract.model.source import PageQuality
from kokusai_extract.read.drawing import Drawing, Glyph
from kokusai_extract.read.strange import strange_characters


def judge(drawing: Drawing, glyphs: Sequence[Glyph]) -> tuple[PageQuality, list[tuple[str, dict[str, object]]]]:
    """Return the quality of a page that could be run, and the findings it gives rise to (code, values).

    ``glyphs`` are those on the page, each once.
    """
    seen = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not seen:
        if drawing.blank:
            return "ok", [("read-blank-page", {})]
        return "no_text", [("read-no-text", {"pictures": len(drawing.pictures), "shapes": drawing.shapes})]
    if 2 * drawing.unnamed > len(seen):
        return "cid_only", [("read-cid-only", {"unnamed": drawing.unnamed, "count": len(seen)})]
    strange = strange_characters(Counter(character for glyph in seen for character in glyph.text))
    if strange:
        shown = " ".join(f"{character}(U+{ord(character):04X})" for character, _ in strange[:12])
        count = sum(number for _, number in strange)
        return "suspect_glyphs", [("read-suspect-glyphs", {"characters": shown, "count": count})]
    return "ok", []
