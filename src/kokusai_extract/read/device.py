"""A pdfminer device that collects what is drawn, as far as reading needs it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from pdfminer.cmapdb import CMapDB, FileUnicodeMap
from pdfminer.layout import LTChar
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, apply_matrix_rect

from kokusai_extract.model.source import BBox
from kokusai_extract.read.bounds import PageTooLarge
from kokusai_extract.read.drawing import UNNAMED, Drawing, Glyph, Turn
from kokusai_extract.read.fonts import Naming, examine
from kokusai_extract.read.paths import MOST_STEPS_OF_A_FILL, Outline, rules_and_boxes

MAX_GLYPHS = 100_000
MAX_STEPS = 2_000_000
"""Most glyphs and path steps that a page may draw."""

INVISIBLE = (3, 7)
"""The text rendering modes that draw nothing: 3 is how OCR programs lay text under a picture."""

CUT_OFF = 2.0
"""Letters whose middle lies this far outside the frame that is drawn in are cut off, in points."""


class Collector(PDFTextDevice):
    """Fills a :class:`Drawing` while an interpreter runs a page."""

    drawing: Drawing
    page_matrix: Any
    """From the page's own space to the one that pdfminer draws in."""

    def __init__(self, resources: PDFResourceManager, fonts: dict[int, Naming]) -> None:
        super().__init__(resources)
        self._fonts = fonts
        self._steps = 0
        self._shown = 0
        self._white = False
        self.commands = 0
        self.clip: BBox | None = None
        """The frame outside which nothing is drawn, as far as it is known."""
        self._hidden = False
        self._left = self._top = 0.0

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        """Begin a drawing of the size that a viewer shows."""
        media, crop = apply_matrix_rect(ctm, page.mediabox), apply_matrix_rect(ctm, page.cropbox)
        x0, y0 = max(crop[0], media[0]), max(crop[1], media[1])
        x1, y1 = min(crop[2], media[2]), min(crop[3], media[3])
        if x1 <= x0 or y1 <= y0:
            x0, y0, x1, y1 = media
        self._left, self._top, self.page_matrix = x0, y1, ctm
        self.drawing = Drawing(float(x1 - x0), float(y1 - y0))

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        return BBox(x0 - self._left, self._top - y1, x1 - self._left, self._top - y0)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Take in a run of text, minding whether it is drawn."""
        self._hidden = textstate.render in INVISIBLE
        self._white = textstate.render == 0 and _white(graphicstate.ncolor)
        self._shown = 0
        super().render_string(textstate, seq, ncs, graphicstate)
        if not self._shown:  # codes of an encoding that is not known
            self.drawing.unread += sum(len(codes) // 2 for codes in seq if isinstance(codes, bytes))

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
        """Take in one glyph and return how far the next one stands."""
        self._shown += 1
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNNAMED
        if not text.isprintable():
            text = "".join(map(_plain, text))
        shape = (font.char_width(cid), font.char_disp(cid))
        char = LTChar(matrix, font, fontsize, scaling, rise, text, *shape, ncs, graphicstate)
        if text:
            if len(self.drawing.glyphs) >= MAX_GLYPHS:
                raise PageTooLarge(f"more than {MAX_GLYPHS} characters")
            vertical = font.is_vertical()
            self.drawing.vertical += vertical
            turn = _turn(matrix, vertical)
            size = char.width if vertical == (turn % 2 == 1) else char.height
            box = self._box(char.x0, char.y0, char.x1, char.y1)
            naming = self._naming(font)
            right = naming.right.get(cid, "")
            doubtful = cid in naming.doubtful and not right
            hidden = self._hidden or not self._in_frame(box)
            self.drawing.glyphs.append(Glyph(text, *box, size, turn, hidden, doubtful, right, self._white))
        return float(char.adv)

    def _naming(self, font: Any) -> Naming:
        known = self._fonts.get(id(font))
        if known is None:
            names = getattr(font, "unicode_map", None)
            known = (
                examine(names.cid2unichr, lambda: _collection(font)) if isinstance(names, FileUnicodeMap) else Naming()
            )
            self._fonts[id(font)] = known
        return known

    def _in_frame(self, box: BBox) -> bool:
        if self.clip is None:
            return True
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        x0, top, x1, bottom = self.clip
        return x0 - CUT_OFF <= x <= x1 + CUT_OFF and top - CUT_OFF <= y <= bottom + CUT_OFF

    def narrow(self, path: Sequence[Any]) -> None:
        """Draw from now on only inside the rectangle around ``path``, too."""
        points = [self._point(step) for step in path if len(step) > 2]
        if points:
            box = _around(points)
            self.clip = box if self.clip is None else _common(self.clip, box)

    def render_image(self, name: str, stream: Any) -> None:
        """Take in where a picture stands, not what it shows."""
        self.drawing.pictures.append(self._box(*apply_matrix_rect(self.ctm or MATRIX_IDENTITY, (0, 0, 1, 1))))

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Take in the ruled lines and boxes of a painted path."""
        self.drawing.shapes += 1
        self._steps += len(path)
        if self._steps > MAX_STEPS:
            raise PageTooLarge(f"more than {MAX_STEPS} steps in its drawings")
        stroked = stroke and not _white(graphicstate.scolor)
        filled = fill and not _white(graphicstate.ncolor)
        if not (stroked or filled):
            return
        self.drawing.begun += [
            self._point(step) for step, after in pairwise([*path, ("m",)]) if step[0] == after[0] == "m"
        ]
        part: list[Any] = []
        for step in path:
            if step[0] == "m" and part:
                self._subpath(part, stroked, filled)
                part = []
            part.append(step)
        if part:
            self._subpath(part, stroked, filled)

    def _point(self, step: Any) -> tuple[float, float]:
        x, y = apply_matrix_pt(self.ctm or MATRIX_IDENTITY, step[-2:])
        return x - self._left, self._top - y

    def _subpath(self, path: list[Any], stroked: bool, filled: bool) -> None:
        points = [self._point(step) for step in path if step[0] != "h"]
        straight = [step[0] in "lm" for step in path if step[0] != "h"][1:]
        if path[-1][0] == "h":
            points.append(points[0])
            straight.append(True)
        if filled and len(points) > 2:
            self.drawing.grounds.append(_around(points))
        strokes, box = rules_and_boxes(Outline(points, straight), stroked=stroked)
        self.drawing.strokes.extend(strokes)
        if box:
            self.drawing.rects.append(box)
        elif filled and not strokes and len(points) > MOST_STEPS_OF_A_FILL:
            self.drawing.outlines.append(_around(points))


def _around(points: Sequence[tuple[float, float]]) -> BBox:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return BBox(min(xs), min(ys), max(xs), max(ys))


def _common(one: BBox, other: BBox) -> BBox:
    return BBox(max(one.x0, other.x0), max(one.top, other.top), min(one.x1, other.x1), min(one.bottom, other.bottom))


def _collection(font: Any) -> Mapping[int, str]:
    """Return the names of the public collection that a font declares its glyphs to be numbered by."""
    if getattr(font, "cidcoding", "") != "Adobe-Japan1":
        return {}
    names: Mapping[int, str] = CMapDB.get_unicode_map("Adobe-Japan1", font.is_vertical()).cid2unichr
    return names


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
    try:
        values = [float(part) for part in (colour if isinstance(colour, (tuple, list)) else (colour,))]
    except (TypeError, ValueError):
        return False
    if len(values) == 4:
        return not any(values)
    return bool(values) and min(values) >= 0.99
