"""One person for one name that several sections of a document print, where the posts allow it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.ids import unique_ids
from kokusai_extract.model.records import Membership, Person, Post, Record

_Place = tuple[int, int]
"""Page and offset at which a name is printed."""


def merge_people(facts: DocumentFacts) -> DocumentFacts:
    """Merge people of one id whose posts have one title or one extension; the others become people of their own."""
    groups: dict[str, list[Person]] = defaultdict(list)
    for record in facts.records:
        if isinstance(record, Person):
            groups[record.id].append(record)
    doubled = {name: people for name, people in groups.items() if len(people) > 1}
    if not doubled:
        return facts
    posts = {record.id: record for record in facts.records if isinstance(record, Post)}
    held = _held(facts, posts)
    bearers: dict[_Place, str] = {}
    kept: dict[str, Person] = {}
    findings: list[Finding] = []
    for people in doubled.values():
        merged = _merge(people, held)
        names = unique_ids(merged[0].id for _ in merged)
        for name, person in zip(names, merged, strict=True):
            kept[name] = replace(person, id=name)
            bearers.update((place, name) for place in _places(person))
        if len(merged) > 1:
            findings.append(_namesakes(merged, held))
    records: list[Record] = [
        _renamed(record, bearers)
        for record in facts.records
        if not (isinstance(record, Person) and record.id in doubled)
    ]
    return replace(facts, records=(*records, *kept.values()), findings=(*facts.findings, *findings))


def _held(facts: DocumentFacts, posts: dict[str, Post]) -> dict[_Place, list[Post]]:
    """Return the posts whose holder's name is printed at a place."""
    held: dict[_Place, list[Post]] = defaultdict(list)
    for record in facts.records:
        if isinstance(record, Membership) and record.person_id and record.post_id:
            for anchor in record.person_id.anchors:
                held[anchor.page, anchor.start].append(posts[record.post_id.value])
    return held


def _merge(people: list[Person], held: dict[_Place, list[Post]]) -> list[Person]:
    merged: list[Person] = []
    for person in people:
        same = next((other for other in merged if _may_be_one(_posts(person, held), _posts(other, held))), None)
        if same is None:
            merged.append(person)
        else:
            merged[merged.index(same)] = replace(same, name=same.name.also_at(person.name.anchors))
    return merged


def _may_be_one(ones: list[Post], others: list[Post]) -> bool:
    return not ones or not others or any(_same_post(one, other) for one in ones for other in others)


def _same_post(one: Post, other: Post) -> bool:
    shorter, longer = sorted((one.title.value, other.title.value), key=len)
    phones = [post.phone.value for post in (one, other) if post.phone]
    return longer.endswith(shorter) or (len(phones) == 2 and phones[0] == phones[1])


def _posts(person: Person, held: dict[_Place, list[Post]]) -> list[Post]:
    return [post for place in _places(person) for post in held.get(place, [])]


def _places(person: Person) -> list[_Place]:
    return [(anchor.page, anchor.start) for anchor in person.name.anchors]


def _renamed(record: Record, bearers: dict[_Place, str]) -> Record:
    if not isinstance(record, Membership) or record.person_id is None:
        return record
    first = record.person_id.anchors[0]
    name = bearers.get((first.page, first.start), record.person_id.value)
    return replace(record, person_id=replace(record.person_id, value=name))


def _namesakes(people: list[Person], held: dict[_Place, list[Post]]) -> Finding:
    titles = "、".join(post.title.value for person in people for post in _posts(person, held))
    anchors = tuple(anchor for person in people for anchor in person.name.anchors)
    return Finding.at(
        "people-namesakes",
        anchors,
        table_name="people",
        row_id=people[0].id,
        name=people[0].name.value,
        titles=titles or "—",
        count=len(people),
    )
