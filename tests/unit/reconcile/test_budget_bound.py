"""Where a search reaches its bound the group stays open, and a finding says which."""

from __future__ import annotations

from random import Random

import pytest

from kokusai_extract.model.figures import yen
from kokusai_extract.model.records import BudgetLine
from kokusai_extract.reconcile.assign import Label, settle
from kokusai_extract.reconcile.bound import BoundReached, Steps
from kokusai_extract.reconcile.rows import Block
from kokusai_extract.reconcile.shares import Name, Unit, share
from tests.support.budgets import budget_of
from tests.support.world_layouts import printed
from tests.support.worlds import YEAR, Group, Item, Share, World


def large() -> World:
    """A world whose first group can be settled, and whose second has far too many placements."""
    easy = Group("港湾緑地の推進", [Share("港湾道路の運営", [Item("港湾道路調査事業費", 4000, 3000)])])
    rng = Random(1)
    parts = [
        Share(
            f"{a}統計の運営",
            [Item(f"{a}{b}整備事業費", 100 + rng.randint(0, 9), 100 + rng.randint(0, 9)) for b in "東西南北中"],
        )
        for a in ("福祉", "衛生", "税務", "建築")
    ]
    hard = Group("福祉衛生の推進", parts)
    for group in (easy, hard):
        group.funding = {"国": 0, "県": 0, "その他": 0, "一般財源": group.amount}
    return World([easy, hard], nested=True)


def test_the_group_whose_search_is_too_long_is_named_and_stays_open() -> None:
    text, _ = printed(Random(2), large(), "torn")
    facts = budget_of(text, YEAR)
    told = [dict(finding.values) for finding in facts.findings if finding.code == "budget-search-bound"]
    assert told
    names = {name for values in told for name in values["names"].split(", ")}
    lines = {line.name.value: line for line in facts.records if isinstance(line, BudgetLine) and line.name}
    assert {"福祉東整備事業費", "建築中整備事業費"} <= names
    assert all(yen(lines[name], "amount") is None and lines[name].certainty is None for name in names)
    assert "港湾道路調査事業費" not in names
    assert yen(lines["港湾道路調査事業費"], "amount") == 4_000_000


def test_steps_run_out() -> None:
    steps = Steps(3)
    steps.take(3)
    with pytest.raises(BoundReached):
        steps.take()


def test_shares_that_are_too_many_raise_and_never_guess() -> None:
    names, units = [Name()] * 16, [Unit(10, 10) for _ in range(16)]
    with pytest.raises(BoundReached):
        share(names, units, [(80, 80), (80, 80)], "sums", Steps(1000))


def test_a_placement_counts_only_where_every_solution_agrees() -> None:
    units = [Unit(7, 5), Unit(3, 4), Unit(3, 2)]
    found = share([Name(), Name(bins=frozenset({0})), Name()], units, [(7, 5), (6, 6)], "sums", Steps())
    assert found[1].amounts == {0}
    assert found[0].amounts == found[2].amounts == {1, 2}


def test_a_torn_table_that_one_way_alone_can_hold_is_settled_and_its_fault_is_found() -> None:
    labels = [Label("total"), Label("group"), Label("group")]
    blocks = [Block((30, 20, 10), 0, columns=(0, 1, 2)), Block((18, 15, 3), 1, columns=(0, 1, 2)), Block((12, 5, 7))]
    whole = settle(labels, blocks)
    assert {row.values for row in whole.rows[2]} == {(12, 5, 7)}
    assert (whole.outcome, whole.faulty) == ("settled", False)
    torn = settle(labels, [*blocks[:2], Block((12, 5, 8))])
    assert (torn.outcome, torn.faulty) == ("settled", True)
    assert {row.values for row in torn.rows[2]} == {(12, 5, 7)}
    assert settle(labels, blocks, steps=Steps(2)).outcome == "bound"
    assert settle(labels, [*blocks[:2], Block((99, 1))]).outcome == "impossible"
