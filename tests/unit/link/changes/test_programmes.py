"""The tables of one year as one tree of programmes."""

from __future__ import annotations

from kokusai_extract.link.changes.programmes import Programme, programmes
from kokusai_extract.link.changes.year import Line
from tests.support.years import line


def tree(*lines: Line, listing: str = "programmes") -> dict[str, Programme]:
    (members,) = (members for name, members in programmes(lines).items() if name == listing)
    return {programme.id.removeprefix("a/"): programme for programme in members}


def summary(name: str, amount: int | None, previous: int | None = None, parent: str | None = None) -> Line:
    return line(name, amount, previous, table="summary", parent=parent)


LAKES = (
    summary("合計", 10_123, 9_000),
    summary("水鳥の保護", 6_511, 5_000, "合計"),
    summary("水鳥調査", 4_011, 3_000, "水鳥の保護"),
    summary("保護活動の支援", 2_500, 2_000, "水鳥の保護"),
    summary("湖畔清掃費", 3_612, 4_000, "合計"),
    line("水鳥の保護", 6_511, 5_000, number="1"),
    line("水鳥観測・標識調査事業費", 4_011, 3_000, parent="水鳥の保護"),
    line("傷病鳥救護事業費", 1_501, 1_500, parent="水鳥の保護"),
    line("ボランティア支援費", 999, 500, parent="水鳥の保護"),
    line("湖畔清掃費", 3_612, 4_000, number="2"),
    line("清掃船運航費", 3_612, 4_000, parent="湖畔清掃費"),
)


def test_summary_and_breakdown_become_one_tree() -> None:
    found = tree(*LAKES)
    levels = {name: (one.level, one.parent, one.group) for name, one in found.items()}
    assert levels == {
        "summary/合計": ("total", None, None),
        "summary/水鳥の保護": ("group", "a/summary/合計", None),
        "summary/湖畔清掃費": ("group", "a/summary/合計", None),
        "breakdown/水鳥観測・標識調査事業費": ("item", "a/summary/水鳥の保護", "a/summary/水鳥の保護"),
        "summary/保護活動の支援": ("item", "a/summary/水鳥の保護", "a/summary/水鳥の保護"),
        "breakdown/傷病鳥救護事業費": ("item", "a/summary/保護活動の支援", "a/summary/水鳥の保護"),
        "breakdown/ボランティア支援費": ("item", "a/summary/保護活動の支援", "a/summary/水鳥の保護"),
        "breakdown/清掃船運航費": ("item", "a/summary/湖畔清掃費", "a/summary/湖畔清掃費"),
    }


def test_lines_with_the_same_figures_in_a_group_are_one_programme_of_two_names() -> None:
    one = tree(*LAKES)["breakdown/水鳥観測・標識調査事業費"]
    assert one.keys == {"水鳥観測・標識調査事業", "水鳥調査"}
    assert one.rows == ("a/breakdown/水鳥観測・標識調査事業費", "a/summary/水鳥調査")


def test_figures_that_disagree_keep_lines_apart() -> None:
    found = tree(
        summary("合計", 10_123),
        summary("水鳥の保護", 6_511, None, "合計"),
        line("水鳥の保護", 6_512, number="1"),
        line("水鳥調査費", 6_512, parent="水鳥の保護"),
    )
    assert {name: one.level for name, one in found.items()} == {
        "summary/合計": "total",
        "summary/水鳥の保護": "item",
        "breakdown/水鳥の保護": "group",
        "breakdown/水鳥調査費": "item",
    }


def test_last_year_s_figures_must_add_up_too() -> None:
    changed = [
        summary("保護活動の支援", 2_500, 2_001, "水鳥の保護") if one.name == "保護活動の支援" else one for one in LAKES
    ]
    assert tree(*changed)["breakdown/傷病鳥救護事業費"].parent == "a/summary/水鳥の保護"


def test_what_is_new_had_nothing_last_year() -> None:
    new = line("ボランティア支援費", 999, None, parent="水鳥の保護", status="new")
    told = [one for one in LAKES if one.name not in ("保護活動の支援", "ボランティア支援費")]
    found = tree(*told, new, summary("保護活動の支援", 2_500, 1_500, "水鳥の保護"))
    assert found["breakdown/ボランティア支援費"].parent == "a/summary/保護活動の支援"


def test_a_flat_list_has_a_total_and_items() -> None:
    found = tree(summary("調査費", 4_011), summary("清掃費", 3_612), summary("歳出合計", 7_623))
    assert {name: one.level for name, one in found.items()} == {
        "summary/調査費": "item",
        "summary/清掃費": "item",
        "summary/歳出合計": "total",
    }


def test_the_one_top_of_a_summary_is_its_total_whatever_its_name() -> None:
    found = tree(
        summary("湖沼局", 7_623), summary("調査費", 4_011, None, "湖沼局"), summary("清掃費", 3_612, None, "湖沼局")
    )
    assert found["summary/湖沼局"].level == "total"


def test_other_tables_are_lists_of_their_own() -> None:
    lines = (*LAKES, line("水鳥調査費", 4_011, table="ledger"), line("水鳥調査", 4_000, table="highlight"))
    assert list(programmes(lines)) == ["highlight", "ledger", "programmes"]


def test_parents_that_go_round_in_circles_end() -> None:
    found = tree(line("甲", 1, parent="乙"), line("乙", 2, parent="甲"))
    assert {one.level for one in found.values()} == {"group"}
