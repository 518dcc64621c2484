"""The one place that loads the Japanese language tools: Sudachi's dictionary at once, GiNZA only when it is asked for.

Both are loaded at most once a process. :func:`switch` turns them off (``--no-nlp``): :func:`tokens` then gives no
tokens, :func:`pipeline` raises, and callers go by their rules alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from sudachipy import Tokenizer

MOST_BYTES = 49_149
"""Sudachi refuses a longer text."""

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


class Switched(RuntimeError):
    """The language tools were asked for although they are switched off: a fault of the caller."""


def switch(on: bool) -> None:
    """Turn the language tools on or off for this process."""
    global _on  # noqa: PLW0603 - one switch a process, set by the command line before any document is read
    _on = on


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

    return spacy.load("ja_ginza")


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


def name_parts(text: str) -> tuple[str, str] | None:
    """Split a name without a space into family and given name where the dictionary has one way; else None.

    >>> name_parts("丸山晶子")
    ('丸山', '晶子')
    >>> name_parts("国際協力") is None
    True
    """
    (words,) = tokens([text])
    if len(words) < 2 or len(words) > 3:
        return None
    first, second, *rest = words
    family = first.tags[3:4] == ("姓",) and second.tags[2:3] == ("人名",)
    place = first.tags[2:3] == ("地名",) and second.tags[3:4] == ("名",)
    ends = all(word.tags[2:3] == ("人名",) or len(word.text) == 1 for word in rest)
    return (first.text, text[first.end :]) if (family or place) and ends else None


def _tokens(text: str) -> Iterator[Token]:
    for start, part in _pieces(text):
        for word in _tokenizer().tokenize(part):
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
