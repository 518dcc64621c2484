"""Misreads each figure of budgets in turn and takes each line out in turn, and prints what was found.

    python -m benchmarks.budget_mutations FILE:YEAR [FILE:YEAR ...] [--step 1] [--processes 2]

A change that breaks an identity must be told by an error or a warning; a misread figure by one that points at its very
line and names it. What was printed before may be proposed, never put in. It ends with 1 where that fails.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from kokusai_extract.model.archive import DocumentFacts
from tests.support.budgets import budget_of
from tests.support.mutations import Outcome, figures, lines_of, lost, misread


@cache
def _base(file: str, year: int) -> tuple[str, DocumentFacts]:
    text = Path(file).read_text("utf-8")
    return text, budget_of(text, year)


def _misread(file: str, year: int, number: int) -> Outcome:
    text, base = _base(file, year)
    return misread(text, year, base, figures(base)[number])


def _lost(file: str, year: int, line: int) -> Outcome:
    text, base = _base(file, year)
    return lost(text, year, base, line)


def main() -> int:
    """Print the counts, and each change that was not found; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="+", metavar="FILE:YEAR")
    parser.add_argument("--step", type=int, default=1, help="take every so many changes only")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    missed = []
    with ProcessPoolExecutor(arguments.processes) as pool:
        for text in arguments.texts:
            file, _, year = text.rpartition(":")
            _, base = _base(file, int(year))
            numbers = range(0, len(figures(base)), arguments.step)
            lines = lines_of(base)[:: arguments.step]
            every = pool.map(_misread, [file] * len(numbers), [int(year)] * len(numbers), numbers, chunksize=8)
            outcomes = list(every)
            gone = list(pool.map(_lost, [file] * len(lines), [int(year)] * len(lines), lines, chunksize=8))
            missed += [outcome for outcome in (*outcomes, *gone) if outcome.missed]
            counts = Counter(name for outcome in outcomes for name in outcome.counted)
            told = Counter(name for outcome in gone for name in outcome.counted)
            print(f"{file}: {len(outcomes)} figures misread: {dict(sorted(counts.items()))}", flush=True)
            print(f"{file}: {len(gone)} lines lost: {dict(sorted(told.items()))}", flush=True)
    print(*missed, sep="\n")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
