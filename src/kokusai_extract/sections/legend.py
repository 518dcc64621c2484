"""Kinds of ties as printed: the signs of a legend (● 姉妹・友好都市 ◎ パートナー都市), and headings of lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from kokusai_extract import vocabulary
from kokusai_extract.model.international import TieKind
from kokusai_extract.model.passage import Passage
from kokusai_extract.read.normalize import fold_text
from kokusai_extract.values.numbering import numbered

SIGNS = "●○◎◉◯■□◆◇★☆▲△▼▽▶▷◼◻⬤✕×+・*"
_ENTRY = re.compile(rf"(?:^|(?<=\s))(?P<sign>[{re.escape(SIGNS)}])\s*(?=[^\s{re.escape(SIGNS)}])")
_LEADING = re.compile(rf"^(?:[{re.escape(SIGNS)}]\s*)+")
_APART = re.compile(r"\s*\d+\s")
_NOTHING = re.compile(r"その他|等|など|都市|一覧|及び|[()()・、/,:\s【】《》〈〉<>\[\]]")
_INLINE = re.compile(
    rf"^[\s{re.escape(SIGNS)}-]*(?P<head>[^:、。]{{3,30}}?(?:\(.{{0,8}}\))?)\s*(?::|(?<=[】》>])\s*)(?P<rest>.+)$"
)
_COUNT = re.compile(r"\(?(?:計|全)?(?P<count>\d{1,3})(?:都市|港|か所|ヶ所|件|市)?\)?")


@dataclass(frozen=True, slots=True, eq=False)
class Tie:
    """A kind of tie by name: ``kinds`` are all that ``passage`` names. ``sign`` is what stands for it on a map.

    ``count`` is the number of cities that a heading says follow.
    """

    passage: Passage
    kinds: tuple[TieKind, ...]
    sign: Passage | None = None
    count: int | None = None


@cache
def _kinds() -> Mapping[str, TieKind]:
    return {fold_text(row["word"]): cast(TieKind, row["kind"]) for row in vocabulary.rows("tie_kinds")}


@cache
def tie_words() -> re.Pattern[str]:
    """Return a pattern of every word that names a kind of tie, the longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(_kinds(), key=lambda word: (-len(word), word))))


def kind_of(word: str) -> TieKind:
    """Return the kind that a word of :func:`tie_words` names."""
    return _kinds()[word]


def kinds_in(text: str) -> tuple[TieKind, ...]:
    """Return the kinds of tie that a text names, each once, in order.

    >>> kinds_in("姉妹港・友好港・貿易協力港")
    ('sister_port', 'trade_port')
    """
    squeezed = "".join(text.split())
    return tuple(dict.fromkeys(_kinds()[match.group()] for match in tie_words().finditer(squeezed)))


def tie_of(passage: Passage) -> Tie | None:
    """Read a line that names a kind of tie and nothing else, with a count perhaps; None where it says more or less."""
    item = numbered(passage.strip())
    apart = item and item.rest and (item.style != "plain" or _APART.match(passage.text))
    text = (item.rest if item and apart else passage).squeeze()  # 3 姉妹都市 is a heading, 3姉妹都市 counts them
    rest = _NOTHING.sub("", tie_words().sub("", text.text))
    kinds = kinds_in(text.text)
    count = _COUNT.fullmatch(rest)
    if not kinds or (rest and not count):
        return None
    return Tie(passage, kinds, count=int(count["count"]) if count else None)


def inline_tie(passage: Passage) -> tuple[Tie, Passage] | None:
    """Read ``姉妹都市(2都市):リヨン、上海``: a kind of tie and the list behind it; None where it is no such line."""
    match = _INLINE.match(passage.text)
    if match is None or not match["rest"].strip():
        return None
    tie = tie_of(passage.group(match, "head").strip())
    return (tie, passage.group(match, "rest").strip()) if tie else None


def legend_entries(passage: Passage) -> tuple[Tie, ...]:
    """Return what the signs on a line stand for; nothing where one of them stands before something else."""
    matches = list(_ENTRY.finditer(passage.text))
    if not matches or passage.text[: matches[0].start()].strip():
        return ()
    found = []
    for match, end in zip(matches, [*(m.start() for m in matches[1:]), len(passage)], strict=True):
        tie = tie_of(passage[match.end() : end].strip())
        if tie is None:
            return ()
        found.append(Tie(tie.passage, tie.kinds, passage.group(match, "sign"), tie.count))
    return tuple(found)


def leading_signs(passage: Passage) -> tuple[tuple[Passage, ...], Passage]:
    """Return the signs before a label, each by itself, and the label."""
    match = _LEADING.match(passage.text)
    if not match:
        return (), passage
    signs = [passage[i : i + 1] for i in range(match.end()) if not passage.text[i].isspace()]
    return tuple(signs), passage[match.end() :].strip()


def by_sign(ties: Iterable[Tie]) -> Mapping[str, Tie]:
    """Return a legend's entries by their sign."""
    return {tie.sign.text: tie for tie in ties if tie.sign}
