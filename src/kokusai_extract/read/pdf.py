"""Reads a PDF into pages: every page is read, or a finding says why not. No PDF library is imported elsewhere."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.utils.exceptions import PdfminerException

from kokusai_extract.errors import UnreadableDocument
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.source import BBox, Document, Page, PageQuality
from kokusai_extract.read import bounds
from kokusai_extract.read.artist import Artist
from kokusai_extract.read.bounds import PageTooLarge
from kokusai_extract.read.clean import clean
from kokusai_extract.read.compose import compose
from kokusai_extract.read.drawing import Drawing, common_turn, turn_glyph, turned
from kokusai_extract.read.eye import Eye
from kokusai_extract.read.grid import not_glyph_parts
from kokusai_extract.read.layers import Layer, best_layer
from kokusai_extract.read.layout import PageLayout, TooManyRules, lay_out
from kokusai_extract.read.quality import Doubt, direction, judge, torn_figures
from kokusai_extract.read.slanted import apart, slant, slanted_rows
from kokusai_extract.run.crew import Note, Share, alone

if TYPE_CHECKING:
    from kokusai_extract.read.ocr.scan import Scan

for _name in ("pdfminer", "pdfplumber"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

bounds.impose()

MAX_PAGES = 5_000


@dataclass(frozen=True)
class _Opened:
    """A PDF that is open in both readers. ``page_count`` is the greater of what they count."""

    pages: Sequence[PDFPage | Exception]
    resources: Any
    producer: str | None
    page_count: int

    def page(self, number: int) -> PDFPage | Exception | None:
        """Return a page (1-based), what went wrong when it was looked up, or None where there is none."""
        return self.pages[number - 1] if number <= len(self.pages) else None


def read_pdf(
    data: bytes,
    file_name: str,
    on_page: Callable[[int, int, int], None] = lambda *_: None,
    *,
    ocr: bool = True,
    share: Share = alone,
) -> Result[Document]:
    """Return the document with all its pages, and what there is to doubt about them.

    ``on_page`` is called with how many pages have been read, of how many, and how many were, or are being, read from
    their picture. Without ``ocr`` pages are read by their own text alone. ``share`` says who reads the pages.

    Raises:
        UnreadableDocument: when nothing can be read: it is empty, no PDF, broken beyond its page list, or locked.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    document_id = Document(sha256, file_name, "application/pdf", len(data), "native", ()).id
    opened = _open(data, file_name)
    artist = Artist(opened.resources)
    pages: list[Page] = []
    findings: list[Finding] = []
    count = min(opened.page_count, MAX_PAGES)
    looks = 0

    def about_to_look() -> None:
        nonlocal looks
        looks += 1
        on_page(len(pages), count, looks)

    with Eye(data, asleep=not ocr) as eye:

        def read(number: int, note: Note) -> tuple[Page, list[Finding]]:
            page, doubts = _read_page(opened.page(number), artist, number, lambda: eye.look(number, note))
            return page, [_finding(code, document_id, number, values) for code, values in doubts]

        on_page(0, count, 0)
        for page, told in share(read, range(1, count + 1), about_to_look):
            pages.append(page)
            findings += told
            on_page(page.number, count, looks)
    if _cut_off(data):
        findings.append(_finding("read-cut-off", document_id, None, {}))
    if opened.page_count > MAX_PAGES:
        values: dict[str, object] = {"count": opened.page_count, "limit": MAX_PAGES}
        findings.append(_finding("read-too-many-pages", document_id, None, values))
    recognized = sum(page.text_layer == "ocr" for page in pages)
    document = Document(
        sha256,
        file_name,
        "application/pdf",
        len(data),
        "ocr" if 2 * recognized > len(pages) else "native",
        tuple(pages),
        producer=opened.producer,
    )
    return Result((document,), tuple(findings))


def _finding(code: str, document_id: str, page: int | None, values: dict[str, object]) -> Finding:
    return Finding(code, document_id, page, values=tuple((name, str(value)) for name, value in values.items()))


