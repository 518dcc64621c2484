"""Runs a page's drawing commands through pdfminer and collects what is drawn, as far as reading needs it."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Sequence
from typing import Any

from pdfminer.layout import LTChar
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, resolve1
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, apply_matrix_rect

from kokusai_extract.model.source import BBox
from kokusai_extract.read.drawing import Drawing, Glyph, Stroke, Turn

MAX_GLYPHS = 100_000
MAX_POINTS = 2_000_000

UNNAMED = "\N{REPLACEMENT CHARACTER}"
"""Stands for a glyph that the file gives no character for."""

THIN = 2.0
"""A filled rectangle no thicker than this is a ruled line, in points."""

STRAIGHT = 0.5
"""How far a ruled line may lean from end to end, in points."""

INVISIBLE = 3
"""The text rendering mode that draws nothing: how OCR programs lay text under a picture."""

Point = tuple[float, float]


class PageTooLarge(Exception):
    """A page draws more than the reader takes in."""


def draw(page: PDFPage, resources: PDFResourceManager) -> Drawing:
    """Return what ``page`` draws, turned and cropped as a viewer shows it.

    Raises:
        PageTooLarge: when it holds more glyphs or points than the stated maxima.
        Exception: whatever pdfminer raises on a page it cannot run.
    """
    device = _Collector(resources)
    PDFPageInterpreter(resources, device).process_page(page)
    return device.drawing


class StreamCheck:
    """Tells whether the streams that draw a page unpack whole. It must see them before they are run."""

    def __init__(self) -> None:
        self._known: dict[int, str | None] = {}

    def torn(self, page: PDFPage) -> list[str]:
        """Return what is wrong with the page's streams, each reason once."""
        return sorted({reason for reason in map(self._reason, page.contents) if reason})

    def _reason(self, content: Any) -> str | None:
        stream = resolve1(content)
        if not isinstance(stream, PDFStream):
            return "a content stream is missing"
        if stream.objid is None:
            return _torn(stream)
        if stream.objid not in self._known:  # pages may share a stream, and running one drops its packed form
            self._known[stream.objid] = _torn(stream)
        return self._known[stream.objid]


def _torn(stream: PDFStream) -> str | None:
    raw = stream.get_rawdata()
    filters = stream.get_filters()
    if raw is None or not filters or filters[0][0] not in LITERALS_FLATE_DECODE or stream.decipher:
        return None
    if not raw:
        return "a content stream is empty" if stream.attrs.get("Length") else None
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(raw)
    except zlib.error:
        return "a content stream does not unpack"
    return None if unpacker.eof else "a content stream ends too early"


