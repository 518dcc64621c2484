"""A pdfminer device that collects what is drawn, as far as reading needs it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import hypot
from typing import Any, NamedTuple

from pdfminer.cmapdb import CMapDB, FileUnicodeMap
from pdfminer.layout import LTChar
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import list_value, resolve1
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, apply_matrix_rect, mult_matrix

from kokusai_extract.model.source import BBox
from kokusai_extract.read.bounds import PageTooLarge
from kokusai_extract.read.colours import ALIKE, Colour, colour_of
from kokusai_extract.read.drawing import UNNAMED, Drawing, Glyph, Paint, Turn, is_slanted
from kokusai_extract.read.fonts import Naming, examine
from kokusai_extract.read.paths import MOST_STEPS_OF_A_FILL, THIN, Outline, rules_and_boxes

MAX_GLYPHS = 100_000
MAX_CHARACTERS = 400_000
MAX_STEPS = 2_000_000
MAX_PICTURES = 50_000
"""Most glyphs, characters that they stand for, path steps and pictures that a page may draw."""

INVISIBLE = (3, 7)
"""The text rendering modes that draw nothing: 3 is how OCR programs lay text under a picture."""

FRAMES = (4, 5, 6, 7)
"""The text rendering modes whose letters bound what is drawn after them."""

SEEN_THROUGH = ("SMask", "Mask", "ImageMask", "IM", "SMaskInData")
"""Entries of a picture that may let what is beneath it be seen."""

CLEAR = 0.03
"""What is no more opaque than this cannot be seen."""

CUT_OFF = 2.0
"""Letters whose middle lies this far outside the frame that is drawn in are cut off, in points."""


_BOXES = [list("mlllh"), list("mllllh"), list("mlll"), list("mllll")]


class State(NamedTuple):
    """How a page is drawn on at some moment, beyond what pdfminer knows of it."""

    clip: BBox | None = None
    """The frame outside which nothing is drawn, as far as it is known."""
    exact: bool = True
    """Whether all within the frame is drawn."""
    alpha: float = 1.0
    """How opaque fills and letters are."""
    plain: bool = True
    """Whether colours are laid on as they are: not blended with what is beneath, and not through a mask."""

    veiled: bool = False
    """Whether it draws a form that is itself seen through."""

    @property
    def opaque(self) -> bool:
        """Whether what is drawn hides what is beneath it."""
        return self.exact and self.plain and not self.veiled and self.alpha >= 1 - CLEAR


class Collector(PDFTextDevice):
    """Fills a :class:`Drawing` while an interpreter runs a page."""

    drawing: Drawing
    page_matrix: Any
    """From the page's own space to the one that pdfminer draws in."""

    def __init__(self, resources: PDFResourceManager, fonts: dict[int, Naming]) -> None:
        super().__init__(resources)
        self._fonts = fonts
        self._steps = self._characters = 0
        self._shown = 0
        self._colour: Colour = ()
        self.commands = 0
        self.state = State()
        self.off = 0
        """In how many layers that are switched off it draws."""
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
        mode = textstate.render
        self._hidden = mode in INVISIBLE or self.off > 0 or self.state.alpha <= CLEAR
        coloured = mode == 0 and not isinstance(textstate.font, PDFType3Font)
        self._colour = colour_of(graphicstate.ncolor, graphicstate.ncs.name) if coloured else ()
        if mode in FRAMES:
            self.state = self.state._replace(exact=False)
        self._shown, begin = 0, len(self.drawing.glyphs)
        super().render_string(textstate, seq, ncs, graphicstate)
        if mode == FRAMES[-1] and not self.off:
            self.drawing.frames.update(range(begin, len(self.drawing.glyphs)))
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
            self._characters += len(text)
            if len(self.drawing.glyphs) >= MAX_GLYPHS or self._characters > MAX_CHARACTERS:
                raise PageTooLarge(f"more than {MAX_GLYPHS} characters")
            vertical = font.is_vertical()
            self.drawing.vertical += vertical
            across, up = _direction(matrix, vertical)
            turn, slanted = _turn(across, up), is_slanted(across, up)
            size = char.width if vertical == (turn % 2 == 1) else char.height
            box = self._box(char.x0, char.y0, char.x1, char.y1)
            naming = self._naming(font)
            right = naming.right.get(cid, "")
            doubtful = cid in naming.doubtful and not right
            hidden = self._hidden or not self._in_frame(box)
            self.drawing.glyphs.append(Glyph(text, *box, size, turn, hidden, doubtful, right, self._colour, slanted))
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
        if self.state.clip is None:
            return True
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        x0, top, x1, bottom = self.state.clip
        return x0 - CUT_OFF <= x <= x1 + CUT_OFF and top - CUT_OFF <= y <= bottom + CUT_OFF

    def narrow(self, path: Sequence[Any]) -> None:
        """Draw from now on only inside the rectangle around ``path``, too."""
        if any(len(step) > 2 for step in path):
            self._narrow(self._around(path), exact=_is_upright(self.ctm or MATRIX_IDENTITY) and _is_whole_box(path))

    def _narrow(self, box: BBox, *, exact: bool) -> None:
        clip = box if self.state.clip is None else _common(self.state.clip, box)
        self.state = self.state._replace(clip=clip, exact=self.state.exact and exact)

    def render_image(self, name: str, stream: Any) -> None:
        """Take in where a picture stands, not what it shows."""
        if self.off:
            return
        matrix = self.ctm or MATRIX_IDENTITY
        box = self._box(*apply_matrix_rect(matrix, (0, 0, 1, 1)))
        if len(self.drawing.pictures) >= MAX_PICTURES:
            raise PageTooLarge(f"more than {MAX_PICTURES} pictures")
        self.drawing.pictures.append(box)
        self._paint(box, covers=_is_upright(matrix) and not any(stream.get(key) for key in SEEN_THROUGH))

    def enter(self, form: Any, ctm: Any) -> None:
        """Draw a form or a picture from now on: inside its box, and no more opaque than what draws it."""
        self.off += self.state.alpha <= CLEAR
        self.state = self.state._replace(veiled=not self.state.opaque)
        if "BBox" not in form:
            return
        matrix = mult_matrix(tuple(resolve1(n) for n in list_value(form.get("Matrix") or MATRIX_IDENTITY)), ctm)
        corners = tuple(resolve1(n) for n in list_value(form["BBox"]))
        if len(matrix) == 6 and len(corners) == 4:
            self._narrow(self._box(*apply_matrix_rect(matrix, corners)), exact=_is_upright(matrix))

    def render_shade(self) -> None:
        """Take in that the frame is filled with a run of colours."""
        self._paint(self.state.clip or BBox(0, 0, self.drawing.width, self.drawing.height), covers=False)

    def _paint(self, box: BBox, colour: Colour = (), *, covers: bool) -> None:
        if self.state.clip is not None:
            box = _common(self.state.clip, box)
        if self.off or self.state.alpha <= CLEAR or min(box.x1 - box.x0, box.bottom - box.top) <= THIN:
            return
        covers = covers and self.state.opaque
        self.drawing.paints.append(Paint(box, len(self.drawing.glyphs), colour if covers else (), covers))

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Take in the ruled lines and boxes of a painted path."""
        self.drawing.shapes += 1
        self._steps += len(path)
        if self._steps > MAX_STEPS:
            raise PageTooLarge(f"more than {MAX_STEPS} steps in its drawings")
        if self.off:
            return
        colour = colour_of(graphicstate.ncolor, graphicstate.ncs.name) if fill else ()
        stroked = stroke and not _is_paper(colour_of(graphicstate.scolor, graphicstate.scs.name))
        filled = fill and not _is_paper(colour)
        self._painted(path, graphicstate.linewidth if stroke else 0.0, colour, fill=fill)
        if not (stroked or filled):
            return
        self.drawing.begun += [
            self._point(step) for step, after in pairwise([*path, ("m",)]) if step[0] == after[0] == "m"
        ]
        part: list[Any] = []
        for step in path:
            if step[0] == "m":
                self._subpath(part, stroked, filled)
                part = []
            part.append(step)
        self._subpath(part, stroked, filled)

    def _painted(self, path: Sequence[Any], width: float, colour: Colour, *, fill: bool) -> None:
        """Take in what a path fills, or a line as thick as a band."""
        matrix = self.ctm or MATRIX_IDENTITY
        width *= hypot(*matrix[:2])
        if not path or ((not fill or path[-1][0] == "m") and width <= THIN):
            return  # an outline that is only begun, or a rule
        x0, top, x1, bottom = box = self._around(path)
        if fill and min(x1 - x0, bottom - top) > THIN:
            self._paint(box, colour, covers=_is_upright(matrix) and _is_whole_box(path))
        if width > THIN:
            self._paint(BBox(x0 - width / 2, top - width / 2, x1 + width / 2, bottom + width / 2), covers=False)

    def _around(self, path: Sequence[Any]) -> BBox:
        points = [step[-2:] for step in path if len(step) > 2]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return self._box(*apply_matrix_rect(self.ctm or MATRIX_IDENTITY, (min(xs), min(ys), max(xs), max(ys))))

    def _point(self, step: Any) -> tuple[float, float]:
        x, y = apply_matrix_pt(self.ctm or MATRIX_IDENTITY, step[-2:])
        return x - self._left, self._top - y

    def _subpath(self, path: list[Any], stroked: bool, filled: bool) -> None:
        if len(path) < 2:
            return  # only begun
        points = [self._point(step) for step in path if step[0] != "h"]
        straight = [step[0] in "lm" for step in path if step[0] != "h"][1:]
        if path[-1][0] == "h":
            points.append(points[0])
            straight.append(True)
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


def _direction(matrix: Any, vertical: bool) -> tuple[float, float]:
    """Return which way text runs under ``matrix`` (PDF space: y grows upwards)."""
    a, b, c, d, _, _ = matrix
    return (-c, -d) if vertical else (a, b)


def _turn(x: float, y: float) -> Turn:
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 3 if y > 0 else 1


def _is_upright(matrix: Any) -> bool:
    a, b, c, d, _, _ = matrix
    return not (b or c) or not (a or d)


def _is_paper(colour: Colour) -> bool:
    """Tell whether a colour is that of the paper: such lines and fills are not seen."""
    return bool(colour) and min(colour) >= 1 - ALIKE


def _is_whole_box(path: Sequence[Any]) -> bool:
    """Tell whether a path is one box with level and upright sides, and nothing else."""
    if [step[0] for step in path] not in _BOXES:
        return False
    corners = {step[-2:] for step in path if len(step) > 2}
    xs, ys = {x for x, _ in corners}, {y for _, y in corners}
    return len(xs) == len(ys) == 2 and len(corners) == 4
