"""Mentions: where the running text names a city, a country, a body, a unit, a person, a programme, an event.

Every name is one that the vocabulary or the document itself defines (:mod:`kokusai_extract.link.names`); the longest
one wins. It counts only where its ends are ends of words (:mod:`kokusai_extract.link.matching`). What is printed as a
record's own name is that record, not a mention of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kokusai_extract.link.matching import find, pattern_of, running_text
from kokusai_extract.link.names import by_text, names_of
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Anchor, Sourced
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.international import City, Mention, MentionLabel, Office
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import BudgetLine, DocumentRecord, OrgUnit, SectionKind
from kokusai_extract.model.section import Section
from kokusai_extract.values.cities import resolve

RUNNING: frozenset[SectionKind] = frozenset(
    {
        "message",
        "policy",
        "duties",
        "offices",
        "budget_summary",
        "budget_highlights",
        "budget_breakdown",
        "related_budget",
        "narrative",
    }
)
"""Sections whose lines are running text; lists and charts have tables of their own."""
HOME = "JP"
"""Mentions of cities are those of cities and ports abroad: the municipality names itself on every page."""


_Stretch = tuple[int, int, int, str]
"""Page, start, end and the id of the programme whose text it is."""


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """What a document's mentions are held against: its cities, the places of its own names and of its programmes."""

    municipality: str | None
    cities: Mapping[str, City]
    own: Sequence[tuple[int, int, int]]
    programmes: Sequence[_Stretch]


def mentions(sections: Sequence[Section], facts: DocumentFacts) -> DocumentFacts:
    """Return the facts with the mentions in the running text of the document's sections."""
    texts = [running_text(section.lines) for section in sections if section.kind in RUNNING and section.lines]
    names = names_of(facts, "\n".join(text.text for text in texts))
    pattern, known = pattern_of(names), by_text(names)
    ground = _ground(facts)
    found = [
        (place, name.label, name.row_id)
        for text in texts
        for place, name in find(text, pattern, known)
        if name.label and not _is_own(place.anchors(), ground.own)
    ]
    ids = unique_ids(_id(place, label) for place, label, _ in found)
    cities: dict[str, City] = {}
    records: list[Mention] = []
    for mention_id, (place, label, row_id) in zip(ids, found, strict=True):
        city = _city(place, row_id, ground) if label == "city" else None
        if city and city.country_code == HOME:
            continue
        cities |= {city.id: city} if city else {}
        leads_to = city.id if city else row_id
        records.append(_mention(mention_id, place, label, leads_to, ground.programmes))
    new = [city for city in cities.values() if city not in facts.records]
    return replace(facts, records=(*facts.records, *new, *records))


def _ground(facts: DocumentFacts) -> _Ground:
    (document,) = (record for record in facts.records if isinstance(record, DocumentRecord))
    code = document.municipality_code
    cities = {record.id: record for record in facts.records if isinstance(record, City)}
    return _Ground(code.value if code else None, cities, _own_places(facts), _programme_places(facts))


def _city(place: Passage, row_id: str | None, ground: _Ground) -> City | None:
    return ground.cities.get(row_id or "") or resolve(place.squeeze().text, municipality=ground.municipality).city


def _mention(
    mention_id: str, place: Passage, label: MentionLabel, row_id: str | None, programmes: Sequence[_Stretch]
) -> Mention:
    """Return the mention; ``row_id`` is the city, unit or programme that is named."""
    anchors = place.anchors()
    first, last = anchors[0], anchors[-1]
    end = last.end if last.page == first.page else first.end
    return Mention(
        mention_id,
        place.document.id,
        first.page,
        first.start,
        end,
        place.document.pages[first.page - 1].text[first.start : end],
        label,
        row_id if label == "city" else None,
        row_id if label == "unit" else None,
        _programme(first, programmes) or (row_id if label == "programme" else None),
    )


def _own_places(facts: DocumentFacts) -> list[tuple[int, int, int]]:
    """Return (page, start, end) of every place where a record's own name is printed, sorted.

    An office's name in two pieces is a city and the word 事務所 somewhere behind it: that city is mentioned.
    """
    places: list[tuple[int, int, int]] = []
    for record in facts.records:
        name = record.name if isinstance(record, (OrgUnit, BudgetLine, Office)) else None
        if name and not (isinstance(record, Office) and len(name.anchors) > 1):
            places += [(anchor.page, anchor.start, anchor.end) for anchor in name.anchors]
    return sorted(places)


def _is_own(anchors: Sequence[Anchor], own: Sequence[tuple[int, int, int]]) -> bool:
    """Tell whether a name lies inside a record's own name."""
    first = anchors[0]
    index = bisect_left(own, (first.page, first.start + 1, 0))
    nearby = own[max(index - 8, 0) : index]
    return any(page == first.page and start <= first.start and first.end <= end for page, start, end in nearby)


def _programme_places(facts: DocumentFacts) -> list[_Stretch]:
    """Return (page, start, end, id) of every stretch of text that a programme's name or description takes up."""
    places = []
    for record in facts.records:
        if isinstance(record, BudgetLine):
            for fact in (record.name, record.description, record.note):
                if isinstance(fact, Sourced):
                    places += [(a.page, a.start, a.end, record.id) for a in fact.anchors]
    return places


def _programme(first: Anchor, lines: Sequence[_Stretch]) -> str | None:
    """Return the programme in whose text a name stands: the one with the shortest such stretch."""
    inside = [
        (end - start, row) for page, start, end, row in lines if page == first.page and start <= first.start < end
    ]
    return min(inside)[1] if inside else None


def _id(place: Passage, label: str | None) -> str:
    first = place.anchors()[0]
    return fact_id(place.document.id, "mention", str(first.page), str(first.start), label or "")
