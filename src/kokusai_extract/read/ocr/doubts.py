"""Words of a scan that may be wrong: by their letters, by the words they make, and by ink that no letter accounts for.

A recognizer is sure of most of its errors: it has learned 騰 better than 謄. So a word is in doubt (ADR 0028)

- where a letter is less likely than :data:`~kokusai_extract.read.ocr.decode.DOUBTFUL`, or is an old or rare form;
- where a kanji is rare in Japanese (outside the first level of JIS X 0208): each has a usual one that looks like it;
- where another letter, however unlikely, would make it words that the dictionary knows;
- where a letter has a twin, and only one side of it says which it is;
- where brackets hold nothing or are not closed, or ink stands in the line where no letter was read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import numpy as np

from kokusai_extract import nlp
from kokusai_extract.read.ocr.decode import DOUBTFUL, rare_forms
from kokusai_extract.read.ocr.letters import em_of, extent, width_of
from kokusai_extract.read.ocr.lookalikes import KANA_OF, WINDOW, is_better
from kokusai_extract.read.ocr.picture import Picture
from kokusai_extract.read.ocr.recognize import Strip

UNLIKELY = 0.75
"""A letter that is less likely than this is in doubt even where it makes a word of the dictionary."""

AS_LIKELY = 0.1
"""A rival this likely, beside the letter that was read, is told with the word."""

_ALIKE = {**KANA_OF, "卜": "ト", "へ": "ヘ", "べ": "ベ", "ぺ": "ペ"}
_EMPTY = re.compile(r"[（(〔［\[][）)〕］\]]")
_OPENING, _CLOSING = frozenset("（(〔［["), frozenset("）)〕］]")
_SHORT, _LINE = 20, 20  # letters, at most and at least
_INK = 150  # grey
_REACH = 0.35  # em beyond its own width that a letter's ink may lie from where it was seen
_LEAST = 0.08  # em: no letter is narrower
_TALL = 0.45  # em: no letter is lower; commas and dots are
_RULED = 0.8  # of a row or a column that is dark: a ruled line


def doubtful(strip: Strip, picture: Picture) -> str | None:
    """Return a strip's words where they are in doubt, with what else they may say (``A / B``), or None."""
    readings = list(dict.fromkeys(_others(strip)))
    unsure = any(_is_unsure(strip, i) for i in range(len(strip.letters)))
    if not (readings or unsure or _is_torn(strip.text) or has_more(strip, picture)):
        return None
    return " / ".join((strip.text, *readings))


def _is_torn(text: str) -> bool:
    """Tell whether brackets hold nothing, or those of a short text do not match: (株 was one sign."""
    opened, closed = (sum(sign in brackets for sign in text) for brackets in (_OPENING, _CLOSING))
    unclosed = text[:1] in _OPENING and not closed
    return (len(text) <= _SHORT and (unclosed or (opened and closed > opened))) or bool(_EMPTY.search(text))


def _is_unsure(strip: Strip, i: int) -> bool:
    letter = strip.letters[i]
    if letter.text in rare_forms() or _is_rare(letter.text) or _is_open(strip, i):
        return True
    if any(rare_forms().get(rival) == letter.text for rival, _ in letter.rivals) and not _makes_word(strip, i):
        return True
    sure = letter.score + sum(share for rival, share in letter.rivals if _form(rival) == _form(letter.text))
    return letter.text.isalnum() and sure < DOUBTFUL and (sure < UNLIKELY or not _makes_word(strip, i))


def _is_open(strip: Strip, i: int) -> bool:
    """Tell whether a letter has a twin and stands at the end of a line, so that only one side tells which it is.

    A ノ that does not stand between letters of one kind may be a stroke: 6月1日／パシフィコ.
    """
    text, sign = strip.text, strip.letters[i].text
    if sign == "ノ":
        around = {_script(side) for side in (text[i - 1 : i], text[i + 1 : i + 2]) if side}
        return len(around) > 1
    at_end = len(text) >= _LINE and i == len(text) - 1
    return at_end and sign in _ALIKE.keys() | _ALIKE.values() and not _makes_word(strip, i)


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").split(" ")[0]


def _form(sign: str) -> str:
    """Return what letters that are drawn alike have in common."""
    plain = unicodedata.normalize("NFKC", sign)
    return _ALIKE.get(plain, plain)


def _makes_word(strip: Strip, i: int) -> bool:
    """Tell whether a kanji stands in a word that the dictionary knows and that is no name."""
    if not nlp.available() or not _is_kanji(strip.letters[i].text):
        return False
    start = max(0, i - WINDOW)
    [tokens] = nlp.tokens([strip.text[start : i + WINDOW + 1]])
    return any(
        token.start <= i - start < token.end and token.known and len(token.text) > 1 and "固有名詞" not in token.tags
        for token in tokens
    )


def _is_rare(sign: str) -> bool:
    """Tell whether a kanji is outside the first level of JIS X 0208."""
    if not unicodedata.name(sign[:1], "").startswith("CJK UNIFIED IDEOGRAPH"):
        return False
    try:
        return sign.encode("euc_jp") >= b"\xd0"
    except UnicodeEncodeError:
        return True


def _others(strip: Strip) -> Iterator[str]:
    """Yield what a strip says where a letter is taken for its rival: one nearly as likely, or one that makes words."""
    for i, letter in enumerate(strip.letters):
        for rival, share in letter.rivals:
            if _form(rival) == _form(letter.text):
                continue
            likely = _is_unsure(strip, i) and share >= AS_LIKELY * letter.score
            if likely or (_is_written(rival) and _is_written(letter.text) and is_better(strip.letters, i, rival)):
                yield strip.text[:i] + rival + strip.text[i + 1 :]
                break


def _is_kanji(sign: str) -> bool:
    return unicodedata.name(sign[:1], "").startswith("CJK UNIFIED IDEOGRAPH")


def _is_written(sign: str) -> bool:
    return _is_kanji(sign) or _script(sign[:1]) in {"HIRAGANA", "KATAKANA"}


def has_more(strip: Strip, picture: Picture) -> bool:
    """Tell whether ink of the size of a letter stands in a strip further from every letter than its own ink may lie."""
    if not strip.letters:
        return False
    top, x0, bottom, x1 = (int(edge) for edge in strip[:4])
    ink = picture.pixels[max(0, top) : bottom, max(0, x0) : x1] < _INK
    ink = ink.T if strip.turn else ink
    if not ink.size:
        return False
    size = em_of(strip.letters, *extent(strip))
    ink = ink[ink.mean(axis=1) < _RULED]
    dark = ink.any(axis=0) & (ink.mean(axis=0) < _RULED)
    for letter in strip.letters:
        at, reach = letter.at - (top if strip.turn else x0), (width_of(letter) / 2 + _REACH) * size
        dark[max(0, int(at - reach)) : max(0, int(at + reach) + 1)] = False
    edges = np.flatnonzero(np.diff(np.concatenate([[False], dark, [False]]).astype(np.int8)))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        rows = np.flatnonzero(ink[:, start:end].any(axis=1))
        if end - start >= _LEAST * size and rows[-1] - rows[0] >= _TALL * size:
            return True
    return False
