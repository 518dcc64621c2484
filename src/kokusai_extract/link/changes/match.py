"""Pairs what two years have in common. What it finds is the same from either side, and in any order of input."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from kokusai_extract.link.changes.alike import MARGIN


class Identified(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """Its id, unique on its side."""


T = TypeVar("T", bound=Identified)
End = tuple[int, str]
"""An item of an edge: 0 for the earlier side and 1 for the later one, and its id."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two things are. ``decides``: what speaks for it is enough, unless another candidate comes close."""

    score: float
    reasons: tuple[str, ...]
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Edge(Generic[T]):
    """Two things that may be the same."""

    before: T
    after: T
    likeness: Likeness

    @property
    def ends(self) -> tuple[End, End]:
        """Both items."""
        return (0, self.before.id), (1, self.after.id)


Judge = Callable[[T, T], Likeness | None]


@dataclass(frozen=True, slots=True)
class Pairing(Generic[T]):
    """``pairs`` are decided. ``doubts`` join what is left: each with what it is most like, and what comes close."""

    pairs: tuple[Edge[T], ...]
    doubts: tuple[Edge[T], ...]


def pair(before: Iterable[T], after: Iterable[T], judge: Judge[T]) -> Pairing[T]:
    """Pair two sides: each with the one that it is most like, if that is mutual, decided and ahead of the next.

    What is paired is out of the way of the others, so this is done until nothing more is found.
    """
    candidates = list(after)
    return choose(
        Edge(one, other, likeness) for one in before for other in candidates if (likeness := judge(one, other))
    )


def choose(candidates: Iterable[Edge[T]]) -> Pairing[T]:
    """Pair two sides of which all likenesses are given, as :func:`pair` does."""
    edges = list(candidates)
    pairs: list[Edge[T]] = []
    while found := _leading(edges):
        pairs += found
        gone = {end for edge in found for end in edge.ends}
        edges = [edge for edge in edges if gone.isdisjoint(edge.ends)]
    return Pairing(tuple(sorted(pairs, key=_order)), tuple(sorted(_close(edges), key=_order)))


def components(edges: Iterable[Edge[T]]) -> list[list[Edge[T]]]:
    """Return the edges in groups that hang together."""
    groups: list[tuple[set[End], list[Edge[T]]]] = []
    for edge in sorted(edges, key=_order):
        ends, members = set(edge.ends), [edge]
        apart = []
        for group in groups:
            if group[0].isdisjoint(edge.ends):
                apart.append(group)
            else:
                ends |= group[0]
                members = group[1] + members
        groups = [*apart, (ends, members)]
    return sorted((sorted(members, key=_order) for _, members in groups), key=lambda members: _order(members[0]))


def sides(edges: Iterable[Edge[T]]) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """Return the items that edges join, each once and in order of ids: the earlier ones, the later ones."""
    before, after = {}, {}
    for edge in edges:
        before[edge.before.id], after[edge.after.id] = edge.before, edge.after
    return tuple(before[name] for name in sorted(before)), tuple(after[name] for name in sorted(after))


def unpaired(before: Iterable[T], after: Iterable[T], edges: Iterable[Edge[T]]) -> tuple[list[T], list[T]]:
    """Return what no edge joins, on either side, in order of ids."""
    joined = {end for edge in edges for end in edge.ends}
    ended = sorted((item for item in before if (0, item.id) not in joined), key=lambda item: item.id)
    begun = sorted((item for item in after if (1, item.id) not in joined), key=lambda item: item.id)
    return ended, begun


def _leading(edges: Sequence[Edge[T]]) -> list[Edge[T]]:
    """Return the deciding edges that lead every other edge at both of their ends by the margin."""
    at = _by_end(edges)
    return [
        edge
        for edge in edges
        if edge.likeness.decides
        and all(other is edge or _ahead(edge, other) >= MARGIN for end in edge.ends for other in at[end])
    ]


def _close(edges: Sequence[Edge[T]]) -> list[Edge[T]]:
    at = _by_end(edges)
    return [edge for edge in edges if any(all(_ahead(other, edge) < MARGIN for other in at[end]) for end in edge.ends)]


def _ahead(one: Edge[T], other: Edge[T]) -> float:
    return round(one.likeness.score - other.likeness.score, 9)


def _by_end(edges: Sequence[Edge[T]]) -> dict[End, list[Edge[T]]]:
    at: dict[End, list[Edge[T]]] = defaultdict(list)
    for edge in edges:
        for end in edge.ends:
            at[end].append(edge)
    return at


def _order(edge: Edge[T]) -> tuple[str, str]:
    return edge.before.id, edge.after.id
