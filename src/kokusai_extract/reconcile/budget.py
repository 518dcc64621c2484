"""A document's budget, reconciled: torn figures placed, missing lines derived, every identity tried, proofs given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.figures import MEASURES, yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import BudgetLine, FundingSource, Proof, Record
from kokusai_extract.reconcile.book import Book, name, unit
from kokusai_extract.reconcile.derive import derive
from kokusai_extract.reconcile.equations import equations
from kokusai_extract.reconcile.faults import faults
from kokusai_extract.reconcile.findings import fault_findings, thousand
from kokusai_extract.reconcile.gaps import blanks
from kokusai_extract.reconcile.halves import half_matches
from kokusai_extract.reconcile.identities import Equation, Tried, cells_of, records, try_out
from kokusai_extract.reconcile.ledger import ledger_equations, open_parts
from kokusai_extract.reconcile.lists import list_equations, list_totals
from kokusai_extract.reconcile.place_box import place_boxes
from kokusai_extract.reconcile.place_items import Allowed, place_items
from kokusai_extract.reconcile.place_summary import place_summary
from kokusai_extract.reconcile.tree import hang


def reconcile_budget(facts: DocumentFacts, allowed: Allowed | None = None) -> DocumentFacts:
    """Return the facts with the budget reconciled: lines and funding placed and proved, identities with their terms.

    ``allowed`` are figures of single lines that another document gives (:mod:`years`). What stays loose is kept, so
    that another document may settle it later.
    """
    book = Book.of(facts)
    if not book.lines and not book.loose:
        return facts
    findings: list[Finding] = []
    book, told = hang(book)
    findings += told
    book, told = place_summary(book)
    findings += told
    book, told = place_boxes(book)
    findings += told
    book, told = place_items(book, allowed)
    findings += told
    book, beside, told = derive(book)
    findings += told
    tried = try_all((*equations(book), *ledger_equations(book), *list_equations(book), *beside), book)
    findings += blanks(book)
    findings += half_matches(book)
    findings += list_totals(book)
    findings += open_parts(book)
    findings += _unplaced(book)
    values = cells_of(book.lines, book.funding)
    findings += [finding for fault in faults(tried, values) for finding in fault_findings(fault, book)]
    lines, funding = proved(book.lines, tried), proved(book.funding, tried)
    return replace(
        facts,
        records=(*_others(facts), *lines, *funding, *records(tried)),
        findings=(*facts.findings, *findings),
        loose=book.loose,
    )


def try_all(wanted: Iterable[Equation], book: Book) -> tuple[Tried, ...]:
    """Try every equation on the figures of a book, in the order of their ids."""
    values = cells_of(book.lines, book.funding)
    return tuple(try_out(equation, values) for equation in sorted(wanted, key=lambda equation: equation.id))


def proved(rows: Sequence[BudgetLine] | Sequence[FundingSource], tried: Iterable[Tried]) -> Iterator[Record]:
    """Yield rows with their proof: from the identities that their figures stand in, and from nothing else."""
    verdicts: dict[tuple[str, str], set[bool]] = defaultdict(set)
    for trial in tried:
        for cell in trial.equation.cells:
            verdicts[cell.table, cell.row].add(trial.holds)
    for row in rows:
        yield replace(row, proof=_proof(row, verdicts.get((row.TABLE, row.id), set())))


def _proof(row: BudgetLine | FundingSource, verdicts: set[bool]) -> Proof | None:
    if row.proof == "derived":
        return "derived"
    if all(yen(row, measure) is None for measure in MEASURES):
        return None
    if False in verdicts:
        return "contradicted"
    return "proved" if verdicts else "unproved"


def _others(facts: DocumentFacts) -> Iterator[Record]:
    return (record for record in facts.records if not isinstance(record, (BudgetLine, FundingSource)))


def _unplaced(book: Book) -> Iterator[Finding]:
    """Yield a finding for each figure of the highlights that stands apart from its name, with what it may round."""
    for figure in book.loose:
        if figure.table_kind != "highlight":
            continue
        half = figure.precision.value // 2 if figure.precision is not None else 0
        near = [
            name(line)
            for line in book.lines
            if line.table_kind != "highlight"
            and (amount := yen(line, "amount")) is not None
            and unit(line) <= half
            and abs(amount - figure.value.value) <= half
        ]
        yield Finding.at(
            "budget-figure-unplaced",
            figure.value.anchors,
            text=figure.value.raw,
            value=thousand(figure.value.value),
            near=", ".join(dict.fromkeys(near)) or "-",
        )
