"""Letters drawn as outlines are not run: what a page draws is the same without them, to the last stroke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.pdfpage import PDFPage

from kokusai_extract.read import outlines
from kokusai_extract.read.artist import Artist
from kokusai_extract.read.drawing import Drawing
from kokusai_extract.read.outlines import without_outlines
from tests.objects import pages

REPOSITORY = Path(__file__).resolve().parents[3]
PUBLISHED = sorted((REPOSITORY.parent / "shared" / "pdfs").glob("*.pdf")) + sorted(REPOSITORY.glob("raw/**/*.pdf"))
MOST_PAGES = 2

TEXT = b"BT /F1 10 Tf 1 0 0 1 50 700 Tm (1 2 m 3 4 5 6 7 8 c f) Tj ET\n"
BOX = b"10 10 m 50 10 l 50 50 l 10 50 l h\n"
LETTER = b"10 20 m 30 40 l 1 2 3 4 5 6 c 7 8 9 10 v h\n"
KANJI = b"1 1 m 9 1 l 9 2 l 8 2 l 8 3 l 7 3 l 7 4 l h\n"


def drawn(data: bytes, least: float, monkeypatch: pytest.MonkeyPatch) -> list[Drawing]:
    """What the first pages draw, when streams of ``least`` bytes and more are looked through."""
    monkeypatch.setattr(outlines, "WORTH_IT", least)
    pdf = pdfplumber.open(BytesIO(data))
    artist = Artist(pdf.rsrcmgr)
    pages = [page for page, _ in zip(PDFPage.create_pages(pdf.doc), range(MOST_PAGES), strict=False)]
    return [replace(artist.draw(page), begun=[]) for page in pages]


def ruled(drawings: Sequence[Drawing]) -> list[Drawing]:
    """The same without what is no rule, no box and no letter."""
    return [
        replace(drawing, outlines=[], paints=[paint for paint in drawing.paints if paint.covers])
        for drawing in drawings
    ]


@pytest.mark.seeds
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_published_pages_draw_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.read_bytes()
    assert ruled(drawn(data, 0, monkeypatch)) == ruled(drawn(data, float("inf"), monkeypatch))


def lean(commands: bytes, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(outlines, "WORTH_IT", 0)
    return without_outlines(commands)


@pytest.mark.parametrize(
    ("commands", "left"),
    [
        (LETTER + b"f\n", b"10 20 m f\n"),
        (LETTER + b"f*\n", b"10 20 m f*\n"),
        (KANJI + b"f\n", b"1 1 m f\n"),
        (BOX + LETTER + b"f\n", BOX + b"10 20 m f\n"),
        (LETTER + BOX + KANJI + b"5 5 100 1 re\nf\n", b"10 20 m " + BOX + b"5 5 100 1 re\nf\n"),
        (TEXT + LETTER + b"f\n" + TEXT, TEXT + b"10 20 m f\n" + TEXT),
        (b"-1 -.5 m +1 2. 3 4 y f\n", b"-1 -.5 m f\n"),
        (b"[(a\\)b)-5<0041>] TJ /P <</MCID 0>> BDC\n" + LETTER + b"f\n", None),
    ],
)
def test_outlines_are_taken_out_and_nothing_else(
    commands: bytes, left: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lean(commands, monkeypatch) == (commands.replace(LETTER, b"10 20 m ") if left is None else left)


@pytest.mark.parametrize(
    "commands",
    [
        LETTER + b"S\n",
        LETTER + b"B\n",
        LETTER + b"W n\n",
        BOX + b"f\n",
        b"1 1 m 9 1 l 9 2 l 8 2 l 8 3 l 7 3 l f\n",
        TEXT,
        LETTER + b"f",
        LETTER + b"fQ\n",
        b"3 4 l 1 2 3 4 5 6 c f\n",
        b"1 m 1 2 3 4 5 6 c f\n",
        b"BI/W 1/H 1 ID x\n" + LETTER + b"f\n EI\n" + LETTER + b"f\n",
        LETTER + b"f\n(never closed " + LETTER + b"f\n",
        LETTER + b"f\n% a remark with (\n",
        LETTER + b"f\n(nested (brackets)) Tj\n",
        LETTER + b"f\n\x00",
    ],
)
def test_all_else_is_left_as_it_is(commands: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lean(commands, monkeypatch) == commands


number = st.sampled_from([b"0", b"10", b"-3.5", b"120.25", b".5", b"300", b"4."])
operator = st.sampled_from(
    [b"m", b"l", b"c", b"v", b"y", b"h", b"re", b"f", b"f*", b"F", b"S", b"B", b"W", b"n", b"q", b"Q"]
)
step = st.builds(
    lambda op, numbers: b" ".join([*numbers[: {b"c": 6, b"v": 4, b"y": 4, b"re": 4, b"m": 2, b"l": 2}.get(op, 0)], op]),
    operator,
    st.lists(number, min_size=6, max_size=6),
)
whole = st.sampled_from(
    [LETTER.strip() + b" f", KANJI.strip() + b" f*", BOX.strip() + b" f", LETTER.strip() + b" S", TEXT.strip()]
)
oddity = st.sampled_from(
    [b"7", b"(1 2 m", b"f)", b"%", b"BI", b"ID", b"EI", b"<", b">>", b"[", b"1 2 m", b"\\", b"--5", b"1.2.3"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(step, whole, step, oddity), max_size=25), st.sampled_from([b" ", b"\n", b"\r\n"]))
def test_whatever_is_written_draws_the_same(parts: Sequence[bytes], space: bytes) -> None:
    data = pages(space.join(parts) + space)
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert ruled(drawn(data, 0, monkeypatch)) == ruled(drawn(data, float("inf"), monkeypatch))


def test_a_fill_by_its_older_name_rules_too(monkeypatch: pytest.MonkeyPatch) -> None:
    [drawing] = drawn(pages(b"50 100 200 1 re F\n"), 0, monkeypatch)
    assert drawing.strokes == [(50, 741.5, 250, 741.5)]


LETTERS = b"".join(
    b"%d 700 m %d 710 l %d 708 %d 708 %d 708 c %d 705 l %d 704 l %d 703 l %d 702 l %d 701 l h f\n" % (x, *[x + 5] * 9)
    for x in range(50, 350, 10)
)


def test_letters_that_are_outlines_alone_are_followed_to_their_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    [drawing] = drawn(pages(LETTERS), 0, monkeypatch)
    assert len(drawing.outlines) == 30
    assert drawing == drawn(pages(LETTERS), float("inf"), monkeypatch)[0]


def test_those_that_draw_the_text_again_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"BT /F1 10 Tf 1 0 0 1 50 700 Tm (" + b"mm" * 20 + b") Tj ET\n"
    [drawing] = drawn(pages(text + LETTERS), 0, monkeypatch)
    assert drawing.outlines == []
