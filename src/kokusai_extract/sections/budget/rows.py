"""The rows of a section: printed lines with their cells, the sheet each stands on, markup taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.section import Section, SourceLine
from kokusai_extract.model.source import LINE_BREAK_IN_CELL
from kokusai_extract.values.money import Absence, Figure, row_figures, unit_of

_TAG = re.compile(r"</?(?:p|br|div|ul|ol|li|dl|dt|dd|table|tr|td|th|small|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE)
"""HTML that parts blocks of text, as extracted texts hold it; any other stays what is printed."""
_BLANK_LINES = re.compile(r"(?:\n[^\S\n]*){4}")
"""Three blank lines: in plain text they stand where the original had a new page."""


@dataclass(frozen=True, eq=False)
class Row:
    """One printed row: its cells, at least one. ``number`` orders rows through the document, ``sheet`` counts pages.

    A sheet is a page, or in plain text a stretch between wide gaps. ``piece`` counts the rows that markup makes of one
    printed line, from 0.
    """

    cells: tuple[Passage, ...]
    number: int
    sheet: int
    line: SourceLine
    piece: int = 0

    @cached_property
    def filled(self) -> tuple[Passage, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell.text.strip())

    @cached_property
    def text(self) -> str:
        """All that is printed, cells parted by a space."""
        return " ".join(cell.text.strip() for cell in self.filled)

    @cached_property
    def squeezed(self) -> str:
        """All that is printed, without any white space."""
        return "".join(cell.squeeze().text for cell in self.cells)

    def anchored(self) -> Passage:
        """Return the row as one passage, to say where it stands."""
        return Passage.join(cell.strip() for cell in self.filled)


def rows_of(section: Section) -> tuple[Row, ...]:
    """Return the rows of a section that hold anything, in reading order."""
    rows: list[Row] = []
    sheet = 0
    previous: SourceLine | None = None
    for line in section.lines:
        if previous is not None and _parted(previous, line):
            sheet += 1
        previous = line
        for piece, cells in enumerate(_without_markup(line.cells)):
            if any(cell.text.strip() for cell in cells):
                number = (line.page.number << 40) + (line.line.number << 20) + piece
                rows.append(Row(cells, number, sheet, line, piece))
    return tuple(rows)


def _parted(previous: SourceLine, line: SourceLine) -> bool:
    if previous.page is not line.page:
        return True
    gap = line.page.text[previous.line.end : line.line.start]
    return line.page.text_layer == "plain" and bool(_BLANK_LINES.search(gap.replace("\r\n", "\n").replace("\r", "\n")))


def _without_markup(cells: tuple[Passage, ...]) -> Iterator[tuple[Passage, ...]]:
    """Yield the cells as one row; what markup parts (``<p>…</p>``) follows as rows of its own."""
    if not any("<" in cell.text and _TAG.search(cell.text) for cell in cells):
        yield cells
        return
    first: list[Passage] = []
    rest: list[tuple[Passage, ...]] = []
    for cell in cells:
        parts = [part.strip() for part in cell.split(_TAG)]
        parts = [part for part in parts if part] or [cell[0:0]]
        if _TAG.match(cell.text.strip()):
            first.append(cell[0:0])
            rest += [(part,) for part in parts]
        else:
            first.append(parts[0])
            rest += [(part,) for part in parts[1:]]
    yield tuple(first)
    yield from rest


def printed_lines(cell: Passage) -> tuple[Passage, ...]:
    """Return the printed lines of a cell; in a PDF a cell's text marks where each ends."""
    raw = cell.document.text
    cuts = [
        i
        for i in range(1, len(cell))
        if LINE_BREAK_IN_CELL in raw[cell.ends[i - 1] : cell.starts[i]] or cell.starts[i] < cell.starts[i - 1]
    ]
    edges = [0, *cuts, len(cell)]
    parts = (cell[start:end].strip() for start, end in pairwise(edges))
    return tuple(part for part in parts if part)


def figures_of(cells: Iterable[Passage]) -> tuple[Figure | Absence, ...]:
    """Return every figure in the cells, with a unit or without; a cell that is a unit holds none."""
    return tuple(figure for cell in cells if not unit_of(cell) for figure in row_figures(cell, None))


def text_beside(cell: Passage, found: Iterable[Figure | Absence]) -> tuple[Passage, ...]:
    """Return the stretches of a cell that lie before, between and behind what was found in it."""
    parts = []
    position = 0
    for item in sorted(found, key=lambda item: item.start):
        parts.append(cell[position : item.start])
        position = item.end
    parts.append(cell[position:])
    return tuple(part for part in (part.strip() for part in parts) if part)
