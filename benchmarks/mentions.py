"""Precision and recall of mentions by label, on the set labelled by hand in tests/corpus/mentions.csv.

python benchmarks/mentions.py ../shared/seeds [--errors]
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kokusai_extract.model.international import Mention
from kokusai_extract.pipeline import process

GOLD = Path(__file__).parents[1] / "tests/corpus/mentions.csv"

Span = tuple[str, int, int, int, str]


@dataclass(frozen=True)
class Score:
    """How many mentions of a label were found rightly, found at all, and are there."""

    right: int
    found: int
    there: int

    @property
    def precision(self) -> float:
        """Part of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Part of what is there that was found."""
        return self.right / self.there if self.there else 1.0


def labelled() -> dict[Span, str]:
    """Return the name of each labelled mention."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        return {
            (row["document"], int(row["page"]), int(row["start"]), int(row["end"]), row["label"]): row["name"]
            for row in csv.DictReader(file)
        }


def found(folder: Path) -> dict[Span, str]:
    """Return the text of each mention that the program finds in the labelled documents."""
    return {
        (name, item.page, item.start, item.end, item.label): item.text
        for name in sorted({span[0] for span in labelled()})
        for item in process(folder / name).records
        if isinstance(item, Mention)
    }


def scores(gold: dict[Span, str], mentions: dict[Span, str]) -> dict[str, Score]:
    """Return the score of each label, a mention being right where place and label agree."""
    right, hits, there = (
        Counter(span[-1] for span in spans) for spans in (gold.keys() & mentions.keys(), mentions, gold)
    )
    return {label: Score(right[label], hits[label], there[label]) for label in sorted(set(hits) | set(there))}


def main() -> None:
    """Print the table, and the errors if asked for."""
    gold, mentions = labelled(), found(Path(sys.argv[1]))
    print(f"{'label':<14}{'labelled':>9}{'found':>7}{'precision':>11}{'recall':>8}")
    for label, score in scores(gold, mentions).items():
        print(f"{label:<14}{score.there:>9}{score.found:>7}{score.precision:>11.3f}{score.recall:>8.3f}")
    if "--errors" in sys.argv:
        for kind, spans, texts in (
            ("wrong", mentions.keys() - gold.keys(), mentions),
            ("missed", gold.keys() - mentions.keys(), gold),
        ):
            for span in sorted(spans):
                print(kind, *span, repr(texts[span]))


if __name__ == "__main__":
    main()
