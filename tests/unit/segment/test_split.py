"""Sections by their headings, and by the look of their lines where a text is torn."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.segment.headings import heading_of
from tests.support.texts import passage, segmented, segmented_file

DUTIES = "市民局 事務分掌\n総務部\n総務課\n１ 人事に関すること。\n２ 文書に関すること。\n"


def kinds(text: str) -> list[str]:
    return [section.kind for section in segmented(text)[1].sections]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("機 構 図", "org_chart"),
        ("市民局組織図（令和元年5月20日現在）", "org_chart"),
        ("国 際 局  事 務 分 掌", "duties"),
        ("２ 令和５年度 文化観光局 事務分掌", "duties"),
        ("環境局 派遣職員一覧", "secondments"),
        ("(1) 令和4年度国際局予算総括表", "budget_summary"),
        ("１ 平成31年度 経済局予算の概要", "budget_summary"),
        ("２ 令和元年度国際局予算のポイント", "budget_highlights"),
        ("【事業別内訳】", "budget_breakdown"),
        ("主な各局国際関連事業の令和4年度予算の概要", "related_budget"),
        ("【参考】川崎市の姉妹・友好都市、海外事務所等", "cities"),
        ("中期4か年計画（2014-2017）における施策", "indicators"),
        ("目  次", "contents"),
        ("はじめに", "message"),
        ("令和元年度市民局運営方針", "policy"),
        ("Ⅲ　予算", "budget_summary"),
        ("２ 組織", "org_chart"),
        ("令和3年度 経済局当初予算の概要", "budget_summary"),
    ],
)
def test_a_heading(text: str, kind: str) -> None:
    heading = heading_of(passage(text))
    assert heading is not None
    assert heading.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "８つの姉妹・友好都市、７つのパートナー都市を中心とする世界の都市との連携",
        "３ 姉妹都市等友好委員会支援事業費",
        "・姉妹・友好都市との交流の推進",
        "３ 姉妹都市等友好委員会\t800千円\t(800千円)",
        "姉妹都市等\t800\t1,800",
        "1 局内の人事、文書、予算及び決算に関すること。",
        "予算",
        "組織",
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert heading_of(passage(text)) is None


def test_a_heading_may_have_a_name_or_a_date_at_its_right() -> None:
    _, result = segmented("令和5年度 事業計画書（様式①）\t川崎市市民局\n事業名\t5年度\t4年度\n広報\t1,200\t1,100\n")
    assert [section.kind for section in result.sections] == ["budget_summary"]


def test_every_line_is_in_one_section_or_left_out_by_a_named_rule() -> None:
    document, result = segmented(DUTIES + "\n\n\n\n・\n環境局 派遣職員一覧\n派遣先\t補職名\t氏名\n")
    placed = [line.line.number for section in result.sections for line in section.lines]
    placed += [line.line.number for line, rule in result.ignored if rule]
    assert sorted(placed) == [line.number for line in document.document.pages[0].lines]


def test_a_promise_of_the_contents_that_is_not_kept_is_a_finding() -> None:
    text = "機構及び事務分掌\n1 市民局機構図\t1ページ\n2 市民局事務分掌\t2ページ\n\n\n\n" + DUTIES
    _, result = segmented(text)
    assert [section.kind for section in result.sections] == ["cover", "contents", "duties"]
    missing = [finding for finding in result.findings if finding.code == "section-promised-missing"]
    assert [finding.expected for finding in missing] == ["org_chart"]


def test_a_promise_that_is_kept_is_none() -> None:
    chart = "市民局機構図\n総務課長\n山本 太郎\n\n\n\n"
    _, result = segmented("目次\n1 市民局機構図\t1\n2 市民局事務分掌\t2\n\n\n\n" + chart + DUTIES)
    assert [finding.code for finding in result.findings] == []


def test_lines_before_their_heading_on_a_torn_sheet_belong_to_it() -> None:
    torn = "はじめに\nご覧ください。\n\n\n\n合　　計 1,234 1,200 34\n令和5年度 予算総括表\n区　分\n"
    assert kinds(torn) == ["message", "budget_summary"]


def test_duties_without_a_heading_are_found_by_their_lines() -> None:
    assert kinds("令和5年度 事業概要\n市民局\n総務課\n１ 人事に関すること。\n２ 文書に関すること。\n") == [
        "cover",
        "duties",
    ]


def test_clauses_of_a_standard_are_no_duties_though_some_end_like_them() -> None:
    clauses = "\n".join(f"{n} 容器は、清潔で、十分な強さのあるものを用いる。" for n in range(1, 8))
    text = f"離乳食の自主基準\n{clauses}\n8 製造所の名を表示すること。\n9 保存の方法を表示すること。\n"
    assert "duties" not in kinds(text)


def test_duties_whose_heading_is_lost_are_found_behind_another_section() -> None:
    _, result = segmented(
        "市民局 派遣職員一覧\n派遣先\t補職名\t氏名\n総務部\n総務課\n１ 人事に関すること。\n２ 文書に関すること。\n"
    )
    assert [section.kind for section in result.sections] == ["secondments", "duties"]
    assert [finding.code for finding in result.findings] == ["section-without-heading"]


LEDGER_HEADS = "目\t本年度予算額\t前年度予算額\t比較\n節\t\t説明\n区分\t金額\t\n"


def test_a_ledger_is_known_by_the_heads_of_its_columns() -> None:
    above = "5款 衛生費\t9,120千円\n1項 保健費\t9,120千円\n"
    page = above + LEDGER_HEADS + "1 予防費\t9,120\t9,000\t120\n1 報酬\t9,120\t001 給与費 9,120\n"
    _, result = segmented(page + "\f" + page + "\f" + page)
    assert [section.kind for section in result.sections] == ["budget_ledger"]
    assert len(result.sections[0].lines) == 3 * page.count("\n"), "lines that every page repeats belong to the ledger"


def test_a_ledger_goes_on_over_a_page_without_heads() -> None:
    text = LEDGER_HEADS + "1 予防費\t9,120\t9,000\t120\n\f2 検診費\t120\t100\t20\n3 墓園費\t7\t7\t0\n"
    assert kinds(text) == ["budget_ledger"]


def test_a_table_of_another_kind_is_no_ledger() -> None:
    assert kinds("令和5年度 予算総括表\n区分\t本年度予算額\t前年度予算額\t比較\n広報費\t10\t9\t1\n") == [
        "budget_summary"
    ]


def test_figures_without_any_heading_of_a_budget_make_none() -> None:
    survey = "調査の結果\n所得\t1,234千円(1,200千円)\n支出\t1,000千円(900千円)\n貯蓄\t2,000千円(1,900千円)\n"
    assert "budget_breakdown" not in kinds("はじめに\nご覧ください。\f" + survey)
    assert "budget_breakdown" in kinds("令和5年度 事業別内訳\n1 広報費 500千円(400千円)\f" + survey)


def test_what_fits_nowhere_is_kept_with_a_finding() -> None:
    _, result = segmented("市民局 派遣職員一覧\n派遣先\t補職名\t氏名\n\n\n\n催しの様子\n")
    assert result.sections[-1].kind == "narrative"
    assert [finding.code for finding in result.findings] == ["segment-unheaded-lines"]


def test_a_page_number_is_left_out_and_a_figure_in_the_middle_is_not() -> None:
    _, result = segmented(DUTIES + "7\n\f" + "3813\n総務課\n8")
    ignored = {line.passage.text: rule for line, rule in result.ignored if rule != "blank"}
    assert ignored == {"7": "page-number", "8": "page-number"}


def test_two_page_numbers_on_one_sheet_are_left_out() -> None:
    _, result = segmented(DUTIES + "- 7 -\t- 8 -\n\f総務課\n１ 人事に関すること。\n- 9 -\t- 10 -\n")
    assert [rule for line, rule in result.ignored if "-" in line.passage.text] == ["page-number", "page-number"]


@pytest.mark.seeds
def test_the_published_ledgers_are_ledgers_from_their_first_line_on(shared: Path) -> None:
    for path in sorted((shared / "pdfs").glob("fuji-city_r8_sai*.pdf")):
        document, result = segmented_file(path)
        if not document.document.text.strip():
            continue
        assert [section.kind for section in result.sections] == ["budget_ledger"], path.name
        assert {rule for _, rule in result.ignored} <= {"page-number", "blank"}, path.name


@pytest.mark.seeds
def test_the_kinds_of_the_2015_text(shared: Path) -> None:
    _, result = segmented_file(shared / "seeds/kokusai-2015.txt")
    assert [section.kind for section in result.sections] == [
        "org_chart", "duties", "contents", "message", "contents", "policy", "cities", "budget_summary",
        "budget_highlights", "budget_breakdown", "narrative", "budget_breakdown", "narrative", "indicators", "cover",
    ]  # fmt: skip


@pytest.mark.seeds
def test_the_2022_text_promises_a_chart_that_it_does_not_hold(shared: Path) -> None:
    _, result = segmented_file(shared / "seeds/kokusai-2022.txt")
    found = {section.kind for section in result.sections}
    assert found == {
        "cover", "contents", "secondments", "duties", "message", "policy", "budget_summary", "budget_highlights",
        "budget_breakdown", "offices", "cities", "related_budget", "narrative",
    }  # fmt: skip
    missing = [finding.expected for finding in result.findings if finding.code == "section-promised-missing"]
    assert missing == ["org_chart", "cities"]


def test_a_roman_heading_of_unknown_kind_ends_the_section_before_it() -> None:
    text = "Ⅰ 市民局 事務分掌\n総務課\n１ 人事に関すること。\nⅡ 職員数\n係長 15人\nⅢ 予算\n（単位：千円）\n"
    _, segmentation = segmented(text)
    assert [section.kind for section in segmentation.sections] == ["duties", "narrative", "budget_summary"]
    (duties, staff, _) = segmentation.sections
    assert [line.passage.text for line in duties.lines] == ["I 市民局 事務分掌", "総務課", "1 人事に関すること。"]
    assert staff.heading is not None
    assert staff.heading.text == "職員数"


def test_a_heading_that_only_the_contents_know_ends_the_section_before_it() -> None:
    contents = "目次\n１ 市民局事務分掌 1\n２ 庁舎の案内 2\n３ 姉妹都市一覧 3\n\n\n\n\n"
    text = (
        contents
        + "１ 市民局事務分掌\n総務課\n１ 人事に関すること。\n２ 庁舎の案内\n本庁舎の２階\n３ 姉妹都市一覧\nリヨン\n"
    )
    assert kinds(text) == ["contents", "duties", "narrative", "cities"]


def test_a_numbered_line_that_no_contents_name_is_no_heading() -> None:
    text = "１ 市民局事務分掌\n総務課\n１ 人事に関すること。\n２ 庁舎の案内\n"
    assert kinds(text) == ["duties"]
