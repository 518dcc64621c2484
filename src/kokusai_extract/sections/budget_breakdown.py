"""Breakdowns by programme (事業別内訳): a group's box of sums and sources, and its numbered programmes.

A programme's line bears its name, this year's figure and last year's in brackets. Where a text tears names from
figures, both are kept: lines without figures, and loose figures for reconciling to place. Nothing is computed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kokusai_extract.model.figures import MEASURES, with_money
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.loose import Loose, LooseFigure, Measure
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import BudgetLine, FundingSource, Record
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections.budget.box import Box
from kokusai_extract.sections.budget.cells import Reading, in_order
from kokusai_extract.sections.budget.items import Item, figure_row, item_of, staff_of, text_of
from kokusai_extract.sections.budget.lines import Lines
from kokusai_extract.sections.budget.names import ItemName, read_name, take_marks, tidy
from kokusai_extract.sections.budget.rows import Row, rows_of
from kokusai_extract.sections.budget.sentences import head_unit
from kokusai_extract.segment.headings import heading_of
from kokusai_extract.values.money import Figure, Unit, unit_of
from kokusai_extract.values.numbering import numbered, ordinal

_ALIAS = re.compile(r"\([^()]*(?:事業|費|金)\)")
_NOTE = re.compile(r"\([^()]*\)")
_ASIDE = re.compile(r"[(※]")
_LARGEST_PAGE_NUMBER = 999
LONGEST_NAME = 60


@dataclass(slots=True, eq=False)
class _Line:
    """A programme as printed, and the text that follows it."""

    item: Item
    row: Row
    text: list[Row] = field(default_factory=list)
    closed: bool = False


@dataclass(slots=True, eq=False)
class _Group:
    """A group: its head (None for programmes under none), box, programmes, and figures apart from their names."""

    head: ItemName | None
    row: Row | None
    box: Box = field(default_factory=Box)
    lines: list[_Line] = field(default_factory=list)
    loose: list[tuple[Row, tuple[Figure, ...]]] = field(default_factory=list)
    text: list[Row] = field(default_factory=list)
    torn: bool = False


def extract(section: Section, context: Context) -> Result[Record | Loose]:
    """Read a breakdown: groups, programmes, sources of funds, and what the text has torn apart."""
    reading = Reading(context, "breakdown")
    tables = Lines(reading, "budget_breakdown")
    rows = tables.take(rows_of(section), context.fiscal_year)
    groups = [group for sheet in _sheets(rows) for group in _read_sheet(reading, sheet)]
    items = [record for group in _joined(groups) for record in _records(reading, group)]
    items += [*tables.hung(), *tables.funding]
    return Result((*in_order(items), *reading.loose), (*reading.findings, *reading.unread(rows, bare=False)))


def _sheets(rows: Sequence[Row]) -> Iterator[list[Row]]:
    for number in sorted({row.sheet for row in rows}):
        yield [row for row in rows if row.sheet == number]


def _read_sheet(reading: Reading, rows: Sequence[Row]) -> list[_Group]:
    """Read one sheet. On a sheet whose one head stands amid torn figures, all belongs to that head's group."""
    titles = [row for row in rows if len(row.filled) == 1 and heading_of(row.line.passage)]
    reading.unit = reading.unit or next((unit for row in titles if (unit := head_unit(row))), None)
    rows = [row for row in rows if not any(row is head for head in titles)]
    torn = any(figure_row(row) for row in rows)
    heads = _heads(rows, torn)
    single = torn and len(heads) == 1
    group = _Group(None, None, torn=torn)
    groups = [group]
    for previous, row in zip([None, *rows], rows, strict=False):
        if id(row) in heads:
            if not single:
                group = _Group(None, None, torn=torn)
                groups.append(group)
            group.head, group.row = heads[id(row)], row
        else:
            _read_row(reading, group, row, previous)
    return [group for group in groups if group.head or group.lines or group.loose or group.box.labels]


def _heads(rows: Sequence[Row], torn: bool) -> dict[int, ItemName]:
    """Find the heads of groups: never numbered in the style of the programmes under them."""
    found = {id(row): head for index, row in enumerate(rows) if (head := _head(rows, index, torn))}
    styles = {item.name.style for row in rows if (item := item_of(row, None))} | ({"plain"} if torn else set())
    return {key: head for key, head in found.items() if head.style not in styles}


