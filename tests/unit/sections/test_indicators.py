"""Indicators: whole tables, and rows that a text has torn apart."""

from __future__ import annotations

from pathlib import Path

from kokusai_extract.model.finding import Result
from kokusai_extract.model.international import Indicator
from kokusai_extract.model.records import Record
from kokusai_extract.sections.indicators import extract
from tests.support.texts import context, segmented

CORPUS = Path(__file__).parents[2] / "corpus"
SAMPLE = Path(__file__).parents[3] / "raw/2015/kokusai-2015-jigyo-gaiyo.pdf"
COLUMNS = ("policy", "name", "baseline", "baseline_period", "target", "target_period", "responsible")


def read(text: str) -> Result[Record]:
    document, segmentation = segmented("川辺市総合計画における施策\n" + text)
    (section,) = [section for section in segmentation.sections if section.kind == "indicators"]
    return extract(section, context(document))


def shown(items: tuple[Record, ...]) -> list[tuple[str, ...]]:
    rows = []
    for item in items:
        if isinstance(item, Indicator):
            values = [getattr(item, column) for column in COLUMNS]
            plain = [value.value if value else "" for value in values]
            rows.append((*plain[:-1], " ".join(plain[-1]), item.certainty or ""))
    return rows


def test_a_table_in_columns() -> None:
    result = read(
        "施策\t指標\t直近の現状値\t目標値(29年度)\t所管\n"
        "水辺の再生\t清掃の回数\t4回(25年度)\t12回\t環境局、道路局\n"
        "水辺の再生\t計画の策定\t-\t策定\t環境局\n"
    )
    assert shown(result.items) == [
        ("水辺の再生", "清掃の回数", "4回", "25年度", "12回", "29年度", "環境局 道路局", "stated"),
        ("水辺の再生", "計画の策定", "", "", "策定", "29年度", "環境局", "stated"),
    ]


def test_values_behind_a_label_that_counts_the_same_are_its_own() -> None:
    result = read("指標 現状値 目標値\n清掃に加わった\n人数\n4人\n(25年度)\n40人\n(4か年)\n")
    assert shown(result.items) == [("", "清掃に加わった人数", "4人", "25年度", "40人", "4か年", "", "inferred")]
    assert [finding.code for finding in result.findings] == ["indicator-rows-inferred"]


def test_values_without_a_label_go_to_the_only_one_that_counts_so() -> None:
    result = read("水辺の再生\n所管\n4人\n(25年度)\n40人\n(4か年)\n会議の件数\n3件\n9件\n参加人数\n")
    assert shown(result.items) == [
        ("水辺の再生", "会議の件数", "3件", "", "9件", "", "", "inferred"),
        ("水辺の再生", "参加人数", "4人", "25年度", "40人", "4か年", "", "inferred"),
    ]
    assert "indicator-values-by-elimination" in {finding.code for finding in result.findings}


def test_values_that_fit_two_labels_are_given_to_none() -> None:
    result = read("水辺の再生\n所管\n4人\n40人\n会議の件数\n3件\n9件\n参加人数\n\n来訪人数\n")
    assert [row[2:6] for row in shown(result.items)[1:]] == [("", "", "", ""), ("", "", "", "")]
    doubts = [finding for finding in result.findings if finding.code == "indicator-values-open"]
    assert [dict(doubt.values)["candidates"] for doubt in doubts] == ["4人、40人", "4人、40人"]


def test_a_label_takes_no_values_of_another_kind() -> None:
    result = read("満足の割合\n4人\n40人\n会議の件数\n3件\n9件\n")
    assert ("", "満足の割合", "", "", "", "", "", "") in shown(result.items)


def test_which_policy_is_open_once_the_columns_mix() -> None:
    text = (
        "水辺の再生\n\n会議の件数\n3件\n9件\n緑の保全\n\n植樹の本数\n5本\n8本\n環境局、\n道路局\n参加人数\n4人\n40人\n"
    )
    result = read(text)
    assert [row[:2] for row in shown(result.items)] == [
        ("水辺の再生", "会議の件数"),
        ("緑の保全", "植樹の本数"),
        ("", "参加人数"),
    ]
    codes = {finding.code: dict(finding.values) for finding in result.findings}
    assert codes["indicator-policy-open"]["candidates"] == "水辺の再生、緑の保全"
    assert codes["indicator-responsible-open"]["lists"] == "環境局、道路局"


def test_a_label_in_two_lines_that_may_be_two_labels_is_in_no_fact() -> None:
    result = read("水辺の再生\n会議の件数\n3件\n9件\n")
    assert shown(result.items) == []
    assert [dict(f.values)["text"] for f in result.findings if f.code == "indicator-row-unread"] == [
        "水辺の再生会議の件数"
    ]


def test_a_word_cut_by_a_line_end_is_one_name() -> None:
    assert [row[1] for row in shown(read("研修の受け\n入れ人数\n3人\n9人\n").items)] == ["研修の受け入れ人数"]
