"""Charts as drawn: what a box, a row, a column, a band and a line say, and what they do not."""

from __future__ import annotations

import pytest

from kokusai_extract.model.finding import Result
from kokusai_extract.model.records import Record
from kokusai_extract.model.section import Context
from kokusai_extract.model.source import BBox
from kokusai_extract.read.normalize import fold
from kokusai_extract.sections.org_chart import extract
from tests.support.chart_sheets import Sheet, as_document, as_page
from tests.support.staff import codes, pairs, rows, tree
from tests.support.texts import passage, whole


def read(sheet: Sheet) -> Result[Record]:
    document = as_document([as_page(sheet)])
    return extract(whole(fold(document), "org_chart"), Context(document, 2020, passage("湖沼局")))


def box(sheet: Sheet, x: float, y: float, *lines: str) -> BBox:
    drawn = BBox(x, y, x + 120, y + 44)
    sheet.centered(lines, drawn, 8)
    return drawn


def free(sheet: Sheet, x: float, y: float, *lines: str) -> None:
    for i, line in enumerate(lines):
        sheet.set(line, x, y + 11 * i, 8)


@pytest.mark.parametrize("style", ["rect", "lines"])
@pytest.mark.parametrize(
    "lines",
    [
        ("水質課長", "岸　雪絵", "2290"),
        ("水 質 課 長", "岸雪絵", "(2290)"),
        ("岸　雪絵", "水質課長", "内線2290"),
        ("水質課長　岸　雪絵", "2290"),
        ("2290", "水質課長", "岸　雪絵"),
        ("水質", "課長", "岸　雪絵", "2290"),
    ],
)
def test_what_shares_a_box_belongs_together(lines: tuple[str, ...], style: str) -> None:
    sheet = Sheet("rect" if style == "rect" else "lines")
    box(sheet, 50, 50, *lines)
    box(sheet, 200, 50, "観測課長", "平　久", "2291")
    (row, _) = rows(read(sheet).items)
    assert row[:4] == ("水質課長", "岸 雪絵", "stated", "2290")


def test_a_box_with_two_titles_and_one_name_stays_open() -> None:
    sheet = Sheet()
    box(sheet, 50, 50, "水質課長", "観測課長", "岸　雪絵")
    result = read(sheet)
    assert {row[2] for row in pairs(result)} == {None}
    assert codes(result) == ["people-name-open", "people-post-open", "people-post-open"]


def test_a_name_in_another_box_is_nobodys() -> None:
    sheet = Sheet()
    box(sheet, 50, 50, "水質課長", "2290")
    box(sheet, 180, 50, "岸　雪絵")
    assert {row[2] for row in pairs(read(sheet))} == {None}


def test_a_title_in_a_box_and_its_name_beside_it() -> None:
    sheet = Sheet()
    box(sheet, 50, 50, "水質課長")
    sheet.set("岸　雪絵", 180, 68, 8)
    assert pairs(read(sheet)) == [("水質課長", "岸 雪絵", "stated")]


def test_rows_of_two_columns_with_a_gap_in_them() -> None:
    sheet = Sheet("none")
    for i, (title, name) in enumerate([("水質課長", "岸　雪絵"), ("観測課長", ""), ("調査係長", "平　久")]):
        free(sheet, 50, 50 + 14 * i, title)
        if name:
            free(sheet, 200, 50 + 14 * i, name)
    result = read(sheet)
    assert pairs(result) == [
        ("水質課長", "岸 雪絵", "stated"),
        ("観測課長", None, None),
        ("調査係長", "平 久", "stated"),
    ]
    assert codes(result) == ["people-post-open"]


def test_stacks_side_by_side_at_uneven_heights() -> None:
    sheet = Sheet("none")
    free(sheet, 50, 50, "水質課長", "岸　雪絵", "2290")
    free(sheet, 150, 61, "観測課長", "平　久", "2291")
    assert [row[:4] for row in rows(read(sheet).items)] == [
        ("水質課長", "岸 雪絵", "stated", "2290"),
        ("観測課長", "平 久", "stated", "2291"),
    ]


def test_a_run_of_titles_over_a_run_of_names_states_nothing() -> None:
    sheet = Sheet("none")
    free(sheet, 50, 50, "水質課長", "観測課長", "岸　雪絵", "平　久")
    assert "stated" not in {row[2] for row in pairs(read(sheet))}


