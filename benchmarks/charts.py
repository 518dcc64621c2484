"""How much of invented organization charts is read, and how much of it wrongly, by layout and form.

    python -m benchmarks.charts [--charts 100] [--layout NAME] [--form page|reader|rows|places|order|torn]

``stated`` and ``inferred`` are the shares of the pairs of post and holder that were read right; the columns after ``|``
count what was read wrongly. Nothing stated may ever be wrong.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from tests.support.chart_layouts import LAYOUTS
from tests.support.chart_scores import FORMS, draw, read_form, read_page, score

WRONG = ("wrong stated", "wrong inferred", "wrong extension", "wrong unit", "wrong person")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--charts", type=int, default=100, help="charts of each layout and form (default: 100)")
    parser.add_argument("--layout", choices=list(LAYOUTS), help="only this layout")
    parser.add_argument("--form", choices=["page", *FORMS], help="only this form")
    arguments = parser.parse_args()
    print(f"{'layout':12} {'form':7} {'pairs':>6} {'stated':>7} {'inferred':>8} {'ext.':>6} | wrong: ", end="")
    print(*(name.removeprefix("wrong ") for name in WRONG), sep=", ")
    start, charts = time.perf_counter(), 0
    for layout in [arguments.layout] if arguments.layout else LAYOUTS:
        for form in [arguments.form] if arguments.form else ["page", *FORMS]:
            total: Counter[str] = Counter()
            for seed in range(arguments.charts):
                world, sheet, random = draw(layout, seed)
                result = read_page(world, sheet) if form == "page" else read_form(world, sheet, form, random)
                total += score(world, result)
            charts += arguments.charts
            shares = [total["stated"] / total["pairs"], total["inferred"] / total["pairs"]]
            extensions = total["extension"] / max(total["extensions"], 1)
            print(
                f"{layout:12} {form:7} {total['pairs']:6} {shares[0]:7.1%} {shares[1]:8.1%} {extensions:6.1%} | ",
                end="",
            )
            print(*(total[name] for name in WRONG))
    seconds = time.perf_counter() - start
    print(f"{charts} charts in {seconds:.0f} s")


if __name__ == "__main__":
    main()
