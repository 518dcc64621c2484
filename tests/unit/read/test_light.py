"""Uneven light is taken off a picture; even light, print and shaded boxes stay as they are."""

from __future__ import annotations

import numpy as np
import pytest

from kokusai_extract.read.ocr.light import evened
from kokusai_extract.read.ocr.picture import Picture


def page(*, darker: float) -> Picture:
    """White paper with rows of print and a shaded box, ``darker`` at its lower right corner."""
    pixels = np.full((1000, 800), 255.0)
    pixels[100:900:20, 60:700:6] = 30
    pixels[300:360, 100:600] = 220
    down, across = np.linspace(0, 0.5, 1000)[:, None], np.linspace(0, 0.5, 800)[None, :]
    return Picture((pixels * (1 - darker * (down + across) / 255)).astype(np.uint8), 2.0)


def test_even_light_changes_nothing() -> None:
    bright = page(darker=0)
    assert evened(bright) is bright


@pytest.mark.parametrize("darker", [60, 110])
def test_paper_is_white_and_shades_are_grey_wherever_they_lie(darker: float) -> None:
    even = evened(page(darker=darker)).pixels.astype(float)
    paper = [even[50, 50], even[950, 780], even[50, 780], even[950, 50]]
    assert min(paper) > 248
    assert even[330, 103] == pytest.approx(220, abs=6)
    assert even[330, 596] == pytest.approx(220, abs=6)
    assert even[100, 60] < 40


def test_a_small_picture_is_left_alone() -> None:
    small = Picture(np.full((60, 60), 100, np.uint8), 2.0)
    assert evened(small) is small