def test_a_ruled_table_goes_by_rows() -> None:
    sheet = Sheet("lines")
    for i, row in enumerate(
        [("水質課", "課長", "岸　雪絵", "2290"), ("", "担当係長", "平　久", ""), ("観測課", "課長", "欠員", "")]
    ):
        for x, text in zip((44, 144, 244, 344), row, strict=True):
            if text:
                sheet.set(text, x, 55 + 20 * i, 8)
        sheet.line(40 if row[0] else 140, 50 + 20 * i, 400, 50 + 20 * i)
    sheet.line(40, 110, 400, 110)
    for x in (40, 140, 240, 340, 400):
        sheet.line(x, 50, x, 110)
    result = read(sheet)
    assert [row[:5] for row in rows(result.items)] == [
        ("課長", "岸 雪絵", "stated", "2290", "水質課"),
        ("担当係長", "平 久", "stated", None, "水質課"),
    ]
    assert codes(result) == ["people-post-vacant"]


def test_an_extension_between_two_posts_is_given_to_none() -> None:
    sheet = Sheet("none")
    free(sheet, 100, 50, "水質課長", "岸　雪絵")
    free(sheet, 160, 61, "2290")
    free(sheet, 160, 39, "観測課長", "平　久")
    result = read(sheet)
    assert {row.phone for row in rows(result.items)} == {None}
    assert "people-extension-open" in codes(result)


def test_units_from_bands_and_posts_under_them() -> None:
    sheet = Sheet("rect")
    free(sheet, 50, 30, "≪水質部≫")
    box(sheet, 50, 45, "水質部長", "岸　雪絵")
    box(sheet, 50, 95, "担当部長", "平　久")
    free(sheet, 200, 30, "〈調査課〉")
    box(sheet, 200, 45, "担当課長", "泉　千明")
    result = read(sheet)
    found = {row.title: row.unit for row in rows(result.items)}
    assert found == {"水質部長": "水質部", "担当部長": "水質部", "担当課長": "調査課"}
    assert ("水質部", "湖沼局", "stated") in tree(result)
    assert ("調査課", "水質部", "inferred") in tree(result)


def test_lines_that_lead_to_a_box_tell_its_unit() -> None:
    sheet = Sheet("lines")
    chief = box(sheet, 40, 100, "湖沼局長", "岸　雪絵")
    head = box(sheet, 240, 60, "水質部長", "平　久")
    other = box(sheet, 240, 140, "観測部長", "森　大樹")
    staff = box(sheet, 440, 60, "担当課長", "泉　千明")
    sheet.line(chief.x1, 122, 200, 122)
    sheet.line(200, 82, 200, 162)
    sheet.line(200, 82, head.x0, 82)
    sheet.line(200, 162, other.x0, 162)
    sheet.line(head.x1, 82, staff.x0, 82)
    found = {row.title: row.unit for row in rows(read(sheet).items)}
    assert found == {"湖沼局長": "湖沼局", "水質部長": "水質部", "観測部長": "観測部", "担当課長": "水質部"}


def test_a_band_and_a_line_that_contradict_each_other_settle_nothing() -> None:
    sheet = Sheet("rect")
    free(sheet, 240, 40, "〈調査課〉")
    head = box(sheet, 40, 60, "観測課長", "岸　雪絵")
    staff = box(sheet, 240, 60, "担当係長", "平　久")
    free(sheet, 40, 40, "〈観測課〉")
    sheet.line(head.x1, 82, staff.x0, 82)
    assert {row.title: row.unit for row in rows(read(sheet).items)} == {"観測課長": "観測課", "担当係長": None}


def test_one_person_at_two_posts_of_one_unit_is_one_and_namesakes_are_two() -> None:
    sheet = Sheet("rect")
    free(sheet, 40, 40, "〈調査課〉")
    box(sheet, 40, 60, "調査課長", "岸　雪絵", "2290")
    box(sheet, 40, 110, "調査課担当係長", "岸　雪絵", "2290")
    one = read(sheet)
    assert len({row.name for row in rows(one.items)}) == 1
    assert "people-namesakes" not in codes(one)
    sheet = Sheet("rect")
    box(sheet, 40, 60, "総務担当係長", "岸　雪絵", "2290")
    box(sheet, 40, 110, "企画担当係長", "岸　雪絵", "2291")
    assert "people-namesakes" in codes(read(sheet))
