"""Which line of a summary hangs under which, where the page prints them one below the other.

The printed total is the root. A group stands above its items; which lines are groups is known where a breakdown names
them, and else where the sums leave one way to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kokusai_extract import vocabulary
from kokusai_extract.model.figures import yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.loose import Measure
from kokusai_extract.model.records import BudgetLine, TableKind
from kokusai_extract.reconcile.book import Book, figured, is_open, is_part, is_total, name
from kokusai_extract.reconcile.bound import BoundReached, Steps
from kokusai_extract.reconcile.names import keys

_COLUMNS: tuple[Measure, ...] = ("amount", "previous_amount")
LONGEST_NESTED = 300
"""Lines of a table whose groups are looked for by their sums alone."""
Parents = tuple[int | None, ...]
"""For each line the index of its group, None for a line right under the total."""


def hang(book: Book) -> tuple[Book, tuple[Finding, ...]]:
    """Return the book with the lines of its tables under their groups and totals, as far as the page shows it."""
    findings: list[Finding] = []
    kinds: tuple[TableKind, ...] = ("summary", "breakdown", "highlight")
    for kind in kinds:
        lines = book.table(kind)
        if not any(is_open(line) for line in lines):
            loose = [line for line in lines if line.parent_id is None]
            if not any(map(is_total, loose)):
                book, _ = _parts_and_subtotals(book, loose)
            for block in _blocks(loose):
                book, told = _hang_block(book, block)
                findings += told
    return book, tuple(findings)


def _blocks(lines: Sequence[BudgetLine]) -> Iterator[Sequence[BudgetLine]]:
    """Yield the lines of each total: all where there is one, else those between one total and the next."""
    totals = [at for at, line in enumerate(lines) if is_total(line)]
    if len(totals) == 1:
        yield lines
    elif totals and totals[-1] == len(lines) - 1:
        for start, end in pairwise([-1, *totals]):
            yield lines[start + 1 : end + 1]


def _hang_block(book: Book, lines: Sequence[BudgetLine]) -> tuple[Book, tuple[Finding, ...]]:
    total = next(line for line in lines if is_total(line))
    if not figured(total):
        return book, ()
    book, rest = _parts_and_subtotals(book, [line for line in lines if line is not total])
    parents = _parents(book, rest, total)
    if parents is None:
        finding = Finding.at(
            "budget-groups-open",
            total.name.anchors if total.name else (),
            table_name="budget_lines",
            row_id=total.id,
            total=name(total),
            count=len(rest),
        )
        return book, (finding,)
    hung = (
        _under(line, total if parent is None else rest[parent], "total" if parent is None else "group")
        for line, parent in zip(rest, parents, strict=True)
    )
    return book.with_lines(hung), ()


def _parts_and_subtotals(book: Book, lines: Sequence[BudgetLine]) -> tuple[Book, list[BudgetLine]]:
    """Hang うち … under the line above it, and lines under the 小計 below them that they make; return the rest."""
    rest: list[BudgetLine] = []
    run: list[BudgetLine] = []
    for line in lines:
        if is_part(line) and run:
            book = book.with_lines([_under(line, run[-1], "part")])
        elif _is_subtotal(line) and run and all(_makes(run, line, column) for column in _COLUMNS):
            book = book.with_lines([_under(part, line, "group") for part in run])
            rest, run = [*(kept for kept in rest if kept not in run), line], []
        else:
            rest.append(line)
            run = [] if _is_subtotal(line) else [*run, line]
    return book, rest


def _is_subtotal(line: BudgetLine) -> bool:
    return line.name is not None and "".join(line.name.value.split()).strip("()") in vocabulary.words(
        "budget_words", meaning="subtotal"
    )


def _makes(parts: Sequence[BudgetLine], whole: BudgetLine, column: Measure) -> bool:
    return sum(yen(part, column) or 0 for part in parts) == (yen(whole, column) or 0)


def _under(line: BudgetLine, parent: BudgetLine, rule: str) -> BudgetLine:
    if parent.name is None:
        return line
    return replace(line, parent_id=parent.name.inherited(parent.id, rule=f"reconcile.{rule}"))


def _parents(book: Book, lines: Sequence[BudgetLine], total: BudgetLine) -> Parents | None:
    """Return each line's group, or None where neither names nor sums tell."""
    flat: Parents = (None,) * len(lines)
    grouped = any(part.parent_id and not is_part(part) for line in lines for part in book.children(line.id))
    if not lines or grouped:
        return flat
    printed = {k for line in book.table("breakdown") if line.parent_id is None and line.name for k in keys(name(line))}
    heads = [i for i, line in enumerate(lines) if line.name and keys(name(line)) & printed]
    if heads and len(heads) == len(lines):
        return flat
    if heads and heads[0] == 0:
        return tuple(None if i in heads else max(head for head in heads if head < i) for i in range(len(lines)))
    for columns in (_COLUMNS, _COLUMNS[:1], _COLUMNS[1:]):
        values = [tuple(yen(line, column) or 0 for column in columns) for line in lines]
        whole = tuple(yen(total, column) for column in columns)
        if None in whole:
            continue
        if all(sum(column) == goal for column, goal in zip(zip(*values, strict=True), whole, strict=True)):
            return flat
        try:
            ways = list(_ways(values, whole, Steps())) if len(lines) <= LONGEST_NESTED else []
        except BoundReached:
            ways = []
        if ways:
            return ways[0] if len(ways) == 1 else None
    return None


def _ways(values: Sequence[tuple[int, ...]], whole: tuple[int | None, ...], steps: Steps) -> Iterator[Parents]:
    """Yield every way to read the lines as groups with the items below them, so that all sums close."""

    def closes(sums: Sequence[int], goal: Sequence[int | None]) -> bool:
        return all(wanted is None or found == wanted for found, wanted in zip(sums, goal, strict=True))

    def search(index: int, top: tuple[int, ...], parents: Parents) -> Iterator[Parents]:
        steps.take()
        if index == len(values):
            if closes(top, whole):
                yield parents
            return
        head = values[index]
        grown = tuple(a + b for a, b in zip(top, head, strict=True))
        yield from search(index + 1, grown, (*parents, None))
        inner = (0,) * len(head)
        for end in range(index + 1, len(values)):
            steps.take()
            inner = tuple(a + b for a, b in zip(inner, values[end], strict=True))
            if inner == head and any(head):
                yield from search(end + 1, grown, (*parents, None, *(index,) * (end - index)))

    return search(0, (0,) * len(whole), ())
