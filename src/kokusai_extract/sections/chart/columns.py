"""Where words stand beside each other.

In a plain text a character is one unit wide, a wide one two, and a line one unit high.
"""

from __future__ import annotations

import unicodedata

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.source import BBox


def place(passage: Passage) -> BBox:
    """Return the rectangle around a passage of plain text, all its lines included."""
    boxes = [_of_run(passage, anchor.page, anchor.start, anchor.end, anchor.line) for anchor in passage.anchors()]
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    return whole


def shared(one: BBox, other: BBox, *, vertical: bool = False) -> float:
    """Return which part of the narrower (``vertical``: the lower) of two boxes lies beside the other, 0 to 1."""
    a, b = (one.top, one.bottom) if vertical else (one.x0, one.x1)
    c, d = (other.top, other.bottom) if vertical else (other.x0, other.x1)
    least = min(b - a, d - c)
    return max(0.0, min(b, d) - max(a, c)) / least if least > 0 else 0.0


def _of_run(passage: Passage, page: int, start: int, end: int, line: int) -> BBox:
    text = passage.document.pages[page - 1].text
    first = text.rfind("\n", 0, start) + 1
    return BBox(width(text[first:start]), line, width(text[first:end]), line + 1)


def width(text: str) -> float:
    """Return how wide a text shows: two for each wide character, one for each other.

    >>> width("課長 A")
    6.0
    """
    return float(sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text))
