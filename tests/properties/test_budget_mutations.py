"""Figures of real budgets misread by a digit, and lines lost: what breaks an identity is found and pointed at.

Every twelfth change here; ``python -m benchmarks.budget_mutations`` takes each of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.budgets import budget_of
from tests.support.mutations import figures, lines_of, lost, misread

pytestmark = pytest.mark.seeds
STEP = 12


@pytest.mark.parametrize("year", [2015, 2022])
def test_every_change_that_breaks_an_identity_is_found(shared: Path, year: int) -> None:
    text = (shared / f"seeds/kokusai-{year}.txt").read_text("utf-8")
    base = budget_of(text, year)
    printed, lines = figures(base), lines_of(base)
    assert len(printed) > 70
    misreadings = [misread(text, year, base, figure) for figure in printed[::STEP]]
    losses = [lost(text, year, base, line) for line in lines[::STEP]]
    assert all(outcome.broken for outcome in misreadings), "each of these figures stands in an identity"
    assert any(outcome.mended for outcome in misreadings)
    assert any(outcome.broken for outcome in losses)
    assert [outcome for outcome in (*misreadings, *losses) if outcome.missed] == []
