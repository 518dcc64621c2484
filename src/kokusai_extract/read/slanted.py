"""Text set aslant, as watermarks and stamps are: read apart, so that its letters do not fall into the lines beneath."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from kokusai_extract.read.drawing import Glyph
from kokusai_extract.read.layout import Field, Row
from kokusai_extract.read.lines import Piece
from kokusai_extract.read.quality import MOST_SHOWN, Doubt

APART = 2.5
"""Letters of one slanted line are no farther apart, from middle to middle, in em."""


def apart(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Return the glyphs of straight lines, and those aslant; where most of a page is aslant, all count as straight."""
    slanted = [glyph for glyph in glyphs if glyph.slanted]
    if not slanted or 2 * len(slanted) > len(glyphs):
        return list(glyphs), []
    return [glyph for glyph in glyphs if not glyph.slanted], slanted


def slanted_rows(glyphs: Sequence[Glyph]) -> list[Row]:
    """Return a row for each slanted line, as the file has them: they come after all others of the page."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        before = lines[-1][-1] if lines else None
        if before is None or _distance(before, glyph) > APART * max(before.size, glyph.size):
            lines.append([])
        lines[-1].append(glyph)
    rows = []
    for line in lines:
        shown = [number for number, glyph in enumerate(line) if not glyph.text.isspace()]
        if shown:
            rows.append(Row([Field([[Piece(glyph.text, glyph) for glyph in line[shown[0] : shown[-1] + 1]]])]))
    return rows


def slant(glyphs: Sequence[Glyph]) -> list[Doubt]:
    """Return what is to be told of a page with slanted text."""
    rows = slanted_rows(apart(glyphs)[1])
    texts = ["".join(piece.text for piece in line) for row in rows for line in row.fields[0].lines]
    return [("read-slanted-text", {"count": len(rows), "text": "、".join(texts[:MOST_SHOWN])})] if rows else []


def _distance(one: Glyph, other: Glyph) -> float:
    return hypot(one.x0 + one.x1 - other.x0 - other.x1, one.top + one.bottom - other.top - other.bottom) / 2