def _head(rows: Sequence[Row], index: int, torn: bool) -> ItemName | None:
    """Read a group's head: a numbered name without a figure, and on the next printed line a box or its first programme.

    The box begins with its sums (本年度 …); on a torn sheet any part of it may come first. A programme is numbered 1.
    """
    row = rows[index]
    first, *others = row.filled
    item = numbered(first)
    if item is None or item.style in ("circled", "kana") or row.piece or row.squeezed.startswith("※"):
        return None
    name = read_name(first)
    if name.name is None and others:
        name = replace(read_name(others[0]), number=item.number, style=item.style)
    if name.name is None or len(name.name) > LONGEST_NAME or item_of(row, None) or "。" in name.name.text:
        return None
    below = [later for later in rows[index + 1 :] if later.line is not row.line and not unit_of(later.filled[0])]
    return name if below and (Box().starts(below[0], anywhere=torn) or _is_first(below[0])) else None


def _is_first(row: Row) -> bool:
    """Tell whether a row is a programme that begins a list."""
    item = item_of(row, None)
    return item is not None and item.name.number is not None and ordinal(item.name.number.text) == 1


def _read_row(reading: Reading, group: _Group, row: Row, previous: Row | None) -> None:
    last = group.lines[-1] if group.lines else None
    if group.box.add(row):
        return
    if figures := figure_row(row):
        group.loose.append((row, figures))
    elif item := item_of(row, reading.unit):
        group.lines.append(_Line(item, row))
    elif group.torn and (name := _torn_name(row)):
        group.lines.append(_Line(Item(name, None, None, None), row))
    elif last is not None and _completes(last, row):
        return
    elif last is not None and not last.closed:
        last.closed = previous is None or _ends_before(last, row, previous)
        last.text += [] if last.closed else [row]
    elif last is None:
        reading.unit = reading.unit or _unit(row)
        group.text.append(row)


def _ends_before(line: _Line, row: Row, previous: Row) -> bool:
    """Whether a programme's text has ended: a table with cells by a blank line, torn text by anything but lines."""
    gap = row.line.line.number - previous.line.line.number > 1 and row.line.page is previous.line.page
    plain = row.line.page.text_layer == "plain"
    celled = len(line.row.cells) > 1 and len(row.filled) == 1
    return (plain and gap and celled) or (not line.item.figures and "、" in row.text)


def _torn_name(row: Row) -> ItemName | None:
    """Read a programme's name that stands without figures."""
    name = read_name(row.filled[0])
    if len(row.filled) > 1 or name.bulleted or name.number is None or name.style != "plain" or name.name is None:
        return None
    return name if len(name.name) <= LONGEST_NAME and "。" not in name.name.text else None


def _completes(line: _Line, row: Row) -> bool:
    """Whether a row completes the line above it: a mark such as 【拡充】, an alias of the name, a note beside it."""
    name = line.item.name
    if line.text or len(row.filled) > 1 or name.name is None or not line.item.figures:
        return False
    rest, status = take_marks(row.filled[0])
    if status and not rest:
        line.item = replace(line.item, name=replace(name, status=name.status or status))
        return True
    if row.cells.index(row.filled[0]) > 0 and _NOTE.fullmatch(tidy(rest).text):
        line.item = replace(line.item, note=line.item.note or rest.strip()[1:-1])
        return True
    if _ALIAS.fullmatch(tidy(rest).text) and len(rest) <= LONGEST_NAME:
        line.item = replace(line.item, name=replace(name, name=Passage.join([name.name, tidy(rest)])))
        return True
    return False


def _unit(row: Row) -> Unit | None:
    return next((unit for cell in row.filled if (unit := unit_of(cell)) and "単" in cell.text), None)


def _joined(groups: Sequence[_Group]) -> Iterator[_Group]:
    """Yield the groups; what stands on a sheet without a head goes on with the group before, unless each has a box."""
    result: list[_Group] = []
    for group in groups:
        if group.head is None and result and not (group.box.labels and result[-1].box.labels):
            result[-1].lines += group.lines
            result[-1].loose += group.loose
            result[-1].box.labels += group.box.labels
            result[-1].box.loose += group.box.loose
        else:
            result.append(group)
    yield from result


def _records(reading: Reading, group: _Group) -> Iterator[Record | Loose]:
    table_unit, reading.unit = reading.unit, group.box.unit or reading.unit
    line = _group_line(reading, group)
    if line is not None:
        yield line
        yield from _funding(reading, group, line)
    elif group.box.labels:
        reading.findings.append(_unheaded(reading, group))
    yield from _programmes(reading, group, line)
    yield from _loose(reading, group, line)
    reading.unit = table_unit


def _unheaded(reading: Reading, group: _Group) -> Finding:
    """Tell that a box stands under no name, and which figures it holds."""
    figures = [label.figure for label in group.box.labels if label.figure] + [figure for _, figure in group.box.loose]
    reading.leave(figures)
    group.box.loose.clear()
    places = tuple(a for label in group.box.labels for a in label.passage.anchors())
    return Finding.at(
        "budget-box-unheaded",
        (*places, *(a for figure in figures for a in figure.passage.anchors())),
        labels=", ".join(label.passage.text for label in group.box.labels),
        figures=", ".join(figure.passage.text for figure in figures) or "-",
    )


