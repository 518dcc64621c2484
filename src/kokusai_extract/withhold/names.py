"""Names in texts, however they are printed: spaced, letter by letter, full or half width, in variant characters."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kokusai_extract.read.folding import fold_character, fold_characters, table

MASK = "█"
"""Stands for each character of a name, so that offsets hold."""

Span = tuple[int, int]

_SURE = 4
"""A name of so many characters is one wherever these follow each other; a shorter one (中山 大) may begin 中山大学."""
_LETTER = re.compile(r"[㐀-䶿一-鿿豈-﫿々〆ヶァ-ヺーA-Za-zＡ-Ｚａ-ｚ]")
_AHEAD = frozenset("長員補佐査幹監事官任師名")
"""Last characters of titles, and of 氏名, that a name may follow without a space."""
_BEHIND = frozenset("氏様君殿局部課係室所主副次理参担総")
"""First characters of titles and forms of address that may follow a name without a space."""


class Names:
    """Finds the names that are withheld. A name that begins as one of them and is ``kept`` is none.

    A name that is both withheld and kept has bearers of either kind; by itself a text does not tell which is meant.
    """

    def __init__(self, withheld: Iterable[str] = (), kept: Iterable[str] = ()) -> None:
        self.withheld = frozenset(filter(_long_enough, map(key, withheld)))
        self.kept = frozenset(filter(_long_enough, map(key, kept)))
        by_head: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.withheld | self.kept, key=lambda name: (-len(name), name)):
            by_head[name[:2]].append(name)
        self._by_head = dict(by_head)
        self.masked = lru_cache(maxsize=65_536)(self._masked)
        self.masked_all = lru_cache(maxsize=4_096)(lambda text: self._masked(text, shared=True))

    def spans(self, raw: str, *, shared: bool = False) -> list[Span]:
        """Return where withheld names stand in a text; with ``shared``, those too that others bear who are kept."""
        if not self._by_head or raw.isascii() or not self._may_hold(raw):
            return []
        text, starts, ends = _with_places(raw)
        return [
            (first, last)
            for start, name in self._found(text)
            if name in self.withheld and (shared or name not in self.kept)
            if _is_name(raw, first := starts[start], last := ends[start + len(name) - 1], len(name))
        ]

    def _masked(self, raw: str, *, shared: bool = False) -> str:
        return mask(raw, self.spans(raw, shared=shared))

    def _may_hold(self, raw: str) -> bool:
        return any(name in self.withheld for _, name in self._found(key(raw)))

    def _found(self, text: str) -> Iterator[tuple[int, str]]:
        at = 0
        while at < len(text) - 1:
            names = self._by_head.get(text[at : at + 2], ())
            name = next((name for name in names if text.startswith(name, at)), None)
            if name:
                yield at, name
            at += len(name) if name else 1


def key(text: str) -> str:
    """Return a text as names are compared: folded, in standard characters, without white space.

    >>> key("髙﨑　ﾙﾘ子") == key("高崎ルリ子")
    True
    """
    return unicodedata.normalize("NFC", text.translate(_FOLD))


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return the text with every character of the spans but white space masked.

    >>> mask("係長 東 次郎", [(3, 7)])
    '係長 █ ██'
    """
    letters = list(text)
    for start, end in spans:
        for at in range(start, end):
            if not letters[at].isspace():
                letters[at] = MASK
    return "".join(letters)


def _long_enough(name: str) -> bool:
    return len(name) > 1


class _Fold(dict[int, str]):
    """What each character is compared as, looked up when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = "".join(fold_character(chr(code)).split())
        self[code] = "".join(table("variants.csv", "variant", "standard").get(c, c) for c in folded)
        return self[code]


_FOLD = _Fold()


def _with_places(raw: str) -> tuple[str, list[int], list[int]]:
    """Return the key of a text, and where in the text each of its characters begins and ends."""
    folded = fold_characters(raw)
    pieces = [key(character) for character in folded.text]
    starts = [start for piece, start in zip(pieces, folded.starts, strict=True) for _ in piece]
    ends = [end for piece, end in zip(pieces, folded.ends, strict=True) for _ in piece]
    return "".join(pieces), starts, ends


def _is_name(raw: str, start: int, end: int, length: int) -> bool:
    """Tell whether a name stands there: a short one only by itself, beside a title, or beside kana."""
    if length >= _SURE:
        return True
    before, after = raw[start - 1 : start] if start else "", raw[end : end + 1]
    return (before in _AHEAD or not _LETTER.match(before)) and (after in _BEHIND or not _LETTER.match(after))
