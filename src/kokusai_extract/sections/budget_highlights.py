"""Highlights (予算のポイント): programmes under headings, with ``(④32,268千円 ③32,806千円)`` or ``20百万円``.

Headings such as 《ポイント１》 are lines without a figure. A figure that stands alone, its line torn from it, is handed
on as loose; which name it belongs to is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kokusai_extract.model.finding import Result
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.loose import Loose, LooseFigure
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import BudgetLine, FundingSource, Record
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections.budget.cells import Reading, in_order
from kokusai_extract.sections.budget.funding import Share, shares_in, sources_of
from kokusai_extract.sections.budget.items import Item, figure_row, item_of, text_of
from kokusai_extract.sections.budget.lines import Lines
from kokusai_extract.sections.budget.names import heading_name, read_name, take_marks
from kokusai_extract.sections.budget.rows import Row, rows_of
from kokusai_extract.segment.headings import heading_of
from kokusai_extract.values.money import Figure, row_figures, unit_of

_PAGE = re.compile(r"\d{1,3}(?:頁|ページ)")


@dataclass(slots=True, eq=False)
class _Line:
    """A heading, or a programme with its figures; and the text that follows it."""

    name: Passage
    item: Item | None
    text: list[Row] = field(default_factory=list)
    shares: tuple[Share, ...] = ()


def extract(section: Section, context: Context) -> Result[Record | Loose]:
    """Read the highlights of a budget."""
    reading = Reading(context, "highlight")
    rows = [row for row in rows_of(section) if len(row.filled) > 1 or not heading_of(row.line.passage)]
    tables = Lines(reading, "budget_highlights")
    rows = tables.take(rows, context.fiscal_year)
    torn = any(_alone(row) for row in rows)
    lines: list[_Line] = []
    loose: list[Row] = []
    for row in rows:
        reading.unit = reading.unit or next((u for c in row.filled if "単" in c.text and (u := unit_of(c))), None)
        if heading := heading_name(row.filled[0]) if len(row.filled) == 1 else None:
            lines.append(_Line(heading, None))
        elif _alone(row):
            loose.append(row)
        elif lines and lines[-1].item and not torn and (shares := shares_in(row, reading.unit)):
            lines[-1].shares += shares
        elif (item := _item(row, reading, context)) and item.name.name is not None:
            lines.append(_Line(item.name.name, item))
        elif lines and not torn and not _PAGE.fullmatch(row.squeezed):
            lines[-1].text.append(row)
    records: list[Record | Loose] = [*_records(reading, lines, torn), *_loose(reading, loose)]
    records += [*tables.hung(), *tables.funding]
    return Result((*in_order(records), *reading.loose), (*reading.findings, *reading.unread(rows, bare=False)))


def _alone(row: Row) -> bool:
    """Whether a row is a figure with a unit and nothing else but a mark (``【新規】20百万円``)."""
    if figure_row(row):
        return True
    if len(row.filled) != 1:
        return False
    rest, status = take_marks(row.filled[0])
    found = [f for f in row_figures(rest, None) if isinstance(f, Figure) and f.precision is not None]
    return status is not None and len(found) == 1 and found[0].passage.text == rest.strip().text


def _item(row: Row, reading: Reading, context: Context) -> Item | None:
    """Read a line with figures; the figure may stand before its name, as torn texts print it."""
    if item := item_of(row, reading.unit, context.fiscal_year):
        return item
    if len(row.filled) != 1:
        return None
    cell = row.filled[0].strip()
    figures = [f for f in row_figures(cell, None) if isinstance(f, Figure) and f.precision is not None]
    if len(figures) != 1 or figures[0].start != 0 or "。" in cell.text:
        return None
    name = read_name(cell[figures[0].end :])
    return Item(name, figures[0], None, None) if name.name is not None else None


def _records(reading: Reading, lines: Sequence[_Line], torn: bool) -> Iterator[BudgetLine | FundingSource]:
    heading: BudgetLine | None = None
    ids = unique_ids(fact_id(reading.table, line.name.text) for line in lines)
    for name_id, line in zip(ids, lines, strict=True):
        record = BudgetLine(
            name_id,
            reading.document_id,
            "highlight",
            0,
            name=line.name.read("budget.name"),
            description=None if torn else text_of(line.text),
        )
        if line.item is None:
            heading = record
            yield record
            continue
        number = line.item.name.number
        record = replace(
            record,
            number=number.read("budget.number") if number is not None else None,
            status=line.item.name.status,
            note=line.item.note.read("budget_highlights.note") if line.item.note is not None else None,
        )
        record = reading.with_years(record, line.item.amount, line.item.previous, "budget_highlights.line")
        if heading is not None and heading.name is not None and not torn:
            record = replace(record, parent_id=heading.name.inherited(heading.id, rule="budget_highlights.heading"))
        yield record
        unit = line.item.amount.unit if isinstance(line.item.amount, Figure) else None
        yield from sources_of(reading, line.shares, record, unit, "budget_highlights.funding")


def _loose(reading: Reading, rows: Sequence[Row]) -> Iterator[LooseFigure]:
    for row in rows:
        rest, status = take_marks(row.filled[0])
        for figure in row_figures(rest, None):
            if isinstance(figure, Figure) and (value := reading.amount(figure, "budget_highlights.loose")):
                yield LooseFigure(
                    reading.document_id,
                    "highlight",
                    reading.table,
                    value,
                    reading.precision(figure, "budget_highlights.loose"),
                    row.number,
                    measures=("previous_amount",) if figure.bracketed else ("amount",),
                    status=status,
                )
