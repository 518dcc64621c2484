"""What the recognizer gives each stretch of a line, to letters of Japanese print, each with likelihood and rivals."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from kokusai_extract.vocabulary import rows

RARE_FORMS = 4
"""How many times likelier the old or rare form of a kanji (穗, 澤, 髙) must be than its usual one."""

DOUBTFUL = 0.9
"""A letter that is less likely than this is in doubt."""

NEARLY = 0.03
"""A usual form is in doubt where the rare one is likelier than this."""

RIVAL = 0.001
"""A sign that is no less likely than this part of the letter that was read might be it (:mod:`.doubts`)."""

MOST_RIVALS = 3


class Seen(NamedTuple):
    """How likely a letter is where it is likeliest, 0 to 1, and what else it might be, the likeliest first."""

    score: float
    rivals: tuple[tuple[str, float], ...] = ()


@cache
def rare_forms() -> dict[str, str]:
    """Return the usual form of each old or rare form of a kanji."""
    return {row["variant"]: row["standard"] for row in rows("variants")}


class Japanese:
    """Decodes what the recognizer gives each stretch of a line: how likely each of its 18,000 signs stands there.

    It was taught Chinese too. A form that Japanese print does not use speaks for the one it does (额 for 額), a kanji
    that no Japanese standard holds for none, and an old or rare form must be :data:`RARE_FORMS` times likelier than the
    usual one to be taken for printed; where it is at all likely, the usual one is in doubt (ADR 0027).

    RapidOCR hands on what stands for the likelihood of each letter as it is. It takes a letter's for that of the
    space before it, so here each gets a :class:`Seen` of its own.
    """

    def __init__(self, decode: Any) -> None:
        self._decode = decode
        self._signs: list[str] = decode.character
        places = {sign: place for place, sign in enumerate(self._signs)}
        forms = [(row["recognized"], row["printed"]) for row in rows("ocr_forms")]
        pairs = [(places[form], places[printed]) for form, printed in forms if form in places and printed in places]
        self._forms, self._printed = (list(side) for side in zip(*pairs, strict=True))
        self._foreign = [place for sign, place in places.items() if _is_foreign(sign) and place not in self._forms]
        rare = [(places[form], places[usual]) for form, usual in rare_forms().items() if {form, usual} <= places.keys()]
        self._rare = [(form, usual) for form, usual in rare if form not in self._forms]

    def __call__(self, likely: Any, *arguments: Any, **settings: Any) -> Any:
        """Return the texts of lines, and how they are placed, as RapidOCR's own decoder does."""
        for form, printed in zip(self._forms, self._printed, strict=True):
            likely[:, :, printed] += likely[:, :, form]
        likely[:, :, self._forms + self._foreign] = 0
        for form, usual in self._rare:
            unsure = likely[:, :, form] > NEARLY
            likely[:, :, usual][unsure] = np.minimum(likely[:, :, usual][unsure], DOUBTFUL - 0.01)
            likely[:, :, form][likely[:, :, form] < RARE_FORMS * likely[:, :, usual]] = 0
        texts, placed = self._decode(likely, *arguments, **settings)
        for stretches, info in zip(likely, placed, strict=False):
            info.confs = list(self._seen(stretches))
        return texts, placed

    def _seen(self, stretches: Any) -> Iterator[Seen]:
        """Yield for each letter of a line, spaces apart, how it was seen: a letter lasts for one stretch or several."""
        best = stretches.argmax(axis=1)
        starts = np.flatnonzero(np.concatenate([[True], best[1:] != best[:-1]]))
        for start, end in zip(starts, [*starts[1:], len(best)], strict=True):
            sign = int(best[start])
            if sign == 0 or self._signs[sign].isspace():
                continue
            peak = stretches[start:end].max(axis=0)
            places = np.flatnonzero(peak > RIVAL * peak[sign]).tolist()
            rivals = [(self._signs[place], round(float(peak[place]), 5)) for place in places if place not in (0, sign)]
            letters = sorted((rival for rival in rivals if rival[0].isalnum()), key=lambda rival: (-rival[1], rival[0]))
            yield Seen(round(float(peak[sign]), 5), tuple(letters[:MOST_RIVALS]))


def _is_foreign(sign: str) -> bool:
    """Tell whether a kanji is in neither JIS X 0213 nor Windows-31J."""
    if not unicodedata.name(sign[:1], "").startswith("CJK UNIFIED IDEOGRAPH"):
        return False
    for encoding in ("euc_jis_2004", "cp932"):
        with suppress(UnicodeEncodeError):
            sign.encode(encoding)
            return False
    return True
