"""A painted path to strokes and boxes: its level and upright sides, whether drawn as lines, thin fills or outlines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kokusai_extract.model.source import BBox
from kokusai_extract.read.drawing import Stroke, edges

THIN = 2.0
"""A filled rectangle no thicker than this is a ruled line, in points."""

STRAIGHT = 0.5
"""How far a ruled line may lean from end to end, in points."""

MOST_STEPS_OF_A_FILL = 6
"""A fill with more corners is a picture or a glyph's outline, not a box."""

Point = tuple[float, float]


class Outline(NamedTuple):
    """One subpath: its points on the page, and whether the side that leads to each but the first is straight."""

    points: Sequence[Point]
    straight: Sequence[bool]


def rules_and_boxes(outline: Outline, *, stroked: bool) -> tuple[list[Stroke], BBox | None]:
    """Return the ruled lines that a subpath draws, and the box when it draws one.

    A thin box is one line. Of a fill, only a box counts; of a stroked path, every level or upright side.
    """
    points, straight = outline
    if len(points) < 2 or (not stroked and (len(points) > MOST_STEPS_OF_A_FILL or not all(straight))):
        return [], None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = BBox(min(xs), min(ys), max(xs), max(ys))
    if all(straight) and min(box.x1 - box.x0, box.bottom - box.top) <= THIN:
        return [_thin(box)], None
    sides = [_stroke(a, b) for (a, b), line in zip(pairwise(points), straight, strict=True) if line]
    ruled = [side for side in sides if side is not None]
    if not _is_box(box, ruled):
        return (ruled if stroked else []), None
    return edges(box), box


def _thin(box: BBox) -> Stroke:
    """Return the line along the middle of a thin box."""
    x0, top, x1, bottom = box
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    return Stroke(x0, y, x1, y) if x1 - x0 >= bottom - top else Stroke(x, top, x, bottom)


def _stroke(a: Point, b: Point) -> Stroke | None:
    """Return the line from ``a`` to ``b`` if it is level or upright."""
    x0, x1 = sorted((a[0], b[0]))
    top, bottom = sorted((a[1], b[1]))
    if bottom - top <= STRAIGHT:
        y = (top + bottom) / 2
        return Stroke(x0, y, x1, y)
    if x1 - x0 <= STRAIGHT:
        x = (x0 + x1) / 2
        return Stroke(x, top, x, bottom)
    return None


def _is_box(box: BBox, sides: Sequence[Stroke]) -> bool:
    """Tell whether straight sides lie along all four edges of the box (corners may be rounded)."""
    if len(sides) < 4:
        return False
    width, height = box.x1 - box.x0, box.bottom - box.top
    found: set[str] = set()
    for x0, top, x1, bottom in sides:
        if x1 - x0 >= width / 3 and bottom - top <= STRAIGHT:
            found.update({"top"} if abs(top - box.top) <= STRAIGHT else ())
            found.update({"bottom"} if abs(top - box.bottom) <= STRAIGHT else ())
        if bottom - top >= height / 3 and x1 - x0 <= STRAIGHT:
            found.update({"left"} if abs(x0 - box.x0) <= STRAIGHT else ())
            found.update({"right"} if abs(x0 - box.x1) <= STRAIGHT else ())
    return len(found) == 4
