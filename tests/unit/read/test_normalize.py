"""Normalized text keeps marks apart from figures, and its way back to the raw text."""

from __future__ import annotations

import csv
import unicodedata
from importlib.resources import files

import pytest

from kokusai_extract.model.source import BBox, Cell, Document, Line, Page, Span, Table
from kokusai_extract.read.normalize import FoldedDocument, fold, fold_text, search_key
from tests.support.texts import folded


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("④32,268千円", "④32,268千円"),
        ("❶１０，０７４", "❶10,074"),
        ("㉑㊿", "㉑㊿"),
        ("10²人、CO₂、1½", "10²人、CO₂、1½"),
        ("（１）⑴Ⅱ", "(1)(1)II"),
        ("㎡ ㍻ ㈱", "m2 平成 (株)"),
        ("ｶﾞｽ ﾊﾟﾊﾟ か\u3099", "ガス パパ が"),
        ("⽬⾃ ⻑⺠", "目自 長民"),
        ("福", "福"),
        ("−5", "-5"),
        ("Y‐PORT Y－PORT 2014–2017", "Y-PORT Y-PORT 2014-2017"),
        ("(—)（―）", "(—)(—)"),
        ("～〜~", "〜〜〜"),
        ("▲ 746 △26", "▲ 746 △26"),
        ("メッセージ", "メッセージ"),
        ("メッセ−ジ", "メッセ-ジ"),
        ("国\u3000際\u2003局\xa0長", "国 際 局 長"),
        ("\ufeff国\u200b際\xad局\u2060", "国際局"),
        ("葛\U000e0100飾", "葛飾"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("a\tb\vc\fd", "a\tb\vc\fd"),
        ("´", "´"),
    ],
)
def test_folding(raw: str, expected: str) -> None:
    assert fold_text(raw) == expected


def test_a_composed_character_covers_all_it_came_from() -> None:
    passage = folded("国ｶﾞ局").passage
    assert [anchor.quote for anchor in passage[1:2].anchors()] == ["ｶﾞ"]


def test_a_quote_runs_on_across_a_dropped_character() -> None:
    passage = folded("国\u200b際局").passage
    assert [anchor.quote for anchor in passage.anchors()] == ["国\u200b際局"]


def test_an_expanded_character_is_quoted_whole() -> None:
    passage = folded("㈱横浜").passage
    assert passage.text == "(株)横浜"
    assert passage[1:2].raw == "㈱"


def test_every_radical_has_one_unified_ideograph() -> None:
    text = (files("kokusai_extract") / "data/vocabulary/radicals.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    for row in rows:
        assert fold_text(row["radical"]) == row["unified"]
        assert f"U+{ord(row['radical']):04X}" == row["code_point"]
        assert unicodedata.name(row["unified"]).startswith("CJK UNIFIED IDEOGRAPH")
    assert len({row["radical"] for row in rows}) == len(rows) > 100


@pytest.mark.parametrize("name", ["髙﨑　濵", "高崎 浜", "高崎濱"])
def test_variant_forms_of_a_name_meet(name: str) -> None:
    assert search_key(name) == "高崎浜"


def test_variants_lead_to_a_standard_form_in_one_step() -> None:
    text = (files("kokusai_extract") / "data/vocabulary/variants.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert all(row["source"] for row in rows)
    assert not {row["variant"] for row in rows} & {row["standard"] for row in rows}
    assert all(fold_text(row["variant"]) == row["variant"] for row in rows)


def boxed(text: str, *spans: tuple[int, int]) -> tuple[FoldedDocument, Page, Cell]:
    """Return a page with one line, and a cell of the given printed lines."""
    box = BBox(0, 0, 1, 1)
    cell = Cell(0, 0, 1, 1, box, tuple(Span(*span) for span in spans))
    line = Line(1, 0, len(text), (Span(0, len(text)),))
    page = Page(1, text, (line,), "native", tables=(Table(box, (cell,)),))
    return fold(Document("0" * 64, "a.pdf", "application/pdf", 1, "native", (page,))), page, cell


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("多文化共生\v推進費", "多文化共生推進費"),
        ("Port of\vMelbourne", "Port of Melbourne"),
        ("Port of\v\vMelbourne", "Port of Melbourne"),
        ("フランクフルト\v・アム・マイン", "フランクフルト・アム・マイン"),
        ("402\v35", "402 35"),
        ("13件\v(25年度)", "13件(25年度)"),
        ("Y-\vPORT事業", "Y-PORT事業"),
        ("(17プロ\vグラム)", "(17プログラム)"),
    ],
)
def test_a_line_break_in_a_cell_is_closed(printed: str, expected: str) -> None:
    document, page, cell = boxed(printed, (0, len(printed)))
    assert document.passage.text == printed
    assert document.line(page, page.lines[0]).text == expected
    assert document.cell(page, cell).text == expected
    assert document.source_line(page, page.lines[0]).cells[0].text == expected


def test_the_printed_lines_of_a_cell_stay_apart_too() -> None:
    document, page, _ = boxed("本年度\v予算額\t1,820", (0, 3), (4, 7))
    (cell,) = document.source_table(page, page.tables[0]).cells
    assert [line.text for line in cell.lines] == ["本年度", "予算額"]
    assert cell.passage.text == "本年度予算額"
    assert cell.passage.raw == "本年度\v予算額"


def test_a_cell_without_text_is_empty() -> None:
    document, page, cell = boxed("1,820")
    assert document.cell(page, cell).text == ""


def test_a_slice_is_made_from_its_raw_stretch() -> None:
    document = folded("（株）国際㈱\n局")
    assert document.slice(3, 6).text == "国際(株)"
    assert document.slice(3, 6).raw == "国際㈱"
