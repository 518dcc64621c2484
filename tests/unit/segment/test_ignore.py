"""Running heads of scans, which are hardly ever read the same on every page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kokusai_extract.model.source import TextLayer
from kokusai_extract.read.normalize import fold
from kokusai_extract.read.text import read_text
from kokusai_extract.segment.ignore import ignored_lines

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
