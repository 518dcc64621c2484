"""Highlights that fit programmes in one year only: nearly an identity, so worth a look, and no proof of anything."""

from __future__ import annotations

from collections.abc import Iterator

from kokusai_extract.model.figures import yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.loose import Measure
from kokusai_extract.model.records import BudgetLine
from kokusai_extract.reconcile.book import Book, name, unit
from kokusai_extract.reconcile.equations import highlight_parts, same_names
from kokusai_extract.reconcile.findings import figure_places, thousand
from kokusai_extract.reconcile.subsets import subset

_YEARS: tuple[Measure, ...] = ("amount", "previous_amount")
MOST_ITEMS = 10
"""Programmes of a group among which one year alone says anything: of more, some always add up by chance."""


def half_matches(book: Book, among: BudgetLine | None = None) -> Iterator[Finding]:
    """Yield a finding for each highlight whose one year is the sum of programmes and whose other year is not.

    ``among`` is a line that must be one of the programmes, such as one that a gap in the numbers suggests.
    """
    named = {line.id for pair in same_names(book) for line in pair}
    groups = [group for group in book.table("breakdown") if group.parent_id is None]
    for line in book.table("highlight"):
        if line.id in named or unit(line) > 1000 or highlight_parts(book, line):
            continue
        for fits, other in (_YEARS, _YEARS[::-1]):
            goal, wanted = yen(line, fits), yen(line, other)
            if not goal or wanted is None:
                continue
            for group in groups:
                items = [item for item in book.children(group.id) if yen(item, fits) is not None]
                if len(items) > MOST_ITEMS:
                    continue
                choices = list(subset([(yen(item, fits) or 0,) for item in items], (goal,)))
                if len(choices) != 1:
                    continue
                parts = [items[i] for i in choices[0]]
                if among is not None and among.id not in {part.id for part in parts}:
                    continue
                found = sum(yen(part, other) or 0 for part in parts)
                yield Finding.at(
                    "budget-years-disagree",
                    figure_places(line) + tuple(anchor for part in parts for anchor in figure_places(part)),
                    table_name=line.TABLE,
                    row_id=line.id,
                    expected=thousand(found),
                    actual=thousand(wanted),
                    name=name(line),
                    parts=" + ".join(name(part) for part in parts),
                    fits=fits,
                    fails=other,
                )
