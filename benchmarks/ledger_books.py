"""How much of invented ledgers is read, and how much of it wrong, by how they are ruled.

    python -m benchmarks.ledger_books [--first 0] [--books 200] [--show N]

A book is *silent* when something of it is wrong or missing and no finding about its figures says so.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from dataclasses import fields
from pathlib import Path

from kokusai_extract.pipeline import process
from tests.support.book_facts import found, told
from tests.support.book_pages import draw
from tests.support.books import Style, book_of, style_of


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--books", type=int, default=200)
    parser.add_argument("--show", type=int, default=0, help="print so many facts of each book that are not as printed")
    arguments = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(arguments.first, arguments.first + arguments.books):
            _measure(seed, Path(folder) / "book.pdf", counts, arguments.show)
    names = ("books", "whole", "silent", "facts", "read", "wrong")
    print(f"{'rules':8}", *(f"{name:>8}" for name in names))
    for rules, count in [*sorted(counts.items()), ("all", sum(counts.values(), Counter()))]:
        print(f"{rules:8}", *(f"{count[name]:8}" for name in names), f"{100 * count['read'] / count['facts']:8.2f} %")
    print(f"{time.process_time() - start:.0f} s of processor time")


def _measure(seed: int, path: Path, counts: dict[str, Counter[str]], show: int) -> None:
    style = style_of(seed)
    book = book_of(seed, style)
    path.write_bytes(draw(book, style))
    facts = process(path)
    wanted, read = told(book, style), found(facts, style)
    lost, wrong = wanted - read, read - wanted
    said = Counter(f.code for f in facts.findings if f.code.startswith(("ledger-", "budget-")))
    counts.setdefault(style.rules, Counter()).update(
        books=1,
        whole=int(wanted == read),
        silent=int(wanted != read and not said),
        facts=len(wanted),
        read=len(wanted & read),
        wrong=len(wrong),
    )
    if show and (lost or wrong):
        usual = Style()
        kept = {
            f.name: getattr(style, f.name) for f in fields(style) if getattr(style, f.name) != getattr(usual, f.name)
        }
        print(f"book {seed}: {len(lost)} of {len(wanted)} lost, {len(wrong)} wrong", dict(said), kept)
        for mark, rows in (("-", lost), ("+", wrong)):
            for row in sorted(rows, key=str)[:show]:
                print("   ", mark, *row)


if __name__ == "__main__":
    main()
