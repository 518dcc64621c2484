"""What became of units: from their names, their place in the tree and the duties they share.

The same name needs no judgement; under another unit it has moved. Of the others, one whose duties stand in several was
split into them, or merged out of them. Two are one if two of three hold: their names are alike, they stand under the
same unit, they share half of their duties. If only names or only duties speak for it, it stays open.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kokusai_extract.link.changes.alike import ALIKE, marks, similarity, stem
from kokusai_extract.link.changes.event import Change, Event, Events, several, single, undecided
from kokusai_extract.link.changes.match import Edge, Likeness, components, pair, sides, unpaired
from kokusai_extract.link.changes.year import Unit

HALF = 0.5
Became = Mapping[str, frozenset[str]]
"""From the id of an earlier unit to those of the later ones that it became."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Which unit is which, by ids: what is decided (``named`` by one name), and what is open."""

    became: Became
    named: frozenset[tuple[str, str]]
    perhaps: Became

    def same(self, one: str | None, other: str | None) -> bool | None:
        """Tell whether an earlier and a later unit are one; None where that is open or one is not known."""
        if one is None or other is None or other in self.perhaps.get(one, ()):
            return None
        return other in self.became.get(one, ())


_Judge = Callable[[Unit, Unit, Became], Likeness | None]


def match_units(before: Sequence[Unit], after: Sequence[Unit]) -> tuple[Events[Unit], Kin]:
    """Return what became of every unit, each in one event, and which unit is which."""
    named = _pairs((), before, after, (_same_name_and_place, _same_name))
    ended, begun = unpaired(before, after, named)
    divided = [group for group in components(_sharing(ended, begun)) if _one_and_several(group)]
    settled = [*named, *(edge for group in divided for edge in group)]
    judged = _pairs(settled, *unpaired(before, after, settled), (_likely,))
    settled += judged
    became = _became(settled)
    doubts = pair(*unpaired(before, after, settled), lambda one, other: _likely(one, other, became)).doubts
    kin = Kin(became, frozenset((edge.before.id, edge.after.id) for edge in named), _became(doubts))
    ended, begun = unpaired(before, after, [*settled, *doubts])
    events = [
        *(single(_changed(edge, kin)) for edge in (*named, *judged)),
        *(_divided(group) for group in divided),
        *(undecided(_changed(edge, kin) for edge in group) for group in components(doubts)),
        *(single(_alone("abolished", unit, None, _takers(unit, after))) for unit in ended),
        *(single(_alone("created", None, unit, _takers(unit, before))) for unit in begun),
    ]
    return events, kin


def _pairs(
    settled: Iterable[Edge[Unit]], before: Sequence[Unit], after: Sequence[Unit], judges: Sequence[_Judge]
) -> list[Edge[Unit]]:
    """Pair by the first judge that finds a pair, again and again: what is paired is the place of what is under it."""
    found: list[Edge[Unit]] = []
    while True:
        became = _became([*settled, *found])
        ended, begun = unpaired(before, after, found)
        new = next((pairs for judge in judges if (pairs := _by(judge, became, ended, begun))), ())
        if not new:
            return found
        found += new


def _by(judge: _Judge, became: Became, before: Sequence[Unit], after: Sequence[Unit]) -> tuple[Edge[Unit], ...]:
    return pair(before, after, lambda one, other: judge(one, other, became)).pairs


def _same_place(one: str | None, other: str | None, became: Became) -> bool:
    """Tell whether two parents, by their ids, are known to be one; two units at the top are at one place."""
    return one is other is None or (one is not None and other in became.get(one, ()))


def _same_name_and_place(one: Unit, other: Unit, became: Became) -> Likeness | None:
    same = one.name == other.name and _same_place(one.parent, other.parent, became)
    return Likeness(1.0, ("same-name", "same-place")) if same else None


def _same_name(one: Unit, other: Unit, became: Became) -> Likeness | None:
    return Likeness(1.0, ("same-name",)) if one.name == other.name else None


