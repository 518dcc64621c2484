"""What must hold of any two budgets, whatever their tables print."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kokusai_extract.link.changes.budget import match_budgets
from kokusai_extract.link.changes.event import Event, Events
from kokusai_extract.link.changes.programmes import Programme, programmes
from kokusai_extract.link.changes.year import Line, Year
from tests.support.years import line, year

GROUPS = ["水鳥の推進", "水鳥推進費", "湖畔の整備", "湖畔整備と共生の推進", "国際協力"]
NAMES = [
    "水鳥調査費",
    "水鳥調査事業",
    "標識調査費",
    "湖東事務所運営費",
    "湖西事務所運営費",
    "事務所の運営",
    "清掃費",
    "人件費",
    "その他",
]
FIGURES = st.one_of(st.none(), st.integers(1, 40), st.sampled_from([1_003, 2_006, 3_009, 41_123, 10_000, 20_000]))
MIRROR = {"new": "discontinued", "increased": "decreased"}
MIRROR |= {there: here for here, there in MIRROR.items()}


@st.composite
def budgets(draw: st.DrawFn, doc: str, fiscal_year: int) -> Year:
    """Draw the budget of an invented bureau: a summary, a breakdown, or both, with a total or without."""
    rows: list[Line] = []

    def add(table: str, name: str, parent: str | None = None) -> None:
        told: dict[str, Any] = {"table": table, "parent": parent, "doc": doc}
        told["account"] = draw(st.sampled_from([None, "2款", "3款"]))
        rows.append(line(name, draw(FIGURES), draw(FIGURES), **told))

    for table in draw(st.sets(st.sampled_from(["summary", "breakdown", "related"]), min_size=1)):
        total = "合計" if draw(st.booleans()) else None
        if total:
            add(table, total)
        names = draw(st.permutations(NAMES))
        for group in draw(st.lists(st.sampled_from(GROUPS), unique=True, max_size=3)):
            add(table, group, total)
            for _ in range(draw(st.integers(0, 3))):
                add(table, names.pop(), group)
    return year(fiscal_year, lines=tuple(rows))


def rows(events: Events[Programme], *, mirrored: bool = False) -> Counter[tuple[Any, ...]]:
    result: Counter[tuple[Any, ...]] = Counter()
    for event in events:
        relation: str = event.relation
        if mirrored:
            relation = {"split": "merged", "merged": "split"}.get(relation, relation)
        for change in event.changes:
            ends = [item.id if item else None for item in (change.before, change.after)]
            kind = MIRROR.get(change.kind, change.kind) if mirrored else change.kind
            if len(event.changes) == 1 and relation in ("split", "merged"):
                relation = "part"  # one part of a line that is told in one
            told = (change.certainty, change.score and round(change.score, 9), frozenset(change.reasons))
            result[relation, kind, *(reversed(ends) if mirrored else ends), change.figures.scope, *told] += 1
    return result


@given(budgets("a", 2000), budgets("b", 2005), budgets("c", 2010))
def test_back_is_the_mirror_of_forth(one: Year, other: Year, third: Year) -> None:
    for before, after in ((one, other), (other, third)):
        forth, back = rows(match_budgets(before, after)), rows(match_budgets(after, before), mirrored=True)
        assert not list(forth - back) + list(back - forth)


@given(budgets("a", 2000), budgets("b", 2001), st.randoms(use_true_random=False))
def test_the_order_of_lines_is_nothing(before: Year, after: Year, order: random.Random) -> None:
    def shuffled(one: Year) -> Year:
        return year(one.which.fiscal_year, lines=tuple(order.sample(one.lines, len(one.lines))))

    assert rows(match_budgets(before, after)) == rows(match_budgets(shuffled(before), shuffled(after)))


@given(budgets("a", 2000), st.integers(2001, 2003).flatmap(lambda fiscal_year: budgets("b", fiscal_year)))
def test_a_programme_is_told_once_and_only_what_is_printed_is_told(before: Year, after: Year) -> None:
    events = match_budgets(before, after)
    for side, one in (("before", before), ("after", after)):
        there = Counter(
            name
            for event in events
            if "part-of" not in event.changes[0].reasons
            for name in {getattr(change, side).id for change in event.changes if getattr(change, side)}
        )
        assert set(there.values()) <= {1}
        assert set(there) <= {item.id for members in programmes(one.lines).values() for item in members}


@given(budgets("a", 2000), st.integers(2001, 2003).flatmap(lambda fiscal_year: budgets("b", fiscal_year)))
def test_no_change_is_reckoned_across_unlike_scopes(before: Year, after: Year) -> None:
    follows = after.which.fiscal_year == before.which.fiscal_year + 1
    for event in match_budgets(before, after):
        adds_up(event)
        for change in event.changes:
            figures = change.figures
            if figures.basis is None:
                assert figures.change is None and figures.percent is None
                continue
            base = figures.before if figures.basis == "printed" else figures.restated
            assert base is not None and figures.after is not None
            assert figures.change == figures.after - base
            assert figures.percent is None or abs(figures.percent - 100 * (figures.after - base) / base) <= 0.05001
            assert figures.basis == "restated" or not figures.scope
            if follows and figures.restated is not None and figures.before is not None:
                assert (figures.restated != figures.before) == (figures.basis == "restated")


def adds_up(event: Event[Programme]) -> None:
    """Assert that programmes that became others by their figures have the same sum on both sides."""
    if "figures-add-up" in event.changes[0].reasons:
        before = {change.before.id: change.before.amount or 0 for change in event.changes if change.before}
        after = {change.after.id: change.after.previous or 0 for change in event.changes if change.after}
        assert sum(before.values()) == sum(after.values()) == event.changes[0].detail["restated_sum"]
