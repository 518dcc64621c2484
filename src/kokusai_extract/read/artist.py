"""Runs the drawing commands of a page, and of the notes and form fields laid on it, through pdfminer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer import pdfinterp
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, int_value, list_value, resolve1
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_rect, mult_matrix

from kokusai_extract.read.bounds import PageTooLarge
from kokusai_extract.read.commands import Commands
from kokusai_extract.read.device import Collector, State
from kokusai_extract.read.drawing import Drawing
from kokusai_extract.read.fonts import Naming
from kokusai_extract.read.outlines import without_outlines
from kokusai_extract.read.streams import Looked, look
from kokusai_extract.read.switched import is_off, switched_off

_pdfinterp: Any = pdfinterp
_pdfinterp.PDFContentParser = Commands

UNSEEN_NOTES = ("Link", "Popup")
MARKERS = ("Highlight", "Underline", "Squiggly", "StrikeOut", "Ink")
"""Notes that mark what is beneath them, however they are drawn."""

DEEPEST_STATE = 10_000
"""Most graphics states that a page may lay by; print needs some dozens."""

MAX_COMMANDS = 128 * 1024 * 1024
"""Most bytes of drawing commands that a page may run, each stream as often as it is drawn."""

COST_OF_A_STREAM = 4096
"""Bytes that running a stream counts for at least."""

PLAIN = ("Normal", "Compatible")
"""Blend modes by which nothing beneath is seen."""

HIDDEN = 0b100010
"""Flags of a note that is hidden or not to be viewed (ISO 32000-1, table 165)."""

Matrix = tuple[float, float, float, float, float, float]


class Artist:
    """Draws the pages of one document. What it learns of fonts and streams on one page serves the next."""

    def __init__(self, resources: PDFResourceManager) -> None:
        self._resources = resources
        self._streams: dict[int, str | None] = {}
        self._fonts: dict[int, Naming] = {}
        self._off: frozenset[int] | None = None

    def draw(self, page: PDFPage) -> Drawing:
        """Return what ``page`` draws, turned and cropped as a viewer shows it.

        What cannot be run is named in ``Drawing.faults``, beside all that could.

        Raises:
            PageTooLarge: when it holds more than the stated maxima.
        """
        drawing = self._run(page, whole=False)
        return drawing if drawing.begun_on_glyphs else self._run(page, whole=True)

    def _run(self, page: PDFPage, *, whole: bool) -> Drawing:
        device = Collector(self._resources, self._fonts)
        interpreter = _Interpreter(self._resources, device)
        interpreter.known, interpreter.whole = self._streams, whole
        if self._off is None:
            self._off = switched_off(page.doc.catalog)
        interpreter.off = self._off
        for run in (interpreter.process_page, interpreter.process_notes):
            try:
                run(page)
            except PageTooLarge:
                raise
            except Exception as error:
                device.drawing.faults.append(f"its drawing breaks off: {type(error).__name__}")
        return device.drawing


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, with a look at each stream before it is run, and with what is laid on a page."""

    device: Collector
    known: dict[int, str | None]
    whole: bool
    """Whether outlines are followed too."""
    off: frozenset[int] = frozenset()
    """The layers that are switched off."""

    def __init__(self, resources: PDFResourceManager, device: Collector) -> None:
        super().__init__(resources, device)
        self._states: list[State] = []
        self._marked: list[bool] = []
        self._drawn_by: PDFGraphicState | None = None

    def dup(self) -> PDFPageInterpreter:
        other = self.__class__(self.rsrcmgr, self.device)
        other.known, other.whole, other.off = self.known, self.whole, self.off
        return other

    def subinterp(self) -> PDFPageInterpreter:
        """Return an interpreter for a form, which begins with the colours of what draws it."""
        other = super().subinterp()
        if isinstance(other, _Interpreter):
            other._drawn_by = self.graphicstate
        return other

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        if self._drawn_by is not None:
            self.graphicstate = self._drawn_by.copy()

    def do_q(self) -> None:
        """Lay by the graphics state."""
        if len(self.gstack) >= DEEPEST_STATE:
            raise PageTooLarge(f"more than {DEEPEST_STATE} graphics states, one in the other")
        self._states.append(self.device.state)
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802
        """Take up the graphics state that was laid by."""
        if self._states:
            self.device.state = self._states.pop()
        super().do_Q()

    def do_W(self) -> None:  # noqa: N802
        """Draw only inside the path from now on."""
        self.device.narrow(self.curpath)

    def do_W_a(self) -> None:  # noqa: N802
        """Do the same, by another rule of what is inside."""
        self.device.narrow(self.curpath)

    def do_gs(self, name: object) -> None:
        """Set how opaque drawing is, and whether it blends with what is beneath."""
        given = dict_value(dict_value(self.resources.get("ExtGState") or {}).get(literal_name(name)) or {})
        state = self.device.state
        alpha = resolve1(given.get("ca"))
        if isinstance(alpha, (int, float)):
            state = state._replace(alpha=alpha)
        if "BM" in given or "SMask" in given:
            blend, mask = resolve1(given.get("BM")), resolve1(given.get("SMask"))
            mode = resolve1(blend[0]) if isinstance(blend, list) and blend else blend
            plain = mode is None or literal_name(mode) in PLAIN
            state = state._replace(plain=plain and not isinstance(mask, dict))
        self.device.state = state

    def do_sh(self, name: object) -> None:
        """Fill the frame with a run of colours."""
        self.device.render_shade()

    def do_BMC(self, tag: object) -> None:  # noqa: N802
        """Begin a part of the page that is marked in some way."""
        self._mark(off=False)

    def do_BDC(self, tag: object, props: object) -> None:  # noqa: N802
        """Do the same; it may belong to a layer that is switched off."""
        layer = None
        if self.off and isinstance(props, PSLiteral) and getattr(tag, "name", None) == "OC":
            layer = dict_value(self.resources.get("Properties") or {}).get(literal_name(props))
        self._mark(off=is_off(layer, self.off))

    def _mark(self, *, off: bool) -> None:
        self._marked.append(off)
        self.device.off += off

    def do_EMC(self) -> None:  # noqa: N802
        """End the part that was begun last."""
        if self._marked:
            self.device.off -= self._marked.pop()

    def do_Do(self, name: Any) -> None:  # noqa: N802
        """Draw a form or a picture, in its layer and inside its frame."""
        before = self.device.state, self.device.off
        drawn = resolve1(self.xobjmap.get(literal_name(name)))
        if isinstance(drawn, PDFStream):
            self.device.off += is_off(drawn.get("OC"), self.off)
            self.device.enter(drawn, self.ctm)
        try:
            super().do_Do(name)
        finally:
            self.device.state, self.device.off = before

    def do_F(self) -> None:  # noqa: N802 (pdfminer calls it so)
        """Fill a path: the older name of ``f``, which pdfminer passes over."""
        self.do_f()

    def execute(self, streams: Sequence[object]) -> None:
        lean = []
        for each in streams:
            stream = resolve1(each)
            if not isinstance(stream, PDFStream):
                self.device.drawing.faults.append("a stream is missing")
                continue
            number = stream.objid or 0
            looked = Looked(self.known[number]) if number in self.known else look(stream)
            self.known[number] = looked.torn
            if looked.torn:
                self.device.drawing.faults.append(looked.torn)
            lean.append(_unpacked(stream, looked.data, whole=self.whole))
            self.device.commands += COST_OF_A_STREAM + len(lean[-1].get_data())
            if self.device.commands > MAX_COMMANDS:
                raise PageTooLarge(f"more than {MAX_COMMANDS} bytes of drawing commands")
        state, off = self.device.state, self.device.off
        super().execute(lean)
        self.device.state, self.device.off = state, off

    def process_notes(self, page: PDFPage) -> None:
        """Draw the notes, stamps and form fields that a viewer shows on the page."""
        ctm = self.device.page_matrix
        for form, rectangle, over in _notes(page, self.off):
            matrix = mult_matrix(_fitted(form, rectangle), ctm)
            interpreter = self.dup()
            self.device.state, self.device.off = State(plain=not over), 0
            self.device.set_ctm(matrix)
            interpreter.render_contents(dict_value(form.get("Resources") or {}), [form], ctm=matrix)


