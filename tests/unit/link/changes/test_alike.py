"""How alike texts are, and which words differ."""

from __future__ import annotations

import pytest

from kokusai_extract.link.changes.alike import (
    duty_core,
    marks,
    programme_keys,
    similarity,
    stem,
    terms,
)


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("水鳥の観察に関すること。", "水鳥の観察"),
        ("水鳥の観察に関すること", "水鳥の観察"),
        ("水鳥の観察に関する事務。", "水鳥の観察"),
        ("水鳥の 観察 に関すること。", "水鳥の観察"),
        ("水鳥の観察。", "水鳥の観察"),
        ("水鳥の観察", "水鳥の観察"),
        ("他の課の主管に属しないこと。", "他の課の主管に属しないこと"),
    ],
)
def test_what_a_duty_is_about(text: str, core: str) -> None:
    assert duty_core(text) == core


@pytest.mark.parametrize(
    ("core", "expected"),
    [
        ("水鳥の観察、湖畔の清掃", {"水鳥の観察", "湖畔の清掃"}),
        ("水鳥の観察及び湖畔の清掃並びに釣り大会", {"水鳥の観察", "湖畔の清掃", "釣り大会"}),
        ("湖沼団体等との連絡調整", {"湖沼団体", "連絡調整"}),
        ("男女平等の推進", {"男女平等の推進"}),
        ("高等学校との連携", {"高等学校との連携"}),
        ("企画、立案、調整", set()),
    ],
)
def test_the_matters_that_a_duty_lists(core: str, expected: set[str]) -> None:
    assert terms(core) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("湖畔清掃の推進", "湖畔清掃推進費"),
        ("水鳥調査事業費", "水鳥調査事業"),
        ("水鳥協会(MTK)補助金", "水鳥協会補助金"),
        ("水鳥 調査事業", "水鳥調査事業"),
    ],
)
def test_names_that_say_one_programme(one: str, other: str) -> None:
    assert programme_keys(one) & programme_keys(other)


def test_a_name_in_brackets_is_a_name_too() -> None:
    assert programme_keys("公民連携による水質調査事業費(W-LAKE事業費)") & programme_keys("W-LAKE事業")
    assert not programme_keys("水質調査事業(新規)") & programme_keys("新規")


def test_a_name_is_never_left_empty() -> None:
    assert programme_keys("費") == {"費"}
    assert programme_keys("(仮称)") == {"(仮称)"}
    assert stem("課") == "課"


def test_the_word_for_a_kind_of_unit_is_not_what_a_unit_is_called() -> None:
    assert (stem("水辺課"), stem("水辺推進室"), stem("湖沼事務所")) == ("水辺", "水辺推進", "湖沼")


def marked(one: str, other: str) -> tuple[list[str], list[str]]:
    here, there = marks(one, other)
    return [one[slice(*span)] for span in here], [other[slice(*span)] for span in there]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("水鳥の観察に関すること。", "水鳥の調査に関すること。", (["観察"], ["調査"])),
        ("水鳥の観察に関すること。", "水鳥及び昆虫の観察に関すること。", ([], ["及び昆虫"])),
        ("水鳥の観察、湖畔の清掃に関すること。", "湖畔の清掃に関すること。", (["水鳥の観察、"], [])),
        ("連絡調整", "連携", (["絡調整"], ["携"])),
        ("同じ", "同じ", ([], [])),
        ("", "新", ([], ["新"])),
    ],
)
def test_the_words_that_differ_are_marked(one: str, other: str, expected: tuple[list[str], list[str]]) -> None:
    assert marked(one, other) == expected


def test_one_character_between_changes_is_no_word() -> None:
    assert marked("甲乙の丙丁", "戊己の庚辛") == (["甲乙の丙丁"], ["戊己の庚辛"])


def test_similarity_is_symmetric_and_runs_from_0_to_1() -> None:
    assert similarity("水鳥", "水鳥") == 1
    assert similarity("水鳥", "湖畔") == 0
    assert similarity("水鳥の調査", "調査の水鳥") == similarity("調査の水鳥", "水鳥の調査")
