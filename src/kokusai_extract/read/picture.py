"""Pictures of PDF pages, as a person would see them printed."""

from __future__ import annotations

import threading
from io import BytesIO
from pathlib import Path

import pypdfium2

LARGEST_SIDE = 4000
"""No picture gets wider or higher than this many pixels, whatever a document says of its pages."""

_PDFIUM = threading.Lock()  # pdfium must not be entered by two threads at once


def page_picture(path: Path, number: int, width: int) -> bytes | None:
    """Return a page (1-based) as a PNG of ``width`` pixels, or None where it cannot be drawn."""
    try:
        with _PDFIUM:
            pdf = pypdfium2.PdfDocument(path)
            try:
                page = pdf[number - 1]
                across, down = page.get_size()
                scale = min(width / across, LARGEST_SIDE / across, LARGEST_SIDE / down)
                image = page.render(scale=scale).to_pil()
            finally:
                pdf.close()
    except (pypdfium2.PdfiumError, IndexError, OSError, ValueError, ZeroDivisionError):
        return None
    picture = BytesIO()
    image.convert("RGB").save(picture, "PNG", compress_level=3)
    return picture.getvalue()
