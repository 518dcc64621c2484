"""Letters that look the same and are not (力 and カ, 口 and ロ, 一 and ー, ○ and O), told by those beside them.

A picture does not: in most fonts the two are drawn alike. Between katakana stands a katakana letter; a single katakana
letter among kanji or hiragana is a kanji, but for the カ that counts (3カ所). Where the letters on both sides differ,
the dictionary decides, if it knows one reading and not the other (ADR 0027). An O that stands beside no Latin letter
and no figure is the mark ○; a 一 in the place of an amount is a dash, and so are the ー behind a kanji and the 一 that
goes with it (—地域別—).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from kokusai_extract import nlp
from kokusai_extract.read.ocr.recognize import Letter, Strip

KANA_OF = {"力": "カ", "口": "ロ", "二": "ニ", "一": "ー", "夕": "タ", "工": "エ", "八": "ハ", "才": "オ", "千": "チ"}
RING = {"O": "○", "◯": "○"}
KANJI_OF = {kana: kanji for kanji, kana in KANA_OF.items() if kanji != "一"}

_COUNTED = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百数何")
WINDOW = 8
"""Letters on each side that the dictionary is asked about."""


class Settled(NamedTuple):
    """A word as it was recognized and as it is taken."""

    before: str
    after: str


def settle(strip: Strip) -> tuple[Strip, Settled | None]:
    """Return a strip with its lookalikes settled, and what that changed."""
    letters = list(strip.letters)
    for i, letter in enumerate(letters):
        other = KANA_OF.get(letter.text) or KANJI_OF.get(letter.text)
        if other and _is_other(letters, i, other):
            letters[i] = letter._replace(text=other)
        elif letter.text == "一" and _is_nil(letters, i):
            letters[i] = letter._replace(text="—")
        elif letter.text in RING and not any(_is_latin(_beside(strip.letters, i, step)) for step in (-1, 1)):
            letters[i] = letter._replace(text=RING[letter.text])
    letters = _with_dashes(letters)
    settled = strip._replace(letters=tuple(letters))
    return settled, (Settled(strip.text, settled.text) if settled.text != strip.text else None)


def _with_dashes(letters: list[Letter]) -> list[Letter]:
    """Return letters with the dashes that were read as ー, which stands behind kana, and the 一 that goes with one."""
    dashes = {
        i
        for i, letter in enumerate(letters)
        if letter.text == "ー" and _is_kanji(_beside(letters, i, -1)) and not _is_katakana(_beside(letters, i, 1))
    }
    ones = [i for i, letter in enumerate(letters) if letter.text == "一" and _is_written(_beside(letters, i, -1))]
    if len(dashes) == len(ones) == 1:
        dashes |= set(ones)
    return [letter._replace(text="—") if i in dashes else letter for i, letter in enumerate(letters)]


def _is_kanji(letter: str) -> bool:
    return bool(letter) and unicodedata.name(letter[:1], "").startswith("CJK UNIFIED")


def _is_other(letters: Sequence[Letter], i: int, other: str) -> bool:
    """Tell whether the letter at ``i`` is the one that it only looks like."""
    before, after = _beside(letters, i, -1), _beside(letters, i, 1)
    kana = [_is_katakana(letter) for letter in (before, after)]
    if letters[i].text in KANA_OF:
        return all(kana) or (any(kana) and is_better(letters, i, other))
    if any(kana):
        return not all(kana) and bool(before and after) and is_better(letters, i, other)
    return _is_written(before) and before not in _COUNTED and (not after or _is_written(after))


def _beside(letters: Sequence[Letter], i: int, step: int) -> str:
    """Return the letter before or after one, nothing where a space parts them."""
    k = i + step
    if not 0 <= k < len(letters) or letters[max(i, k)].spaced:
        return ""
    return letters[k].text


def _is_katakana(letter: str) -> bool:
    return letter == "ー" or unicodedata.name(letter[:1], "").startswith("KATAKANA LETTER") if letter else False


def _is_nil(letters: Sequence[Letter], i: int) -> bool:
    """Tell whether a letter stands in brackets behind an amount, where another amount is due: 12,000千円(一)."""
    around = "".join(letter.text for letter in letters[max(0, i - 2) : i + 2])
    return unicodedata.normalize("NFKC", around) == "円(一)"


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum() and letter not in RING


def _is_written(letter: str) -> bool:
    """Tell whether a letter is a kanji or hiragana."""
    return bool(letter) and unicodedata.name(letter[:1], "").startswith(("CJK UNIFIED", "HIRAGANA LETTER"))


def is_better(letters: Sequence[Letter], i: int, other: str) -> bool:
    """Tell whether the dictionary knows the words around only if the letter at ``i`` is the other.

    The letter after it may be the other of its own: セン夕一 is センター.
    """
    if not nlp.available():
        return False
    start = max(0, i - WINDOW)
    before, after = _text(letters[start:i]), _text(letters[i + 1 : i + WINDOW + 1])
    ways = [after, *(twin + after[1:] for twin in (KANA_OF.get(after[:1]) or KANJI_OF.get(after[:1]),) if twin)]
    as_read = nlp.tokens(before + letters[i].text + way for way in ways)
    as_other = nlp.tokens(before + other + way for way in ways)
    return min(map(_strangeness, as_other)) < min(map(_strangeness, as_read))


def _text(letters: Sequence[Letter]) -> str:
    return "".join(letter.text for letter in letters)


def _strangeness(tokens: Sequence[nlp.Token]) -> int:
    """Return how little a reading looks like words: how many it has, counting unknown ones and single letters twice."""
    return sum(1 + (not token.known and "数詞" not in token.tags) + (len(token.text) == 1) for token in tokens)
