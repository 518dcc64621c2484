"""Documents whose names, duties, programmes and running text carry mark-up, as anybody may publish them."""

from __future__ import annotations

from pathlib import Path

from tests.pdfs import Sheet

UNIT = "<script>alert(1)</script>課"
DUTY = "<script>alert(2)</script>の観察に関すること。"
PROGRAMME = "清掃費<img src=x onerror=alert(origin)//"
PERSON = "<b onmouseover=alert(document.domain)>佐藤</b> 一郎"

TEXT = f"""令和4年度 事業概要
湖沼局
令和4年5月20日

１ 機構図
湖沼局
局長 山田 花子
　{UNIT}
　課長 {PERSON} 2290

２ 事務分掌
湖沼局
{UNIT}
(1) {DUTY}
(2) 湖畔の清掃に関すること。
"""
ROWS = (
    ("区分", "本年度", "前年度", "増△減"),
    ("1 水鳥調査費", "1,200", "1,000", "200"),
    (f"2 {PROGRAMME}", "800", "700", "100"),
    ("合計", "2,000", "1,700", "300"),
)


def write_hostile(folder: Path) -> Path:
    """Write a text and a PDF of an invented bureau; return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lakes.txt").write_text(TEXT, encoding="utf-8")
    sheet = Sheet().text("令和4年度 事業概要", 60, 40, size=16).text("湖沼局", 60, 70, size=12).page()
    sheet.text("予算総括表", 60, 40, size=14).text("（単位：千円）", 450, 60, size=9)
    xs, ys = [60.0, 330.0, 400.0, 470.0, 540.0], [80.0, 100.0, 120.0, 140.0, 160.0]
    sheet.grid(xs, ys)
    for y, row in zip(ys, ROWS, strict=False):
        for x, words in zip(xs, row, strict=False):
            sheet.text(words, x + 4, y + 5, size=9)
    (folder / "budget.pdf").write_bytes(sheet.data())
    return folder
