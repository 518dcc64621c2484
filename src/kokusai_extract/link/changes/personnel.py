"""What became of people in posts, as far as it is certain who is who.

Only what the people table holds as one person is compared. Who is missing has left, and who is new has joined, where
the other year prints the same kind of list: the bureau's own chart, or those who are seconded. One name that the people
table keeps apart stays open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from kokusai_extract.link.changes.alike import key
from kokusai_extract.link.changes.event import Change, Events, single, undecided
from kokusai_extract.link.changes.match import Edge, Likeness, components, pair, unpaired
from kokusai_extract.link.changes.units import Kin
from kokusai_extract.link.changes.year import Holding, Year
from kokusai_extract.model.evidence import Certainty
from kokusai_extract.values.titles import outranks

_PLACE, _ROLE, _RANK = 0.5, 0.3, 0.2
"""What counts when a person has several posts in one of the years: the scores of these three add up to 1."""


def match_holdings(before: Year, after: Year, units: Kin) -> Events[Holding]:
    """Return what became of everyone in a post, as far as there is a list to be missing from."""

    def same_person(one: Holding, other: Holding) -> Likeness | None:
        if not one.people & other.people:
            return None
        alike = {"same-unit": (_PLACE, _same_place(one, other, units)), "same-title": (_ROLE, one.role == other.role)}
        alike["same-rank"] = (_RANK, one.rank == other.rank)
        score = sum(weight for weight, holds in alike.values() if holds)
        return Likeness(score, ("same-person", *(reason for reason, (_, holds) in alike.items() if holds)))

    def same_name(one: Holding, other: Holding) -> Likeness | None:
        return Likeness(1.0, ("same-name",), decides=False) if key(one.name) == key(other.name) else None

    found = pair(before.holdings, after.holdings, same_person)
    edges = (*found.pairs, *found.doubts)
    known = {person for edge in edges for person in edge.before.people | edge.after.people}
    ended, begun = unpaired(before.holdings, after.holdings, edges)
    names = pair(_strangers(ended, known), _strangers(begun, known), same_name).doubts
    ended, begun = unpaired(ended, begun, names)
    return [
        *(single(_changed(edge, units)) for edge in found.pairs),
        *(undecided(_changed(edge, units) for edge in group) for group in components((*found.doubts, *names))),
        *(single(Change("left", one, None, reasons=_why(one, known))) for one in ended if one.list in after.lists),
        *(single(Change("joined", None, one, reasons=_why(one, known))) for one in begun if one.list in before.lists),
    ]


def _same_place(one: Holding, other: Holding, units: Kin) -> bool | None:
    if one.seconded or other.seconded:
        return one.seconded == other.seconded
    if one.unit is None and other.unit is None:
        return True  # both titles stand for themselves
    return units.same(one.unit, other.unit)


def _changed(edge: Edge[Holding], units: Kin) -> Change[Holding]:
    one, other = edge.before, edge.after
    place = _same_place(one, other, units)
    detail: dict[str, Any] = {}
    certainty: Certainty | None = "stated"
    if one.role is None or other.role is None or place is None:
        kind, certainty = "stayed", None
    elif place and one.role == other.role:
        kind = "stayed"
    elif one.rank and other.rank and outranks(other.rank, one.rank):
        kind = "promoted"
    else:
        kind = "moved"
        if one.rank and other.rank and outranks(one.rank, other.rank):
            detail["rank"] = "lower"
    if "inferred" in (one.certainty, other.certainty) and certainty:
        certainty = "inferred"
    if None in (one.certainty, other.certainty):
        certainty = None
    reasons = edge.likeness.reasons + (() if certainty else ("post-open",))
    return Change(kind, one, other, edge.likeness.score, reasons, certainty, detail)


def _strangers(holdings: Iterable[Holding], known: Collection[str]) -> list[Holding]:
    return [holding for holding in holdings if holding.people.isdisjoint(known)]


def _why(one: Holding, known: Collection[str]) -> tuple[str, ...]:
    return ("not-printed",) if one.people.isdisjoint(known) else ("not-printed", "another-post")
