"""What can be wrong with a page's text: one finding each, and none where nothing is."""

from __future__ import annotations

import pytest

from kokusai_extract.model.source import Document
from kokusai_extract.read.pdf import read_pdf
from tests.objects import lettered
from tests.pdfs import DOWN, Sheet


def told(data: bytes) -> tuple[Document, list[tuple[str, int | None, dict[str, str]]]]:
    result = read_pdf(data, "made.pdf", ocr=False)
    [document] = result.items
    return document, [(f.code, f.page, dict(f.values)) for f in result.findings]


def one(data: bytes) -> tuple[str, dict[str, str]]:
    """The only finding."""
    _, [(code, page, values)] = told(data)
    assert page == 1
    return code, values


def words(text: str) -> bytes:
    names = dict(enumerate(dict.fromkeys(text), 10))
    numbers = {name: number for number, name in names.items()}
    return lettered(names, [numbers[letter] for letter in text])


def test_letters_over_other_letters() -> None:
    sheet = Sheet().text("国際交流課", 50, 50).text("多文化共生", 50.5, 50.5)
    code, values = one(sheet.data())
    assert (code, values["count"]) == ("read-overprinted-text", "10")


def test_marks_over_letters_and_small_print_beside_them_are_none() -> None:
    sheet = Sheet().text("国際交流課", 50, 50).text("＿＿＿＿＿", 50, 50).text("○", 50, 80).text("1", 52, 80)
    sheet.text("12", 50, 110).text("るび", 50, 105, size=4)
    assert told(sheet.data())[1] == []


def test_vertical_writing_is_told_and_read() -> None:
    document, findings = told(
        Sheet().text("国際局の", 300, 100, font=DOWN).text("運営方針", 280, 100, font=DOWN).data()
    )
    assert document.text == "国際局の\n運営方針"
    assert findings == [("read-vertical-page", 1, {})]


@pytest.mark.parametrize(("angle", "degrees"), [(90, "270"), (180, "180"), (270, "90")])
def test_a_page_on_its_side_is_told_and_read(angle: int, degrees: str) -> None:
    sheet = Sheet(300, 300)
    sheet.canvas.translate(150, 150)
    sheet.canvas.rotate(angle)
    sheet.canvas.translate(-150, -150)
    document, findings = told(sheet.text("上の行", 50, 50).text("下の行", 50, 80).data())
    assert document.text == "上の行\n下の行"
    assert findings == [("read-turned-page", 1, {"degrees": degrees})]


def test_figures_with_spaces_inside() -> None:
    sheet = Sheet().text("予算額 1 ,8 2 0 千円 △ 12 ,345", 50, 50).text("12,345 67,890", 50, 80)
    assert one(sheet.data()) == ("read-torn-figures", {"count": "2", "figures": "1,820、12,345"})


def test_words_of_another_language_are_no_fault_and_letters_of_it_in_a_word_are() -> None:
    assert told(words("釜山 부산광역시 オデーサ Одеса"))[1] == []
    code, values = one(words("国際交流라운ジの強化"))
    assert (code, values["characters"]) == ("read-suspect-glyphs", "라、운")