def _open(data: bytes, file_name: str) -> _Opened:
    if not data:
        raise UnreadableDocument(file_name, "the file is empty", code="read-empty-file")
    if b"%PDF-" not in data[:1024]:
        raise UnreadableDocument(file_name, "this is not a PDF", code="read-not-a-pdf")
    try:
        pdf = pdfplumber.open(BytesIO(data))
        pages = _each(PDFPage.create_pages(pdf.doc))
        first = next(pages, None)
    except Exception as error:
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        raise _unreadable(data, file_name, cause) from error
    if isinstance(first, PageTooLarge):
        raise _unreadable(data, file_name, first)
    if first is None:
        if _cut_off(data):
            raise _unreadable(data, file_name, None)
        raise UnreadableDocument(file_name, "the PDF has no page", code="read-no-pages")
    listed = [first, *islice(pages, MAX_PAGES)]
    count = _count_by_pdfium(data)
    producer = str(pdf.metadata.get("Producer") or "").strip()
    return _Opened(listed, pdf.rsrcmgr, producer or None, max(count, len(listed)))


def _unreadable(data: bytes, file_name: str, cause: object) -> UnreadableDocument:
    if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)):
        return UnreadableDocument(
            file_name,
            "the PDF is locked with a password",
            code="read-encrypted",
            remedy="Save a copy without the password, or ask its publisher for one.",
        )
    if isinstance(cause, PageTooLarge):
        return UnreadableDocument(file_name, f"the PDF asks for too much: {cause}", code="read-broken-pdf")
    reason = (
        "it is cut off before its end" if _cut_off(data) else f"its parts do not hold together ({type(cause).__name__})"
    )
    return UnreadableDocument(file_name, f"the PDF is broken: {reason}", code="read-broken-pdf")


def _cut_off(data: bytes) -> bool:
    """Tell whether the mark that ends a PDF is missing from its last two kilobytes."""
    return b"%%EOF" not in data[-2048:]


def _each(pages: Iterator[PDFPage]) -> Iterator[PDFPage | Exception]:
    while True:
        try:
            yield next(pages)
        except StopIteration:
            return
        except Exception as error:
            yield error
            return


def _count_by_pdfium(data: bytes) -> int:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _read_page(
    source: PDFPage | Exception | None, artist: Artist, number: int, look: Callable[[], Scan | None]
) -> tuple[Page, list[Doubt]]:
    if source is None:
        return _unread(number, "damaged"), [("read-missing-page", {})]
    if isinstance(source, Exception):
        return _unread(number, "damaged"), [("read-damaged-page", {"reason": type(source).__name__})]
    try:
        drawing = artist.draw(source)
        glyphs, doubts = clean(drawing)
        quality, faults = judge(drawing, glyphs)
        layer = best_layer(drawing, glyphs, quality, doubts + faults, look)
        try:
            page = _set(number, drawing, layer, quality)
        except TooManyRules as error:
            layer = replace(
                layer, strokes=(), rects=(), doubts=[*layer.doubts, ("read-rules-left-out", {"reason": error})]
            )
            page = _set(number, drawing, layer, quality)
        return page, [*layer.doubts, *direction(drawing, layer.glyphs), *slant(layer.glyphs), *torn_figures(page.text)]
    except PageTooLarge as error:
        return _unread(number, "damaged"), [("read-page-too-large", {"reason": error})]


def _unread(number: int, quality: PageQuality) -> Page:
    return Page(number, "", (), "native", quality)


def _set(number: int, drawing: Drawing, layer: Layer, quality: PageQuality) -> Page:
    glyphs, slanted = apart(layer.glyphs)
    turn = common_turn(glyphs)
    strokes = not_glyph_parts(layer.strokes, glyphs)
    if turn:
        glyphs = [turn_glyph(glyph, turn) for glyph in glyphs]
        strokes = [type(s)(*turned(BBox(*s), turn)) for s in strokes]
    layout: PageLayout = lay_out(glyphs, strokes, vertical=2 * drawing.vertical > len(drawing.glyphs))
    layout.rows.extend(slanted_rows([turn_glyph(glyph, turn) for glyph in slanted]))
    return compose(
        number,
        layout,
        width=drawing.width,
        height=drawing.height,
        turn=turn,
        text_layer=layer.text_layer,
        quality=quality,
        rects=layer.rects,
        tilt=layer.tilt,
    )
