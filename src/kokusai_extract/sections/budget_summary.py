"""Budget summaries (予算総括表, 事業計画書): one line a group or programme, with this year, last year and the change.

Where the text has cells, the heads say what each column holds. Where it has not, a line that bears its name and then
all its figures is read as printed; names without figures and figures without names are handed on as loose, to be
placed by what the table's arithmetic allows (:mod:`kokusai_extract.reconcile`). Nothing is computed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kokusai_extract.model.figures import MEASURES, with_money
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.loose import Loose, LooseFigure
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import BudgetLine, FundingSource, Record
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections.budget.cells import Reading
from kokusai_extract.sections.budget.heads import measure_of
from kokusai_extract.sections.budget.names import ItemName, read_name, tidy
from kokusai_extract.sections.budget.rows import Row, rows_of, text_beside
from kokusai_extract.sections.budget.sentences import open_rows
from kokusai_extract.sections.budget.table import Heads, TableRow, heads_of, table_rows
from kokusai_extract.values.money import Absence, Figure, cell_figure, row_figures

_ACCOUNT = re.compile(r"\d+款(?:\d+項)?(?:\d+目)?\D*")
_PAGE_NUMBER = re.compile(r"\d{1,3}")
LONGEST_NAME = 60


@dataclass(slots=True, eq=False)
class _Summary:
    """What has been read of one summary so far. ``depths`` are the columns in which the lines' names stand."""

    reading: Reading
    heads: Heads
    lines: list[BudgetLine] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    funding: list[FundingSource] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    account: tuple[int, Passage] | None = None
    accounts: list[Passage] = field(default_factory=list)


def extract(section: Section, context: Context) -> Result[Record | Loose]:
    """Read a budget summary: its lines, their sources of funds, and what its sentences state."""
    reading = Reading(context, "summary")
    rows = open_rows(reading, rows_of(section))
    summary = _Summary(reading, heads_of(rows, context.fiscal_year))
    rows = [row for row in rows if not any(row is head for head in summary.heads.rows)]
    if summary.heads.columns:
        _read_cells(summary, rows)
    else:
        for row in rows:
            _read_line(summary, row)
    lines = _hung(summary)
    findings = [*reading.findings, *_open_accounts(summary), *reading.unread(rows, bare=True)]
    return Result((*lines, *summary.funding, *reading.loose, *summary.loose), tuple(findings))


def _read_cells(summary: _Summary, rows: Sequence[Row]) -> None:
    """Read rows by the heads of their columns; lines without cells may name the account of what follows."""
    inside = {id(row.row): row for row in table_rows(rows, summary.heads)}
    for row in rows:
        table_row = inside.get(id(row))
        label = table_row.labels[-1] if table_row and table_row.labels else (0, row.filled[0])
        if _ACCOUNT.fullmatch(tidy(label[1]).text):
            summary.account = (label[0], label[1].strip())
        elif table_row is not None and row.number > summary.heads.rows[0].number:
            _read_cells_row(summary, table_row)


def _read_cells_row(summary: _Summary, row: TableRow) -> None:
    reading, rule = summary.reading, "budget_summary.cells"
    reading.leave(f for c, cell in row.cells if c.role in ("ratio", "page", "number") for f in row_figures(cell, None))
    figures = [
        (column, measure, figure)
        for column, cell in row.cells
        if (measure := measure_of(column)) and (figure := cell_figure(cell, reading.unit))
    ]
    number = row.one("number")
    flag = read_name(number) if number is not None else None
    labels = row.labels
    if not labels and number is not None and flag and flag.name is not None:
        labels = ((0, number),)  # a total that spans the columns of number and name
    if not labels:
        return  # what it holds is named by the finding for figures that were not read
    *above, (depth, label) = labels
    for level, heading in above:
        _add(summary, _line(summary, read_name(heading), None, level), level)
    name = read_name(label)
    line = _line(summary, name, number if number is not None and number.squeeze().text.isdigit() else None, depth)
    line = replace(line, status=line.status or (flag.status if flag else None))
    funding: dict[str, FundingSource] = {}
    for column, measure, figure in figures:
        money, precision = reading.money(figure, rule), reading.precision(figure, rule)
        if column.source is None:
            line = with_money(line, measure, money, precision)
            continue
        source = column.source.squeeze()
        row_of_source = funding.get(source.text) or FundingSource(
            fact_id(line.id, "funding", source.text),
            line.document_id,
            label.sourced(line.id, rule, origin="inherited"),
            source.sourced(source.text, rule, origin="inherited", confidence="read"),
            None,
            None,
        )
        funding[source.text] = with_money(row_of_source, measure, money, precision)
    note = row.one("note")
    if note is not None:
        line = replace(line, note=note.read("budget_summary.note"))
    _add(summary, line, depth)
    summary.funding += funding.values()


