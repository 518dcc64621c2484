"""Plain text to a document: one page between two form feeds, lines as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from kokusai_extract.errors import UnreadableDocument
from kokusai_extract.model.finding import Result
from kokusai_extract.model.source import CELL_BREAK, PAGE_BREAK, Document, Line, Page, Span
from kokusai_extract.read.encoding import decode
from kokusai_extract.read.folding import fold_character

__all__ = ["LARGEST_TEXT", "LONGEST_LINE", "MOST_LINES", "decode", "paginate", "read_text", "too_large"]

LARGEST_TEXT = 32 * 1024 * 1024
"""Bytes of the largest plain text that is read: some hundred times a bureau's yearly documents."""

MOST_LINES = 1_000_000
"""Lines and tab-separated cells that a plain text may have."""

LONGEST_LINE = 1_000_000
"""Characters of the longest line that is read: more than all that a bureau's yearly document holds."""

_SPLIT = "Split the file, or see whether it is a text at all."
_BREAK = "Put in the line ends that were lost, or see whether it is a text at all."

_LINE_END = re.compile(r"\r\n|\r|\n")


def read_text(data: bytes, file_name: str) -> Result[Document]:
    """Read a plain text.

    Raises:
        UnreadableDocument: when it is empty, no text, or beyond :data:`LARGEST_TEXT`, :data:`MOST_LINES` or
            :data:`LONGEST_LINE`.
    """
    if len(data) > LARGEST_TEXT:
        raise too_large(file_name, len(data))
    text, encoding, findings = decode(data, file_name)
    if not any(fold_character(character).strip() for character in set(text)):
        raise UnreadableDocument(file_name, "holds no text", code="text-empty")
    marks = sum(map(text.count, ("\n", "\r", CELL_BREAK, PAGE_BREAK)))
    if marks > MOST_LINES:
        raise UnreadableDocument(
            file_name,
            f"has {marks:,} lines and columns; at most {MOST_LINES:,} are read",
            code="text-too-large",
            remedy=_SPLIT,
        )
    longest = max(map(len, re.split(r"[\r\n\f]", text)))
    if longest > LONGEST_LINE:
        raise UnreadableDocument(
            file_name,
            f"has a line of {longest:,} characters; at most {LONGEST_LINE:,} are read",
            code="text-too-large",
            remedy=_BREAK,
        )
    document = Document(
        sha256=sha256(data).hexdigest(),
        file_name=file_name,
        media_type="text/plain",
        byte_count=len(data),
        text_layer="plain",
        pages=paginate(text),
        encoding=encoding,
    )
    return Result((document,), tuple(replace(finding, document_id=document.id) for finding in findings))


def too_large(file_name: str, byte_count: int) -> UnreadableDocument:
    """Return the error for a text beyond :data:`LARGEST_TEXT`."""
    reason = f"is a text of {byte_count:,} bytes; at most {LARGEST_TEXT:,} are read"
    return UnreadableDocument(file_name, reason, code="text-too-large", remedy=_SPLIT)


def paginate(text: str) -> tuple[Page, ...]:
    """Return the pages between the form feeds; one at the very end closes the last page and opens none."""
    pages = text.split(PAGE_BREAK)
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    return tuple(
        Page(number, page, tuple(_lines(page)), "plain", "ok" if page.strip() else "no_text")
        for number, page in enumerate(pages, 1)
    )


def _lines(text: str) -> Iterator[Line]:
    start = 0
    ends = [(match.start(), match.end()) for match in _LINE_END.finditer(text)]
    for number, (end, next_start) in enumerate([*ends, (len(text), len(text))], 1):
        yield Line(number, start, end, tuple(_cells(text, start, end)))
        start = next_start


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    for part in text[start:end].split(CELL_BREAK):
        yield Span(start, start + len(part))
        start += len(part) + 1
