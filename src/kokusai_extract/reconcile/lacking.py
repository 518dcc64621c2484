"""What a budget lacks by its own pattern: a total, a sum or a source that other boxes print, a number in a sequence.

None of it can be computed; without it an identity could not be tried, so its absence is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kokusai_extract.model.figures import MEASURES, yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import BudgetLine, TableKind
from kokusai_extract.reconcile.book import Book, figured, is_open, is_total, name
from kokusai_extract.reconcile.findings import anchors_of, missing
from kokusai_extract.values.numbering import ordinal


def lacking(book: Book) -> Iterator[Finding]:
    """Yield a finding for each total, sum, source and number that a table leads one to expect and does not print."""
    yield from _totals(book)
    groups = [line for line in book.table("breakdown") if line.parent_id is None and book.sources(line.id)]
    if len(groups) > 1:
        yield from _sums(groups)
        yield from _sources(book, groups)
    yield from _numbers(book)


def _totals(book: Book) -> Iterator[Finding]:
    """A summary of several lines whose total is not printed: nothing can be tried on them together."""
    lines = [line for line in book.table("summary") if figured(line)]
    settled = not any(is_open(line) for line in book.table("summary"))
    if len(lines) > 1 and settled and not any(map(is_total, lines)) and all(line.parent_id is None for line in lines):
        yield Finding.at("budget-total-missing", anchors_of(lines[-1]), table_name=lines[0].TABLE, count=len(lines))


def _sums(groups: Sequence[BudgetLine]) -> Iterator[Finding]:
    """A group without a sum that most others have."""
    for measure in MEASURES:
        without = [group for group in groups if yen(group, measure) is None and not is_open(group)]
        if 0 < len(without) * 2 <= len(groups):
            for group in without:
                yield missing(group, measure, _implied(group, measure))


def _implied(group: BudgetLine, measure: str) -> int | None:
    amount, previous, change = (yen(group, each) for each in MEASURES)
    if measure == "amount":
        return previous + change if previous is not None and change is not None else None
    if measure == "previous_amount":
        return amount - change if amount is not None and change is not None else None
    return amount - previous if amount is not None and previous is not None else None


def _sources(book: Book, groups: Sequence[BudgetLine]) -> Iterator[Finding]:
    """A box without a source of funds that most others print, be it 0."""
    printed = Counter(source.source.value for group in groups for source in book.sources(group.id))
    for group in groups:
        here = {source.source.value for source in book.sources(group.id)}
        for source, count in sorted(printed.items()):
            if source not in here and count * 2 >= len(groups):
                yield Finding.at(
                    "budget-source-missing",
                    anchors_of(group),
                    table_name=group.TABLE,
                    row_id=group.id,
                    name=name(group),
                    source=source,
                    count=count,
                )


def _numbers(book: Book) -> Iterator[Finding]:
    """A number that is left out between two others, where no sum of the group tells of it."""
    families: dict[tuple[str, str | None], list[tuple[int, BudgetLine]]] = defaultdict(list)
    kinds: tuple[TableKind, ...] = ("summary", "breakdown", "highlight")
    for kind in kinds:
        for line in book.table(kind):
            place = ordinal(line.number.value) if line.number is not None else None
            if place is not None:
                families[kind, line.parent_id.value if line.parent_id else None].append((place, line))
    for (_, parent), members in families.items():
        numbers = [place for place, _ in members]
        gone = sorted(set(range(min(numbers), max(numbers))) - set(numbers))
        summed = parent is not None and figured(book.by_id[parent])
        if gone and not summed and len(set(numbers)) == len(numbers) and len(gone) < len(numbers):
            yield Finding.at(
                "budget-number-missing",
                tuple(anchor for _, line in members for anchor in anchors_of(line)),
                table_name=members[0][1].TABLE,
                row_id=parent,
                numbers=", ".join(map(str, gone)),
                names=", ".join(name(line) for _, line in members),
            )
