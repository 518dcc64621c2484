"""Marks told by their shape, drawn as vectors, scanned, and among letters that look a little like them."""

from __future__ import annotations

import numpy as np
import pytest

from kokusai_extract.model.source import BBox
from kokusai_extract.read.ocr.marks import take_marks
from kokusai_extract.read.ocr.picture import Picture
from tests.pdfs import Sheet
from tests.support.scans import scanned
from tests.unit.read.test_ocr_geometry import picture

SIDE = 9.0


def drawn(*signs: tuple[str, float, float], noise: float = 6) -> Picture:
    """Return a scan of a page with marks, each drawn with its top left corner at a place."""
    sheet = Sheet()
    for sign, x, top in signs:
        left, low, right, high = x, 842 - top - SIDE, x + SIDE, 842 - top
        middle, half = (left + right) / 2, (low + high) / 2
        canvas = sheet.canvas
        canvas.setLineWidth(0.7)
        if sign in "●○◎":
            canvas.circle(middle, half, SIDE / 2, fill=int(sign == "●"))
            if sign == "◎":
                canvas.circle(middle, half, SIDE / 3.4, fill=0)
        elif sign in "■□":
            canvas.rect(left, low, SIDE, SIDE, fill=int(sign == "■"))
        elif sign in "◆◇▲":
            corners = [(left, half), (middle, high), (right, half), (middle, low)]
            corners = [(left, low), (middle, high), (right, low)] if sign == "▲" else corners
            path = canvas.beginPath()
            path.moveTo(*corners[0])
            for corner in corners[1:]:
                path.lineTo(*corner)
            path.close()
            canvas.drawPath(path, fill=int(sign in "◆▲"))
        else:
            canvas.circle(middle, half, 1.2, fill=1)
    return picture(scanned(sheet.data(), degrees=0, noise=noise))


@pytest.mark.parametrize("sign", "●◎■◆◇")
@pytest.mark.parametrize("noise", [0.0, 10.0])
def test_a_mark_is_told_and_taken_out(sign: str, noise: float) -> None:
    page = drawn((sign, 100, 200), noise=noise)
    [glyph], rest = take_marks(page)
    assert glyph.text == sign
    assert tuple(glyph.box) == pytest.approx((100, 200, 109, 209), abs=0.8)
    assert rest.pixels.min() > 150
    assert page.pixels.min() < 100, "the picture itself is left as it is"


@pytest.mark.parametrize("sign", "○□▲")
def test_what_letters_and_signs_of_figures_look_like_is_left_to_the_recognizer(sign: str) -> None:
    glyphs, rest = take_marks(drawn((sign, 100, 200)))
    assert glyphs == []
    assert rest.pixels.min() < 100


def test_a_dot_counts_beside_a_mark_alone() -> None:
    found, _ = take_marks(drawn(("●", 100, 200), ("･", 109, 200), ("･", 300, 200), ("･", 109, 240)))
    glyphs = sorted(found, key=lambda glyph: glyph.x0)
    assert [glyph.text for glyph in glyphs] == ["●", "･"]
    mark, dot = glyphs
    assert (dot.top + dot.bottom) / 2 == pytest.approx((mark.top + mark.bottom) / 2, abs=0.6)


def test_marks_stand_side_by_side() -> None:
    glyphs, _ = take_marks(drawn(("●", 100, 200), ("■", 110.2, 200)))
    assert [glyph.text for glyph in glyphs] == ["●", "■"]


def test_a_part_of_a_letter_is_no_mark() -> None:
    pixels = np.full((400, 400), 255, np.uint8)
    pixels[100:125, 100:125] = 0
    assert len(take_marks(Picture(pixels, 200 / 72))[0]) == 1
    pixels[112:114, 126:140] = 0  # a stroke that ends beside it
    assert take_marks(Picture(pixels, 200 / 72))[0] == []


@pytest.mark.parametrize("box", [BBox(100, 100, 108, 140), BBox(100, 100, 160, 160), BBox(100, 100, 106, 106)])
def test_bars_blocks_and_specks_are_no_marks(box: BBox) -> None:
    pixels = np.full((400, 400), 255, np.uint8)
    pixels[int(box.top) : int(box.bottom), int(box.x0) : int(box.x1)] = 0
    assert take_marks(Picture(pixels, 200 / 72))[0] == []
