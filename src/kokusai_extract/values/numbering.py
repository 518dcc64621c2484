"""The numbers that items bear: １ / 1 / (1) / （1） / ① / Ⅰ / ア / (ア) / １款１項 / 001 / (様式①).

Text is expected folded, so full-width figures and brackets are ASCII already; circled figures are kept by folding.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from kokusai_extract.model.passage import Passage

Style = Literal["plain", "bracketed", "circled", "roman", "kana", "bracketed_kana", "dotted"]

_BULLETS = r"[-‐・･*※○●◎■□◆◇▶▷•]"
_CIRCLED = "①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴"
_KANA = "アイウエオカキクケコサシスセソタチツテト"
_COUNTED = r"(?:[年月日目節回校社人名件](?![一-鿿])|年[度間]|月分|日間|款|項|条|号|章|[つかヶケ箇円%]|千円|百万|億|万)"
"""What follows a figure that counts or dates something; 人 does, 人事 does not."""
_NUMBER = re.compile(
    rf"""^\s*(?:{_BULLETS}\s*)?(?:
      \(\s*(?P<bracketed>\d{{1,3}})\s*\)
    | (?P<circled>[{_CIRCLED}])
    | (?P<roman>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{{1,4}}(?=[\s.])|(?:I{{2,3}}|IV|VI{{1,3}}|IX)(?=[ぁ-ヺ一-鿿]))\.?
    | \(\s*(?P<bracketed_kana>[{_KANA}])\s*\)
    | (?P<kana>[{_KANA}])(?:\)|(?=\s))
    | 第?(?P<dotted>\d{{1,3}})\s?[.．、](?!\d)
    | 第?(?P<plain>\d{{1,3}})(?![\d,.%]|\s?{_COUNTED})
    )\s*""",
    re.VERBOSE,
)
_ROMAN = {"I": 1, "V": 5, "X": 10}


_BULLET = re.compile(rf"^\s*{_BULLETS}\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Numbered:
    """An item's number and what follows it. ``ordinal`` is its place in the sequence, 1-based."""

    number: Passage
    style: Style
    ordinal: int
    rest: Passage


def numbered(passage: Passage) -> Numbered | None:
    """Read the number at the start of an item; None where it has none.

    A bullet before the number is passed over. ``number`` holds the figure alone, without brackets or dot.
    """
    match = _NUMBER.match(passage.text)
    if match is None:
        return None
    style = next(name for name, text in match.groupdict().items() if text)
    printed = passage.group(match, style)
    return Numbered(printed, style, _ordinal(printed.text, style), passage[match.end() :].strip())  # type: ignore[arg-type]


def ordinal(number: str) -> int | None:
    """Return the place in the sequence that an item's number names, None for what is no figure.

    >>> ordinal("12"), ordinal("③"), ordinal("ア")
    (12, 3, None)
    """
    if number.isdecimal():
        return int(number)
    return int(unicodedata.numeric(number)) if re.fullmatch(f"[{_CIRCLED}]", number) else None


def bulleted(passage: Passage) -> Passage | None:
    """Return what follows the bullet of an item without a number; None where there is no bullet, or a number."""
    match = _BULLET.match(passage.text)
    return passage[match.end() :].strip() if match and numbered(passage) is None else None


def _ordinal(text: str, style: str) -> int:
    if style in {"kana", "bracketed_kana"}:
        return _KANA.index(text) + 1
    if style == "circled":
        return int(unicodedata.numeric(text))
    if style == "roman":
        total = 0
        values = [_ROMAN[letter] for letter in unicodedata.normalize("NFKC", text)]
        for value, following in zip(values, [*values[1:], 0], strict=True):
            total += -value if value < following else value
        return total
    return int(text)
