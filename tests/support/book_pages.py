"""Draws invented ledgers page by page, as a style says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from tests.pdfs import Sheet
from tests.support.books import SOURCES, Fund, Node, Side, Style, side_sources

SIZE = 7.0
PITCH = 11.0
TOP, BOTTOM = 40.0, 560.0
FACING = 1060.0
"""What stands to the right of this is drawn on the page that faces the left one."""


def money(value: int, style: Style) -> str:
    """Return a figure as printed."""
    return (style.minus if value < 0 else "") + f"{abs(value):,}"


class Printer:
    """Draws a book."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.wide = style.pages != "two"
        self.sheet = Sheet(1060 if self.wide else 600, 595)
        self.started = False
        self.y = TOP
        self.fund = self.side = ""
        self.page = 0
        self.left_rules: list[float] = []
        self.turned: list[tuple[float, float, str]] = []
        self.waiting: list[tuple[str, float, float, float]] = []

    # --- low level: what stands on the right of a "two" book waits until the left page is done

    def text(self, words: str, x: float, top: float, size: float = SIZE) -> None:
        if self.style.pages == "two" and x >= FACING:
            self.waiting.append((words, x - FACING, top, size))
        else:
            self.sheet.text(words, x, top, size=size)

    def figure(self, words: str, right: float, top: float, size: float = SIZE) -> None:
        width = sum(size if ord(c) > 255 else size / 2 for c in words)
        self.text(words, right - width, top, size)

    # --- columns

    def columns(self, side: str) -> list[tuple[str, str, float, float]]:
        """Return (key, head, x0, x1)."""
        style = self.style
        wide = 56.0 if style.yen == 1000 else 64.0
        heads = [("item", "目", 90.0), ("amount", "本年度予算額", wide), ("previous", "前年度予算額", wide)]
        if style.last_year == "before":
            heads[1], heads[2] = heads[2], heads[1]
        if style.change:
            heads.append(("change", "比較", wide))
        if side == "歳出" and style.funding != "none":
            heads += [("source:" + head, head, wide - 6) for head in SOURCES[style.funding]]
        right = [
            ("name", "区分", 96.0),
            ("sum", "金額", 60.0),
            ("note", "説明", 190.0),
        ]
        found = []
        x = 30.0
        for key, head, width in heads:
            found.append((key, head, x, x + width))
            x += width
        x = {"one": x, "facing": 610.0, "two": FACING + 30}[style.pages]
        for key, head, width in right:
            found.append((key, head, x, x + width))
            x += width
        return found

    def head(self, side: str, summary: bool = False) -> None:
        top, columns = self.y, self.columns(side)
        if summary:
            columns = [c for c in columns if c[0] not in ("name", "sum", "note")]
            columns[0] = ("item", "款", *columns[0][2:])
        sources = [c for c in columns if c[0].startswith("source")]
        height = 14.0
        if sources:
            height = 28.0 + (14.0 if self.style.grouped and self.style.funding != "merged" else 0.0)
        if any(c[0] == "name" for c in columns):
            height = max(height, 28.0)
        if self.style.stacked:
            height = max(height, 30.0)
        bottom = top + height
        for key, head, x0, x1 in columns:
            row = top
            if key.startswith("source") or key in ("name", "sum"):
                row = bottom - 14
            self._head(head, x0, x1, row, bottom)
        groups: list[tuple[str, float, float, float, float]] = []
        if sources:
            groups.append(
                (
                    "本年度予算額の財源内訳" if self.style.funding != "merged" else "財源内訳",
                    sources[0][2],
                    sources[-1][3],
                    top,
                    top + 14,
                )
            )
            if self.style.grouped and self.style.funding != "merged":
                groups.append(("特定財源", sources[0][2], sources[-2][3], top + 14, top + 28))
        beside = [c for c in columns if c[0] in ("name", "sum")]
        if beside:
            groups.append(("節", beside[0][2], beside[-1][3], top, bottom - 14))
        for words, x0, x1, y0, y1 in groups:
            self.text(words, (x0 + x1 - SIZE * len(words)) / 2, (y0 + y1 - SIZE) / 2)
        self.table = columns
        self.head_top, self.head_bottom, self.groups = top, bottom, groups
        self.tops = [bottom]
        self.section_tops: list[float] = []
        self.y = bottom + 3
        if self.style.unit == "cells":
            word = "千円" if self.style.yen == 1000 else "円"
            for key, _, _, x1 in columns:
                if key not in ("item", "name", "note"):
                    self.figure(word, x1 - 3, self.y, 5)
            self.y += 8

    def _head(self, head: str, x0: float, x1: float, top: float, bottom: float) -> None:
        if self.style.stacked and len(head) == 2 and bottom - top >= 28:
            for index, letter in enumerate(head):
                self.text(letter, (x0 + x1 - SIZE) / 2, top + 5 + index * 12)
        else:
            gap = "　　" if len(head) == 2 and x1 - x0 > 40 else ""
            words = gap.join(head)
            self.text(words, (x0 + x1 - SIZE * len(words)) / 2, (top + bottom - SIZE) / 2)

    # --- pages

    def turn(self) -> None:
        """End the page; on two pages draw the right one."""
        if not self.started:
            self.started = True
        else:
            self._flush()
            self.sheet.page()
        self.page += 1
        self.y = TOP
        if self.style.named == "running" and self.fund:
            self.text(f"{self.fund}　{self.side}", 34, 18)

    def _flush(self) -> None:
        if self.waiting:
            self.sheet.page()
            for words, x, top, size in self.waiting:
                if words == "|":
                    self.sheet.line(x, top, x, size)
                elif words == "_":
                    self.sheet.line(x, top, size, top)
                else:
                    self.sheet.text(words, x, top, size=size)
            self.waiting = []

    def close(self, y: float) -> None:
        """Draw the rules of a table that ends at a height."""
        rules, columns = self.style.rules, self.table
        if y - self.tops[-1] > 1:
            self.tops.append(y)
        halves = [columns]
        if self.style.pages != "one":
            cut = next((i for i, c in enumerate(columns) if c[0] == "name"), len(columns))
            halves = [columns[:cut], columns[cut:]]
        for half in filter(None, halves):
            x0, x1 = half[0][2], half[-1][3]
            edges = [c[2] for c in half] + [x1]
            if rules in ("full", "rows", "pieces"):
                for top in (self.head_top, *self.tops):
                    self._across(x0, x1, top, edges)
                for section in self.section_tops:
                    for c in half:
                        if c[0] in ("name", "sum"):
                            self._across(c[2], c[3], section, [c[2], c[3]])
            if rules == "columns":
                for top in (self.head_top, self.head_bottom, self.tops[-1]):
                    self._across(x0, x1, top, edges)
            if rules in ("full", "columns", "pieces"):
                for x in edges:
                    inner = [g for g in self.groups if g[1] + 1 < x < g[2] - 1]
                    start = max([self.head_top, *(g[4] for g in inner)])
                    self._down(x, start, self.tops[-1])
                for _, g0, g1, _, y1 in self.groups:
                    if x0 <= g0 and g1 <= x1:
                        self._across(g0, g1, y1, [g0, g1])

    def _across(self, x0: float, x1: float, y: float, edges: Sequence[float]) -> None:
        spans = list(itertools.pairwise(edges)) if self.style.rules == "pieces" and len(edges) > 2 else [(x0, x1)]
        for a, b in spans:
            if self.style.pages == "two" and a >= FACING:
                self.waiting.append(("_", a - FACING, y, b - FACING))
            else:
                self.sheet.line(a, y, b, y)

    def _down(self, x: float, y0: float, y1: float) -> None:
        heights = [y0, *[t for t in self.tops if y0 < t < y1], y1] if self.style.rules == "pieces" else [y0, y1]
        for a, b in itertools.pairwise(heights):
            if self.style.pages == "two" and x >= FACING:
                self.waiting.append(("|", x - FACING, a, b))
            else:
                self.sheet.line(x, a, x, b)

    # --- content

    def figures(self, node: Node | Side, y: float) -> None:
        for key, _, _, x1 in self.table:
            value: int | None = None
            if key == "amount":
                value = node.amount
            elif key == "previous":
                value = node.previous
            elif key == "change":
                value = node.amount - node.previous
            elif key.startswith("source"):
                sources = node.sources if isinstance(node, Node) else side_sources(node)
                value = sources.get(key.partition(":")[2])
            if value is not None:
                self.figure(money(value, self.style), x1 - 3, y)

    def accounts(self, chapter: Node, section: Node) -> None:
        style = self.style
        unit = "千円" if style.yen == 1000 else "円"
        right = max(c[3] for c in self.columns(self.side) if c[0] not in ("name", "sum", "note"))
        if style.account == "(款)":
            self.text(f"(款) {chapter.number} {chapter.name}", 34, self.y)
            self.text(f"(項) {section.number} {section.name}", 200, self.y)
            self.y += PITCH + 2
            return
        for indent, node in ((0, chapter), (10, section)):
            label = f"第{node.number}{node.level}" if style.account == "第" else f"{node.number}{node.level}"
            self.text(f"{label}　{node.name}", 34 + indent, self.y)
            if style.totals:
                self.figure(money(node.amount, style) + unit, right - 3, self.y)
            self.y += PITCH + 2

    def unit_line(self) -> None:
        if self.style.unit == "above":
            self.text(f"(単位:{'千円' if self.style.yen == 1000 else '円'})", 330, self.y)
            self.y += PITCH

    def summary(self, fund: Fund) -> None:
        for index, side in enumerate(fund.sides):
            self.side = side.name
            self.turn()
            if not index:
                self.text("1　総　括", 40, self.y)
                self.y += 16
            self.text(f"（{side.name}）", 40, self.y)
            self.y += 14
            self.unit_line()
            self.head(side.name, summary=True)
            for chapter in side.chapters:
                self.text(f"{chapter.number} {chapter.name}", self.table[0][2] + 4, self.y + 2)
                self.figures(chapter, self.y + 2)
                self.y += PITCH + 3
                self.tops.append(self.y)
            self.text(f"{side.name}合計", self.table[0][2] + 14, self.y + 2)
            self.figures(side, self.y + 2)
            self.y += PITCH + 3
            self.close(self.y)

    def fund_pages(self, fund: Fund) -> None:
        self.fund, self.side = fund.name, fund.sides[0].name
        titled = False
        if self.style.named == "page":
            self.turn()
            self.text("令和7年度", 200, 200, 14)
            self.text(f"立川市{fund.name}予算に関する説明書", 120, 230, 14)
        if self.style.table:
            self.first_table(fund)
        if self.style.summary:
            if self.style.named == "title":
                self.side = fund.sides[0].name
                self.turn()
                self.text(f"令和7年度　立川市{fund.name}歳入歳出予算事項別明細書", 100, self.y)
                titled = True
            self.summary(fund)
        for number, side in enumerate(fund.sides, 2):
            self.side = side.name
            self.turn()
            if self.style.named == "title" and not titled:
                self.text(f"{fund.name}", 40, self.y)
                self.y += 14
                titled = True
            if self.style.named != "running" and not (self.style.named == "not" and not self.style.summary):
                self.text(f"{number}　歳　{side.name[1]}", 40, self.y)
                self.y += 16
            fresh = True
            for chapter in side.chapters:
                for section in chapter.parts:
                    if not fresh:
                        self.turn()
                    fresh = False
                    self.section(chapter, section)

    def first_table(self, fund: Fund) -> None:
        """Draw 第1表, which prints 款 and 項 in a table of another form."""
        for side in fund.sides:
            self.turn()
            self.text("第1表　歳入歳出予算", 200, self.y)
            if self.style.named != "not":
                self.text(f"{fund.name}", 40, self.y)
            self.text("（単位　千円）" if self.style.yen == 1000 else "（単位　円）", 300, self.y + 14)
            self.text(side.name[0] + "　" + side.name[1], 40, self.y + 14)
            top = self.y + 34
            for index, head in enumerate(("款", "項", "金額")):
                self.text(head, 70 + 120 * index, top - 10)
            y = top
            for chapter in side.chapters:
                self.text(f"{chapter.number} {chapter.name}", 44, y + 3)
                self.figure(money(chapter.amount, self.style), 376, y + 3)
                y += 14
                for section in chapter.parts:
                    self.text(f"{section.number} {section.name}", 164, y + 3)
                    self.figure(money(section.amount, self.style), 376, y + 3)
                    y += 14
            for x in (40, 160, 280, 380):
                self.sheet.line(x, top - 14, x, y)
            for row in (top - 14, top, y):
                self.sheet.line(40, row, 380, row)

    def begin(self, chapter: Node, section: Node) -> None:
        self.accounts(chapter, section)
        self.unit_line()
        self.head(self.side)

    def section(self, chapter: Node, section: Node) -> None:
        self.begin(chapter, section)
        for item in section.parts:
            self.item(chapter, section, item)
        if self.style.sum_moves or self.y + 20 > BOTTOM:
            self.close(self.y)
            self.turn()
            self.begin(chapter, section)
        self.text("計", self.table[0][2] + 40, self.y + 2)
        self.figures(section, self.y + 2)
        self.y += PITCH + 4
        self.close(self.y)

    def item(self, chapter: Node, section: Node, item: Node) -> None:
        style = self.style
        at = {key: (x0, x1) for key, _, x0, x1 in self.table}
        label = list(_wrapped(f"{item.number} {item.name}", int((at["item"][1] - at["item"][0] - 10) / SIZE)))
        lines: list[tuple[tuple[str, str], bool]] = []  # (label, figure), begins a 節
        for number, name, amount in item.sections:
            words = list(_wrapped(f"{number} {name}" if style.numbered and number else name, 11))
            for index, word in enumerate(words):
                lines.append(((word, money(amount, style) if not index else ""), not index and number > 0))
        notes: list[tuple[str, str]] = []
        for code, name, amount in item.notes:
            inside = style.amounts == "inside" and style.yen == 1000
            figure = money(amount, style)
            notes.append((f"{code} {name}".strip() + (f"　{figure}千円" if inside else ""), "" if inside else figure))
        if self.y + PITCH * max(len(label), 3) > BOTTOM:
            self.close(self.y)
            self.turn()
            self.begin(chapter, section)
        y = self.y + 2
        for index, word in enumerate(label):
            self.text(word, at["item"][0] + 4 + (8 if index else 0), y + PITCH * index)
        self.figures(item, y)
        count = max(len(label), len(lines), len(notes))
        row = 0
        for index in range(count):
            if self.y + 2 + PITCH * (row + 1) > BOTTOM and row >= len(label):
                self.y += 4 + PITCH * row
                self.close(self.y)
                self.turn()
                self.begin(chapter, section)
                row = 0
                if style.again != "blank":
                    more = f"{item.number} {item.name}" + ("（つづき）" if style.again == "つづき" else "")
                    label = list(_wrapped(more, int((at["item"][1] - at["item"][0] - 10) / SIZE)))
                    for line, word in enumerate(label):
                        self.text(word, at["item"][0] + 4 + (8 if line else 0), self.y + 2 + PITCH * line)
                else:
                    label = []
            y = self.y + 2 + PITCH * row
            if index < len(lines):
                (word, figure), begins = lines[index]
                if begins and index and row and style.rules in ("full", "rows", "pieces"):
                    self.section_tops.append(y - 2)
                self.text(word, at["name"][0] + 4 + (0 if begins else 10), y)
                if figure:
                    self.figure(figure, at["sum"][1] - 3, y)
            if index < len(notes):
                word, figure = notes[index]
                self.text(word, at["note"][0] + 4, y)
                self.figure(figure, at["note"][1] - 4, y)
            row += 1
        self.y += 4 + PITCH * max(row, len(label))
        self.tops.append(self.y)

    def data(self) -> bytes:
        """Return the PDF."""
        self._flush()
        return self.sheet.data()


def _wrapped(text: str, width: int) -> Iterator[str]:
    for start in range(0, len(text), width):
        yield text[start : start + width]


def draw(book: Sequence[Fund], style: Style) -> bytes:
    """Return the book as a PDF."""
    printer = Printer(style)
    for fund in book:
        printer.fund_pages(fund)
    return printer.data()
