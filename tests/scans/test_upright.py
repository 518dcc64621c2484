"""A page laid on the glass on its head or on its side is read the right way up, and shown where it lies."""

from __future__ import annotations

import pytest

from kokusai_extract.read.drawing import common_turn, turn_glyph
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
    turn = common_turn(found.glyphs)
    rows: dict[int, str] = {}
    for glyph in sorted((turn_glyph(glyph, turn) for glyph in found.glyphs), key=lambda g: g.x0):
        rows[round(glyph.top / 20)] = rows.get(round(glyph.top / 20), "") + glyph.text.strip()
    return [rows[row] for row in sorted(rows)]


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_a_page_is_read_however_it_lies(turned: int) -> None:
    found = read(turned)
    assert words(found) == ["".join(line.split()) for line in LINES]
    assert {glyph.turn for glyph in found.glyphs} == {turned}
    first = next(glyph for glyph in found.glyphs if glyph.text == "国")
    middle = (first.x0 + first.x1) / 2, (first.top + first.bottom) / 2
    places = {0: (67, 67), 1: (300 - 67, 67), 2: (420 - 67, 300 - 67), 3: (67, 420 - 67)}
    assert middle == pytest.approx(places[turned], abs=6)
    [rule] = [stroke for stroke in found.strokes if max(stroke.x1 - stroke.x0, stroke.bottom - stroke.top) > 300]
    lies = {0: rule.top, 1: 300 - rule.x0, 2: 300 - rule.top, 3: rule.x0}
    assert lies[turned] == pytest.approx(40, abs=2)
    assert rule.horizontal == (turned in (0, 2))