def _group_line(reading: Reading, group: _Group) -> BudgetLine | None:
    if group.head is None or group.head.name is None:
        return None
    name, number = group.head.name, group.head.number
    line = BudgetLine(
        fact_id(reading.table, name.text),
        reading.document_id,
        "breakdown",
        0,
        number=number.read("budget.number") if number is not None else None,
        name=name.read("budget.name"),
        status=group.head.status,
        description=None if group.torn else text_of([row for row in group.text if not _ASIDE.match(row.text)]),
    )
    for label in group.box.labels:
        measure = next((measure for measure in MEASURES if measure == label.meaning), None)
        if measure is not None and label.figure is not None:
            precision = reading.precision(label.figure, "budget_breakdown.box")
            line = with_money(line, measure, reading.amount(label.figure, "budget_breakdown.box"), precision)
    missing = any(label.figure is None for label in group.box.labels if label.meaning != "funding")
    return replace(line, certainty=None if missing else "stated")


def _funding(reading: Reading, group: _Group, line: BudgetLine) -> Iterator[FundingSource]:
    labels = [label for label in group.box.labels if label.meaning == "funding"]
    ids = unique_ids(fact_id(line.id, "funding", label.passage.text) for label in labels)
    for name, label in zip(ids, labels, strict=True):
        figure, rule = label.figure, "budget_breakdown.box"
        yield FundingSource(
            name,
            line.document_id,
            line.name.inherited(line.id, rule=rule) if line.name else label.passage.sourced(line.id, rule),
            label.passage.read("budget_breakdown.source"),
            reading.amount(figure, rule) if figure else None,
            reading.precision(figure, rule) if figure else None,
            certainty="stated" if figure else None,
        )


def _programmes(reading: Reading, group: _Group, parent: BudgetLine | None) -> Iterator[BudgetLine]:
    root = parent.id if parent else reading.table
    numbers = [line.item.name.number for line in group.lines]
    if group.torn and all(number is not None and number.text.isdecimal() for number in numbers):
        group.lines.sort(key=lambda line: int(line.item.name.number.text) if line.item.name.number else 0)
    texts = [line.item.path for line in group.lines]
    ids = unique_ids(fact_id(root, text) for text in texts)
    above: list[tuple[str | None, BudgetLine]] = []
    for name_id, line in zip(ids, group.lines, strict=True):
        style = line.item.name.style
        while any(kept == style for kept, _ in above) or (above and style is None and not line.item.name.bulleted):
            above.pop()
        holder = above[-1][1] if above else parent
        record = _programme(reading, name_id, line)
        record = replace(record, description=None) if group.torn else record
        if holder is not None and holder.name is not None:
            record = replace(record, parent_id=holder.name.inherited(holder.id, rule="budget_breakdown.group"))
        above.append((style, record))
        yield record


def _programme(reading: Reading, name_id: str, line: _Line) -> BudgetLine:
    name, rule = line.item.name, "budget_breakdown.line"
    record = BudgetLine(
        name_id,
        reading.document_id,
        "breakdown",
        0,
        number=name.number.read("budget.number") if name.number is not None else None,
        name=name.name.read("budget.name") if name.name is not None else None,
        status=name.status,
        description=text_of(line.text),
        note=line.item.note.read("budget_breakdown.note") if line.item.note is not None else None,
        staff=staff_of(line.text),
        certainty="stated" if line.item.figures else None,
    )
    return reading.with_years(record, line.item.amount, line.item.previous, rule)


def _loose(reading: Reading, group: _Group, parent: BudgetLine | None) -> Iterator[LooseFigure]:
    table, rule = parent.id if parent else reading.table, "budget_breakdown.loose"
    every: list[tuple[Row, Figure, tuple[Measure, ...], bool]] = [
        (row, figure, ("amount", "previous_amount", "change"), True) for row, figure in group.box.loose
    ]
    every += [
        (row, figure, ("previous_amount",) if figure.bracketed else ("amount",), False)
        for row, figures in group.loose
        for figure in figures
    ]
    for row, figure, measures, boxed in every:
        value = reading.amount(figure, rule)
        if value is None:
            continue
        alone = "," not in figure.passage.text and 0 < figure.value <= _LARGEST_PAGE_NUMBER
        yield LooseFigure(
            reading.document_id,
            "breakdown",
            table,
            value,
            reading.precision(figure, rule),
            row.number,
            measures=measures,
            funding=boxed,
            optional=boxed and alone,
        )
