"""Which box hangs under which: the connecting lines of a chart as a tree.

Lines that meet make one net. A net that leaves one box at its right or lower edge and enters others at their left or
upper edge hangs those under the first. Where that is not so, nothing hangs under anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from kokusai_extract.model.source import BBox, Rule

_TOUCH = 3.0
_TEXT_REACH = 12.0
"""A line may end so far before the words it leads to (points), where these have no box."""

Side = Literal["left", "right", "top", "bottom"]


def parents(boxes: Sequence[BBox], framed: Sequence[bool], rules: Sequence[Rule]) -> Mapping[int, int]:
    """Return for each box, by index, the one box it hangs under.

    ``framed`` tells which of the boxes are drawn; the others are the extent of words.
    """
    edges = [box for box, drawn in zip(boxes, framed, strict=True) if drawn]
    segments = [rule for rule in rules if not any(_is_edge(rule, box) for box in edges)]
    found: dict[int, set[int]] = {}
    for net in _nets(segments):
        upper: set[int] = set()
        lower: set[int] = set()
        for index, box in enumerate(boxes):
            for side in _sides(box, net, framed[index]):
                (upper if side in {"right", "bottom"} else lower).add(index)
        if len(upper) == 1:
            for index in lower - upper:
                found.setdefault(index, set()).update(upper)
    tree = {child: next(iter(above)) for child, above in found.items() if len(above) == 1}
    return {child: above for child, above in tree.items() if child not in _above(above, tree)}


def _above(index: int, tree: Mapping[int, int]) -> set[int]:
    seen: set[int] = set()
    at: int | None = index
    while at is not None and at not in seen:
        seen.add(at)
        at = tree.get(at)
    return seen


def _is_edge(rule: Rule, box: BBox) -> bool:
    if rule.horizontal:
        along = min(rule.x1, box.x1) - max(rule.x0, box.x0)
        near = min(abs(rule.top - box.top), abs(rule.top - box.bottom)) <= 1.0
        return near and along >= 0.9 * (rule.x1 - rule.x0)
    along = min(rule.bottom, box.bottom) - max(rule.top, box.top)
    near = min(abs(rule.x0 - box.x0), abs(rule.x0 - box.x1)) <= 1.0
    return near and along >= 0.9 * (rule.bottom - rule.top)


def _nets(segments: Sequence[Rule]) -> Iterator[list[Rule]]:
    left = list(segments)
    while left:
        net = [left.pop()]
        reached = net
        while reached:
            touching = [rule for rule in left if any(_meet(rule, other) for other in reached)]
            left = [rule for rule in left if rule not in touching]
            net = net + touching
            reached = touching
        yield net


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.x0 - 1.5 <= other.x1
        and other.x0 - 1.5 <= one.x1
        and one.top - 1.5 <= other.bottom
        and other.top - 1.5 <= one.bottom
    )


def _sides(box: BBox, net: Sequence[Rule], drawn: bool) -> Iterator[Side]:
    """Yield the sides of a box at which a line of the net ends."""
    reach = _TOUCH if drawn else _TEXT_REACH
    for rule in net:
        if rule.horizontal and box.top - 1 <= rule.top <= box.bottom + 1:
            if -_TOUCH <= box.x0 - rule.x1 <= reach:
                yield "left"
            if -_TOUCH <= rule.x0 - box.x1 <= reach:
                yield "right"
        elif not rule.horizontal and box.x0 - 1 <= rule.x0 <= box.x1 + 1:
            if -_TOUCH <= box.top - rule.bottom <= reach:
                yield "top"
            if -_TOUCH <= rule.top - box.bottom <= reach:
                yield "bottom"
