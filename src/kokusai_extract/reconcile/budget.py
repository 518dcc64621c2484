"""A document's budget, reconciled: torn figures placed, missing lines derived, every identity tried, proofs given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.figures import yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import BudgetLine, FundingSource, Identity, IdentityTerm, Record
from kokusai_extract.reconcile.book import Book, name, unit
from kokusai_extract.reconcile.derive import derive
from kokusai_extract.reconcile.equations import equations
from kokusai_extract.reconcile.faults import faults
from kokusai_extract.reconcile.findings import fault_findings, thousand
from kokusai_extract.reconcile.gaps import blanks
from kokusai_extract.reconcile.halves import half_matches
from kokusai_extract.reconcile.identities import Equation, Tried, cells_of, records, tried_again, try_out
from kokusai_extract.reconcile.lacking import lacking
from kokusai_extract.reconcile.ledger import ledger_equations, open_parts
from kokusai_extract.reconcile.lists import list_equations, list_totals
from kokusai_extract.reconcile.place_box import place_boxes
from kokusai_extract.reconcile.place_items import Allowed, place_items
from kokusai_extract.reconcile.place_summary import place_summary
from kokusai_extract.reconcile.proofs import proved, verdicts
from kokusai_extract.reconcile.tree import hang

_STANDING_OPEN = ("budget-line-open", "budget-placement-open", "budget-torn-unsolved", "budget-search-bound")


def reconcile_budget(facts: DocumentFacts) -> DocumentFacts:
    """Return the facts with the budget reconciled: lines and funding placed and proved, identities with their terms.

    What stays loose is kept, so that another document may settle it later.
    """
    book = Book.of(facts)
    if not book.lines and not book.loose:
        return facts
    findings: list[Finding] = []
    for place in (hang, place_summary, place_boxes, place_items):
        book, told = place(book)
        findings += told
    book, tried, told = _tried(book)
    return _facts(facts, book, records(tried), (*facts.findings, *findings, *told))


def settle(facts: DocumentFacts, allowed: Allowed) -> DocumentFacts:
    """Return reconciled facts with what other documents settle of the figures that stood open."""
    before = Book.of(facts)
    book, placed = place_items(before, allowed)
    changed = {line.id for line in book.lines if line is not before.by_id[line.id]}
    if not changed:
        return facts
    *_, said = _tried(before)
    book, tried, told = _tried(book)
    known = [record for record in facts.records if isinstance(record, (Identity, IdentityTerm))]
    groups = {figure.table for figure in before.loose}
    anew = {line.id for line in book.lines if line.parent_id is not None and line.parent_id.value in groups}
    kept = (
        finding
        for finding in facts.findings
        if finding not in said
        and not (finding.row_id in anew and finding.code in _STANDING_OPEN)
        and not (finding.row_id in changed and finding.code.startswith("budget-placed"))
    )
    return _facts(facts, book, (*known, *records(tried)), (*kept, *placed, *told))


def try_again(before: DocumentFacts, facts: DocumentFacts) -> DocumentFacts:
    """Return reconciled facts some of whose figures were changed, with their equations tried and proofs given anew.

    What was derived is derived again from the figures as they are; a derived line that was changed stays as it is.
    """
    same = set(before.records)
    if not any(isinstance(record, (BudgetLine, FundingSource)) and record not in same for record in facts.records):
        return facts
    old, new = _printed(before, before), _printed(facts, before)
    *_, found = _tried(Book.of(old))
    said = set(found)
    book, tried, told = _tried(Book.of(new))
    values = cells_of(book.lines, book.funding)
    known = tried_again([r for r in facts.records if isinstance(r, (Identity, IdentityTerm))], values)
    kept = (finding for finding in facts.findings if finding not in said)
    return _facts(new, book, (*known, *records(tried)), (*kept, *told))


def _printed(facts: DocumentFacts, before: DocumentFacts) -> DocumentFacts:
    """Return facts without their derived lines; one that is not as it was before counts as printed."""
    derived = {record for record in before.records if isinstance(record, BudgetLine) and record.proof == "derived"}
    kept = (record for record in facts.records if record not in derived)
    shown = (replace(r, proof=None) if isinstance(r, BudgetLine) and r.proof == "derived" else r for r in kept)
    return replace(facts, records=tuple(shown))


def _tried(book: Book) -> tuple[Book, tuple[Tried, ...], tuple[Finding, ...]]:
    """Derive what is forced, try every identity, and tell what is missing, unplaced or at fault."""
    book, beside, told = derive(book)
    values = cells_of(book.lines, book.funding)
    wanted: Iterable[Equation] = (*equations(book), *ledger_equations(book), *list_equations(book), *beside)
    tried = tuple(try_out(equation, values) for equation in sorted(wanted, key=lambda equation: equation.id))
    findings = (
        *told,
        *blanks(book),
        *lacking(book),
        *half_matches(book),
        *list_totals(book),
        *_unplaced(book),
        *open_parts(book),
        *(finding for fault in faults(tried, values) for finding in fault_findings(fault, book)),
    )
    return book, tried, findings


def _facts(
    facts: DocumentFacts, book: Book, tried: Iterable[Identity | IdentityTerm], findings: Sequence[Finding]
) -> DocumentFacts:
    """Return the facts with a book in place of their budget, each identity once, and proofs."""
    identities = tuple({(type(record), _key(record)): record for record in tried}.values())
    found = verdicts(identities)
    others = (
        record
        for record in facts.records
        if not isinstance(record, (BudgetLine, FundingSource, Identity, IdentityTerm))
    )
    rows: tuple[Record, ...] = (*proved(book.lines, found), *proved(book.funding, found))
    return replace(facts, records=(*others, *rows, *identities), findings=tuple(findings), loose=book.loose)


def _key(record: Identity | IdentityTerm) -> tuple[str, ...]:
    if isinstance(record, Identity):
        return (record.id,)
    return (record.identity_id, record.table_name, record.row_id, record.column_name, record.side)


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
