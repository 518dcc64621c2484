"""What reconciling a budget tells: how figures were placed, what stays open, what fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kokusai_extract.model.evidence import Anchor
from kokusai_extract.model.figures import MEASURES, money
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.loose import LooseFigure
from kokusai_extract.model.records import BudgetLine, FundingSource
from kokusai_extract.reconcile.book import Book, name
from kokusai_extract.reconcile.faults import Fault, Suspect
from kokusai_extract.reconcile.identities import Cell, Tried

MOST_PLACES = 60
"""Places that one finding points at."""
OUTCOMES = {
    "impossible": "budget-torn-unsolved",
    "bound": "budget-search-bound",
    "ambiguous": "budget-placement-open",
}


def thousand(value: int) -> str:
    """Return yen as people read budgets: in 千円 where nothing is lost by it."""
    return f"{value // 1000:,}千円" if value % 1000 == 0 else f"{value:,}円"


def anchors_of(record: BudgetLine | FundingSource) -> tuple[Anchor, ...]:
    """Return where a record is printed: its name first, else whatever is printed of it."""
    if isinstance(record, FundingSource):
        return record.source.anchors
    for source in (record.name, record.number, *(money(record, measure) for measure in MEASURES), record.parent_id):
        if source is not None and source.anchors:
            return source.anchors
    return ()


def figure_places(line: BudgetLine) -> tuple[Anchor, ...]:
    """Return where a line is printed, and where its figures are."""
    figures = (money(line, measure) for measure in MEASURES)
    return anchors_of(line) + tuple(anchor for value in figures if value is not None for anchor in value.anchors)


PLACED = {
    "sums": "budget-placed",
    "order": "budget-placed-by-order",
    "words": "budget-placed-by-words",
    "document": "budget-placed-by-document",
    "faults": "budget-placed-amid-faults",
}


def placed(line: BudgetLine, reasons: Iterable[str], evidence: str, documents: str = "") -> Finding:
    """Tell how the figures of a line were placed, by what kind of evidence, and with the help of which documents."""
    code = PLACED["document" if documents and evidence == "sums" else evidence]
    figures = [value for measure in MEASURES if (value := money(line, measure)) is not None and value.value is not None]
    places = tuple(anchor for value in figures for anchor in value.anchors)
    return Finding.at(
        code,
        anchors_of(line) + places,
        table_name=line.TABLE,
        row_id=line.id,
        name=name(line),
        figures=" / ".join(thousand(value.value) for value in figures if value.value is not None),
        reasons="; ".join(reasons),
        **({"documents": documents} if documents else {}),
    )


def missing(line: BudgetLine, measure: str, value: int | None) -> Finding:
    """Tell that a figure is not printed, and what it would be where that follows."""
    return Finding.at(
        "budget-figure-missing",
        anchors_of(line),
        table_name=line.TABLE,
        row_id=line.id,
        expected=thousand(value) if value is not None else "?",
        name=name(line),
        column=measure,
    )


def opened(
    book: Book,
    lines: Sequence[BudgetLine],
    loose: Sequence[LooseFigure],
    outcome: str,
    beside: Sequence[BudgetLine | FundingSource] = (),
) -> Iterator[Finding]:
    """Tell that names and figures of a table stand apart and cannot be joined, naming all of them.

    ``beside`` are rows whose figures are known already and take part in the same sums: they may be the wrong ones.
    """
    names = [line for line in lines if line.certainty is None]
    places = tuple(a for line in names for a in anchors_of(line)) + tuple(a for f in loose for a in f.value.anchors)
    if not places:
        return
    known = [(row, value) for row in beside for m in MEASURES if (value := money(row, m)) and value.value is not None]
    places += tuple(anchor for _, value in known for anchor in value.anchors)
    yield Finding.at(
        OUTCOMES[outcome],
        places,
        table_name="budget_lines",
        row_id=names[0].id if names else None,
        names=", ".join(name(line) for line in names) or "-",
        figures=", ".join(thousand(figure.value.value) for figure in loose) or "-",
        beside=", ".join(f"{label_of(row)} {thousand(value.value or 0)}" for row, value in known) or "-",
    )


def label_of(row: BudgetLine | FundingSource) -> str:
    """Return what a row is called: a line's name, a source of funds."""
    return row.source.value if isinstance(row, FundingSource) else name(row)


def candidates(line: BudgetLine, amounts: Iterable[int], previous: Iterable[int]) -> Finding:
    """Tell which figures an open line may bear."""
    return Finding.at(
        "budget-line-open",
        anchors_of(line),
        table_name=line.TABLE,
        row_id=line.id,
        name=name(line),
        amounts=", ".join(map(thousand, sorted(set(amounts)))) or "-",
        previous=", ".join(map(thousand, sorted(set(previous)))) or "-",
    )


