"""Reads thousands of invented budgets and prints, by layout, how much was recovered and whether anything was wrong.

    python -m benchmarks.budget_worlds [--worlds 400] [--first 0] [--processes 2]

A world is invented, printed in a layout, in half of the cases damaged in one line, read, reconciled, and held against
what it was printed from. It ends with 1 where a wrong figure was stated without doubt.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from operator import add

from tests.support.world_scores import CASES, Score, score


def main() -> int:
    """Print the table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=400, help="worlds for each layout, whole and damaged")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    seeds = range(arguments.first, arguments.first + arguments.worlds)
    start, silent = time.perf_counter(), []
    print("layout     state     worlds  figures  recovered   proved  inferred  doubted  silently wrong")
    with ProcessPoolExecutor(arguments.processes) as pool:
        for layout, damaged in CASES:
            every = pool.map(score, seeds, [layout] * len(seeds), [damaged] * len(seeds), chunksize=10)
            total = reduce(add, every, Score())
            silent += total.silent
            shares = [part / max(total.printed, 1) for part in (total.right, total.proved, total.inferred)]
            print(
                f"{layout:10} {'damaged' if damaged else 'whole':8} {len(seeds):7} {total.printed:8}"
                f" {shares[0]:10.1%} {shares[1]:8.1%} {shares[2]:9.1%} {total.doubted:8} {len(total.silent):15}",
                flush=True,
            )
    print(f"{len(CASES) * len(seeds)} worlds in {time.perf_counter() - start:.0f} s by the clock")
    print(*silent, sep="\n")
    return bool(silent)


if __name__ == "__main__":
    sys.exit(main())