def _unpacked(stream: PDFStream, data: bytes | None, *, whole: bool) -> PDFStream:
    """Return a copy with the commands to run, so that the stream itself stays packed: there may be thousands."""
    copy = PDFStream(stream.attrs, stream.rawdata or b"", stream.decipher)
    copy.objid, copy.genno, copy.data = stream.objid, stream.genno, stream.data if data is None else data
    copy.data = copy.get_data() if whole else without_outlines(copy.get_data())
    return copy


def _notes(page: PDFPage, off: frozenset[int]) -> Iterator[tuple[PDFStream, tuple[float, ...], bool]]:
    """Yield the drawing of each note that can be seen, the rectangle it fills, and whether it marks what is beneath."""
    for each in list_value(page.annots or []):
        note = dict_value(each)
        kind = resolve1(note.get("Subtype"))
        if kind is None or literal_name(kind) in UNSEEN_NOTES or int_value(note.get("F") or 0) & HIDDEN:
            continue
        if is_off(note.get("OC"), off):
            continue
        form = resolve1(dict_value(note.get("AP") or {}).get("N"))
        if isinstance(form, dict):
            state = resolve1(note.get("AS"))
            form = resolve1(form.get(literal_name(state))) if state is not None else None
        if isinstance(form, PDFStream) and "BBox" in form and "Rect" in note:
            yield form, tuple(float(resolve1(n)) for n in list_value(note["Rect"])), literal_name(kind) in MARKERS


def _fitted(form: PDFStream, rectangle: Sequence[float]) -> Matrix:
    """Return the matrix that lays a form's box on a rectangle of the page (ISO 32000-1, 12.5.5)."""
    own: Any = tuple(resolve1(n) for n in list_value(form.get("Matrix") or MATRIX_IDENTITY))
    x0, y0, x1, y1 = apply_matrix_rect(own, tuple(resolve1(n) for n in list_value(form["BBox"])))
    left, right = sorted(rectangle[0::2])
    low, high = sorted(rectangle[1::2])
    across = (right - left) / (x1 - x0) if x1 > x0 else 1.0
    up = (high - low) / (y1 - y0) if y1 > y0 else 1.0
    return mult_matrix(own, (across, 0, 0, up, left - x0 * across, low - y0 * up))
