"""What stands where on a chart's page: words in boxes, words without one, and the lines that connect them.

Lengths are PDF points from the top left of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.section import Section, SourceCell, SourceTable
from kokusai_extract.model.source import BBox, Page
from kokusai_extract.sections.chart.columns import shared
from kokusai_extract.sections.chart.letters import evenly, upright
from kokusai_extract.sections.chart.words import Token, block, box_of, read_block

_NEAR = 0.7
"""Lines of one text follow each other closer than so many line heights."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A box with words in it: one that stands alone, or a cell of a ruled table (then ``table`` is set)."""

    box: BBox
    tokens: tuple[Token, ...]
    table: SourceTable | None = None
    cell: SourceCell | None = None
    columns: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One page of a chart: its boxes, and the words outside of any box (or in one that holds columns of them).

    ``strips`` are those words in columns: lines that follow each other closely, with nothing else beside them.
    """

    page: Page
    frames: tuple[Frame, ...]
    strips: tuple[tuple[Token, ...], ...]

    @property
    def free(self) -> tuple[Token, ...]:
        """The words outside of boxes."""
        return tuple(token for strip in self.strips for token in strip)


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    passage: Passage
    box: BBox

    @property
    def height(self) -> float:
        return self.box.bottom - self.box.top


def sheets(section: Section) -> Iterator[Sheet]:
    """Yield the pages of a chart that was read from a PDF, without the section's heading."""
    pages = {line.page.number: line.page for line in section.lines}
    for number, page in pages.items():
        tables = [table for table in section.tables if table.page.number == number]
        frames, loose = [], []
        for table in tables:
            for cell in table.cells:
                lines = upright([line for line in cell.lines if line.text.strip()], evenly)
                if any("\t" in line.text for line in lines):
                    loose += [part for line in lines for part in line.split(r"\t")]
                elif lines:
                    alone = len(table.cells) == 1
                    frames.append(Frame(cell.box, read_block(block(lines)), None if alone else table, cell))
        inside = {start for table in tables for cell in table.cells for line in cell.lines for start in line.starts}
        loose += [
            cell
            for line in section.lines
            if line.page.number == number and not _is_heading(line.passage, section.heading)
            for cell in line.cells
            if cell.text.strip() and inside.isdisjoint(cell.starts)
        ]
        yield Sheet(page, tuple(frames), tuple(_strips(loose)))


def _is_heading(passage: Passage, heading: Passage | None) -> bool:
    return heading is not None and not set(heading.starts).isdisjoint(passage.starts)


def _strips(passages: Sequence[Passage]) -> Iterator[tuple[Token, ...]]:
    return strips_of([(part, box) for part in map(Passage.strip, passages) if part and (box := box_of(part))], evenly)


def strips_of(
    placed: Sequence[tuple[Passage, BBox]], follows: Callable[[Passage, Passage], bool]
) -> Iterator[tuple[Token, ...]]:
    """Yield the tokens of words at places, those that stand under each other read together.

    ``follows`` tells whether a letter goes on with the word of the letter above it.
    """
    for chain in _chains([_Piece(part, box) for part, box in placed]):
        yield read_block(block(upright([piece.passage for piece in chain], follows)))


def _chains(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Return the pieces in columns: each follows the one right above it, where neither has another neighbour."""
    below = {piece: [other for other in pieces if _under(piece, other)] for piece in pieces}
    above = {piece: [other for other in pieces if _under(other, piece)] for piece in pieces}
    chains = []
    for piece in sorted(pieces, key=lambda piece: (piece.box.top, piece.box.x0)):
        before = above[piece]
        if len(before) == 1 and len(below[before[0]]) == 1:
            continue
        chain = [piece]
        while len(nexts := below[chain[-1]]) == 1 and len(above[nexts[0]]) == 1:
            chain.append(nexts[0])
        chains.append(chain)
    return chains


def _under(upper: _Piece, lower: _Piece) -> bool:
    gap = lower.box.top - upper.box.bottom
    height = min(upper.height, lower.height)
    return (
        -0.4 * height <= gap <= _NEAR * height and lower.box.top > upper.box.top and shared(upper.box, lower.box) > 0.5
    )


def one_row(one: Frame | None, other: Frame | None) -> bool:
    """Tell whether two cells of one ruled table share a row."""
    if one is None or other is None or one.table is not other.table or one.cell is None or other.cell is None:
        return False
    first, second = one.cell, other.cell
    return first.row < second.row + second.row_span and second.row < first.row + first.row_span
