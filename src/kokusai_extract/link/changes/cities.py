"""What became of ties with cities and ports.

A city has one tie of each kind. The same city and kind need no judgement, though the name may be written anew; one city
whose tie is of another kind was reclassified, within ties of cities or of ports. A city that is not a known place is
found by a name that is alike.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kokusai_extract.link.changes.alike import ALIKE, marks, similarity
from kokusai_extract.link.changes.event import Change, Events, single, undecided
from kokusai_extract.link.changes.match import Edge, Likeness, components, pair, unpaired
from kokusai_extract.link.changes.year import Tie

_FAMILIES = (
    frozenset({"sister_city", "partner_city", "joint_statement_city", "y_port_city"}),
    frozenset({"sister_port", "trade_port"}),
)


def match_ties(before: Sequence[Tie], after: Sequence[Tie]) -> Events[Tie]:
    """Return what became of every tie, each in one event."""
    settled: list[Edge[Tie]] = []
    doubts: list[Edge[Tie]] = []
    for judge in (_same_tie, _same_place, _similar_name):
        found = pair(*unpaired(before, after, (*settled, *doubts)), judge)
        settled += found.pairs
        doubts += found.doubts
    ended, begun = unpaired(before, after, (*settled, *doubts))
    return [
        *(single(_changed(edge)) for edge in settled),
        *(undecided(_changed(edge) for edge in group) for group in components(doubts)),
        *(single(_alone("removed", tie, None, {tie.kind for tie in after})) for tie in ended),
        *(single(_alone("added", None, tie, {tie.kind for tie in before})) for tie in begun),
    ]


def _at_one_place(one: Tie, other: Tie) -> bool:
    return one.city == other.city if one.city and other.city else one.name == other.name


def _same_tie(one: Tie, other: Tie) -> Likeness | None:
    same = one.kind == other.kind and _at_one_place(one, other)
    return Likeness(1.0, ("same-place", "same-kind")) if same and one.kind else None


def _same_place(one: Tie, other: Tie) -> Likeness | None:
    if not _at_one_place(one, other):
        return None
    if one.kind is None or other.kind is None:
        return Likeness(1.0, ("same-place", "kind-open"))
    kinds = {one.kind, other.kind}
    return Likeness(1.0, ("same-place",)) if any(kinds <= family for family in _FAMILIES) else None


def _similar_name(one: Tie, other: Tie) -> Likeness | None:
    score = similarity(one.name, other.name)
    if one.kind != other.kind or (one.city and other.city) or score < ALIKE:
        return None
    return Likeness(score, ("similar-name", "same-kind"), decides=one.kind is not None)


def _changed(edge: Edge[Tie]) -> Change[Tie]:
    one, other, likeness = edge.before, edge.after, edge.likeness
    detail = {} if one.name == other.name else {"name_marks": marks(one.name, other.name)}
    if "kind-open" in likeness.reasons:
        return Change("unchanged", one, other, likeness.score, likeness.reasons, None, detail)
    kind = "reclassified" if one.kind != other.kind else "unchanged" if one.name == other.name else "renamed"
    stated = one.name == other.name
    return Change(kind, one, other, likeness.score, likeness.reasons, "stated" if stated else "inferred", detail)


def _alone(kind: str, one: Tie | None, other: Tie | None, listed: Collection[str | None]) -> Change[Tie]:
    """Make the change of a tie that one year lacks; it stays open where that year lists no tie of the kind at all."""
    tie = one or other
    if tie and tie.kind not in listed:
        return Change(kind, one, other, reasons=("not-printed", "kind-not-listed"), certainty=None)
    return Change(kind, one, other, reasons=("not-printed",))
