"""Charts as plain text: what one block states, what only order and elimination leave, and what stays open."""

from __future__ import annotations

import pytest

from kokusai_extract.model.finding import Result
from kokusai_extract.model.records import Post, Record
from kokusai_extract.sections.org_chart import extract
from tests.support.staff import codes, pairs, rows, tree
from tests.support.texts import context, segmented


def read(text: str) -> Result[Record]:
    document, segmentation = segmented("湖沼局組織図\n\n" + text)
    (section,) = [section for section in segmentation.sections if section.kind == "org_chart"]
    return extract(section, context(document, "湖沼局"))


@pytest.mark.parametrize(
    "text",
    [
        "水質課長 岸 雪絵\n\n担当係長 平 久",
        "水質課長\n岸 雪絵\n\n担当係長\n平 久",
        "水質課長\n岸 雪絵\n担当係長\n平 久",
        "水 質 課 長\n岸　雪絵\n\n担当係長　平　久",
        "水質課長岸雪絵\n\n担当係長平 久",
        "水質\n課長\n岸 雪絵\n\n担当係長\t平 久",
        "├─水質課長　　岸　雪絵\n│　└─担当係長　平　久\n│\n└┐",
        "┣━水質課長━━岸 雪絵\n┃\n┗━担当係長━━平 久",
    ],
)
def test_one_line_or_one_block_states_a_pair(text: str) -> None:
    result = read(text)
    assert pairs(result) == [("水質課長", "岸 雪絵", "stated"), ("担当係長", "平 久", "stated")]
    assert result.findings == ()


def test_the_name_first_where_all_blocks_have_it_first() -> None:
    result = read("岸 雪絵\n水質課長\n\n平 久\n担当係長\n\n森 大樹\n主査")
    assert {certainty for _, _, certainty in pairs(result)} == {"stated"}
    assert [name for _, name, _ in pairs(result)] == ["岸 雪絵", "平 久", "森 大樹"]


def test_a_name_before_its_title_only_now_and_then_is_no_pair() -> None:
    result = read("水質課長\n泉 千明\n\n岸 雪絵\n観測課長\n\n平 久\n担当係長")
    assert [row for row in pairs(result) if row[2]] == [("水質課長", "泉 千明", "stated")]


BOTH = [("総務係長", "岸 雪絵"), ("企画係長", "平 久")]


@pytest.mark.parametrize(
    ("text", "inferred", "code"),
    [
        ("総務係長\n\n企画係長\n\n岸 雪絵\n\n平 久", BOTH, "people-paired-by-order"),
        ("総務係長\n企画係長\n岸 雪絵\n平 久", BOTH, "people-paired-by-order"),
        ("総務係長\n\n岸 雪絵\n\n企画係長\n\n平 久", BOTH, "people-paired-by-order"),
        ("総務係長 企画係長\n岸 雪絵 平 久", BOTH, "people-paired-by-columns"),
        ("主査\n総務係長 岸 雪絵\n企画係長 平 久", BOTH, "people-paired-by-line"),
        ("平 久\n\n水質課長\n泉 千明\n\n企画係長", BOTH[1:], "people-paired-by-elimination"),
        ("副局長\n岸 雪絵\n\n水質部長\n＜副局長兼務＞", [("水質部長", "岸 雪絵")], "people-held-concurrently"),
    ],
)
def test_what_only_one_way_is_left_for_is_inferred_with_its_reason(
    text: str, inferred: list[tuple[str, str]], code: str
) -> None:
    result = read(text)
    assert [row[:2] for row in pairs(result) if row[2] == "inferred"] == inferred
    assert codes(result).count(code) == len(inferred)


@pytest.mark.parametrize(
    "text",
    [
        "総務係長\n\n企画係長\n\n岸 雪絵",
        "総務係長\n\n岸 雪絵\n\n平 久",
        "総務係長\n\n水質課長\n泉 千明\n\n岸 雪絵\n\n別掲のとおり調整する",
        "総務係長\n企画係長\n岸 雪絵",
    ],
)
def test_what_two_ways_are_left_for_stays_open_and_names_the_candidates(text: str) -> None:
    result = read(text)
    assert {row for row in pairs(result) if row[2]} <= {("水質課長", "泉 千明", "stated")}
    assert "people-post-open" in codes(result)
    assert "people-name-open" in codes(result)
    opened = [finding for finding in result.findings if finding.code == "people-name-open"]
    assert all(dict(finding.values)["candidates"] != "—" for finding in opened)


