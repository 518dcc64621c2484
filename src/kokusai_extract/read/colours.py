"""Colours as far as reading needs them: which one is the paper's, and which two cannot be told apart."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

Colour = tuple[float, ...]
"""Red, green and blue, 0 to 1; empty where it is not known."""

PAPER: Colour = (1.0, 1.0, 1.0)

ALIKE = 0.03
"""Colours that differ by no more than this in red, green and blue look the same."""

_BY_INK = ("Separation", "DeviceN")
_DEVICE = ("DeviceGray", "CalGray", "DeviceRGB", "CalRGB", "DeviceCMYK", "ICCBased")


@lru_cache(maxsize=4096)
def colour_of(values: Any, space: str) -> Colour:
    """Return the colour that these values of a colour space (ISO 32000-1, 8.6) look like, as far as that is known.

    Of a spot colour it is only known that no ink is paper; of patterns, palettes and Lab nothing is.
    """
    parts = values if isinstance(values, tuple) else (values,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return ()
    if space in _BY_INK:
        return () if any(parts) else PAPER
    if space in _DEVICE and len(parts) == 4:
        light = 1 - parts[3]
        return (1 - parts[0]) * light, (1 - parts[1]) * light, (1 - parts[2]) * light
    if space in _DEVICE and len(parts) in (1, 3):
        return parts[0], parts[len(parts) // 2], parts[-1]
    return ()


def alike(one: Colour, other: Colour) -> bool:
    """Tell whether nobody can tell two colours apart."""
    return all(abs(a - b) <= ALIKE for a, b in zip(one, other, strict=True))
