"""An invented ledger drawn in many layouts: ruled in full, by columns, by rows or not; facing pages or one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.pdfs import Sheet

HEADS = ("目", "本年度予算額", "前年度予算額", "比較", "国県支出金", "その他", "一般財源")
BESIDE = ("区分", "金額", "説明")
LEFT = (30.0, 130.0, 190.0, 250.0, 310.0, 370.0, 430.0, 490.0)
RIGHT = (0.0, 100.0, 160.0, 360.0)
SUM = "9,570千円"
SIZE = 8.0
PITCH = 14.0


@dataclass(frozen=True)
class Item:
    """A 目: label lines, figures by column, 節 as (label lines, figure), programmes as (indent, text, figure)."""

    label: tuple[str, ...]
    figures: tuple[str, ...]
    sections: tuple[tuple[tuple[str, ...], str], ...]
    notes: tuple[tuple[int, str, str], ...]


ITEMS = (
    Item(
        ("1 保健総務費",),
        ("9,120", "9,000", "120", "1,000", "", "8,120"),
        ((("1 報酬",), "3,000"), (("10 需用費",), "6,120"), (("消耗品費",), "5,120"), (("印刷製本費",), "1,000")),
        (
            (0, "001 給与費", "3,000"),
            (1, "001 保健師 2人", "3,000"),
            (0, "002 検診費", "6,120"),
            (1, "9,000円×680人", ""),
        ),
    ),
    Item(
        ("2 予防接種及び結", "核対策費"),
        ("450", "1,450", "△1,000", "", "50", "400"),
        ((("11 役務費",), "50"), (("18 負担金、補助", "及び交付金"), "400")),
        ((0, "001 予防費", "450"), (1, "3／4", "")),
    ),
)
TOTAL = ("9,570", "10,450", "△880", "1,000", "50", "8,520")


def draw(ruling: str, pages: str) -> bytes:
    """Return the ledger as a PDF. ``ruling``: full, columns, rows or none. ``pages``: one, facing or two."""
    wide = pages != "two"
    offset = {"one": 490.0, "facing": 540.0, "two": 30.0}[pages]
    sheet = Sheet(930 if wide else 520, 595)
    heights = [PITCH * max(len(i.sections) + sum(len(s[0]) - 1 for s in i.sections), len(i.notes), 2) for i in ITEMS]
    tops = [100.0]
    for height in heights:
        tops.append(tops[-1] + height + 6)
    right = tuple(x + offset for x in RIGHT)
    _head(sheet)
    _left(sheet, tops, ITEMS)
    _rules(sheet, LEFT, tops, ruling)
    if not wide:
        sheet.page()
    _right(sheet, right, tops, ITEMS)
    _rules(sheet, right, tops, ruling)
    return sheet.data()


def cut_in_two() -> bytes:
    """Return a ledger with a page between its two 目 that shows nothing but a picture."""
    sheet = Sheet(930, 595)
    right = tuple(x + 540.0 for x in RIGHT)
    tops = [100.0, 180.0]
    for index, items in enumerate((ITEMS[:1], ITEMS[1:])):
        if index:
            sheet.page().box(100, 100, 300, 300, fill=True).page()
        _head(sheet)
        _left(sheet, tops, items, bool(index))
        _rules(sheet, LEFT, tops, "full")
        _right(sheet, right, tops, items)
        _rules(sheet, right, tops, "full")
    return sheet.data()


def _head(sheet: Sheet) -> None:
    sheet.text("4款　衛生費", 40, 36, size=SIZE)
    _figure(sheet, SUM, 488, 36)
    sheet.text("1項　保健費", 50, 50, size=SIZE)
    _figure(sheet, SUM, 488, 50)


def _left(sheet: Sheet, tops: list[float], items: Sequence[Item], total: bool = True) -> None:
    for head, x0, x1 in zip(HEADS, LEFT[:-1], LEFT[1:], strict=True):
        sheet.text(head, (x0 + x1 - len(head) * SIZE) / 2, 78, size=SIZE)
    for x in LEFT[2:]:
        _figure(sheet, "千円", x - 3, 90, size=5)
    for item, top in zip(items, tops, strict=False):
        for index, line in enumerate(item.label):
            sheet.text(line, LEFT[0] + 4 + 8 * bool(index), top + 3 + PITCH * index, size=SIZE)
        for figure, x in zip(item.figures, LEFT[2:], strict=True):
            _figure(sheet, figure, x - 4, top + 3)
    if not total:
        return
    sheet.text("計", 76, tops[-1] + 3, size=SIZE)
    for figure, x in zip(TOTAL, LEFT[2:], strict=True):
        _figure(sheet, figure, x - 4, tops[-1] + 3)


def _right(sheet: Sheet, xs: tuple[float, ...], tops: list[float], items: Sequence[Item]) -> None:
    for head, x0, x1 in zip(BESIDE, xs[:-1], xs[1:], strict=True):
        sheet.text(head, (x0 + x1 - len(head) * SIZE) / 2, 78, size=SIZE)
    for item, top in zip(items, tops, strict=False):
        y = top + 3
        for label, figure in item.sections:
            _figure(sheet, figure, xs[2] - 4, y)
            for line in label:
                numbered = line[0].isdigit()
                sheet.text(line, xs[0] + (4 if numbered else 16), y, size=SIZE)
                y += PITCH
        for index, (indent, text, figure) in enumerate(item.notes):
            sheet.text(text, xs[2] + 5 + 10 * indent, top + 3 + PITCH * index, size=SIZE)
            _figure(sheet, figure, xs[3] - 5 - 20 * indent, top + 3 + PITCH * index)


def _figure(sheet: Sheet, figure: str, right: float, top: float, size: float = SIZE) -> None:
    width = sum(size if character in "△千円" else size / 2 for character in figure)
    if figure:
        sheet.text(figure, right - width, top, size=size)


def _rules(sheet: Sheet, xs: tuple[float, ...], tops: list[float], ruling: str) -> None:
    ys = [70.0, 90.0, *tops[1:], tops[-1] + 18]
    if ruling in ("full", "rows"):
        for y in ys:
            sheet.line(xs[0], y, xs[-1], y)
    if ruling in ("full", "columns"):
        for x in xs:
            sheet.line(x, ys[0], x, ys[-1])
    if ruling == "columns":
        for y in (ys[0], ys[1], ys[-1]):
            sheet.line(xs[0], y, xs[-1], y)
