"""Pages that were laid on the glass askew: by how much, and the picture straightened."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kokusai_extract.read.ocr.picture import Picture, Pixels

MOST = 6.0
"""The greatest skew that is looked for, in degrees."""

LEAST = 0.03
"""A smaller skew moves the end of a line by less than a quarter of a point."""

_COARSE, _FINE = 0.2, 0.02
_FEWEST_DOTS, _MOST_DOTS = 200, 120_000
_CLEARLY = 1.02


def skew_of(picture: Picture) -> float:
    """Return by how many degrees the page is turned clockwise: 0 where that is too little to tell.

    Print and ruled lines lie on rows and columns: where the picture is straight, its dark dots share the fewest.
    """
    ys, xs = _dots(picture.pixels)
    if len(ys) < _FEWEST_DOTS:
        return 0.0
    best, _ = _best(ys, xs, np.arange(-MOST, MOST + _COARSE, _COARSE))
    best, score = _best(ys, xs, np.arange(best - _COARSE, best + _COARSE + _FINE, _FINE))
    _, straight = _best(ys, xs, np.zeros(1))
    return 0.0 if abs(best) < LEAST or score < _CLEARLY * straight else round(best, 2)


def straighten(picture: Picture, degrees: float) -> Picture:
    """Return the picture turned back about its middle, with white corners."""
    if not degrees:
        return picture
    height, width = picture.pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(
        picture.pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return Picture(np.asarray(turned, dtype=np.uint8), picture.scale)


def _dots(pixels: Pixels) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the places of dark dots on a picture of half the size, a fixed choice of them where there are many."""
    small = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    edges = small < min(160, int(small.mean()) - 20)
    ys, xs = np.nonzero(edges)
    step = len(ys) // _MOST_DOTS + 1
    return ys[::step].astype(np.float64), xs[::step].astype(np.float64)


def _best(ys: NDArray[np.float64], xs: NDArray[np.float64], angles: NDArray[np.float64]) -> tuple[float, float]:
    """Return the angle at which the dots share the fewest rows and columns, and how sharply they do."""
    scores = [_sharpness(ys - xs * slope) + _sharpness(xs + ys * slope) for slope in np.tan(np.radians(angles))]
    return float(angles[int(np.argmax(scores))]), max(scores)


def _sharpness(places: NDArray[np.float64]) -> float:
    """Return how unevenly dots are spread over rows: the sum of squares of how many share each."""
    rows = np.bincount((places - places.min()).astype(np.int64)).astype(np.float64)
    return float((rows**2).sum())
