"""Letters that are in the file but not on the page as it is seen: covered, in the colour of their ground, overprinted.

One rule (ADR 0036): what nobody can see on the page is not the page's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from kokusai_extract.model.source import BBox
from kokusai_extract.read.colours import PAPER, alike
from kokusai_extract.read.drawing import Drawing, Glyph
from kokusai_extract.read.ground import Ground

SAME_PLACE = 0.2
"""Two letters whose middles are nearer than this part of an em lie on one another."""

ALIKE_IN_SIZE = 1.3

LETTER = 60.0
"""An outline no larger than this may be a letter, in points."""

_NEAR = 4.0


def with_unseen(drawing: Drawing) -> list[Glyph]:
    """Return the glyphs of a page, marked as hidden where nobody sees them, whatever the reason.

    That is so for what is not drawn, what is covered later by a box or a picture, and what has the colour of its
    ground. Where the ground is not known for certain (a picture, a shape that is no box), letters are seen. So they
    are where most that would be hidden are drawn again as outlines: programs lay the text under a drawn page.
    """
    glyphs = drawing.glyphs
    hidden = [order for order, unseen in enumerate(_unseen(drawing)) if unseen]
    if hidden and _drawn_again([glyphs[order] for order in hidden], drawing):
        hidden = []
    marked = frozenset(hidden)
    if not marked and not any(glyph.hidden for glyph in glyphs):
        return glyphs
    return [
        glyph if glyph.hidden == (order in marked) else glyph._replace(hidden=order in marked)
        for order, glyph in enumerate(glyphs)
    ]


def _unseen(drawing: Drawing) -> Iterator[bool]:
    """Yield for each glyph whether it is not drawn, covered, or faded into its ground."""
    grounds = {paint.colour for paint in drawing.paints} | {PAPER}
    colours = {glyph.colour for glyph in drawing.glyphs}
    like = {colour for colour in colours if colour and any(other and alike(colour, other) for other in grounds)}
    if not (like or drawing.frames or any(paint.covers and paint.after for paint in drawing.paints)):
        yield from (glyph.hidden for glyph in drawing.glyphs)
        return
    ground = Ground(drawing.width, drawing.height, drawing.paints)
    for order, glyph in enumerate(drawing.glyphs):
        if glyph.hidden:
            yield not (order in drawing.frames and ground.touches(glyph, order))
        elif ground.covers(glyph, order):
            yield True
        else:
            beneath = ground.beneath(glyph, order) if glyph.colour in like else ()
            yield bool(beneath) and alike(glyph.colour, beneath)


def _drawn_again(glyphs: Sequence[Glyph], drawing: Drawing) -> bool:
    """Tell whether outlines begin, or stand, where most of these glyphs do."""
    outlines = {
        (int((box.x0 + box.x1) // (2 * _NEAR)), int((box.top + box.bottom) // (2 * _NEAR)))
        for box in drawing.outlines
        if box.x1 - box.x0 <= LETTER and box.bottom - box.top <= LETTER
    }
    on_page = BBox(0, 0, drawing.width, drawing.height)
    outlines |= {(int(x // _NEAR), int(y // _NEAR)) for x, y in drawing.begun if on_page.contains(x, y)}
    letters = [
        glyph
        for glyph in glyphs
        if not glyph.text.isspace() and glyph.x1 - glyph.x0 <= LETTER and glyph.bottom - glyph.top <= LETTER
    ]
    return bool(outlines) and 2 * sum(
        any(
            (column, row) in outlines
            for column in range(int(glyph.x0 // _NEAR), int(glyph.x1 // _NEAR) + 1)
            for row in range(int(glyph.top // _NEAR), int(glyph.bottom // _NEAR) + 1)
        )
        for glyph in letters
    ) > len(letters)


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
