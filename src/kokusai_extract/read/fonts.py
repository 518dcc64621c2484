"""Fonts whose character maps cannot be true."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from kokusai_extract.read.strange import is_ideograph, is_strange

FEWEST_SKIPPED = 4
"""A font may hold a few ideographs that Japanese print does not use, in a row with those it does; not as many."""


def counted_on(names: Mapping[int, str]) -> frozenset[int]:
    """Return the glyph numbers that a map seems to have named by counting on from another glyph's name.

    Some writers name the glyphs up to the next multiple of 256 by counting code points on from one that is right. A
    Japanese font has its glyphs in the order of code points too, but with gaps where it lacks a character. So where
    glyphs are as far apart as their code points, and ideographs that no Japanese font holds lie between, all but the
    first are named wrongly, though mostly by ordinary ideographs (``還付`` comes out as ``遯付``).
    """
    wrong: set[int] = set()
    ideographs = sorted((n, ord(name) - n) for n, name in names.items() if len(name) == 1 and is_ideograph(name))
    for (_, distance), group in groupby(ideographs, key=lambda entry: (entry[0] >> 8, entry[1])):
        run = [number for number, _ in group]
        skipped = sum(is_strange(chr(number + distance)) for number in range(run[0] + 1, run[-1] + 1))
        if skipped >= FEWEST_SKIPPED:
            wrong.update(run[1:])
    return frozenset(wrong)
