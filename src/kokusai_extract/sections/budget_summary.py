"""Budget summaries (予算総括表, 事業計画書): one line a group or programme, with this year, last year and the change.

Where the text has cells, the heads say what each column holds. Where it has not, a line that bears its name and then
all its figures is read as printed; names without figures and figures without names are handed on as loose, to be
placed by what the table's arithmetic allows (:mod:`kokusai_extract.reconcile`). Nothing is computed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kokusai_extract.model.figures import MEASURES, with_money
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.loose import Loose, LooseFigure
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Record
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections.budget.cells import Reading
from kokusai_extract.sections.budget.lines import ACCOUNT, Lines
from kokusai_extract.sections.budget.names import read_name, tidy
from kokusai_extract.sections.budget.rows import Row, rows_of, text_beside
from kokusai_extract.sections.budget.sentences import open_rows
from kokusai_extract.sections.budget.table import Heads, heads_of
from kokusai_extract.values.money import Absence, Figure, row_figures
from kokusai_extract.values.numbering import numbered

_PAGE_NUMBER = re.compile(r"\d{1,3}")
_RATIO = re.compile(r"[△▲-]?\s?\d{1,4}(?:\.\d+)?%?|皆[増減]")
LONGEST_NAME = 60


@dataclass(slots=True, eq=False)
class _Summary:
    """What has been read of one summary so far; ``accounts`` are those that stand apart from the lines they hold."""

    table: Lines
    heads: Heads
    loose: list[Loose] = field(default_factory=list)
    accounts: list[Passage] = field(default_factory=list)


def extract(section: Section, context: Context) -> Result[Record | Loose]:
    """Read a budget summary: its lines, their sources of funds, and what its sentences state."""
    reading = Reading(context, "summary")
    rows = open_rows(reading, rows_of(section))
    summary = _Summary(Lines(reading, "budget_summary"), heads_of(rows, context.fiscal_year))
    rows = [row for row in rows if not any(row is head for head in summary.heads.rows)]
    if summary.heads.columns:
        summary.table.read(rows, summary.heads)
    else:
        for row in rows:
            _read_line(summary, row)
    findings = [*reading.findings, *_open_accounts(summary), *reading.unread(rows, bare=True)]
    return Result((*summary.table.hung(), *summary.table.funding, *reading.loose, *summary.loose), tuple(findings))


def _read_line(summary: _Summary, row: Row) -> None:
    """Read a row without cells: a name with all its figures, or what a torn text has left of one."""
    cell = row.line.passage if len(row.filled) > 1 else row.filled[0].strip()
    cell, note = _without_note(cell, summary)
    figures = row_figures(cell, summary.table.reading.unit)
    labels = _without_ratios(text_beside(cell, figures), summary.heads)
    item = numbered(cell)
    if item is not None and figures and figures[0].start < len(cell) - len(item.rest):
        # 1 文化の振興 12,500 …: a number only where the line bears all its figures behind the name
        behind = row_figures(item.rest, summary.table.reading.unit)
        beside = _without_ratios(text_beside(item.rest, behind), summary.heads)
        if summary.heads.ordered(behind) and len(beside) == 1 and item.rest.text.startswith(beside[0].text):
            summary.table.reading.taken.update(item.number.starts)
            _read_named_line(summary, row, (beside[0], item.number, note), behind)
            return
    if not figures and ACCOUNT.fullmatch(tidy(cell).text):
        summary.accounts.append(cell.strip())
    elif not figures:
        if len(cell) <= LONGEST_NAME and (name := read_name(cell)).name:
            summary.table.add(replace(summary.table.line(name, None, 0), certainty=None), 0)
    elif not labels:
        _loosen(summary, row, figures, None)
    elif len(labels) == 1:
        _read_named_line(summary, row, (labels[0], None, note), figures)


def _without_note(cell: Passage, summary: _Summary) -> tuple[Passage, Passage | None]:
    """Return a row without the note that stands behind all its figures, where the heads promise one; and the note."""
    figures = row_figures(cell, summary.table.reading.unit)
    wanted = len(summary.heads.figures)
    if not summary.heads.noted or len(figures) < wanted:
        return cell, None
    end = figures[wanted - 1].end
    note = cell[end:].strip()
    if not any(character.isalpha() for character in note.text):
        return cell, None
    summary.table.reading.leave(figure for figure in figures if figure.start >= end)
    return cell[:end], note


def _without_ratios(labels: Sequence[Passage], heads: Heads) -> Sequence[Passage]:
    """Return what stands beside figures without the ratios that the heads promise: 13.2, ▲1.7%."""
    return [label for label in labels if "ratio" not in heads.figures or not _RATIO.fullmatch(label.text)]


def _read_named_line(
    summary: _Summary,
    row: Row,
    words: tuple[Passage, Passage | None, Passage | None],
    figures: Sequence[Figure | Absence],
) -> None:
    """Read a row by its words (label, number, note) and its figures."""
    label, number, note = words
    line = summary.table.line(read_name(label), number, 0)
    line = replace(line, note=note.read("budget_summary.note") if note is not None else None)
    behind = all(figure.passage.starts[0] > label.starts[0] for figure in figures)
    ordered = summary.heads.ordered(figures)
    if behind and ordered:
        rule = "budget_summary.line"
        summary.table.reading.leave(figure for figure in figures if figure not in ordered.values())
        for measure, figure in ordered.items():
            money, precision = summary.table.reading.money(figure, rule), summary.table.reading.precision(figure, rule)
            line = with_money(line, measure, money, precision)
        summary.table.add(line, 0)
    else:
        summary.table.add(replace(line, certainty=None), 0)
        _loosen(summary, row, figures, label)


def _loosen(summary: _Summary, row: Row, figures: Sequence[Figure | Absence], label: Passage | None) -> None:
    """Hand figures on as loose, each with the line that it stands on."""
    rule = "budget_summary.loose"
    for figure in figures:
        if not isinstance(figure, Figure) or (value := summary.table.reading.amount(figure, rule)) is None:
            continue
        summary.loose.append(
            LooseFigure(
                summary.table.reading.document_id,
                "summary",
                summary.table.reading.table,
                value,
                summary.table.reading.precision(figure, rule),
                row.number,
                row_id=summary.table.lines[-1].id if label is not None else None,
                before=label is not None and figure.passage.starts[0] < label.starts[0],
                measures=summary.heads.order or MEASURES,
                optional=label is None and len(figures) == 1 and bool(_PAGE_NUMBER.fullmatch(figure.passage.text)),
            )
        )


def _open_accounts(summary: _Summary) -> Iterable[Finding]:
    """Yield a finding for each account that a torn text prints apart from the lines it holds."""
    for account in summary.accounts:
        yield Finding.at("budget-account-open", account.anchors(), account=account.text)
