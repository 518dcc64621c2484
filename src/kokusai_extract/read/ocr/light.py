"""Pages under uneven light, or on grey paper: the paper made white, so that ink and shaded boxes stand out alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kokusai_extract.read.ocr.picture import Picture

EVEN = 20.0
"""Paper that is no darker than this anywhere, in steps of grey below white, is left as it is."""

_CELL = 48  # pixels: a part of the page whose paper is looked at
_PAPER = 80  # percent of a part's pixels that are darker than its paper
_DARKER = 6.0  # steps of grey: such a part is shaded, or dark with print, and says nothing of the light
_ROUNDS = 8


def evened(picture: Picture) -> Picture:
    """Return the picture as under even light. Light changes slowly over a page; what changes at an edge is print."""
    height, width = picture.pixels.shape
    rows, columns = height // _CELL, width // _CELL
    if min(rows, columns) < 3:
        return picture
    parts = picture.pixels[: rows * _CELL, : columns * _CELL].reshape(rows, _CELL, columns, _CELL)
    paper = np.percentile(parts.transpose(0, 2, 1, 3).reshape(rows, columns, -1), _PAPER, axis=2)
    down, across = np.mgrid[0:rows, 0:columns]
    places = _powers((down.ravel() + 0.5) / rows, (across.ravel() + 0.5) / columns)
    light, kept = paper.ravel(), np.ones(rows * columns, bool)
    for _ in range(_ROUNDS):
        shape = np.linalg.lstsq(places[kept], light[kept], rcond=None)[0]
        brighter = light > places @ shape - _DARKER
        if brighter.sum() < places.shape[1] * 4 or np.array_equal(brighter, kept):
            break
        kept = brighter
    seen = (places @ shape).reshape(rows, columns)
    if float(seen.min()) >= 255 - EVEN:
        return picture
    y, x = (np.arange(height) + 0.5) / (rows * _CELL), (np.arange(width) + 0.5) / (columns * _CELL)
    ground = shape[0] + np.add.outer(shape[1] * y + shape[3] * y * y, shape[2] * x + shape[4] * x * x)
    ground += shape[5] * np.outer(y, x)
    even = picture.pixels * (255.0 / np.clip(ground, 64.0, 255.0))
    return picture._replace(pixels=np.clip(even, 0, 255).astype(np.uint8))


def _powers(y: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([np.ones_like(y), y, x, y * y, x * x, y * x], axis=1)
