"""Over a thousand invented charts: no pair that is stated is wrong, nor is any extension, unit or person.

The shares that must be read are floors, far under what is read today; `python -m benchmarks.charts` prints the figures.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.chart_layouts import LAYOUTS
from tests.support.chart_scores import FORMS, draw, read_form, read_page, score

CHARTS = 105
TEXTS = 12
LEAST_READ = {"upright": 0.85}
LEAST_READ_AS_TEXT = {
    ("listed", "reader"): 0.9,
    ("two-columns", "reader"): 0.9,
    ("table", "reader"): 0.9,
    ("left-right", "order"): 0.6,
    ("top-down", "order"): 0.6,
    ("unboxed", "order"): 0.6,
    ("left-right", "torn"): 0.85,
    ("top-down", "torn"): 0.85,
    ("scattered", "torn"): 0.85,
}


def wrong(total: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in total.items() if name.startswith("wrong") and count}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_chart_as_drawn(layout: str) -> None:
    total: Counter[str] = Counter()
    for seed in range(CHARTS):
        world, sheet, _ = draw(layout, seed)
        found = score(world, read_page(world, sheet))
        assert wrong(found) == {}, f"{layout}, seed {seed}"
        total += found
    assert total["stated"] + total["inferred"] >= LEAST_READ.get(layout, 0.95) * total["pairs"]
    assert total["extension"] >= LEAST_READ.get(layout, 0.95) * total["extensions"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_chart_as_plain_text(layout: str, form: str) -> None:
    total: Counter[str] = Counter()
    for seed in range(1000, 1000 + TEXTS):
        world, sheet, random = draw(layout, seed)
        found = score(world, read_form(world, sheet, form, random))
        assert wrong(found) == {}, f"{layout} as {form}, seed {seed}"
        total += found
    assert total["stated"] + total["inferred"] >= LEAST_READ_AS_TEXT.get((layout, form), 0) * total["pairs"]
