"""Running text set in columns: tells it from rows of an unruled table, and reads it column by column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kokusai_extract.read.drawing import Glyph

GUTTER = 1.2
"""Least width of the white between two columns of running text, in em."""

FEWEST_LINES = 3
NARROWEST = 12.0
"""Least width of a column of running text, in em."""

FULL = 0.8
"""A line that fills this part of its column is full; running text has as many full lines as short ones."""

NARROWEST_TIER = 6.0
"""Vertical writing is set in tiers, and hardly ever in rows of an unruled table: short lines will do, in em."""


def split_columns(lines: Sequence[list[Glyph]], *, tiers: bool = False) -> list[list[Glyph]]:
    """Return the lines with those that run across columns of text cut in two, left column before right.

    ``tiers`` says that this is vertical writing, turned: its columns are tiers of the page.
    """
    if len(lines) < FEWEST_LINES:
        return list(lines)
    em = sorted(glyph.size for line in lines for glyph in line)[sum(map(len, lines)) // 2]
    starts: Counter[int] = Counter()
    for line in lines:
        end = float("-inf")
        for glyph in line:
            if glyph.x0 - end > GUTTER * em:
                starts[round(glyph.x0 / em * 2)] += 1
            end = max(end, glyph.x1)
    for half_ems in sorted(start for start, count in starts.items() if count >= FEWEST_LINES):
        x = half_ems * em / 2
        result = _split_at(lines, x, em, tiers)
        if result is not None:
            return result
    return list(lines)


def _split_at(lines: Sequence[list[Glyph]], x: float, em: float, tiers: bool) -> list[list[Glyph]] | None:
    """Return the lines with a run of them split at ``x``, or None where no run is text in two columns."""
    first = last = None
    for i, line in enumerate(lines):
        crossed = any(g.x0 < x - 0.3 * em and g.x1 > x - (GUTTER - 0.2) * em and not g.text.isspace() for g in line)
        if crossed:
            if first is not None:
                break
            continue
        if any(g.x0 >= x - 0.3 * em for g in line):
            first = i if first is None else first
            last = i
    if first is None or last is None:
        return None
    left = [[g for g in line if g.x0 < x - 0.3 * em] for line in lines[first : last + 1]]
    right = [[g for g in line if g.x0 >= x - 0.3 * em] for line in lines[first : last + 1]]
    if not (_running(left, em, tiers) and _running(right, em, tiers)):
        return None
    right = split_columns([line for line in right if _seen(line)], tiers=tiers)
    rest = split_columns(lines[last + 1 :], tiers=tiers)
    return [*lines[:first], *filter(_seen, left), *right, *rest]


def _seen(line: Sequence[Glyph]) -> bool:
    return any(not g.text.isspace() for g in line)


def _running(lines: Sequence[Sequence[Glyph]], em: float, tiers: bool) -> bool:
    """Tell whether these lines are running text: several, wide, and as often full as not."""
    extents = []
    for line in lines:
        seen = [g for g in line if not g.text.isspace()]
        if seen:
            if any(b.x0 - a.x1 > 2 * em for a, b in pairwise(seen)):
                return False
            extents.append((seen[0].x0, seen[-1].x1))
    if len(extents) < FEWEST_LINES:
        return False
    start, end = min(e[0] for e in extents), max(e[1] for e in extents)
    width = end - start
    if tiers:
        return width >= NARROWEST_TIER * em
    full = sum(e[1] - start >= FULL * width for e in extents)
    return width >= NARROWEST * em and 2 * full >= len(extents)
