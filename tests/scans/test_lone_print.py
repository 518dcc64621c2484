"""Lone figures that the recognizer does not find are read by themselves; ruled lines and specks are not."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from kokusai_extract.read.ocr.letters import glyphs_of
from kokusai_extract.read.ocr.missed import filled, missed, parted
from kokusai_extract.read.ocr.picture import Picture
from kokusai_extract.read.ocr.recognize import Letter, Strip
from kokusai_extract.read.ocr.ruling import ruled_lines
from kokusai_extract.read.ocr.scan import scan
from tests.conftest import ROOT
from tests.pdfs import Sheet
from tests.support.scans import scanned
from tests.unit.read.test_ocr_geometry import picture


def page() -> Picture:
    sheet = Sheet().line(50, 95, 400, 95).line(50, 130, 400, 130).line(50, 95, 50, 130)
    sheet.canvas.setFont("Helvetica", 11)
    for figure, x in (("4", 60), ("17", 120), ("802", 300)):
        sheet.canvas.drawString(x, 842 - 115, figure)
    return picture(scanned(sheet.data(), degrees=0, noise=6))


def test_each_lone_figure_is_read_where_it_stands() -> None:
    drawn = page()
    found = missed(drawn, [], ruled_lines(drawn))
    assert [strip.text for strip in found] == ["4", "17", "802"]
    assert [strip.x0 / drawn.scale for strip in found] == pytest.approx([60, 121, 300], abs=1.5)


def test_the_smallest_figures_are_read() -> None:
    sheet = Sheet().line(798, 80, 798, 500)
    sheet.canvas.setFont("Times-Roman", 6.6)
    for figure, x, y in (("1", 791.4, 213), ("0", 291, 392)):
        sheet.canvas.drawString(x - 200, 842 - y, figure)
    drawn = picture(scanned(sheet.data(), degrees=0, noise=6))
    found = missed(drawn, [], ruled_lines(drawn))
    assert [strip.text for strip in found] == ["1", "0"]
    [one] = glyphs_of(found[0], drawn.scale)
    assert one.size == pytest.approx(6.6, abs=1)
    assert one.x1 == pytest.approx(594.7, abs=1.5), "it ends where the figures above it end"


def test_what_was_read_is_not_read_again() -> None:
    drawn = page()
    scale = drawn.scale
    known = Strip(104 * scale, 118 * scale, 118 * scale, 134 * scale, 0, 1.0, ())
    assert [strip.text for strip in missed(drawn, [known], ruled_lines(drawn))] == ["4", "802"]


def test_specks_and_large_ink_are_passed_over() -> None:
    pixels = np.full((600, 600), 255, np.uint8)
    pixels[100:106, 100:106] = 0
    pixels[200:400, 200:400] = 0
    assert missed(Picture(pixels, 200 / 72), [], []) == []


def test_a_picture_without_print_holds_no_letters() -> None:
    drawn = picture(Sheet(400, 300).box(100, 100, 250, 250, fill=True).data())
    found = scan(drawn)
    assert (found.glyphs, found.blank) == ([], False)


def test_a_sign_in_the_gap_of_a_line_is_read() -> None:
    sheet = Sheet()
    sheet.canvas.setFont("Helvetica", 12)
    sheet.canvas.drawString(100, 742, "(")
    sheet.canvas.drawString(112, 742, "8")
    sheet.canvas.drawString(126, 742, ")")
    drawn = picture(scanned(sheet.data(), degrees=0, noise=6))
    scale = drawn.scale
    letters = tuple(Letter(x * scale, sign, 1.0) for x, sign in ((102, "("), (128, ")")))
    strip = Strip(89 * scale, 99 * scale, 104 * scale, 131 * scale, 0, 1.0, letters)
    assert filled(drawn, strip).text == "(8)"
    apart = strip._replace(letters=tuple(letter._replace(at=letter.at - 60 * scale) for letter in letters))
    assert filled(drawn, apart).text == "()", "white holds nothing"


def test_white_between_latin_words_is_a_space() -> None:
    def read(words: str, apart: float = 0) -> str:
        sheet = Sheet()
        sheet.canvas.setFont("Helvetica", 12)
        x, letters = 100.0, []
        for sign in words:
            sheet.canvas.drawString(x, 742, sign)
            width = sheet.canvas.stringWidth(sign, "Helvetica", 12)
            letters.append(Letter((x + width / 2) * scale, sign, 1.0))
            x += width + apart
        drawn = picture(scanned(sheet.data(), degrees=0, noise=6))
        kept = tuple(letter for letter in letters if letter.text != " ")
        strip = Strip(88 * scale, 99 * scale, 104 * scale, x * scale, 0, 1.0, kept)
        return "".join(" " * letter.spaced + letter.text for letter in parted(drawn, strip).letters)

    scale = 200 / 72
    assert read("LARGE CITIES") == "LARGE CITIES"
    assert read("MICEHALL", apart=5) == "MICEHALL", "letters that are set wide are one word"


def test_a_slanted_stroke_between_names_is_no_figure() -> None:
    sheet = Sheet()
    sheet.text("協力銀行／横浜", 100, 100, size=12)
    drawn = picture(scanned(sheet.data(), degrees=0, noise=6))
    places = [(100 + 12 * (i + 0.5)) * drawn.scale for i in range(7)]
    letters = tuple(Letter(at, sign, 1.0) for at, sign in zip(places, "協力銀行／横浜", strict=True) if sign != "／")
    strip = Strip(98 * drawn.scale, 99 * drawn.scale, 114 * drawn.scale, 185 * drawn.scale, 0, 1.0, letters)
    assert filled(drawn, strip).text == "協力銀行／横浜"


def test_the_same_page_gives_the_same_whatever_threads_there_are() -> None:
    program = (
        "import sys; from kokusai_extract.read.ocr.scan import scan; from tests.scans.test_lone_print import page;"
        "print(repr(scan(page())))"
    )
    readings = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "OMP_NUM_THREADS": threads, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "4")
    ]
    assert readings[0] == readings[1]
    assert "text='8'" in readings[0]
