"""What became of people in posts."""

from __future__ import annotations

from typing import Any

from kokusai_extract.link.changes.event import Change, Events
from kokusai_extract.link.changes.personnel import match_holdings
from kokusai_extract.link.changes.units import match_units
from kokusai_extract.link.changes.year import Holding
from tests.support.years import holding, tails, units, year

TREE = (("湖沼局", None), ("水鳥課", "湖沼局"), ("清掃課", "湖沼局"))
CHART = frozenset({"chart"})
BIRDS: dict[str, Any] = {"unit": "a/水鳥課", "rank": "division_manager", "role": "長"}
LATER: dict[str, Any] = BIRDS | {"unit": "b/水鳥課", "doc": "b"}


def matched(
    before: tuple[Holding, ...], after: tuple[Holding, ...], later_lists: frozenset[str] = CHART
) -> Events[Holding]:
    _, kin = match_units(units(*TREE), units(*TREE, doc="b"))
    one = year(2020, holdings=before, lists=CHART)
    return match_holdings(one, year(2021, holdings=after, lists=later_lists), kin)


def only(events: Events[Holding]) -> Change[Holding]:
    (event,) = events
    (change,) = event.changes
    return change


def test_the_same_person_in_the_same_post_stayed() -> None:
    change = only(matched((holding("山田 花子", "水鳥課長", **BIRDS),), (holding("山田 花子", "水鳥課長", **LATER),)))
    assert (change.kind, change.certainty, change.score) == ("stayed", "stated", 1.0)
    assert change.reasons == ("same-person", "same-unit", "same-title", "same-rank")


def test_a_post_that_bears_its_unit_s_new_name_is_the_same_post() -> None:
    _, kin = match_units(units(*TREE), units(*TREE[:2], ("清掃推進課", "湖沼局"), doc="b"))
    one = year(2020, holdings=(holding("山田 花子", "清掃課長", **BIRDS | {"unit": "a/清掃課"}),), lists=CHART)
    later = holding("山田 花子", "清掃推進課長", **LATER | {"unit": "b/清掃推進課"})
    assert only(match_holdings(one, year(2021, holdings=(later,), lists=CHART), kin)).kind == "stayed"


def test_a_higher_rank_is_a_promotion_and_a_lower_one_a_move() -> None:
    below = BIRDS | {"rank": "section_manager", "role": "係長"}
    promoted = only(matched((holding("山田 花子", "係長", **below),), (holding("山田 花子", "水鳥課長", **LATER),)))
    assert promoted.kind == "promoted"
    later = LATER | {"rank": "section_manager", "role": "係長"}
    lowered = only(matched((holding("山田 花子", "水鳥課長", **BIRDS),), (holding("山田 花子", "係長", **later),)))
    assert (lowered.kind, lowered.detail) == ("moved", {"rank": "lower"})


def test_another_unit_is_a_move() -> None:
    later = LATER | {"unit": "b/清掃課"}
    change = only(matched((holding("山田 花子", "水鳥課長", **BIRDS),), (holding("山田 花子", "清掃課長", **later),)))
    assert (change.kind, change.certainty) == ("moved", "stated")


def test_who_is_not_printed_has_left_or_joined() -> None:
    events = matched((holding("山田 花子", "水鳥課長", **BIRDS),), (holding("鈴木 一郎", "水鳥課長", **LATER),))
    assert tails(events) == [("joined", "", "水鳥課長"), ("left", "水鳥課長", "")]


def test_nobody_leaves_for_want_of_a_list() -> None:
    one, other = holding("山田 花子", "水鳥課長", **BIRDS), holding("鈴木 一郎", "係長", doc="b", seconded="湖水協会")
    sent = frozenset({"secondments"})
    assert matched((one,), (other,), later_lists=sent) == []
    back = holding("山田 花子", "係長", doc="b", seconded="湖水協会", rank="section_manager")
    assert only(matched((one,), (back,), later_lists=sent)).kind == "moved"


def test_a_name_without_a_post_leaves_open_what_became_of_it() -> None:
    change = only(matched((holding("山田 花子", None, certainty=None),), (holding("山田 花子", "水鳥課長", **LATER),)))
    assert (change.kind, change.certainty) == ("stayed", None)
    assert "post-open" in change.reasons


def test_one_name_that_is_two_people_stays_open() -> None:
    one = holding("山田 花子", "水鳥課長", **BIRDS)
    (event,) = matched((one,), (holding("山田 花子", "係長", **LATER | {"people": frozenset({"another"})}),))
    assert (event.relation, event.changes[0].certainty) == ("open", None)


def test_a_post_beside_another_is_taken_up_or_given_up_while_the_person_stays() -> None:
    one, beside = (
        holding("山田 花子", "水鳥課長", **BIRDS),
        holding("山田 花子", "担当課長", **BIRDS | {"role": "担当課長"}),
    )
    events = matched((one, beside), (holding("山田 花子", "水鳥課長", **LATER),))
    assert tails(events) == [("left", "担当課長", ""), ("stayed", "水鳥課長", "水鳥課長")]
    (left,) = (change for event in events for change in event.changes if change.kind == "left")
    assert left.reasons == ("not-printed", "another-post")


def test_an_inferred_pairing_gives_an_inferred_change() -> None:
    one = holding("山田 花子", "水鳥課長", **BIRDS | {"certainty": "inferred"})
    assert only(matched((one,), (holding("山田 花子", "水鳥課長", **LATER),))).certainty == "inferred"
