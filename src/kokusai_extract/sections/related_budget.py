"""Related budgets (各局国際関連事業): other bureaus' programmes under headings in brackets, with who is responsible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.figures import with_money
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.ids import fact_id
from kokusai_extract.model.loose import Loose, StatedFigure
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import BudgetLine, Record
from kokusai_extract.model.section import Context, Section, SourceTable
from kokusai_extract.sections.budget.cells import Reading, in_order
from kokusai_extract.sections.budget.heads import measure_of, says
from kokusai_extract.sections.budget.names import heading_name, read_name, tidy
from kokusai_extract.sections.budget.rows import Row, printed_lines, rows_of
from kokusai_extract.sections.budget.sentences import open_rows
from kokusai_extract.sections.budget.table import TableRow, by_gaps, heads_of, table_rows
from kokusai_extract.values.money import amounts, cell_figure

_TOTAL = re.compile(r"予算(?:総)?額|総額|合計")
_PARTED = re.compile(r"[\s、,/・]+")
_INDENT = 1.5
"""A line that ends within so many characters of its cell's edge goes on in the next."""


def extract(section: Section, context: Context) -> Result[Record | Loose]:
    """Read a list of related programmes: headings without a figure, and programmes with figure and bureaus."""
    reading = Reading(context, "related")
    every = by_gaps(rows_of(section), context.fiscal_year)
    findings = list(_lost_marks(every))
    rows = open_rows(reading, every)
    partial = any(says("partial", "words").search(row.squeezed) and not _TOTAL.search(row.squeezed) for row in every)
    heads = heads_of(rows, context.fiscal_year)
    inside = {id(row.row): row for row in table_rows(rows, heads)}
    heading: BudgetLine | None = None
    lines: list[BudgetLine] = []
    for row in rows:
        if any(row is head for head in heads.rows):
            continue
        below = bool(heads.rows) and row.number > heads.rows[0].number
        name = heading_name(row.filled[0]) if below and len(row.filled) == 1 else None
        if name is not None:
            heading = _line(reading, [line.id for line in lines], None, name)
            lines.append(heading)
        elif (
            below
            and id(row) in inside
            and (line := _programme(reading, section.tables, inside[id(row)], heading, lines))
        ):
            lines.append(line)
        else:
            reading.loose += _stated_total(reading, row, partial)
    return Result((*in_order(lines), *reading.loose), (*findings, *reading.findings, *reading.unread(rows, bare=True)))


def _programme(
    reading: Reading,
    tables: Sequence[SourceTable],
    row: TableRow,
    heading: BudgetLine | None,
    lines: Sequence[BudgetLine],
) -> BudgetLine | None:
    if not row.labels:
        return None
    label, rule = row.labels[-1][1], "related_budget.cells"
    printed, description = _name_and_description(label, tables)
    name = read_name(printed)
    if name.name is None:
        return None
    line = _line(reading, [known.id for known in lines], heading, name.name)
    line = replace(line, status=name.status, description=description.read(rule) if description is not None else None)
    for column, cell in row.cells:
        if (measure := measure_of(column)) and (figure := cell_figure(cell, reading.unit)):
            line = with_money(line, measure, reading.money(figure, rule), reading.precision(figure, rule))
    bureaus = row.one("responsible")
    note = row.one("note")
    return replace(
        line,
        responsible=_bureaus(bureaus) if bureaus is not None else None,
        note=note.read(rule) if note is not None else None,
    )


def _line(reading: Reading, known: Sequence[str], heading: BudgetLine | None, name: Passage) -> BudgetLine:
    root = heading.id if heading else reading.table
    line_id = fact_id(root, name.text)
    count = sum(other == line_id or other.startswith(f"{line_id}~") for other in known)
    line_id = f"{line_id}~{count + 1}" if count else line_id
    line = BudgetLine(line_id, reading.document_id, "related", 0, name=name.read("budget.name"))
    if heading is not None and heading.name is not None:
        line = replace(line, parent_id=heading.name.inherited(heading.id, rule="related_budget.heading"))
    return line


def _name_and_description(label: Passage, tables: Sequence[SourceTable]) -> tuple[Passage, Passage | None]:
    """Part a cell into the programme's name and what it says of it: on lines of their own, or behind a space."""
    printed = printed_lines(label)
    if len(printed) > 1:
        ends = 1
        while ends < len(printed) and _runs_on(printed[ends - 1], label, tables):
            ends += 1
        behind = Passage.join(printed[ends:]) if ends < len(printed) else None
        return Passage.join(printed[:ends]), behind
    match = re.match(r"(?P<name>\S+(?:\s+\([^()]*\)\S*)*)\s+(?P<rest>\S.*)", label.text)
    if match is None:
        return label, None
    return label.group(match, "name"), label.group(match, "rest")


def _runs_on(line: Passage, label: Passage, tables: Sequence[SourceTable]) -> bool:
    """Whether a printed line fills its cell, so that the next one goes on with it."""
    cell = next((c for t in tables for c in t.cells if label.starts[0] in c.passage.starts), None)
    box = line.anchors()[-1].box
    if cell is None or box is None:
        return False
    size = (box.x1 - box.x0) / max(len(line), 1)
    return cell.box.x1 - box.x1 < _INDENT * size


def _bureaus(cell: Passage) -> Sourced[tuple[str, ...]]:
    names = [tidy(part).text for line in printed_lines(cell) for part in line.split(_PARTED) if part.text.strip()]
    return cell.sourced(tuple(names), "related_budget.responsible")


def _stated_total(reading: Reading, row: Row, partial: bool) -> Iterator[StatedFigure]:
    """Yield the sum that a line above the table states: ``国際関連事業予算額 34億6,800万円``."""
    for cell in row.filled:
        found = amounts(cell)
        if len(found) == 1 and _TOTAL.search(row.squeezed) and found[0].precision is not None:
            reading.taken.add(found[0].passage.starts[0])
            value = found[0].passage.sourced(found[0].value, "related_budget.total")
            precision = Fraction(found[0].precision)
            table = reading.table
            yield StatedFigure(reading.document_id, "related", table, "amount", value, None, precision, partial=partial)


def _lost_marks(rows: Sequence[Row]) -> Iterator[Finding]:
    for row in rows:
        if says("unmarked", "notes").search(row.squeezed):
            yield Finding.at("budget-marks-lost", row.anchored().anchors(), text=row.text[:60])
