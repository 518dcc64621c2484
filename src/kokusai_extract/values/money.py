"""Printed figures to money: ``152,842千円``, ``▲ 746``, ``16億3,408万円``, ``(④32,268千円 ③32,806千円)``, ``(—)``.

Text is expected folded. Money is integer yen, and ``precision`` is the unit it was printed in, in yen: 1000 for 千円.
A figure without a unit of its own takes the one of its table's head; where there is none it has no precision, and its
value is the bare number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate
from typing import Literal

from kokusai_extract import vocabulary
from kokusai_extract.model.passage import Passage
from kokusai_extract.read.spacing import close_figures

__all__ = [
    "Absence",
    "Figure",
    "Ratio",
    "Unit",
    "amounts",
    "cell_figure",
    "ratios",
    "row_figures",
    "unit_of",
    "without",
]

Mark = Literal["none", "new", "ended"]

_SCALES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "億": 10**8, "十億": 10**9, "兆": 10**12}
_SCALE = "|".join(sorted(filter(None, _SCALES), key=len, reverse=True))
_GROUPED = r"\d{1,3}(?:,\d{3}){1,5}"
_NUMBER = rf"(?:{_GROUPED}|\d{{1,15}})"
_SIGN = r"[▲△]\s?|(?<![\w)])-(?=\d)"
_MONEY = rf"(?:{_NUMBER}(?:{_SCALE}))*{_NUMBER}(?:\.\d+)?\s?(?:{_SCALE})?円"
_AMOUNT = re.compile(
    rf"(?P<about>約\s?)?(?P<mark>[①-⑳])?(?P<sign>{_SIGN})?(?P<money>(?<![\d,]){_MONEY}|(?<=円){_MONEY})"
)
_PART = re.compile(rf"(?P<number>{_NUMBER}(?:\.\d+)?)\s?(?P<scale>{_SCALE})?")
_UNIT_WORD = rf"(?P<scale>{_SCALE})?\s?円"
_UNIT_CELL = re.compile(rf"[(〔\[<]?\s*(?:単\s*位\s*[:;]?\s*)?{_UNIT_WORD}\s*[)〕\]>]?")
_UNIT_HEAD = re.compile(rf"[(〔\[<]?\s*単\s*位\s*[:;]?\s*{_UNIT_WORD}\s*[)〕\]>]?")
_RATIO = re.compile(rf"(?P<about>約\s?)?(?P<sign>{_SIGN})?(?P<number>\d{{1,6}}(?:\.\d{{1,6}})?)\s?%")
_OPERATOR_BEFORE = re.compile(r"[×÷*=+/]\s?$")
_OPERATOR_AFTER = re.compile(r"\s?[×÷*=+/]")
_DASH = r"[-—―…]{1,3}"
_MAY_HOLD = re.compile(r"[\d\-—―…]|皆[増減]")
_ABSENT = re.compile(rf"皆増|皆減|{_DASH}")
_BRACKETED_ABSENCE = re.compile(
    rf"\(\s*(?:(?:前|昨)年度?(?:当初)?(?:予算)?額?[:]?\s*)?(?P<mark>{_ABSENT.pattern})\s*(?:(?:{_SCALE})?円\s*)?\)"
)
_DECIMAL = re.compile(rf"(?P<sign>[▲△-]\s?)?(?P<number>{_GROUPED}|\d{{1,15}})\.(?P<places>\d{{1,6}})")
_SPACED_MINUS = re.compile(rf"-\s+(?P<number>{_NUMBER})")
_BARE = re.compile(
    rf"(?P<sign>{_SIGN})?(?P<number>{_GROUPED}|\d+)(?P<rest>\.\d+|%)?|(?P<absent>(?<!\S)(?:{_DASH})(?!\S)|皆増|皆減)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A unit of money: 千円 is 1000 yen. ``passage`` is where it is printed."""

    yen: int
    passage: Passage


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A printed figure. ``value`` is in yen; without a unit, ``precision`` is None and ``value`` the number alone.

    ``start`` and ``end`` are its place in the passage it was read from. ``bracketed``: it stands in round brackets,
    as last year's figures do. ``year_mark``: 4 for ④. ``formula``: it is an operand of ×, ÷, + … and no amount.
    ``approximate``: 約 stands before it. ``unit`` is its own unit or the one it takes from its table.
    """

    passage: Passage
    value: int
    precision: int | None
    start: int
    end: int
    bracketed: bool = False
    year_mark: int | None = None
    approximate: bool = False
    formula: bool = False
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Absence:
    """A mark that says there is no figure: ``-``, ``—``, 皆増 (none last year), 皆減 (none this year)."""

    passage: Passage
    mark: Mark
    start: int
    end: int
    bracketed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """A percentage: ``value`` is the fraction (0.186 for 18.6%), ``precision`` its last printed place (0.001)."""

    passage: Passage
    value: Fraction
    precision: Fraction
    start: int
    end: int


def unit_of(passage: Passage) -> Unit | None:
    """Read a unit head: ``(単位:千円)``, ``〔単位 百万円〕``, ``(千円)``, or a cell that is a unit and nothing else."""
    passage = passage.strip()
    match = _UNIT_CELL.fullmatch(passage.text) or _UNIT_HEAD.search(passage.text)
    return Unit(_SCALES[match["scale"] or ""], passage.group(match)) if match else None


def amounts(passage: Passage) -> tuple[Figure, ...]:
    """Return the figures that bear a unit of their own, in order."""
    if "円" not in passage.text:
        return ()
    depths = _depths(passage.text)
    return tuple(_amount(passage, match, depths) for match in _AMOUNT.finditer(passage.text))


def ratios(passage: Passage) -> tuple[Ratio, ...]:
    """Return the percentages, in order."""
    found = []
    for match in _RATIO.finditer(passage.text):
        value = Fraction(match["number"]) / 100
        precision = Fraction(1, 100 * 10 ** len(match["number"].partition(".")[2]))
        found.append(
            Ratio(passage.group(match), -value if match["sign"] else value, precision, match.start(), match.end())
        )
    return tuple(found)


def cell_figure(passage: Passage, unit: Unit | None) -> Figure | Absence | None:
    """Read a cell that holds one figure, with or without brackets and unit, or a mark that there is none."""
    cell = close_figures(passage.strip())
    inner, bracketed = cell, False
    while inner.text.startswith("(") and inner.text.endswith(")"):
        inner, bracketed = inner[1:-1].strip(), True
    if match := _ABSENT.fullmatch(inner.text):
        return Absence(cell, _mark(match[0]), 0, len(cell), bracketed)
    if match := _SPACED_MINUS.fullmatch(inner.text):
        return _bare(inner, -_count(match["number"]), unit, (0, len(cell)), bracketed)
    if unit is not None and (match := _DECIMAL.fullmatch(inner.text)):
        return _decimal(inner, match, unit, len(cell), bracketed)
    found = row_figures(cell, unit)
    if len(found) == 1 and not without(cell, found).strip("() "):
        return found[0]
    return None


def row_figures(passage: Passage, unit: Unit | None) -> tuple[Figure | Absence, ...]:
    """Return the figures of a table row, with a unit of their own or without, in order.

    Without a unit a number counts where it stands free, or is grouped in thousands, or bears a sign: of
    ``▲ 337多文化共生 100,534`` both, of ``客船 200回 (R3:194回)`` and ``408,000×98.9%`` none.
    """
    if not _MAY_HOLD.search(passage.text):
        return ()
    text, depths = passage.text, _depths(passage.text)
    own = amounts(passage)
    found: list[Figure | Absence] = [figure for figure in own if not figure.formula]
    found += [
        Absence(passage.group(match), _mark(match["mark"]), match.start(), match.end(), True)
        for match in _BRACKETED_ABSENCE.finditer(text)
    ]
    taken = [False] * len(text)
    for item in (*own, *found):
        taken[item.start : item.end] = [True] * (item.end - item.start)
    fused_at = -1
    for match in _BARE.finditer(text):
        start, end = match.span()
        if taken[start]:
            continue
        if match["absent"]:
            found.append(Absence(passage.group(match), _mark(match["absent"]), start, end, depths[start] > 0))
        elif not match["rest"] and _stands_free(text, match, start == fused_at):
            count = _count(match["number"])
            count = -count if match["sign"] else count
            found.append(_bare(passage.group(match), count, unit, (start, end), depths[start] > 0))
            fused_at = end
    return tuple(sorted(found, key=lambda item: item.start))


def without(passage: Passage, found: Iterable[Figure | Absence]) -> str:
    """Return the text with what was found in it blanked out."""
    text = list(passage.text)
    for item in found:
        text[item.start : item.end] = " " * (item.end - item.start)
    return "".join(text)


def _amount(passage: Passage, match: re.Match[str], depths: Sequence[int]) -> Figure:
    value, precision = _yen(match["money"])
    while match["about"] and value and value % (precision * 10) == 0:
        precision *= 10
    return Figure(
        passage.group(match),
        -value if match["sign"] else value,
        precision,
        match.start(),
        match.end(),
        bracketed=depths[match.start()] > 0,
        year_mark=int(unicodedata.numeric(match["mark"])) if match["mark"] else None,
        approximate=bool(match["about"]),
        formula=_in_formula(passage.text, match.start(), match.end()),
        unit=Unit(precision, passage.group(match, "money")),
    )


def _yen(money: str) -> tuple[int, int]:
    """Return the yen of a figure with its unit, and the finest unit it shows."""
    total, precision = Fraction(0), 10**16
    for part in _PART.finditer(money):
        scale = _SCALES[part["scale"] or ""]
        number = part["number"].replace(",", "")
        total += Fraction(number) * scale
        precision = min(precision, max(scale // 10 ** len(number.partition(".")[2]), 1))
    return int(total), precision


def _bare(printed: Passage, count: int, unit: Unit | None, span: tuple[int, int], bracketed: bool) -> Figure:
    yen, precision = (unit.yen, unit.yen) if unit else (1, None)
    return Figure(printed, count * yen, precision, *span, bracketed=bracketed, unit=unit)


def _decimal(printed: Passage, match: re.Match[str], unit: Unit, length: int, bracketed: bool) -> Figure | None:
    """Read a figure such as 12.5 of a table in 億円; None where it makes no whole yen."""
    places = 10 ** len(match["places"])
    yen = Fraction(_count(match["number"]) * places + int(match["places"]), places) * unit.yen
    if yen.denominator != 1:
        return None
    value = -int(yen) if match["sign"] else int(yen)
    return Figure(printed, value, max(unit.yen // places, 1), 0, length, bracketed=bracketed, unit=unit)


def _count(number: str) -> int:
    return int(number.replace(",", ""))


def _stands_free(text: str, match: re.Match[str], fused: bool) -> bool:
    start, end = match.span()
    if _in_formula(text, start, end):
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    marked = "," in match["number"] or bool(match["sign"])
    if not (fused or not before or before.isspace() or before in "(:" or (marked and not _latin(before))):
        return False
    if not after or after.isspace() or after in "()":
        return True
    if after.isdigit():  # 113,810437,128: groups of three tell where one ends
        return marked and bool(re.match(_GROUPED, text[end : end + 8]))
    return marked and not _latin(after) and not _counter().match(text, end)


@cache
def _counter() -> re.Pattern[str]:
    """What counts things, not money; 国 counts in ``120国、`` and not in ``120国際交流費``."""
    return re.compile(rf"(?:{'|'.join(vocabulary.words('counters'))})(?=$|[\s()、。,・のがをにはで以程余])")


def _latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ".,-:_%")


def _in_formula(text: str, start: int, end: int) -> bool:
    return bool(_OPERATOR_BEFORE.search(text[max(start - 2, 0) : start]) or _OPERATOR_AFTER.match(text[end : end + 2]))


def _mark(text: str) -> Mark:
    return "new" if text == "皆増" else "ended" if text == "皆減" else "none"


def _depths(text: str) -> Sequence[int]:
    """Return for each character how many round brackets are open before it."""
    if "(" not in text:
        return [0] * (len(text) + 1)
    steps = ({"(": 1, ")": -1}.get(character, 0) for character in text)
    return list(accumulate(steps, lambda depth, step: max(depth + step, 0), initial=0))
