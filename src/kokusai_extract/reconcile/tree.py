"""Which line of a summary hangs under which, where the page prints them one below the other.

The printed total is the root. A group stands above its items; which lines are groups is known where a breakdown names
them, and else where the sums leave one way to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kokusai_extract.model.figures import yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import BudgetLine
from kokusai_extract.reconcile.book import Book, figured, is_open, is_total, name
from kokusai_extract.reconcile.bound import BoundReached, Steps
from kokusai_extract.reconcile.names import keys

_COLUMNS = ("amount", "previous_amount")
LONGEST_NESTED = 300
"""Lines of a table whose groups are looked for by their sums alone."""
Parents = tuple[int | None, ...]
"""For each line the index of its group, None for a line right under the total."""


def hang(book: Book) -> tuple[Book, tuple[Finding, ...]]:
    """Return the book with the lines of its summary under their groups and total, as far as the page shows it."""
    lines = book.table("summary")
    totals = [line for line in lines if is_total(line)]
    torn = any(is_open(line) for line in lines)
    if len(totals) != 1 or torn or not figured(totals[0]):
        return book, ()
    total = totals[0]
    rest = [line for line in lines if line is not total and line.parent_id is None]
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


def _under(line: BudgetLine, parent: BudgetLine, rule: str) -> BudgetLine:
    if parent.name is None:
        return line
    return replace(line, parent_id=parent.name.inherited(parent.id, rule=f"reconcile.{rule}"))


def _parents(book: Book, lines: Sequence[BudgetLine], total: BudgetLine) -> Parents | None:
    """Return each line's group, or None where neither names nor sums tell."""
    flat: Parents = (None,) * len(lines)
    if not lines or any(book.children(line.id) for line in lines):
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
