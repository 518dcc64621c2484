"""The budget tables of one document, as trees in printed order, with the widths of their bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kokusai_extract.publish.site import archive
from kokusai_extract.publish.site.asked import Asked

Row = Any

KINDS = ("summary", "breakdown", "highlight", "related", "ledger")


@dataclass(slots=True)
class Line:
    """A line of a budget table, its funding, and the lines under it."""

    row: Row
    lines: list[Line] = field(default_factory=list)
    funding: list[Row] = field(default_factory=list)

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Line]]:
        """Yield it and all lines under it, each with its depth."""
        yield depth, self
        for line in self.lines:
            yield from line.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class BudgetTable:
    """All lines of one kind in a document. ``largest`` is the greatest amount, for the bars."""

    kind: str
    lines: Sequence[Line]
    largest: int

    def walk(self) -> Iterator[tuple[int, Line]]:
        """Yield every line with its depth."""
        for line in self.lines:
            yield from line.walk()

    def some(self, limit: int, skip: int = 0) -> Iterator[tuple[int, Line]]:
        """Yield some lines with their depth: a ledger may have thousands."""
        return islice(self.walk(), skip, skip + limit)

    @property
    def count(self) -> int:
        """How many lines it has."""
        return sum(1 for _ in self.walk())


@dataclass(frozen=True, slots=True)
class Budget:
    """What a document prints of the budget."""

    document: Row
    tables: Sequence[BudgetTable]


def budget_tables(asked: Asked, document: Row) -> Budget:
    """Return a document's budget tables, those that it prints."""
    one = [document]
    rows = archive.as_printed(
        asked.reader, "budget_lines", one, archive.of_documents(asked.reader, "budget_lines", one, "position, id")
    )
    lines = {row["id"]: Line(row) for row in rows}
    funding = archive.of_documents(asked.reader, "funding_sources", one)
    for row in archive.as_printed(asked.reader, "funding_sources", one, funding):
        if row["budget_line_id"] in lines:
            lines[row["budget_line_id"]].funding.append(row)
    parents = {name: line.row["parent_id"] for name, line in lines.items()}
    tops: dict[str, list[Line]] = {}
    for name, line in lines.items():
        parent = lines.get(line.row["parent_id"])
        kind = line.row["table_kind"]
        if parent is None or parent.row["table_kind"] != kind or archive.loops(parents, name):
            tops.setdefault(kind, []).append(line)
        else:
            parent.lines.append(line)
    return Budget(document, [_table(kind, tops[kind]) for kind in KINDS if kind in tops])


def groups(rows: Sequence[Row]) -> list[Row]:
    """Return lines that stand side by side without the one that is their sum, so that no yen is shown twice."""
    amounts = [row["amount"] or 0 for row in rows]
    return [row for row, amount in zip(rows, amounts, strict=True) if len(rows) < 3 or 2 * amount != sum(amounts)]


def whole(table: BudgetTable) -> Sequence[Line]:
    """Return the lines that make up the whole: those under the total, or the top ones where there is none."""
    return table.lines[0].lines if len(table.lines) == 1 and table.lines[0].lines else table.lines


def _table(kind: str, tops: list[Line]) -> BudgetTable:
    table = BudgetTable(kind, tops, 0)
    amounts = [abs(line.row[name] or 0) for _, line in table.walk() for name in ("amount", "previous_amount")]
    return BudgetTable(kind, tops, max(amounts, default=0))
