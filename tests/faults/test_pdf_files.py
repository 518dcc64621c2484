"""PDFs that are empty, cut, locked, looped or torn: each gets one clear line, and the pages that stand are read."""

from __future__ import annotations

import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab import rl_config

from kokusai_extract.errors import UnreadableDocument
from kokusai_extract.model.source import Document
from kokusai_extract.read import device, pdf
from kokusai_extract.read.pdf import read_pdf
from tests.pdfs import Sheet


def three_pages() -> bytes:
    sheet = Sheet()
    for words in ("first page", "second page", "third page"):
        sheet.canvas.setFont("Helvetica", 10)
        sheet.canvas.drawString(50, 700, words)
        sheet.page()
    return sheet.data()


WHOLE = three_pages()


def texts(data: bytes) -> tuple[list[str], list[tuple[str, int | None]]]:
    result = read_pdf(data, "some.pdf")
    [document] = result.items
    return [page.text for page in document.pages], [(finding.code, finding.page) for finding in result.findings]


def test_the_whole_file_is_read() -> None:
    assert texts(WHOLE) == (["first page", "second page", "third page"], [])


REFUSED = {
    "empty": (b"", "read-empty-file"),
    "a web page": (b"<!DOCTYPE html><title>moved</title>", "read-not-a-pdf"),
    "a head alone": (b"%PDF-1.4\n", "read-broken-pdf"),
    "garbage after the head": (b"%PDF-1.4\n" + bytes(range(256)) * 20, "read-broken-pdf"),
    "no pages": (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF",
        "read-no-pages",
    ),
    "pages that hold themselves": (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF",
        "read-no-pages",
    ),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_says_so(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(data, "some.pdf")
    assert caught.value.code == code
    assert "some.pdf" in str(caught.value)
    assert caught.value.remedy


def locked(user: str) -> bytes:
    sheet = Sheet(password=user, owner="owner")
    sheet.canvas.setFont("Helvetica", 10)
    sheet.canvas.drawString(50, 700, "closed book")
    return sheet.data()


def test_a_locked_pdf_says_how_to_go_on() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(locked("secret"), "some.pdf")
    assert caught.value.code == "read-encrypted"
    assert "password" in caught.value.remedy


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert texts(locked("")) == (["closed book"], [])


def streams(data: bytes) -> list[tuple[int, int]]:
    """Where the packed streams of the pages stand."""
    return [match.span(1) for match in re.finditer(rb"stream\r?\n(.*?)\r?\n?endstream", data, re.DOTALL)]


def test_a_torn_stream_is_named_and_the_other_pages_are_read() -> None:
    start, end = streams(WHOLE)[1]
    for torn in (
        WHOLE[: start + 12] + bytes(end - start - 24) + WHOLE[end - 12 :],
        WHOLE[:start]
        + WHOLE[start:end].replace(WHOLE[start : start + 8], b"\xef\xbf\xbd" * 2 + b"xx", 1)
        + WHOLE[end:],
    ):
        pages, findings = texts(torn)
        assert pages[0] == "first page"
        assert pages[2] == "third page"
        assert findings == [("read-damaged-page", 2)]


def test_a_lost_cross_reference_table_is_found_again() -> None:
    broken = re.sub(rb"startxref\s+\d+", b"startxref\n999999999", WHOLE)
    assert texts(broken) == (["first page", "second page", "third page"], [])


def test_a_page_that_cannot_be_found_is_named() -> None:
    [second] = re.findall(rb"/Kids \[ \d+ 0 R (\d+) 0 R", WHOLE)
    lost = WHOLE.replace(b"\n" + second + b" 0 obj", b"\n" + b"9" * len(second) + b" 0 obj")
    result = read_pdf(lost, "some.pdf")
    [document] = result.items
    assert len(document.pages) == 3
    assert "read-missing-page" in {finding.code for finding in result.findings}


def test_a_document_of_too_many_pages_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    assert texts(WHOLE) == (["first page", "second page"], [("read-too-many-pages", None)])


def test_a_stream_torn_in_the_letters_that_hold_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rl_config, "useA85", 1)
    data = three_pages()
    assert texts(data) == (["first page", "second page", "third page"], [])
    start, _ = streams(data)[1]
    _, findings = texts(data[: start + 4] + b"!!!!" + data[start + 8 :])
    assert findings == [("read-damaged-page", 2)]


def test_a_page_of_too_much_is_left_out_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "MAX_GLYPHS", 10)
    assert texts(WHOLE) == (["first page", "", "third page"], [("read-page-too-large", 2)])


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zlib.compress(bytes(64 * 1024 * 1024 + 1))
    start, end = streams(WHOLE)[1]
    length = re.search(rb"/Length (\d+)", WHOLE[:start].rpartition(b"obj")[2])
    assert length
    data = WHOLE[:start] + bomb + WHOLE[end:]
    at = WHOLE[:start].rfind(b"/Length")
    data = data[:at] + data[at:].replace(length[0], b"/Length %d" % len(bomb), 1)
    pages, findings = texts(data)
    assert findings == [("read-page-too-large", 2)]
    assert pages[0] == "first page"


def test_a_file_without_its_end_says_so() -> None:
    cut = WHOLE[: WHOLE.rindex(b"startxref")]
    assert texts(cut) == (["first page", "second page", "third page"], [("read-cut-off", None)])
    with pytest.raises(UnreadableDocument, match="cut off") as caught:
        read_pdf(WHOLE[:200], "some.pdf")
    assert caught.value.code == "read-broken-pdf"


@pytest.mark.parametrize("part", [0.99, 0.9, 0.7, 0.5, 0.3, 0.1])
def test_a_cut_file_is_refused_or_its_pages_named(part: float) -> None:
    sound(WHOLE[: int(len(WHOLE) * part)])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6))
def test_no_damage_raises_anything_else(changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(WHOLE)
    for at, change in changes:
        data[at : at + len(change)] = change
    sound(bytes(data), ocr=False)


def sound(data: bytes, *, ocr: bool = True) -> None:
    """Read the file or be told why not; pages without text have a finding."""
    try:
        result = read_pdf(data, "some.pdf", ocr=ocr)
    except UnreadableDocument as error:
        assert error.code.startswith("read-")
        return
    [document] = result.items
    assert isinstance(document, Document)
    named = {finding.page for finding in result.findings}
    assert all(page.text or page.number in named for page in document.pages)