def test_an_extension_in_a_block_of_its_own_follows_its_post() -> None:
    result = read("水質課長\n岸 雪絵\n\n2290\n\n担当係長 平 久\n\n観測課長\n泉 千明\n\n2291")
    assert [(row.title, row.phone) for row in rows(result.items)] == [
        ("水質課長", "2290"),
        ("担当係長", None),
        ("観測課長", "2291"),
    ]
    assert codes(result) == ["people-extensions-by-order"]
    (post, *_) = [item for item in result.items if isinstance(item, Post)]
    assert post.phone
    assert post.phone.confidence == "inferred"


def test_extensions_that_two_orders_could_place_are_not_placed() -> None:
    result = read("担当係長\n森 大樹\n\n2290\n\n水質課長\n岸 雪絵\n\n2291\n\n担当係長\n泉 千明")
    assert {row.phone for row in rows(result.items)} == {None}
    assert codes(result) == ["people-extension-open"] * 2


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("水質課長\n岸 雪絵\n(2290)", "2290"),
        ("水質課長 岸 雪絵 227-7967", "227-7967"),
        ("水質課長 岸 雪絵 内)21301", "21301"),
        ("水質課長 岸 雪絵(内線 7587,7500)", "7587,7500"),
        ("水質課長\n岸 雪絵\n2290\n2291", None),
    ],
)
def test_extensions_of_every_form(text: str, phone: str | None) -> None:
    assert [row.phone for row in rows(read(text).items)] == [phone]


def test_posts_that_one_person_holds_beside_each_other() -> None:
    result = read("局長兼水質部長\n岸 雪絵\n\n副局長（観測部長事務取扱）\n平 久\n\n担当部長（理事兼務）\n泉 千明")
    assert [(row.title, row.name, row.concurrent) for row in rows(result.items)] == [
        ("局長", "岸 雪絵", None),
        ("水質部長", "岸 雪絵", True),
        ("副局長", "平 久", None),
        ("観測部長", "平 久", True),
        ("担当部長", "泉 千明", True),
    ]


def test_a_vacant_post_has_no_membership() -> None:
    result = read("水質課長 欠員\n\n担当係長 平 久")
    assert pairs(result) == [("担当係長", "平 久", "stated")]
    assert codes(result) == ["people-post-vacant"]


def test_units_by_their_level_and_titles_that_name_them() -> None:
    result = read(
        "≪水質部≫ 〈調査課〉\n\n〈分析課〉\n\n調査課長 岸 雪絵\n\n水質部担当部長 平 久\n\nリマ事務所長 泉 千明"
    )
    assert tree(result) == [
        ("湖沼局", None, "stated"),
        ("水質部", "湖沼局", "stated"),
        ("調査課", "水質部", "stated"),
        ("分析課", "水質部", "inferred"),
    ]
    assert [row.unit for row in rows(result.items)] == ["調査課", "水質部", "リマ事務所"]


def test_words_that_mean_nothing_are_named() -> None:
    result = read("水質課長 岸 雪絵\n\n(注)兼務を含まない\n\n水面利用計画班長期派遣中")
    assert codes(result) == ["people-chart-text-unread"]


def test_upright_words_torn_into_rows_give_nobody() -> None:
    result = read("水 観 担\n質 測 当\n課 課 係\n長 長 長\n岸 平 森\n雪   大\n絵 久 樹")
    assert pairs(result) == []


PLACED = """\
   湖沼局長                  水質部長               水質課長
   岸 雪絵                   平 久                  泉 千明
     2290                     2291                   2292
                                                                        主査           森 大樹
                             観測部長               測定課長
                             原 ルリ子              関 修
"""


def test_columns_that_a_text_keeps_are_read_by_place() -> None:
    result = read(PLACED)
    assert pairs(result) == [
        ("湖沼局長", "岸 雪絵", "inferred"),
        ("水質部長", "平 久", "inferred"),
        ("水質課長", "泉 千明", "inferred"),
        ("主査", "森 大樹", "inferred"),
        ("観測部長", "原 ルリ子", "inferred"),
        ("測定課長", "関 修", "inferred"),
    ]
    assert [row.phone for row in rows(result.items)] == ["2290", "2291", "2292", None, None, None]
    assert codes(result) == ["people-paired-by-place"] * 6


