"""The one place that loads the Japanese language tools: Sudachi's dictionary at once, GiNZA only when it is asked for.

Both are loaded at most once a process. :func:`switch` turns them off (``--no-nlp``): :func:`tokens` then gives no
tokens, :func:`pipeline` raises, and callers go by their rules alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from sudachipy import SplitMode, Tokenizer

MOST_BYTES = 49_149
"""Sudachi refuses a longer text."""

_NO_GIVEN_NAMES = frozenset("区市町村郡県都府道国州島港橋駅線通局部課係室所館園校署院場費業")
_NO_END_OF_NAMES = tuple("区市町村郡県駅局部課係署")
UNUSED = ("ner", "morphologizer", "compound_splitter", "bunsetu_recognizer")
"""Parts of GiNZA that nothing here asks for; its own name recognition was measured and left out (ADR 0016)."""

_on = True


class Token(NamedTuple):
    """A word at ``text[start:end]``: its part-of-speech ``tags`` by UniDic, e.g. 名詞, 固有名詞, 人名, 姓.

    ``known`` tells whether the dictionary has it.
    """

    text: str
    start: int
    end: int
    tags: tuple[str, ...]
    known: bool


class Word(NamedTuple):
    """A word of a parsed sentence at ``text[start:end]``.

    ``tags`` are UniDic's, ``relation`` is the dependency (Universal Dependencies) on the word number ``head``.
    """

    text: str
    start: int
    end: int
    tags: tuple[str, ...]
    relation: str
    head: int


class Switched(RuntimeError):
    """The language tools were asked for although they are switched off: a fault of the caller."""


def switch(on: bool) -> None:
    """Turn the language tools on or off for this process."""
    global _on  # noqa: PLW0603 - one switch a process, set by the command line before any document is read
    _on = on


def load() -> None:
    """Load all that there is to load, so that processes forked from this one have it; nothing when switched off."""
    if _on:
        _tokenizer()
        _ginza()


def available() -> bool:
    """Tell whether the language tools may be used."""
    return _on


@cache
def _tokenizer() -> Tokenizer:
    import sudachipy  # noqa: PLC0415 - loaded only where it is used

    return sudachipy.Dictionary(dict="core").create(sudachipy.SplitMode.C)


@cache
def _ginza() -> Language:
    import spacy  # noqa: PLC0415 - takes a second and 400 MB

    return spacy.load("ja_ginza", exclude=UNUSED)


def pipeline() -> Language:
    """Return GiNZA.

    Raises:
        Switched: when the language tools are switched off.
    """
    if not _on:
        raise Switched("the language tools are switched off")
    return _ginza()


def tokens(texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
    """Yield the words of each text (the longest units, Sudachi's mode C); none when switched off."""
    for text in texts:
        yield tuple(_tokens(text)) if _on else ()


def short_words(text: str) -> tuple[Token, ...]:
    """Return the shortest units of a text (Sudachi's mode A): 維持管理 is 維持 and 管理. None when switched off."""
    import sudachipy  # noqa: PLC0415 - loaded only where it is used

    return tuple(_tokens(text, sudachipy.SplitMode.A)) if _on else ()


def parses(texts: Iterable[str]) -> Iterator[tuple[Word, ...]]:
    """Yield the words of each short text with their dependencies, by GiNZA; none when switched off.

    Raises:
        ValueError: when a text is longer than Sudachi takes.
    """
    listed = list(texts)
    if any(len(text.encode()) > MOST_BYTES for text in listed):
        raise ValueError(f"a text of more than {MOST_BYTES} bytes")
    if not _on or not listed:
        yield from (() for _ in listed)
        return
    for doc in _ginza().pipe(listed):
        yield tuple(
            Word(
                word.text,
                word.idx,
                word.idx + len(word.text),
                tuple(word.tag_.split("-")),
                word.dep_.removesuffix("_bunsetu"),
                word.head.i,
            )
            for word in doc
        )


def name_parts(text: str) -> tuple[str, str] | None:
    """Split a name without a space into family and given name where the dictionary has one way; else None.

    >>> name_parts("丸山晶子")
    ('丸山', '晶子')
    >>> name_parts("国際協力") is None
    True
    """
    cuts = name_cuts(text)
    return (text[: cuts[0]], text[cuts[0] :]) if len(cuts) == 1 else None


def name_cuts(text: str) -> tuple[int, ...]:
    """Return where a name without a space may be parted: a family name before, a given name behind.

    The way by which the dictionary parts the whole text counts alone, unless another one leaves a family name and a
    given name that are both known as such. None at all where the text is one word that is known as something else.
    """
    (whole,) = tokens([text])
    if len(whole) == 1 and whole[0].known and whole[0].tags[2:4] != ("人名", "一般"):
        return ()
    places = range(1, len(text))
    ways = dict(zip(places, tokens(f"{text[:place]} {text[place:]}" for place in places), strict=True))
    known = [place for place, words in ways.items() if _is_known_name(words)]
    first = whole[0].end if whole and whole[0].tags[3:4] == ("姓",) else 0
    likely = [place for place, words in ways.items() if place >= first and _is_likely_name(words)]
    if first in {*known, *likely} and set(known) <= {first}:
        return (first,)
    return tuple(sorted({*known, *likely}))


def _is_known_name(words: Sequence[Token]) -> bool:
    """Tell whether the words are a family name, a space and a given name, both known as such."""
    if len(words) != 3 or _ends_a_place(words[2].text):
        return False
    family, _, given = words
    if family.tags[2:3] == ("地名",):
        return given.tags[3:4] == ("名",)
    return family.tags[3:4] == ("姓",) and given.tags[2:3] == ("人名",)


def _ends_a_place(text: str) -> bool:
    return text in _NO_GIVEN_NAMES or text.endswith(_NO_END_OF_NAMES)


def _is_likely_name(words: Sequence[Token]) -> bool:
    """Tell whether a family name is followed by kana, by one character that ends no place's name, or by 恭 and 揚."""
    if len(words) < 3 or words[0].tags[3:4] != ("姓",) or _ends_a_place(words[-1].text):
        return False
    given, *rest = words[2:]
    plain = len(given.text) == 1 or all("ぁ" <= character <= "ヿ" for character in given.text)
    return (plain and not rest) or (given.tags[3:4] == ("名",) and [len(word.text) for word in rest] == [1])


def _tokens(text: str, mode: SplitMode | None = None) -> Iterator[Token]:
    for start, part in _pieces(text):
        for word in _tokenizer().tokenize(part, mode):
            tags = word.part_of_speech()
            yield Token(word.surface(), start + word.begin(), start + word.end(), tuple(tags), not word.is_oov())


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text that is too long, behind a line end or a full stop where there is one."""
    start = 0
    while len(text[start:].encode()) > MOST_BYTES:
        end = start + MOST_BYTES // 4
        cut = max(text.rfind("\n", start, end), text.rfind("。", start, end)) + 1
        end = cut if cut > start else end
        yield start, text[start:end]
        start = end
    yield start, text[start:]
