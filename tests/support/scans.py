"""Scans of documents: their pages drawn, turned as on a careless day, with the noise of a cheap glass."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import numpy as np
import pypdfium2
from PIL import Image

DOTS_PER_INCH = 200
BLACK = 150
"""Steps of grey up to which a scanner of black and white takes paper for ink."""


def scanned(
    data: bytes,
    pages: Sequence[int] | None = None,
    *,
    degrees: float = 0.5,
    noise: float = 6.0,
    dots: int = DOTS_PER_INCH,
    turned: int = 0,
    quality: int = 85,
    shade: float = 0.0,
    bilevel: bool = False,
    abreast: bool = False,
) -> bytes:
    """Return a PDF that holds nothing but pictures of the pages (1-based; all unless given) of another.

    ``degrees`` are clockwise; ``noise`` is its spread in steps of grey, the same for the same pages. ``dots`` are those
    an inch, ``turned`` how many quarters the paper lies round (clockwise), ``quality`` that of the JPEG, ``shade`` how
    much darker the paper is at its right and lower edge, in steps of grey; ``bilevel`` pictures are black and white,
    as from a fax; ``abreast``, two pages lie side by side on each sheet.
    """
    random = np.random.default_rng(0)
    document = pypdfium2.PdfDocument(data)
    numbers = pages or range(1, len(document) + 1)
    sheets = [document[n - 1].render(scale=dots / 72, grayscale=True).to_pil().convert("L") for n in numbers]
    document.close()
    if abreast:
        sheets = [_abreast(*sheets[i : i + 2]) for i in range(0, len(sheets), 2)]
    pictures = []
    for sheet in sheets:
        lying = sheet.rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(lying.rotate(-90 * turned, expand=True), dtype=float)
        down, across = np.linspace(0, 0.5, grey.shape[0])[:, None], np.linspace(0, 0.5, grey.shape[1])[None, :]
        grey = np.clip(grey - shade * (down + across) + random.normal(0, noise, grey.shape), 0, 255)
        picture = Image.fromarray(grey.astype(np.uint8))
        pictures.append(picture.point(lambda step: 255 * (step > BLACK)).convert("1") if bilevel else picture)
    buffer = BytesIO()
    how = {} if bilevel else {"quality": quality}
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=dots, **how)
    return buffer.getvalue()


def _abreast(left: Image.Image, right: Image.Image) -> Image.Image:
    sheet = Image.new("L", (left.width + right.width, max(left.height, right.height)), 255)
    sheet.paste(left, (0, 0))
    sheet.paste(right, (left.width, 0))
    return sheet


def extract(data: bytes, pages: Sequence[int]) -> bytes:
    """Return a PDF of some pages (1-based) of another, as they are."""
    source, chosen = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    chosen.import_pages(source, [number - 1 for number in pages])
    buffer = BytesIO()
    chosen.save(buffer)
    chosen.close()
    source.close()
    return buffer.getvalue()
