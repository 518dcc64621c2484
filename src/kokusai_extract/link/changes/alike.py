"""How alike two printed texts are, and which of their words differ. All of it is symmetric."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz.distance import Indel

from kokusai_extract.values.units import unit_words

Span = tuple[int, int]

NEARLY = 0.85
"""From here on texts are nearly the same, if the one only adds to the other."""

ALIKE = 0.6
"""From here on a likeness is evidence: more is shared than not."""

MARGIN = 0.1
"""What the best candidate must be ahead of the next one."""

OF_ANY_UNIT = "属しない"
"""In 他の課の主管に属しないこと: it says nothing of the unit that has it, so it is compared only within one unit."""

_SHORTEST_TERM = 4
_ISLAND = 2
_TAIL = re.compile(r"に(?:関|係)する(?:こと|事務|事項)?[。.]?$|[。.]$")
_SEPARATOR = re.compile(
    r"[、,・/]|及び|並びに|又は|若しくは|および|ならびに|または|(?<![平均対高同上中初優])等(?![級身分号])"
)
_JOINT = re.compile(r"^(?:と|に|を|が|で|へ)?の|(?:の|に係る|に関する)$")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_EXPENSE = re.compile(r"費$|の")


def key(text: str) -> str:
    """Return a text without white space, which is how it is set and not what it says."""
    return "".join(text.split())


def similarity(one: str, other: str) -> float:
    """Return the share of characters that two texts have in common in the same order, 0 to 1.

    It is twice the length of the longest common subsequence over both lengths.

    >>> round(similarity("海外事務所の運営", "海外事務所運営費"), 3)
    0.875
    """
    return float(Indel.normalized_similarity(one, other))


def nearly_the_same(one: str, other: str) -> bool:
    """Tell whether one text is the other with a little added: what is exchanged may be all that matters.

    >>> nearly_the_same("外国青年受入交流事業", "外国青年受入れ交流事業")
    True
    >>> nearly_the_same("上水道の整備及び維持管理", "下水道の整備及び維持管理")
    False
    """
    return similarity(one, other) >= NEARLY and Indel.distance(one, other) == abs(len(one) - len(other))


def duty_core(text: str) -> str:
    """Return what a duty is about, without the words that end every duty.

    >>> duty_core("国際儀礼に関すること。")
    '国際儀礼'
    """
    return _TAIL.sub("", key(text))


@lru_cache(maxsize=4096)
def terms(core: str) -> frozenset[str]:
    """Return the matters that a duty lists, those long enough to be told apart.

    >>> sorted(terms("多文化共生、国際人材育成等地域の国際化"))
    ['国際人材育成', '地域の国際化', '多文化共生']
    """
    parts = (_JOINT.sub("", part) for part in _SEPARATOR.split(core))
    return frozenset(part for part in parts if len(part) >= _SHORTEST_TERM)


@lru_cache(maxsize=4096)
def stem(name: str) -> str:
    """Return a unit's name without the word that tells its kind.

    >>> stem("国際連携課")
    '国際連携'
    """
    name = key(name)
    return next((name.removesuffix(word) for word in unit_words() if name.endswith(word) and name != word), name)


@lru_cache(maxsize=4096)
def programme_keys(name: str) -> frozenset[str]:
    """Return the names that a programme's printed name gives it: without its brackets, and what stands in them.

    A closing 費 (its cost) and の say nothing of which programme it is.

    >>> sorted(programme_keys("国際技術協力事業費(Y-PORT事業費)"))
    ['Y-PORT事業', '国際技術協力事業']
    >>> programme_keys("海外事務所の運営") == programme_keys("海外事務所運営費")
    True
    """
    name = key(name)
    inner = [part for part in _BRACKETS.findall(name) if len(part) >= _SHORTEST_TERM]
    found = {_EXPENSE.sub("", part) for part in (_BRACKETS.sub("", name), *inner)}
    return frozenset(part for part in found if part) or frozenset({name})


def marks(one: str, other: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the stretches of either text that the other one lacks, as half-open offsets.

    What two changes leave standing between them is no word of its own if it is a single character.

    >>> marks("海外事務所の運営", "海外事務所運営費")
    (((5, 6),), ((7, 8),))
    """
    if one > other:  # SequenceMatcher looks from one side; a fixed order makes it symmetric
        there, here = marks(other, one)
        return here, there
    blocks = [block for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks() if block.size]
    ends = len(one), len(other)
    kept = [
        block
        for block in blocks
        if block.size >= _ISLAND or (block.a, block.b) == (0, 0) or (block.a + 1, block.b + 1) == ends
    ]
    here = tuple(_gaps([(block.a, block.a + block.size) for block in kept], len(one)))
    return here, tuple(_gaps([(block.b, block.b + block.size) for block in kept], len(other)))


def _gaps(kept: list[Span], length: int) -> Iterator[Span]:
    position = 0
    for start, end in [*kept, (length, length)]:
        if start > position:
            yield position, start
        position = end
