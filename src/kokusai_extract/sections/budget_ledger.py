"""Ledgers (歳入歳出予算事項別明細書): 款 → 項 → 目 with two years and sources of funds, each 目 by 節 and programmes.

What stands where is taken from the page: heads, ruled borders, heights, and how far a line is set in. Figures are read
as printed; which sums they make is handed on (:class:`~kokusai_extract.model.loose.Parts`) and tried by reconciling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.loose import Loose, Parts
from kokusai_extract.model.records import Record
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections.budget.cells import Reading, in_order
from kokusai_extract.sections.ledger.book import Book
from kokusai_extract.sections.ledger.fill import fill
from kokusai_extract.sections.ledger.sheets import sheets_of
from kokusai_extract.sections.ledger.tree import Line, name_ids, records

_FIGURE = re.compile(r"\d[\d,]*")


def extract(section: Section, context: Context) -> Result[Record | Loose]:
    """Read a ledger: its lines, their sources of funds, and which lines together make up which."""
    if section.lines and section.lines[0].page.text_layer == "plain":
        return Result((), tuple(_without_places(section)))
    reading = Reading(context, "ledger", part="".join(section.id.partition("~")[1:]))
    book = Book(reading)
    book.read(sheets_of(section))
    fill(book)
    seen: dict[str, int] = {}
    found: list[Record | Loose] = []
    for root in book.roots:
        name_ids(root, reading.table, seen)
        for line in root.lines():
            found += records(line, reading)
            found += _parts(line, reading.document_id)
    return Result(tuple(in_order(found)), (*reading.findings, *_unread(reading, section)))


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
