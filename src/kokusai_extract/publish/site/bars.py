"""Stacked bars: parts of a whole side by side, in the units of an SVG 1000 wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kokusai_extract.publish.site.drawing import shortened, width_of

WIDTH = 1000.0
_CHARACTER = 13.0
SHADES = 6
"""How many shades follow each other before they begin again; see ``.s0`` … in site.css."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the whole, in yen; no amount where none is printed."""

    name: str
    amount: int | None
    href: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A part as drawn; ``label`` is empty where its name has no room."""

    bar: Bar
    x: float
    width: float
    shade: int
    label: str


def stacked(bars: Sequence[Bar], largest: int) -> list[Segment]:
    """Return parts as segments, ``largest`` yen filling the whole width. Negative parts have no length."""
    segments: list[Segment] = []
    x = 0.0
    for number, bar in enumerate(bars):
        width = max(bar.amount or 0, 0) / largest * WIDTH if largest > 0 else 0.0
        room = (width - 12) / _CHARACTER
        label = bar.name if width_of(bar.name) <= room else shortened(bar.name, room) if room >= 4 else ""
        segments.append(Segment(bar, round(x, 1), round(max(width - 1.5, 0), 1), number % SHADES, label))
        x += width
    return segments
