"""Ledgers (歳入歳出予算事項別明細書): 款 → 項 → 目 with two years and sources of funds, each 目 by 節 and programmes.

What stands where is taken from the page: heads, ruled borders, heights, and how far a line is set in. Figures are read
as printed; which sums they make is handed on (:class:`~kokusai_extract.model.loose.Parts`) and tried by reconciling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kokusai_extract.model.figures import MEASURES, yen
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.loose import Loose, Parts
from kokusai_extract.model.records import BudgetLine, Record
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections.budget.cells import Reading, in_order
from kokusai_extract.sections.ledger.book import Book
from kokusai_extract.sections.ledger.fill import fill
from kokusai_extract.sections.ledger.sheets import sheets_of
from kokusai_extract.sections.ledger.sides import Side, Sides
from kokusai_extract.sections.ledger.titles import read_title
from kokusai_extract.sections.ledger.tree import Line, name_ids, records, text_of
from kokusai_extract.sections.ledger.words import balanced

_FIGURE = re.compile(r"\d[\d,]*")
DOUBTFUL = 0.1
"""A plain text of which more than this part of the figures finds no place has no columns."""


def extract(section: Section, context: Context) -> Result[Record | Loose]:
    """Read a ledger: its lines, their sources of funds, and which lines together make up which."""
    result = _extract(section, context)
    if section.lines and section.lines[0].page.text_layer == "plain":
        return _if_in_columns(section, result)
    return result


def _extract(section: Section, context: Context) -> Result[Record | Loose]:
    reading = Reading(context, "ledger", part="".join(section.id.partition("~")[1:]))
    book = Book(reading, Sides(reading))
    for before in context.before:  # a title page may name the 会計
        if (title := read_title(before.passage)) is not None and title.fund is not None:
            book.sides.enter(title)
    book.read(sheets_of(section))
    fill(book)
    seen: dict[str, int] = {}
    found: list[Record | Loose] = []
    for side in book.sides.every:
        for root in _rooted(side, reading.table, seen):
            for line in root.lines():
                found += records(line, reading)
                found += _parts(line, reading.document_id)
    for side in book.sides.every:
        found += _totals(side, book.sides.every, reading.document_id)
    return Result(tuple(in_order(found)), (*reading.findings, *_unread(reading, section)))


def _rooted(side: Side, table: str, seen: dict[str, int]) -> Iterator[Line]:
    """Yield the total and the 款 of a side, with ids under its 会計 and its name."""
    path = "/".join(
        [table, *(part.replace("/", "／") for part in (*side.key[:2], f"~{side.run + 1}" * bool(side.run)) if part)]
    )
    for root in (*([side.total] if side.total is not None else []), *side.roots):
        name_ids(root, path, seen)
        root.above = side.total if root is not side.total else None
        for line in root.lines():
            if line.level in ("款", "項", "目", None):
                line.fund, line.side = side.fund, side.name
        yield root


def _totals(side: Side, sides: Sequence[Side], document_id: str) -> Iterator[Parts]:
    """Yield what the total of a side is made of, and the total of the other side that it must equal."""
    if side.total is None:
        return
    chapters = side.listed or side.roots
    if chapters:
        yield Parts(document_id, side.total.id, tuple(root.id for root in chapters), _in_sequence(chapters))
    revenue, expenditure = balanced()
    if text_of(side.name) == revenue:
        for other in sides:
            if other.key == (side.key[0], expenditure, side.run) and other.total is not None:
                yield Parts(document_id, side.total.id, (other.total.id,), True)


def _parts(line: Line, document_id: str) -> Iterator[Parts]:
    """Yield what a line is made of: its 項, 目, 節 or 細節, and beside them its programmes."""
    whole = line.begun and line.ended
    if line.level in ("款", "項"):
        whole = whole and _in_sequence(line.parts)
    if line.parts:
        yield Parts(document_id, line.id, tuple(part.id for part in line.parts), whole)
    if notes := tuple(_figured(line.notes)):
        coded = all(note.coded for note in line.notes)
        told = all(note.figures for note in line.notes) and line.level != "説明"
        yield Parts(document_id, line.id, tuple(note.id for note in notes), whole and (coded or told))


def _figured(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines that bear a figure; in place of a heading without one, those under it."""
    for line in lines:
        if line.figures:
            yield line
        else:
            yield from _figured(line.notes)


def _in_sequence(lines: Sequence[Line]) -> bool:
    """Tell whether numbers run from 1 without a gap; lines without a number (abolished ones) do not count."""
    numbers = [int(line.number.text) for line in lines if line.number is not None and line.number.text.isdecimal()]
    return numbers == list(range(1, len(numbers) + 1))


def _if_in_columns(section: Section, result: Result[Record | Loose]) -> Result[Record | Loose]:
    """Return what was read of a plain text if its columns are kept; else one finding in place of all.

    They are where hardly any figure is left, none has two readings, and nearly every 目 has three figures of which
    the third is what the first has more than the second.
    """
    items = [r for r in result.items if isinstance(r, BudgetLine) and r.level == "目"]
    codes = [finding.code for finding in result.findings]
    printed = sum(len(_FIGURE.findall(line.passage.text)) for line in section.lines)
    first = next((item.amount for item in items if item.amount is not None), None)
    closed = sum(_closes(item) for item in items)
    torn = "ledger-two-readings" in codes or codes.count("ledger-figure-unread") > DOUBTFUL * printed
    if first is None or torn or closed < (1 - DOUBTFUL) * len(items):
        return Result((), tuple(_without_places(section)))
    told = Finding.at("ledger-from-spacing", first.anchors, count=len(items))
    return Result(result.items, (*result.findings, told))


def _closes(line: BudgetLine) -> bool:
    amount, previous, change = (yen(line, measure) for measure in MEASURES)
    return None not in (amount, previous, change) and (amount or 0) - (previous or 0) == change


def _without_places(section: Section) -> Iterator[Finding]:
    """Yield the finding that says that nothing of a ledger in plain text was read, if it has figures."""
    printed = [line for line in section.lines if any(c.isdigit() for c in line.passage.text)]
    if printed:
        count = sum(len(_FIGURE.findall(line.passage.text)) for line in printed)
        last = printed[-1].page.number
        yield Finding.at("ledger-without-places", printed[0].passage.anchors(), count=count, last=last)


def _unread(reading: Reading, section: Section) -> Iterator[Finding]:
    """Yield a finding for each printed line of which a figure was not read."""
    for line in section.lines:
        left = [
            cell
            for cell in line.cells
            if any(c.isdigit() and start not in reading.taken for c, start in zip(cell.text, cell.starts, strict=True))
        ]
        for cell in left:
            figures = [i for i, c in enumerate(cell.text) if c.isdigit() and cell.starts[i] not in reading.taken]
            part = cell[figures[0] : figures[-1] + 1]
            yield Finding.at(
                "ledger-figure-unread",
                part.anchors(),
                text=" ".join(part.raw.split())[:40],
                line=cell.text.strip()[:60],
            )
