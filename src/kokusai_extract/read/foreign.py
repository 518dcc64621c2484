"""Characters that Japanese text does not use: found, named, and repaired where the document allows one repair only.

A text layer may name a glyph wrongly (국 in a katakana word, a private-use code for a bullet). The same words, printed
elsewhere in the document without the fault, tell what was meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from kokusai_extract.model.finding import Finding
from kokusai_extract.model.passage import Passage

_CONTEXT = 8  # letters looked at on each side
_CERTAIN = 3  # letters that must agree, both sides together
_LONGEST = 4  # letters that a stretch of foreign ones may stand for
_DISTINCT = 50  # findings about one document before the rest is counted in one
_LETTER = r"[^\W\d_]"
_KNOWN_SCRIPTS = ("LATIN", "GREEK", "COMBINING", "MODIFIER", "HIRAGANA", "KATAKANA", "CJK")


@cache
def is_foreign(character: str) -> bool:
    """Whether Japanese text has no use for the character: another script's letter, or a code that names none.

    What JIS X 0213 holds is Japanese, but for Cyrillic, whose letters pass for Latin ones.
    """
    category = unicodedata.category(character)
    if character == "\ufffd" or category in ("Co", "Cn", "Cs"):
        return True
    if category[0] not in "LM":
        return False
    name = unicodedata.name(character, "")
    if name.startswith("CYRILLIC"):
        return True
    if name.startswith(_KNOWN_SCRIPTS):
        return False
    try:
        character.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return True
    return False


@cache
def _is_japanese_letter(character: str) -> bool:
    return unicodedata.name(character, "").startswith(("CJK UNIFIED", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC ITERATION"))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Foreign characters that follow each other, with the letters around them."""

    start: int
    end: int
    left: str
    text: str
    right: str

    @property
    def is_language(self) -> bool:
        """Whether it is a word of another language, and no fault inside a Japanese one."""
        letters = all(unicodedata.category(c)[0] in "LM" for c in self.text)
        around = self.left[-1:] + self.right[:1]
        return letters and not any(map(_is_japanese_letter, around)) and (len(self.text) > 1 or not around)


class _Fault(NamedTuple):
    """What makes two stretches the same finding."""

    code: str
    string: str
    texts: tuple[str, ...]


_VALUES = {
    "text-foreign-script": ("string", "codes", "word", "count", "candidates"),
    "text-foreign-language": ("script", "string", "count"),
    "text-repaired": ("string", "codes", "word", "repaired", "count"),
}


def settle_foreign(passage: Passage) -> tuple[Passage, tuple[Finding, ...]]:
    """Repair what is certain and return the passage with findings about all foreign characters."""
    stretches = list(_stretches(passage.text))
    candidates: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for stretch in stretches:
        key = (stretch.left, stretch.text, stretch.right)
        if key not in candidates and len(candidates) < _DISTINCT and not stretch.is_language:
            candidates[key] = _candidates(passage.text, *key)
    found = [(s, candidates.get((s.left, s.text, s.right), ())) for s in stretches]
    repaired = _repair(passage, [(s, texts[0]) for s, texts in found if len(texts) == 1])
    return repaired, tuple(_findings(passage, found))


def _stretches(text: str) -> Iterator[_Stretch]:
    foreign = sorted(filter(is_foreign, set(text)))
    if not foreign:
        return
    for match in re.finditer(f"[{re.escape(''.join(foreign))}]+", text):
        start, end = match.span()
        left = "".join(takewhile(_is_letter, reversed(text[max(start - _CONTEXT, 0) : start])))[::-1]
        right = "".join(takewhile(_is_letter, text[end : end + _CONTEXT]))
        yield _Stretch(start, end, left, match[0], right)


def _is_letter(character: str) -> bool:
    return character.isalpha() and not is_foreign(character)


def _candidates(text: str, left: str, foreign: str, right: str) -> tuple[str, ...]:
    """Return what stands between the same letters elsewhere in the text, where most of them agree."""
    if not left or not right:
        return ()
    best = _CERTAIN
    found: set[str] = set()
    for length in range(1, _LONGEST + 1):
        pattern = f"{left[-1]}(?=({_LETTER}{{{length}}}){right[0]})"
        for match in re.finditer(pattern, text):
            if any(map(is_foreign, match[1])):
                continue
            before, after = text[max(match.end() - _CONTEXT, 0) : match.end()], match.end(1)
            score = _agreeing(before[::-1], left[::-1]) + _agreeing(text[after : after + _CONTEXT], right)
            if score > best:
                best, found = score, set()
            if score == best:
                found.add(match[1])
    return tuple(sorted(found))


def _agreeing(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _repair(passage: Passage, repairs: list[tuple[_Stretch, str]]) -> Passage:
    """Put each repair in the place of what it repairs; all its characters come from the whole foreign stretch."""
    if not repairs:
        return passage
    parts, position = [], 0
    for stretch, text in repairs:
        start, end = passage.starts[stretch.start], passage.ends[stretch.end - 1]
        parts.append(passage[position : stretch.start])
        parts.append(Passage(passage.document, text, (start,) * len(text), (end,) * len(text), frozenset({start})))
        position = stretch.end
    return Passage.join([*parts, passage[position:]])


def _findings(passage: Passage, found: list[tuple[_Stretch, tuple[str, ...]]]) -> Iterator[Finding]:
    """Yield one finding for each distinct fault, and one for each script that a foreign language is printed in."""
    firsts: dict[_Fault, _Stretch] = {}
    counts: Counter[_Fault] = Counter()
    for stretch, texts in found:
        fault = _fault(stretch, texts)
        firsts.setdefault(fault, stretch)
        counts[fault] += 1
    faults = list(firsts)
    for fault in faults[:_DISTINCT]:
        stretch = firsts[fault]
        values = {
            "string": stretch.text,
            "codes": " ".join(f"U+{ord(c):04X}" for c in stretch.text),
            "word": stretch.left + stretch.text + stretch.right,
            "count": str(counts[fault]),
            "script": unicodedata.name(stretch.text[0], "?").split()[0].capitalize(),
            "candidates": "、".join(fault.texts) or "—",
            "repaired": stretch.left + "".join(fault.texts) + stretch.right,
        }
        wanted = {name: values[name] for name in _VALUES[fault.code]}
        yield _finding(fault.code, passage, stretch, wanted)
    if more := faults[_DISTINCT:]:
        count = {"count": str(len(more)), "places": str(sum(counts[fault] for fault in more))}
        yield _finding("text-foreign-more", passage, firsts[more[0]], count)


def _fault(stretch: _Stretch, texts: tuple[str, ...]) -> _Fault:
    if stretch.is_language:
        return _Fault("text-foreign-language", unicodedata.name(stretch.text[0], "?").split()[0], ())
    return _Fault("text-repaired" if len(texts) == 1 else "text-foreign-script", stretch.text, texts)


def _finding(code: str, passage: Passage, stretch: _Stretch, values: dict[str, str]) -> Finding:
    anchors = passage[stretch.start : stretch.end].anchors()
    return replace(Finding.at(code, anchors), values=tuple(values.items()))
