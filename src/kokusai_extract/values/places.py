"""Municipalities and their 全国地方公共団体コード (six digits, the last one a check digit)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kokusai_extract import vocabulary
from kokusai_extract.model.passage import Passage

_NAME = re.compile(r"[一-鿿々ヶケノぁ-んァ-ヴー]{1,12}?[都道府県市区町村]")


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality or prefecture by its code; ``prefecture`` is the one it lies in (or is)."""

    code: str
    prefecture: str
    name: str


@cache
def municipalities() -> Mapping[str, tuple[Municipality, ...]]:
    """Return the municipalities that bear a name (towns of the same name stand in several prefectures)."""
    by_name: dict[str, list[Municipality]] = {}
    for row in vocabulary.rows("municipalities"):
        place = Municipality(row["code"], row["prefecture"], row["name"])
        by_name.setdefault(place.name, []).append(place)
    return {name: tuple(places) for name, places in by_name.items()}


def municipalities_in(passage: Passage) -> Iterator[tuple[Passage, tuple[Municipality, ...]]]:
    """Yield each name of a municipality that stands in the text, with all that bear it, in order."""
    for match in _NAME.finditer(passage.text):
        text = match.group()
        for start in range(len(text) - 1):  # 日本横浜市: the name may follow other characters
            if places := municipalities().get(text[start:]):
                yield passage[match.start() + start : match.end()], places
                break
