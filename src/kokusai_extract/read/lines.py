"""Glyphs to printed lines: which stand on one line, and where words and columns part. Pure geometry.

Everything here works in a frame in which text reads from left to right and downwards; a turned page or a column of
vertical writing is turned first (:func:`kokusai_extract.read.drawing.turned`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kokusai_extract.read.drawing import Glyph

SAME_LINE = 0.5
"""Glyphs are on one line when their heights overlap by this part of the smaller one."""

WORD_GAP = 0.35
"""A gap of this many em, seen between two glyphs without a printed space, becomes a space."""

LATIN_WORD_GAP = 0.15
"""The same between two Latin letters, whose word spaces are narrow."""

COLUMN_GAP = 2.1
"""A gap wider than this many em parts two columns, unless the word is letter-spaced."""

PAIR_GAP = 4.2
"""Two single characters up to this many em apart are one letter-spaced word (``目　　　次``)."""


class Piece(NamedTuple):
    """A stretch of page text: a glyph's characters, or a mark put in by the reader (``glyph`` is None)."""

    text: str
    glyph: Glyph | None


PrintedLine = list[Piece]


def cluster_lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return the glyphs of each line, lines from top to bottom, glyphs from left to right."""
    lines: list[list[Glyph]] = []
    top = bottom = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom, g.x0, g)):
        height = glyph.bottom - glyph.top
        if lines:
            tall, small = max(bottom - top, height), min(bottom - top, height)
            overlap = min(bottom, glyph.bottom) - max(top, glyph.top)
            off_centre = abs(top + bottom - glyph.top - glyph.bottom) / 2
            if overlap >= SAME_LINE * small and (tall <= 2.2 * small or off_centre <= 0.35 * tall):
                lines[-1].append(glyph)
                if height > bottom - top:
                    top, bottom = glyph.top, glyph.bottom
                continue
        lines.append([glyph])
        top, bottom = glyph.top, glyph.bottom
    for line in lines:
        line.sort(key=lambda g: (g.x0, g.x1, g))
    return [line for line in lines if any(not g.text.isspace() for g in line)]


class _Word(NamedTuple):
    glyphs: list[Glyph]
    gap: float
    """Distance to the word before, in em; 0 for the first."""
    spaces: list[Glyph]
    """White space printed before it."""


def _words(line: Sequence[Glyph]) -> list[_Word]:
    words: list[_Word] = []
    spaces: list[Glyph] = []
    end = 0.0
    for glyph in line:
        if glyph.text.isspace():
            spaces.append(glyph)
            continue
        if not words:
            words.append(_Word([glyph], 0.0, []))
            end = glyph.x1
        else:
            before = words[-1].glyphs[-1]
            gap = (glyph.x0 - end) / (max(before.size, glyph.size) or 1.0)
            least = LATIN_WORD_GAP if _latin(before) and _latin(glyph) else WORD_GAP
            if spaces or gap >= least:
                words.append(_Word([glyph], gap, spaces))
            else:
                words[-1].glyphs.append(glyph)
            end = max(end, glyph.x1)
        spaces = []
    return words


def _latin(glyph: Glyph) -> bool:
    return glyph.text.isascii() and glyph.text.isalpha()


def _letter(word: _Word) -> bool:
    return len(word.glyphs) == 1 and len(word.glyphs[0].text) == 1


def _spaced_out(words: Sequence[_Word]) -> list[bool]:
    """Return for each word whether the gap before it only spaces out the letters of one word."""
    result = [False] * len(words)
    start = 0
    while start < len(words):
        stop = start + 1
        while stop < len(words) and _letter(words[stop]) and _letter(words[stop - 1]):
            stop += 1
        gaps = [word.gap for word in words[start + 1 : stop]]
        letters = [word.glyphs[0].text for word in words[start:stop]]
        written = sum(not letter.isascii() and letter.isalpha() for letter in letters)
        if len(gaps) == 1 and written == 2:
            alone = len(words) == 2
            result[start + 1] = gaps[0] <= PAIR_GAP * (2 if alone else 1)
        elif len(gaps) > 1 and written >= 2:
            usual = sorted(gaps)[len(gaps) // 2]
            for i, gap in enumerate(gaps, start + 1):
                result[i] = gap <= 1.4 * usual + 0.3
        start = stop
    return result


def set_line(
    line: Sequence[Glyph], column_mark: str, parted: Callable[[float, float, float], bool] | None = None
) -> PrintedLine:
    """Return a line's text: glyphs, printed spaces, one space for a gap, ``column_mark`` for one as wide as a column.

    ``parted(x0, x1, y)`` tells whether a ruled line stands between x0 and x1 at height y. White space at both ends is
    left out, and so is white space that fills a gap as wide as a column.
    """
    words = _words(line)
    letter_spaced = _spaced_out(words)
    pieces: PrintedLine = []
    for i, word in enumerate(words):
        if i:
            before = words[i - 1].glyphs[-1]
            first = word.glyphs[0]
            wide = word.gap > COLUMN_GAP and not letter_spaced[i]
            if not wide and parted is not None and word.gap > 0:
                wide = parted(before.x1, first.x0, (first.top + first.bottom) / 2)
            if wide:
                pieces.append(Piece(column_mark, None))
            elif word.spaces:
                pieces.extend(Piece(space.text, space) for space in word.spaces)
            else:
                pieces.append(Piece(" ", None))
        pieces.extend(Piece(glyph.text, glyph) for glyph in word.glyphs)
    return pieces
