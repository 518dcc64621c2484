"""What became of duties: from what they are about and the unit that has them; their numbers play no part.

The same words in the same unit need no judgement; elsewhere they have moved. A duty whose matters stand in several
of the other year became those. Two are one if hardly a word differs, or if their words are alike and the unit is the
same. What is left of such likeness stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kokusai_extract.link.changes.alike import ALIKE, OF_ANY_UNIT, marks, nearly_the_same, similarity, terms
from kokusai_extract.link.changes.event import Change, Events, several, single, undecided
from kokusai_extract.link.changes.match import Edge, Judge, Likeness, components, pair, sides, unpaired
from kokusai_extract.link.changes.units import HALF, Kin
from kokusai_extract.link.changes.year import Duty


def match_duties(before: Sequence[Duty], after: Sequence[Duty], units: Kin) -> Events[Duty]:
    """Return what became of every duty, each in one event."""
    settled: list[Edge[Duty]] = []
    for judge in (_same_words(units), _nearly_the_same(units)):
        settled += pair(*unpaired(before, after, settled), judge).pairs
    divided = [group for group in components(_sharing(*unpaired(before, after, settled))) if _one_and_several(group)]
    apart = [edge for group in divided for edge in group]
    last = pair(*unpaired(before, after, [*settled, *apart]), _alike(units))
    settled += last.pairs
    ended, begun = unpaired(before, after, [*settled, *apart, *last.doubts])
    return [
        *(single(_changed(edge, units)) for edge in settled),
        *(several([_changed(edge, units) for edge in group]) for group in divided),
        *(undecided(_changed(edge, units) for edge in group) for group in components(last.doubts)),
        *(single(Change("removed", duty, None, reasons=("not-printed",))) for duty in ended),
        *(single(Change("added", None, duty, reasons=("not-printed",))) for duty in begun),
    ]


def _same_words(units: Kin) -> Judge[Duty]:
    def judge(one: Duty, other: Duty) -> Likeness | None:
        same = one.core == other.core and units.same(one.unit, other.unit)
        return Likeness(1.0, ("same-words", "same-unit")) if same else None

    return judge


def _nearly_the_same(units: Kin) -> Judge[Duty]:
    def judge(one: Duty, other: Duty) -> Likeness | None:
        return _alike(units)(one, other) if nearly_the_same(one.core, other.core) else None

    return judge


def _alike(units: Kin) -> Judge[Duty]:
    def judge(one: Duty, other: Duty) -> Likeness | None:
        score, home = similarity(one.core, other.core), units.same(one.unit, other.unit)
        if score < (HALF if home else ALIKE) or (OF_ANY_UNIT in one.core + other.core and not home):
            return None
        same = one.core == other.core
        common = not same and terms(one.core) & terms(other.core)
        reasons = ["same-words" if same else "similar-words"]
        reasons += ["same-unit"] if home else []
        reasons += ["shared-terms"] if common else []
        decides = nearly_the_same(one.core, other.core) or (bool(home) and (score >= ALIKE or bool(common)))
        return Likeness(score, tuple(reasons), decides)

    return judge


def _sharing(before: Sequence[Duty], after: Sequence[Duty]) -> list[Edge[Duty]]:
    """Return the duties that have a matter in common which no other duty of either side has."""
    edges = []
    for one in before:
        for other in after:
            common = [
                term
                for term in _common(one, other)
                if sum(term in duty.core for duty in before) == sum(term in duty.core for duty in after) == 1
            ]
            if common:
                edges.append(Edge(one, other, Likeness(similarity(one.core, other.core), ("shared-terms",))))
    return edges


def _common(one: Duty, other: Duty) -> list[str]:
    """Return the matters that one lists and that stand in the other, the longest of those within each other."""
    found = {term for term in terms(one.core) if term in other.core}
    found |= {term for term in terms(other.core) if term in one.core}
    return sorted(term for term in found if not any(term != longer and term in longer for longer in found))


def _one_and_several(group: Sequence[Edge[Duty]]) -> bool:
    before, after = sides(group)
    if len(group) < 2 or min(len(before), len(after)) > 1:
        return False
    whole = before[0] if len(before) == 1 else after[0]
    covered = sum(len(term) for edge in group for term in _common(edge.before, edge.after))
    return covered >= HALF * len(whole.core)


def _changed(edge: Edge[Duty], units: Kin) -> Change[Duty]:
    one, other = edge.before, edge.after
    home = units.same(one.unit, other.unit)
    detail: dict[str, Any] = {}
    if one.core != other.core:
        detail["text_marks"] = marks(one.text, other.text)
        if common := _common(one, other):
            detail["terms"] = common
    kind = "moved" if home is False else "unchanged" if one.core == other.core else "reworded"
    reasons = edge.likeness.reasons
    if home and "same-unit" not in reasons:
        reasons += ("same-unit",)
    if home is None:
        return Change(kind, one, other, edge.likeness.score, (*reasons, "owner-open"), None, detail)
    stated = one.core == other.core and (one.unit, other.unit) in units.named
    return Change(kind, one, other, edge.likeness.score, reasons, "stated" if stated else "inferred", detail)
