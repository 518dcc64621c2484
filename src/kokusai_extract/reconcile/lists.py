"""Lists and the sum that is stated above them: tried as an identity, unless the list is called the main part only."""

from __future__ import annotations

from collections.abc import Iterator

from kokusai_extract.model.evidence import Anchor
from kokusai_extract.model.figures import yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.loose import StatedFigure
from kokusai_extract.model.records import BudgetLine
from kokusai_extract.reconcile.book import Book, unit
from kokusai_extract.reconcile.findings import thousand
from kokusai_extract.reconcile.identities import Equation, cell, identity_id, right


def list_equations(book: Book) -> Iterator[Equation]:
    """Yield the identity of a list that is whole: its figures add up to the stated sum, within their roundings."""
    for number, (figure, lines) in enumerate(_lists(book)):
        if not figure.partial and figure.value is not None:
            yield Equation(
                identity_id(book.document_id, "prose", figure.table, str(number + 1)),
                book.document_id,
                "prose",
                right(*(cell(line, "amount") for line in lines)),
                _tolerance(figure, lines),
                figure.value,
            )


def list_totals(book: Book) -> Iterator[Finding]:
    """Yield what is told of lists of the main part: how far their figures make the stated sum."""
    for figure, lines in _lists(book):
        if not figure.partial or figure.value is None:
            continue
        total = sum(yen(line, "amount") or 0 for line in lines)
        beyond = total - figure.value.value
        tolerance = _tolerance(figure, lines)
        outcome = "exceeds" if beyond > tolerance else "short" if beyond < -tolerance else "agrees"
        yield Finding.at(
            f"budget-list-{outcome}",
            (*figure.value.anchors, *(_places(lines) if outcome == "exceeds" else ())),
            expected=thousand(figure.value.value),
            actual=thousand(total),
            count=len(lines),
            residual=thousand(beyond),
            tolerance=thousand(tolerance),
        )


def _places(lines: list[BudgetLine]) -> Iterator[Anchor]:
    """Yield where the figures of a list are printed: one of them is too large."""
    return (anchor for line in lines if line.amount is not None for anchor in line.amount.anchors)


def _lists(book: Book) -> Iterator[tuple[StatedFigure, list[BudgetLine]]]:
    for figure in book.stated:
        lines = [line for line in book.table("related") if yen(line, "amount") is not None]
        if figure.table_kind == "related" and figure.measure == "amount" and lines:
            yield figure, lines


def _tolerance(figure: StatedFigure, lines: list[BudgetLine]) -> int:
    return int(figure.precision) // 2 + sum(unit(line) // 2 for line in lines if unit(line) > 1)
