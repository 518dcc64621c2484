"""PDFs drawn for the purpose, as the reader sees them."""

from __future__ import annotations

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from kokusai_extract.model.finding import Finding
from kokusai_extract.model.source import BBox, Document, Page
from kokusai_extract.read.pdf import read_pdf
from tests.pdfs import DOWN, Sheet


def read(sheet: Sheet) -> tuple[Document, tuple[Finding, ...]]:
    result = read_pdf(sheet.data(), "made.pdf", ocr=False)
    [document] = result.items
    return document, result.findings


def read_page(sheet: Sheet) -> Page:
    document, findings = read(sheet)
    assert {finding.code for finding in findings} <= {"read-vertical-page", "read-turned-page"}
    [page] = document.pages
    assert page.quality == "ok"
    return page


def test_a_document_knows_its_bytes_and_maker() -> None:
    data = Sheet().text("国際局", 50, 50).data()
    [document] = read_pdf(data, "made.pdf").items
    assert document.media_type == "application/pdf"
    assert document.byte_count == len(data)
    assert document.text_layer == "native"
    assert document.producer is not None
    assert "ReportLab" in document.producer


def test_the_same_bytes_give_the_same_document() -> None:
    data = Sheet().grid([50, 150, 250], [40, 70]).text("国際局", 60, 50).text("局長", 160, 50).data()
    [first], [again] = (read_pdf(data, "made.pdf").items for _ in range(2))
    assert (again.id, again.text) == (first.id, first.text)
    assert [page.glyphs.tobytes() for page in again.pages] == [page.glyphs.tobytes() for page in first.pages]
    assert [(p.lines, p.tables, p.rules) for p in again.pages] == [(p.lines, p.tables, p.rules) for p in first.pages]


def test_every_character_has_its_place() -> None:
    page = read_page(Sheet().text("国際局", 50, 50).text("局長", 150, 50))
    assert page.text == "国際局\t局長"
    assert page.box(4, 6) == pytest.approx(BBox(150, 51.01, 170, 61.01), abs=0.01)
    assert page.box(3, 4) is None
    assert [(cell.start, cell.end) for cell in page.lines[0].cells] == [(0, 3), (4, 6)]


def test_a_ruled_table() -> None:
    sheet = Sheet().grid([50, 150, 250], [100, 130, 160])
    sheet.text("国際連携", 55, 102).text("事業推進費", 55, 116).text("205,808", 200, 108).text("合計", 55, 138)
    page = read_page(sheet)
    assert page.text == "国際連携\v事業推進費\t205,808\n合計\t"
    [table] = page.tables
    assert (table.row_count, table.column_count) == (2, 2)
    assert [[page.text[s.start : s.end] for s in cell.spans] for cell in table.cells] == [
        ["国際連携", "事業推進費"],
        ["205,808"],
        ["合計"],
        [""],
    ]
    assert len(page.rules) == 6


def test_boxes_drawn_as_rectangles_lines_and_fills_are_alike() -> None:
    drawn = Sheet().box(50, 100, 150, 140).text("部長", 60, 110)
    ruled = Sheet().grid([50, 150], [100, 140]).text("部長", 60, 110)
    thin = Sheet().text("部長", 60, 110)
    for x0, top, x1, bottom in (
        (50, 100, 150, 100.5),
        (50, 140, 150, 140.5),
        (50, 100, 50.5, 140),
        (150, 100, 150.5, 140),
    ):
        thin.box(x0, top, x1, bottom, fill=True, stroke=False)
    for sheet in (drawn, ruled, thin):
        page = read_page(sheet)
        assert page.text == "部長"
        [table] = page.tables
        assert table.box == pytest.approx(BBox(50, 100, 150, 140), abs=0.5)
        [cell] = table.cells
        assert [(span.start, span.end) for span in cell.spans] == [(0, 2)]


def test_a_white_fill_rules_nothing() -> None:
    sheet = Sheet()
    sheet.canvas.setFillGray(1)
    sheet.box(50, 100, 150, 140, fill=True, stroke=False)
    sheet.canvas.setFillGray(0)
    page = read_page(sheet.text("本文", 60, 110))
    assert (page.tables, page.rules, page.rects) == ((), (), ())


def test_an_organization_chart_comes_out_box_by_box() -> None:
    sheet = Sheet().box(200, 50, 300, 90).text("局長", 210, 55).text("佐藤", 210, 70)
    sheet.line(250, 90, 250, 110).line(100, 110, 400, 110)
    for x, post, name in ((50, "国際政策部長", "鈴木"), (350, "国際協力部長", "高橋")):
        sheet.line(x + 50, 110, x + 50, 130).box(x, 130, x + 100, 170)
        sheet.text(post, x + 10, 135).text(name, x + 10, 150)
    page = read_page(sheet)
    assert page.text == "局長\n佐藤\n国際政策部長\n鈴木\n国際協力部長\n高橋"
    assert [len(table.cells) for table in page.tables] == [1, 1, 1]
    assert len(page.rects) == 3


