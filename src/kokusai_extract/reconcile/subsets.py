"""Sums of several columns at once: which items, or which runs of them, add up to given goals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kokusai_extract.reconcile.bound import BoundReached, Steps

Vector = tuple[int, ...]
MOST_ITEMS = 100
"""Items among which a choice is looked for."""


def subset(values: Sequence[Vector], goal: Vector, steps: Steps | None = None) -> Iterator[tuple[int, ...]]:
    """Yield every choice of items whose figures add up to the goal in all columns; none where the search is too long.

    Items without any figure are no part of a choice. Figures are taken to be non-negative.
    """
    steps = steps or Steps(20_000)
    if len(values) > MOST_ITEMS:
        return
    order = sorted((i for i, value in enumerate(values) if any(value)), key=lambda i: (-values[i][0], i))
    left: list[Vector] = [(0,) * len(goal)]
    for i in reversed(order):
        left.append(tuple(a + b for a, b in zip(left[-1], values[i], strict=True)))
    left.reverse()

    def search(at: int, rest: Vector, chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        steps.take()
        if not any(rest):
            if chosen:
                yield tuple(sorted(chosen))
            return
        if at == len(order) or any(r < 0 for r in rest) or any(r > m for r, m in zip(rest, left[at], strict=True)):
            return
        value = values[order[at]]
        yield from search(at + 1, tuple(r - v for r, v in zip(rest, value, strict=True)), (*chosen, order[at]))
        yield from search(at + 1, rest, chosen)

    try:
        found = list(search(0, goal, ()))
    except BoundReached:
        return
    yield from found


def runs(goal: Vector, values: Sequence[Vector | None]) -> list[tuple[int, ...]]:
    """Return the runs of items that follow each other and add up to the goal; an item without figures ends a run."""
    found = []
    for start in range(len(values)):
        total: Vector = (0,) * len(goal)
        for end in range(start, len(values)):
            value = values[end]
            if value is None:
                break
            total = tuple(a + b for a, b in zip(total, value, strict=True))
            if any(t > g for t, g in zip(total, goal, strict=True)):
                break
            if total == goal:
                found.append(tuple(range(start, end + 1)))
    return found
