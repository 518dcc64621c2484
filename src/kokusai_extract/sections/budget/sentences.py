"""Sentences that state a table's figures: ``予算規模は16億3,408万円で、前年度と比べて1億221万円（約6.7%）の増``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from kokusai_extract.model.finding import Finding
from kokusai_extract.model.loose import Measure, StatedFigure, TableNote
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import TableKind
from kokusai_extract.sections.budget.cells import Reading
from kokusai_extract.sections.budget.heads import says
from kokusai_extract.sections.budget.names import heading_name
from kokusai_extract.sections.budget.rows import Row
from kokusai_extract.segment.headings import heading_of
from kokusai_extract.values.money import Figure, Unit, amounts, ratios, row_figures, unit_of

_SUBJECT = re.compile(r"予算(?:の)?(?:規模|総額|額)?|総額")
_COMPARED = re.compile(r"前年度|昨年度|対前年|前年")
_RISE = re.compile(r"増|多|上回")
_FALL = re.compile(r"減|少な|下回")
_END = re.compile(r"[。]\)?")
LONGEST = 30
"""A line of so many characters that holds a comma is prose, not a row."""


def is_prose(row: Row) -> bool:
    """Tell whether a row is running text."""
    if len(row.filled) != 1 or heading_name(row.filled[0]) is not None:
        return False
    text = row.squeezed
    return "。" in text or ("、" in text and len(text) >= LONGEST)


def open_rows(reading: Reading, rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a table, without headings, sentences, notes and unit; what those say is kept."""
    prose: set[int] = set()
    for parts, paragraph in paragraphs(rows):
        prose.update(part.number for part in parts)
        for figure, passage in stated(paragraph, reading.document_id, reading.kind, reading.table):
            reading.loose.append(figure)
            reading.taken.add(passage.starts[0])
        reading.findings += left_in_prose(reading, paragraph)
    kept = []
    for row in rows:
        if says("rounded", "notes").search(row.squeezed):
            reading.loose.append(TableNote(reading.document_id, reading.table, True))
        if row.number in prose:
            continue
        if len(row.filled) == 1 and heading_of(row.line.passage):
            reading.unit = reading.unit or head_unit(row)
            continue
        if row.squeezed.startswith("※"):
            reading.findings += left_in_prose(reading, row.anchored())
            continue
        rest, unit = _without_unit(row)
        reading.unit = reading.unit or unit
        if rest.filled:
            kept.append(rest)
    return kept


def left_in_prose(reading: Reading, paragraph: Passage) -> Iterator[Finding]:
    """Yield a finding for each figure of running text that no sentence about the table states."""
    left = [figure for figure in amounts(paragraph) if figure.passage.starts[0] not in reading.taken]
    reading.leave(left)
    for figure in left:
        yield Finding.at(
            "budget-figure-in-prose", figure.passage.anchors(), text=figure.passage.raw, line=paragraph.text[:60]
        )


def head_unit(row: Row) -> Unit | None:
    """Return the unit that a heading names: ``予算総括表(単位:千円)``."""
    return next((unit for cell in row.filled if "単" in cell.text and (unit := unit_of(cell))), None)


def _without_unit(row: Row) -> tuple[Row, Unit | None]:
    """Take a unit head off a row, as the one beside ``2款2項1目 国際費``."""
    for index, cell in enumerate(row.cells):
        if (unit := unit_of(cell)) and not any(isinstance(f, Figure) for f in row_figures(cell, None)):
            blank = cell[0:0]
            return replace(row, cells=(*row.cells[:index], blank, *row.cells[index + 1 :])), unit
    return row, None


def paragraphs(rows: Sequence[Row]) -> Iterator[tuple[tuple[Row, ...], Passage]]:
    """Yield running text with the rows it stands on: a row that is prose, and those that go on with its sentence."""
    index = 0
    while index < len(rows):
        if not is_prose(rows[index]):
            index += 1
            continue
        parts = [rows[index]]
        while index + len(parts) < len(rows) and _goes_on(parts):
            following = rows[index + len(parts)]
            if len(following.filled) != 1 or following.sheet != parts[0].sheet:
                break
            parts.append(following)
        yield tuple(parts), Passage.join(part.filled[0].strip() for part in parts)
        index += len(parts)


def stated(paragraph: Passage, document_id: str, kind: TableKind, table: str) -> Iterator[tuple[StatedFigure, Passage]]:
    """Yield what a paragraph states of a table's total, each with the passage of the figure itself."""
    named: set[str] = set()
    spoken_of = False
    for sentence in _sentences(paragraph):
        subject = _SUBJECT.search(sentence.text)
        compared = _COMPARED.search(sentence.text)
        if subject is None and not spoken_of:
            continue
        after = subject.start() if subject and not spoken_of else -1
        spoken_of = True
        for figure in amounts(sentence):
            measure: Measure = "change" if compared and figure.start > compared.start() else "amount"
            known = measure not in named and not figure.formula and figure.start > after
            value = _signed(figure, sentence) if measure == "change" else figure.value
            if not known or value is None or figure.precision is None:
                continue
            named.add(measure)
            source = figure.passage.sourced(value, f"{kind}.sentence")
            precision = Fraction(figure.precision)
            yield StatedFigure(document_id, kind, table, measure, source, None, precision), figure.passage
        for ratio in ratios(sentence):
            sign = _direction(sentence.text[ratio.end :])
            if compared and ratio.start > compared.start() and sign and "ratio" not in named:
                named.add("ratio")
                source_ratio = ratio.passage.sourced(abs(ratio.value) * sign, f"{kind}.sentence")
                yield (
                    StatedFigure(document_id, kind, table, "ratio", None, source_ratio, ratio.precision),
                    ratio.passage,
                )


def _goes_on(parts: Sequence[Row]) -> bool:
    text = "".join(part.squeezed for part in parts)
    return text.count("(") > text.count(")") or not text.endswith(("。", "。)", ")"))


def _sentences(paragraph: Passage) -> Iterator[Passage]:
    position = 0
    for match in _END.finditer(paragraph.text):
        yield paragraph[position : match.end()]
        position = match.end()
    if position < len(paragraph):
        yield paragraph[position:]


def _signed(figure: Figure, sentence: Passage) -> int | None:
    sign = _direction(sentence.text[figure.end :])
    return abs(figure.value) * sign if sign else None


def _direction(text: str) -> int:
    """Return +1 or -1 for the first word behind a figure that says which way it went, 0 where there is none."""
    rise, fall = _RISE.search(text), _FALL.search(text)
    if rise and (not fall or rise.start() < fall.start()):
        return 1
    return -1 if fall else 0
