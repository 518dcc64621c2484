"""What became of ties with cities, and of offices abroad."""

from __future__ import annotations

from kokusai_extract.link.changes.cities import match_ties
from kokusai_extract.link.changes.event import Change, Event
from kokusai_extract.link.changes.offices import match_offices
from kokusai_extract.link.changes.year import Office, Tie
from tests.support.years import office, tie, told


def of(events: list[Event[Tie]] | list[Event[Office]], kind: str) -> Change[Tie] | Change[Office]:
    (change,) = (change for event in events for change in event.changes if change.kind == kind)
    return change


def test_the_same_tie_is_unchanged_and_a_new_spelling_is_a_new_name() -> None:
    before = (tie("ルツェルン", "sister_city", "c1"), tie("アヌシー", "sister_city", "c2"))
    after = (tie("ルツェルン", "sister_city", "c1", doc="b"), tie("アンシー", "sister_city", "c2", doc="b"))
    events = match_ties(before, after)
    assert [row[1] for row in told(events)] == ["renamed", "unchanged"]
    assert (of(events, "renamed").certainty, of(events, "unchanged").certainty) == ("inferred", "stated")
    assert of(events, "renamed").detail["name_marks"]


def test_another_kind_of_tie_is_a_reclassification() -> None:
    events = match_ties((tie("コモ", "partner_city"),), (tie("コモ", "sister_city", doc="b"),))
    assert (of(events, "reclassified").certainty, events[0].relation) == ("stated", "pair")


def test_an_office_is_no_other_kind_of_sisterhood() -> None:
    events = match_ties((tie("コモ", "sister_city"),), (tie("コモ", "overseas_office_city", doc="b"),))
    assert [row[1] for row in told(events)] == ["added", "removed"]


def test_a_city_has_one_tie_of_each_kind() -> None:
    both = (tie("コモ", "sister_city", "c"), tie("コモ", "sister_port", "c"))
    events = match_ties(both, (tie("コモ", "sister_port", "c", doc="b"), tie("ベルン", "sister_city", "d", doc="b")))
    assert [row[1] for row in told(events)] == ["added", "removed", "unchanged"]


def test_without_a_kind_it_is_open_whether_it_is_the_same() -> None:
    events = match_ties((tie("コモ", None),), (tie("コモ", "sister_city", doc="b"),))
    assert (of(events, "unchanged").certainty, of(events, "unchanged").reasons) == (None, ("same-place", "kind-open"))


def test_a_kind_that_the_other_year_does_not_list_at_all_proves_nothing() -> None:
    before = (tie("コモ", "sister_city"), tie("ハンブルク港", "sister_port"), tie("ベルン", "sister_city"))
    events = match_ties(before, (tie("コモ", "sister_city", doc="b"),))
    removed = {c.before.name: c.certainty for e in events for c in e.changes if c.kind == "removed" and c.before}
    assert removed == {"ハンブルク港": None, "ベルン": "inferred"}


def test_a_place_that_is_not_known_is_found_by_its_name() -> None:
    events = match_ties((tie("オルデンブルク", "sister_city"),), (tie("オルデンブルグ", "sister_city", "c", doc="b"),))
    assert of(events, "renamed").reasons == ("similar-name", "same-kind")
    apart = match_ties(
        (tie("オルデンブルク", "sister_city", "x"),), (tie("オルデンブルグ", "sister_city", "c", doc="b"),)
    )
    assert [row[1] for row in told(apart)] == ["added", "removed"]


def test_the_same_office_may_move_to_another_city() -> None:
    events = match_offices((office("アルプス事務所", "c1"),), (office("アルプス事務所", "c2", doc="b"),))
    assert (of(events, "moved").certainty, of(events, "moved").detail) == ("stated", {"place": ["c1", "c2"]})


def test_an_office_that_is_printed_with_its_former_name_was_renamed() -> None:
    after = (office("(仮称)アルプス事務所", "c2", doc="b", note="現コモ事務所"), office("北海事務所", doc="b"))
    events = match_offices((office("コモ事務所", "c1"),), after)
    assert [row[1] for row in told(events)] == ["added", "renamed"]
    assert of(events, "renamed").certainty == "stated"
    assert of(events, "renamed").detail["place"] == ["c1", "c2"]


def test_one_city_makes_one_office_and_a_like_name_alone_does_not() -> None:
    events = match_offices((office("コモ事務所", "c1"),), (office("北伊事務所", "c1", doc="b"),))
    assert (of(events, "renamed").certainty, of(events, "renamed").reasons) == ("inferred", ("same-city",))
    events = match_offices((office("コモ湖事務所"),), (office("コモ事務所", doc="b"),))
    assert [row[:2] for row in told(events)] == [("open", "renamed")]
    events = match_offices((office("コモ事務所"),), (office("北海事務所", doc="b"),))
    assert [row[1] for row in told(events)] == ["added", "removed"]
