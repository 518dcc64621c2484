"""How a group's torn programmes share out its summary lines: an exact search over figures, then over names.

Every programme has one amount; each summary line of the group is the sum of some of them, for this year and last. That
is arithmetic. Weaker is the order of numbers (programmes of one summary line follow each other), weaker still are words
that a programme's name shares with a summary line's. The caller says how much is to count; only what every solution
agrees on is certain by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Literal

from kokusai_extract.reconcile.bound import Steps
from kokusai_extract.reconcile.matching import matching

Evidence = Literal["sums", "order", "words"]
"""What counts: sums and same names alone; the order of numbers too; and shared words too."""
MOST_ORDERS = 6
"""Summary lines of one group whose orders are all tried (720)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed pair of this year's and last year's figure of one programme, or one of them alone.

    ``name`` is the programme's number in the group where the page shows it.
    """

    amount: int | None
    previous: int | None
    name: int | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """What the page says of a programme's name; None where it says nothing.

    ``bins`` are the summary lines it belongs to for certain, ``near`` those that its words speak for: such words count
    only where they agree with the order of the numbers. ``amounts`` and ``previous`` are figures that it may bear.
    """

    bins: frozenset[int] | None = None
    near: frozenset[int] | None = None
    amounts: frozenset[int] | None = None
    previous: frozenset[int] | None = None


@dataclass(slots=True)
class Possible:
    """What the solutions allow for one programme: units of its amount and of last year's figure (None: it has none)."""

    amounts: set[int] = field(default_factory=set)
    previous: set[int | None] = field(default_factory=set)


def share(
    names: Sequence[Name], units: Sequence[Unit], goals: Sequence[tuple[int, int]], evidence: Evidence, steps: Steps
) -> Mapping[int, Possible]:
    """Return for each programme the units that its figures can be, over all solutions; nothing where there is none.

    ``goals`` are this year's and last year's figures of the summary lines, or of the whole group alone.

    Raises:
        BoundReached: when the search is too long.
    """
    possible: dict[int, Possible] = {}
    every_previous = sum(unit.previous is not None for unit in units) == len(names)
    for parts in _parts(units, goals, every_previous, steps):
        for bins in _bins(names, units, parts, evidence, steps):
            _note((names, bins), (units, parts), possible, steps)
    return possible


def _parts(
    units: Sequence[Unit], goals: Sequence[tuple[int, int]], every_previous: bool, steps: Steps
) -> Iterator[tuple[int, ...]]:
    """Yield for each unit the summary line it belongs to, in every way in which all sums close."""
    order = sorted(range(len(units)), key=lambda i: (-max(units[i].amount or 0, units[i].previous or 0), i))

    def search(at: int, left: tuple[tuple[int, int], ...], chosen: dict[int, int]) -> Iterator[tuple[int, ...]]:
        steps.take()
        if at == len(order):
            parts = tuple(chosen[i] for i in range(len(units)))
            if all(rest == (0, 0) for rest in left) and _paired(units, parts, len(goals), every_previous):
                yield parts
            return
        unit = units[order[at]]
        for number, (amount, previous) in enumerate(left):
            rest = amount - (unit.amount or 0), previous - (unit.previous or 0)
            if min(rest) >= 0:
                changed = (*left[:number], rest, *left[number + 1 :])
                yield from search(at + 1, changed, {**chosen, order[at]: number})

    return search(0, tuple(goals), {})


def _paired(units: Sequence[Unit], parts: Sequence[int], count: int, every_previous: bool) -> bool:
    """Whether figures of last year that stand alone find programmes whose figure of this year stands alone."""
    for part in range(count):
        alone = [unit for unit, at in zip(units, parts, strict=True) if at == part]
        amounts = sum(unit.previous is None for unit in alone)
        previous = sum(unit.amount is None for unit in alone)
        if previous > amounts or (every_previous and previous != amounts):
            return False
    return True


def _bins(
    names: Sequence[Name], units: Sequence[Unit], parts: Sequence[int], evidence: Evidence, steps: Steps
) -> Iterator[tuple[frozenset[int], ...]]:
    """Yield for each name the summary lines it can belong to; once for each order of the lines that fits the numbers.

    An order that the words of the names speak for goes before others; where no order fits, numbers do not count.
    """
    sizes = [0] * (max(parts, default=-1) + 1)
    for unit, part in zip(units, parts, strict=True):
        sizes[part] += unit.amount is not None
    certain = [name.bins for name in names]
    for unit, part in zip(units, parts, strict=True):
        if unit.name is not None:
            known = certain[unit.name]
            certain[unit.name] = frozenset({part}) if known is None else known & {part}
    used = [part for part, size in enumerate(sizes) if size]
    orders = list(permutations(used)) if evidence != "sums" and len(used) <= MOST_ORDERS else []
    steps.take(len(orders))
    ways = [run for run in ([p for p in order for _ in range(sizes[p])] for order in orders) if _agree(run, certain)]
    spoken_for = [run for run in ways if evidence == "words" and _agree(run, [name.near for name in names])]
    for run in spoken_for or ways:
        yield tuple(frozenset({part}) for part in run)
    if not ways:
        yield tuple(frozenset(used) if bins is None else bins for bins in certain)


def _agree(run: Sequence[int], wanted: Sequence[frozenset[int] | None]) -> bool:
    return len(run) == len(wanted) and all(w is None or part in w for part, w in zip(run, wanted, strict=True))


def _note(
    named: tuple[Sequence[Name], Sequence[frozenset[int]]],
    shared: tuple[Sequence[Unit], Sequence[int]],
    possible: dict[int, Possible],
    steps: Steps,
) -> None:
    """Add what one solution allows: each unit to every name that can bear it while all others find one too."""
    (names, bins), (units, parts) = named, shared
    slots = [i for i, unit in enumerate(units) if unit.amount is not None]
    if len(slots) != len(names):
        return
    edges = [
        [_fits(number, name, units[i], parts[i] in bins[number]) for i in slots] for number, name in enumerate(names)
    ]
    if not matching(edges, steps):
        return
    for number, name_of in enumerate(names):
        for position, slot in enumerate(slots):
            if not edges[number][position]:
                continue
            forced = [[*line] for line in edges]
            forced[number] = [other == position for other in range(len(slots))]
            if matching(forced, steps):
                entry = possible.setdefault(number, Possible())
                entry.amounts.add(slot)
                entry.previous |= _previous(name_of, units, parts, slot)


def _fits(number: int, name: Name, unit: Unit, in_bin: bool) -> bool:
    return (
        in_bin
        and unit.name in (None, number)
        and (name.amounts is None or unit.amount in name.amounts)
        and (name.previous is None or unit.previous is None or unit.previous in name.previous)
    )


def _previous(name: Name, units: Sequence[Unit], parts: Sequence[int], slot: int) -> set[int | None]:
    """Return the units that last year's figure of a programme can be, by the unit of its amount."""
    if units[slot].previous is not None:
        return {slot}
    part = parts[slot]
    alone = [i for i, unit in enumerate(units) if unit.amount is None and parts[i] == part]
    without = sum(unit.previous is None for unit, at in zip(units, parts, strict=True) if at == part) - len(alone)
    if name.previous is not None and (known := {i for i in alone if units[i].previous in name.previous}):
        return set(known)
    found: set[int | None] = set(alone)
    return found | {None} if without or not alone else found