def _read_line(summary: _Summary, row: Row) -> None:
    """Read a row without cells: a name with all its figures, or what a torn text has left of one."""
    cell = row.line.passage if len(row.filled) > 1 else row.filled[0].strip()
    figures = row_figures(cell, summary.reading.unit)
    labels = text_beside(cell, figures)
    if not figures and _ACCOUNT.fullmatch(tidy(cell).text):
        summary.accounts.append(cell.strip())
    elif not figures:
        if len(cell) <= LONGEST_NAME and (name := read_name(cell)).name:
            _add(summary, replace(_line(summary, name, None, 0), certainty=None), 0)
    elif not labels:
        _loosen(summary, row, figures, None)
    elif len(labels) == 1:
        _read_named_line(summary, row, labels[0], figures)


def _read_named_line(summary: _Summary, row: Row, label: Passage, figures: Sequence[Figure | Absence]) -> None:
    line = _line(summary, read_name(label), None, 0)
    behind = all(figure.passage.starts[0] > label.starts[0] for figure in figures)
    if behind and len(figures) == len(summary.heads.order):
        rule = "budget_summary.line"
        for measure, figure in zip(summary.heads.order, figures, strict=True):
            money, precision = summary.reading.money(figure, rule), summary.reading.precision(figure, rule)
            line = with_money(line, measure, money, precision)
        _add(summary, line, 0)
    else:
        _add(summary, replace(line, certainty=None), 0)
        _loosen(summary, row, figures, label)


def _loosen(summary: _Summary, row: Row, figures: Sequence[Figure | Absence], label: Passage | None) -> None:
    """Hand figures on as loose, each with the line that it stands on."""
    rule = "budget_summary.loose"
    for figure in figures:
        if not isinstance(figure, Figure) or (value := summary.reading.amount(figure, rule)) is None:
            continue
        summary.loose.append(
            LooseFigure(
                summary.reading.document_id,
                "summary",
                summary.reading.table,
                value,
                summary.reading.precision(figure, rule),
                row.number,
                row_id=summary.lines[-1].id if label is not None else None,
                before=label is not None and figure.passage.starts[0] < label.starts[0],
                measures=summary.heads.order or MEASURES,
                optional=label is None and len(figures) == 1 and bool(_PAGE_NUMBER.fullmatch(figure.passage.text)),
            )
        )


def _line(summary: _Summary, name: ItemName, number: Passage | None, depth: int) -> BudgetLine:
    number = number if number is not None else name.number
    path = name.name.text if name.name is not None else number.text if number is not None else ""
    account = summary.account[1] if summary.account and depth >= summary.account[0] else None
    return BudgetLine(
        fact_id(summary.reading.table, path),
        summary.reading.document_id,
        "summary",
        len(summary.lines) + 1,
        number=number.read("budget.number") if number is not None else None,
        name=name.name.read("budget.name") if name.name is not None else None,
        status=name.status,
        account=account.sourced(" ".join(account.text.split()), "budget_summary.account", origin="inherited")
        if account
        else None,
    )


def _add(summary: _Summary, line: BudgetLine, depth: int) -> None:
    names = unique_ids([*(known.id for known in summary.lines), line.id])
    summary.lines.append(replace(line, id=names[-1], position=len(names)))
    summary.depths.append(depth)


def _hung(summary: _Summary) -> Iterator[BudgetLine]:
    """Yield the lines; where names stand in columns of their own by depth, each under the one that it stands below."""
    above: dict[int, BudgetLine] = {}
    for line, depth in zip(summary.lines, summary.depths, strict=True):
        above = {d: kept for d, kept in above.items() if d < depth}
        parent = above[max(above)] if above else None
        above[depth] = line
        if parent is not None and parent.name is not None:
            yield replace(line, parent_id=parent.name.inherited(parent.id, rule="budget_summary.depth"))
        else:
            yield line


def _open_accounts(summary: _Summary) -> Iterable[Finding]:
    """Yield a finding for each account that a torn text prints apart from the lines it holds."""
    for account in summary.accounts:
        yield Finding.at("budget-account-open", account.anchors(), account=account.text)
