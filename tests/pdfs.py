"""Small PDFs for tests, drawn with reportlab at places counted from the top left.

Text is set in a Japanese font that is named but not embedded, so no font is needed to make or to read them.
"""

from __future__ import annotations

from io import BytesIO

from reportlab import rl_config
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

ACROSS = UnicodeCIDFont("HeiseiMin-W3")
DOWN = UnicodeCIDFont("HeiseiKakuGo-W5", isVertical=True)
rl_config.useA85 = 0  # packed streams as most programs write them
for _font in (ACROSS, DOWN):
    pdfmetrics.registerFont(_font)


class Sheet:
    """A PDF that is being drawn, by default on A4."""

    def __init__(
        self, width: float = 595, height: float = 842, *, password: str | None = None, owner: str | None = None
    ) -> None:
        self.height = height
        self._buffer = BytesIO()
        locked = None if owner is None else StandardEncryption(password or "", ownerPassword=owner, strength=128)
        self.canvas = Canvas(
            self._buffer, pagesize=(width, height), invariant=1, pageCompression=1, encrypt=locked, initialFontName=None
        )

    def text(
        self, words: str, x: float, top: float, *, size: float = 10, font: UnicodeCIDFont = ACROSS, mode: int = 0
    ) -> Sheet:
        """Set words whose em boxes begin at (x, top). Mode 3 is text that is not drawn."""
        self.canvas.setFont(font.fontName, size)
        baseline = self.height - top - (0 if font is DOWN else 0.86 * size)
        self.canvas.drawString(x, baseline, words, mode=mode)
        return self

    def line(self, x0: float, top: float, x1: float, bottom: float) -> Sheet:
        """Draw a straight line."""
        self.canvas.line(x0, self.height - top, x1, self.height - bottom)
        return self

    def box(self, x0: float, top: float, x1: float, bottom: float, *, fill: bool = False, stroke: bool = True) -> Sheet:
        """Draw a rectangle."""
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=int(stroke), fill=int(fill))
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Sheet:
        """Draw a full grid of lines."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        return self

    def page(self) -> Sheet:
        """End the page and begin the next."""
        self.canvas.showPage()
        return self

    def data(self) -> bytes:
        """Return the finished PDF."""
        self.canvas.save()
        return self._buffer.getvalue()
