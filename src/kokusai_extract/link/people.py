"""The same person in several documents, only where name, place and path leave no doubt (ADR 0014).

One person are those who bear one name in documents of one municipality (or, where that is not said, of one bureau), if
no document has a second bearer and nothing in the posts speaks against it. Otherwise they stay apart, with a finding.
The result is the same in whatever order the documents come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import DocumentRecord, Membership, Person, Post, Rank, Record
from kokusai_extract.read.normalize import search_key
from kokusai_extract.values.titles import SENIORITY


@dataclass(frozen=True, slots=True, eq=False)
class _Bearer:
    """A person as one document has them: ``titles`` and ``ranks`` of the posts held there."""

    person: Person
    document: DocumentRecord
    titles: frozenset[str]
    ranks: frozenset[Rank]

    @property
    def key(self) -> str:
        return search_key(self.person.name.value)

    @property
    def year(self) -> int | None:
        return self.document.fiscal_year.value if self.document.fiscal_year else None

    @property
    def bureau(self) -> str | None:
        return self.document.bureau.value if self.document.bureau else None

    @property
    def place(self) -> str:
        """The municipality; where the document does not name it, the bureau; else the document alone."""
        code = self.document.municipality_code
        return (code.value if code else None) or self.bureau or self.document.id

    @property
    def order(self) -> tuple[bool, int, str, str]:
        """Printed before recognized, earlier years before later ones."""
        return self.document.text_layer == "ocr", self.year or 0, self.document.id, self.person.id


def join_people(
    documents: Sequence[DocumentFacts],
) -> tuple[tuple[DocumentFacts, ...], tuple[Person, ...], tuple[Finding, ...]]:
    """Return the documents without people, the people of all of them, and whom it could not tell apart."""
    by_name: dict[str, list[_Bearer]] = defaultdict(list)
    for facts in documents:
        for bearer in _bearers(facts):
            by_name[bearer.key].append(bearer)
    ids: dict[tuple[str, str], str] = {}
    people: list[Person] = []
    findings: list[Finding] = []
    for key in sorted(by_name):
        groups, doubts = _groups(sorted(by_name[key], key=lambda bearer: bearer.order))
        findings += doubts
        for group in groups:
            name = f"person/{key}" if len(groups) == 1 else f"person/{key}/{_tail(group[0].person.id)}"
            people.append(_united(name, group))
            ids.update({(bearer.document.id, bearer.person.id): name for bearer in group})
    return tuple(_renamed(facts, ids) for facts in documents), tuple(people), tuple(findings)


def _bearers(facts: DocumentFacts) -> Iterator[_Bearer]:
    document = next((record for record in facts.records if isinstance(record, DocumentRecord)), None)
    posts = {record.id: record for record in facts.records if isinstance(record, Post)}
    held: dict[str, list[Post]] = defaultdict(list)
    for record in facts.records:
        if isinstance(record, Membership) and record.person_id and record.post_id:
            held[record.person_id.value].append(posts[record.post_id.value])
    for record in facts.records:
        if isinstance(record, Person) and document:
            mine = held[record.id]
            titles = frozenset(post.title.value for post in mine)
            yield _Bearer(record, document, titles, frozenset(post.rank.value for post in mine))


def _groups(bearers: Sequence[_Bearer]) -> tuple[list[list[_Bearer]], list[Finding]]:
    """Return the bearers of one name by person, and a finding for each place where they could not be joined."""
    places: dict[str, list[_Bearer]] = defaultdict(list)
    for bearer in bearers:
        places[bearer.place].append(bearer)
    groups: list[list[_Bearer]] = []
    findings: list[Finding] = []
    for members in places.values():
        reason = _doubt(members)
        if reason is None:
            groups.append(members)
            continue
        groups += [[member] for member in members]
        if len({member.document.id for member in members}) == 1:
            continue  # namesakes of one document have a finding of their own
        findings.append(
            Finding.at(
                reason,
                tuple(anchor for member in members for anchor in member.person.name.anchors[:1]),
                table_name="people",
                name=members[0].person.name.value,
                count=len(members),
                posts="、".join(f"{member.year or '—'} {_listed(member.titles)}" for member in members),
            )
        )
    return groups, findings


def _doubt(members: Sequence[_Bearer]) -> str | None:
    """Return the code that says why these may be several people; None where they are one."""
    if len({member.document.id for member in members}) < len(members):
        return "people-join-second-bearer"
    if all(_one_path(one, other) for one, other in combinations(members, 2)):
        return None
    return "people-join-path"


def _one_path(one: _Bearer, other: _Bearer) -> bool:
    """Tell whether one person may have held the posts of both.

    In one year only in one bureau, and in one post; in other years at most one step down, and up at most one step more
    than there are years between.
    """
    if one.year is None or other.year is None:
        return one.bureau == other.bureau and not one.titles.isdisjoint(other.titles)
    if one.year == other.year:
        return one.bureau == other.bureau and (
            not one.titles.isdisjoint(other.titles) or not (one.titles and other.titles)
        )
    earlier, later = sorted((one, other), key=lambda bearer: bearer.year or 0)
    steps = [
        SENIORITY.index(before) - SENIORITY.index(after)
        for before in earlier.ranks & set(SENIORITY)
        for after in later.ranks & set(SENIORITY)
    ]
    most = (later.year or 0) - (earlier.year or 0) + 1
    return not steps or (max(steps) >= -1 and min(steps) <= most)


def _united(name: str, group: Sequence[_Bearer]) -> Person:
    first, *others = [bearer.person for bearer in group]
    parted = next((person for person in (first, *others) if person.family_name and person.given_name), first)
    printed = first.name if first.family_name or parted is first else parted.name
    for other in (first, *others):
        printed = printed.also_at(other.name.anchors)
    return Person(name, printed, parted.family_name, parted.given_name)


def _renamed(facts: DocumentFacts, ids: Mapping[tuple[str, str], str]) -> DocumentFacts:
    records: list[Record] = []
    for record in facts.records:
        if isinstance(record, Membership) and record.person_id:
            name = ids.get((facts.document_id, record.person_id.value), record.person_id.value)
            records.append(replace(record, person_id=replace(record.person_id, value=name)))
        elif not isinstance(record, Person):
            records.append(record)
    findings = tuple(
        replace(finding, row_id=ids.get((facts.document_id, finding.row_id), finding.row_id))
        if finding.table_name == "people" and finding.row_id
        else finding
        for finding in facts.findings
    )
    return replace(facts, records=tuple(records), findings=findings)


def _tail(person_id: str) -> str:
    """Return what tells this bearer from others: the document's id, and the number of a second bearer."""
    number = person_id.rpartition("~")[2] if "~" in person_id else ""
    return "~".join(filter(None, (person_id.partition("/")[0], number)))


def _listed(titles: frozenset[str]) -> str:
    return "・".join(sorted(titles)) or "—"
