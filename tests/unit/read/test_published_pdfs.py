"""The published PDFs beside the repository: every page is read or named, and what was checked by eye comes out so."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pdfplumber
import pytest

from kokusai_extract.model.finding import Result
from kokusai_extract.model.source import Document, Page, Table
from kokusai_extract.read.normalize import fold
from kokusai_extract.read.pdf import read_pdf

pytestmark = pytest.mark.seeds

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "pdfs"
NAMES = sorted(path.stem for path in FOLDER.glob("*.pdf"))


@cache
def read(name: str) -> Result[Document]:
    path = FOLDER / f"{name}.pdf"
    return read_pdf(path.read_bytes(), path.name, ocr=False)


def page_of(name: str, number: int) -> Page:
    [document] = read(name).items
    return document.pages[number - 1]


def codes(name: str) -> set[str]:
    return {finding.code for finding in read(name).findings}


def row_of(page: Page, table: Table, first: str) -> list[list[str]]:
    """The printed lines of each cell in the row whose first cell begins so."""
    texts = {cell: [page.text[s.start : s.end] for s in cell.spans] for cell in table.cells}
    [row] = [cell.row for cell, lines in texts.items() if cell.column == 0 and lines[0].startswith(first)]
    return [lines for cell, lines in texts.items() if cell.row == row]


@pytest.mark.parametrize("name", NAMES)
def test_each_page_is_read_or_named(name: str) -> None:
    result = read(name)
    [document] = result.items
    named = {finding.page for finding in result.findings}
    for page in document.pages:
        assert page.quality == "ok" or page.number in named
        assert page.text or page.number in named
        assert len(page.glyphs) == 4 * len(page.text)
        assert "\n".join(page.text[line.start : line.end] for line in page.lines) == page.text
        assert all(cell.spans for table in page.tables for cell in table.cells)


def test_a_ledger_of_revenue() -> None:
    page = page_of("fuji-city_r7_sainyu14_shiyoryo", 1)
    left, right = page.tables
    assert row_of(page, left, "目") == [["目"], ["本年度予算額"], ["前年度予算額"], ["比　　　　較"]]
    assert row_of(page, left, "2") == [["2 民生使用料"], ["139,550"], ["186,079"], ["△46,529"]]
    assert row_of(page, left, "5") == [["5 商工使用料"], ["604"], ["583"], ["21"]]
    assert row_of(page, right, "2 清掃") == [
        ["2 清掃使用料"],
        ["26,606"],
        ["中野台下水処理施設使用料  24,400", "市有土地使用料  2,206"],
    ]
    assert "１４款　使用料及び手数料\t1,305,446千円" in page.text


def test_a_ledger_of_expenditure_with_merged_heads() -> None:
    page = page_of("fuji-city_r8_saishutsu01_gikai", 1)
    left, right = page.tables
    heads = {page.text[c.spans[0].start : c.spans[0].end]: c for c in left.cells}
    assert (heads["目"].row_span, heads["目"].column_span) == (3, 1)
    assert (heads["本　年　度　予　算　額　の　財　源　内　訳"].column, heads["一般財源"].row_span) == (4, 2)
    assert heads["特　　　　定　　　　財　　　　源"].column_span == 3
    assert row_of(page, left, "1 議会費") == [
        ["1 議会費"],
        *(["千円", amount] for amount in ("488,451", "499,446", "△10,995")),
        ["千円"],
        ["千円"],
        ["千円", "1,013"],
        ["千円", "487,438"],
    ]
    assert row_of(page, right, "8 旅費") == [
        ["8 旅費", "費用弁償", "普通旅費", "特別旅費"],
        ["3,446", "2,607", "9", "830"],
    ]
    assert page.quality == "suspect_glyphs"


def test_names_that_a_rewrite_counted_on_are_put_right_on_every_page_that_prints_them() -> None:
    page = page_of("fuji-city_r8_saishutsu05_rodo", 2)
    assert "金返還支援" in page.text
    assert page.file_text
    assert page.file_text[page.text.index("金返還支援") :].startswith("金返遯支援")
    assert page_of("fuji-city_r8_saishutsu05_rodo", 2).quality == "suspect_glyphs"
    [document] = read("fuji-city_r8_saishutsu05_rodo").items
    folded = fold(document).passage
    assert "金返還支援" in folded.text
    assert "報酬" in folded.text
    assert "選定" in folded.text
    assert "text-foreign-script" not in {finding.code for finding in fold(document).findings}
    put_right = {page.text[offset] for page in document.pages for offset in page.renamed}
    assert put_right == {"還", "選", "酬"}


@pytest.mark.parametrize("name", [name for name in NAMES if "_r8_" not in name])
def test_no_healthy_font_is_doubted(name: str) -> None:
    assert not any(page.renamed for page in read(name).items[0].pages)
    assert not codes(name) & {"read-renamed-glyphs", "read-suspect-glyphs"}


@pytest.mark.parametrize("name", [name for name in NAMES if "_r8_" in name])
def test_every_wrong_name_of_the_rewritten_files_is_put_right(name: str) -> None:
    assert "read-renamed-glyphs" in codes(name)
    assert "read-suspect-glyphs" not in codes(name)


def test_pages_whose_names_are_right_are_trusted() -> None:
    assert {page_of("fuji-city_r7_sainyu14_shiyoryo", n).quality for n in range(1, 7)} == {"ok"}


def test_two_tables_on_a_page() -> None:
    page = page_of("kyokuyo_h26_kabunushi_shihon_twotables", 1)
    first, second = page.tables
    assert (first.row_count, first.column_count, second.row_count, second.column_count) == (11, 6, 11, 8)
    assert row_of(page, first, "当期末残高") == [
        [text] for text in ("当期末残高", "5,664", "749", "12,846", "△747", "18,512")
    ]
    assert row_of(page, second, "株主資本以外") == [
        ["株主資本以外の項目", "の当期変動額（純額)"],
        *([text] for text in ("556", "80", "5", "―", "642", "△0", "642")),
    ]


def test_a_box_of_contacts_is_kept_together() -> None:
    page = page_of("mhlw_r5_kokumin_seikatsu_kiso", 1)
    [box] = page.tables
    [cell] = box.cells
    lines = [page.text[span.start : span.end] for span in cell.spans]
    assert lines[0] == "令和６年７月５日"
    assert lines[2:5] == ["室  長 藤井 義弘", "室長補佐 小倉 寿子", "室長補佐 川田 貴史"]
    assert len(lines) == 10


def test_vertical_writing_in_two_tiers() -> None:
    lines = page_of("vertical_jo", 1).text.split("\n")
    assert lines[:4] == ["序", "わたくしといふ現象は", "假定された有機交流電燈の", "ひとつの青い照明です"]
    turn = lines.index("みんなのおのおののなかのすべてですから）")
    assert lines[turn + 1 : turn + 3] == ["けれどもこれら新世代沖積世の", "巨大に明るい時間の集積のなかで"]
    assert lines[-1] == "大正十三年一月廿日　　宮澤賢治"


def test_fonts_without_names() -> None:
    [document] = read("type3_no_tounicode_foodkaku5").items
    assert {page.quality for page in document.pages} == {"cid_only"}
    assert "(cid:" not in document.text


def test_damaged_streams() -> None:
    result = read("fuji-city_r7_saishutsu_part2_damaged")
    assert [(finding.code, finding.page) for finding in result.findings] == [
        ("read-damaged-page", number) for number in (1, 2, 3)
    ]


def test_radicals_stay_as_they_are_in_the_file() -> None:
    assert "令和５年３⽉31⽇時点" in page_of("mof_invoice_qa_kangxi_radicals", 1).text


def test_fonts_that_are_not_embedded() -> None:
    assert page_of("pdfjs_noembed-sjis", 1).text == "あいうえお"
    assert page_of("pdfjs_noembed-identity", 1).text.startswith("ABCあいうえお123")


@pytest.mark.parametrize(
    ("name", "number"),
    [("kyokuyo_h26_kabunushi_shihon_twotables", 1), ("fuji-city_r8_sainyu19_kurinyu", 1), ("vertical_jo", 1)],
)
def test_the_glyphs_are_those_that_pdfplumber_finds(name: str, number: int) -> None:
    page = page_of(name, number)
    with pdfplumber.open(FOLDER / f"{name}.pdf") as pdf:
        chars = [c["text"] for c in pdf.pages[number - 1].chars if not c["text"].isspace() and c["size"] >= 1]
    if name.startswith("kyokuyo"):
        chars = chars[:-52]  # the printing house's mark, which a frame cuts off
    text = page.file_text or page.text
    assert sorted(character for character in text if not character.isspace()) == sorted(chars)


def test_the_cells_are_those_that_pdfplumber_finds() -> None:
    page = page_of("kyokuyo_h26_kabunushi_shihon_twotables", 1)
    with pdfplumber.open(FOLDER / "kyokuyo_h26_kabunushi_shihon_twotables.pdf") as pdf:
        others = pdf.pages[0].debug_tablefinder({}).cells
    mine = [cell.box for table in page.tables for cell in table.cells]
    assert len(mine) == len(others)
    for box, other in zip(sorted(mine), sorted(others), strict=True):
        assert box == pytest.approx(other, abs=1)
