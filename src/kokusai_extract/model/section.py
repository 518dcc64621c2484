"""What segmenting hands to extracting: sections of normalized lines and tables that know where they are printed."""

from __future__ import annotations

from dataclasses import dataclass

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import SectionKind
from kokusai_extract.model.source import BBox, Document, Line, Page


@dataclass(frozen=True, slots=True, eq=False)
class SourceLine:
    """A line with its normalized text. ``cells`` are its parts between column gaps, at least one."""

    page: Page
    line: Line
    passage: Passage
    cells: tuple[Passage, ...]

    @property
    def box(self) -> BBox | None:
        """Where it stands, in PDF points; None for plain text."""
        return self.line.box


@dataclass(frozen=True, slots=True, eq=False)
class SourceCell:
    """A cell of a ruled table: ``passage`` is all of it, ``lines`` its printed lines from top to bottom."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: BBox
    passage: Passage
    lines: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SourceTable:
    """A ruled table, or a box that stands alone (one cell). Only PDF pages have them."""

    page: Page
    box: BBox
    cells: tuple[SourceCell, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A stretch of a document of one kind. ``lines`` are in reading order and hold the text of ``tables`` too."""

    id: str
    kind: SectionKind
    heading: Passage | None
    lines: tuple[SourceLine, ...]
    tables: tuple[SourceTable, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What an extractor may know beside its section: the document, and the year and bureau it names itself by.

    ``fiscal_year`` is the western year in which the 年度 begins; ``municipality`` a 全国地方公共団体コード. ``before``
    are the lines between the section and the one of the same kind before it, else the document's beginning.
    """

    document: Document
    fiscal_year: int | None
    bureau: Passage | None
    municipality: str | None = None
    before: tuple[SourceLine, ...] = ()
