"""Names of organizational units: what kind of unit a name ends in, and at which level such a unit stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from kokusai_extract import vocabulary
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Classification

LONGEST_NAME = 30
_BRACKETED = re.compile(r"^[≪《<〈【\[](?P<name>.+)[≫》>〉】\]]$")
_NOT_A_NAME = re.compile(r"[、。,:;?!「」=]|こと$|\d{3,}")


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A word that a unit's name ends in. ``level`` is 0 for a 局 to 3 for a 係, None where it varies."""

    suffix: str
    classification: Classification
    level: int | None


@dataclass(frozen=True, slots=True, eq=False)
class UnitName:
    """A unit's name on a line of its own; ``suffix`` is the part of it that tells its kind."""

    name: Passage
    suffix: Passage
    word: UnitWord


@cache
def unit_words() -> Mapping[str, UnitWord]:
    """Return the words that unit names end in, longest first."""
    rows = sorted(vocabulary.rows("unit_words"), key=lambda row: (-len(row["word"]), row["word"]))
    return {
        row["word"]: UnitWord(
            row["word"], cast(Classification, row["classification"]), int(row["level"]) if row["level"] else None
        )
        for row in rows
    }


def unit_names(passage: Passage) -> tuple[UnitName, ...]:
    """Read a line as the names of units, the higher one first (``総務部 総務課``); none where it is something else."""
    parts = [part for part in passage.words().split(r"\s") if part]
    names = [unit_name(part) for part in parts]
    if len(parts) > 1 and all(names):
        return tuple(name for name in names if name)
    whole = unit_name(passage)
    return (whole,) if whole else ()


def unit_name(passage: Passage) -> UnitName | None:
    """Read a line as the name of a unit, letter-spaced and in brackets too; None where it is something else."""
    squeezed = passage.squeeze()
    found = _find(squeezed.text)
    if found is None:
        return None
    start, end, word = found
    return UnitName(squeezed[start:end], squeezed[end - len(word.suffix) : end], word)


def is_unit_name(text: str) -> bool:
    """Tell whether a text without white space reads as the name of a unit, in brackets too."""
    return _find(text) is not None


def word_of(name: str) -> UnitWord | None:
    """Return the word that a unit's name ends in; None where the text is no such name."""
    found = _find(name)
    return found[2] if found else None


def _find(text: str) -> tuple[int, int, UnitWord] | None:
    """Return start and end of the name inside its brackets, and the word that tells its kind."""
    start, end = 0, len(text)
    while match := _BRACKETED.match(text[start:end]):
        start, end = start + match.start("name"), start + match.end("name")
    name = text[start:end]
    if not 1 < len(name) <= LONGEST_NAME or _NOT_A_NAME.search(name):
        return None
    for suffix, word in unit_words().items():
        if name.endswith(suffix) and len(name) > len(suffix):
            return start, end, word
    return None
