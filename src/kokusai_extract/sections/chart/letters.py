"""Words that a chart sets letter by letter: one letter a line, or with spaces between the letters of a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from kokusai_extract.model.passage import Passage

_EVEN = 0.6
"""Letters of one upright word follow each other closer than so many of their heights."""


def upright(lines: Sequence[Passage], follows: Callable[[Passage, Passage], bool]) -> list[Passage]:
    """Join what is set one letter a line to words: letters, each of which ``follows`` the one before."""
    result: list[Passage] = []
    last: Passage | None = None
    for line in lines:
        letter = line.strip()
        if _is_letter(line) and last is not None and follows(last, letter):
            result[-1] = result[-1] + letter
        else:
            result.append(letter if _is_letter(line) else line)
        last = letter if _is_letter(line) else None
    return result


def upright_words(lines: Sequence[Passage], reads: Callable[[str], bool]) -> list[Passage]:
    """Join what is set one letter a line to a word where all letters together are one; a text shows no gaps.

    Nothing is joined where upright words stand side by side, torn into rows.
    """
    if torn_lines("\n".join(line.text for line in lines), reads):
        return list(lines)
    result: list[Passage] = []
    for is_letter, group in groupby(lines, key=_is_letter):
        run = list(group)
        word = Passage.join(line.strip() for line in run)
        result += [word] if is_letter and len(run) > 1 and reads(word.text) else run
    return result


def _is_letter(line: Passage) -> bool:
    text = line.text.strip()
    return len(text) == 1 and not text.isdigit()


def evenly(one: Passage, other: Passage) -> bool:
    """Tell whether a letter stands as close under another as letters of one word do."""
    above, below = one.anchors()[0].box, other.anchors()[0].box
    return not above or not below or below.top - above.bottom < _EVEN * (below.bottom - below.top)


def torn_lines(text: str, reads: Callable[[str], bool]) -> frozenset[int]:
    """Return the lines, by index, that hold nothing but single letters and mean nothing.

    Several of these after each other, figures and lone letters aside, are upright words side by side, torn into rows:
    then no such line of the text counts, not even one that happens to read as something.
    """
    lines = text.split("\n")
    spaced = [i for i, line in enumerate(lines) if _is_spaced(line)]
    for part, group in groupby(range(len(lines)), key=lambda i: _is_spaced(lines[i]) or _is_neutral(lines[i])):
        rows = [i for i in group if _is_spaced(lines[i])]
        if part and len(rows) > 1 and not all(reads(lines[i].strip()) for i in rows):
            return frozenset(spaced)
    return frozenset()


def _is_neutral(line: str) -> bool:
    word = "".join(line.split())
    return len(word) <= 1 or word.isdigit()


def _is_spaced(line: str) -> bool:
    words = line.split()
    letters = [word for word in words if not word.isdigit()]
    return len(words) > 1 and bool(letters) and all(len(letter) == 1 for letter in letters)
