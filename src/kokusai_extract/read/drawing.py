"""What a page draws, before anything is made of it: glyphs, ruled lines, boxes, pictures.

Pure records and geometry: no PDF library. Lengths are PDF points, the origin is the top left of the visible page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import radians, tan
from typing import NamedTuple

from kokusai_extract.model.source import BBox
from kokusai_extract.read.colours import PAPER, Colour

Turn = int
"""Quarter turns clockwise from reading left to right: 1 reads downwards, as vertical writing does, 3 upwards."""


STEEPEST = tan(radians(10))
"""Text that leans more than this from the nearest quarter turn is aslant; pages that lie askew lean less."""

FEW_OUTLINES = 15
"""So many outlines may begin beside the glyphs without being letters of their own."""

UNNAMED = "\N{REPLACEMENT CHARACTER}"
"""Stands for a glyph that the file gives no character for."""


class Glyph(NamedTuple):
    """One printed sign. ``text`` is what the file's character map calls it; ``size`` is its em in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: Turn = 0
    hidden: bool = False
    """Whether it is in the file but not drawn."""
    doubtful: bool = False
    """Whether its name follows from a character map that cannot be true."""
    right: str = ""
    """What it is, where the file names it wrongly and that is certain."""
    colour: Colour = ()
    """The colour that it is filled with, as far as that is known."""
    slanted: bool = False
    """Whether its line leans far from every quarter turn."""

    @property
    def box(self) -> BBox:
        """Its rectangle on the page."""
        return BBox(self.x0, self.top, self.x1, self.bottom)


class Paint(NamedTuple):
    """A place that is painted, ``after`` so many glyphs of the page have been drawn."""

    box: BBox
    after: int
    colour: Colour = ()
    """The colour it has then, as far as that is known: not under a picture, or beside a shape that is no box."""
    covers: bool = True
    """Whether nothing beneath it can be seen any more."""


class Stroke(NamedTuple):
    """A straight line drawn from corner to corner, before strokes are merged into rules."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


def edges(box: BBox) -> list[Stroke]:
    """Return the four sides of a box."""
    x0, top, x1, bottom = box
    return [
        Stroke(x0, top, x1, top),
        Stroke(x0, bottom, x1, bottom),
        Stroke(x0, top, x0, bottom),
        Stroke(x1, top, x1, bottom),
    ]


@dataclass
class Drawing:
    """All that one page draws. ``pictures`` are images; ``shapes`` counts every painted path, ruled or not."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    rects: list[BBox] = field(default_factory=list)
    pictures: list[BBox] = field(default_factory=list)
    outlines: list[BBox] = field(default_factory=list)
    """Filled shapes that are no box: drawings, and letters where a program turned them into curves."""
    paints: list[Paint] = field(default_factory=list)
    """What is painted where, in this order; ruled lines aside."""
    frames: set[int] = field(default_factory=set)
    """The glyphs, by their place in ``glyphs``, that draw nothing themselves: what follows is drawn inside them."""
    begun: list[tuple[float, float]] = field(default_factory=list)
    """Where outlines begin that were not followed any further."""
    shapes: int = 0
    vertical: int = 0
    """Glyphs set in vertical writing."""
    unread: int = 0
    """About how many letters are in an encoding that is not known."""
    faults: list[str] = field(default_factory=list)
    """What of the page could not be run."""

    @property
    def blank(self) -> bool:
        """Whether nothing is drawn on it at all."""
        return not (self.glyphs or self.unread or self.pictures or self.shapes)

    @property
    def begun_on_glyphs(self) -> bool:
        """Whether the outlines that were only begun draw the glyphs again: hardly any begins beside one."""
        if self.begun and any(glyph.colour == PAPER for glyph in self.glyphs):
            return False  # on what do they stand?
        if len(self.begun) <= FEW_OUTLINES:
            return True
        covered = {
            (column, row)
            for glyph in self.glyphs
            for column in range(int(glyph.x0 // 4), int(glyph.x1 // 4) + 1)
            for row in range(int(glyph.top // 4), int(glyph.bottom // 4) + 1)
        }
        return sum((int(x // 4), int(y // 4)) not in covered for x, y in self.begun) <= FEW_OUTLINES


def turned(box: BBox, turn: Turn) -> BBox:
    """Return the box in the frame in which text of this turn reads from left to right, downwards."""
    x0, top, x1, bottom = box
    if turn == 0:
        return box
    if turn == 1:
        return BBox(top, -x1, bottom, -x0)
    if turn == 2:
        return BBox(-x1, -bottom, -x0, -top)
    return BBox(-bottom, x0, -top, x1)


def opposite(turn: Turn) -> Turn:
    """Return the turn that takes :func:`turned` back."""
    return (0, 3, 2, 1)[turn]


def turn_glyph(glyph: Glyph, turn: Turn) -> Glyph:
    """Return the glyph in the frame of ``turn``."""
    if turn == 0:
        return glyph
    x0, top, x1, bottom = turned(glyph.box, turn)
    return glyph._replace(x0=x0, top=top, x1=x1, bottom=bottom, turn=(glyph.turn - turn) % 4)


def is_slanted(across: float, up: float) -> bool:
    """Tell whether text that runs in this direction is aslant."""
    small, large = sorted((abs(across), abs(up)))
    return small > STEEPEST * large


def common_turn(glyphs: Iterable[Glyph]) -> Turn:
    """Return the turn of most glyphs (the smallest such turn when there are several)."""
    counts = [0, 0, 0, 0]
    for glyph in glyphs:
        counts[glyph.turn] += not glyph.text.isspace()
    return counts.index(max(counts))
