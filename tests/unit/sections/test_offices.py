"""Offices abroad: lists, tables and enumerating sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.model.finding import Result
from kokusai_extract.model.international import City, Office
from kokusai_extract.model.records import Record
from kokusai_extract.sections.offices import enumerated, extract
from tests.support.texts import context, folded, segmented

CORPUS = Path(__file__).parents[2] / "corpus"
RAW = Path(__file__).parents[3] / "raw"


def read(text: str) -> Result[Record]:
    document, segmentation = segmented("海外事務所一覧\n" + text)
    (section,) = [section for section in segmentation.sections if section.kind == "offices"]
    return extract(section, context(document))


def shown(items: tuple[Record, ...]) -> list[tuple[str | None, ...]]:
    cities = {item.id: item for item in items if isinstance(item, City)}
    return [
        (
            office.name.value,
            office.jurisdiction.value if office.jurisdiction else None,
            cities[office.city_id].name if office.city_id else None,
            office.note.value if office.note else None,
        )
        for office in items
        if isinstance(office, Office)
    ]


def test_several_offices_on_a_line() -> None:
    result = read("●上海事務所《中国》●南米事務所(サンパウロ)《南米》\n")
    assert shown(result.items) == [("上海事務所", "中国", "上海", None), ("南米事務所", "南米", "サンパウロ", None)]


def test_an_entry_that_goes_on_in_the_next_line() -> None:
    result = read("●リヨン事務所\n《欧州》\n")
    assert shown(result.items) == [("リヨン事務所", "欧州", "リヨン", None)]


def test_a_name_at_the_head_of_a_line_with_a_note_behind_it() -> None:
    lines = (
        "ロンドン事務所  《欧州》",
        "リヨン事務所　令和２年10月開設",
        "本市の海外事務所",
        "上海事務所は 閉じました。",
    )
    result = read("\n".join(lines))
    assert shown(result.items) == [
        ("ロンドン事務所", "欧州", "ロンドン", None),
        ("リヨン事務所", None, "リヨン", "令和2年10月開設"),
    ]


def test_a_table() -> None:
    result = read("事務所名\t所在地\t所管地域\t備考\n米州事務所\tシカゴ\t北米\t平成30年開設\n")
    assert shown(result.items) == [("米州事務所", "北米", "シカゴ", "平成30年開設")]


def test_an_office_that_moves_stands_where_it_moves_to() -> None:
    result = read(
        "●アジア事務所(現ハノイ事務所)《東南アジア》\nハノイ事務所は、令和5年度にタイ・バンコクへ移転します。\n"
    )
    assert shown(result.items) == [("アジア事務所", "東南アジア", "バンコク", "現ハノイ事務所")]
    (move,) = result.findings
    assert (move.code, dict(move.values)["origin"], dict(move.values)["place"]) == (
        "office-moves",
        "ハノイ",
        "バンコク",
    )


def test_where_an_office_stands_may_stay_open() -> None:
    result = read("●欧州事務所《欧州》\n")
    assert shown(result.items) == [("欧州事務所", "欧州", None, None)]
    assert [finding.code for finding in result.findings] == ["office-city-open"]


def test_brackets_may_hold_the_jurisdiction() -> None:
    assert shown(read("・上海事務所(中国)\n・ソウル事務所(韓国)\n").items)[1] == (
        "ソウル事務所",
        "韓国",
        "ソウル",
        None,
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("リヨン(フランス)、上海(中国)と来年開設予定のハノイ(ベトナム)の3つの海外事務所を", 3),
        ("リヨン(フランス)、上海(中国)の3つの海外事務所を", 0),
        ("会議(東京)、研修(大阪)の2つの事務所を", 0),
    ],
)
def test_a_sentence_that_counts_what_it_enumerates(text: str, names: int) -> None:
    document = folded(text)
    items = enumerated(document.passage, context(document)).items
    assert len(shown(items)) == names
    if names:
        assert shown(items)[2] == ("ハノイ事務所", None, "ハノイ", "来年開設予定")