def left_over(figure: LooseFigure, implied: Sequence[tuple[BudgetLine, str, int]]) -> Finding:
    """Tell that a figure belongs to no line; and which missing figure it may be, if one digit of it is misread."""
    near = [(line, column, value) for line, column, value in implied if digits(figure.value.value, value) == 1]
    if len(near) == 1 and not figure.optional:
        line, column, value = near[0]
        return Finding.at(
            "budget-figure-suspect",
            figure.value.anchors,
            table_name=line.TABLE,
            row_id=line.id,
            expected=thousand(value),
            actual=thousand(figure.value.value),
            name=name(line),
            column=column,
            digits=1,
        )
    code = "budget-figure-aside" if figure.optional else "budget-figure-unplaced"
    printed = thousand(figure.value.value)
    return Finding.at(code, figure.value.anchors, text=figure.value.raw, value=printed, near="-")


def digits(printed: int, expected: int) -> int:
    """Return how many digits two figures differ in, from the right; a digit too many or too few is one.

    >>> digits(18_765_000, 18_764_000), digits(18_764_000, 118_764_000)
    (1, 1)
    """
    one, other = f"{abs(printed):020d}", f"{abs(expected):020d}"
    return sum(a != b for a, b in zip(one, other, strict=True)) + ((printed < 0) != (expected < 0))


def placed_source(source: FundingSource, line: str, reason: str) -> Finding:
    """Tell how the figure of a source of funds was placed: by sums alone, or because it stands beside its label."""
    value = source.amount
    places = value.anchors if value is not None else ()
    return Finding.at(
        f"budget-source-by-{reason}",
        source.source.anchors + places,
        table_name=source.TABLE,
        row_id=source.id,
        name=line,
        source=source.source.value,
        figure=thousand(value.value) if value is not None and value.value is not None else "-",
    )


def words_of(trial: Tried, book: Book) -> str:
    """Return an identity as an equation of names and figures."""
    sides = {"left": "", "right": ""}
    for term in trial.equation.terms:
        sign = (" + " if term.sign > 0 else " - ") if sides[term.side] else ("" if term.sign > 0 else "-")
        sides[term.side] += f"{sign}{label(book, term.cell)} {thousand(trial.values[term.cell])}"
    left = thousand(trial.left) if trial.equation.stated is not None else sides["left"]
    return f"{left} = {sides['right']}"


def label(book: Book, cell: Cell) -> str:
    """Return what a figure is of, for messages."""
    line = book.by_id.get(cell.row)
    if line is not None:
        return name(line)
    source = next((source for source in book.funding if source.id == cell.row), None)
    return source.source.value if source is not None else cell.row.rsplit("/", 1)[-1]


def fault_findings(fault: Fault, book: Book) -> Iterator[Finding]:
    """Tell of identities that fail, and of the figures that can be at fault."""
    for trial in fault.failing:
        about = trial.equation.terms[-1].cell
        places = tuple(anchor for cell in trial.equation.cells for anchor in figure_anchors(book, cell))
        stated = trial.equation.stated
        yield Finding.at(
            "budget-identity-fails",
            (*(stated.anchors if stated is not None else ()), *places)[:MOST_PLACES],
            table_name=about.table,
            row_id=about.row,
            expected=thousand(trial.left),
            actual=thousand(trial.right),
            equation=words_of(trial, book),
            residual=thousand(trial.residual),
        )
    suspects = [suspect for group in fault.suspects for suspect in group]
    places = tuple(anchor for suspect in suspects for anchor in figure_anchors(book, suspect.cell))[:MOST_PLACES]
    if len(suspects) == 1:
        yield Finding.at(
            "budget-figure-suspect",
            places,
            table_name=suspects[0].cell.table,
            row_id=suspects[0].cell.row,
            expected=thousand(suspects[0].expected),
            actual=thousand(suspects[0].printed),
            name=label(book, suspects[0].cell),
            column=suspects[0].cell.column,
            digits=digits(suspects[0].printed, suspects[0].expected),
        )
    elif suspects:
        sets = "; ".join(" & ".join(_suspicion(book, suspect) for suspect in group) for group in fault.suspects)
        yield Finding.at("budget-figures-suspect", places, table_name=suspects[0].cell.table, suspects=sets)


def _suspicion(book: Book, suspect: Suspect) -> str:
    mark = " *" if digits(suspect.printed, suspect.expected) == 1 else ""
    return f"{label(book, suspect.cell)} {thousand(suspect.printed)} → {thousand(suspect.expected)}{mark}"


def figure_anchors(book: Book, cell: Cell) -> tuple[Anchor, ...]:
    """Return where a figure is printed."""
    record: BudgetLine | FundingSource | None = book.by_id.get(cell.row) or next(
        (source for source in book.funding if source.id == cell.row), None
    )
    value = money(record, cell.column) if record is not None else None
    return value.anchors if value is not None else ()
