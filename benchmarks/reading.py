"""How long reading takes, beside pdfplumber itself: each PDF, 600 pages of ledger, and a folder that has not changed.

    python -m benchmarks.reading [FOLDER…] [--pages 600] [--jobs 2]

For each PDF under the folders (``raw`` and ``../shared/pdfs``): milliseconds of processor time a page for our
pages and for pdfplumber's words and tables of the same pages, each the better of two runs; pictures are not
looked at (OCR has its own benchmark). Then whole builds, as the command runs them: a drawn ledger, and the
slowest PDF of the folders over and over, in documents of fifty pages and as a single one; by the clock and by the
processor, with the most memory that all processes hold together. Last a build of a hundred documents, and the
same again.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

import pdfplumber

from benchmarks.ledger import MOST_PAGES, books
from kokusai_extract.read.pdf import read_pdf

FOLDERS = (Path("raw"), Path("../shared/pdfs"))
TICK = 0.2


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[folder for folder in FOLDERS if folder.exists()])
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(f"{os.cpu_count()} processors, load before the start {load}")
    files = sorted(file for folder in arguments.folders for file in folder.glob("**/*.pdf"))
    slowest = max(files, key=_compare)
    _build_pages("a drawn ledger", None, arguments.pages, arguments.jobs)
    _build_pages(slowest.name, slowest, arguments.pages, arguments.jobs)
    _build_pages(f"{slowest.name} as one file", slowest, arguments.pages, arguments.jobs, most=arguments.pages)
    _build_twice(arguments.jobs)


def _compare(file: Path) -> float:
    """Print a line of the first table and return our milliseconds a page."""
    data = file.read_bytes()
    pages = len(read_pdf(data, file.name, ocr=False).items[0].pages)  # loads character maps, too
    ours = min(_seconds(lambda: read_pdf(data, file.name, ocr=False)) for _ in range(2)) * 1000 / pages
    theirs = min(_seconds(lambda: _words_and_tables(data)) for _ in range(2)) * 1000 / pages
    print(
        f"{file.stem:46} {pages:3} pages {ours:7.1f} ms, pdfplumber {theirs:7.1f} ms, ratio {ours / theirs:.2f}",
        flush=True,
    )
    return ours


def _seconds(work: object) -> float:
    start = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - start


def _words_and_tables(data: bytes) -> None:
    with pdfplumber.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.extract_tables()
            page.close()


def _build_pages(name: str, source: Path | None, pages: int, jobs: int, most: int = MOST_PAGES) -> None:
    with tempfile.TemporaryDirectory() as folder:
        books(Path(folder), pages, source, most)
        before = _spent()
        seconds, memory = _build(Path(folder), Path(folder) / "out", jobs)
        spent = _spent() - before
    print(f"{pages} pages, {name}: {seconds:.1f} s by the clock, {spent:.1f} s of processors, at most {memory:.0f} MB")


def _build_twice(jobs: int, documents: int = 100) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(documents):
            text = f"第{number}局 事務分掌\n総務課\n１ 人事に関すること。\n２ 文書第{number}号に関すること。\n"
            (Path(folder) / f"{number:03}.txt").write_text(text, "utf-8")
        first, _ = _build(Path(folder), Path(folder) / "out", jobs)
        again, _ = _build(Path(folder), Path(folder) / "out", jobs)
    print(f"{documents} documents: {first:.1f} s, the same again {again:.2f} s", flush=True)


def _build(folder: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Build a folder as the command does; return seconds and the most megabytes that its processes held together."""
    command = [sys.executable, "-m", "kokusai_extract", "build", str(folder), "--out", str(out), "--jobs", str(jobs)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0.0
    while process.poll() is None:
        most = max(most, _held(process.pid))
        time.sleep(TICK)
    return time.perf_counter() - start, most


def _spent() -> float:
    """Return the processor time of all processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _held(pid: int) -> float:
    """Return the megabytes that a process and its descendants hold, pages that they share counted once (Linux)."""
    total = 0
    for each in [pid, *_descendants(pid)]:
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text("ascii")
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def _descendants(pid: int) -> list[int]:
    try:
        children = [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children += [int(c) for t in tasks if t.name != str(pid) for c in (t / "children").read_text("ascii").split()]
    except OSError:
        return []
    return [pid for child in children for pid in (child, *_descendants(child))]


if __name__ == "__main__":
    main()
