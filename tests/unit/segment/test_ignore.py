"""Running heads and feet: those of scans, which are hardly ever read the same, and ends of tables, which are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kokusai_extract.model.source import Document, TextLayer
from kokusai_extract.read import read_document
from kokusai_extract.read.normalize import fold
from kokusai_extract.read.text import read_text
from kokusai_extract.segment.ignore import ignored_lines
from tests.pdfs import Sheet

HEADS = ("令和4年度湖水局年報", "合和4年度湖水局年報", "令和4年度湖水局年報", "令和4年度湖永局年報")
BODY = "水鳥の数を数えた。\n湖は静かである。\n岸辺の草を刈った。\n舟は二艘ある。\n水は澄んでいる。"


@pytest.mark.parametrize(("layer", "left_out"), [("ocr", 4), ("native", 0)])
def test_heads_that_are_read_nearly_the_same_are_one_head(layer: TextLayer, left_out: int) -> None:
    text = "\f".join(f"{head}\n{BODY}" for head in (*HEADS, "令和4年度湖年報"))
    [document] = read_text(text.encode(), "a.txt").items
    pages = tuple(replace(page, text_layer=layer) for page in document.pages)
    folded = fold(replace(document, pages=pages, text_layer=layer))
    sheets = [[folded.source_line(page, line) for line in page.lines] for page in folded.document.pages]
    title = sheets.pop()
    rules = ignored_lines([*sheets, title])
    assert rules.get(id(title[0])) is None
    heads = [rules.get(id(sheet[0])) for sheet in sheets]
    assert heads.count("running-head") == left_out


def book(folder: Path, foot: float, top: float, text: str) -> Document:
    """Return four pages that end with a text, ``foot`` below the last line, which stands ``top`` lower on each."""
    sheet = Sheet()
    for number in range(4):
        if number:
            sheet.page()
        down = 100 + number * top
        sheet.text(f"湖{number}号の水位", 60, 60).text(f"水鳥{number}羽を数えた", 60, down)
        sheet.text(f"岸辺の{'草木花鳥'[number]}を見た", 60, down + 14).text(text, 60, down + 14 + foot)
    path = folder / "book.pdf"
    path.write_bytes(sheet.data())
    [document] = read_document(path).items
    return document


def left_out(document: Document, text: str) -> int:
    folded = fold(document)
    sheets = [[folded.source_line(page, line) for line in page.lines] for page in folded.document.pages]
    rules = ignored_lines(sheets)
    return sum(rules.get(id(line)) == "running-head" for sheet in sheets for line in sheet if text in line.passage.text)


@pytest.mark.parametrize(
    ("text", "foot", "top", "expected"),
    [
        ("水辺の記録", 40, 0, 4),  # a foot
        ("整備費", 14, 0, 0),  # goes on with the line above it
        ("整備費", 40, 30, 0),  # stands elsewhere on each page
        ("事務費 1,200", 40, 0, 0),  # holds money
        ("1項 環境費", 40, 0, 0),  # names an account
        ("区分 金額", 40, 0, 0),  # heads columns
    ],
)
def test_the_end_of_a_table_is_no_running_foot(
    text: str, foot: float, top: float, expected: int, tmp_path: Path
) -> None:
    assert left_out(book(tmp_path, foot, top, text), text) == expected
