"""Ruled lines to tables: strokes are merged into rules, rules enclose cells, cells that share corners are a table.

Pure geometry in PDF points, origin at the top left.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kokusai_extract.model.source import BBox, Cell, Rule, Table
from kokusai_extract.read.drawing import Glyph, Stroke

SNAP = 2.0
"""Lines nearer than this stand for one: a double line, or edges that a producer drew cell by cell."""

JOIN = 3.0
"""Pieces of one line with gaps up to this are one rule (dashes, dots), and rules that miss a corner by it meet."""

SHORTEST_RULE = 3.0
SMALLEST_CELL = 4.0

Segment = tuple[float, float, float]
"""Position across, start, end: (y, x0, x1) of a level rule, (x, top, bottom) of an upright one."""


def merge_strokes(strokes: Iterable[Stroke]) -> tuple[list[Segment], list[Segment]]:
    """Return level and upright rules: strokes snapped to one another, joined where they go on, without doubles."""
    level: list[Segment] = []
    upright: list[Segment] = []
    for stroke in strokes:
        if stroke.horizontal:
            level.append((stroke.top, stroke.x0, stroke.x1))
        else:
            upright.append((stroke.x0, stroke.top, stroke.bottom))
    return _merged(level), _merged(upright)


def _merged(segments: list[Segment]) -> list[Segment]:
    rules: list[Segment] = []
    for position, group in _clusters(sorted(segments)):
        spans = sorted((start, end) for _, start, end in group)
        start, end = spans[0]
        for next_start, next_end in spans[1:]:
            if next_start <= end + JOIN:
                end = max(end, next_end)
                continue
            rules.append((position, start, end))
            start, end = next_start, next_end
        rules.append((position, start, end))
    return [rule for rule in rules if rule[2] - rule[1] >= SHORTEST_RULE]


def _clusters(segments: Sequence[Segment]) -> Iterable[tuple[float, list[Segment]]]:
    """Yield (position, segments) for each run of sorted segments that lie within :data:`SNAP` of its first."""
    group: list[Segment] = []
    for segment in segments:
        if group and segment[0] - group[0][0] > SNAP:
            yield _centre(group), group
            group = []
        group.append(segment)
    if group:
        yield _centre(group), group


def _centre(group: Sequence[Segment]) -> float:
    return sum(segment[0] for segment in group) / len(group)


def rules_of(level: Iterable[Segment], upright: Iterable[Segment]) -> tuple[Rule, ...]:
    """Return merged segments as the model's rules, top to bottom and left to right."""
    rules = [Rule(x0, y, x1, y) for y, x0, x1 in level] + [Rule(x, top, x, bottom) for x, top, bottom in upright]
    return tuple(sorted(rules, key=lambda rule: (rule.top, rule.x0, rule.bottom, rule.x1)))


def find_cells(level: Sequence[Segment], upright: Sequence[Segment]) -> list[BBox]:
    """Return the smallest rectangle that rules enclose at each corner, in reading order."""
    level, upright = sorted(level), sorted(upright)
    positions = [x for x, _, _ in upright]
    across: list[list[int]] = [[] for _ in level]
    along: list[list[int]] = [[] for _ in upright]
    for h, (y, x0, x1) in enumerate(level):
        for v in range(bisect_left(positions, x0 - JOIN), bisect_right(positions, x1 + JOIN)):
            _, top, bottom = upright[v]
            if top - JOIN <= y <= bottom + JOIN:
                across[h].append(v)
                along[v].append(h)
    meets = [set(crossed) for crossed in across]

    def smallest(h: int, v: int) -> BBox | None:
        for below in along[v][bisect_right(along[v], h) :]:
            for right in across[h][bisect_right(across[h], v) :]:
                if right in meets[below] and level[below][0] > level[h][0]:
                    return BBox(upright[v][0], level[h][0], upright[right][0], level[below][0])
        return None

    found = (smallest(h, v) for h, crossed in enumerate(across) for v in crossed)
    return [c for c in found if c and c.x1 - c.x0 >= SMALLEST_CELL and c.bottom - c.top >= SMALLEST_CELL]


def close_sides(level: Sequence[Segment], upright: Sequence[Segment]) -> list[Segment]:
    """Return the upright rules with those that tables open at the left or right are read as if they had.

    Two level rules whose ends are free and in line, with an upright rule running from one to the other farther in,
    are the top and bottom of a row whose outer side is not drawn.
    """

    def free(x: float, y: float) -> bool:
        return not any(abs(rule[0] - x) <= JOIN and rule[1] - JOIN <= y <= rule[2] + JOIN for rule in upright)

    sides: list[Stroke] = []
    for x, top, bottom in upright:
        inside = (rule for rule in level if rule[1] + JOIN < x < rule[2] - JOIN)
        met = sorted(rule for rule in inside if top - JOIN <= rule[0] <= bottom + JOIN)
        for (y0, *ends), (y1, *other_ends) in pairwise(met):
            for end, other_end in zip(ends, other_ends, strict=True):
                if abs(end - other_end) <= SNAP and free(end, y0) and free(other_end, y1):
                    sides.append(Stroke(end, y0, end, y1))
    return sorted([*upright, *merge_strokes(sides)[1]]) if sides else list(upright)


def group_cells(cells: Sequence[BBox]) -> list[list[BBox]]:
    """Return the cells of each table: those linked by shared corners, in reading order."""
    parent = list(range(len(cells)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    at: dict[tuple[float, float], int] = {}
    for i, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x1, top), (x0, bottom), (x1, bottom)):
            parent[root(i)] = root(at.setdefault(corner, i))
    groups: dict[int, list[BBox]] = defaultdict(list)
    for i, cell in enumerate(cells):
        groups[root(i)].append(cell)
    return sorted(
        (sorted(group, key=lambda c: (c.top, c.x0)) for group in groups.values()), key=lambda g: (g[0].top, g[0].x0)
    )


def as_table(cells: Sequence[BBox]) -> Table:
    """Return a table whose rows and columns are counted by the distinct edges of its cells; spans are empty."""
    xs = sorted({x for cell in cells for x in (cell.x0, cell.x1)})
    ys = sorted({y for cell in cells for y in (cell.top, cell.bottom)})
    column = {x: i for i, x in enumerate(xs)}
    row = {y: i for i, y in enumerate(ys)}
    return Table(
        BBox(xs[0], ys[0], xs[-1], ys[-1]),
        tuple(
            Cell(
                row[cell.top],
                column[cell.x0],
                row[cell.bottom] - row[cell.top],
                column[cell.x1] - column[cell.x0],
                cell,
                (),
            )
            for cell in sorted(cells, key=lambda c: (c.top, c.x0))
        ),
    )


def not_glyph_parts(strokes: Iterable[Stroke], glyphs: Iterable[Glyph]) -> list[Stroke]:
    """Return the strokes without those that only draw a glyph: short ones whose middle lies in a glyph's box."""
    inside: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    largest = 0.0
    for glyph in glyphs:
        largest = max(largest, glyph.size)
        for column in range(int(glyph.x0 // 8), int(glyph.x1 // 8) + 1):
            for row in range(int(glyph.top // 8), int(glyph.bottom // 8) + 1):
                inside[column, row].append(glyph)
    kept = []
    for stroke in strokes:
        x0, top, x1, bottom = stroke
        if x1 - x0 <= largest and bottom - top <= largest:
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            if any(
                g.x0 <= x <= g.x1 and g.top <= y <= g.bottom and max(x1 - x0, bottom - top) <= g.size
                for g in inside.get((int(x // 8), int(y // 8)), ())
            ):
                continue
        kept.append(stroke)
    return kept
