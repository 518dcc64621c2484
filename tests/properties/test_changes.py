"""What must hold of any comparison: nothing is lost or doubled, order is nothing, and back is the mirror of forth."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kokusai_extract.link.changes.alike import marks
from kokusai_extract.link.changes.cities import match_ties
from kokusai_extract.link.changes.duties import match_duties
from kokusai_extract.link.changes.event import Event
from kokusai_extract.link.changes.offices import match_offices
from kokusai_extract.link.changes.personnel import match_holdings
from kokusai_extract.link.changes.units import match_units
from kokusai_extract.link.changes.year import Duty, Unit, Year
from tests.support.years import duties, holding, office, tie, units, year

MIRROR = {
    "created": "abolished",
    "split": "merged",
    "added": "removed",
    "joined": "left",
    "promoted": "moved",
}
MIRROR |= {there: here for here, there in MIRROR.items() if here != "promoted"}

NAMES = ["水鳥課", "水鳥推進課", "水辺清掃課", "清掃課", "湖畔清掃室", "総務課", "水鳥保護課", "観光係", "観光振興係"]
PARENTS = [None, "湖沼局", "水辺部", "環境部"]
MATTERS = [
    "渡り鳥観察",
    "傷病鳥保護",
    "湖畔の定期清掃",
    "湖畔の清掃",
    "舟の運航",
    "舟の運航管理",
    "企画、立案、調整",
    "人材育成",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(MATTERS), min_size=1, max_size=3).map("、".join),
    st.text("水鳥湖畔の観察清掃、", min_size=1, max_size=14),
    st.just("他の課の主管に属しない"),
).map(lambda core: core + "に関すること。")
CITIES = ["コモ", "コモ湖", "ベルン", "ハンブルク港", "ハンブルグ港", "アルプス"]
KINDS = [None, "sister_city", "partner_city", "sister_port", "overseas_office_city"]


@st.composite
def bureaus(draw: st.DrawFn, doc: str) -> Year:
    """Draw a year of an invented bureau."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=6))
    texts = [(name, text) for name in names for text in draw(st.lists(TEXTS, max_size=4))]
    about: dict[str, set[str]] = {name: set() for name in names}
    told = duties(*texts, doc=doc)
    for duty in told:
        about[duty.unit.partition("/")[2] if duty.unit else ""].add(duty.core)
    tree: list[Any] = [("湖沼局", None), ("水辺部", "湖沼局"), ("環境部", "湖沼局")]
    tree += [(name, draw(st.sampled_from(PARENTS)), about[name]) for name in names]
    titles = st.sampled_from([None, "課長", "係長", "担当係長"])
    ranks = st.sampled_from([None, "division_manager", "section_manager", "other"])
    staff = draw(
        st.lists(st.tuples(st.sampled_from("甲乙丙丁"), titles, ranks), unique_by=lambda row: row[:2], max_size=5)
    )
    ties = draw(st.lists(st.tuples(st.sampled_from(CITIES), st.sampled_from(KINDS)), unique=True, max_size=6))
    offices = draw(st.lists(st.sampled_from(CITIES), unique=True, max_size=4))
    homes = st.sampled_from([None, "c1", "c2"])
    return year(
        2000,
        units=units(*tree, doc=doc),
        duties=told,
        holdings=tuple(holding(name, title, role=title, rank=rank, doc=doc) for name, title, rank in staff),
        lists=frozenset(draw(st.sets(st.sampled_from(["chart", "secondments"])))),
        ties=tuple(tie(name, kind, draw(homes), doc=doc) for name, kind in ties),
        offices=tuple(office(name + "事務所", draw(homes), doc=doc) for name in offices),
    )


def everything(before: Year, after: Year) -> dict[str, Sequence[Event[Any]]]:
    events, kin = match_units(before.units, after.units)
    return {
        "units": events,
        "duties": match_duties(before.duties, after.duties, kin),
        "holdings": match_holdings(before, after, kin),
        "ties": match_ties(before.ties, after.ties),
        "offices": match_offices(before.offices, after.offices),
    }


def rows(events: Sequence[Event[Any]], mirrored: bool = False) -> Counter[tuple[Any, ...]]:
    """Return what is said of each pair; seen from the other side if ``mirrored``."""
    result: Counter[tuple[Any, ...]] = Counter()
    for event in events:
        relation = {"split": "merged", "merged": "split"}.get(event.relation, event.relation)
        for change in event.changes:
            ends = [item.id if item else None for item in (change.before, change.after)]
            kind = "moved" if change.kind == "promoted" else change.kind
            told = (change.certainty, change.score, frozenset(change.reasons))
            if mirrored:
                result[relation, MIRROR.get(kind, kind), ends[1], ends[0], *told] += 1
            else:
                result[event.relation, kind, *ends, *told] += 1
    return result


@given(bureaus("a"), bureaus("b"))
def test_back_is_the_mirror_of_forth(before: Year, after: Year) -> None:
    forth, back = everything(before, after), everything(after, before)
    for facet, events in forth.items():
        assert rows(events) == rows(back[facet], mirrored=True), facet


@given(bureaus("a"), bureaus("b"))
def test_everything_stands_in_one_event(before: Year, after: Year) -> None:
    for facet, events in everything(before, after).items():
        for side, one in (("before", before), ("after", after)):
            there = Counter(
                name
                for event in events
                for name in {getattr(change, side).id for change in event.changes if getattr(change, side)}
            )
            assert set(there.values()) <= {1}, facet
            if facet != "holdings":  # who is on a list that the other year lacks is not said to have come or gone
                assert set(there) == {item.id for item in getattr(one, facet)}, facet


@given(bureaus("a"), bureaus("b"), st.randoms(use_true_random=False))
def test_the_order_of_input_is_nothing(before: Year, after: Year, order: random.Random) -> None:
    def shuffled(one: Year) -> Year:
        facts = {facet: order.sample(items, len(items)) for facet, items in sides(one).items()}
        return year(2000, lists=one.lists, **{facet: tuple(items) for facet, items in facts.items()})

    told = [rows(events) for events in everything(before, after).values()]
    assert told == [rows(events) for events in everything(shuffled(before), shuffled(after)).values()]


@given(bureaus("a"))
def test_a_year_beside_itself_has_not_changed(one: Year) -> None:
    events = everything(one, one)
    assert {c.kind for facet in events.values() for e in facet for c in e.changes if c.certainty} <= {
        "unchanged",
        "stayed",
    }


@given(TEXTS, TEXTS)
def test_what_is_not_marked_is_the_same(one: str, other: str) -> None:
    here, there = marks(one, other)
    assert marks(other, one) == (there, here)
    assert without(one, here) == without(other, there)


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return "".join(c for i, c in enumerate(text) if not any(start <= i < end for start, end in spans))


def sides(one: Year) -> dict[str, tuple[Unit, ...] | tuple[Duty, ...] | tuple[Any, ...]]:
    return {
        "units": one.units,
        "duties": one.duties,
        "holdings": one.holdings,
        "ties": one.ties,
        "offices": one.offices,
    }
