"""Running text out of printed lines, and the places in it where names stand as words of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kokusai_extract import nlp
from kokusai_extract.link.names import Name
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.section import SourceLine
from kokusai_extract.sections.text import joined
from kokusai_extract.values.numbering import numbered

FULL_LINE = 15
"""A line of so many characters may go on in the next one."""

_ENDS = re.compile(r"[。」』】》>:;!?※]$")
_OPENS = re.compile(r"^\s*[・▶○●◎■□◆※<《【〈(\[\-]|^\s*\d[\d,]*(?:[.頁]|千円|百万円|億|万円|円|人|名)")
_CITY_SUFFIX = re.compile(r"特別市|広域市|市|都(?=[等など、。・へはのがをに\s)]|$)")
_STATE_SUFFIX = re.compile(r"共和国|王国|連邦|国(?![一-鿿])")
_EDITION = re.compile(r" ?(?:[IVX]{1,4}|\d{1,2})(?![\dA-Za-z年月])")
_SUFFIXES = {"city": _CITY_SUFFIX, "country": _STATE_SUFFIX, "event": _EDITION}
_NOT_BEHIND = {
    "city": re.compile(r"[語人系製風門]|料理|地方|役所"),
    "country": re.compile(r"[語人系製風門]|料理|地方"),
    "unit": re.compile(r"[長員]"),
}
_OFFICE = re.compile(r"(?:駐在員)?事務所(?!長)")
_KATAKANA = re.compile(r"[ァ-ヺー]")
_LATIN = re.compile(r"[A-Za-z0-9]")
_KANJI = re.compile(r"[一-鿿々]")
_LONG = 4
"""A name of kanji of so many characters is not part of a longer word by accident."""


def running_text(lines: Sequence[SourceLine]) -> Passage:
    """Return lines as one passage: a paragraph's lines run on, all else ends with a line end."""
    parts: list[Passage] = []
    current: list[Passage] = []
    for line in lines:
        text = line.passage.strip()
        if not text:
            continue
        if current and not _goes_on(current[-1], text):
            parts.append(Passage.join(current))
            current = []
        current.append(text)
    if current:
        parts.append(Passage.join(current))
    return joined(parts, "\n") if parts else lines[0].passage[0:0]


def _goes_on(before: Passage, text: Passage) -> bool:
    if before.text.endswith(("、", "・")) and not _OPENS.match(text.text):
        return True
    if len(before) < FULL_LINE or _ENDS.search(before.text) or _OPENS.match(text.text):
        return False
    return numbered(text) is None


def pattern_of(names: Iterable[Name]) -> re.Pattern[str]:
    """Return a pattern of all names, tried in their order."""
    return re.compile("|".join(_spelling(name) for name in names))


def _spelling(name: Name) -> str:
    """Return a pattern of a name: white space in it, and between Latin and Japanese letters, may be printed or not."""
    parts = []
    text = name.text
    for index, character in enumerate(text):
        if character.isspace():
            continue
        before = text[index - 1 : index]
        gap = bool(before) and (before.isspace() or bool(_LATIN.match(before)) != bool(_LATIN.match(character)))
        parts.append((r"\s?" if gap else "") + re.escape(character))
    return "".join(parts)


def find(text: Passage, pattern: re.Pattern[str], known: dict[str, Name]) -> Iterator[tuple[Passage, Name]]:
    """Yield each place where a name stands as a word of its own, with 市, 共和国 and the like behind it.

    日本 is not found in 日本語, タイ not in タイムズ, 国際局 not in 国際局長; a city and 事務所 are an office.
    """
    (words,) = nlp.tokens([text.text])
    starts, ends = {word.start for word in words}, {word.end for word in words}
    position = 0
    while match := pattern.search(text.text, position):
        name = known["".join(match.group().split())]
        start, end = match.span()
        if name.label == "city" and (office := _OFFICE.match(text.text, end)):
            name, end = Name(text.text[start : office.end()], "unit"), office.end()
        elif (ending := _SUFFIXES.get(name.label or "")) and (suffix := ending.match(text.text, end)):
            end = suffix.end()
        if _is_word(text.text, start, end, name) and (not words or _at_ends(start, end, starts, ends, name)):
            yield text[start:end], name
            position = end
        else:
            position = start + 1


def _is_word(text: str, start: int, end: int, name: Name) -> bool:
    """Tell whether a name stands by itself: letters of its own kind neither before nor behind it."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    for kind in (_KATAKANA, _LATIN):
        if kind.match(text[start]) and kind.match(before):
            return False
        if kind.match(text[end - 1]) and kind.match(behind) and not (kind is _LATIN and behind.isdigit()):
            return False
    if (never := _NOT_BEHIND.get(name.label or "")) and never.match(text, end):
        return False
    if not nlp.available() and end - start < _LONG:
        return not (_KANJI.match(text[start]) and _KANJI.match(before)) and not (
            _KANJI.match(text[end - 1]) and _KANJI.match(behind)
        )
    return True


def _at_ends(start: int, end: int, starts: set[int], ends: set[int], name: Name) -> bool:
    """Tell whether a short name of kanji begins and ends where words do, as Sudachi cuts them."""
    return len(name.text) >= _LONG or (start in starts and end in ends)
