"""Which printed figures can be at fault where identities fail: the smallest sets, and what would mend them.

Failing identities that share a figure are one fault. A single figure explains it if it stands in all of them, and one
other value of it makes them all hold without breaking one that holds; failing that, two figures may.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kokusai_extract.reconcile.identities import Cell, Tried, try_out

MOST_CELLS = 80
"""Figures of one fault among which pairs are tried."""
MOST_PAIRS = 12
"""Pairs that a finding names; where more can be at fault, none says much."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A printed figure that can be at fault, and the value that would mend every identity it stands in."""

    cell: Cell
    printed: int
    expected: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Identities that fail together, and the smallest sets of figures that can be at fault (none, if none is small)."""

    failing: tuple[Tried, ...]
    suspects: tuple[tuple[Suspect, ...], ...]


def faults(tried: Sequence[Tried], values: Mapping[Cell, int]) -> tuple[Fault, ...]:
    """Return the faults of a book."""
    standing: dict[Cell, list[Tried]] = defaultdict(list)
    for trial in tried:
        for cell in dict.fromkeys(trial.equation.cells):
            standing[cell].append(trial)
    return tuple(Fault(tuple(group), tuple(_suspects(group, standing, values))) for group in _together(tried, standing))


def _together(tried: Sequence[Tried], standing: Mapping[Cell, Sequence[Tried]]) -> Iterator[list[Tried]]:
    """Yield the failing identities in groups that share figures, in order."""
    waiting = {trial.equation.id: trial for trial in tried if not trial.holds}
    while waiting:
        group, queue = [], [waiting.pop(next(iter(waiting)))]
        while queue:
            trial = queue.pop(0)
            group.append(trial)
            near = {other.equation.id for cell in trial.equation.cells for other in standing[cell]}
            queue += [waiting.pop(name) for name in sorted(near & waiting.keys())]
        yield sorted(group, key=lambda trial: trial.equation.id)


def _suspects(
    failing: Sequence[Tried], standing: Mapping[Cell, Sequence[Tried]], values: Mapping[Cell, int]
) -> Iterator[tuple[Suspect, ...]]:
    cells = sorted({cell for trial in failing for cell in trial.equation.cells})
    singles = [(found,) for cell in cells if (found := _single(cell, failing, standing, values))]
    if singles or len(cells) > MOST_CELLS:
        yield from singles
        return
    pairs = []
    for one, other in combinations(cells, 2):
        if pair := _pair(one, other, failing, standing, values):
            pairs.append(pair)
            if len(pairs) > MOST_PAIRS:
                return
    yield from pairs


def _single(
    cell: Cell, failing: Sequence[Tried], standing: Mapping[Cell, Sequence[Tried]], values: Mapping[Cell, int]
) -> Suspect | None:
    if any(cell not in trial.equation.cells for trial in failing):
        return None
    expected = _expected(cell, min(failing, key=lambda trial: trial.equation.tolerance), values)
    if expected is None or not _all_hold(standing[cell], {**values, cell: expected}):
        return None
    return Suspect(cell, values[cell], expected)


def _pair(
    one: Cell,
    other: Cell,
    failing: Sequence[Tried],
    standing: Mapping[Cell, Sequence[Tried]],
    values: Mapping[Cell, int],
) -> tuple[Suspect, Suspect] | None:
    with_one = [trial for trial in failing if one in trial.equation.cells]
    with_other = [trial for trial in failing if other in trial.equation.cells]
    alone_one = [trial for trial in with_one if other not in trial.equation.cells]
    alone_other = [trial for trial in with_other if one not in trial.equation.cells]
    if not alone_one or not alone_other or len({t.equation.id for t in (*with_one, *with_other)}) < len(failing):
        return None
    expected = [
        _expected(cell, min(alone, key=lambda trial: trial.equation.tolerance), values)
        for cell, alone in ((one, alone_one), (other, alone_other))
    ]
    if expected[0] is None or expected[1] is None:
        return None
    mended = {**values, one: expected[0], other: expected[1]}
    if not _all_hold([*standing[one], *standing[other]], mended):
        return None
    return Suspect(one, values[one], expected[0]), Suspect(other, values[other], expected[1])


def _expected(cell: Cell, trial: Tried, values: Mapping[Cell, int]) -> int | None:
    """Return the value of a figure that makes an identity close; None where it stands beside a stated figure."""
    for term in trial.equation.terms:
        if term.cell != cell:
            continue
        if term.side == "left":
            return None if trial.equation.stated is not None else values[cell] - term.sign * trial.residual
        return values[cell] + term.sign * trial.residual
    return None


def _all_hold(trials: Sequence[Tried], values: Mapping[Cell, int]) -> bool:
    return all(try_out(trial.equation, values).holds for trial in trials)