def _likely(one: Unit, other: Unit, became: Became) -> Likeness | None:
    name, place = similarity(stem(one.name), stem(other.name)), _same_place(one.parent, other.parent, became)
    duties = 2 * len(one.duties & other.duties) / (len(one.duties) + len(other.duties)) if one.duties else 0.0
    known = [name, float(place)] + ([duties] if one.duties and other.duties else [])
    holds = {"similar-name": name >= ALIKE, "same-place": place, "shared-duties": duties >= HALF}
    reasons = tuple(reason for reason, held in holds.items() if held)
    if not set(reasons) - {"same-place"}:
        return None
    return Likeness(sum(known) / len(known), reasons, len(reasons) > 1)


def _sharing(before: Sequence[Unit], after: Sequence[Unit]) -> list[Edge[Unit]]:
    """Return units that share half of the duties of one of the two, counting those that one unit a side has."""
    counts = [Counter(core for unit in side for core in unit.duties) for side in (before, after)]
    often = {core for side in counts for core, count in side.items() if count > 1}
    edges = []
    for one in before:
        for other in after:
            mine, theirs = one.duties - often, other.duties - often
            common = len(mine & theirs)
            if common and common >= HALF * min(len(mine), len(theirs)):
                score = 2 * common / (len(mine) + len(theirs))
                edges.append(Edge(one, other, Likeness(score, ("shared-duties",))))
    return edges


def _one_and_several(group: Sequence[Edge[Unit]]) -> bool:
    before, after = sides(group)
    if len(before) + len(after) < 3 or min(len(before), len(after)) > 1:
        return False
    one, parts = (before[0], after) if len(before) == 1 else (after[0], before)
    common = one.duties & frozenset[str]().union(*(part.duties for part in parts))
    return len(common) >= HALF * len(one.duties)


def _changed(edge: Edge[Unit], kin: Kin) -> Change[Unit]:
    one, other, likeness = edge.before, edge.after, edge.likeness
    top = one.parent is None and other.parent is None
    place = True if top else kin.same(one.parent, other.parent)
    reasons = tuple(reason for reason in likeness.reasons if reason != "same-place")
    reasons += ("same-place",) if place else ("place-open",) if place is None else ()
    detail: dict[str, Any] = {"place": [one.parent, other.parent]} if place is False else {}
    if one.name != other.name:
        detail["name_marks"] = marks(one.name, other.name)
    kind = "renamed" if one.name != other.name else "moved" if place is False else "unchanged"
    stated = one.name == other.name and place is not None and one.certainty == other.certainty == "stated"
    return Change(kind, one, other, likeness.score, reasons, "stated" if stated else "inferred", detail)


def _divided(group: Sequence[Edge[Unit]]) -> Event[Unit]:
    kind = "split" if len(sides(group)[0]) == 1 else "merged"
    return several(
        [
            Change(kind, edge.before, edge.after, edge.likeness.score, edge.likeness.reasons, detail=_shared(edge))
            for edge in group
        ]
    )


def _shared(edge: Edge[Unit]) -> dict[str, Any]:
    return {"duties": sorted(edge.before.duties & edge.after.duties)}


def _takers(unit: Unit, others: Iterable[Unit]) -> list[dict[str, Any]]:
    """Return the units of the other year that have duties of this one, and how many."""
    common = {other.id: len(unit.duties & other.duties) for other in others}
    return [{"id": name, "count": count} for name, count in sorted(common.items()) if count]


def _alone(kind: str, one: Unit | None, other: Unit | None, takers: list[dict[str, Any]]) -> Change[Unit]:
    if not takers:
        return Change(kind, one, other, reasons=("not-printed",))
    return Change(kind, one, other, reasons=("not-printed", "duties-elsewhere"), detail={"duties": takers})


def _became(edges: Iterable[Edge[Unit]]) -> Became:
    became: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        became[edge.before.id].add(edge.after.id)
    return {name: frozenset(ids) for name, ids in became.items()}
