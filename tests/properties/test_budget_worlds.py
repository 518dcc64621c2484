"""Over many invented budgets, whole, torn and damaged: no wrong figure is ever stated without doubt.

``python -m benchmarks.budget_worlds`` does the same over thousands and prints the share recovered by layout.
"""

from __future__ import annotations

from functools import reduce
from operator import add

import pytest

from tests.support.world_layouts import LAYOUTS
from tests.support.world_scores import CASES, DRAWN, score

WORLDS = 16
WHOLE = [layout for layout in (*LAYOUTS, *DRAWN) if layout != "torn"]


@pytest.mark.parametrize(("layout", "damaged"), CASES)
def test_nothing_wrong_is_stated_without_doubt(layout: str, damaged: bool) -> None:
    total = reduce(add, (score(seed, layout, damaged) for seed in range(WORLDS)))
    assert total.silent == []
    share = total.right / total.printed
    print(f"{layout}, {'damaged' if damaged else 'whole'}: {share:.1%} of the figures recovered")
    assert share > (0.4 if layout == "torn" else 0.9)
    assert damaged or total.failing == 0


@pytest.mark.parametrize("layout", WHOLE)
def test_a_whole_budget_is_read_and_proved_to_the_last_figure(layout: str) -> None:
    for seed in range(1000, 1000 + WORLDS // 2):
        found = score(seed, layout, False)
        assert (found.right, found.proved, found.doubted) == (found.printed, found.printed, 0), seed
