"""Closing of spaces that stand for letter spacing, where a running line leaves no doubt about it."""

from __future__ import annotations

import re
from collections.abc import Callable

from kokusai_extract.model.passage import Passage

_LETTERS = re.compile(r"(?<![^\s])[^\W\d_a-zA-Z](?: [^\W\d_a-zA-Z]){2,}(?![^\s])")
_DATE = re.compile(
    r"(?<![^\s(])(?:[^\W\d_a-zA-Z] )*(?<!\d )\d(?: \d){0,3} ?[年月日](?: 度)?"
    r"(?: \d(?: \d){0,3} ?[年月日](?: 度)?)*(?![^\s)])"
)
_FIGURE = re.compile(r"(?<![\d,.])\d(?: ?\d){0,2}(?: ?, ?\d ?\d ?\d)+(?!\d| ?,)")


def close_spaced(passage: Passage) -> Passage:
    """Close letter-spaced runs: ``令 和 4 年 5 月 1 6 日`` → ``令和4年5月16日``.

    A run is three or more single letters with one space between, or figures that lead to 年, 月 or 日. Two single
    letters are left alone (``渡 淳`` is a family and a given name), and so are figures without such a unit: they may
    be columns.
    """
    return _close(_close(passage, _DATE), _LETTERS)


def close_figures(passage: Passage) -> Passage:
    """Close figures torn by spaces: ``1 ,8 2 0`` → ``1,820``.

    Only what is grouped in thousands, and either torn digit by digit or before a comma alone, is closed;
    ``12 1,820`` is two figures.
    """
    return _close(passage, _FIGURE, _torn)


def _torn(figure: str) -> bool:
    pieces = figure.split(" ")
    return all(sum(c.isdigit() for c in piece) <= 1 for piece in pieces) or all(p[0] == "," for p in pieces[1:])


def _close(passage: Passage, pattern: re.Pattern[str], wanted: Callable[[str], bool] | None = None) -> Passage:
    parts: list[Passage] = []
    position = 0
    for match in pattern.finditer(passage.text):
        if wanted and not wanted(match[0]):
            continue
        parts += [passage[position : match.start()], passage.group(match).squeeze()]
        position = match.end()
    return Passage.join([*parts, passage[position:]])
