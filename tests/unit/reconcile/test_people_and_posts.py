"""Posts find their units, and a name its one person, among all sections of a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.records import OrgUnit, Person
from kokusai_extract.pipeline import process
from tests.support.staff import rows

HEAD = "令和4年度 湖沼局 事業概要\n\n湖沼局組織図\n\n"
DUTIES = (
    "\n湖沼局 事務分掌\n\n水質部\n\n調査課\n\n１ 水質の調査に関すること。\n\n分析課\n\n１ 水質の分析に関すること。\n"
)


def read(text: str, folder: Path) -> DocumentFacts:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return process(path)


def test_a_title_finds_its_unit_in_the_duties(tmp_path: Path) -> None:
    found = read(HEAD + "調査課長 岸 雪絵\n\n観測課長 平 久\n\n担当係長 泉 千明\n" + DUTIES, tmp_path)
    assert {row.title: row.unit for row in rows(found.records)} == {
        "調査課長": "調査課",
        "観測課長": "観測課",
        "担当係長": None,
    }


def test_a_unit_that_only_a_title_names_is_inferred_and_hangs_nowhere(tmp_path: Path) -> None:
    posts = "観測課長 平 久\n\n統括課長 岸 雪絵\n\n広報係長 泉 千明\n"
    found = read(HEAD + posts + DUTIES, tmp_path)
    units = {unit.name.value: unit for unit in found.records if isinstance(unit, OrgUnit)}
    assert {"統括課", "広報係"}.isdisjoint(units)
    assert (units["観測課"].certainty, units["観測課"].parent_id) == ("inferred", None)
    told = [finding for finding in found.findings if finding.code == "unit-named-by-title"]
    assert [dict(finding.values) for finding in told] == [{"unit": "観測課", "title": "観測課長"}]


def test_a_unit_that_the_chart_places_by_order_alone_is_the_one_of_the_duties(tmp_path: Path) -> None:
    bands = "≪観測部≫ 〈気象課〉\n\n〈調査課〉\n\n≪水質部≫ 〈分析課〉\n\n調査課長 岸 雪絵\n"
    found = read(HEAD + bands + DUTIES, tmp_path)
    units = {unit.id: unit for unit in found.records if isinstance(unit, OrgUnit)}
    (survey,) = [unit for unit in units.values() if unit.name.value == "調査課"]
    assert survey.parent_id
    assert units[survey.parent_id.value].name.value == "水質部"
    assert [row.unit for row in rows(found.records)] == ["調査課"]


@pytest.mark.parametrize(
    ("contact", "people"),
    [("調査課長 岸 雪絵", 1), ("課長 岸 雪絵", 1), ("担当係長 岸 雪絵", 2), ("調査課長 平 久", 2)],
)
def test_a_name_of_chart_and_contact_block(contact: str, people: int, tmp_path: Path) -> None:
    cover = f"令和4年度 湖沼局 事業概要\n{contact}\n電話 045-671-4711\n\n\n\n"
    found = read(cover + "湖沼局組織図\n\n調査課長 岸 雪絵\n\n担当課長 泉 千明\n", tmp_path)
    names = [person.id for person in found.records if isinstance(person, Person)]
    assert len(set(names)) == len(names) == people + 1
    assert len(rows(found.records)) == 3
    doubts = [finding for finding in found.findings if finding.code == "people-namesakes"]
    assert len(doubts) == (1 if contact.startswith("担当") else 0)
