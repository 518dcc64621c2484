"""Units and their duties, in the numbering styles seen, whole and damaged."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kokusai_extract.model.finding import Result
from kokusai_extract.model.records import Duty, OrgUnit, Record
from kokusai_extract.sections.duties import extract
from tests.support.texts import context, segmented, segmented_file

CORPUS = Path(__file__).parents[2] / "corpus"


def read(text: str, bureau: str = "市民局") -> Result[Record]:
    document, segmentation = segmented(text)
    (section,) = [section for section in segmentation.sections if section.kind == "duties"]
    return extract(section, context(document, bureau))


def duties(result: Result[Record]) -> list[tuple[str, str | None, str]]:
    names = {unit.id: unit.name.value for unit in result.items if isinstance(unit, OrgUnit)}
    return [
        (names[item.unit_id.value] if item.unit_id else "", item.number.value if item.number else None, item.text.value)
        for item in result.items
        if isinstance(item, Duty)
    ]  # fmt: skip


def tree(result: Result[Record]) -> list[tuple[str, str | None]]:
    names = {unit.id: unit.name.value for unit in result.items if isinstance(unit, OrgUnit)}
    return [
        (unit.name.value, names[unit.parent_id.value] if unit.parent_id else None)
        for unit in result.items
        if isinstance(unit, OrgUnit)
    ]


HEAD = "市民局 事務分掌\n総務部\n総務課\n"


@pytest.mark.parametrize(
    "lines",
    [
        "１ {}\n２ {}",
        "(1) {}\n(2) {}",
        "- (1) {}\n- (2) {}",
        "①{}\n②{}",
        "1. {}\n2. {}",
        "ア {}\nイ {}",
        "１\t{}\n２\t{}",
    ],
)
def test_numbering_styles(lines: str) -> None:
    result = read(HEAD + lines.format("人事に関すること。", "他の課の主管に属しないこと。"))
    assert [(unit, text) for unit, _, text in duties(result)] == [
        ("総務課", "人事に関すること。"),
        ("総務課", "他の課の主管に属しないこと。"),
    ]
    assert result.findings == ()


def test_a_duty_that_goes_on_in_the_next_line_is_one() -> None:
    result = read(HEAD + "１ 人事、文書、予算及び\n決算に関すること。\n２ 危機管理に関すること。")
    assert [text for _, _, text in duties(result)] == [
        "人事、文書、予算及び決算に関すること。",
        "危機管理に関すること。",
    ]


def test_the_tree_follows_from_the_levels_of_the_names() -> None:
    text = HEAD + "１ 人事に関すること。\n庶務係\n１ 文書に関すること。\n協働部\n地域課\n１ 地域に関すること。"
    assert tree(read(text)) == [
        ("市民局", None),
        ("総務部", "市民局"),
        ("総務課", "総務部"),
        ("庶務係", "総務課"),
        ("協働部", "市民局"),
        ("地域課", "協働部"),
    ]


def test_a_centre_stands_beside_the_divisions_and_the_other_reading_is_named() -> None:
    result = read(
        HEAD + "１ 人事に関すること。\n中央センター\n１ 窓口に関すること。\n南センター\n１ 窓口に関すること。"
    )
    assert tree(result)[-2:] == [("中央センター", "総務部"), ("南センター", "総務部")]
    notes = [dict(finding.values) for finding in result.findings if finding.code == "unit-parent-inferred"]
    assert [(note["unit"], note["other"]) for note in notes] == [
        ("中央センター", "総務課、市民局"),
        ("南センター", "総務課、市民局"),
    ]


def test_a_place_that_heads_divisions_stands_as_high_as_a_department() -> None:
    text = HEAD + "１ 人事に関すること。\n卸売市場\n管理課\n１ 市場に関すること。\n業務課\n１ 売買に関すること。"
    result = read(text)
    assert tree(result)[-3:] == [("卸売市場", "市民局"), ("管理課", "卸売市場"), ("業務課", "卸売市場")]
    notes = [dict(finding.values) for finding in result.findings if finding.code == "unit-parent-inferred"]
    assert [(note["unit"], note["other"]) for note in notes] == [
        ("卸売市場", "総務部"),
        ("管理課", "総務部"),
        ("業務課", "総務部"),
    ]


def test_a_division_behind_a_room_with_duties_may_belong_to_either() -> None:
    result = read(HEAD + "１ 人事に関すること。\n国際室\n１ 交流に関すること。\n広報課\n１ 広報に関すること。")
    assert tree(result)[-2:] == [("国際室", "総務部"), ("広報課", "総務部")]
    notes = [dict(finding.values) for finding in result.findings if finding.code == "unit-parent-inferred"]
    assert [(note["unit"], note["other"]) for note in notes] == [("国際室", "総務課、市民局"), ("広報課", "国際室")]


@pytest.mark.parametrize("number", ["１　", "(1) ", "① ", "ア　", "１．"])
def test_the_number_of_a_unit_is_no_part_of_its_name(number: str) -> None:
    result = read(f"事務分掌\n市民局\n総務部\n{number}総務課\n・人事に関すること。")
    assert tree(result)[-1] == ("総務課", "総務部")


def test_a_unit_that_is_called_by_a_number_keeps_it() -> None:
    assert tree(read("事務分掌\n市民局\n総務部\n第２課\n１ 人事に関すること。"))[-1] == ("第2課", "総務部")


def test_columns_without_rules_are_rows_where_units_stand_at_the_left_alone() -> None:
    text = (
        "市民局 事務分掌\n総務課\t庶務係\t１ 庶務に関すること。\n２ 文書に関すること。\n"
        "企画係\t１ 企画に関すること。\n交流課\t国際係\t１ 交流に関すること。\n"
    )
    assert [(unit, text) for unit, _, text in duties(read(text))] == [
        ("庶務係", "庶務に関すること。"),
        ("庶務係", "文書に関すること。"),
        ("企画係", "企画に関すること。"),
        ("国際係", "交流に関すること。"),
    ]


def test_two_columns_of_a_page_are_read_one_after_the_other() -> None:
    text = (
        "市民局 事務分掌\n総務課\t交流課\n１ 庶務に関すること。\t１ 交流に関すること。\n"
        "企画課\t２ 派遣に関すること。\n１ 企画に関すること。\t３ 連絡に関すること。\n"
    )
    assert [(unit, text) for unit, _, text in duties(read(text))] == [
        ("総務課", "庶務に関すること。"),
        ("企画課", "企画に関すること。"),
        ("交流課", "交流に関すること。"),
        ("交流課", "派遣に関すること。"),
        ("交流課", "連絡に関すること。"),
    ]


def test_bullets_begin_duties_that_end_without_a_full_stop() -> None:
    result = read(HEAD + "・人事に関すること\n・文書及び広報\n　に関すること\n○広聴に関すること\n")
    assert [(number, text) for _, number, text in duties(result)] == [
        (None, "人事に関すること"),
        (None, "文書及び広報に関すること"),
        (None, "広聴に関すること"),
    ]
    assert result.findings == ()


def test_a_bullet_in_the_midst_of_a_numbered_duty_begins_none() -> None:
    result = read(HEAD + "１ 文書、広聴\n・広報に関すること。\n")
    assert [text for _, _, text in duties(result)] == ["文書、広聴・広報に関すること。"]


def test_an_item_that_does_not_end_as_duties_do_is_told() -> None:
    result = read(HEAD + "１ 人事に関すること（他の課の主管を除く。）。\n２ 職員数\n")
    assert [finding.code for finding in result.findings] == ["duty-unlike"]


def test_two_items_on_one_line_are_two() -> None:
    result = read(HEAD + "(1) 人事に関すること。(2) 文書に関すること（他の課を除く。）。")
    assert [(number, text) for _, number, text in duties(result)] == [
        ("1", "人事に関すること。"),
        ("2", "文書に関すること(他の課を除く。)。"),
    ]


def test_items_in_brackets_hang_under_the_letters_without() -> None:
    items = (
        "ア　区の連絡に関すること。",
        "（ア）区長に関すること。",
        "（イ）区民に関すること。",
        "イ　広報に関すること。",
    )
    text = HEAD + "\n".join(items)
    assert [number for _, number, _ in duties(read(text))] == ["ア", "ア(ア)", "ア(イ)", "イ"]


@pytest.mark.parametrize(
    ("lines", "expected", "actual"),
    [
        ("１ 甲に関すること。\n３ 乙に関すること。", "2", "3"),
        ("２ 甲に関すること。", "1", "2"),
        ("１ 甲に関すること。\n２ 乙に関すること。\n２ 丙に関すること。", "3", "2"),
    ],
)
def test_a_number_out_of_order_is_a_finding(lines: str, expected: str, actual: str) -> None:
    gaps = [finding for finding in read(HEAD + lines).findings if finding.code == "duty-number-gap"]
    assert [(gap.expected, gap.actual) for gap in gaps] == [(expected, actual)]


def test_numbers_that_begin_again_have_lost_their_heading() -> None:
    result = read(HEAD + "１ 人事に関すること。\n２ 文書に関すること。\n１ 広報に関すること。\n２ 広聴に関すること。")
    assert [(unit, number) for unit, number, _ in duties(result)] == [
        ("総務課", "1"),
        ("総務課", "2"),
        ("", "1"),
        ("", "2"),
    ]
    assert [finding.code for finding in result.findings] == ["duty-without-unit", "duty-without-unit"]


def test_what_is_printed_twice_is_kept_twice() -> None:
    result = read(HEAD + "１ 人事に関すること。\n２ 文書に関すること。\n２ 文書に関すること。")
    ids = [item.id for item in result.items if isinstance(item, Duty)]
    assert len(ids) == 3
    assert ids[2] == ids[1] + "~2"


def test_items_of_a_duty_are_cited_under_its_number() -> None:
    text = HEAD + "１ 次の事務に関すること。\n(1) 人事に関すること。\n(2) 文書に関すること。\n２ 広報に関すること。"
    result = read(text)
    assert [number for _, number, _ in duties(result)] == ["1", "1(1)", "1(2)", "2"]
    assert result.findings == ()


def test_a_department_and_its_division_may_share_a_line() -> None:
    result = read("市民局 事務分掌\n総務部　総務課\n１ 人事に関すること。")
    assert tree(result) == [("市民局", None), ("総務部", "市民局"), ("総務課", "総務部")]


def test_a_telephone_beside_a_unit_is_named() -> None:
    result = read("市民局 事務分掌\n総務部\n総務課（電話 045-671-0000）\n１ 人事に関すること。")
    assert tree(result)[-1] == ("総務課", "総務部")
    assert [finding.code for finding in result.findings] == ["unit-note-unread"]


def test_two_columns_are_read_one_after_the_other() -> None:
    columns = (
        "総務課\t広報課\n１ 人事に関すること。\t１ 広報に関すること。\n２ 文書に関すること。\t２ 広聴に関すること。"
    )
    result = read("市民局 事務分掌\n総務部\n" + columns)
    assert [(unit, number) for unit, number, _ in duties(result)] == [
        ("総務課", "1"),
        ("総務課", "2"),
        ("広報課", "1"),
        ("広報課", "2"),
    ]


def test_lines_that_are_neither_unit_nor_duty_are_named() -> None:
    result = read(HEAD + "１ 人事に関すること。\n写真 庁舎の外観")
    assert [dict(f.values)["text"] for f in result.findings if f.code == "duty-line-unread"] == ["写真 庁舎の外観"]


def test_a_unit_with_nothing_under_it_is_named() -> None:
    result = read(HEAD + "１ 人事に関すること。\n広報課\n")
    assert [dict(f.values)["unit"] for f in result.findings if f.code == "unit-without-duties"] == ["広報課"]


def test_the_mark_of_a_draft_is_no_duty() -> None:
    result = read(HEAD + "１ 人事に関すること。\n(案)")
    assert result.findings == ()
    assert len(duties(result)) == 1


def test_a_lost_heading_of_a_division_is_suspected() -> None:
    result = read("市民局 事務分掌\n総務部\n１ 人事に関すること。\n協働部\n地域課\n１ 地域に関すること。")
    assert [finding.code for finding in result.findings] == ["duty-under-department"]


def test_a_lost_heading_of_a_department_is_suspected() -> None:
    result = read("市民局 事務分掌\n総務課\n１ 人事に関すること。\n協働部\n地域課\n１ 地域に関すること。")
    assert [finding.code for finding in result.findings] == ["unit-level-skipped"]


def test_divisions_alone_are_no_loss() -> None:
    assert read("市民局 事務分掌\n総務課\n１ 人事に関すること。\n広報課\n１ 広報に関すること。").findings == ()


def test_every_fact_says_where_it_is_printed() -> None:
    result = read(HEAD + "１ 人事、文書、予算及び\n決算に関すること。")
    (duty,) = [item for item in result.items if isinstance(item, Duty)]
    assert [(anchor.line, anchor.quote) for anchor in duty.text.anchors] == [
        (4, "人事、文書、予算及び"),
        (5, "決算に関すること。"),
    ]
    assert duty.unit_id
    assert duty.unit_id.anchors[0].quote == "総務課"


@pytest.mark.seeds
@pytest.mark.parametrize("year", ["2015", "2022"])
def test_the_duties_and_units_of_the_real_texts(shared: Path, year: str) -> None:
    document, segmentation = segmented_file(shared / f"seeds/kokusai-{year}.txt")
    (section,) = [section for section in segmentation.sections if section.kind == "duties"]
    result = extract(section, context(document, "国際局"))
    folder = CORPUS / f"kokusai-{year}-text" / "expected"
    with (folder / "duties.csv").open(encoding="utf-8") as file:
        expected = [(row["unit"], row["number"], row["text"]) for row in csv.DictReader(file)]
    with (folder / "units.csv").open(encoding="utf-8") as file:
        units = [(row["name"], row["parent"] or None) for row in csv.DictReader(file)]
    assert duties(result) == expected
    assert tree(result) == units
