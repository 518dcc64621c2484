"""What is found between two years, before it becomes rows: events, each of one or several changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from kokusai_extract.link.changes.match import Edge, Identified, components, sides
from kokusai_extract.model.changes import Basis, Relation
from kokusai_extract.model.evidence import Certainty

T = TypeVar("T", bound=Identified)


@dataclass(frozen=True, slots=True)
class Figures:
    """What becomes of an amount; see :class:`~kokusai_extract.model.changes.BudgetChange`."""

    before: int | None = None
    restated: int | None = None
    after: int | None = None
    change: int | None = None
    percent: float | None = None
    basis: Basis | None = None
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """What became of ``before``, of ``after``, or of both."""

    kind: str
    before: T | None
    after: T | None
    score: float | None = None
    reasons: tuple[str, ...] = ()
    certainty: Certainty | None = "inferred"
    detail: Mapping[str, Any] = field(default_factory=dict)
    figures: Figures = Figures()


@dataclass(frozen=True, slots=True)
class Event(Generic[T]):
    """Changes that are one: a pair or what stands alone has one, a split one for each part."""

    relation: Relation
    changes: tuple[Change[T], ...]


Events = list[Event[T]]


def single(change: Change[T]) -> Event[T]:
    """Return the event of one change."""
    return Event("pair" if change.before and change.after else "alone", (change,))


def several(changes: Sequence[Change[T]]) -> Event[T]:
    """Return the event of several pairs, named by how many stand on either side."""
    before = {change.before.id for change in changes if change.before}
    after = {change.after.id for change in changes if change.after}
    relation: Relation = "regrouped" if len(before) > 1 and len(after) > 1 else "split" if len(after) > 1 else "merged"
    return Event(relation, tuple(changes))


def undecided(changes: Iterable[Change[T]]) -> Event[T]:
    """Return the event of pairs of which some may hold, or none."""
    return Event("open", tuple(replace(change, certainty=None) for change in changes))


def open_groups(edges: Iterable[Edge[T]]) -> list[tuple[list[Edge[T]], tuple[T, ...], tuple[T, ...]]]:
    """Return doubtful pairs in groups that hang together, with what stands on either side."""
    return [(group, *sides(group)) for group in components(edges)]
