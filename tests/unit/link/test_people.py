"""Across documents a person is one only where name, place and path leave no doubt."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from kokusai_extract.corrections.files import correction
from kokusai_extract.link.people import join_people
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.changes import PersonnelChange
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.records import DocumentRecord, Membership, Person
from kokusai_extract.pipeline import assemble, process


def chart(folder: Path, year: int, *posts: str, bureau: str = "湖沼局", city: str = "横浜市") -> DocumentFacts:
    """Return what a text says that is a cover and a chart."""
    text = f"{city}\n令和{year - 2018}年度 {bureau} 事業概要\n\n{bureau}組織図\n\n" + "\n\n".join(posts) + "\n"
    path = folder / f"{bureau}{year}.txt"
    path.write_text(text, encoding="utf-8")
    return process(path)


def read(*documents: DocumentFacts) -> tuple[list[tuple[str, str]], list[str]]:
    """Return (id, name) of the people and the codes of the findings."""
    _, people, findings = join_people(documents)
    return [(person.id, person.name.value) for person in people], [finding.code for finding in findings]


def test_one_name_in_two_years_is_one_person(tmp_path: Path) -> None:
    one = chart(tmp_path, 2019, "水質課長 髙橋 雪絵", "担当係長 平 久")
    other = chart(tmp_path, 2022, "観測部長 高橋雪絵", "担当課長 平 久")
    documents, people, findings = join_people((one, other))
    assert [person.id for person in people] == ["person/平久", "person/高橋雪絵"]
    (yukie,) = [person for person in people if "雪絵" in person.name.value]
    assert yukie.name.value == "髙橋 雪絵"
    assert {anchor.document_id for anchor in yukie.name.anchors} == {one.document_id, other.document_id}
    assert findings == ()
    held = [r.person_id.value for d in documents for r in d.records if isinstance(r, Membership) and r.person_id]
    assert sorted(held) == ["person/平久", "person/平久", "person/高橋雪絵", "person/高橋雪絵"]


@pytest.mark.parametrize(
    ("posts", "bureau", "year", "code"),
    [
        (("水質課長 岸 雪絵\n2290", "観測課長 岸 雪絵\n2291"), "湖沼局", 2022, "people-join-second-bearer"),
        (("担当係長 岸 雪絵",), "湖沼局", 2022, "people-join-path"),
        (("湖沼局長 岸 雪絵",), "竹林局", 2019, "people-join-path"),
    ],
)
def test_what_leaves_a_doubt_keeps_them_apart(
    posts: tuple[str, ...], bureau: str, year: int, code: str, tmp_path: Path
) -> None:
    one = chart(tmp_path, 2019, "湖沼局長 岸 雪絵")
    other = chart(tmp_path, year, *posts, bureau=bureau)
    people, codes = read(one, other)
    assert len(people) == 1 + len(posts)
    assert len({name for name, _ in people}) == len(people)
    assert codes == [code]


def test_another_bureau_of_the_city_is_one_path_another_city_is_not(tmp_path: Path) -> None:
    one = chart(tmp_path, 2019, "担当係長 岸 雪絵")
    moved = chart(tmp_path, 2022, "竹林課長 岸 雪絵", bureau="竹林局")
    elsewhere = chart(tmp_path, 2022, "担当課長 岸 雪絵", bureau="水産局", city="川崎市")
    assert read(one, moved) == ([("person/岸雪絵", "岸 雪絵")], [])
    people, codes = read(one, elsewhere)
    assert len(people) == 2
    assert codes == []


def test_the_order_of_documents_changes_nothing(tmp_path: Path) -> None:
    documents = [
        chart(tmp_path, 2019, "水質課長 岸 雪絵", "担当係長 平 久"),
        chart(tmp_path, 2020, "水質課長 岸 雪絵", "平 久"),
        chart(tmp_path, 2022, "水質部長 岸 雪絵", "湖沼局長 平 久"),
    ]
    results = {(tuple(people), tuple(codes)) for people, codes in (read(*p) for p in permutations(documents))}
    assert len(results) == 1


def test_a_correction_says_that_two_are_one(tmp_path: Path) -> None:
    one, other = (
        chart(tmp_path, 2019, "湖沼局長 岸 雪絵"),
        chart(tmp_path, 2022, "担当係長 岸 雪絵", "水質課長 平 久"),
    )
    before = assemble([one, other], [])
    ids = sorted(record.id for record in before.all_records() if isinstance(record, Person))
    first, later = (next(id for id in ids if facts.document_id in id) for facts in (one, other))
    held = next(r for r in other.records if isinstance(r, Membership) and r.person_id and "岸" in r.person_id.value)
    entry = {
        "document_sha256": next(r.sha256 for r in other.records if isinstance(r, DocumentRecord)),
        "table_name": "memberships",
        "row_id": held.id,
        "column_name": "person_id",
        "old_value": later,
        "new_value": first,
        "reason": "局に確認した",
        "author": "試験係",
        "decided_on": date(2026, 4, 1),
    }
    after = assemble([one, other], [], corrections=[correction(entry)])
    assert sorted(record.id for record in after.all_records() if isinstance(record, Person)) == sorted({*ids} - {later})
    (made,) = [record for record in after.all_records() if isinstance(record, Correction)]
    assert made.state == "applied"
    relations = [
        [r.relation for r in archive.all_records() if isinstance(r, PersonnelChange) and r.to_id == held.id]
        for archive in (before, after)
    ]
    assert relations == [["open"], ["pair"]]
