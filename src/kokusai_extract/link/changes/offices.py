"""What became of offices abroad: from their names, the cities they stand in, and what one says of the other's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kokusai_extract.link.changes.alike import ALIKE, key, marks, similarity, stem
from kokusai_extract.link.changes.event import Change, Events, single, undecided
from kokusai_extract.link.changes.match import Edge, Likeness, components, pair, unpaired
from kokusai_extract.link.changes.year import Office


def match_offices(before: Sequence[Office], after: Sequence[Office]) -> Events[Office]:
    """Return what became of every office, each in one event."""
    settled: list[Edge[Office]] = []
    for judge in (_same_name, _named_by_the_other):
        settled += pair(*unpaired(before, after, settled), judge).pairs
    found = pair(*unpaired(before, after, settled), _likely)
    settled += found.pairs
    ended, begun = unpaired(before, after, (*settled, *found.doubts))
    return [
        *(single(_changed(edge)) for edge in settled),
        *(undecided(_changed(edge) for edge in group) for group in components(found.doubts)),
        *(single(Change("removed", office, None, reasons=("not-printed",))) for office in ended),
        *(single(Change("added", None, office, reasons=("not-printed",))) for office in begun),
    ]


def _same_name(one: Office, other: Office) -> Likeness | None:
    return Likeness(1.0, ("same-name",)) if one.name == other.name else None


def _named_by_the_other(one: Office, other: Office) -> Likeness | None:
    """Tell whether one of the two is printed with the other's name, as in アジア事務所(現ムンバイ事務所)."""
    named = one.name in other.name + key(other.note or "") or other.name in one.name + key(one.note or "")
    return Likeness(similarity(one.name, other.name), ("named-by-the-other",)) if named else None


def _likely(one: Office, other: Office) -> Likeness | None:
    score, same_city = similarity(stem(one.name), stem(other.name)), one.city is not None and one.city == other.city
    reasons = (*(("similar-name",) if score >= ALIKE else ()), *(("same-city",) if same_city else ()))
    return Likeness((score + same_city) / 2, reasons, same_city) if reasons else None


def _changed(edge: Edge[Office]) -> Change[Office]:
    one, other, likeness = edge.before, edge.after, edge.likeness
    moved = one.city is not None and other.city is not None and one.city != other.city
    detail: dict[str, Any] = {"place": [one.city, other.city]} if moved else {}
    if one.name != other.name:
        detail["name_marks"] = marks(one.name, other.name)
    if one.jurisdiction != other.jurisdiction:
        detail["jurisdiction"] = [one.jurisdiction, other.jurisdiction]
    kind = "renamed" if one.name != other.name else "moved" if moved else "unchanged"
    stated = not {"same-name", "named-by-the-other"}.isdisjoint(likeness.reasons)
    return Change(kind, one, other, likeness.score, likeness.reasons, "stated" if stated else "inferred", detail)
