"""Lines of figures parted by single spaces, ratios among them; sources of funds on a line; accounts; short years."""

from __future__ import annotations

from kokusai_extract.model.records import BudgetLine, FundingSource
from tests.unit.sections.test_budget_shapes import all_proved, codes, lines, parents, read, shown, sources


def test_heads_on_one_line_tell_the_order_and_which_figures_are_ratios() -> None:
    facts = read("""
        令和５年度予算総括表
        （単位：千円）
        区分　令和５年度(A)　令和４年度(B)　増減(A-B)　率%
        総務費　1,204,500　1,180,000　24,500　2.1
        保育費　5,604,000　5,700,250　▲ 96,250　▲1.7
        手当費　980,000　―　皆増
        合計　7,788,500　6,880,250　908,250　13.2
    """)
    assert shown(facts) == [
        (None, "総務費", 1204500, 1180000, 24500),
        (None, "保育費", 5604000, 5700250, -96250),
        (None, "手当費", 980000, None, None),
        (None, "合計", 7788500, 6880250, 908250),
    ]
    assert all_proved(facts)
    assert codes(facts) == []


def test_two_years_without_a_change_are_enough() -> None:
    facts = read("""
        令和５年度予算総括表（単位：千円）
        事業名　令和５年度　令和４年度
        文化の振興　12,500　11,000
        施設の管理　7,500　7,000
        合計　20,000　18,000
    """)
    assert [row[1:4] for row in shown(facts)] == [
        ("文化の振興", 12500, 11000),
        ("施設の管理", 7500, 7000),
        ("合計", 20000, 18000),
    ]


def test_sources_of_funds_on_a_line_are_those_of_the_programme_above() -> None:
    facts = read("""
        令和５年度予算のポイント

        １　子育て応援事業　【拡充】　204,500千円（180,000千円）
        　　財源：国 100,000千円、県支出金 4,500千円、一般財源 100,000千円
        ２　保育所運営事業　5,604,000千円（5,700,250千円）
    """)
    assert sources(facts, "子育て応援事業") == {"国": 100_000_000, "県支出金": 4_500_000, "一般財源": 100_000_000}
    assert [line.name.value for line in lines(facts) if line.name] == ["子育て応援事業", "保育所運営事業"]
    assert _line("子育て応援事業", lines(facts)).proof == "proved"


def test_a_line_about_funds_that_says_more_is_no_list_of_sources() -> None:
    facts = read("""
        令和５年度予算のポイント

        １　子育て応援事業　204,500千円（180,000千円）
        　　財源には国の交付金 100,000千円を見込み、残りは一般財源とする。
    """)
    assert sources(facts, "子育て応援事業") == {}
    assert codes(facts) == ["budget-figure-in-prose"]


def test_accounts_name_the_lines_where_nothing_else_does_and_years_may_be_short() -> None:
    facts = read("""
        令和５年度予算総括表
        （単位：千円）
        款・項・目\tR5予算額\tR4予算額\t増減額\t増減率
        労働費\t312,450\t298,110\t14,340\t4.8
        商工費\t22,310\t18,004\t4,306\t23.9
        合計\t334,760\t316,114\t18,646\t5.9
    """)
    assert shown(facts)[0] == (None, "労働費", 312450, 298110, 14340)
    assert all_proved(facts)


def _line(name: str, found: list[BudgetLine]) -> BudgetLine:
    return next(line for line in found if line.name and line.name.value == name)


def test_a_reason_behind_the_figures_is_the_note() -> None:
    facts = read("""
        令和５年度予算総括表
        （単位：千円）
        区　分　　　令和５年度　　令和４年度　　増△減　　主な増減理由
        活動推進費　1,250,000　1,200,000　50,000　会議3回分の拡充
        国際交流費　98,000　－　98,000　皆増
        計　1,348,000　1,200,000　148,000
    """)
    assert [(line.name and line.name.value, line.note and line.note.value) for line in lines(facts)] == [
        ("活動推進費", "会議3回分の拡充"),
        ("国際交流費", "皆増"),
        ("計", None),
    ]
    assert all_proved(facts)
    assert codes(facts) == []


def test_sources_without_a_unit_are_in_that_of_their_programme() -> None:
    facts = read("""
        令和５年度予算のポイント

        １　センター運営事業　98,000千円（－）
        　　（財源　国 20,000　市債 50,000　一財 28,000）

        ２　関連予算
        （単位：百万円）
        事業名　　　予算額　　局名
        児童の支援　　　45　　教育委員会
    """)
    assert sources(facts, "センター運営事業") == {"国": 20_000_000, "市債": 50_000_000, "一財": 28_000_000}
    related = _line("児童の支援", lines(facts))
    assert related.amount is not None
    assert (related.table_kind, related.amount.value) == ("related", 45_000_000)
    assert related.responsible is not None
    assert related.responsible.value == ("教育委員会",)


def test_a_subtotal_that_spans_account_and_name_is_a_line() -> None:
    facts = read("""
        令和５年度歳出予算の内訳
        （単位：千円）
        款項目\t事業名\t本年度予算額\t前年度予算額\t比較\t国\t県\t一般財源
        2款6項1目\t文化振興費\t523,400\t498,700\t24,700\t100,000\t―\t423,400
        \t交流推進費\t45,600\t52,100\t▲6,500\t―\t600\t45,000
        小計\t\t569,000\t550,800\t18,200\t100,000\t600\t468,400
    """)
    assert [row[1:] for row in shown(facts)][-1] == ("小計", 569000, 550800, 18200)
    assert parents(facts) == {"文化振興費": "小計", "交流推進費": "小計"}
    assert all_proved(facts)
    funds = [record for record in facts.records if isinstance(record, FundingSource)]
    assert {(fund.amount is not None and fund.amount.value is not None, fund.proof) for fund in funds} == {
        (True, "proved"),
        (False, None),
    }
