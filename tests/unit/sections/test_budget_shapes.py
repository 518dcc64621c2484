"""The shapes in which budgets are printed: each a short text of ours, read as a document is, and reconciled."""

from __future__ import annotations

from textwrap import dedent

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.figures import MEASURES, yen
from kokusai_extract.model.records import BudgetLine, FundingSource, Identity
from tests.support.budgets import budget_of

Shown = tuple[str | None, str, int | None, int | None, int | None]
"""A line: number, name, this year, last year and change, in 千円."""


def read(text: str) -> DocumentFacts:
    return budget_of("令和５年度　事業概要\n市民文化局\n\n" + dedent(text).strip("\n") + "\n", 2023)


def lines(facts: DocumentFacts) -> list[BudgetLine]:
    return [record for record in facts.records if isinstance(record, BudgetLine)]


def shown(facts: DocumentFacts) -> list[Shown]:
    rows = []
    for line in lines(facts):
        figures = [None if (value := yen(line, measure)) is None else value // 1000 for measure in MEASURES]
        name = line.name.value if line.name else ""
        rows.append((line.number.value if line.number else None, name, figures[0], figures[1], figures[2]))
    return rows


def sources(facts: DocumentFacts, line: str) -> dict[str, int | None]:
    ids = {record.id for record in lines(facts) if record.name and record.name.value == line}
    return {
        record.source.value: yen(record, "amount")
        for record in facts.records
        if isinstance(record, FundingSource) and record.budget_line_id.value in ids
    }


def parents(facts: DocumentFacts) -> dict[str, str]:
    names = {line.id: line.name.value if line.name else "" for line in lines(facts)}
    return {names[line.id]: names[line.parent_id.value] for line in lines(facts) if line.parent_id}


def codes(facts: DocumentFacts) -> list[str]:
    return sorted(finding.code for finding in facts.findings)


def all_proved(facts: DocumentFacts) -> bool:
    held = [record.holds for record in facts.records if isinstance(record, Identity)]
    return bool(held) and all(held) and {line.proof for line in lines(facts)} <= {"proved", None}


def test_what_is_new_and_what_ends_has_no_figure_but_makes_the_sum_of_changes() -> None:
    facts = read("""
        令和５年度予算総括表
        （単位：千円）
        区分\t令和5年度\t令和4年度\t増△減\t主な増減理由
        文化振興費\t120,000\t100,000\t20,000\t新しい事業
        【新規】音楽祭開催費\t20,000\t—\t皆増\t
        図書館費\t80,500\t81,246\t▲ 746\t人数の減
        旧館解体費\t—\t3,000\t皆減\t工事の完了
        合計\t220,500\t184,246\t36,254\t
    """)
    assert shown(facts) == [
        (None, "文化振興費", 120000, 100000, 20000),
        (None, "音楽祭開催費", 20000, None, None),
        (None, "図書館費", 80500, 81246, -746),
        (None, "旧館解体費", None, 3000, None),
        (None, "合計", 220500, 184246, 36254),
    ]
    assert all_proved(facts)
    assert [line.note.value for line in lines(facts) if line.note] == ["新しい事業", "人数の減", "工事の完了"]
    assert [line.status.value for line in lines(facts) if line.status] == ["new"]


def test_a_table_of_a_hundred_million_yen_has_figures_with_a_point() -> None:
    facts = read("""
        令和５年度予算総括表
        （単位：億円）
        区分\t令和5年度\t令和4年度\t増△減\t伸び率
        文化費\t12.5\t10.0\t2.5\t25.0%
        図書館費\t7.5\t8.0\t▲0.5\t▲6.3%
        合計\t20.0\t18.0\t2.0\t11.1%
    """)
    assert shown(facts) == [
        (None, "文化費", 1_250_000, 1_000_000, 250_000),
        (None, "図書館費", 750_000, 800_000, -50_000),
        (None, "合計", 2_000_000, 1_800_000, 200_000),
    ]
    assert {line.precision.value for line in lines(facts) if line.precision} == {10_000_000}
    assert all_proved(facts)


def test_a_ratio_is_no_money_whatever_its_head_is_called() -> None:
    for head in ("増減率", "率%", "伸び率", "前年度比", "対前年度比(%)"):
        facts = read(f"""
            令和５年度予算総括表
            （単位：千円）
            区分\t本年度予算額\t前年度予算額\t{head}
            文化費\t5,000\t4,000\t25
            合計\t5,000\t4,000\t25
        """)
        assert shown(facts) == [(None, "文化費", 5000, 4000, None), (None, "合計", 5000, 4000, None)], head


def test_letters_of_a_formula_behind_the_heads() -> None:
    facts = read("""
        予算額の概要
        令和５年度の予算規模は、16億3,408万円で、前年度と比べて1億221万円（約6.7%）の増となっています。
        〔単位：千円〕
        区　分\t５年度予算額(A)\t４年度予算額(B)\t差引(A-B)\t率%
        総務費\t1,000,000\t900,000\t100,000\t11.1
        文化費\t634,080\t631,870\t2,210\t0.3
        計\t1,634,080\t1,531,870\t102,210\t6.7
    """)
    assert shown(facts)[-1] == (None, "計", 1_634_080, 1_531_870, 102_210)
    assert all_proved(facts)
    assert sum(isinstance(record, Identity) and record.kind == "prose" for record in facts.records) == 3


def test_heads_of_the_whole_over_those_of_general_funds() -> None:
    facts = read("""
        令和５年度　事業計画書
        ２款１項３目　文化費　　（単位：千円）
        番号\t事業名\t5年度\t\t4年度\t\t増△減(5-4)\t\t計画書頁
        \t\t総額\t一財+市債\t総額\t一財+市債\t総額\t一財+市債\t
        \t人件費\t10,000\t10,000\t9,000\t9,000\t1,000\t1,000\t
        1\t文化祭事業\t5,000\t3,000\t6,000\t4,000\t△1,000\t△1,000\t3
        (廃止)\t旧館事業\t0\t0\t800\t800\t△800\t△800\t5
        \t合計\t15,000\t13,000\t15,800\t13,800\t△800\t△800\t
    """)
    assert shown(facts) == [
        (None, "人件費", 10000, 9000, 1000),
        ("1", "文化祭事業", 5000, 6000, -1000),
        (None, "旧館事業", 0, 800, -800),
        (None, "合計", 15000, 15800, -800),
    ]
    assert sources(facts, "文化祭事業") == {"一財+市債": 3_000_000}
    assert all_proved(facts)
    assert codes(facts) == []


def test_a_breakdown_that_is_one_table_with_its_sources() -> None:
    facts = read("""
        事業別内訳
        （単位：千円）
        番号\t事業名\t令和5年度\t令和4年度\t増△減\t財源内訳\t\t\t\t
        \t\t\t\t\t国\t県\t市債\tその他\t一般財源
        1\t文化祭事業【拡充】\t5,000\t6,000\t△1,000\t1,000\t0\t0\t500\t3,500
        2\t図書館事業\t7,500\t7,000\t500\t0\t0\t2,000\t0\t5,500
        \t合計\t12,500\t13,000\t△500\t1,000\t0\t2,000\t500\t9,000
    """)
    assert shown(facts) == [
        ("1", "文化祭事業", 5000, 6000, -1000),
        ("2", "図書館事業", 7500, 7000, 500),
        (None, "合計", 12500, 13000, -500),
    ]
    assert sources(facts, "図書館事業")["市債"] == 2_000_000
    assert all_proved(facts)
    assert codes(facts) == []


def test_highlights_that_are_one_table() -> None:
    facts = read("""
        主要事業
        （単位：千円）
        事業名\t予算額\t前年度予算額\t事業内容
        文化祭事業\t5,000\t6,000\t市内で催しを開く。
        ○ 図書館事業\t7,500\t7,000\t本を買う。
    """)
    assert shown(facts) == [(None, "文化祭事業", 5000, 6000, None), (None, "図書館事業", 7500, 7000, None)]
    assert [line.description.value for line in lines(facts) if line.description] == ["市内で催しを開く。", "本を買う。"]


def test_names_in_columns_by_depth_make_the_tree_and_headings_without_figures_pass_sums_on() -> None:
    facts = read("""
        令和５年度予算総括表
        （単位：千円）
        款\t項\t目\t令和5年度\t令和4年度\t増△減
        2款 総務費\t1項 総務管理費\t1目 一般管理費\t5,000\t6,000\t△1,000
        \t\t2目 文書費\t1,000\t1,000\t0
        \t2項 文化費\t1目 文化振興費\t7,500\t7,000\t500
        合計\t\t\t13,500\t14,000\t△500
    """)
    assert parents(facts)["2目文書費"] == "1項総務管理費"
    assert parents(facts)["2項文化費"] == "2款総務費"
    assert all_proved(facts)


def test_a_box_with_sources_of_any_name_and_a_programme_without_a_number() -> None:
    facts = read("""
        事業別内訳
        ※（　）内は前年度予算額

        (1)\t文化の振興\t
        本年度予算額\t12,500\t千円
        前年度予算額\t13,000\t千円
        差引\t▲ 500\t千円
        本年度の財源内訳\t特定財源\t2,500\t千円
        \t一般財源\t10,000\t千円
        ① 文化祭の開催 4,000千円（6,000千円）
        ② 図書館の充実 7,500千円（7,000千円）
        人件費 1,000千円（0千円）

        (2)\tスポーツの振興\t
        本年度予算額\t3,000\t千円
        前年度予算額\t0\t千円
        差引\t3,000\t千円
        本年度の財源内訳\t国・県\t1,000\t千円
        \t宝くじ収益金\t500\t千円
        \t一般財源\t1,500\t千円
        ア 大会の開催 【新規】3,000千円（－）
    """)
    assert sources(facts, "スポーツの振興") == {"国・県": 1_000_000, "宝くじ収益金": 500_000, "一般財源": 1_500_000}
    assert parents(facts) == {
        "文化祭の開催": "文化の振興",
        "図書館の充実": "文化の振興",
        "人件費": "文化の振興",
        "大会の開催": "スポーツの振興",
    }
    assert all_proved(facts)


def test_parts_named_under_a_programme_need_not_be_all_of_it() -> None:
    facts = read("""
        事業別内訳

        (1)\t文化の振興\t
        本年度予算額\t12,500\t千円
        前年度予算額\t13,000\t千円
        差引\t▲ 500\t千円
        1 文化祭の開催 5,000千円（6,000千円）
        ・うち会場費 2,000千円（2,000千円）
        2 図書館の充実 7,500千円（7,000千円）
    """)
    assert all(record.holds for record in facts.records if isinstance(record, Identity))
    proofs = {line.name.value: line.proof for line in lines(facts) if line.name}
    assert proofs["文化祭の開催"] == "proved"
    assert proofs["うち会場費"] == "unproved"


def test_a_heading_names_the_unit_and_numbered_headings_part_a_short_budget() -> None:
    facts = read("""
        １　予算総括表（単位：千円）
        区分 令和5年度 令和4年度 増△減
        １　文化の振興 12,500 13,000 ▲ 500
        ２　スポーツの振興 3,000 － 3,000
        合計 15,500 13,000 2,500
        ２　主な事業
        (1) 文化祭事業\t5,000千円\t（対前年度比：△2.2％）
        市内で催しを開く。
    """)
    assert shown(facts) == [
        ("1", "文化の振興", 12500, 13000, -500),
        ("2", "スポーツの振興", 3000, None, 3000),
        (None, "合計", 15500, 13000, 2500),
        ("1", "文化祭事業", 5000, None, None),
    ]
    assert lines(facts)[-1].table_kind == "highlight"


def test_marks_and_years_before_behind_and_apart() -> None:
    facts = read("""
        令和５年度予算のポイント
        《ポイント１》 文化芸術の振興
        音楽祭開催事業【新規】 (⑤12,842千円 ④0千円)
        図書館充実事業 ⑤1億2,000万円 ④1億1,000万円
        【拡充】多言語対応 20百万円
        ◆ 文化拠点の整備 【拡充】  150,370千円（前年度 120,000千円）
        ◇ 国際交流　１０，０７４千円
        文化会館改修事業 約3億5千万円
        舞台の整備 408,000×98.9％＝403,512千円
    """)
    assert shown(facts)[1:] == [
        (None, "音楽祭開催事業", 12842, 0, None),
        (None, "図書館充実事業", 120000, 110000, None),
        (None, "多言語対応", 20000, None, None),
        (None, "文化拠点の整備", 150370, 120000, None),
        (None, "国際交流", 10074, None, None),
        (None, "文化会館改修事業", 350000, None, None),
    ]
    assert [line.status.value if line.status else None for line in lines(facts)[1:5]] == [
        "new",
        None,
        "expanded",
        "expanded",
    ]
    assert "budget-figure-unread" in codes(facts)


def test_what_is_no_figure_in_a_column_of_money_is_told_once_and_not_guessed() -> None:
    facts = read("""
        令和５年度予算総括表
        （単位：百万円）
        区分\t令和5年度\t令和4年度\t増△減
        文化費\t1 ,8 2 0\t1,700\t120
        音楽祭\t2 0\t17\t3
        合計\t1,840\t1,717\t123
    """)
    assert shown(facts)[:2] == [(None, "文化費", 1_820_000, 1_700_000, 120_000), (None, "音楽祭", None, 17_000, 3_000)]
    assert codes(facts).count("budget-figure-unread") == 1


def test_subtotals_below_and_parts_that_are_called_so() -> None:
    facts = read("""
        令和５年度予算総括表
        （単位：千円）
        区分\t令和5年度\t令和4年度\t増△減
        文化費\t5,000\t6,000\t△1,000
        　うち音楽祭\t1,000\t1,000\t0
        小計\t5,000\t6,000\t△1,000
        図書館費\t7,500\t7,000\t500
        学校費\t500\t500\t0
        小計\t8,000\t7,500\t500
        合計\t13,000\t13,500\t△500
    """)
    assert parents(facts)["うち音楽祭"] == "文化費"
    assert parents(facts)["学校費"] == "小計"
    assert all_proved(facts)
    assert codes(facts) == []


def test_two_tables_of_one_section_each_under_its_own_total() -> None:
    facts = read("""
        令和５年度予算総括表
        （単位：千円）
        項目\t令和5年度\t令和4年度\t増減
        文化費\t5,000\t6,000\t▲1,000
        図書館費\t7,500\t7,000\t500
        合計\t12,500\t13,000\t▲500
        歳入の内訳
        項目\t令和5年度\t令和4年度\t増減
        使用料\t500\t400\t100
        雑入\t200\t100\t100
        合計\t700\t500\t200
    """)
    sums = [record for record in facts.records if isinstance(record, Identity) and record.kind == "sum"]
    assert len(sums) == 6
    assert all(identity.holds for identity in sums)


def test_what_stands_in_brackets_is_last_years_only_where_nothing_else_is_said() -> None:
    facts = read("""
        事業別内訳
        1 文化の振興
        （1）文化祭の開催　　　5,000千円（前年度　6,000千円）
        市内で催しを開く。
        （2）【新規】音楽祭の開催　　　3,000千円（前年度　　　－千円）
        2 スポーツの振興
        （1）大会の開催　　　1,234万円（R4：1,000万円）
        （2）施設の整備　　　2億5千万円（うち市債 1億円）
        （3）広報　　　500千円 (▲ 100千円)
    """)
    assert shown(facts) == [
        ("1", "文化の振興", None, None, None),
        ("1", "文化祭の開催", 5000, 6000, None),
        ("2", "音楽祭の開催", 3000, None, None),
        ("2", "スポーツの振興", None, None, None),
        ("1", "大会の開催", 12340, 10000, None),
        ("2", "施設の整備", 250000, None, None),
        ("3", "広報", 500, None, None),
    ]
    assert parents(facts)["広報"] == "スポーツの振興"
    assert codes(facts).count("budget-figure-unread") == 2


def test_budgets_by_bureau_and_figures_that_are_rounded() -> None:
    facts = read("""
        局区別予算
        （単位：百万円）
        局名\t令和5年度\t令和4年度\t増減
        総務局\t1,234\t1,200\t34
        文化局\t500\t480\t20
    """)
    assert shown(facts) == [(None, "総務局", 1_234_000, 1_200_000, 34_000), (None, "文化局", 500_000, 480_000, 20_000)]
    assert all_proved(facts)


def test_an_account_in_a_column_of_its_own() -> None:
    facts = read("""
        令和５年度予算総括表
        款項目\t事業\t令和5年度\t令和4年度\t差引増減
        \t\t千円\t千円\t千円
        2.1.1\t文化費\t5,000\t6,000\t△1,000
        \t計\t5,000\t6,000\t△1,000
    """)
    assert [line.account.value if line.account else None for line in lines(facts)] == ["2.1.1", None]
    assert all_proved(facts)


def test_lines_of_one_name_are_as_many_lines_each_with_its_sources() -> None:
    rows = "\n".join(f"その他\t{n},000\t{n},000\t0\t{n},000\t0" for n in (1, 2, 3, 4))
    facts = budget_of(
        "令和５年度　事業概要\n市民文化局\n\n令和５年度予算総括表\n（単位：千円）\n"
        f"区分\t令和5年度\t令和4年度\t増△減\t一般財源\t国\n{rows}\n合計\t10,000\t10,000\t0\t10,000\t0\n",
        2023,
    )
    ids = [line.id for line in lines(facts)]
    assert len(set(ids)) == 5
    funding = [record for record in facts.records if isinstance(record, FundingSource)]
    assert {record.budget_line_id.value for record in funding} == set(ids)
    assert all_proved(facts)


def test_a_ratio_behind_an_amount_is_kept_as_a_note() -> None:
    facts = read("""
        主要事業
        １　脱炭素推進事業費　234,567千円（対前年度比：△2.2%）
        ２　公害対策事業費　150,000千円（対前年度比 皆増）
    """)
    assert shown(facts) == [
        ("1", "脱炭素推進事業費", 234_567, None, None),
        ("2", "公害対策事業費", 150_000, None, None),
    ]
    assert [line.note.value if line.note else None for line in lines(facts)] == ["対前年度比:△2.2%", None]
    assert lines(facts)[1].previous_amount is not None, "皆増 says where no figure of last year is printed"
