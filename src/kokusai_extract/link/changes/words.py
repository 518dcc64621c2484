"""Words for what is compared, in Japanese and English: facets, kinds, relations, reasons."""

from __future__ import annotations

from functools import cache
from typing import Literal

from kokusai_extract import vocabulary
from kokusai_extract.link.changes.programmes import Programme
from kokusai_extract.link.changes.year import Duty, Holding, Office, Tie, Unit

Language = Literal["ja", "en"]
Item = Unit | Duty | Holding | Programme | Tie | Office


@cache
def words(group: str) -> dict[str, dict[str, str]]:
    """Return the rows of one group of ``data/vocabulary/change_words.csv`` by their code."""
    return {row["code"]: row for row in vocabulary.rows("change_words") if row["group"] == group}


def word(group: str, code: str, language: Language) -> str:
    """Return the word for a code.

    >>> word("kind", "renamed", "ja")
    '改称'
    """
    return words(group)[code][language]


def label(item: Item) -> str:
    """Return what an item is called: as it is printed, with the post of a person and the number of a duty."""
    match item:
        case Duty():
            return item.text
        case Holding():
            return f"{item.name}（{item.title}）" if item.title else item.name
        case _:
            return item.name or "—"
