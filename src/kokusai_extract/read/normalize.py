"""Normalization: raw text to passages that keep their way back to the raw text (ADR 0005).

Folded are widths, compatibility forms, radicals, dashes and white space; never circled digits, so that the year mark
of ``④32,268千円`` does not become a figure. Invisible characters are dropped. Characters that Japanese text does not
use become findings, and are repaired where the document itself allows one repair only.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kokusai_extract.model.finding import Finding
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.section import SourceCell, SourceLine, SourceTable
from kokusai_extract.model.source import LINE_BREAK_IN_CELL, Cell, Document, Line, Page, Span, Table
from kokusai_extract.read.folding import fold_character, fold_characters, fold_text, table
from kokusai_extract.read.foreign import settle_foreign
from kokusai_extract.read.spacing import close_figures, close_spaced

__all__ = ["FoldedDocument", "close_figures", "close_spaced", "fold", "fold_text", "search_key"]

_LAST_LATIN = "\u024f"
_NO_SPACE_AFTER = "([{-/"
_NO_SPACE_BEFORE = ")]},.;:/"


@dataclass(frozen=True)
class FoldedDocument:
    """A document with its normalized text as one passage, and what normalizing it brought to light."""

    document: Document
    passage: Passage
    findings: tuple[Finding, ...]

    def slice(self, start: int, end: int) -> Passage:
        """Return the passage made from ``document.text[start:end]``."""
        starts = self.passage.starts
        return self.passage[bisect_left(starts, start) : bisect_left(starts, end)]

    def span(self, page: Page, span: Span) -> Passage:
        """Return the passage of a stretch of a page; the line breaks inside a table cell are closed."""
        offset = self.document.page_starts[page.number - 1]
        return self._join(self.slice(offset + span.start, offset + span.end).split(LINE_BREAK_IN_CELL))

    def line(self, page: Page, line: Line) -> Passage:
        """Return the passage of a line."""
        return self.span(page, Span(line.start, line.end))

    def cell(self, page: Page, cell: Cell) -> Passage:
        """Return all printed lines of a cell as one passage."""
        return self._join(self.span(page, span) for span in cell.spans)

    def source_line(self, page: Page, line: Line) -> SourceLine:
        """Return a line with its passage and those of its cells."""
        return SourceLine(page, line, self.line(page, line), tuple(self.span(page, span) for span in line.cells))

    def source_table(self, page: Page, table: Table) -> SourceTable:
        """Return a ruled table with the passages of its cells."""
        return SourceTable(page, table.box, tuple(self._source_cell(page, cell) for cell in table.cells))

    def _source_cell(self, page: Page, cell: Cell) -> SourceCell:
        lines = tuple(self.span(page, span) for span in cell.spans)
        return SourceCell(
            cell.row, cell.column, cell.row_span, cell.column_span, cell.box, self.cell(page, cell), lines
        )

    def _join(self, passages: Iterable[Passage]) -> Passage:
        """Join printed lines: Japanese runs on, between two Latin words or figures stands a space."""
        parts = [self.passage[:0]]
        for passage in filter(None, passages):
            last = parts[-1]
            if _spaced(last.text[-1:], passage.text[0]):
                parts.append(Passage(self.document, " ", last.starts[-1:], last.ends[-1:]))
            parts.append(passage)
        return Passage.join(parts)


def fold(document: Document) -> FoldedDocument:
    """Normalize a document."""
    folded = fold_characters(document.text)
    passage = Passage(document, folded.text, tuple(folded.starts), tuple(folded.ends), _renamed(document))
    passage, findings = settle_foreign(passage)
    return FoldedDocument(document, passage, (*_controls(document), *findings))


def _renamed(document: Document) -> frozenset[int]:
    """Return where glyphs stand that the file names wrongly."""
    places = zip(document.pages, document.page_starts, strict=True)
    return frozenset(start + offset for page, start in places for offset in page.renamed)


def _controls(document: Document) -> Iterator[Finding]:
    """Yield a finding where control characters were dropped: one may stand in place of a character that was lost."""
    raw = document.text
    controls = sorted(c for c in set(raw) if unicodedata.category(c) == "Cc" and not fold_character(c))
    if controls:
        first = min(map(raw.index, controls))
        yield Finding.at(
            "text-control-character",
            Passage(document, raw[first], (first,), (first + 1,)).anchors(),
            codes=" ".join(f"U+{ord(c):04X}" for c in controls),
            count=sum(map(raw.count, controls)),
        )


def search_key(text: str) -> str:
    """Return a key under which variant forms of a name meet (髙﨑 and 高崎), without white space. Never shown."""
    variants = table("variants.csv", "variant", "standard")
    return "".join(variants.get(c, c) for c in fold_text(text) if not c.isspace())


def _spaced(left: str, right: str) -> bool:
    """Whether a line break between two characters stands for a space. Two figures never run together to a third."""
    latin = left.strip() and right.strip() and max(left, right) <= _LAST_LATIN
    return bool(latin) and left not in _NO_SPACE_AFTER and right not in _NO_SPACE_BEFORE