CROSSED = """\
   水質課長        観測課長
                   平 久      測定課長
   岸 雪絵                    泉 千明
"""
SHIFTED = """\
   岸 雪絵         平 久
                   観測課長
   水質課長
   泉 千明         森 大樹
   測定課長
"""
ASKEW = """\
   水質課長        観測課長
            岸 雪絵         平 久
   測定課長
"""


@pytest.mark.parametrize("text", [CROSSED, SHIFTED, ASKEW])
def test_places_that_two_readings_fit_pair_nobody_wrongly(text: str) -> None:
    right = {("水質課長", "岸 雪絵"), ("観測課長", "平 久"), ("測定課長", "泉 千明")}
    assert {(title, name) for title, name, _ in pairs(read(text)) if title and name} <= right


def test_names_ahead_of_their_titles_without_a_gap() -> None:
    result = read("岸 雪絵\n水質課長\n2290\n平 久\n観測課長\n泉 千明\n測定課長\n2292")
    assert [(row.title, row.name, row.certainty, row.phone) for row in rows(result.items)] == [
        ("水質課長", "岸 雪絵", "inferred", "2290"),
        ("観測課長", "平 久", "inferred", None),
        ("測定課長", "泉 千明", "inferred", "2292"),
    ]


def test_a_post_behind_another_with_its_area_in_brackets() -> None:
    result = read("理事（政策調整担当）水質部長事務取扱\n岸 雪絵\n\n水質課長 平 久")
    assert [(row.title, row.name, row.concurrent) for row in rows(result.items)] == [
        ("理事(政策調整担当)", "岸 雪絵", None),
        ("水質部長", "岸 雪絵", True),
        ("水質課長", "平 久", None),
    ]


BUREAUS = {
    "names in brackets, extensions in brackets": (
        "湖沼局長\n坂本 翔太(2290)\n\n総務部長（副局長兼務）\n岸　雪絵(2291)\n\n課長補佐（区調整係長）\n平 久（2292）",
        [("湖沼局長", "坂本 翔太", "2290"), ("総務部長", "岸 雪絵", "2291"), ("課長補佐(区調整係長)", "平 久", "2292")],
    ),
    "no extensions, two spaces, no space, one-character parts": (
        "湖沼局長　関山  誠\n\n水質部長　丸山晶子\n\n課長補佐(担当係長)　渡 淳\n\n担当係長　柴 政紀",
        [
            ("湖沼局長", "関山 誠", None),
            ("水質部長", "丸山 晶子", None),
            ("課長補佐(担当係長)", "渡 淳", None),
            ("担当係長", "柴 政紀", None),
        ],
    ),
    "inside lines": (
        "総務部　内)21301\n部長　岸 雪絵\n担当部長　平 久　内)21302\n\n庶務課\n課長　泉 千明　内)21311",
        [("部長", "岸 雪絵", None), ("担当部長", "平 久", "21302"), ("課長", "泉 千明", "21311")],
    ),
    "a contact block": (
        "世帯統計室\n室長　岸 雪絵\n室長補佐　平 久\n\n(代表電話) 03-5253-1111",
        [("室長", "岸 雪絵", None), ("室長補佐", "平 久", None)],
    ),
    "offices without a unit": (
        "危機管理監 泉 千明\n技監 森 大樹\n次長 関 修\n参事（調整担当課長） 原 ルリ子\n主幹 一ノ瀬 誠",
        [
            ("危機管理監", "泉 千明", None),
            ("技監", "森 大樹", None),
            ("次長", "関 修", None),
            ("参事(調整担当課長)", "原 ルリ子", None),
            ("主幹", "一ノ瀬 誠", None),
        ],
    ),
}


@pytest.mark.parametrize("shape", BUREAUS)
def test_charts_of_other_bureaus(shape: str) -> None:
    text, expected = BUREAUS[shape]
    result = read(text)
    assert [(row.title, row.name, row.phone) for row in rows(result.items)] == expected
    assert {row.certainty for row in rows(result.items)} == {"stated"}
