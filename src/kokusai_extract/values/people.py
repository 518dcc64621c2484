"""Names of persons: family and given name, and nothing that is not a name.

Rules come first: two parts of characters that names are written with. Sudachi's tags come second: they split a name
that is printed without a space, and they refuse two common nouns (国際 協力), two places, and one word that is only
letter-spaced (林 業). With the language tools switched off a name without a space stays whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kokusai_extract import nlp
from kokusai_extract.nlp import Token
from kokusai_extract.read.normalize import search_key
from kokusai_extract.values.titles import is_mark, is_vacancy, read_title, unit_word

_KANJI = r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff々〆〇][︀-️\U000e0100-\U000e01ef]?"
_FAMILY = re.compile(rf"{_KANJI}(?:{_KANJI}|[ヶヵケノ之ツが-ん]){{0,4}}")
_GIVEN = re.compile(rf"(?:{_KANJI}|[ヶぁ-ゖァ-ヺー]){{1,3}}|[ぁ-ゖァ-ヺー]{{4,5}}")
_KATAKANA = re.compile(r"[ァ-ヺー]{2,}")
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_WHOLE = re.compile(rf"{_KANJI}(?:{_KANJI}|[ヶケノぁ-ゖァ-ヺー]){{1,6}}")
_NEVER = re.compile(r"担当|事務|分掌|機構|組織|一覧|現在|電話|内線|名簿|氏名|職名|補職|[局部課係所室]長")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name at ``start:end`` of what was parsed; ``text`` has one space between family and given name.

    ``family`` and ``given`` are (start, end); None where they could not be told apart. ``sure`` tells that the
    dictionary knows the name; otherwise only its shape speaks for it.
    """

    start: int
    end: int
    text: str
    family: tuple[int, int] | None
    given: tuple[int, int] | None
    sure: bool


def read_name(text: str, *, expected: bool = False) -> Name | None:
    """Read a whole (folded) string as one person's name; None where it is none.

    ``expected``: the page itself says that a name stands here (a column headed 氏名), so only its shape is asked.

    >>> read_name("川口  ルリ子").text
    '川口 ルリ子'
    >>> read_name("国際 協力") is None
    True
    """
    parts = [match.span() for match in re.finditer(r"\S+", text)]
    squeezed = "".join(text[start:end] for start, end in parts)
    if not 2 <= len(squeezed) <= 12 or _NEVER.search(squeezed) or read_title(squeezed) or is_mark(squeezed):
        return None
    if is_vacancy(squeezed) or (len(parts) > 1 and any(_never_a_part(text[start:end]) for start, end in parts)):
        return None
    if len(parts) > 2:
        if _two_names(text, parts):
            return None
        parts = _letter_spaced(text, parts)
    if len(parts) == 2:
        return _two_parts(text, parts[0], parts[1], expected)
    return _one_part(text, squeezed, expected)


def _never_a_part(text: str) -> bool:
    """Tell whether a part of a name is a title, a vacancy or a whole name itself: then two things were run together."""
    return read_title(text) is not None or is_vacancy(text) or (len(text) > 2 and bool(_cuts(text)))


def _two_names(text: str, parts: list[tuple[int, int]]) -> bool:
    """Tell whether single letters are two short names after each other: 柴 優 平 涼."""
    halves = (text[: parts[2][0]], text[parts[2][0] :])
    return len(parts) == 4 and all(read_name(half) for half in halves)


def _letter_spaced(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return family and given name where one gap of letter-spaced text is the widest, else all as one part."""
    gaps = [sum(2 if c == "　" else 1 for c in text[a[1] : b[0]]) for a, b in pairwise(parts)]
    if all(end - start == 1 for start, end in parts) and gaps.count(max(gaps)) == 1:
        cut = gaps.index(max(gaps))
        return [(parts[0][0], parts[cut][1]), (parts[cut + 1][0], parts[-1][1])]
    return [(parts[0][0], parts[-1][1])]


def _two_parts(text: str, family: tuple[int, int], given: tuple[int, int], expected: bool) -> Name | None:
    first, second = ("".join(text[start:end].split()) for start, end in (family, given))
    foreign = bool(_KATAKANA.fullmatch(first) and _KATAKANA.fullmatch(second))
    if not foreign and not (_FAMILY.fullmatch(first) and _GIVEN.fullmatch(second)):
        return None
    whole, words, standard = nlp.tokens([first + second, f"{first} {second}", f"{search_key(first)} {second}"])
    if standard and _is(standard[0], "姓"):
        words = standard
    ahead = [word for word in words if word.end <= len(first)]
    behind = [word for word in words if word.start > len(first)]
    surname = len(ahead) == 1 and _is(ahead[0], "姓")
    forename = bool(behind) and all(map(_person, behind))
    noun = any(
        word.known and not _person(word) and len(word.text) > 1 and not _KANA.match(word.text) for word in behind
    )
    sure = forename or (surname and not noun)
    known = any(word.known for word in ahead) and any(word.known for word in behind)
    one_word = len(whole) == 1 and whole[0].known and not _person(whole[0])
    refused = (
        (one_word and not (_is(whole[0], "地名", 2) and surname and forename))
        or (foreign and not (forename and all(map(_person, ahead))))
        or (known and not surname and not forename)
        or (not surname and bool(behind) and _is(behind[0], "姓"))
        or (not sure and (unit_word(first + second) is not None or first == second))
    )
    return None if refused and not expected else Name(family[0], given[1], f"{first} {second}", family, given, sure)


def _cuts(text: str) -> tuple[int, ...]:
    """Return where a name without a space may be parted, also by the standard form of variant characters."""
    return nlp.name_cuts(text) or nlp.name_cuts(search_key(text))


def _one_part(text: str, squeezed: str, expected: bool) -> Name | None:
    places = [i for i, character in enumerate(text) if not character.isspace()]
    start, end = places[0], places[-1] + 1
    if not _WHOLE.fullmatch(squeezed):
        return None
    cuts = _cuts(squeezed)
    if len(cuts) == 1:
        family, given = (start, places[cuts[0] - 1] + 1), (places[cuts[0]], end)
        return Name(start, end, f"{squeezed[: cuts[0]]} {squeezed[cuts[0] :]}", family, given, sure=True)
    if not cuts and not expected and (nlp.available() or unit_word(squeezed) or len(squeezed) < 3):
        return None
    return Name(start, end, squeezed, None, None, sure=bool(cuts))


def _is(word: Token, tag: str, place: int = 3) -> bool:
    return word.tags[place : place + 1] == (tag,)


def _person(word: Token) -> bool:
    return word.tags[2:3] == ("人名",)
