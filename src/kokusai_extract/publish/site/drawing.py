"""Pictures made from data: where the boxes of an organization chart stand. All lengths are SVG user units."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kokusai_extract.publish.site.organization import Organization, Unit

BOX_WIDTH, COLUMN, GAP, LINE, PAD = 196, 236, 12, 17, 9
_HEADS = 2


@dataclass(frozen=True, slots=True)
class Box:
    """A unit's box: its top left corner, height, lines of its name, and the people at its head."""

    unit: Unit
    x: float
    y: float
    height: float
    name: Sequence[str]
    heads: Sequence[str]
    more: int

    @property
    def middle(self) -> float:
        """The height at which lines arrive."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """Boxes from left to right by depth, and the paths that join each to the unit above it."""

    boxes: Sequence[Box]
    paths: Sequence[str]
    width: float
    height: float


def chart(organization: Organization) -> Chart:
    """Return the chart of an organization: the top at the left, printed order from top to bottom."""
    boxes: list[Box] = []
    paths: list[str] = []
    bottom = 0.0
    for unit in organization.units:
        bottom = _place(unit, 0, bottom, boxes, paths)
    width = max((box.x + BOX_WIDTH for box in boxes), default=0)
    height = max((box.y + box.height for box in boxes), default=0)
    return Chart(boxes, paths, width + 2, height + 2)


def _place(unit: Unit, depth: int, top: float, boxes: list[Box], paths: list[str]) -> float:
    """Place a unit and all under it below ``top``; return where the next may begin."""
    name = list(wrapped(unit.name, 13))
    posts = [post for post in unit.posts if post["person"]]
    heads = [shortened(f"{post['title']} {post['person']}", 16) for post in posts[:_HEADS]]
    more = len(unit.posts) - len(heads)
    height = 2 * PAD + LINE * (len(name) + len(heads) + bool(more) + bool(unit.change)) - 3
    index = len(boxes)
    bottom = top
    boxes.append(Box(unit, 1 + depth * COLUMN, top + 1, height, name, heads, more))
    children = []
    for below in unit.units:
        children.append(len(boxes))
        bottom = _place(below, depth + 1, bottom, boxes, paths)
    bottom = max(bottom, top + height + GAP)
    if children:
        first, last = boxes[children[0]], boxes[children[-1]]
        middle = (first.middle + last.middle) / 2
        y = max(top + 1, middle - height / 2)
        boxes[index] = Box(unit, 1 + depth * COLUMN, y, height, name, heads, more)
        bottom = max(bottom, y + height + GAP)
        x = 1 + depth * COLUMN + BOX_WIDTH
        knee = x + (COLUMN - BOX_WIDTH) / 2
        paths += [
            f"M{x:g} {boxes[index].middle:g}H{knee:g}V{boxes[child].middle:g}H{boxes[child].x:g}" for child in children
        ]
    return bottom


def width_of(text: str) -> float:
    """Return how wide text is, in full-width characters.

    >>> width_of("国際A")
    2.5
    """
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def shortened(text: str, width: float) -> str:
    """Return text, cut with an ellipsis where it is wider than ``width`` full-width characters."""
    if width_of(text) <= width:
        return text
    kept = ""
    for character in text:
        if width_of(kept + character) > width - 1:
            break
        kept += character
    return kept + "…"


def wrapped(text: str, width: float, lines: int = 2) -> Iterator[str]:
    """Yield text in at most so many lines of ``width`` full-width characters, the last one cut."""
    for _ in range(lines - 1):
        if width_of(text) <= width:
            break
        first = ""
        for character in text:
            if width_of(first + character) > width:
                break
            first += character
        yield first
        text = text[len(first) :]
    yield shortened(text, width)