def test_vertical_writing_is_read_from_the_right() -> None:
    page = read_page(Sheet().text("国際局の", 300, 100, font=DOWN).text("運営方針", 280, 100, font=DOWN))
    assert page.text == "国際局の\n運営方針"
    first, second = page.lines
    assert first.box is not None
    assert second.box is not None
    assert first.box.x0 > second.box.x0
    assert first.box.bottom - first.box.top == pytest.approx(40, abs=0.1)


def test_a_vertical_label_beside_text_across() -> None:
    sheet = Sheet().text("国際局は次のとおりです", 100, 100).text("二行目の本文が続きます", 100, 115)
    page = read_page(sheet.text("参考", 60, 100, font=DOWN))
    assert page.text == "参考\n国際局は次のとおりです\n二行目の本文が続きます"


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_read_as_a_viewer_shows_it(angle: int) -> None:
    sheet = Sheet(300, 300)
    sheet.canvas.setPageRotation(angle)
    page = read_page(sheet.text("上の行", 50, 50).text("下の行", 50, 80))
    assert page.text == "上の行\n下の行"
    assert page.lines[0].box is not None


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_text_on_an_upright_page(angle: int) -> None:
    sheet = Sheet(300, 300)
    sheet.canvas.translate(150, 150)
    sheet.canvas.rotate(angle)
    sheet.canvas.translate(-150, -150)
    sheet.grid([50, 100, 150], [50, 70, 90])
    page = read_page(sheet.text("上左", 60, 55).text("上右", 110, 55).text("下左", 60, 75).text("下右", 110, 75))
    assert page.text == "上左\t上右\n下左\t下右"
    [table] = page.tables
    for cell in table.cells:
        [span] = cell.spans
        inside = page.box(*span)
        assert inside is not None
        assert cell.box.contains((inside.x0 + inside.x1) / 2, (inside.top + inside.bottom) / 2)


def test_places_are_counted_from_the_visible_corner() -> None:
    sheet = Sheet()
    sheet.canvas.setCropBox((20, 20, 500, 800))
    page = read_page(sheet.text("国際局", 50, 50))
    assert (page.width, page.height) == (480, 780)
    assert page.box(0, 3) == pytest.approx(BBox(30, 9.01, 60, 19.01), abs=0.01)


def test_text_off_the_page_is_left_out_and_named() -> None:
    document, [finding] = read(Sheet().text("国際局", 50, 50).text("印刷所の印", 700, 50))
    assert document.pages[0].text == "国際局"
    assert (finding.code, finding.page) == ("read-text-off-page", 1)
    assert finding.values == (("count", "5"), ("text", "印刷所の印"))


def test_text_too_small_to_be_seen_is_left_out_and_named() -> None:
    document, [finding] = read(Sheet().text("国際局", 50, 50).text("機械の印", 50, 600, size=0.5))
    assert document.pages[0].text == "国際局"
    assert (finding.code, finding.values) == ("read-tiny-text", (("count", "4"), ("text", "機械の印")))


def test_letters_struck_twice_are_taken_once() -> None:
    document, [finding] = read(Sheet().text("太字", 50, 50).text("太字", 50.4, 50).text("十十", 50, 80))
    assert document.pages[0].text == "太字\n十十"
    assert (finding.code, finding.values) == ("read-struck-twice", (("count", "2"),))


def test_invisible_text_is_left_out_and_named() -> None:
    document, [finding] = read(Sheet().text("見える", 50, 50).text("見えない", 50, 80, mode=3))
    assert document.pages[0].text == "見える"
    assert finding.code == "read-hidden-text"
    assert finding.values == (("count", "4"), ("text", "「見えない」(50, 81)"))


def test_text_laid_under_a_scan_is_the_guess_of_another_program() -> None:
    sheet = Sheet().text("国際局", 50, 50, mode=3)
    sheet.canvas.drawImage(ImageReader(Image.new("L", (8, 8), 200)), 0, 0, 595, 842)
    document, [finding] = read(sheet)
    assert finding.code == "read-text-under-picture"
    assert (document.text_layer, document.pages[0].text_layer) == ("ocr", "ocr")
    assert document.pages[0].text == "国際局"


def test_what_is_filled_into_a_form_is_read_where_it_stands() -> None:
    sheet = Sheet().text("氏名", 50, 50)
    sheet.canvas.acroForm.textfield(value="Sato", x=100, y=842 - 70, width=100, height=20, borderWidth=0)
    page = read_page(sheet)
    assert page.text == "氏名\nSato"
    field = page.box(3, 7)
    assert field is not None
    assert BBox(100, 50, 200, 70).contains((field.x0 + field.x1) / 2, (field.top + field.bottom) / 2)


def test_a_blank_page_is_not_one_whose_text_is_missing() -> None:
    document, findings = read(Sheet().text("表紙", 50, 50).page().page().box(50, 50, 500, 700, fill=True).page())
    assert [page.quality for page in document.pages] == ["ok", "ok", "no_text"]
    assert [(finding.code, finding.page) for finding in findings] == [("read-blank-page", 2), ("read-no-text", 3)]


def test_characters_that_japanese_print_does_not_use() -> None:
    document, [finding] = read(Sheet().text("報說の支払", 50, 50))
    [page] = document.pages
    assert page.quality == "suspect_glyphs"
    assert (finding.code, finding.values) == ("read-suspect-glyphs", (("characters", "說"), ("count", "1")))
