"""Budgets of one bureau in several documents: figures of one year that two of them print.

What a document prints for last year equals what that year's own document printed, or was restated: each pair of lines
of one name is an identity, held or not. A figure that one document leaves open may be settled by another that prints
it under the same name. Ledgers are compared in :mod:`kokusai_extract.link.ledgers`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.figures import MEASURES, money, yen
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.loose import Measure
from kokusai_extract.model.records import BudgetLine, DocumentRecord, Record, TableKind
from kokusai_extract.reconcile.book import Book, is_open, is_total, unit
from kokusai_extract.reconcile.budget import settle
from kokusai_extract.reconcile.equations import own
from kokusai_extract.reconcile.findings import anchors_of, thousand
from kokusai_extract.reconcile.identities import (
    EXACT_UNIT,
    Equation,
    cell,
    identity_id,
    left,
    records,
    right,
    try_out,
)
from kokusai_extract.reconcile.names import keys
from kokusai_extract.reconcile.place_items import Elsewhere

KINDS: tuple[TableKind, ...] = ("summary", "breakdown", "highlight")
"""Tables of a bureau's own budget, in the order in which a name is looked for."""
_TOTAL = "合計"
"""Totals are one another's, whatever each document calls its own."""


@dataclass(frozen=True)
class _Budget:
    """The budget of a document of a bureau and a year."""

    facts: DocumentFacts
    document: DocumentRecord
    bureau: tuple[str | None, str]
    year: int

    @cached_property
    def lines(self) -> Mapping[TableKind, Mapping[str, BudgetLine]]:
        """The lines of each table by the keys of their names; a key that two lines share leads to none."""
        book = Book.of(self.facts)
        found: dict[TableKind, dict[str, BudgetLine]] = {}
        for kind in KINDS:
            bearers: dict[str, list[BudgetLine]] = defaultdict(list)
            for line in book.table(kind):
                for key in _keys(line) if own(book, line) else ():
                    bearers[key].append(line)
            found[kind] = {key: lines[0] for key, lines in bearers.items() if len(lines) == 1}
        return found


def settle_budgets(documents: Sequence[DocumentFacts]) -> tuple[DocumentFacts, ...]:
    """Return the documents with what others settle of the figures that they leave open."""
    budgets = {budget.document.id: budget for facts in documents if (budget := _budget(facts)) is not None}
    return tuple(_settled(facts, budgets) for facts in documents)


def budget_years(documents: Sequence[DocumentFacts]) -> Result[Record]:
    """Return an identity for each line whose figure of one year its own document and the one after both print."""
    budgets = [budget for facts in documents if (budget := _budget(facts)) is not None]
    items: list[Record] = []
    findings: list[Finding] = []
    for later in budgets:
        for earlier in budgets:
            if earlier.bureau == later.bureau and earlier.year == later.year - 1:
                for before, line in _pairs(earlier, later):
                    equation = _equation(before, line)
                    values = {c: yen(r, c.column) or 0 for r in (before, line) for c in equation.cells if c.row == r.id}
                    tried = try_out(equation, values)
                    items += records([tried])
                    if not tried.holds:
                        findings.append(_restated(earlier, before, line))
    return Result(tuple(items), tuple(findings))


def _budget(facts: DocumentFacts) -> _Budget | None:
    document = next((record for record in facts.records if isinstance(record, DocumentRecord)), None)
    if document is None or document.bureau is None or document.fiscal_year is None:
        return None
    city = document.municipality_code.value if document.municipality_code is not None else None
    return _Budget(facts, document, (city, document.bureau.value), document.fiscal_year.value)


def _keys(line: BudgetLine) -> Iterator[str]:
    if is_total(line):
        yield _TOTAL
    elif line.name is not None:
        yield from sorted(keys(line.name.value))


def _settled(facts: DocumentFacts, budgets: Mapping[str, _Budget]) -> DocumentFacts:
    budget = budgets.get(facts.document_id)
    if budget is None or not facts.loose:
        return facts
    allowed: dict[str, dict[Measure, Elsewhere]] = {}
    for line in Book.of(facts).table("breakdown"):
        for measure in MEASURES[:2] if is_open(line) else ():
            if figure := _elsewhere(budget, line, measure, budgets):
                allowed.setdefault(line.id, {})[measure] = figure
    return settle(facts, allowed) if allowed else facts


def _elsewhere(budget: _Budget, line: BudgetLine, measure: Measure, budgets: Mapping[str, _Budget]) -> Elsewhere | None:
    """Return the figure that other documents print for a line and a year; None where they differ or print none."""
    found: list[Elsewhere] = []
    year = budget.year - (measure == "previous_amount")
    for other in budgets.values():
        column = {other.year: "amount", other.year - 1: "previous_amount"}.get(year)
        if other is budget or other.bureau != budget.bureau or column is None:
            continue
        for same in _named(other, line, KINDS):
            value = money(same, column)
            if value is not None and value.value is not None and unit(same) <= EXACT_UNIT:
                found.append(Elsewhere(value.value, value.anchors, other.document.file_name))
    return found[0] if len({figure.value for figure in found}) == 1 else None


def _named(budget: _Budget, line: BudgetLine, kinds: Sequence[TableKind]) -> Iterator[BudgetLine]:
    """Yield the line of each table that bears a line's name."""
    for kind in kinds:
        found = [budget.lines[kind][key] for key in _keys(line) if key in budget.lines[kind]]
        if len({same.id for same in found}) == 1:
            yield found[0]


def _pairs(earlier: _Budget, later: _Budget) -> Iterator[tuple[BudgetLine, BudgetLine]]:
    """Yield lines of one name with the figure of one year: of the same kind of table, else of any that has it."""
    for kind in KINDS:
        for line in {line.id: line for line in later.lines[kind].values()}.values():
            if yen(line, "previous_amount") is None:
                continue
            same = [one for one in _named(earlier, line, KINDS) if yen(one, "amount") is not None]
            alike = [one for one in same if one.table_kind == kind]
            for before in alike or ([] if is_total(line) else same):
                yield before, line


def _equation(before: BudgetLine, line: BudgetLine) -> Equation:
    units = unit(before), unit(line)
    return Equation(
        identity_id(line.document_id, "restated", line.id, before.id),
        line.document_id,
        "restated",
        left(cell(line, "previous_amount")) + right(cell(before, "amount")),
        max(units) // 2 if min(units) != max(units) else 0,
    )


def _restated(earlier: _Budget, before: BudgetLine, line: BudgetLine) -> Finding:
    return Finding.at(
        "budget-restated",
        (*anchors_of(line), *anchors_of(before)),
        table_name=line.TABLE,
        row_id=line.id,
        expected=thousand(yen(before, "amount") or 0),
        actual=thousand(yen(line, "previous_amount") or 0),
        name=line.name.value if line.name is not None else "?",
        year=earlier.year,
    )
