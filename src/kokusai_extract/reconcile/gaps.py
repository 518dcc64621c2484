"""Figures and lines that are missing: gaps in the numbers of a group, and blanks where other lines have a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kokusai_extract.model.figures import money, yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.loose import Measure
from kokusai_extract.model.records import BudgetLine
from kokusai_extract.reconcile.book import Book, is_open
from kokusai_extract.reconcile.findings import missing
from kokusai_extract.values.numbering import ordinal

_YEARS: tuple[Measure, ...] = ("amount", "previous_amount")


@dataclass(frozen=True, slots=True)
class Gap:
    """A group whose programmes do not make its total, and whose numbers have gaps."""

    group: BudgetLine
    numbers: tuple[int, ...]
    rest: tuple[int, int]


def is_absent(line: BudgetLine, measure: Measure) -> bool:
    """Tell whether the page says that a line has no figure in a column, and none is open or merely missing."""
    if is_open(line) or yen(line, measure) is not None:
        return False
    if money(line, measure) is not None:
        return True
    new = line.status is not None and line.status.value == "new"
    return measure == "previous_amount" and new


def gaps(book: Book) -> Iterator[Gap]:
    """Yield the groups in whose numbers something is missing, and whose printed programmes do not make their total."""
    for group in filter(_is_group, book.lines):
        items = book.children(group.id)
        printed = sorted(n for item in items if item.number and (n := ordinal(item.number.value)) is not None)
        numbers = tuple(sorted(set(range(1, max(printed, default=0))) - set(printed)))
        whole = tuple(yen(group, measure) for measure in _YEARS)
        if not numbers or len(printed) != len(items) or len(set(printed)) != len(printed) or None in whole:
            continue
        known = all(yen(item, measure) is not None or is_absent(item, measure) for item in items for measure in _YEARS)
        if not known or any(is_open(item) for item in items):
            continue
        rest = tuple((yen(group, m) or 0) - sum(yen(item, m) or 0 for item in items) for m in _YEARS)
        if any(rest):
            yield Gap(group, numbers, (rest[0], rest[1]))


def blanks(book: Book) -> Iterator[Finding]:
    """Yield a finding for each figure that a line lacks while its group and the lines beside it have one."""
    for group in filter(_is_group, book.lines):
        items = book.children(group.id)
        for measure in _YEARS:
            whole = yen(group, measure)
            blank = [item for item in items if yen(item, measure) is None and not is_absent(item, measure)]
            blank = [item for item in blank if item.certainty == "stated"]
            if whole is not None and blank and len(blank) < len(items):
                rest = whole - sum(yen(item, measure) or 0 for item in items)
                for item in blank:
                    yield missing(item, measure, rest if len(blank) == 1 else None)


def _is_group(line: BudgetLine) -> bool:
    """Tell whether the lines under one are a list of one kind; beside the 節 of a ledger's 目 stand its programmes."""
    return line.level in (None, "款", "項")
