"""Rows of glyphs to a page's text with the place of every character, its lines, cells and tables."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import nan

from kokusai_extract.model.source import CELL_BREAK, LINE_BREAK_IN_CELL, BBox, Line, Page, PageQuality, Span, TextLayer
from kokusai_extract.read.drawing import Turn, opposite, turned
from kokusai_extract.read.grid import rules_of
from kokusai_extract.read.layout import CellId, PageLayout
from kokusai_extract.read.lines import PrintedLine

NO_PLACE = (nan, nan, nan, nan)


class _Text:
    """Page text that grows piece by piece, with four floats a character."""

    def __init__(self, turn: Turn) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.places = array("f")
        self.renamed: dict[int, str] = {}
        self._turn = turn

    def mark(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        for _ in text:
            self.places.extend(NO_PLACE)

    def printed(self, line: PrintedLine) -> Span:
        start = self.length
        for text, glyph in line:
            if glyph is None:
                self.mark(text)
                continue
            if glyph.right:
                self.renamed[self.length] = text
                text = glyph.right  # noqa: PLW2901 (what is printed stands for what the file says)
            self.parts.append(text)
            self.length += len(text)
            box = glyph[1:5] if self._turn == 0 else turned(glyph.box, self._turn)
            for _ in text:
                self.places.extend(box)
        return Span(start, self.length)


def compose(
    number: int,
    layout: PageLayout,
    *,
    width: float,
    height: float,
    turn: Turn,
    text_layer: TextLayer,
    quality: PageQuality,
    rects: Sequence[BBox],
    tilt: float = 0.0,
) -> Page:
    """Return the page. ``layout`` is in the frame of ``turn``; the page's boxes are as a viewer shows them."""
    back = opposite(turn)
    text = _Text(back)
    lines: list[Line] = []
    spans: dict[CellId, list[Span]] = defaultdict(list)
    for row in layout.rows:
        if lines:
            text.mark("\n")
        start = text.length
        cells: list[Span] = []
        for i, field in enumerate(row.fields):
            if i:
                text.mark(CELL_BREAK)
            begin = text.length
            for k, line in enumerate(field.lines):
                if k:
                    text.mark(LINE_BREAK_IN_CELL)
                span = text.printed(line)
                if field.cell:
                    spans[field.cell].append(span)
            if field.cell and not field.lines:
                spans[field.cell].append(Span(begin, begin))
            cells.append(Span(begin, text.length))
        if row.box:
            spans[row.box].append(Span(start, text.length))
        lines.append(Line(len(lines) + 1, start, text.length, tuple(cells)))
    tables = tuple(
        replace(
            table,
            box=turned(table.box, back),
            cells=tuple(
                replace(cell, box=turned(cell.box, back), spans=tuple(spans[t, c]))
                for c, cell in enumerate(table.cells)
            ),
        )
        for t, table in enumerate(layout.tables)
    )
    level, upright = layout.level, layout.upright
    rules = rules_of(level, upright)
    if turn:
        boxes = [turned(BBox(r.x0, r.top, r.x1, r.bottom), back) for r in rules]
        rules = tuple(
            replace(r, x0=b.x0, top=b.top, x1=b.x1, bottom=b.bottom) for r, b in zip(rules, boxes, strict=True)
        )
    page = Page(
        number=number,
        text="".join(text.parts),
        lines=(),
        text_layer=text_layer,
        quality=quality,
        width=width,
        height=height,
        glyphs=text.places,
        rules=rules,
        rects=tuple(sorted(set(rects), key=lambda b: (b.top, b.x0, b.bottom, b.x1))),
        tables=tables,
        renamed=text.renamed,
        tilt=tilt,
    )
    return replace(page, lines=tuple(replace(line, box=page.box(line.start, line.end)) for line in lines))