class _Collector(PDFTextDevice):
    """A pdfminer device that fills a :class:`Drawing`."""

    drawing: Drawing

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self._points = 0
        self._hidden = False
        self._left = self._top = 0.0

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        crop = apply_matrix_rect(ctm, page.cropbox)
        media = apply_matrix_rect(ctm, page.mediabox)
        x0, y0 = max(crop[0], media[0]), max(crop[1], media[1])
        x1, y1 = min(crop[2], media[2]), min(crop[3], media[3])
        if x1 <= x0 or y1 <= y0:
            x0, y0, x1, y1 = media
        self._left, self._top = x0, y1
        self.drawing = Drawing(float(x1 - x0), float(y1 - y0))

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        return BBox(x0 - self._left, self._top - y1, x1 - self._left, self._top - y0)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._hidden = textstate.render == INVISIBLE
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0917 (pdfminer calls it so)
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNNAMED
        char = LTChar(
            matrix,
            font,
            fontsize,
            scaling,
            rise,
            text,
            font.char_width(cid),
            font.char_disp(cid),
            ncs,
            graphicstate,
        )
        if not text.isprintable():
            text = "".join(map(_plain, text))
        if text:
            glyphs = self.drawing.glyphs
            if len(glyphs) >= MAX_GLYPHS:
                raise PageTooLarge(f"more than {MAX_GLYPHS} characters")
            if UNNAMED in text:
                self.drawing.unnamed += 1
            vertical = font.is_vertical()
            size = char.width if vertical else char.height
            turn = _turn(matrix, vertical)
            if turn % 2:
                size = char.height if vertical else char.width
            glyphs.append(Glyph(text, *self._box(char.x0, char.y0, char.x1, char.y1), size, turn, self._hidden))
        return float(char.adv)

    def render_image(self, name: str, stream: Any) -> None:
        x0, y0, x1, y1 = apply_matrix_rect(self.ctm or MATRIX_IDENTITY, (0, 0, 1, 1))
        self.drawing.pictures.append(self._box(x0, y0, x1, y1))

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        self.drawing.shapes += 1
        self._points += len(path)
        if self._points > MAX_POINTS:
            raise PageTooLarge(f"more than {MAX_POINTS} points in its drawings")
        stroke = stroke and not _white(graphicstate.scolor)
        fill = fill and not _white(graphicstate.ncolor)
        if not (stroke or fill):
            return
        part: list[Any] = []
        for step in path:
            if step[0] == "m" and part:
                self._subpath(part, stroke, fill)
                part = []
            part.append(step)
        if part:
            self._subpath(part, stroke, fill)

    def _subpath(self, path: list[Any], stroke: bool, fill: bool) -> None:
        if len(path) < 2 or (not stroke and len(path) > 6):
            return
        curved = any(step[0] in "cvy" for step in path)
        if curved and not stroke:
            return
        ctm = self.ctm or MATRIX_IDENTITY
        points = [apply_matrix_pt(ctm, step[-2:]) for step in path if step[0] != "h"]
        points = [(x - self._left, self._top - y) for x, y in points]
        closed = path[-1][0] == "h"
        if closed:
            points.append(points[0])
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = BBox(min(xs), min(ys), max(xs), max(ys))
        kinds = [step[0] for step in path if step[0] != "h"][1:] + (["l"] if closed else [])
        sides = [(a, b) for a, b, kind in zip(points, points[1:], kinds, strict=False) if kind == "l"]
        straight = [side for side in (_stroke(*side) for side in sides) if side is not None]
        if _is_rectangle(box, straight):
            self._rectangle(box, stroke)
        elif stroke:
            self.drawing.strokes.extend(straight)

    def _rectangle(self, box: BBox, stroke: bool) -> None:
        x0, top, x1, bottom = box
        strokes = self.drawing.strokes
        if min(x1 - x0, bottom - top) <= THIN:
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            strokes.append(Stroke(x0, y, x1, y) if x1 - x0 >= bottom - top else Stroke(x, top, x, bottom))
            return
        self.drawing.rects.append(box)
        strokes.extend(
            (
                Stroke(x0, top, x1, top),
                Stroke(x0, bottom, x1, bottom),
                Stroke(x0, top, x0, bottom),
                Stroke(x1, top, x1, bottom),
            )
        )


def _plain(character: str) -> str:
    """Return the character, a space for white space that would break lines, :data:`UNNAMED` for a control code."""
    category = unicodedata.category(character)
    if category != "Zs" and character.isspace():
        return " "
    return UNNAMED if category in ("Cc", "Cs") else character


def _turn(matrix: Any, vertical: bool) -> Turn:
    """Return which way text runs under ``matrix`` (PDF space: y grows upwards)."""
    a, b, c, d, _, _ = matrix
    x, y = (-c, -d) if vertical else (a, b)
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 3 if y > 0 else 1


def _white(colour: Any) -> bool:
    """Tell whether a colour is that of the paper: such lines and fills are not seen."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    try:
        values = [float(part) for part in parts]
    except (TypeError, ValueError):
        return False
    if len(values) == 4:
        return not any(values)
    return bool(values) and min(values) >= 0.99


def _stroke(a: Point, b: Point) -> Stroke | None:
    """Return the line from ``a`` to ``b`` if it is level or upright."""
    x0, x1 = sorted((a[0], b[0]))
    y0, y1 = sorted((a[1], b[1]))
    if y1 - y0 <= STRAIGHT:
        y = (y0 + y1) / 2
        return Stroke(x0, y, x1, y)
    if x1 - x0 <= STRAIGHT:
        x = (x0 + x1) / 2
        return Stroke(x, y0, x, y1)
    return None


def _is_rectangle(box: BBox, sides: list[Stroke]) -> bool:
    """Tell whether straight sides lie along all four edges of the box (corners may be rounded)."""
    if len(sides) < 4:
        return False
    on = [False] * 4
    for side in sides:
        if side.horizontal and side.x1 - side.x0 >= (box.x1 - box.x0) / 3:
            on[0] |= abs(side.top - box.top) <= STRAIGHT
            on[1] |= abs(side.top - box.bottom) <= STRAIGHT
        if side.bottom - side.top >= (box.bottom - box.top) / 3:
            on[2] |= abs(side.x0 - box.x0) <= STRAIGHT
            on[3] |= abs(side.x0 - box.x1) <= STRAIGHT
    return all(on)
