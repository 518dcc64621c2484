"""Scans of documents: their pages drawn, turned as on a careless day, with the noise of a cheap glass."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import numpy as np
import pypdfium2
from PIL import Image

DOTS_PER_INCH = 200


def scanned(data: bytes, pages: Sequence[int] | None = None, *, degrees: float = 0.5, noise: float = 6.0) -> bytes:
    """Return a PDF that holds nothing but pictures of the pages (1-based; all unless given) of another.

    ``degrees`` are clockwise; ``noise`` is its spread in steps of grey, the same for the same pages.
    """
    random = np.random.default_rng(0)
    document = pypdfium2.PdfDocument(data)
    pictures = []
    for number in pages or range(1, len(document) + 1):
        drawn = document[number - 1].render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil().convert("L")
        turned = np.asarray(drawn.rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor=255), dtype=float)
        grey = np.clip(turned + random.normal(0, noise, turned.shape), 0, 255)
        pictures.append(Image.fromarray(grey.astype(np.uint8)))
    document.close()
    buffer = BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=DOTS_PER_INCH, quality=85)
    return buffer.getvalue()


def extract(data: bytes, pages: Sequence[int]) -> bytes:
    """Return a PDF of some pages (1-based) of another, as they are."""
    source, chosen = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    chosen.import_pages(source, [number - 1 for number in pages])
    buffer = BytesIO()
    chosen.save(buffer)
    chosen.close()
    source.close()
    return buffer.getvalue()
