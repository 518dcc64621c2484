"""Skew, ruled lines, shades and the places of letters, from pictures drawn by the tests; nothing is recognized."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kokusai_extract.model.source import BBox, Page
from kokusai_extract.read.drawing import Glyph, Stroke
from kokusai_extract.read.ocr.letters import glyphs_of
from kokusai_extract.read.ocr.picture import Picture, Pictures
from kokusai_extract.read.ocr.recognize import Letter, Strip
from kokusai_extract.read.ocr.ruling import is_ruled, not_letter_strokes, ruled_lines, shaded_boxes
from kokusai_extract.read.ocr.skew import skew_of, straighten
from tests.pdfs import Sheet
from tests.support.scans import scanned

XS, YS = [60.0, 160.0, 400.0, 520.0], [100.0, 140.0, 300.0, 420.0]


def picture(data: bytes, number: int = 1) -> Picture:
    pictures = Pictures(data)
    drawn = pictures.draw(number)
    pictures.close()
    assert drawn is not None
    return drawn


def grid() -> bytes:
    return Sheet().grid(XS, YS).data()


@pytest.mark.parametrize("degrees", [-1.7, -0.5, 0.3, 2.0])
def test_a_page_laid_askew_is_straightened(degrees: float) -> None:
    askew = picture(scanned(grid(), degrees=degrees))
    found = skew_of(askew)
    assert found == pytest.approx(degrees, abs=0.06)
    assert skew_of(straighten(askew, found)) == pytest.approx(0, abs=0.06)


def test_a_straight_page_is_not_turned() -> None:
    straight = picture(grid())
    assert skew_of(straight) == 0
    assert straighten(straight, 0) is straight


@given(st.floats(-4, 4), st.floats(0, 595), st.floats(0, 842))
def test_a_place_on_the_straight_page_is_found_on_the_page_as_shown(degrees: float, x: float, y: float) -> None:
    page = Page(1, "", (), "ocr", "no_text", 595, 842, tilt=degrees)
    level = Page(1, "", (), "ocr", "no_text", 595, 842, tilt=-degrees)
    box = level.shown(page.shown(BBox(x, y, x, y)))
    assert (box.x0, box.top) == pytest.approx((x, y), abs=1e-6)


def test_a_corner_of_a_grid_is_shown_where_it_is_drawn() -> None:
    degrees = 1.5
    askew = picture(scanned(grid(), degrees=degrees, noise=0))
    page = Page(1, "", (), "ocr", "no_text", 595, 842, tilt=degrees)
    for x in (XS[0], XS[-1]):
        for y in (YS[0], YS[-1]):
            at = page.shown(BBox(x, y, x, y))
            row, column = round(at.top * askew.scale), round(at.x0 * askew.scale)
            assert askew.pixels[row - 5 : row + 6, column - 5 : column + 6].min() < 128
            assert askew.pixels[row - 60 : row - 40, column - 60 : column - 40].min() > 128 or x > XS[0] or y > YS[0]


@pytest.mark.parametrize("noise", [0.0, 12.0])
def test_ruled_lines_are_seen_where_they_are(noise: float) -> None:
    strokes = ruled_lines(picture(scanned(grid(), degrees=0, noise=noise)))
    level = sorted({round(s.top) for s in strokes if s.horizontal})
    upright = sorted({round(s.x0) for s in strokes if not s.horizontal})
    assert level == pytest.approx(YS, abs=1)
    assert upright == pytest.approx(XS, abs=1)
    assert min(s.x0 for s in strokes) == pytest.approx(XS[0], abs=1.5)
    assert max(s.x1 for s in strokes) == pytest.approx(XS[-1], abs=1.5)


def test_letters_are_no_ruled_lines() -> None:
    dash = Glyph("一", 100, 95, 112, 107, 12, 0)
    underline = Stroke(95, 108, 160, 108)
    assert not_letter_strokes([Stroke(100.5, 101, 111.5, 101), underline], [dash]) == [underline]


def test_shaded_boxes_are_seen_and_black_ones_are_not() -> None:
    pixels = np.full((800, 600), 255, np.uint8)
    pixels[100:160, 50:300] = 225
    pixels[400:460, 50:300] = 0
    [shade] = shaded_boxes(Picture(pixels, 2.0), [])
    assert tuple(shade) == pytest.approx((25, 50, 150, 80), abs=2)
    assert is_ruled(shade, [Stroke(20, 49, 155, 49)])
    assert not is_ruled(shade, [Stroke(20, 65, 155, 65)])


def strip(text: str, *, turn: int = 0, spaced: int | None = None, step: float = 20) -> Strip:
    letters = tuple(Letter(10 + step * i, t, 1.0, i == spaced) for i, t in enumerate(text))
    length, height = step * len(text), 24.0
    sides = (0.0, 0.0, height, length) if turn == 0 else (0.0, 0.0, length, height)
    return Strip(*sides, turn, 1.0, letters)


def test_letters_of_a_line_follow_each_other() -> None:
    glyphs = glyphs_of(strip("国際局"), 2.0)
    assert "".join(glyph.text for glyph in glyphs) == "国際局"
    assert [(glyph.x0, glyph.x1) for glyph in glyphs] == [(0, 10), (10, 20), (20, 30)]
    assert all(one.size == pytest.approx(10, abs=0.3) for one in glyphs)


def test_a_space_that_was_seen_is_kept() -> None:
    assert "".join(glyph.text for glyph in glyphs_of(strip("関山誠", spaced=2), 2.0)) == "関山 誠"


def test_a_strip_with_white_above_and_below_makes_its_letters_no_larger() -> None:
    narrow = strip("1項議会費")
    places = (15, 41, 87, 112, 134)
    letters = tuple(letter._replace(at=float(at)) for letter, at in zip(narrow.letters, places, strict=True))
    high = Strip(0, 0, 45, 145, 0, 1.0, letters)
    glyphs = glyphs_of(high, 2.0)
    assert all(glyph.size < 14 for glyph in glyphs)
    assert glyphs[2].x0 - glyphs[1].x1 > 0.35 * glyphs[1].size, "the white behind 項 is seen"


def test_brackets_do_not_make_the_letters_between_them_small() -> None:
    mark = strip("【拡充】")
    letters = tuple(letter._replace(at=float(at)) for letter, at in zip(mark.letters, (15, 30, 50, 65), strict=True))
    assert "".join(glyph.text for glyph in glyphs_of(mark._replace(letters=letters), 2.0)) == "【拡充】"
    assert glyphs_of(mark._replace(letters=letters), 2.0)[1].size > 9


def test_the_white_that_typesetters_put_between_letters_and_kanji_is_no_space() -> None:
    places = (0, 11, 22, 40, 61, 82)
    letters = tuple(Letter(10.0 + at, sign, 1.0, sign == "事") for at, sign in zip(places, "RRT事業費", strict=True))
    close = Strip(0, 0, 24, 102, 0, 1.0, letters)
    assert "".join(glyph.text for glyph in glyphs_of(close, 2.0)) == "RRT事業費"
    apart = close._replace(
        letters=tuple(one._replace(at=one.at + 7 * (one.text in "事業費")) for one in letters), x1=109
    )
    assert "".join(glyph.text for glyph in glyphs_of(apart, 2.0)) == "RRT 事業費"


def test_figures_set_as_wide_as_kanji_are_one_figure() -> None:
    wide = strip("議員32人", spaced=3)
    assert "".join(glyph.text for glyph in glyphs_of(wide, 2.0)) == "議員32人"


def test_a_hyphen_takes_no_spaces_where_there_is_no_room_for_them() -> None:
    places = (0, 20, 31, 42, 60)
    letters = tuple(Letter(10 + at, sign, 1.0, sign in "-Y") for at, sign in zip(places, "Av-Yz", strict=True))
    close = Strip(0, 0, 24, 80, 0, 1.0, letters)
    assert "".join(glyph.text for glyph in glyphs_of(close, 2.0)) == "Av-Yz"
    apart = close._replace(letters=tuple(letter._replace(at=2 * letter.at) for letter in letters), x1=160)
    assert "".join(glyph.text for glyph in glyphs_of(apart, 2.0)) == "Av - Yz"


def test_letters_far_apart_are_no_wider_than_they_are() -> None:
    glyphs = glyphs_of(strip("目次", step=100), 2.0)
    assert glyphs[1].x0 - glyphs[0].x1 > 30


def test_a_line_that_runs_down_is_turned() -> None:
    glyphs = glyphs_of(strip("国際局", turn=1), 2.0)
    tops = [glyph.top for glyph in glyphs]
    assert tops == sorted(tops)
    assert len({round(glyph.x0) for glyph in glyphs}) == 1


def test_a_page_that_pdfium_cannot_draw_gives_no_picture() -> None:
    assert Pictures(b"%PDF-1.7 nothing").draw(1) is None
    assert Pictures(Sheet().text("A", 10, 10).data()).draw(2) is None


def test_an_image_that_cannot_be_drawn_is_counted() -> None:
    whole = scanned(grid(), degrees=0)
    assert picture(whole).broken == 0
    start = whole.index(b"\xff\xda")  # where the letters of a JPEG begin
    torn = whole[: start - 200] + bytes(400) + whole[start + 200 :]
    assert picture(torn).broken == 1
    assert picture(torn).blank


def test_a_huge_page_is_drawn_more_coarsely() -> None:
    huge = picture(Sheet(6000, 9000).line(10, 10, 5000, 10).data())
    assert huge.pixels.size <= 16_100_000
    assert huge.scale < 200 / 72


def test_a_blank_picture_says_so() -> None:
    blank = Picture(np.asarray(Image.new("L", (50, 50), 250), np.uint8), 2.0)
    assert blank.blank
