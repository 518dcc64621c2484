"""What became of duties."""

from __future__ import annotations

import pytest

from kokusai_extract.link.changes.duties import match_duties
from kokusai_extract.link.changes.event import Change, Events
from kokusai_extract.link.changes.units import match_units
from kokusai_extract.link.changes.year import Duty
from tests.support.years import duties, told, units

TREE = (("湖沼局", None), ("水鳥課", "湖沼局"), ("清掃課", "湖沼局"))


def matched(before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]) -> Events[Duty]:
    _, kin = match_units(units(*TREE), units(*TREE, doc="b"))
    return match_duties(duties(*before), duties(*after, doc="b"), kin)


def of(events: Events[Duty], kind: str) -> list[Change[Duty]]:
    return [change for event in events for change in event.changes if change.kind == kind]


def test_numbers_play_no_part() -> None:
    before = (("水鳥課", "観察に関すること。"), ("水鳥課", "給餌に関すること。"))
    events = matched(before, (before[1], ("水鳥課", "展示会の開催に関すること。"), before[0]))
    assert told(events) == [
        ("alone", "added", "", "水鳥課/2"),
        ("pair", "unchanged", "水鳥課/1", "水鳥課/3"),
        ("pair", "unchanged", "水鳥課/2", "水鳥課/1"),
    ]
    assert {change.certainty for change in of(events, "unchanged")} == {"stated"}


def test_words_that_changed_are_marked_in_the_printed_text() -> None:
    (change,) = of(
        matched((("水鳥課", "渡り鳥の観察に関すること。"),), (("水鳥課", "渡り鳥の調査に関すること。"),)), "reworded"
    )
    assert change.detail["text_marks"] == (((4, 6),), ((4, 6),))
    assert (change.certainty, change.reasons) == ("inferred", ("similar-words", "same-unit"))
    assert change.score == pytest.approx(2 * 4 / (6 + 6))


def test_the_same_words_in_another_unit_have_moved() -> None:
    before = (("水鳥課", "湖畔の美化に関すること。"), ("清掃課", "用具に関すること。"))
    events = matched(before, (("清掃課", "湖畔の美化に関すること。"), ("清掃課", "用具に関すること。")))
    (change,) = of(events, "moved")
    assert (change.certainty, change.detail) == ("inferred", {})


def test_what_belongs_to_no_other_unit_moves_nowhere() -> None:
    events = matched((("水鳥課", "他の課の主管に属しないこと。"),), (("清掃課", "他の課の主管に属しないこと。"),))
    assert [row[1] for row in told(events)] == ["added", "removed"]


def test_one_duty_with_several_matters_became_several() -> None:
    before = (("水鳥課", "渡り鳥観察、傷病鳥保護等水鳥に関すること。"),)
    after = (("水鳥課", "野鳥の会、渡り鳥観察に関すること。"), ("清掃課", "傷病鳥保護に関すること。"))
    events = matched(before, after)
    assert told(events) == [
        ("split", "moved", "水鳥課/1", "清掃課/2"),
        ("split", "reworded", "水鳥課/1", "水鳥課/1"),
    ]
    assert of(events, "reworded")[0].detail["terms"] == ["渡り鳥観察"]
    assert {change.certainty for event in events for change in event.changes} == {"inferred"}


def test_several_duties_became_one() -> None:
    before = (("水鳥課", "渡り鳥観察に関すること。"), ("水鳥課", "傷病鳥保護に関すること。"))
    events = matched(before, (("水鳥課", "渡り鳥観察、傷病鳥保護に関すること。"),))
    assert [row[:2] for row in told(events)] == [("merged", "reworded"), ("merged", "reworded")]


def test_a_common_matter_without_weight_splits_nothing() -> None:
    before = (("水鳥課", "水鳥に関する施策の総合的な企画、関係団体との連絡調整に関すること。"),)
    after = (
        ("水鳥課", "水鳥に関する施策の総合的な企画、関係機関との連絡調整に関すること。"),
        ("清掃課", "舟の運航に関すること。"),
    )
    assert [row[:2] for row in told(matched(before, after))] == [("alone", "added"), ("pair", "reworded")]


def test_nearly_the_same_words_in_another_unit_have_moved_unless_a_word_was_exchanged() -> None:
    one = (("水鳥課", "渡り鳥及び留鳥の観察並びに標識調査に関すること。"),)
    (event,) = matched(one, (("清掃課", "渡り鳥及び留鳥の観察並びに標識の調査に関すること。"),))
    assert (event.relation, event.changes[0].kind) == ("pair", "moved")
    (event,) = matched(one, (("清掃課", "渡り鳥及び昆虫の観察並びに標識調査に関すること。"),))
    assert (event.relation, event.changes[0].kind) == ("open", "moved")


def test_like_words_in_another_unit_stay_open() -> None:
    events = matched((("水鳥課", "湖畔の定期清掃に関すること。"),), (("清掃課", "湖畔の清掃に関すること。"),))
    assert told(events) == [("open", "moved", "水鳥課/1", "清掃課/1")]
    assert of(events, "moved")[0].certainty is None


def test_the_same_words_in_two_other_units_stay_open() -> None:
    before = (("水鳥課", "湖畔の美化に関すること。"),)
    tree = (*TREE, ("美化室", "湖沼局"))
    _, kin = match_units(units(*TREE), units(*tree, doc="b"))
    after = duties(("清掃課", "湖畔の美化に関すること。"), ("美化室", "湖畔の美化に関すること。"), doc="b")
    assert [row[0] for row in told(match_duties(duties(*before), after, kin))] == ["open", "open"]


def test_a_duty_of_a_unit_that_is_open_is_open_too() -> None:
    _, kin = match_units(
        units(("湖沼局", None), ("甲部", "湖沼局"), ("乙部", "湖沼局"), ("清掃課", "甲部")),
        units(("湖沼局", None), ("甲部", "湖沼局"), ("乙部", "湖沼局"), ("清掃推進課", "乙部"), doc="b"),
    )
    text = "湖畔の美化に関すること。"
    (event,) = match_duties(duties(("清掃課", text)), duties(("清掃推進課", text), doc="b"), kin)
    (change,) = event.changes
    assert (change.kind, change.certainty, change.reasons) == ("unchanged", None, ("same-words", "owner-open"))
