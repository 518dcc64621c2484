"""Seconded staff: any order of heads, any way of setting the table, and rows that do not fit."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kokusai_extract.model.finding import Result
from kokusai_extract.model.records import Membership, Person, Post, Record
from kokusai_extract.sections.secondments import extract
from tests.support.texts import context, segmented, segmented_file

CORPUS = Path(__file__).parents[2] / "corpus"
Row = tuple[str | None, str, str, str | None]


def read(text: str) -> Result[Record]:
    document, segmentation = segmented(text)
    (section,) = [section for section in segmentation.sections if section.kind == "secondments"]
    return extract(section, context(document))


def rows(result: Result[Record]) -> list[Row]:
    posts = {item.id: item for item in result.items if isinstance(item, Post)}
    people = {item.id: item.name.value for item in result.items if isinstance(item, Person)}
    found: list[Row] = []
    for item in result.items:
        if isinstance(item, Membership):
            assert item.post_id
            assert item.certainty == ("stated" if item.person_id else None)
            post = posts[item.post_id.value]
            name = people[item.person_id.value] if item.person_id else None
            found.append((item.on_behalf_of and item.on_behalf_of.value, post.title.value, post.rank.value, name))
    return found


def codes(result: Result[Record]) -> list[str]:
    return sorted({finding.code for finding in result.findings})


EXPECTED: list[Row] = [
    ("環境省", "担当係長", "section_manager", "岸 雪絵"),
    ("湖沼連盟(リマ事務局)", "課長補佐(担当係長)", "assistant_manager", "平 久"),
]


@pytest.mark.parametrize(
    "table",
    [
        "派遣先\t補職名\t氏名\n環境省\t担当係長\t岸 雪絵\n湖沼連盟(リマ事務局)\t課長補佐（担当係長）\t平　久",
        "氏 名\t派遣先\t職名\n岸 雪絵\t環境省\t担当係長\n平　久\t湖沼連盟(リマ事務局)\t課長補佐（担当係長）",
        "派遣先　　補職名　　氏名\n環境省　　担当係長　　岸 雪絵\n湖沼連盟(リマ事務局)　課長補佐(担当係長)　平 久",
        "派遣先 補職名 氏名\n環境省 担当係長 岸 雪絵\n湖沼連盟(リマ事務局) 課長補佐（担当係長） 平  久",
        "環境省  担当係長  岸雪絵\n湖沼連盟(リマ事務局)  課長補佐（担当係長）  平  久",
    ],
)
def test_a_table_in_any_setting(table: str) -> None:
    result = read("派遣職員一覧\n" + table)
    assert rows(result) == EXPECTED
    assert result.findings == ()


def test_a_destination_that_holds_for_the_row_below() -> None:
    result = read(
        "派遣職員一覧\n派遣先\t補職名\t氏名\n環境省\t担当係長\t岸 雪絵\n〃\t担当課長\t平 久\n\t担当部長\t森 大樹"
    )
    assert [row[0] for row in rows(result)] == ["環境省"] * 3
    assert codes(result) == ["people-secondment-inherited"]
    seats = [item for item in result.items if isinstance(item, Membership)]
    assert [seat.on_behalf_of.origin for seat in seats if seat.on_behalf_of] == ["printed", "inherited", "inherited"]


def test_a_vacant_post_a_missing_destination_and_a_row_that_is_none() -> None:
    result = read(
        "派遣職員一覧\n派遣先\t補職名\t氏名\n\t担当係長\t岸 雪絵\n環境省\t担当課長\t欠員\n※ 令和4年5月1日現在"
    )
    assert rows(result) == [(None, "担当係長", "section_manager", "岸 雪絵")]
    assert len([item for item in result.items if isinstance(item, Post)]) == 2
    assert codes(result) == ["people-post-vacant", "people-secondment-nowhere", "people-secondment-unread"]


def test_two_namesakes_are_two_people() -> None:
    result = read("派遣職員一覧\n派遣先\t補職名\t氏名\n環境省\t担当係長\t岸 雪絵\n外務省\t担当係長\t岸 雪絵")
    assert len([item for item in result.items if isinstance(item, Person)]) == 2
    assert codes(result) == ["people-namesakes"]


@pytest.mark.seeds
def test_the_text_of_2022(shared: Path) -> None:
    document, segmentation = segmented_file(shared / "seeds" / "kokusai-2022.txt")
    (section,) = [section for section in segmentation.sections if section.kind == "secondments"]
    result = extract(section, context(document))
    expected = CORPUS / "kokusai-2022-text" / "expected" / "secondments.csv"
    with expected.open(encoding="utf-8", newline="") as file:
        assert rows(result) == [(r["on_behalf_of"], r["title"], r["rank"], r["name"]) for r in csv.DictReader(file)]
    assert result.findings == ()
    for person in result.items:
        if isinstance(person, Person):
            assert person.family_name
            assert person.given_name
            assert person.name.value == f"{person.family_name.value} {person.given_name.value}"
