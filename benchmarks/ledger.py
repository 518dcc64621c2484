"""How long a ledger takes, stage by stage, and how much memory: a drawn one, or pages of a PDF over and over.

    python -m benchmarks.ledger [--pages 600] [--processes 2] [--pdf FILE]

The pages are shared out over documents of at most 50 pages, one process each, as a build reads them.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pypdfium2

from kokusai_extract import pipeline
from kokusai_extract.timing import Stopwatch
from tests.support import ledgers

MOST_PAGES = 50


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--pdf", type=Path, help="take the pages from this file instead of drawing them")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = books(Path(folder), arguments.pages, arguments.pdf)
        start = time.perf_counter()
        with ProcessPoolExecutor(arguments.processes) as pool:
            results = list(pool.map(_measure, files))
        wall = time.perf_counter() - start
    seconds: dict[str, float] = {}
    for stages, _, _ in results:
        for stage, spent in stages.items():
            seconds[stage] = seconds.get(stage, 0.0) + spent
    for stage, spent in seconds.items():
        print(f"{stage:10} {spent:7.1f} s of one core  {1000 * spent / arguments.pages:6.1f} ms a page")
    peak = max(memory for _, memory, _ in results) * arguments.processes
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    records = sum(count for *_, count in results)
    print(f"{arguments.pages} pages, {records} records: {wall:.1f} s by the clock, at most {peak:.0f} MB in all")
    print(f"{usage.ru_utime + usage.ru_stime:.1f} s of processor time, start of the processes included")


def books(folder: Path, pages: int, source: Path | None, most: int = MOST_PAGES) -> list[Path]:
    """Write documents of so many pages in all, ``most`` each, drawn or from ``source`` over and over; return them."""
    data = source.read_bytes() if source is not None else ledgers.draw("full", "facing")
    files = []
    while pages > 0:
        book = pypdfium2.PdfDocument.new()
        own = pypdfium2.PdfDocument(data)
        while len(book) < min(pages, most):
            book.import_pages(own, range(min(len(own), min(pages, most) - len(book))))
        pages -= len(book)
        files.append(folder / f"{len(files):03}.pdf")
        book.save(files[-1])
    return files


def _measure(path: Path) -> tuple[dict[str, float], float, int]:
    watch = Stopwatch()
    facts = pipeline.process(path, watch)
    return watch.seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(facts.records)


if __name__ == "__main__":
    main()
