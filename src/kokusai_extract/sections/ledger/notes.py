"""The 説明 of a ledger: programmes with codes and figures, what they are made of, and what is said of them.

A line's figure is the last thing on it and stands at the right of the column, or bears its unit; counts, unit prices
and formulas (``388人``, ``9,900円×709人×12月``, ``3/4``) are none. Lines without a figure describe the line they are
set in under, or head the lines set in under them. How far a line is set in tells what it is a part of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.ledger.sheets import Piece, rows_of
from kokusai_extract.sections.ledger.words import is_code
from kokusai_extract.values.money import Figure, Unit, cell_figure, unit_of

_CODE = re.compile(r"(?P<code>\d{2,4})(?:\s+|$)")
_COUNT = re.compile(r"\s\(?約?\s?[\d,.]+\s?[^\d\s(),.]{1,3}\)?$")
_INSIDE = re.compile(r"(?P<name>[^\d×÷*/@]*[^\d×÷*/@\s])\s+(?P<figure>[△▲-]?\s?\d{1,3}(?:,\d{3})*千円)$")
_TAIL = re.compile(r"\s(?P<figure>[△▲-]?\s?\d{1,3}(?:,\d{3})*)$")
FIGURES_BEGIN = 0.55
"""Figures end in the right part of the column: beyond this part of its width."""
ALIGNED = 2.0
"""Figures of one kind end within so many points of one another."""
TIGHT = 0.75
"""A line nearer to the one above than this part of the usual distance goes on with it."""
SET_IN = 0.4
"""A line is set in when it begins so many of its heights to the right of another."""


@dataclass(frozen=True, slots=True, eq=False)
class NoteRow:
    """One line of the 説明. ``indent`` is where it begins, from the column's left edge, in points.

    ``beside`` is what stands between name and figure. ``tight`` tells that it stands close under the line above.
    """

    top: float
    height: float
    indent: float
    code: Passage | None
    text: Passage
    beside: tuple[Passage, ...]
    figure: Figure | None
    tight: bool

    def under(self, other: NoteRow) -> bool:
        """Tell whether the line is set in under another."""
        return self.indent > other.indent + SET_IN * min(self.height, other.height)

    @property
    def counts(self) -> bool:
        """Whether the line holds figures that are no amount of it."""
        return any(character.isdigit() for character in self.text.text)


def note_rows(pieces: Sequence[Piece], left: float, right: float, unit: Unit | None) -> list[NoteRow]:
    """Return the lines of the 説明 between ``left`` and ``right``, from top to bottom."""
    rows = rows_of(p for p in pieces if not unit_of(p.passage))
    gaps = [after[0].middle - before[0].middle for before, after in pairwise(rows)]
    usual = median(gaps) if gaps else 0.0
    ends = [row[-1].box.x1 for row in rows if len(row) > 1 and cell_figure(row[-1].passage, unit)]
    found = []
    for index, row in enumerate(rows):
        is_figure = len(row) > 1 and row[-1].box.x1 - left >= FIGURES_BEGIN * (right - left)
        tight = index > 0 and gaps[index - 1] < TIGHT * usual
        found.append(replace(_row(row, unit, is_figure, ends), indent=row[0].box.x0 - left, tight=tight))
    return found


def _row(row: Sequence[Piece], unit: Unit | None, is_figure: bool, ends: Sequence[float]) -> NoteRow:
    """Return a line of the 説明. ``is_figure``: its last piece stands where figures do; ``ends`` is where those end."""
    parts = [piece.passage.strip() for piece in row]
    figure = None
    if is_figure:
        figure = _amount(parts[-1], unit)
        parts = parts[:-1] if figure is not None else parts
    elif (match := _TAIL.search(parts[-1].text)) and any(abs(row[-1].box.x1 - end) <= ALIGNED for end in ends):
        figure = _amount(parts[-1].group(match, "figure"), unit)
        parts = [*parts[:-1], parts[-1][: match.start()].strip()] if figure is not None else parts
    code, parts = _code(parts)
    if figure is None and len(parts) == 1 and (match := _INSIDE.fullmatch(parts[0].text)):
        figure = _amount(parts[0].group(match, "figure"), unit)
        parts = [parts[0].group(match, "name")] if figure is not None else parts
    text = parts[0] if parts else row[0].passage[0:0]
    beside = parts[1:]
    if figure is not None and (count := _COUNT.search(text.text)):
        text, beside = text[: count.start()].strip(), [text.group(count).strip(), *beside]
    return NoteRow(row[0].box.top, row[0].height, 0.0, code, text, tuple(beside), figure, False)


def _amount(passage: Passage, unit: Unit | None) -> Figure | None:
    """Return a figure in the column's unit: one with another unit of its own (``70円``) is a price, not an amount."""
    figure = cell_figure(passage, unit)
    if not isinstance(figure, Figure) or figure.bracketed:
        return None
    return figure if unit is None or figure.precision in (None, unit.yen) else None


def _code(parts: Sequence[Passage]) -> tuple[Passage | None, list[Passage]]:
    match = _CODE.match(parts[0].text) if parts else None
    if match is None or not is_code(match["code"]) or (match.end() == len(parts[0]) and len(parts) == 1):
        return None, list(parts)
    rest = parts[0][match.end() :].strip()
    return parts[0].group(match, "code"), [rest, *parts[1:]] if rest else list(parts[1:])


def joined_rows(rows: Sequence[NoteRow]) -> Iterator[NoteRow]:
    """Yield the rows with lines that wrap made whole, before their figure or behind it."""
    result: list[NoteRow] = []
    for row in rows:
        last = result[-1] if result else None
        if last is not None and row.tight and row.code is None and not row.beside and _wraps(last, row):
            text, beside = Passage.join([last.text, row.text]), last.beside or row.beside
            result[-1] = replace(last, text=text, beside=beside, figure=last.figure or row.figure)
        else:
            result.append(row)
    yield from result


def _wraps(last: NoteRow, row: NoteRow) -> bool:
    """Tell whether a line close under another goes on with its text: a count or a price says something of its own."""
    if last.figure is not None:
        return row.figure is None and not row.counts
    return not (last.counts or last.beside or last.text.text.endswith(")") or (row.counts and row.figure is None))
