"""Lines that a document leaves out and its arithmetic forces: a gap in the numbers, closed by two exact equations.

A group's total less its printed programmes gives the figures of the one whose number is missing. One equation would
carry every misreading of the others into the new line, so it is made only where a second one, printed elsewhere, agrees
in both years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.figures import money, yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.ids import fact_id
from kokusai_extract.model.loose import Measure
from kokusai_extract.model.records import BudgetLine, Money
from kokusai_extract.reconcile.book import Book, name, number, unit
from kokusai_extract.reconcile.equations import highlight_parts, own
from kokusai_extract.reconcile.findings import anchors_of, thousand
from kokusai_extract.reconcile.gaps import Gap, gaps
from kokusai_extract.reconcile.halves import half_matches
from kokusai_extract.reconcile.identities import Equation, cell, identity_id, left, right
from kokusai_extract.reconcile.names import index, keys

_YEARS: tuple[Measure, ...] = ("amount", "previous_amount")


def derive(book: Book) -> tuple[Book, tuple[Equation, ...], tuple[Finding, ...]]:
    """Return the book with the lines that are forced, what else tries them, and findings for all gaps."""
    equations: list[Equation] = []
    findings: list[Finding] = []
    for gap in list(gaps(book)):
        line = _line(book, gap) if len(gap.numbers) == 1 else None
        grown = _inserted(book, line) if line is not None else book
        sure = line is not None and any(
            line.id in {part.id for part in highlight_parts(grown, highlight) or ()}
            for highlight in book.table("highlight")
        )
        if line is None or not sure:
            findings.append(_missing(book, gap))
            findings += half_matches(grown, line) if line is not None else ()
            continue
        book = grown
        beside = list(_roundings(book, line))
        equations += beside
        findings.append(_derived(book, gap, line, beside))
    return book, tuple(equations), tuple(findings)


def _line(book: Book, gap: Gap) -> BudgetLine | None:
    """Return the line that fills a gap; None where its figures would be negative."""
    if min(gap.rest) < 0 or gap.group.name is None:
        return None
    line_id = fact_id(gap.group.id, str(gap.numbers[0]))
    inputs = {m: (identity_id(book.document_id, "sum", gap.group.id, m),) for m in _YEARS}
    values = {
        m: Sourced(value, "", (), "reconcile.derived", "computed", "inferred", inputs[m])
        for m, value in zip(_YEARS, gap.rest, strict=True)
    }
    number = Sourced(str(gap.numbers[0]), "", (), "reconcile.derived", "computed", "inferred", inputs["amount"])
    return BudgetLine(
        line_id,
        book.document_id,
        gap.group.table_kind,
        0,
        parent_id=gap.group.name.inherited(gap.group.id, rule="reconcile.derived"),
        number=number,
        amount=values["amount"],
        previous_amount=values["previous_amount"],
        precision=replace(gap.group.precision, origin="inherited") if gap.group.precision else None,
        certainty="inferred",
        proof="derived",
    )


def _inserted(book: Book, line: BudgetLine) -> Book:
    """Return the book with a line in its place by number, the lines of its table counted anew."""
    lines: list[BudgetLine] = []
    parent = line.parent_id.value if line.parent_id else None
    for other in book.lines:
        sibling = other.parent_id is not None and other.parent_id.value == parent
        behind = sibling and number(other)[0] > number(line)[0]
        if behind and line not in lines:
            lines.append(line)
        lines.append(other)
    lines += [] if line in lines else [line]
    position = 0
    for at, other in enumerate(lines):
        if other.table_kind == line.table_kind:
            position += 1
            lines[at] = replace(other, position=position)
    return replace(book, lines=tuple(lines))


def _roundings(book: Book, line: BudgetLine) -> Iterator[Equation]:
    """Yield the one coarser figure of another list that rounds a derived one, among lines whose names are not known."""
    known = index(
        [other for other in book.lines if other.table_kind in ("breakdown", "summary")],
        lambda other: other.name.value if other.name else None,
    )
    amount = yen(line, "amount") or 0
    near = [
        other
        for other in book.table("related")
        if own(book, other)
        and not any(key in known for key in keys(name(other)))
        and (printed := yen(other, "amount")) is not None
        and unit(other) > unit(line)
        and abs(printed - amount) <= unit(other) // 2
    ]
    if len(near) == 1:
        yield Equation(
            identity_id(book.document_id, "rounding", near[0].id, "=", line.id, "amount"),
            book.document_id,
            "rounding",
            left(cell(near[0], "amount")) + right(cell(line, "amount")),
            unit(near[0]) // 2,
        )


def _printed(book: Book, gap: Gap) -> list[tuple[BudgetLine, Money]]:
    """Return the printed figures of a group and its programmes, in both years."""
    rows = (gap.group, *book.children(gap.group.id))
    return [(row, value) for row in rows for m in _YEARS if (value := money(row, m)) and value.value is not None]


def _missing(book: Book, gap: Gap) -> Finding:
    """Tell of a gap, and of every figure that takes part in it: one of them may be misread instead."""
    figures = _printed(book, gap)
    return Finding.at(
        "budget-line-missing",
        (*anchors_of(gap.group), *(anchor for _, value in figures for anchor in value.anchors)),
        table_name=gap.group.TABLE,
        row_id=gap.group.id,
        group=name(gap.group),
        numbers=", ".join(map(str, gap.numbers)),
        amount=thousand(gap.rest[0]),
        previous=thousand(gap.rest[1]),
        figures=", ".join(f"{name(row)} {thousand(value.value or 0)}" for row, value in figures),
    )


def _derived(book: Book, gap: Gap, line: BudgetLine, beside: Sequence[Equation]) -> Finding:
    """Tell of a derived line, at every figure that it follows from: a misreading of one would have gone into it."""
    return Finding.at(
        "budget-line-derived",
        (*anchors_of(gap.group), *(anchor for _, value in _printed(book, gap) for anchor in value.anchors)),
        table_name=line.TABLE,
        row_id=line.id,
        group=name(gap.group),
        number=str(gap.numbers[0]),
        amount=thousand(gap.rest[0]),
        previous=thousand(gap.rest[1]),
        others=", ".join(equation.terms[0].cell.row.rsplit("/", 1)[-1] for equation in beside) or "-",
    )
