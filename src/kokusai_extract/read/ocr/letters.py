"""Recognized letters to glyphs: each with a box like that of a printed letter, so that pages are laid out alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from kokusai_extract.model.source import BBox
from kokusai_extract.read.drawing import Glyph, opposite, turned
from kokusai_extract.read.ocr.recognize import Letter, Strip

TALLNESS = 0.85
"""What of a strip's height its letters fill; the rest is white above and below."""

PITCH, FEW_PITCHES = 1.08, 2
"""Wide letters that follow each other are no larger than this part of the usual way from one to the next; so many ways
tell."""

RUNS_ON = 0.45
"""Letters whose boxes part by no more than this, in em, follow each other: their places are known no better."""

WIDE_SET = 0.72
"""The same where one is narrow: it may be set as wide as a kanji (ＭＩＣＥ), and its place is known less well."""

HYPHENED, FIGURES = 0.62, (0.85, 1.15)
"""Em from the middle of a hyphen to that of the letter beside it, at most, that leave no room for a space between; and
from figure to figure that are set as wide as kanji."""

SET_APART = 0.35
"""Em of white that typesetters put between a Latin letter or figure and a kanji, at most; it is no space."""

NARROW_SPACE = 0.75
"""A space that leaves less than so many em between two letters is a narrow one."""

ONCE = 0.65
"""The same wide letter twice within so many em is one: a recognizer may see Ⅲ in each half of it."""

SPACE = "\N{IDEOGRAPHIC SPACE}"


def glyphs_of(strip: Strip, scale: float) -> list[Glyph]:
    """Return the glyphs of a strip, in points.

    A recognizer tells where the middle of a letter is, give or take a quarter of an em. Letters that follow each other
    meet half way; where they stand apart, each is as wide as its kind is.
    """
    if not strip.letters:
        return []
    box = BBox(strip.x0, strip.top, strip.x1, strip.bottom)
    start, upper, end, lower = turned(box, strip.turn)
    size = em_of(strip.letters, end - start, lower - upper)
    middle = (upper + lower) / 2
    back = opposite(strip.turn)
    glyphs = []
    for text, left, right in _places(strip.letters, size, start, end):
        place = turned(BBox(left, middle - size / 2, right, middle + size / 2), back)
        x0, top, x1, bottom = (edge / scale for edge in place)
        glyphs.append(Glyph(text, x0, top, x1, bottom, size / scale, strip.turn))
    return glyphs


def once(strip: Strip) -> Strip:
    """Return a strip with letters that were seen twice in one place seen once, and in doubt."""
    size = em_of(strip.letters, *extent(strip)) if strip.letters else 0.0
    letters: list[Letter] = []
    for letter in strip.letters:
        before = letters[-1] if letters else None
        same = before and before.text == letter.text and letter.text.isalnum() and width_of(letter) >= 1
        if before and same and letter.at - before.at < ONCE * size:
            letters[-1] = before._replace(at=(before.at + letter.at) / 2, score=min(before.score, letter.score, 0.5))
        else:
            letters.append(letter)
    return strip._replace(letters=tuple(letters))


def extent(strip: Strip) -> tuple[float, float]:
    """Return how long a strip is and how high, as it reads."""
    across, down = strip.x1 - strip.x0, strip.bottom - strip.top
    return (down, across) if strip.turn else (across, down)


def em_of(letters: Sequence[Letter], length: float, height: float) -> float:
    """Return how large letters are that fill a strip: by its height, or by its length or their pitch where less.

    A strip that is found with much white above and below would make them too large.
    """
    pitches = sorted(
        other.at - one.at for one, other in pairwise(letters) if _fills(one) and _fills(other) and not other.spaced
    )
    pitch = pitches[len(pitches) // 2] if len(pitches) >= FEW_PITCHES else inf
    return max(1.0, min(TALLNESS * height, length / sum(map(width_of, letters)), PITCH * pitch))


def _fills(letter: Letter) -> bool:
    """Tell whether a letter is seen in the middle of its em: a bracket is seen at one side of it."""
    return letter.text.isalnum() and width_of(letter) == 1


def _places(letters: Sequence[Letter], size: float, start: float, end: float) -> Iterator[tuple[str, float, float]]:
    """Yield each letter's text with its left and right edge, and a space between where one was seen."""
    halves = [width_of(letter) * size / 2 for letter in letters]
    edges = [(letter.at - half, letter.at + half) for letter, half in zip(letters, halves, strict=True)]
    lefts, rights = [edge for edge, _ in edges], [edge for _, edge in edges]
    lefts[0], rights[-1] = min(max(lefts[0], start), letters[0].at), max(min(rights[-1], end), letters[-1].at)
    spaced = [False] * len(letters)
    for i, (one, other) in enumerate(pairwise(letters)):
        narrow = min(width_of(one), width_of(other)) < 1
        gap = (lefts[i + 1] - rights[i]) / size
        if gap > (WIDE_SET if narrow else RUNS_ON):
            continue
        meet = (one.at * halves[i + 1] + other.at * halves[i]) / (halves[i] + halves[i + 1])
        rights[i] = lefts[i + 1] = meet
        way = (other.at - one.at) / size
        hyphened = "-" in (one.text, other.text) and way < HYPHENED
        wide_set = one.text.isdigit() and other.text.isdigit() and FIGURES[0] < way < FIGURES[1]
        set_apart = one.text.isascii() != other.text.isascii() and gap < SET_APART
        spaced[i + 1] = other.spaced and not (hyphened or wide_set or set_apart)
    for i, letter in enumerate(letters):
        if spaced[i]:
            gap = edges[i][0] - edges[i - 1][1]
            yield " " if gap < NARROW_SPACE * size else SPACE, lefts[i], lefts[i]
        yield letter.text, lefts[i], max(rights[i], lefts[i])


def width_of(letter: Letter) -> float:
    """Return how wide a letter usually is, in em."""
    return sum(0.5 if unicodedata.east_asian_width(sign) in ("Na", "H", "N") else 1.0 for sign in letter.text)
