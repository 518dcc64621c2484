"""What became of programmes, and of their amounts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kokusai_extract.link.changes.budget import match_budgets
from kokusai_extract.link.changes.event import Change, Events
from kokusai_extract.link.changes.programmes import Programme
from kokusai_extract.link.changes.year import Line
from tests.support.years import line, tails, year


def b(name: str | None, amount: int | None, previous: int | None = None, **other: Any) -> Line:
    return line(name, amount, previous, doc="b", **other)


def matched(before: tuple[Line, ...], after: tuple[Line, ...], *, follows: bool = True) -> Events[Programme]:
    return match_budgets(year(2020, lines=before), year(2021 if follows else 2024, lines=after))


def only(events: Events[Programme]) -> Change[Programme]:
    (event,) = events
    (change,) = event.changes
    return change


def figures(change: Change[Programme]) -> tuple[Any, ...]:
    told = change.figures
    return (told.before, told.restated, told.after, told.change, told.percent, told.basis, told.scope)


def test_the_same_programme_with_the_same_figure_for_last_year_is_of_one_scope() -> None:
    change = only(matched((line("水鳥調査費", 4_011),), (b("水鳥調査費", 5_000, 4_011),)))
    assert (change.kind, change.certainty, change.reasons) == ("increased", "stated", ("same-name", "same-figure"))
    assert figures(change) == (4_011_000, 4_011_000, 5_000_000, 989_000, 24.7, "printed", ())


def test_a_restated_year_is_never_compared_across_the_two() -> None:
    change = only(matched((line("水鳥調査費", 4_011),), (b("水鳥調査費", 5_000, 3_900),)))
    assert (change.kind, change.certainty) == ("restated", "stated")
    assert figures(change) == (4_011_000, 3_900_000, 5_000_000, 1_100_000, 28.2, "restated", ("restated",))


def test_years_that_do_not_follow_each_other_know_no_restatement() -> None:
    change = only(matched((line("水鳥調査費", 4_011),), (b("水鳥調査費", 3_500, 9_999),), follows=False))
    assert change.kind == "decreased"
    assert figures(change) == (4_011_000, None, 3_500_000, -511_000, -12.7, "printed", ())


@pytest.mark.parametrize(
    ("one", "other", "scope"),
    [
        ({"account": "2款1項1目"}, {"account": "2款2項1目"}, ("account",)),
        ({"responsible": ("湖沼局",)}, {"responsible": ("湖沼局", "港湾局")}, ("responsible",)),
        ({"precision": 1000}, {"precision": 1_000_000}, ("precision",)),
        ({"account": "2款1項1目"}, {}, ()),
    ],
)
def test_amounts_of_unlike_scopes_have_no_percentage(
    one: dict[str, Any], other: dict[str, Any], scope: tuple[str, ...]
) -> None:
    change = only(matched((line("水鳥調査費", 4_011, **one),), (b("水鳥調査費", 5_000, None, **other),), follows=False))
    assert change.figures.scope == scope
    assert (change.figures.percent is None) == bool(scope)
    assert (change.figures.change is None) == bool(scope)


def test_last_year_s_figure_proves_one_scope_whatever_the_account() -> None:
    change = only(matched((line("調査費", 4_011, account="2款"),), (b("調査費", 5_000, 4_011, account="3款"),)))
    assert (change.figures.scope, change.figures.percent) == ((), 24.7)


def test_nothing_can_be_a_percentage_of_nothing() -> None:
    change = only(matched((line("調査費", 0),), (b("調査費", 5_000, 0),)))
    assert (change.figures.change, change.figures.percent) == (5_000_000, None)


def test_a_name_printed_otherwise_is_a_new_name() -> None:
    change = only(matched((line("湖畔清掃の推進", 4_011),), (b("湖畔清掃推進費", 5_000, None),), follows=False))
    assert (change.kind, change.certainty, change.figures.percent) == ("renamed", "inferred", 24.7)
    assert change.detail["name_marks"] == (((4, 5),), ((6, 7),))


def test_an_amount_that_is_open_leaves_the_change_open() -> None:
    change = only(matched((line("調査費", None),), (b("調査費", 5_000, 4_000),)))
    assert (change.kind, change.certainty) == ("unchanged", None)
    assert figures(change) == (None, 4_000_000, 5_000_000, 1_000_000, 25.0, "restated", ())


def test_what_is_printed_as_ended_has_ended() -> None:
    change = only(matched((line("学習支援費", 4_011),), (b("学習支援", 0, 4_011, status="abolished"),)))
    assert (change.kind, change.certainty) == ("discontinued", "stated")
    assert "printed-as-ended" in change.reasons
    assert matched((line("学習支援", 0, status="abolished"), line("調査費", 1)), (b("調査費", 2, 1),))[1:] == []


def test_what_only_one_year_has_is_new_or_discontinued() -> None:
    before, after = (line("調査費", 10), line("展示費", 20)), (b("調査費", 11, 10), b("舟艇費", 30, status="new"))
    events = matched(before, after)
    assert tails(events) == [
        ("discontinued", "展示費", ""),
        ("increased", "調査費", "調査費"),
        ("new", "", "舟艇費"),
    ]
    certainties = {c.kind: c.certainty for event in events for c in event.changes}
    assert (certainties["new"], certainties["discontinued"]) == ("stated", "inferred")


def test_a_figure_for_last_year_that_last_year_did_not_print_is_a_restatement() -> None:
    events = matched((line("調査費", 10),), (b("調査費", 11, 10), b("舟艇費", 30_123, 20_456)))
    (change,) = (c for event in events for c in event.changes if c.before is None)
    assert (change.kind, change.reasons) == ("restated", ("not-printed", "previous-printed"))


def test_figures_that_add_up_tell_what_became_of_what() -> None:
    before = (line("水鳥調査費", 7_741), line("標識調査費", 2_628), line("政策費", 411_163), line("協力費", 145_773))
    after = (b("調査事業", 17_498, 10_369), b("人件費", 430_781, 411_163), b("協力推進事業", 200_000, 145_502))
    events = matched(before, (*after, b("企画事業", 3_175, 271)))
    assert {(event.relation, change.kind) for event in events for change in event.changes} == {
        ("merged", "restated"),
        ("pair", "renamed"),
        ("split", "restated"),
    }
    (merged,) = (event for event in events if event.relation == "merged")
    assert merged.changes[0].detail["before_sum"] == merged.changes[0].detail["restated_sum"] == 10_369_000
    assert {figures(change)[3:] for change in merged.changes} == {(None, None, None, ("part",))}
    (pair,) = (change for event in events for change in event.changes if event.relation == "pair")
    assert (pair.reasons, pair.figures.percent, pair.certainty) == (("same-figure",), 4.8, "inferred")


def test_figures_add_up_only_from_one_year_to_the_next() -> None:
    before, after = (line("水鳥費", 41_123),), (b("人件費", 50_000, 41_123),)
    assert tails(matched(before, after)) == [("renamed", "水鳥費", "人件費")]
    assert tails(matched(before, after, follows=False)) == [("discontinued", "水鳥費", ""), ("new", "", "人件費")]


def test_nearly_the_same_name_is_one_programme_and_an_alike_one_needs_more() -> None:
    nearly = only(matched((line("水鳥受入れ交流事業", 10),), (b("水鳥受入交流事業", 20, None),), follows=False))
    assert (nearly.kind, nearly.certainty, nearly.figures.scope) == ("renamed", "inferred", ())
    (event,) = matched((line("湖東事務所運営費", 10),), (b("湖西事務所運営費", 20, None),), follows=False)
    assert (event.relation, event.changes[0].figures.scope) == ("open", ("name",))
    assert {change.certainty for change in event.changes} == {None}
    grouped = matched(
        (line("湖の運営", 30), line("湖東事務所運営費", 10, parent="湖の運営")),
        (b("湖の運営", 40), b("湖西事務所運営費", 20, parent="湖の運営")),
        follows=False,
    )
    assert ("renamed", "湖東事務所運営費", "湖西事務所運営費") in tails(grouped)


def test_what_is_printed_as_new_is_no_programme_of_the_year_before() -> None:
    events = matched((line("湖東交流事業", 41_123),), (b("湖東交流事業展", 20, None, status="new"),))
    assert tails(events) == [("discontinued", "湖東交流事業", ""), ("new", "", "湖東交流事業展")]


def test_groups_are_one_by_their_programmes_and_names() -> None:
    before = (line("水鳥とまちの推進", 30), line("水鳥調査費", 10, parent="水鳥とまちの推進"))
    after = (b("水鳥と共生の推進費", 40), b("水鳥調査費", 20, parent="水鳥と共生の推進費"))
    events = matched(before, after, follows=False)
    assert ("renamed", "水鳥とまちの推進", "水鳥と共生の推進費") in tails(events)
    (change,) = (c for event in events for c in event.changes if c.kind == "renamed")
    assert change.reasons == ("similar-name", "shared-programmes")
    assert (change.figures.scope, change.figures.percent) == (("name",), None)


def test_a_name_in_two_groups_is_told_apart_by_them() -> None:
    def two(doc: str, first: int, second: int) -> tuple[Line, ...]:
        rows = []
        for group, amount in (("甲の部", first), ("乙の部", second)):
            rows.append(line(group, amount, doc=doc))
            one = line("事務費", amount, doc=doc, parent=group)
            rows.append(Line(**{n: getattr(one, n) for n in one.__slots__} | {"id": f"{doc}/{group}費"}))
        return tuple(rows)

    events = matched(two("a", 10, 20), two("b", 12, 25), follows=False)
    assert ("increased", "甲の部費", "甲の部費") in tails(events)
    assert ("increased", "乙の部費", "乙の部費") in tails(events)


def test_a_line_that_the_other_year_tells_in_one_has_not_ended() -> None:
    before = (
        line("湖の推進", 7_512, table="summary"),
        line("事務所の運営", 5_011, table="summary", parent="湖の推進"),
        line("調査", 2_501, table="summary", parent="湖の推進"),
        line("湖の推進", 7_512),
        line("湖東事務所費", 3_010, parent="湖の推進"),
        line("湖西支所費", 2_001, parent="湖の推進"),
        line("調査費", 2_501, parent="湖の推進"),
    )
    after = (b("湖の推進", 9_000), b("事務所運営費", 6_000, parent="湖の推進"), b("調査費", 3_000, parent="湖の推進"))
    events = matched(before, after, follows=False)
    assert tails(events) == [
        ("increased", "湖の推進", "湖の推進"),
        ("increased", "調査費", "調査費"),
        ("renamed", "事務所の運営", "事務所運営費"),
        ("restated", "湖東事務所費", "事務所運営費"),
        ("restated", "湖西支所費", "事務所運営費"),
    ]
    assert {c.reasons for event in events for c in event.changes if c.kind == "restated"} == {("part-of",)}


def test_levels_and_lists_that_one_year_lacks_prove_nothing() -> None:
    before = (line("合計", 30, table="summary"), line("水鳥の部", 30, table="summary", parent="合計"))
    before += (line("水鳥の部", 30), line("調査費", 30, parent="水鳥の部"), line("見どころ", 3, table="highlight"))
    after = (
        b("調査費", 40, 30, table="summary"),
        b("合計", 40, 30, table="summary"),
        b("主な事業", 4, table="related"),
    )
    assert tails(matched(before, after)) == [("increased", "合計", "合計"), ("increased", "調査費", "調査費")]
    picks = matched((line("甲", 1, table="highlight"),), (b("乙", 1, table="highlight"),))
    assert picks == []


def test_a_programme_beside_a_group_of_its_name_has_no_percentage() -> None:
    before = (line("水鳥の部", 30), line("調査費", 30, parent="水鳥の部"))
    events = matched(before, (b("水鳥の部", 40), b("調査費", 40)), follows=False)
    (change,) = (c for event in events for c in event.changes if c.before and c.before.name == "水鳥の部")
    assert (change.figures.scope, change.figures.percent) == (("level",), None)


def test_rounded_figures_are_the_same_figures() -> None:
    change = only(matched((line("調査費", 4_011),), (b("調査費", 5_000, 4_000, precision=1_000_000),)))
    assert (change.kind, change.figures.scope, change.figures.basis) == ("increased", (), "restated")


def test_lines_of_two_funds_or_of_two_sides_are_never_one() -> None:
    """Last year's figure agrees, and so does the name; the 会計 does not."""

    def ledger(doc: str, fund: str | None, side: str | None, amount: int, previous: int) -> Line:
        told = line("総務費", amount, previous, table="ledger", doc=doc)
        return replace(told, id=f"{doc}/{fund}/{side}", rows=(f"{doc}/{fund}/{side}",), side=(fund, side))

    general = ledger("a", "一般会計", "歳出", 10, 9)
    same = matched((general,), (ledger("b", "一般会計", "歳出", 12, 10),))
    assert [change.kind for event in same for change in event.changes] == ["increased"]
    unnamed = matched((general,), (ledger("b", None, "歳出", 12, 10),))
    assert [change.kind for event in unnamed for change in event.changes] == ["increased"]
    for fund, side in (("介護保険特別会計", "歳出"), ("一般会計", "歳入")):
        other = matched((general,), (ledger("b", fund, side, 12, 10),))
        kinds = sorted(change.kind for event in other for change in event.changes)
        assert kinds == ["discontinued", "restated"], "one ends, another begins with a figure for last year"
