"""What became of units."""

from __future__ import annotations

from typing import Any

from kokusai_extract.link.changes.event import Change, Events
from kokusai_extract.link.changes.units import match_units
from kokusai_extract.link.changes.year import Unit
from tests.support.years import told, units

Tree = tuple[tuple[Any, ...], ...]
LAKES: Tree = (("湖沼局", None), ("水辺部", "湖沼局"), ("水鳥課", "水辺部"), ("清掃課", "水辺部"))


def matched(before: Tree, after: Tree) -> Events[Unit]:
    return match_units(units(*before), units(*after, doc="b"))[0]


def changed(events: Events[Unit]) -> list[tuple[str, str, str, str]]:
    return [row for row in told(events) if row[1] != "unchanged"]


def only(events: Events[Unit], kind: str) -> Change[Unit]:
    (change,) = (change for event in events for change in event.changes if change.kind == kind)
    return change


def test_the_same_tree_is_unchanged_and_stated() -> None:
    events = matched(LAKES, LAKES)
    assert changed(events) == []
    assert len(events) == 4
    assert {change.certainty for event in events for change in event.changes} == {"stated"}


def test_what_only_one_year_has_is_created_or_abolished() -> None:
    events = matched(LAKES, (*LAKES[:3], ("経理課", "水辺部")))
    assert changed(events) == [("alone", "abolished", "清掃課", ""), ("alone", "created", "", "経理課")]
    assert only(events, "created").certainty == "inferred"


def test_the_same_name_under_another_unit_has_moved() -> None:
    after = (*LAKES[:3], ("環境部", "湖沼局"), ("清掃課", "環境部"))
    events = matched(LAKES, after)
    assert changed(events) == [("alone", "created", "", "環境部"), ("pair", "moved", "清掃課", "清掃課")]
    move = only(events, "moved")
    assert (move.certainty, move.detail) == ("stated", {"place": ["a/水辺部", "b/環境部"]})


def test_a_unit_under_a_renamed_unit_has_not_moved() -> None:
    after = (("湖沼局", None), ("水辺推進部", "湖沼局"), ("水鳥課", "水辺推進部"), ("清掃課", "水辺推進部"))
    events = matched(LAKES, after)
    assert changed(events) == [("pair", "renamed", "水辺部", "水辺推進部")]
    rename = only(events, "renamed")
    assert (rename.certainty, rename.reasons) == ("inferred", ("similar-name", "same-place"))
    assert rename.detail["name_marks"] == ((), ((2, 4),))


def test_same_duties_in_the_same_place_are_one_unit_whatever_its_name() -> None:
    before = (*LAKES[:2], ("水鳥課", "水辺部", {"観察", "給餌"}))
    after = (*LAKES[:2], ("自然共生室", "水辺部", {"観察", "給餌", "展示"}))
    assert changed(matched(before, after)) == [("pair", "renamed", "水鳥課", "自然共生室")]


def test_a_place_alone_says_nothing() -> None:
    events = matched((*LAKES[:2], ("水鳥課", "水辺部")), (*LAKES[:2], ("清掃課", "水辺部")))
    assert changed(events) == [("alone", "abolished", "水鳥課", ""), ("alone", "created", "", "清掃課")]


def test_a_name_alone_stays_open() -> None:
    before = (*LAKES[:3], ("環境部", "湖沼局"), ("清掃課", "環境部"))
    after = (*LAKES[:3], ("環境部", "湖沼局"), ("清掃推進課", "水辺部"))
    events = matched(before, after)
    assert changed(events) == [("open", "renamed", "清掃課", "清掃推進課")]
    assert only(events, "renamed").certainty is None


def test_two_candidates_that_come_close_stay_open() -> None:
    before = (*LAKES[:2], ("湖畔清掃課", "水辺部"))
    after = (*LAKES[:2], ("湖畔清掃一課", "水辺部"), ("湖畔清掃二課", "水辺部"))
    assert changed(matched(before, after)) == [
        ("open", "renamed", "湖畔清掃課", "湖畔清掃一課"),
        ("open", "renamed", "湖畔清掃課", "湖畔清掃二課"),
    ]


def test_a_unit_whose_duties_stand_in_two_was_split_and_two_become_one() -> None:
    whole: Tree = (*LAKES[:2], ("水鳥課", "水辺部", {"観察", "給餌", "清掃", "巡視"}))
    parts: Tree = (*LAKES[:2], ("観察室", "水辺部", {"観察", "給餌"}), ("巡視室", "水辺部", {"清掃", "巡視", "警備"}))
    assert changed(matched(whole, parts)) == [
        ("split", "split", "水鳥課", "巡視室"),
        ("split", "split", "水鳥課", "観察室"),
    ]
    assert changed(matched(parts, whole)) == [
        ("merged", "merged", "巡視室", "水鳥課"),
        ("merged", "merged", "観察室", "水鳥課"),
    ]


def test_a_new_unit_names_those_whose_duties_it_took_over() -> None:
    before = (*LAKES[:2], ("水鳥課", "水辺部", {"観察", "給餌", "清掃"}))
    after = (*LAKES[:2], ("水鳥課", "水辺部", {"観察", "給餌"}), ("美化室", "水辺部", {"清掃"}))
    create = only(matched(before, after), "created")
    assert create.reasons == ("not-printed", "duties-elsewhere")
    assert create.detail == {"duties": [{"id": "a/水鳥課", "count": 1}]}


def test_one_name_twice_is_told_apart_by_its_place() -> None:
    def general(row: str, parent: str) -> Unit:
        return Unit(row, "総務課", parent, "stated", frozenset(), (row,))

    tree = (*LAKES[:2], ("環境部", "湖沼局"))
    before = (*units(*tree), general("a/1", "a/水辺部"), general("a/2", "a/環境部"))
    after = (*units(*tree, doc="b"), general("b/3", "b/環境部"))
    rows = told(match_units(before, after)[0])
    assert ("pair", "unchanged", "2", "3") in rows
    assert ("alone", "abolished", "1", "") in rows


def test_an_unknown_place_is_no_move() -> None:
    events = matched(LAKES, (("湖沼局", None), ("水辺部", "湖沼局"), ("水鳥課", None), ("清掃課", "水辺部")))
    (change,) = (change for event in events for change in event.changes if change.certainty != "stated")
    assert (change.kind, change.certainty, change.reasons) == ("unchanged", "inferred", ("same-name", "place-open"))


def test_kinship_tells_decided_from_open() -> None:
    before = units(*LAKES[:3], ("環境部", "湖沼局"), ("清掃課", "環境部"))
    after = units(*LAKES[:3], ("環境部", "湖沼局"), ("清掃推進課", "水辺部"), doc="b")
    _, kin = match_units(before, after)
    assert kin.same("a/水鳥課", "b/水鳥課") is True
    assert kin.same("a/水鳥課", "b/水辺部") is False
    assert kin.same("a/清掃課", "b/清掃推進課") is None
    assert kin.same(None, "b/水辺部") is None
