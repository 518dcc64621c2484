"""Which characters Japanese text uses and which are foreign to it: the one definition, for pages, fonts and documents.

What is made of foreign characters in a text is the matter of :mod:`kokusai_extract.read.foreign`.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_JAPANESE = ("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC ITERATION")
_WITHOUT_DOUBT = ("LATIN", "GREEK", "COMBINING", "MODIFIER", "HIRAGANA", "KATAKANA")
_CHARACTER_SETS = ("cp932", "euc_jis_2004")
"""Together: JIS X 0208 with the extensions of Japanese PCs, JIS X 0212 and 0213."""


@cache
def is_foreign(character: str) -> bool:
    """Whether Japanese text has no use for a character.

    That is so for a code that names no character, for a kanji in neither JIS X 0213 nor the vendors' extension of JIS X
    0208, and for a letter of a script that is not written in Japan; Cyrillic is one of them, as its letters pass for
    Latin ones.
    """
    category, script = unicodedata.category(character), _script(character)
    if character == "\N{REPLACEMENT CHARACTER}" or category in ("Co", "Cn", "Cs"):
        return True
    if category[0] not in "LM" or script.startswith(_WITHOUT_DOUBT):
        return False
    return script.startswith("CYRILLIC") or not any(_encodes(character, name) for name in _CHARACTER_SETS)


@cache
def is_japanese(character: str) -> bool:
    """Whether a character is a kanji or a kana, common or not."""
    return _script(character).startswith(_JAPANESE)


@cache
def is_other_script(character: str) -> bool:
    """Whether a foreign character is at least a letter that someone writes."""
    return unicodedata.category(character)[0] in "LM" and not is_japanese(character)


@cache
def is_ideograph(character: str) -> bool:
    """Whether a character is a Han ideograph."""
    return _script(character).startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))


def _script(character: str) -> str:
    """Return the character's Unicode name, which begins with its script."""
    return unicodedata.name(character, "UNNAMED")


def _encodes(character: str, encoding: str) -> bool:
    try:
        return bool(character.encode(encoding))
    except UnicodeEncodeError:
        return False
