"""Closing of spaces that stand for letter spacing, where a running line leaves no doubt about it."""

from __future__ import annotations

import re

from kokusai_extract.model.passage import Passage

_OPEN, _CLOSE = r"(?<![^\s(「【〈《<])", r"(?![^\s)」】〉》>、。])"
_PIECE = r"(?:[^\W\d_a-zA-Z²³¹¼-¾①-⓿❶-➓]|\d(?: \d){0,3} [年月日時分回号期])"
_RUN = re.compile(rf"{_OPEN}(?=\S \S \S){_PIECE}(?: {_PIECE})+{_CLOSE}")

_START = r"(?<![\d,.])(?<!\d )"
_DATE = re.compile(rf"{_START}(?:\d(?: \d)+ ?[年月日]|\d+ [年月日])(?: 度)?")
_FIGURE = re.compile(
    rf"{_START}(?:(?:\d{{1,3}}|\d(?: \d){{1,2}})(?: ?, ?\d \d \d)+|\d{{1,3}}(?: ?,\d{{3}})+)(?!\d| ?,)"
)


def close_spaced(passage: Passage) -> Passage:
    """Close letter-spaced runs: ``令 和 4 年 5 月 1 6 日`` → ``令和4年5月16日``.

    A run is three or more single characters with one space between. Two are left alone (``渡 淳`` is a family and a
    given name), and so are figures that no 年, 月, 日 … follows: they may be columns.
    """
    return _close(_close(passage, _RUN), _DATE)


def figures(text: str) -> list[str]:
    """Return the figures that are grouped in thousands, as they are printed."""
    return [match[0] for match in _FIGURE.finditer(text)]


def close_figures(passage: Passage) -> Passage:
    """Close figures torn by spaces: ``1 ,8 2 0`` → ``1,820``.

    Only what is grouped in thousands and torn digit by digit, or before its commas alone, is closed: ``12 1,820`` is
    two figures.
    """
    return _close(passage, _FIGURE)


def _close(passage: Passage, pattern: re.Pattern[str]) -> Passage:
    parts: list[Passage] = []
    position = 0
    for match in pattern.finditer(passage.text):
        parts += [passage[position : match.start()], passage.group(match).squeeze()]
        position = match.end()
    return Passage.join([*parts, passage[position:]])
