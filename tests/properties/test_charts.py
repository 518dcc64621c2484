"""Over a thousand invented charts: no pair that is stated is wrong, nor is any extension, unit or person.

The shares that must be read are floors, far under what is read today; `python -m benchmarks.charts` prints the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pylopdf_fonts_cjk
import pytest
import typst

from kokusai_extract.read.pdf import read_pdf
from tests.support.chart_layouts import LAYOUTS
from tests.support.chart_scores import FORMS, draw, read, read_form, read_page, score
from tests.support.chart_sheets import Sheet, as_typst

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
    ("left-right", "places"): 0.85,
    ("top-down", "places"): 0.8,
    ("groups", "places"): 0.85,
    ("unboxed", "places"): 0.3,
    ("name-first", "reader"): 0.2,
}


TYPESET = 4


def typeset(sheets: Sequence[Sheet]) -> bytes:
    pdf = typst.compile(
        as_typst(sheets).encode(),
        font_paths=[str(pylopdf_fonts_cjk.sans_path().parent)],
        ignore_system_fonts=True,
        format="pdf",
    )
    assert isinstance(pdf, bytes)
    return pdf


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


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_chart_as_a_pdf(layout: str) -> None:
    drawn = [draw(layout, seed) for seed in range(2000, 2000 + TYPESET)]
    document = read_pdf(typeset([sheet for _, sheet, _ in drawn]), "charts.pdf").items[0]
    total: Counter[str] = Counter()
    for page, (world, _, _) in enumerate(drawn, 1):
        found = score(world, read(document, world, page))
        assert wrong(found) == {}, f"{layout}, page {page}"
        total += found
    assert total["stated"] + total["inferred"] >= 0.9 * total["pairs"]
    assert total["extension"] >= 0.9 * total["extensions"]
