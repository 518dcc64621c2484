"""Short texts as documents, and documents as facts."""

from __future__ import annotations

from pathlib import Path

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import SectionKind
from kokusai_extract.model.section import Context, Section
from kokusai_extract.read.files import read_document
from kokusai_extract.read.normalize import FoldedDocument, fold
from kokusai_extract.read.text import read_text
from kokusai_extract.segment.split import Segmentation, segment


def folded(text: str) -> FoldedDocument:
    """Return a text as a folded document of one page (more where it has form feeds)."""
    return fold(read_text(text.encode(), "a.txt").items[0])


def passage(text: str) -> Passage:
    """Return a text as a folded passage."""
    return folded(text).passage


def segmented(text: str) -> tuple[FoldedDocument, Segmentation]:
    """Return a text as a folded document and its sections."""
    document = folded(text)
    return document, segment(document)


def segmented_file(path: Path) -> tuple[FoldedDocument, Segmentation]:
    """Return a file as a folded document and its sections."""
    document = fold(read_document(path).items[0])
    return document, segment(document)


def context(document: FoldedDocument, bureau: str | None = None, fiscal_year: int | None = None) -> Context:
    """Return what an extractor may know, with the bureau's name where it first stands in the text."""
    at = document.passage.text.find(bureau) if bureau else -1
    found = document.passage[at : at + len(bureau)] if bureau and at >= 0 else None
    return Context(document.document, fiscal_year, found)


def whole(document: FoldedDocument, kind: SectionKind, page: int | None = None) -> Section:
    """Return all lines and tables of a document, or of one page (1-based), as one section of a kind."""
    pages = [each for each in document.document.pages if page in {None, each.number}]
    lines = tuple(document.source_line(page, line) for page in pages for line in page.lines)
    tables = tuple(document.source_table(page, table) for page in pages for table in page.tables)
    return Section(f"{document.document.id}/section/{kind}", kind, None, lines, tables)
