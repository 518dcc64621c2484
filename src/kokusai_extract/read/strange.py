"""Characters that Japanese print does not use: signs that a text layer names its glyphs wrongly."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

_OTHER_SCRIPTS = ("HANGUL", "BOPOMOFO", "THAI", "ARABIC", "HEBREW", "DEVANAGARI", "YI SYLLABLE", "ETHIOPIC")


@lru_cache(maxsize=20_000)
def is_strange(character: str) -> bool:
    """Tell whether a character hardly stands in a Japanese document.

    It does so when it is private, unassigned or the replacement character, when it is of a script that is not
    written in Japan, and when it is an ideograph outside JIS X 0213.
    """
    category = unicodedata.category(character)
    if category in ("Co", "Cn", "Cs") or character == "\N{REPLACEMENT CHARACTER}":
        return True
    name = unicodedata.name(character, "")
    if name.startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH")):
        return not _in_jis(character)
    return name.startswith(_OTHER_SCRIPTS)


def _in_jis(character: str) -> bool:
    for codec in ("cp932", "euc_jis_2004"):
        try:
            character.encode(codec)
        except UnicodeEncodeError:
            continue
        return True
    return False


def strange_characters(counts: Counter[str]) -> list[tuple[str, int]]:
    """Return the strange characters among those counted, in code point order, each with its count."""
    return [(character, count) for character, count in sorted(counts.items()) if is_strange(character)]
