"""What must add up in a ledger: 目 to their 項, 項 to their 款, 節 and programmes each to their 目, parts to their 節.

Which lines are the parts of another is what the page shows (:class:`~kokusai_extract.model.loose.Parts`). Where all of
them are printed their sum must be the line's figure. Where some may not be (a document that ends in the middle, a
programme of which only the larger parts are named) a sum that is less says nothing, one that is more fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from kokusai_extract.model.figures import MEASURES, yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.loose import Measure, Parts
from kokusai_extract.model.records import BudgetLine, FundingSource
from kokusai_extract.reconcile.book import Book, name, unit
from kokusai_extract.reconcile.findings import anchors_of, thousand
from kokusai_extract.reconcile.identities import Equation, cell, identity_id, left, right, tolerance_of

_STRUCTURE = ("款", "項", "目")
"""Levels whose parts a ledger prints in full, so that a sum that is less is worth a look."""


def ledger_equations(book: Book) -> Iterator[Equation]:
    """Yield the sums of a ledger that must hold, and those of doubtful lists that do."""
    for parts in book.parts:
        parent, children = _lines(book, parts)
        if parent is None:
            continue
        sure = parts.whole or _short(parent, children, "amount") <= 0
        for measure in MEASURES:
            figures = [child for child in children if yen(child, measure) is not None]
            if yen(parent, measure) is None or len(figures) != len(children):
                continue
            short = _short(parent, children, measure)
            if parts.whole or short == 0 or (measure == "amount" and short < 0):
                yield _sum(book, parts, parent, figures, measure)
        if sure:
            yield from _sources(book, parts, parent, children)


def open_parts(book: Book) -> Iterator[Finding]:
    """Yield a finding for each total, 款, 項 or 目 whose parts make less of it, where some may not be printed."""
    for parts in book.parts:
        parent, children = _lines(book, parts)
        if parent is None or parts.whole or parent.level not in (*_STRUCTURE, None):
            continue
        known = all(yen(child, "amount") is not None for child in children)
        short = _short(parent, children, "amount")
        if known and yen(parent, "amount") is not None and short > 0:
            yield Finding.at(
                "ledger-parts-open",
                anchors_of(parent),
                table_name=parent.TABLE,
                row_id=parent.id,
                expected=thousand(yen(parent, "amount") or 0),
                actual=thousand((yen(parent, "amount") or 0) - short),
                name=name(parent),
                level=children[0].level or "",
                count=len(children),
                rest=thousand(short),
            )


def _lines(book: Book, parts: Parts) -> tuple[BudgetLine | None, list[BudgetLine]]:
    return book.by_id.get(parts.row_id), [book.by_id[part] for part in parts.parts if part in book.by_id]


def _short(parent: BudgetLine, children: list[BudgetLine], measure: Measure) -> int:
    """Return by how much the printed parts fall short of a line's figure."""
    return (yen(parent, measure) or 0) - sum(yen(child, measure) or 0 for child in children)


def _sum(book: Book, parts: Parts, parent: BudgetLine, children: list[BudgetLine], measure: Measure) -> Equation:
    return Equation(
        identity_id(book.document_id, "sum", parent.id, children[0].level or "=", measure),
        book.document_id,
        "sum",
        left(*(cell(child, measure) for child in children)) + right(cell(parent, measure)),
        tolerance_of([unit(parent), *map(unit, children)], False),
    )


def _sources(book: Book, parts: Parts, parent: BudgetLine, children: list[BudgetLine]) -> Iterator[Equation]:
    """Yield the sums of each source of funds: a 目 that leaves it blank has nothing from it."""
    for source in book.sources(parent.id):
        found = [part for child in children for part in book.sources(child.id) if _same(part, source)]
        if not found or any(part.amount is None for part in (*found, source)):
            continue
        total = sum(yen(part, "amount") or 0 for part in found)
        if yen(source, "amount") is not None and (parts.whole or total == yen(source, "amount")):
            yield Equation(
                identity_id(book.document_id, "sum", source.id),
                book.document_id,
                "sum",
                left(*(cell(part, "amount") for part in found if yen(part, "amount") is not None))
                + right(cell(source, "amount")),
                tolerance_of([unit(source), *map(unit, found)], False),
            )


def _same(one: FundingSource, other: FundingSource) -> bool:
    return one.source.value == other.source.value
