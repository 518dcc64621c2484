"""One random budget read and held against what it was printed from."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.support.budgets import budget_of, budget_of_pdf, given, silently_wrong
from tests.support.world_layouts import LAYOUTS, damage, drawn, printed
from tests.support.worlds import YEAR, make

DRAWN = {"ruled": True, "unruled": False}
"""Layouts that are drawn as PDFs."""
CASES = [*((layout, damaged) for layout in LAYOUTS for damaged in (False, True)), *((name, False) for name in DRAWN)]
"""Every layout, whole and damaged."""


@dataclass
class Score:
    """What became of the figures of worlds: how many were printed, given rightly, given wrongly, and those unsaid."""

    printed: int = 0
    right: int = 0
    inferred: int = 0
    doubted: int = 0
    proved: int = 0
    failing: int = 0
    silent: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        """Return the sum of two scores."""
        mine, yours = vars(self), vars(other)
        return Score(**{name: value + yours[name] for name, value in mine.items()})


def score(seed: int, layout: str, damaged: bool) -> Score:
    """Return what became of the world of a seed in a layout; with one line damaged or none."""
    rng = Random(f"{layout}/{seed}")
    world, at = make(rng), None
    if layout in DRAWN:
        data, truth = drawn(rng, world, ruled=DRAWN[layout])
        facts = budget_of_pdf(data, YEAR)
    else:
        text, truth = printed(rng, world, layout)
        if damaged:
            text, _, at = damage(rng, text)
        facts = budget_of(text, YEAR)
    found = given(facts)
    right = [figure for key, figure in found.items() if figure.yen == truth.get(key)]
    return Score(
        len(truth),
        len(right),
        sum(figure.row.certainty == "inferred" for figure in right),
        sum(figure.doubted for key, figure in found.items() if figure.yen != truth.get(key)),
        sum(figure.row.proof == "proved" for figure in right),
        sum(finding.code == "budget-identity-fails" for finding in facts.findings),
        [f"{layout} {seed}: {wrong}" for wrong in silently_wrong(facts, truth, at)],
    )
