"""When two names of a budget are the same: less spaces, a final 費, and a bracketed alias that stands for the whole.

Nothing looser: 受入れ and 受入, 推進費 and 推進事業 may be different programmes, so they are different names here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")

_ALIAS = re.compile(r"^(?P<name>.+?)\((?P<alias>[^()]+)\)$")
_INNER = re.compile(r"\([^()]*\)")
_PROGRAMME = re.compile(r"(?:事業|費|金|推進|運営)$")
_PARTS = re.compile(r"[・、,/]|の|及び|と")
_KIND = re.compile(r"(?:事業費|事業|補助金|負担金|費)$")


def keys(name: str) -> frozenset[str]:
    """Return the keys of a name; two names that share one are the same.

    >>> sorted(keys("公民連携による国際技術協力事業費(Y-PORT事業費)"))
    ['Y-PORT事業', '公民連携による国際技術協力事業']
    """
    squeezed = "".join(name.split())
    found = {_INNER.sub("", squeezed) or squeezed}
    match = _ALIAS.match(squeezed)
    if match and _PROGRAMME.search(match["alias"]):
        found.add(match["alias"])
    return frozenset(key.removesuffix("費") or key for key in found)


def index(items: Iterable[T], name_of: Callable[[T], str | None]) -> Mapping[str, T]:
    """Return items by the keys of their names; a key that two items share leads to none."""
    found: dict[str, list[T]] = {}
    for item in items:
        for key in keys(name_of(item) or ""):
            found.setdefault(key, []).append(item)
    return {key: bearers[0] for key, bearers in found.items() if key and len(bearers) == 1}


def words(name: str) -> frozenset[str]:
    """Return the words that a name is put together of, of two letters at least.

    >>> sorted(words("企画・渉外費"))
    ['企画', '渉外']
    """
    parts = (_KIND.sub("", part) for part in _PARTS.split(_INNER.sub("", "".join(name.split()))))
    return frozenset(part for part in parts if len(part) > 1)


def shared(first: str, second: str) -> str:
    """Return the longest run of letters that two names share, less の, ・ and what all such names end in.

    >>> shared("海外事務所の運営", "欧州事務所運営費")
    '事務所運営'
    """
    one, other = (_KIND.sub("", re.sub(r"[の・、()]", "", "".join(name.split()))) for name in (first, second))
    longest, end = 0, 0
    lengths = [0] * (len(other) + 1)
    for at, letter in enumerate(one, 1):
        previous = 0
        for position, against in enumerate(other, 1):
            above, lengths[position] = lengths[position], previous + 1 if letter == against else 0
            previous = above
            if lengths[position] > longest:
                longest, end = lengths[position], at
    return one[end - longest : end]
