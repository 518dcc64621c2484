"""How long pages take to be read from their picture, beside RapidOCR alone, and what comes of a scan's facts.

    python -m benchmarks.scans [--pdf FILE] [--pages 6,8,10,12] [--degrees 0.5] [--noise 6] [--facts]

The pages are drawn, turned and noised first. RapidOCR runs as it comes, on the same pictures and on as many threads
(one). Ours also straightens, and sees marks, lone figures, ruled lines and shades. With ``--facts`` all pages go
through the whole pipeline, as they are and as a scan, and each table is compared.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rapidocr

from kokusai_extract.pipeline import process
from kokusai_extract.read.ocr.picture import Picture, Pictures
from kokusai_extract.read.ocr.recognize import THREADS
from kokusai_extract.read.ocr.scan import scan
from tests.support.scan_facts import Compared, compare
from tests.support.scans import scanned

SAMPLE = Path(__file__).parents[1] / "raw" / "2015" / "kokusai-2015-jigyo-gaiyo.pdf"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pdf", type=Path, default=SAMPLE)
    parser.add_argument("--pages", default="6,8,10,12")
    parser.add_argument("--degrees", type=float, default=0.5)
    parser.add_argument("--noise", type=float, default=6.0)
    parser.add_argument("--facts", action="store_true")
    arguments = parser.parse_args()
    pages = [int(page) for page in arguments.pages.split(",")]
    data = arguments.pdf.read_bytes()
    _times(scanned(data, pages, degrees=arguments.degrees, noise=arguments.noise), len(pages))
    if arguments.facts:
        _facts(arguments.pdf.name, data, scanned(data, degrees=arguments.degrees, noise=arguments.noise))


def _times(data: bytes, count: int) -> None:
    alone = rapidocr.RapidOCR(
        params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": THREADS}
    )
    pictures = Pictures(data)
    runs: dict[str, Callable[[int], object]] = {
        "RapidOCR": lambda number: alone(np.dstack([_drawn(pictures, number).pixels] * 3)),
        "ours": lambda number: scan(_drawn(pictures, number)),
    }
    spent = dict.fromkeys(runs, 0.0)
    for run in runs.values():
        run(1)  # loads the models
    for number in range(1, count + 1):
        for name, run in runs.items():
            started = time.process_time()
            run(number)
            spent[name] += time.process_time() - started
    for name, seconds in spent.items():
        print(f"{name:10} {seconds / count:6.2f} s of one core a page")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"ratio      {spent['ours'] / spent['RapidOCR']:6.2f}   (at most {peak:.0f} MB, both models loaded)")


def _drawn(pictures: Pictures, number: int) -> Picture:
    picture = pictures.draw(number)
    if picture is None:
        raise SystemExit(f"page {number} cannot be drawn")
    return picture


def _facts(name: str, own: bytes, scan_: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / kind / name for kind in ("own", "scan")]
        for path, data in zip(paths, (own, scan_), strict=True):
            path.parent.mkdir()
            path.write_bytes(data)
        compared: Compared = compare(*map(process, paths))
    print(f"{'table':18} {'same':>5} {'named':>6} {'silent':>7}")
    for table, (same, named, silent) in compared.tables.items():
        print(f"{table:18} {same:5} {named:6} {silent:7}")
    for difference in compared.differences:
        print(f"  {difference}")
    print(f"figures proved: {compared.proved}, of them wrong: {compared.proved_wrong}")


if __name__ == "__main__":
    main()
