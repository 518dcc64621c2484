"""The mark lies over the words on the picture, however a page is turned and wherever its box begins."""

from __future__ import annotations

import ctypes
import re
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from kokusai_extract.pipeline import build
from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.store.connection import open_read_only
from kokusai_extract.store.write import DATABASE
from tests.pdfs import Sheet
from tests.site.conftest import getter

WORDS = (
    ("湖沼局事務分掌", 60, 60, 16),
    ("令和4年5月20日", 400, 60, 10),
    ("湖沼局", 60, 110, 12),
    ("水辺課", 80, 140, 12),
    ("(1) 渡り鳥の観察に関すること。", 90, 170, 10),
    ("(2) 湖畔の清掃に関すること。", 90, 190, 10),
    ("(3) 舟の検査に関すること。", 90, 210, 10),
)


WIDTH, HEIGHT = 595, 842
STORED = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, 1, -1, 0, HEIGHT, 0),
    180: (-1, 0, 0, -1, WIDTH, HEIGHT),
    270: (0, -1, 1, 0, 0, WIDTH),
}
"""How an upright page is stored so that it is upright again when it is shown turned so many degrees."""


def _pdf(turned: int, origin: tuple[float, float], crop: bool) -> bytes:
    """Return a document whose page reads upright, though it is stored turned and its box begins elsewhere."""
    across, down = (WIDTH, HEIGHT) if turned % 180 == 0 else (HEIGHT, WIDTH)
    x, y = origin
    sheet = Sheet(across, down)
    sheet.height = HEIGHT
    *turn, right, up = STORED[turned]
    sheet.canvas.transform(*turn, right + x, up + y)
    for words, left, top, size in WORDS:
        sheet.text(words, left, top, size=size)
    pdf = pypdfium2.PdfDocument(sheet.data())
    page = pdf[0]
    page.set_mediabox(x, y, x + across, y + down)
    if crop:
        page.set_cropbox(x + 11, y + 7, x + across - 5, y + down - 9)
    page.set_rotation(turned)
    out = BytesIO()
    pdf.save(out)
    pdf.close()
    return out.getvalue()


def _under(path: Path, picture: bytes, box: tuple[float, ...], paper: tuple[float, float]) -> str:
    """Return the text under a box of the picture, in units of a paper of that size, as pdfium itself maps pixels."""
    across, down = Image.open(BytesIO(picture)).size
    pdf = pypdfium2.PdfDocument(path)
    try:
        page = pdf[0]
        corners = []
        for x, y in ((box[0], box[1]), (box[0] + box[2], box[1] + box[3])):
            left, up = ctypes.c_double(), ctypes.c_double()
            pixel = (round(x / paper[0] * across), round(y / paper[1] * down))
            pypdfium2.raw.FPDF_DeviceToPage(page, 0, 0, across, down, 0, *pixel, left, up)
            corners.append((left.value, up.value))
        (x0, y0), (x1, y1) = corners
        text = page.get_textpage().get_text_bounded(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    finally:
        pdf.close()
    return "".join(text.split())


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("origin", [(0, 0), (40, 25)])
@pytest.mark.parametrize("crop", [False, True])
def test_the_mark_is_over_the_words(tmp_path: Path, turned: int, origin: tuple[float, float], crop: bool) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    path = raw / "lakes.pdf"
    path.write_bytes(_pdf(turned, origin, crop))
    build([raw], tmp_path / "out")
    get = getter(tmp_path / "out", (raw,))
    with closing(open_read_only(tmp_path / "out" / DATABASE)) as connection:
        rows: list[Any] = connection.execute(
            "SELECT row_id, raw FROM observations "
            "WHERE table_name = 'duties' AND column_name = 'text' AND x0 IS NOT NULL"
        ).fetchall()
    assert len(rows) == 3
    for row, words in rows:
        text = get(Addresses().source("duties", row, "text")).text
        picture = re.search(r'<img src="([^"]+)"', text)
        paper = re.search(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)" preserveAspectRatio="none"', text)
        mark = re.search(r'<rect class="mark" x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"', text)
        assert picture
        assert paper
        assert mark
        drawn = get(picture[1]).content
        found = _under(path, drawn, tuple(map(float, mark.groups())), (float(paper[1]), float(paper[2])))
        assert "".join(words.split()) in found
        assert len(found) < len(words) + 12
