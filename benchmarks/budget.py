"""How long a budget takes against its size, and how much memory: read, segmented, extracted and reconciled.

    python -m benchmarks.budget [--sizes 10 100 1000 10000] [FILE:YEAR ...]

Invented budgets are printed as one table of groups with their programmes, two years, changes and a total. Of files (the
reference texts) the sections of a budget alone are read. Each runs in a process of its own.
"""

from __future__ import annotations

import argparse
import resource
import time
from multiprocessing import get_context
from pathlib import Path
from random import Random

from kokusai_extract.model.records import BudgetLine, Identity
from kokusai_extract.reconcile.budget import reconcile_budget
from tests.support.budgets import torn_out
from tests.support.worlds import YEAR

GROUP = 9
"""Programmes of a group."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="*", metavar="FILE:YEAR")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10, 100, 1000, 10_000])
    arguments = parser.parse_args()
    print("what                     lines  identities  read s  solve s  lines/s  peak MB")
    cases: list[tuple[str, str, int]] = [(f"{size} lines", table(size), YEAR) for size in arguments.sizes]
    for text in arguments.texts:
        file, _, year = text.rpartition(":")
        cases.append((Path(file).name, Path(file).read_text("utf-8"), int(year)))
    for name, content, fiscal_year in cases:
        with get_context("spawn").Pool(1) as pool:
            lines, tried, read, solve, peak = pool.apply(measure, (content, fiscal_year))
        speed = lines / (read + solve)
        print(f"{name:22} {lines:7} {tried:11} {read:7.2f} {solve:8.2f} {speed:8.0f} {peak:8.0f}", flush=True)


def table(size: int) -> str:
    """Return a summary of so many lines, its total among them: groups, and their programmes below them."""
    rng = Random(size)
    rows: list[tuple[str, int, int]] = []
    total = [0, 0]
    while len(rows) < size - 1:
        number = len(rows) + 1
        parts = [(rng.randint(1, 999_999), rng.randint(1, 999_999)) for _ in range(min(GROUP, size - 2 - len(rows)))]
        amount, previous = (sum(part[i] for part in parts) or 1000 * number for i in (0, 1))
        rows.append((f"第{number}群の推進", amount, previous))
        rows += [(f"第{number}-{at}号事業", *part) for at, part in enumerate(parts, 1)]
        total = [total[0] + amount, total[1] + previous]
    rows.append(("合計", *total))
    lines = [f"{name}\t{a:,}\t{b:,}\t{a - b:,}".replace("\t-", "\t▲ ") for name, a, b in rows]
    head = [
        f"令和{YEAR - 2018}年度予算総括表",
        "（単位：千円）",
        f"区分\t令和{YEAR - 2018}年度\t令和{YEAR - 2019}年度\t増△減",
    ]
    return "\n".join([*head, *lines]) + "\n"


def measure(text: str, fiscal_year: int) -> tuple[int, int, float, float, float]:
    """Return lines, identities, seconds of processor to read and to reconcile, and the peak of memory in MB."""
    start = time.process_time()
    facts = torn_out(text, fiscal_year)
    read = time.process_time()
    found = reconcile_budget(facts)
    end = time.process_time()
    lines = sum(isinstance(record, BudgetLine) for record in found.records)
    tried = sum(isinstance(record, Identity) for record in found.records)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return lines, tried, read - start, end - read, peak


if __name__ == "__main__":
    main()
