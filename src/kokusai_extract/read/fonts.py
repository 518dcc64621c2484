"""Fonts whose character maps cannot be true: which glyphs they name wrongly, and what these are where that is certain.

Glyphs are known by their number in the font. See ADR 0030.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from kokusai_extract.read.japanese import is_foreign, is_ideograph

FEWEST_SKIPPED = 4
"""A font may hold a few ideographs that Japanese print does not use, in a row with those it does; not as many."""

FEWEST_IN_ORDER = 30
"""So many ideographs in their places prove that a font has its glyphs in the order of the Japanese standards."""

IN_ORDER = 0.95
"""And so many of those between the first and the last of them: the others are named wrongly."""

FEWEST_TO_DOUBT = 8
BLOCKS_TO_DOUBT = 3
LEAST_TO_DOUBT = 0.75
"""Where this many fit, in so many blocks of 256 numbers, and such a part of all between, the others are doubted."""


@dataclass(frozen=True)
class Naming:
    """What is to be thought of a font's names: those that are ``doubtful``, and what glyphs are instead (``right``)."""

    doubtful: frozenset[int] = frozenset()
    right: Mapping[int, str] = field(default_factory=dict)


def examine(names: Mapping[int, str], collection: Callable[[], Mapping[int, str]] = dict) -> Naming:
    """Return what is wrong with the names that a font's character map gives to its glyphs.

    ``collection`` returns the names that the glyphs have by the public collection that the font declares
    (Adobe-Japan1), if it does. A name is put right only where the order of the glyphs, or the collection, leaves no
    other; where a small font only hints at an order, what does not fit it is doubted.
    """
    doubtful = counted_on(names)
    public = collection() if doubtful else {}
    declared = {n: public[n] for n in doubtful & public.keys() if len(public[n]) == 1}
    known = {**declared, **in_order(names, doubtful)}
    right = {number: name for number, name in known.items() if names[number] != name}
    doubtful |= out_of_order(names, doubtful)
    return Naming((doubtful - known.keys()) | right.keys(), right)


def counted_on(names: Mapping[int, str]) -> frozenset[int]:
    """Return the glyph numbers that a map seems to have named by counting on from another glyph's name.

    Some writers name the glyphs up to the next multiple of 256 by counting code points on from one that is right. A
    Japanese font has its glyphs in the order of code points too, but with gaps where it lacks a character. So where
    glyphs are as far apart as their code points, and ideographs that no Japanese font holds lie between, they are
    named wrongly, though mostly by ordinary ideographs (``還付`` comes out as ``遯付``).
    """
    wrong: set[int] = set()
    ideographs = ((n, ord(name) - n) for n, name in sorted(names.items()) if len(name) == 1 and is_ideograph(name))
    for (_, distance), group in groupby(ideographs, key=lambda entry: (entry[0] >> 8, entry[1])):
        run = [number for number, _ in group]
        skipped = sum(is_foreign(chr(number + distance)) for number in range(run[0] + 1, run[-1] + 1))
        if skipped >= FEWEST_SKIPPED:
            wrong.update(run)
    return frozenset(wrong)


def in_order(names: Mapping[int, str], doubtful: Iterable[int] = ()) -> dict[int, str]:
    """Return what glyphs are by their place, where a font proves to have them in the order of the Japanese standards.

    The fonts of Japanese Windows hold every ideograph of JIS X 0208, 0212 and 0213 and of code page 932 in the order
    of code points. Where dozens of names fit such an order, and hardly one does not, a glyph between them is
    the ideograph that is due at its number. ``doubtful`` glyphs prove nothing.
    """
    order, _ = _order()
    doubtful = frozenset(doubtful)
    placed: dict[int, str] = {}
    for start, fitting, between in _runs_in_order(names, doubtful, FEWEST_IN_ORDER):
        sure = [n for n in between if n not in doubtful]
        if placed.keys().isdisjoint(between) and len(fitting) >= IN_ORDER * len(sure):
            placed.update((n, order[n - start]) for n in between)
    return placed


def out_of_order(names: Mapping[int, str], doubtful: Iterable[int] = ()) -> frozenset[int]:
    """Return the glyphs of a small font whose names do not fit the order that most of the others keep.

    A subset of a dozen ideographs is too little to say what a glyph is, but in a font whose glyphs are in another
    order, no more than two or three fit the same one. Names that are counted on fit one, but only in one block.
    """
    doubtful = frozenset(doubtful)
    misfits: set[int] = set()
    for _, fitting, between in _runs_in_order(names, doubtful, FEWEST_TO_DOUBT):
        sure = [n for n in between if n not in doubtful]
        if len({n >> 8 for n in fitting}) >= BLOCKS_TO_DOUBT and len(fitting) >= LEAST_TO_DOUBT * len(sure):
            misfits.update(set(sure) - set(fitting))
    return frozenset(misfits)


def _runs_in_order(
    names: Mapping[int, str], doubtful: frozenset[int], fewest: int
) -> Iterator[tuple[int, list[int], list[int]]]:
    """Yield where an order would start that at least ``fewest`` names fit: (start, these, all from first to last)."""
    _, rank = _order()
    ideographs = {n: name for n, name in names.items() if len(name) == 1 and "一" <= name <= "\u9fff"}
    witnesses = {n: n - rank[name] for n, name in ideographs.items() if n not in doubtful and name in rank}
    for start, count in Counter(witnesses.values()).most_common():
        if count < fewest:
            return
        fitting = [n for n, own in witnesses.items() if own == start]
        first, last = min(fitting), max(fitting)
        yield start, fitting, [n for n in ideographs if first <= n <= last]


@cache
def _order() -> tuple[str, Mapping[str, int]]:
    order = "".join(c for c in map(chr, range(0x4E00, 0xA000)) if not is_foreign(c))
    return order, {character: place for place, character in enumerate(order)}
