"""A page laid on the glass on its head or on its side is read the right way up, and shown where it lies."""

from __future__ import annotations

import pytest

from kokusai_extract.model.source import Page
from kokusai_extract.read.ocr.scan import Scan, scan
from tests.pdfs import Sheet
from tests.support.scans import scanned
from tests.unit.read.test_ocr_geometry import picture

LINES = ("国際局の組織と予算", "政策総務課長 三室直樹", "姉妹都市との交流 4,208千円")


def read(turned: int) -> Scan:
    sheet = Sheet(420, 300)
    for i, line in enumerate(LINES):
        sheet.text(line, 60, 60 + 40 * i, size=14)
    sheet.line(50, 40, 380, 40)
    return scan(picture(scanned(sheet.data(), degrees=0, noise=6, turned=turned)))


def words(found: Scan) -> list[str]:
    """The lines of a page as it reads, from the top."""
    rows: dict[int, str] = {}
    for glyph in sorted(found.glyphs, key=lambda g: g.x0):
        rows[round(glyph.top / 20)] = rows.get(round(glyph.top / 20), "") + glyph.text.strip()
    return [rows[row] for row in sorted(rows)]


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_a_page_is_read_however_it_lies(turned: int) -> None:
    found = read(turned)
    assert words(found) == ["".join(line.split()) for line in LINES]
    assert {glyph.turn for glyph in found.glyphs} == {0}
    assert found.tilt == 90 * turned
    [rule] = [stroke for stroke in found.strokes if max(stroke.x1 - stroke.x0, stroke.bottom - stroke.top) > 300]
    assert (rule.horizontal, rule.top) == (True, pytest.approx(40, abs=2))
    first = next(glyph for glyph in found.glyphs if glyph.text == "国")
    width, height = (420, 300) if turned in (0, 2) else (300, 420)
    page = Page(1, "", (), "ocr", "no_text", width, height, tilt=found.tilt)
    assert page.upright == (420, 300)
    places = {0: (67, 67), 1: (300 - 67, 67), 2: (420 - 67, 300 - 67), 3: (67, 420 - 67)}
    x0, top, x1, bottom = page.shown(first.box)
    assert ((x0 + x1) / 2, (top + bottom) / 2) == pytest.approx(places[turned], abs=6)
