"""Pages as pictures, drawn by pdfium."""

from __future__ import annotations

from itertools import islice
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw
from numpy.typing import NDArray

DOTS_PER_INCH = 200

MOST_PIXELS = 16_000_000
"""Pixels of the largest picture: an A2 sheet; larger ones are drawn more coarsely."""

MOST_IMAGES = 20
"""So many images of a page are tried; a scan is one, or a few strips."""

Pixels = NDArray[np.uint8]


class Picture(NamedTuple):
    """A page in grey, 0 black to 255 white, rows from the top; ``scale`` is pixels a point.

    ``broken`` counts the images on the page that cannot be drawn: what they show is missing.
    """

    pixels: Pixels
    scale: float
    broken: int = 0

    @property
    def blank(self) -> bool:
        """Whether nothing is to be seen on it."""
        return int(self.pixels.max()) - int(self.pixels.min()) < 32


class Pictures:
    """Draws the pages of one PDF, until it is closed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: pypdfium2.PdfDocument | None = None

    def close(self) -> None:
        """Let go of the document."""
        if self._document is not None:
            self._document.close()
            self._document = None

    def draw(self, number: int) -> Picture | None:
        """Return a page (1-based) as a viewer shows it, or None where pdfium cannot draw it."""
        try:
            if self._document is None:
                self._document = pypdfium2.PdfDocument(self._data)
            page = self._document[number - 1]
            width, height = page.get_size()
            scale = min(DOTS_PER_INCH / 72, sqrt(MOST_PIXELS / (width * height)))
            pixels = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
        except (pypdfium2.PdfiumError, IndexError, ValueError, ZeroDivisionError, OverflowError):
            return None
        grey: Pixels = np.ascontiguousarray(pixels.reshape(pixels.shape[0], pixels.shape[1]))
        return Picture(grey.copy(), scale, sum(map(_is_broken, _images(page))))


def _images(page: pypdfium2.PdfPage) -> list[Any]:
    return list(islice(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]), MOST_IMAGES))


def _is_broken(image: Any) -> bool:
    try:
        image.get_bitmap()
    except pypdfium2.PdfiumError:
        return True
    return False
