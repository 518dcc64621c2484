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

__all__ = ["LARGEST_TEXT", "decode", "read_text"]

LARGEST_TEXT = 32 * 1024 * 1024
"""Bytes of the largest plain text that is read: some thousand times a bureau's yearly document."""

_LINE_END = re.compile(r"\r\n|\r|\n")


def read_text(data: bytes, file_name: str) -> Result[Document]:
    """Read a plain text.

    A form feed at the very end closes the last page and opens none.

    Raises:
        UnreadableDocument: when it is empty, larger than :data:`LARGEST_TEXT`, or no text.
    """
    if len(data) > LARGEST_TEXT:
        raise UnreadableDocument(
            file_name,
            f"is a text of {len(data):,} bytes; at most {LARGEST_TEXT:,} are read",
            code="text-too-large",
            remedy="Split the file, or see whether it is a text at all.",
        )
    text, encoding, findings = decode(data, file_name)
    pages = text.split(PAGE_BREAK)
    while pages and not pages[-1].strip():
        pages.pop()
    if not pages:
        raise UnreadableDocument(file_name, "holds no text", code="text-empty")
    document = Document(
        sha256=sha256(data).hexdigest(),
        file_name=file_name,
        media_type="text/plain",
        byte_count=len(data),
        text_layer="plain",
        pages=tuple(_page(number, page) for number, page in enumerate(pages, 1)),
        encoding=encoding,
    )
    return Result((document,), tuple(replace(finding, document_id=document.id) for finding in findings))


def _page(number: int, text: str) -> Page:
    return Page(number, text, tuple(_lines(text)), "plain", "ok" if text.strip() else "no_text")


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
