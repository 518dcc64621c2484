"""Which figures of one list add up to which of another: the smallest groups that balance, in one way only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from math import comb
from typing import Generic, NamedTuple, TypeVar

from kokusai_extract.link.changes.match import Identified

T = TypeVar("T", bound=Identified)

MOST = 5
"""Lines that are added together at most, on both sides."""

CHANCE = 20
"""Lines are added together only while there are so many times fewer combinations than figures that might come out."""

DIGITS = 4
"""A sum with fewer digits before its closing zeros is too round to prove anything by itself."""


class Group(NamedTuple, Generic[T]):
    """Items of two lists whose figures have one sum."""

    before: tuple[T, ...]
    after: tuple[T, ...]

    @property
    def ids(self) -> frozenset[tuple[int, str]]:
        """What it is made of."""
        return frozenset([*((0, item.id) for item in self.before), *((1, item.id) for item in self.after)])


def balanced(
    before: Mapping[T, int],
    after: Mapping[T, int],
    *,
    unit: int,
    akin: Callable[[Group[T]], bool] = lambda group: False,
) -> list[Group[T]]:
    """Return groups with equal sums, the smallest first, each item in one at most.

    ``unit`` is the place to which figures are printed. A group counts if its sum is not too round, or if its items are
    ``akin``. Where two groups of one size share an item, neither counts, nor does a larger one that holds one of them.
    """
    sides = tuple(_sorted(side) for side in (before, after))
    found: list[Group[T]] = []
    doubted: list[Group[T]] = []
    for size in range(2, MOST + 1):
        left, right = sides
        if not left or not right or not _telling(left, right, size, unit):
            break
        groups = [
            group
            for group, total in _sums(left, right, size)
            if (_digits(total // unit) >= DIGITS or akin(group)) and not any(less.ids < group.ids for less in doubted)
        ]
        shared = Counter(name for group in groups for name in group.ids)
        clear = [group for group in groups if all(shared[name] == 1 for name in group.ids)]
        doubted += [group for group in groups if group not in clear]
        found += clear
        gone = {name for group in clear for name in group.ids}
        sides = tuple([pair for pair in side if (n, pair[0].id) not in gone] for n, side in enumerate(sides))
    return found


def _sorted(side: Mapping[T, int]) -> list[tuple[T, int]]:
    return sorted(((item, value) for item, value in side.items() if value), key=lambda pair: pair[0].id)


def _sums(left: Sequence[tuple[T, int]], right: Sequence[tuple[T, int]], size: int) -> Iterator[tuple[Group[T], int]]:
    for count in range(1, size):
        by_sum: dict[int, list[tuple[T, ...]]] = defaultdict(list)
        for chosen in combinations(left, count):
            by_sum[sum(value for _, value in chosen)].append(tuple(item for item, _ in chosen))
        for chosen in combinations(right, size - count):
            total = sum(value for _, value in chosen)
            for one in by_sum.get(total, ()):
                yield Group(one, tuple(item for item, _ in chosen)), total


def _telling(left: Sequence[tuple[T, int]], right: Sequence[tuple[T, int]], size: int, unit: int) -> bool:
    """Tell whether a sum that comes out is more than chance, for groups of this size or less."""
    tried = sum(comb(len(left), n) * comb(len(right), m) for n in range(1, size) for m in range(1, size - n + 1))
    return tried * CHANCE <= max(value for _, value in (*left, *right)) // unit


def _digits(value: int) -> int:
    return len(str(abs(value)).rstrip("0"))
