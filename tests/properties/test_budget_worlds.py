"""Over many invented budgets, whole, torn and damaged: no wrong figure is ever stated without doubt.

``KOKUSAI_WORLDS`` sets how many worlds each case takes.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from tests.support.budgets import budget_of, given, silently_wrong
from tests.support.worlds import YEAR, damage, make, printed, truth

WORLDS = int(os.environ.get("KOKUSAI_WORLDS", "50"))
PART = 25
PARTS = range(0, WORLDS, PART)


def world(seed: int, *, torn: bool, damaged: bool) -> tuple[str, dict[tuple[str, str, str], int]]:
    rng = Random(seed)
    made = make(rng)
    text = printed(rng, made, torn=torn)
    return (damage(rng, text)[0] if damaged else text), truth(made)


@pytest.mark.parametrize("start", PARTS)
def test_a_whole_budget_is_read_and_proved_to_the_last_figure(start: int) -> None:
    for seed in range(start, start + PART):
        text, wanted = world(seed, torn=False, damaged=False)
        found = given(budget_of(text, YEAR))
        assert {key: figure.yen for key, figure in found.items()} == wanted, seed
        assert {figure.row.proof for figure in found.values()} == {"proved"}, seed


@pytest.mark.parametrize("start", PARTS)
@pytest.mark.parametrize(("torn", "damaged"), [(False, True), (True, False), (True, True)])
def test_nothing_wrong_is_stated_without_doubt(
    torn: bool, damaged: bool, start: int, record_property: Callable[[str, object], None]
) -> None:
    counts: Counter[str] = Counter()
    for seed in range(start, start + PART):
        text, wanted = world(seed, torn=torn, damaged=damaged)
        facts = budget_of(text, YEAR)
        assert silently_wrong(facts, wanted) == [], seed
        if not damaged:
            assert not [finding for finding in facts.findings if finding.code == "budget-identity-fails"], seed
        found = given(facts)
        counts["printed"] += len(wanted)
        counts["recovered"] += sum(figure.yen == wanted.get(key) for key, figure in found.items())
    share = counts["recovered"] / counts["printed"]
    record_property("recovered", f"{share:.3f}")
    print(f"torn={torn} damaged={damaged} worlds {start}-{start + PART}: {share:.1%} of the figures recovered")
    assert share > (0.4 if torn else 0.9)
