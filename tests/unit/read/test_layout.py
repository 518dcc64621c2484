"""Pure geometry: signs and strokes at given places come out as the expected rows."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kokusai_extract.read.compose import compose
from kokusai_extract.read.drawing import Glyph, Stroke
from kokusai_extract.read.layout import lay_out


def printed(text: str, x: float, top: float, *, size: float = 10, pitch: float | None = None) -> list[Glyph]:
    """Signs set from (x, top) on; ASCII is half an em wide."""
    glyphs = []
    for sign in text:
        width = size / 2 if sign.isascii() else size
        glyphs.append(Glyph(sign, x, top, x + width, top + size, size))
        x += pitch or width
    return glyphs


def ruled(xs: list[float], ys: list[float]) -> list[Stroke]:
    """A full grid of lines."""
    across = [Stroke(xs[0], y, xs[-1], y) for y in ys]
    return across + [Stroke(x, ys[0], x, ys[-1]) for x in xs]


def page_text(glyphs: list[Glyph], strokes: list[Stroke] | None = None) -> str:
    layout = lay_out(glyphs, strokes or [])
    page = compose(1, layout, width=600, height=800, turn=0, text_layer="native", quality="ok", rects=())
    assert len(page.glyphs) == 4 * len(page.text)
    for line, after in pairwise(page.lines):
        assert line.end + 1 == after.start
        assert page.text[line.end] == "\n"
    return page.text


LINES = [
    ("one line", [("国際局長", 50, 50)], "国際局長"),
    ("two lines, given in the wrong order", [("下", 50, 80), ("上", 50, 50)], "上\n下"),
    ("a gap as wide as a column", [("局長", 50, 50), ("佐藤", 120, 50)], "局長\t佐藤"),
    ("a visible gap is one space", [("佐藤", 50, 50), ("隆", 75, 50)], "佐藤 隆"),
    ("printed spaces stay as they are", [("佐藤　隆", 50, 50)], "佐藤　隆"),
    ("spaces at the ends are not the line's", [("　局 ", 50, 50)], "局"),
    ("figures set close together", [("1,820", 50, 50), ("千円", 76, 50)], "1,820千円"),
    ("a raised note mark stays on its line", [("※", 90, 47), ("横浜市民", 50, 50)], "横浜市民※"),
]


@pytest.mark.parametrize(("case", "runs", "expected"), LINES, ids=[case[0] for case in LINES])
def test_lines(case: str, runs: list[tuple[str, float, float]], expected: str) -> None:
    assert page_text([glyph for run in runs for glyph in printed(*run)]) == expected


def test_letter_spaced_heads_are_not_torn_into_columns() -> None:
    assert page_text(printed("機構及び事務分掌", 50, 50, pitch=35)) == "機 構 及 び 事 務 分 掌"
    assert page_text(printed("合計", 50, 50, pitch=40) + printed("1,634", 200, 50)) == "合 計\t1,634"


def test_single_figures_in_columns_are_not_letter_spaced() -> None:
    assert page_text(printed("123", 50, 50, pitch=40)) == "1\t2\t3"


def test_a_ruled_line_between_words_parts_columns() -> None:
    words = printed("目", 50, 50) + printed("節", 66, 50)
    assert page_text(words) == "目 節"
    assert page_text(words, [Stroke(63, 40, 63, 70)]) == "目\t節"


def test_a_table_is_read_row_by_row() -> None:
    grid = ruled([50, 150, 250], [100, 140, 160])
    glyphs = (
        printed("国際協力", 60, 105) + printed("推進費", 60, 120) + printed("298", 200, 112) + printed("合計", 60, 145)
    )
    assert page_text(glyphs, grid) == "国際協力\v推進費\t298\n合計\t"


def test_merged_cells_leave_empty_fields_so_that_columns_can_be_counted() -> None:
    strokes = [
        *(Stroke(50, y, 350, y) for y in (100, 140)),
        Stroke(150, 120, 350, 120),
        *(Stroke(x, 100, x, 140) for x in (50, 150, 350)),
        Stroke(250, 120, 250, 140),
    ]
    glyphs = printed("区分", 60, 115) + printed("財源", 220, 104) + printed("国", 160, 124) + printed("市", 260, 124)
    assert page_text(glyphs, strokes) == "区分\t財源\t\n\t国\t市"
    layout = lay_out(glyphs, strokes)
    [table] = layout.tables
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]


def test_a_table_open_at_its_sides() -> None:
    strokes = [*(Stroke(50, y, 250, y) for y in (100, 140, 160)), Stroke(150, 100, 150, 160)]
    glyphs = (
        printed("国際協力", 60, 105) + printed("推進費", 60, 120) + printed("298", 200, 112) + printed("合計", 60, 145)
    )
    layout = lay_out(glyphs, strokes)
    assert page_text(glyphs, strokes) == "国際協力\v推進費\t298\n合計\t"
    assert len(layout.upright) == 1


def test_lines_under_headings_are_no_table() -> None:
    strokes = [*(Stroke(50, y, 250, y) for y in (60, 100)), Stroke(300, 60, 300, 100)]
    assert lay_out(printed("アジア", 50, 48) + printed("上海", 60, 75), strokes).tables == []


def test_bars_above_and_below_a_box_are_no_table() -> None:
    strokes = ruled([50, 250], [80, 90]) + ruled([50, 250], [150, 160]) + ruled([70, 120], [92, 148])
    layout = lay_out(printed("課長", 80, 110) + printed("係長", 150, 110), strokes)
    assert [len(table.cells) for table in layout.tables] == [1]


def test_one_letter_a_line() -> None:
    glyphs = [glyph for i, sign in enumerate("本年度") for glyph in printed(sign, 55, 105 + 12 * i)]
    glyphs += printed("1,129", 80, 110)
    assert page_text(glyphs, ruled([50, 70, 150], [100, 145])) == "本\v年\v度\t1,129"


def test_boxes_side_by_side_come_out_box_by_box() -> None:
    strokes = ruled([50, 150], [100, 140]) + ruled([200, 300], [100, 140])
    glyphs = printed("部長", 60, 105) + printed("佐藤", 60, 120) + printed("課長", 210, 105) + printed("鈴木", 210, 120)
    assert page_text(glyphs, strokes) == "部長\n佐藤\n課長\n鈴木"


def test_text_beside_a_box_is_not_mixed_with_it() -> None:
    strokes = ruled([300, 400], [95, 145])
    glyphs = [g for i, word in enumerate(["甲事業", "乙事業", "丙事業"]) for g in printed(word, 50, 100 + 15 * i)]
    glyphs += printed("国", 310, 100) + printed("市債", 310, 120)
    assert page_text(glyphs, strokes) == "甲事業\n乙事業\n丙事業\n国\n市債"


def test_a_frame_does_not_swallow_the_table_in_it() -> None:
    strokes = ruled([20, 500], [80, 400]) + ruled([50, 150, 250], [120, 140])
    glyphs = printed("事業概要", 50, 90) + printed("国", 60, 125) + printed("市", 160, 125) + printed("注", 50, 200)
    assert page_text(glyphs, strokes) == "事業概要\n国\t市\n注"


def test_a_cell_that_holds_a_table_is_read_as_a_page_of_its_own() -> None:
    strokes = ruled([20, 500], [80, 110, 400]) + ruled([50, 150, 250], [150, 170])
    glyphs = (
        printed("様式１", 30, 90) + printed("事業の説明", 30, 120) + printed("国", 60, 155) + printed("市", 160, 155)
    )
    glyphs += printed("次の行", 30, 200)
    assert page_text(glyphs, strokes) == "様式１\n事業の説明\n国\t市\n次の行"
    outer, _ = lay_out(glyphs, strokes).tables
    assert [cell.row for cell in outer.cells] == [0, 1]


def test_a_dashed_and_a_double_line_are_one_rule_each() -> None:
    dashes = [Stroke(50 + 6 * i, 120, 53 + 6 * i, 120) for i in range(17)]
    strokes = [*ruled([50, 150], [100, 140]), *dashes, Stroke(48.8, 98.8, 151.2, 98.8)]
    glyphs = printed("上", 60, 105) + printed("下", 60, 125)
    layout = lay_out(glyphs, strokes)
    assert [len(table.cells) for table in layout.tables] == [2]
    assert page_text(glyphs, strokes) == "上\n下"


def test_running_text_in_two_columns_is_read_column_by_column() -> None:
    left = ["横浜市は多くの都市と交流を重ね", "てきました。これからも市民とと", "もに歩みを進めてまいります。"]
    right = ["海外事務所は現地の情報を集めて", "市内企業の相談に応じるとともに", "友好都市との窓口となります。"]
    glyphs = [g for i, text in enumerate(left) for g in printed(text, 50, 100 + 15 * i)]
    glyphs += [g for i, text in enumerate(right) for g in printed(text, 250, 100 + 15 * i)]
    assert page_text(glyphs) == "\n".join(left + right)


def test_rows_of_an_unruled_table_stay_rows() -> None:
    rows = [("国際政策総務課長", "佐藤"), ("国際協力課担当係長", "鈴木"), ("国際連携課", "高橋")]
    glyphs = [g for i, (a, b) in enumerate(rows) for g in printed(a, 50, 100 + 15 * i) + printed(b, 250, 100 + 15 * i)]
    assert page_text(glyphs) == "\n".join(f"{a}\t{b}" for a, b in rows)
