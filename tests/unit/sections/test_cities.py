"""Lists of cities: maps with signs, tables, lists under headings, whole and torn."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kokusai_extract.model.finding import Result
from kokusai_extract.model.international import City, CityLink
from kokusai_extract.model.records import Record
from kokusai_extract.sections.cities import extract
from tests.support.texts import context, segmented

CORPUS = Path(__file__).parents[2] / "corpus"
SAMPLE = Path(__file__).parents[3] / "raw/2015/kokusai-2015-jigyo-gaiyo.pdf"
HEAD = "川辺市の姉妹・友好都市等\n"


def read(text: str) -> Result[Record]:
    document, segmentation = segmented(HEAD + text)
    (section,) = [section for section in segmentation.sections if section.kind == "cities"]
    return extract(section, context(document))


def links(result: Result[Record]) -> list[CityLink]:
    return [item for item in result.items if isinstance(item, CityLink)]


def shown(result: Result[Record]) -> list[tuple[str, str | None, str | None]]:
    return [
        (link.printed_name.value, link.kind and link.kind.value, link.since and link.since.value)
        for link in links(result)
    ]


def codes(result: Result[Record]) -> Counter[str]:
    return Counter(finding.code for finding in result.findings)


def test_a_table_gives_city_country_kind_and_date() -> None:
    result = read(
        "都市名\t国名\t区分\t提携年月日\n"
        "リヨン\tフランス\t姉妹都市\t1959(昭和34)年4月\n"
        "マニラ\tフィリピン\tパートナー都市\t昭和40年7月1日\n"
    )
    assert shown(result) == [("リヨン", "sister_city", "1959-04"), ("マニラ", "partner_city", "1965-07-01")]
    assert [link.country and link.country.value for link in links(result)] == ["フランス", "フィリピン"]
    assert codes(result) == {}


def test_lists_under_headings_take_their_kind_from_them() -> None:
    result = read(
        "【姉妹都市】(2都市)\nサンディエゴ(アメリカ合衆国) 1957年10月29日\n上海(中国)\n"
        "【パートナー都市】(3都市)\nハノイ、バンコク\n"
    )
    assert shown(result) == [
        ("サンディエゴ", "sister_city", "1957-10-29"),
        ("上海", "sister_city", None),
        ("ハノイ", "partner_city", None),
        ("バンコク", "partner_city", None),
    ]
    (finding,) = result.findings
    assert (finding.code, finding.expected, finding.actual) == ("city-count-differs", "3", "2")


def test_names_in_a_row_have_their_own_country_and_date_each() -> None:
    result = read(
        "姉妹都市(3都市):サンディエゴ(アメリカ、1957年10月)、リヨン(フランス)、ムンバイ\n"
        "・パートナー都市：北京、釜山、ホーチミン、ハノイ、台北、仁川、フランクフルト、テルアビブ\n"
    )
    assert shown(result)[:3] == [
        ("サンディエゴ", "sister_city", "1957-10"),
        ("リヨン", "sister_city", None),
        ("ムンバイ", "sister_city", None),
    ]
    assert [link.country and link.country.value for link in links(result)][:3] == ["アメリカ", "フランス", None]
    assert len(links(result)) == 11
    assert codes(result) == {}


def test_what_is_no_name_among_names_is_told() -> None:
    result = read("姉妹都市:リヨン、ほか3都市、上海\n")
    assert [name for name, _, _ in shown(result)] == ["リヨン", "上海"]
    assert [dict(f.values)["text"] for f in result.findings] == ["ほか3都市"]


def test_numbered_lines_are_list_items() -> None:
    result = read("姉妹港\n1 オークランド港(アメリカ) 昭和55年5月提携\n2 バンクーバー港(カナダ) 昭和56年7月\n")
    assert shown(result) == [
        ("オークランド港", "sister_port", "1980-05"),
        ("バンクーバー港", "sister_port", "1981-07"),
    ]


def test_a_legend_explains_signs_and_a_place_with_two_has_two_ties() -> None:
    result = read("●■ 上海\n◎ ハノイ\n◇ セブ\n● 姉妹都市 ◎ パートナー都市\n■ 海外事務所\n◇ 姉妹港・貿易協力港\n")
    assert shown(result) == [
        ("上海", "sister_city", None),
        ("上海", "overseas_office_city", None),
        ("ハノイ", "partner_city", None),
        ("セブ", None, None),
    ]
    (open_one,) = [link.kind_candidates for link in links(result) if link.kind_candidates]
    assert open_one.value == ("sister_port", "trade_port")
    assert codes(result) == {"city-kind-several": 1}


def test_signs_that_were_lost_leave_the_kind_open() -> None:
    result = read("上海\nハノイ\n● 姉妹都市 ◎ パートナー都市\n")
    assert shown(result) == [("上海", None, None), ("ハノイ", None, None)]
    assert codes(result) == {"city-sign-lost": 1}


def test_a_label_torn_over_lines_is_one_place() -> None:
    result = read("Port of \nDalian\n大連港\nFrankfurt am\nMain\nフランクフルト\n・アム・マイン\n")
    assert [
        (link.printed_name.value, link.printed_name_en.value) for link in links(result) if link.printed_name_en
    ] == [
        ("大連港", "Port of Dalian"),
        ("フランクフルト・アム・マイン", "Frankfurt am Main"),
    ]
    cities = {item.id: item for item in result.items if isinstance(item, City)}
    port, city = (cities[link.city_id or ""] for link in links(result))
    assert (port.place, port.country_code, city.place, city.country_code) == ("port", "CN", "city", "DE")


def test_a_label_whose_two_names_disagree_is_left_open() -> None:
    result = read("Lyon\nマニラ\n")
    assert links(result)[0].city_id is None
    (finding,) = [f for f in result.findings if f.code == "city-unresolved"]
    assert "Manila" in dict(finding.values)["candidates"] and "Lyon" in dict(finding.values)["candidates"]


@pytest.mark.parametrize(
    ("line", "country"), [("ハミルトン", None), ("ハミルトン(カナダ)", "CA"), ("バンクーバー(アメリカ)", "US")]
)
def test_a_name_of_several_places_needs_its_country(line: str, country: str | None) -> None:
    result = read(f"【姉妹都市】\n{line}\n")
    found = [item.country_code for item in result.items if isinstance(item, City)]
    assert found == ([country] if country else [])
    assert codes(result)["city-unresolved"] == (0 if country else 1)


def test_an_unknown_name_stays_as_printed() -> None:
    result = read("【姉妹都市】\nヌルヌルポリス\n")
    assert shown(result) == [("ヌルヌルポリス", "sister_city", None)]
    assert codes(result) == {"city-unresolved": 1}


def test_a_date_with_two_readings_is_not_chosen_from() -> None:
    result = read("【姉妹都市】\nリヨン 1959(昭和35)年4月\n")
    assert shown(result) == [("リヨン", "sister_city", None)]
    assert codes(result) == {"city-date-contradicts": 1}


def test_parts_of_the_world_and_notes_are_no_places() -> None:
    result = read("【姉妹都市】\nアジア\n上海\n北米・中南米\n※ 平成27年4月現在\n")
    assert [name for name, _, _ in shown(result)] == ["上海"]


def test_a_line_that_is_no_place_is_named() -> None:
    assert codes(read("上海\n事務局\n"))["city-line-unread"] == 1
