"""Print that the recognizer passes over: lone figures and letters, and signs in gaps of a line, each by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from kokusai_extract.model.source import BBox
from kokusai_extract.read.drawing import Stroke
from kokusai_extract.read.ocr.letters import TALLNESS, em_of, width_of
from kokusai_extract.read.ocr.picture import Picture, Pixels
from kokusai_extract.read.ocr.recognize import Letter, Strip, recognize_line

HEIGHT, WIDTH = (3.6, 24.0), (0.5, 60.0)
"""How high and how wide ink is that may be a letter or a few, in points; a figure is two thirds as high as its size."""

MOST = 60
"""So many places are read at most; a page with more shows a photograph or a map."""

_INK = 150  # grey
_SIGNS = frozenset("※／")
_FIGURE, _KANJI = 0.7, 0.9  # how high the ink of a figure and of a kanji is, in em
_CLOSE = 3.0  # points between letters of one word, at most
_GAP, _IN_BRACKETS = 0.6, 0.3  # em between two letters, at the least, for a sign to stand in it
_FEW_PAIRS, _WORD_GAP, _FAR_WIDER = 4, 0.18, 2.5  # pairs of Latin letters; em; times the usual white between them
_THIN = 0.25  # em: no stroke is wider across
_TALL, _SURE = 0.4, 0.8  # em that such a sign is high and wide; how likely its reading must be
_MARGIN = 4.0  # points of the picture around a word that is read
_RULE = 1.5  # points on each side of a ruled line that belong to it
_SHORTEST_RULE = 14.0


def filled(picture: Picture, strip: Strip) -> Strip:
    """Return a strip with the signs that stand in its gaps, such as the ※ of (※) and the strokes between names.

    Raises:
        Failed: when the recognizer breaks down.
    """
    if strip.turn or len(strip.letters) < 2:
        return strip
    size = em_of(strip.letters, strip.x1 - strip.x0, strip.bottom - strip.top)
    letters: list[Letter] = []
    for one, other in pairwise(strip.letters):
        letters.append(one)
        left, right = one.at + width_of(one) * size / 2, other.at - width_of(other) * size / 2
        if right - left < (_IN_BRACKETS if one.text in "(（" and other.text in ")）" else _GAP) * size:
            continue
        ink = picture.pixels[int(strip.top) : int(strip.bottom) + 1, round(left) : round(right)] < _INK
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        if not len(rows) or rows[-1] - rows[0] < _TALL * size or columns[-1] - columns[0] < _TALL * size:
            continue
        x0, x1 = round(left) + int(columns[0]), round(left) + int(columns[-1]) + 1
        if _is_stroke(ink[:, columns[0] : columns[-1] + 1], size):
            letters.append(Letter((x0 + x1) / 2, "／", _SURE))
            continue
        words, score = _read(picture, BBox(x0, strip.top, x1, strip.bottom), 1)
        if words in _SIGNS or (len(words) == 1 and words.isalnum() and score >= _SURE):
            letters.append(Letter((x0 + x1) / 2, words, score))
    return strip._replace(letters=(*letters, strip.letters[-1]))


def parted(picture: Picture, strip: Strip) -> Strip:
    """Return a strip with the spaces between Latin words that were not seen: white far wider than between letters."""
    if strip.turn:
        return strip
    letters = list(strip.letters)
    pairs = [i for i in range(1, len(letters)) if all(map(_is_latin, letters[i - 1 : i + 1]))]
    if len(pairs) < _FEW_PAIRS:
        return strip
    size = em_of(strip.letters, strip.x1 - strip.x0, strip.bottom - strip.top)
    white = np.asarray((picture.pixels[int(strip.top) : int(strip.bottom) + 1] >= _INK).all(axis=0))
    gaps = {i: _widest(white[int(letters[i - 1].at) : int(letters[i].at) + 1]) for i in pairs}
    usual = sorted(gaps.values())[len(gaps) // 2]
    for i, gap in gaps.items():
        if gap >= max(_WORD_GAP * size, _FAR_WIDER * usual):
            letters[i] = letters[i]._replace(spaced=True)
    return strip._replace(letters=tuple(letters))


def _is_latin(letter: Letter) -> bool:
    return letter.text.isascii() and letter.text.isalpha()


def _widest(white: NDArray[np.bool_]) -> int:
    """Return how long the longest run is."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], white.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _is_stroke(ink: NDArray[np.bool_], size: float) -> bool:
    """Tell whether ink is a wide slanted stroke, which alone looks like a 1: thin, from lower left to upper right."""
    places = [np.flatnonzero(row) for row in ink]
    runs = [(float(place.mean()), int(place[-1] - place[0])) for place in places if len(place)]
    third = max(1, len(runs) // 3)
    leans = runs[0][0] - runs[-1][0] >= _TALL * size and all(
        before[0] >= after[0] - 1 for before, after in zip(runs, runs[third:], strict=False)
    )
    return leans and max(width for _, width in runs) <= _THIN * size


def missed(picture: Picture, strips: Sequence[Strip], rules: Sequence[Stroke]) -> list[Strip]:
    """Return strips for ink of the size of letters that lies in no strip, on no ruled line.

    Raises:
        Failed: when the recognizer breaks down.
    """
    found = []
    for box in list(_places(picture, strips, rules))[:MOST]:
        x0, x1 = box.x0, box.x1
        signs, score = _read(picture, box, round(_MARGIN * picture.scale))
        step = (x1 - x0) / max(1, len(signs))
        letters = tuple(Letter(x0 + (i + 0.5) * step, sign, score) for i, sign in enumerate(signs))
        if any(sign.isalnum() for sign in signs):
            found.append(Strip(*_as_strip(box, letters), 0, score, letters))
    return found


def _as_strip(box: BBox, letters: Sequence[Letter]) -> tuple[float, float, float, float]:
    """Return the top, left, bottom and right of a strip with such ink: there is white around letters."""
    x0, top, x1, bottom = box
    size = (bottom - top) / (_FIGURE if all(letter.text.isascii() for letter in letters) else _KANJI)
    high = max(0.0, size / TALLNESS - (bottom - top)) / 2
    wide = max(0.0, size * sum(map(width_of, letters)) - (x1 - x0)) / 2
    return top - high, x0 - wide, bottom + high, x1 + wide


def _read(picture: Picture, box: BBox, margin: int) -> tuple[str, float]:
    """Return what a part of the picture says, and how likely."""
    x0, top, x1, bottom = (int(edge) for edge in box)
    part = picture.pixels[max(0, top - margin) : bottom + margin, max(0, x0 - margin) : x1 + margin]
    words, score = recognize_line(np.ascontiguousarray(part))
    return "".join(words.split()), score


def _places(picture: Picture, strips: Sequence[Strip], rules: Sequence[Stroke]) -> Iterator[BBox]:
    """Yield where such ink is, in pixels, from the top."""
    scale = picture.scale
    ink: Pixels = (picture.pixels < _INK).astype(np.uint8)
    for rule in rules:
        if max(rule.x1 - rule.x0, rule.bottom - rule.top) >= _SHORTEST_RULE:
            x0, top, x1, bottom = (edge * scale for edge in rule)
            _clear(ink, BBox(x0, top, x1, bottom), round(_RULE * scale))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    read = np.zeros_like(ink)
    for strip in strips:
        read[int(strip.top) : int(strip.bottom) + 1, int(strip.x0) : int(strip.x1) + 1] = 1
    ink[np.isin(labels, np.unique(np.asarray(labels)[read == 1]))] = 0
    for number, (left, top, width, height) in enumerate(boxes[:, :4].tolist()):
        if number and max(width, height) > HEIGHT[1] * scale:
            ink[top : top + height, left : left + width][labels[top : top + height, left : left + width] == number] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, round(_CLOSE * scale)), np.uint8))
    _, _, words, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for top, left, height, width in sorted((y, x, h, w) for x, y, w, h, _ in words[1:].tolist()):
        if HEIGHT[0] <= height / scale <= HEIGHT[1] and WIDTH[0] <= width / scale <= WIDTH[1]:
            yield BBox(left, top, left + width, top + height)


def _clear(ink: Pixels, box: BBox, near: int) -> None:
    x0, top, x1, bottom = (int(edge) for edge in box)
    ink[max(0, top - near) : bottom + near + 1, max(0, x0 - near) : x1 + near + 1] = 0
