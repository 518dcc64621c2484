"""Characters that Japanese print does not use: signs that a text layer names its glyphs wrongly."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NOT_WRITTEN_IN_JAPAN = ("HANGUL", "BOPOMOFO", "THAI", "ARABIC", "HEBREW", "DEVANAGARI", "YI SYLLABLE", "ETHIOPIC")
_JAPANESE_SETS = ("cp932", "euc_jis_2004")
"""Together: JIS X 0208 with the extensions of Japanese PCs, and JIS X 0213."""


def is_ideograph(character: str) -> bool:
    """Tell whether the character is a Han ideograph."""
    return unicodedata.name(character, "").startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))


@lru_cache(maxsize=30_000)
def is_strange(character: str) -> bool:
    """Tell whether a character hardly stands in a Japanese document.

    It does so when it is private, unassigned or the replacement character, when it is of a script that is not
    written in Japan, and when it is an ideograph outside the Japanese sets.
    """
    if unicodedata.category(character) in ("Co", "Cn", "Cs") or character == "\N{REPLACEMENT CHARACTER}":
        return True
    if is_ideograph(character):
        return not any(_in_set(character, codec) for codec in _JAPANESE_SETS)
    return unicodedata.name(character, "").startswith(_NOT_WRITTEN_IN_JAPAN)


def _in_set(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
