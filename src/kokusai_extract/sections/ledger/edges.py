"""Where one column of a ledger ends and the next begins, where no border says it.

Figures end at the right of their column, one under the other; names begin at its left. A page may hold too few of
both, so the words of all tables whose heads stand at the same places count together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kokusai_extract.sections.ledger.accounts import is_account, led_by
from kokusai_extract.sections.ledger.sheets import Piece, rows_of, words_of
from kokusai_extract.values.money import unit_of

_FIGURE = re.compile(r"[△▲-]?\d{1,3}(?:,\d{3})*|[△▲-]|千?円")
IN_LINE = 1.5
"""Figures of one column end within so many points of one another."""
TOUCHING = 1.0
"""A figure that begins so near to the end of others, in points, stands in their column."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a table's body. ``grouped``: it is a figure of four digits or more, with commas."""

    x0: float
    x1: float
    figure: bool
    grouped: bool


def words_below(pieces: Iterable[Piece], bottom: float) -> list[Word]:
    """Return the words below the heads of a table; accounts, titles and units are none of its body."""
    found = []
    for row in rows_of(piece for piece in pieces if piece.box.top >= bottom):
        title, line = led_by(row)
        if title is not None or is_account(line):
            continue
        for piece in row:
            if unit_of(piece.passage) is None:
                for word in words_of(piece):
                    text = word.passage.text
                    figure = bool(_FIGURE.fullmatch(text))
                    found.append(Word(word.box.x0, word.box.x1, figure, figure and "," in text))
    return found


def right_edge(words: Sequence[Word], after: float, before: float) -> float | None:
    """Return where the figures of a column end whose middle is ``after``, left of a column whose middle is ``before``.

    Numbers of items and codes in the column to the right are figures too, but they begin in line; so figures with
    commas count before others, and then what ends furthest to the left.
    """
    figures = [word for word in words if word.figure and word.x1 > after and (word.x0 + word.x1) / 2 < before]
    ends = Counter(round(word.x1) for word in figures if word.grouped)
    if ends:
        common = min(end for end, count in ends.items() if count == max(ends.values()))
    elif figures:
        common = min(round(word.x1) for word in figures)
    else:
        return None
    end = max(word.x1 for word in figures if word.x1 <= common + IN_LINE)
    for word in sorted(figures, key=lambda word: word.x1):
        if word.x0 <= end + TOUCHING:  # commas are narrow: 0 may end further to the right than 1,234,000
            end = max(end, word.x1)
    return end


def occupied(words: Iterable[Word]) -> list[tuple[float, float]]:
    """Return the stretches of the sheet's width that words stand on, from left to right, none overlapping."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted((word.x0, word.x1) for word in words):
        if merged and x0 <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(x1, merged[-1][1]))
        else:
            merged.append((x0, x1))
    return merged


def white_between(words: Sequence[Word], left: tuple[float, float], right: tuple[float, float]) -> float:
    """Return the middle of the widest white between two heads, given where each reaches."""
    stands = occupied(words)
    ends = [left[1], *(b for a, b in stands if left[1] < b and a < right[0])]
    white = [(min([right[1], *(a for a, _ in stands if a >= end)]) - end, end) for end in ends]
    width, end = max(white)
    return end + width / 2


def before_names(words: Sequence[Word], left: tuple[float, float], right: tuple[float, float], *, money: bool) -> float:
    """Return where a column of names begins, right of one of money or of other names, given where each head reaches."""
    middle = (right[0] + right[1]) / 2
    end = right_edge(words, (left[0] + left[1]) / 2, middle) if money else None
    if end is None:
        stands = occupied(words)
        end = max([left[1], *(b for a, b in stands if a < left[1] < b)])
        start = min([middle, *(a for a, _ in stands if a >= end), *([right[0]] * (right[0] > end))])
    else:
        start = min([middle, *(word.x0 for word in words if word.x0 >= end), *([right[0]] * (right[0] > end))])
    return (end + start) / 2
