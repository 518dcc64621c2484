"""Folding of single characters: what NFKC does, less what would turn marks into figures (ADR 0005).

The tables are data: ``vocabulary/radicals.csv`` and ``vocabulary/variants.csv``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

WHITE = "\t\n\v\f"
"""White space that structures a text; it is kept as it is."""

_KEPT = ("<circle>", "<super>", "<sub>", "<fraction>")
"""Compatibility forms that NFKC would melt into the figure beside them: ④32 → 432, 10² → 102, 1½ → 11⁄2."""

_DASHES = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–−⁃", "-"),  # hyphens, figure dash, en dash, minus sign
        **dict.fromkeys("―⸺⸻", "—"),  # horizontal bar, longer em dashes
        **dict.fromkeys("~∼∾", "〜"),
    }
)


class Folded(NamedTuple):
    """Folded text whose character ``i`` was made from ``raw[starts[i]:ends[i]]``."""

    text: str
    starts: list[int]
    ends: list[int]


@cache
def table(name: str, key: str, value: str) -> dict[str, str]:
    """Return two columns of a vocabulary file as a mapping."""
    text = (files("kokusai_extract") / "data" / "vocabulary" / name).read_text("utf-8")
    return {row[key]: row[value] for row in csv.DictReader(text.split("\n"))}


@cache
def fold_character(character: str) -> str:
    """Return what a character folds to when it stands alone: mostly one character, nothing for an invisible one."""
    if character in WHITE:
        return character
    if character == "\r":
        return "\n"
    category = unicodedata.category(character)
    if category in ("Cc", "Cf") or "VARIATION SELECTOR" in unicodedata.name(character, ""):
        return ""
    if category.startswith("Z"):
        return " "
    if unicodedata.decomposition(character).startswith(_KEPT):
        return character
    unified = table("radicals.csv", "radical", "unified").get(character, character)
    folded = unicodedata.normalize("NFKC", unified)
    return character if folded[0] == " " else folded.translate(_DASHES)  # ´ would become a space and an accent


def fold_text(text: str) -> str:
    """Return a bare text folded, without repairs: for vocabulary keys."""
    return fold_characters(text).text


def fold_characters(raw: str) -> Folded:
    """Fold a text, one combining cluster at a time, and note where each character came from.

    A dropped character counts to the one before it, so that a quote runs on across it.
    """
    simple: dict[int, str] = {}
    special = []
    for character in sorted(set(raw)):
        folded = fold_character(character)
        if len(folded) != 1 or character == "\r" or unicodedata.combining(folded):
            special.append(character)
        elif folded != character:
            simple[ord(character)] = folded
    places = list(range(len(raw) + 1))  # one number a place, whatever stands there: a long text has millions
    if not special:
        return Folded(raw.translate(simple), places[:-1], places[1:])

    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    clusters = re.compile(f"(?s:.)?(?:\r\n|[{re.escape(''.join(special))}])+")
    for match in clusters.finditer(raw):
        start, end = match.span()
        pieces.append(raw[position:start].translate(simple))
        starts.extend(places[position:start])
        ends.extend(places[position + 1 : start + 1])
        for text, first, last in _fold_clusters(raw, start, end):
            pieces.append(text)
            starts.extend([first] * len(text))
            ends.extend([last] * len(text))
        position = end
    pieces.append(raw[position:].translate(simple))
    starts.extend(places[position : len(raw)])
    ends.extend(places[position + 1 :])
    return Folded("".join(pieces), starts, ends)


def _fold_clusters(raw: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Fold ``raw[start:end]`` to (text, first offset, end offset) pieces."""
    pieces: list[tuple[str, int, int]] = []
    base = 0
    for offset in range(start, end):
        character, folded = raw[offset], fold_character(raw[offset])
        line_feed = character == "\n" and offset > start and raw[offset - 1] == "\r"
        if not folded or line_feed:
            if pieces and (line_feed or not pieces[-1][0].isspace()):
                text, first, _ = pieces[-1]
                pieces[-1] = (text, first, offset + 1)
            continue
        if not unicodedata.combining(folded[0]):
            _compose(pieces, base)
            base = len(pieces)
        pieces.append((folded, offset, offset + 1))
    _compose(pieces, base)
    return pieces


def _compose(pieces: list[tuple[str, int, int]], base: int) -> None:
    """Make one piece of a base and its marks where they join to another character (ｶ + ﾞ → ガ)."""
    if len(pieces) - base < 2:
        return
    text = "".join(piece for piece, _, _ in pieces[base:])
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        pieces[base:] = [(composed, pieces[base][1], pieces[-1][2])]
