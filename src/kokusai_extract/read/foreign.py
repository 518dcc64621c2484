"""Characters that Japanese text does not use: found, named, and repaired where the document allows one repair only.

A text layer may name a glyph wrongly (Hangul inside a katakana word, a private code for a bullet). The same words,
printed elsewhere in the document without the fault, tell what was meant (ADR 0005).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import NamedTuple

from kokusai_extract.model.finding import Finding
from kokusai_extract.model.passage import Passage
from kokusai_extract.read.japanese import is_foreign, is_japanese, is_other_script

_CONTEXT = 8  # letters looked at on each side
_CERTAIN = 3  # letters that agree at least, one or more of them on each side
_LONGEST = 4  # letters that a stretch of foreign ones may stand for
_MOST_CONTEXTS = 200  # places looked up in one document
_MOST_FINDINGS = 50  # after which the rest is counted in one


def _is_letter(character: str) -> bool:
    return character.isalpha() and not is_foreign(character)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Foreign characters that follow each other, with the letters around them."""

    start: int
    end: int
    left: str
    text: str
    right: str

    @property
    def is_other_script(self) -> bool:
        """Whether all of it are letters of other scripts, and none a code that may stand for any glyph."""
        return all(map(is_other_script, self.text))

    @property
    def is_language(self) -> bool:
        """Whether it is a word of another language, and no fault inside a Japanese or Latin one."""
        around = self.left[-1:] + self.right[:1]
        return self.is_other_script and not any(map(is_japanese, around)) and (len(self.text) > 1 or not around)

    def candidates(self, text: str) -> tuple[str, ...]:
        """Return what stands in ``text`` between the same letters, wherever :data:`_CERTAIN` of them agree."""
        if not self.left or not self.right:
            return ()
        found: Counter[str] = Counter()
        lengths = range(1, _LONGEST + 1) if self.is_other_script else (len(self.text),)
        for length in lengths:
            for match in re.finditer(rf"{self.left[-1]}(?=([^\W\d_]{{{length}}}){self.right[0]})", text):
                before, after = match.end(), match.end(1)
                agreeing = _agreeing(text[max(before - _CONTEXT, 0) : before][::-1], self.left[::-1])
                agreeing += _agreeing(text[after : after + _CONTEXT], self.right)
                if agreeing >= _CERTAIN and all(map(_is_letter, match[1])):
                    found[match[1]] = max(agreeing, found[match[1]])
        return tuple(sorted(found, key=lambda candidate: (-found[candidate], candidate)))


def _agreeing(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


class _Fault(NamedTuple):
    """What makes two stretches one finding."""

    code: str
    string: str
    candidates: tuple[str, ...]


def settle_foreign(passage: Passage) -> tuple[Passage, tuple[Finding, ...]]:
    """Repair what is certain and return the passage with findings about all foreign characters.

    Certain is a repair where every place in the document whose letters around agree says the same. Only letters of
    another script are repaired: �, private codes and rare kanji may stand for anything, a name's own form too.
    """
    known: dict[tuple[str, str, str], tuple[str, ...]] = {}
    faults: list[tuple[_Stretch, _Fault]] = []
    for stretch in _stretches(passage.text):
        if stretch.is_language:
            first = stretch.text[0]
            script = unicodedata.name(first, f"U+{ord(first):04X}").split()[0].capitalize()  # Tangut has no names
            fault = _Fault("text-foreign-language", script, ())
        else:
            key = (stretch.left, stretch.text, stretch.right)
            if key not in known and len(known) < _MOST_CONTEXTS:
                known[key] = stretch.candidates(passage.text)
            candidates = known.get(key, ())
            certain = len(candidates) == 1 and stretch.is_other_script
            string = stretch.text if stretch.is_other_script else "".join(dict.fromkeys(stretch.text))
            fault = _Fault("text-repaired" if certain else "text-foreign-script", string, candidates)
        faults.append((stretch, fault))
    repairs = ((stretch, fault.candidates[0]) for stretch, fault in faults if fault.code == "text-repaired")
    return _repair(passage, repairs), tuple(_findings(passage, faults))


def misnamed(text: str) -> Iterator[int]:
    """Yield the offsets of foreign characters, but for words of another language, which a document may well print."""
    for stretch in _stretches(text):
        if not stretch.is_language:
            yield from range(stretch.start, stretch.end)


def _stretches(text: str) -> Iterator[_Stretch]:
    foreign = sorted(filter(is_foreign, set(text)))
    if not foreign:
        return
    for match in re.finditer(f"[{re.escape(''.join(foreign))}]+", text):
        start, end = match.span()
        left = "".join(takewhile(_is_letter, reversed(text[max(start - _CONTEXT, 0) : start])))[::-1]
        right = "".join(takewhile(_is_letter, text[end : end + _CONTEXT]))
        yield _Stretch(start, end, left, match[0], right)


def _repair(passage: Passage, repairs: Iterable[tuple[_Stretch, str]]) -> Passage:
    """Put each repair in its place; all its characters come from the whole foreign stretch."""
    parts, position = [], 0
    for stretch, text in repairs:
        start, end = passage.starts[stretch.start], passage.ends[stretch.end - 1]
        repaired = Passage(passage.document, text, (start,) * len(text), (end,) * len(text), frozenset({start}))
        parts += [passage[position : stretch.start], repaired]
        position = stretch.end
    return Passage.join([*parts, passage[position:]]) if parts else passage


def _findings(passage: Passage, faults: Iterable[tuple[_Stretch, _Fault]]) -> Iterator[Finding]:
    """Yield a finding for each distinct fault, and one for each script that another language is printed in."""
    firsts: dict[_Fault, _Stretch] = {}
    counts: Counter[_Fault] = Counter()
    for stretch, fault in faults:
        firsts.setdefault(fault, stretch)
        counts[fault] += 1
    for fault, stretch in list(firsts.items())[:_MOST_FINDINGS]:
        yield _finding(fault.code, passage, stretch, {**_values(fault, stretch), "count": str(counts[fault])})
    if more := list(firsts)[_MOST_FINDINGS:]:
        values = {"count": str(len(more)), "places": str(sum(counts[fault] for fault in more))}
        yield _finding("text-foreign-more", passage, firsts[more[0]], values)


def _values(fault: _Fault, stretch: _Stretch) -> dict[str, str]:
    if fault.code == "text-foreign-language":
        return {"script": fault.string, "string": stretch.text}
    values = {
        "string": fault.string,
        "codes": " ".join(f"U+{ord(character):04X}" for character in fault.string),
        "word": stretch.left + stretch.text + stretch.right,
    }
    if fault.code == "text-repaired":
        return {**values, "repaired": stretch.left + fault.candidates[0] + stretch.right}
    return {**values, "candidates": "、".join(fault.candidates) or "—"}


def _finding(code: str, passage: Passage, stretch: _Stretch, values: dict[str, str]) -> Finding:
    anchors = passage[stretch.start : stretch.end].anchors()
    return replace(Finding.at(code, anchors), values=tuple(values.items()))
