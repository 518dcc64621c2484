"""Invented charts, laid out: words at places, boxes, lines; and the ways to make a page or a text of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from kokusai_extract.model.source import BBox, Document, Page
from kokusai_extract.read.compose import compose
from kokusai_extract.read.drawing import Glyph, Stroke
from kokusai_extract.read.layout import lay_out

BoxStyle = Literal["rect", "lines", "none"]


@dataclass(frozen=True)
class Words:
    """Words whose em boxes begin at (x, top), in points; ``block`` counts what was set together."""

    text: str
    x: float
    top: float
    size: float
    block: int

    @property
    def box(self) -> BBox:
        return BBox(self.x, self.top, self.x + width_of(self.text, self.size), self.top + self.size)


@dataclass
class Sheet:
    """A page that is being set. Boxes are drawn as rectangles, as four lines each, or not at all."""

    style: BoxStyle = "rect"
    width: float = 1190
    height: float = 842
    words: list[Words] = field(default_factory=list)
    boxes: list[BBox] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    blocks: int = 0

    def block(self) -> int:
        self.blocks += 1
        return self.blocks

    def set(self, text: str, x: float, top: float, size: float, block: int | None = None) -> None:
        self.words.append(Words(text, x, top, size, self.block() if block is None else block))

    def centered(self, texts: Sequence[str], box: BBox, size: float, *, draw: bool = True) -> None:
        """Set lines in the middle of a box."""
        block = self.block()
        pitch = size * 1.35
        top = (box.top + box.bottom) / 2 - (pitch * (len(texts) - 1) + size) / 2
        for i, text in enumerate(texts):
            x = (box.x0 + box.x1) / 2 - width_of(text, size) / 2
            self.set(text, x, top + i * pitch, size, block)
        if draw and self.style != "none":
            self.boxes.append(box)

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.lines.append((min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom)))


def width_of(text: str, size: float) -> float:
    """Return the width of words: an em for a wide character, half of one for any other."""
    return sum(size if ord(character) > 0x2E7F else size / 2 for character in text)


def as_page(sheet: Sheet, number: int = 1) -> Page:
    """Return the page that the reader makes of a sheet, its glyphs handed over without a PDF between."""
    glyphs = []
    for words in sheet.words:
        x = words.x
        for character in words.text:
            wide = width_of(character, words.size)
            glyphs.append(Glyph(character, x, words.top, x + wide, words.top + words.size, words.size))
            x += wide
    strokes = [Stroke(*line) for line in sheet.lines]
    for box in sheet.boxes:
        strokes += [
            Stroke(box.x0, box.top, box.x1, box.top),
            Stroke(box.x0, box.bottom, box.x1, box.bottom),
            Stroke(box.x0, box.top, box.x0, box.bottom),
            Stroke(box.x1, box.top, box.x1, box.bottom),
        ]
    layout = lay_out(glyphs, strokes)
    rects = sheet.boxes if sheet.style == "rect" else []
    return compose(
        number,
        layout,
        width=sheet.width,
        height=sheet.height,
        turn=0,
        text_layer="native",
        quality="ok",
        rects=rects,
    )


def as_document(pages: Sequence[Page]) -> Document:
    """Return pages as a document."""
    text = "\f".join(page.text for page in pages)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(digest, "chart.pdf", "application/pdf", len(text), "native", tuple(pages))


def as_typst(sheets: Sequence[Sheet]) -> str:
    """Return typst source that sets the sheets, a page each, everything at its place."""
    first = sheets[0]
    parts = [
        f"#set page(width: {first.width}pt, height: {first.height}pt, margin: 0pt)\n"
        '#set text(font: "Noto Sans JP", lang: "ja", top-edge: "ascender", bottom-edge: "descender")\n'
    ]
    for i, sheet in enumerate(sheets):
        if i:
            parts.append("#pagebreak()\n")
        for box in sheet.boxes:
            if sheet.style == "rect":
                parts.append(
                    f"#place(dx: {box.x0}pt, dy: {box.top}pt, rect(width: {box.x1 - box.x0}pt, "
                    f"height: {box.bottom - box.top}pt, stroke: 0.7pt))\n"
                )
            else:
                for x0, y0, x1, y1 in (
                    (box.x0, box.top, box.x1, box.top),
                    (box.x0, box.bottom, box.x1, box.bottom),
                    (box.x0, box.top, box.x0, box.bottom),
                    (box.x1, box.top, box.x1, box.bottom),
                ):
                    parts.append(f"#place(line(start: ({x0}pt, {y0}pt), end: ({x1}pt, {y1}pt), stroke: 0.7pt))\n")
        for x0, y0, x1, y1 in sheet.lines:
            parts.append(f"#place(line(start: ({x0}pt, {y0}pt), end: ({x1}pt, {y1}pt), stroke: 0.5pt))\n")
        for words in sheet.words:
            quoted = json.dumps(words.text, ensure_ascii=False)
            parts.append(f"#place(dx: {words.x}pt, dy: {words.top}pt, text(size: {words.size}pt, {quoted}))\n")
    return "".join(parts)


def rows_run_together(sheet: Sheet) -> str:
    """Return the text that a program gives which takes each height of the page as one line, a space between words."""
    return "\n".join(" ".join(words.text for words in row) for row in _rows(sheet))


def rows_in_place(sheet: Sheet, em: float = 4.0) -> str:
    """Return the text with its columns kept by spaces, two to a wide character."""
    lines = []
    for row in _rows(sheet):
        line, at = "", 0
        for words in row:
            column = max(int(words.x / em), at + 1 if line else 0)
            line += " " * (column - at) + words.text
            at = column + round(width_of(words.text, 2.0))
        lines.append(line)
    return "\n".join(lines)


def in_order_of_setting(sheet: Sheet) -> str:
    """Return the text in the order in which it was set, a line for each row of a block."""
    return "\n".join(_block_text(block) for block in _blocks(sheet))


def torn(sheet: Sheet, random: Random) -> str:
    """Return the text block by block, blank lines between, a few posts torn apart as extraction tools tear them.

    Some titles stand where they were and their names elsewhere; others end up as a run of titles and one of names.
    """
    parts = [_block_text(block) for block in _blocks(sheet)]
    whole = [i for i, part in enumerate(parts) if 2 <= part.count("\n") + 1 <= 3]
    chosen = random.sample(whole, min(len(whole), random.choice((0, 0, 1, 2, 3))))
    titles, names = [], []
    for i in chosen:
        title, name, *rest = parts[i].split("\n")
        parts[i] = "\n".join(rest)
        titles.append(title)
        names.append(name)
    if titles and random.random() < 0.4:
        parts.insert(random.randint(0, len(parts)), titles.pop())
        parts.insert(random.randint(0, len(parts)), names.pop())
    return "\n\n".join(part for part in [*parts, *titles, *names] if part)


def _block_text(block: Sequence[Words]) -> str:
    rows: list[list[Words]] = []
    for words in block:
        if rows and abs(rows[-1][-1].top - words.top) < words.size / 2:
            rows[-1].append(words)
        else:
            rows.append([words])
    return "\n".join(" ".join(words.text for words in row) for row in rows)


def _blocks(sheet: Sheet) -> list[list[Words]]:
    blocks: dict[int, list[Words]] = {}
    for words in sheet.words:
        blocks.setdefault(words.block, []).append(words)
    return list(blocks.values())


def _rows(sheet: Sheet) -> list[list[Words]]:
    rows: list[list[Words]] = []
    for words in sorted(sheet.words, key=lambda w: (w.top, w.x)):
        if rows and abs(words.top - rows[-1][0].top) < words.size / 2:
            rows[-1].append(words)
        else:
            rows.append([words])
    return [sorted(row, key=lambda w: w.x) for row in rows]
