"""Text in every direction: turned pages, turned letters, several directions on a page, watermarks across it."""

from __future__ import annotations

import pytest

from kokusai_extract.read.pdf import read_pdf
from tests.objects import pages
from tests.pdfs import DOWN, Sheet

MATRIX = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
"""By how many degrees letters are turned, against the clock."""

STEP = {0: (0, -14), 90: (14, 0), 180: (0, 14), 270: (-14, 0)}
WORDS = ("first line", "second line", "third line")
READ = "\n".join(WORDS)


def line(words: str, x: float, y: float, matrix: tuple[float, ...] = MATRIX[0]) -> bytes:
    return b"BT /F1 10 Tf %s %g %g Tm (%s) Tj ET " % (b" ".join(b"%g" % n for n in matrix), x, y, words.encode())


def block(turn: int, x: float, y: float) -> bytes:
    across, up = STEP[turn]
    return b"".join(line(words, x + i * across, y + i * up, MATRIX[turn]) for i, words in enumerate(WORDS))


def told(data: bytes) -> tuple[str, list[tuple[str, dict[str, str]]]]:
    result = read_pdf(data, "made.pdf", ocr=False)
    return result.items[0].text, [(finding.code, dict(finding.values)) for finding in result.findings]


@pytest.mark.parametrize("rotate", MATRIX)
@pytest.mark.parametrize("turn", MATRIX)
def test_a_page_is_read_in_its_direction_and_told_where_a_reader_has_to_turn_it(rotate: int, turn: int) -> None:
    data = pages(block(turn, 300, 300)).replace(b"/Type/Page/Parent", b"/Type/Page/Rotate %d/Parent" % rotate)
    shown = (rotate - turn) % 360
    assert told(data) == (READ, [("read-turned-page", {"degrees": str(shown)})] if shown else [])


def test_blocks_in_four_directions_are_read_each_in_its_own() -> None:
    text, findings = told(pages(block(0, 150, 700) + block(90, 60, 300) + block(270, 500, 500) + block(180, 300, 100)))
    assert (text, findings) == ("\n".join([READ] * 4), [])


def test_a_label_on_its_side_and_a_column_of_vertical_writing_stand_apart_from_the_lines_beside_them() -> None:
    body = "".join(f"body {number}\n" for number in range(20)).splitlines()
    lines = b"".join(line(words, 150, 700 - 14 * i) for i, words in enumerate(body))
    text, _ = told(pages(lines + line("side label", 100, 500, MATRIX[90])))
    assert [words for words in text.split("\n") if words != "side label"] == body
    sheet = Sheet()
    for i in range(9):
        sheet.text("横書きの本文が続く", 100, 150 + 14 * i)
    sheet.text("縦書きの欄", 60, 150, font=DOWN).text("二行目", 40, 150, font=DOWN)
    assert told(sheet.data())[0] == "縦書きの欄\n二行目\n" + "\n".join(["横書きの本文が続く"] * 9)


def test_a_watermark_is_read_after_the_lines_that_it_lies_across() -> None:
    body = b"".join(line(f"line {number} of the page", 150, 700 - 14 * number) for number in range(20))
    mark = line("DRAFT COPY", 180, 500, (2, 2, -2, 2))
    text, findings = told(pages(mark + body))
    assert text == "\n".join([*(f"line {number} of the page" for number in range(20)), "DRAFT COPY"])
    assert findings == [("read-slanted-text", {"count": "1", "text": "DRAFT COPY"})]
    [page] = read_pdf(pages(mark + body), "made.pdf", ocr=False).items[0].pages
    box = page.box(len(page.text) - 10, len(page.text))
    assert box
    assert box.x1 - box.x0 > 100
    assert box.bottom - box.top > 100


def test_two_watermarks_are_two_lines() -> None:
    body = b"".join(line(f"line {number} of the page", 150, 700 - 14 * number) for number in range(20))
    marks = line("DRAFT", 180, 500, (1, 1, -1, 1)) + line("COPY", 400, 300, (1, -1, 1, 1))
    assert told(pages(body + marks))[0].endswith("\nDRAFT\nCOPY")


def test_a_page_that_lies_askew_is_no_watermark() -> None:
    askew = (0.996, 0.087, -0.087, 0.996)
    assert told(pages(line("a line askew", 100, 500, askew)))[1] == []
    assert told(pages(line("all of it aslant", 100, 500, (0.9, 0.4, -0.4, 0.9))))[1] == []
