"""Letters that are in the file but not on the page as it is seen: white on white, or printed over each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from kokusai_extract.model.source import BBox
from kokusai_extract.read.drawing import Drawing, Glyph

SAME_PLACE = 0.2
"""Two letters whose middles are nearer than this part of an em lie on one another."""

ALIKE_IN_SIZE = 1.3


def with_unseen(drawing: Drawing) -> list[Glyph]:
    """Return the glyphs of a page, those marked as hidden that nobody sees although they are drawn.

    White letters are seen on what is filled with another colour, or on a picture.
    """
    if not any(glyph.white for glyph in drawing.glyphs):
        return drawing.glyphs
    grounds = [*drawing.grounds, *drawing.pictures, *drawing.outlines]
    return [
        glyph._replace(hidden=True) if glyph.white and not _on(glyph, grounds) else glyph for glyph in drawing.glyphs
    ]


def _on(glyph: Glyph, boxes: Sequence[BBox]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return any(box.contains(x, y) for box in boxes)


def overprinted(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the letters and figures in whose place another one of their size stands."""
    near: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.text.isalnum() and not glyph.hidden:
            near.setdefault((int(glyph.x0 // 6), int(glyph.top // 6)), []).append(glyph)
    found: dict[Glyph, None] = {}
    for (column, row), here in near.items():
        around = [
            g for dx in (0, 1) for dy in (-1, 0, 1) if (dx, dy) > (0, 0) for g in near.get((column + dx, row + dy), ())
        ]
        pairs = [*combinations(here, 2), *((one, other) for one in here for other in around)]
        for one, other in pairs:
            if one.text != other.text and _same_place(one, other):
                found |= {one: None, other: None}
    return list(found)


def _same_place(one: Glyph, other: Glyph) -> bool:
    small, large = sorted((one.size, other.size))
    apart = max(
        abs(one.x0 + one.x1 - other.x0 - other.x1) / 2, abs(one.top + one.bottom - other.top - other.bottom) / 2
    )
    return small > 0 and large <= ALIKE_IN_SIZE * small and apart <= SAME_PLACE * small
