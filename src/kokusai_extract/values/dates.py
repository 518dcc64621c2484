"""Printed dates and fiscal years: 平成27年5月19日, 令和元年度, 2023（令和５）年, R4.1月.

A 年度 begins on 1 April and is named by the western year in which it begins. Era years count from 1 (元年).
Text is expected folded (:mod:`kokusai_extract.read.normalize`); single spaces inside a date (``5 月 1 6 日``) are
read over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kokusai_extract.model.passage import Passage

ERA_BASE = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""Western year before the first year of each era (元号を改める政令; 明治 and 大正 by the proclamations of 改元)."""
ERA_LETTER = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
FISCAL_YEAR_BEGINS = 4
"""Month in which a 年度 begins (地方自治法 第208条)."""

_ERA = "|".join(ERA_BASE)
_DIGITS = r"\d(?: ?\d){0,3}"
_YEAR = (
    rf"(?:(?P<era>{_ERA}) ?(?P<era_year>元|{_DIGITS})"
    r"|(?P<letter>[MTSHR])(?P<letter_year>\d{1,2})"
    r"|(?P<western>(?:1[89]|20)\d\d))"
)
_GLOSS = rf"(?: ?\((?:{_ERA})? ?(?:元|\d{{1,2}}|\d{{4}})\))?"
_GLOSS_BEHIND = rf"(?: ?\((?:{_ERA})? ?(?:元|\d{{1,2}}|\d{{4}}) ?年?\))?"
YEAR = re.compile(rf"{_YEAR}{_GLOSS}")
FISCAL_YEAR = re.compile(rf"{_YEAR}{_GLOSS} ?年 ?度")
DATE = re.compile(rf"{_YEAR}{_GLOSS} ?年{_GLOSS_BEHIND} ?(?P<month>\d(?: ?\d)?) ?月 ?(?P<day>\d(?: ?\d)?) ?日")
PARTIAL_DATE = re.compile(
    rf"{_YEAR}(?: ?\((?:(?P<gloss_era>{_ERA})? ?(?P<gloss_year>元|\d{{1,2}})|(?P<gloss_western>\d{{4}}))(?: ?年)?\))?"
    r"(?: ?年(?! ?度)"
    rf"(?: ?\((?:(?P<behind_era>{_ERA})? ?(?P<behind_year>元|\d{{1,2}})|(?P<behind_western>\d{{4}})) ?年?\))?"
    r"(?: ?(?P<month>\d(?: ?\d)?) ?月(?: ?(?P<day>\d(?: ?\d)?) ?日)?)?"
    r"|[./](?P<dot_month>\d{1,2})(?:[./](?P<dot_day>\d{1,2}))?(?![\d.]))"
)
"""A date as far as it is printed: 1957(昭和32)年10月29日, 昭和54年(1979年)6月14日, 1965年7月, 昭和48年, 1959.4."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or year read from ``passage``; ``value`` is an ISO date or a western year as text."""

    passage: Passage
    value: str

    @property
    def year(self) -> int:
        """The western year."""
        return int(self.value[:4])


def western_year(match: re.Match[str]) -> int | None:
    """Return the western year of a match of one of this module's patterns; None where the era never had such a year."""
    groups = match.groupdict()
    if groups["western"]:
        return int(groups["western"])
    era = groups["era"] or ERA_LETTER[groups["letter"]]
    printed = groups["era_year"] or groups["letter_year"]
    count = 1 if printed == "元" else int(printed.replace(" ", ""))
    return ERA_BASE[era] + count if 1 <= count <= 99 else None


def fiscal_years(passage: Passage) -> Iterator[Dated]:
    """Yield every 年度 that is named with its era or western year, in order."""
    for match in FISCAL_YEAR.finditer(passage.text):
        if (year := western_year(match)) is not None:
            yield Dated(passage.group(match), str(year))


def dates(passage: Passage) -> Iterator[Dated]:
    """Yield every full date, in order; a day that no calendar has is passed over."""
    for match in DATE.finditer(passage.text):
        year = western_year(match)
        if year is None:
            continue
        month, day = (int(match[part].replace(" ", "")) for part in ("month", "day"))
        try:
            yield Dated(passage.group(match), date(year, month, day).isoformat())
        except ValueError:
            continue


def partial_dates(passage: Passage) -> Iterator[tuple[Passage, tuple[str, ...]]]:
    """Yield every date with its ISO readings (``1965``, ``1965-07``, ``1965-07-01``), in order.

    There are two readings where the western year and the era beside it name different years.
    """
    for match in PARTIAL_DATE.finditer(passage.text):
        years = [western_year(match), _gloss_year(match, "gloss"), _gloss_year(match, "behind")]
        month, day = (
            int(part.replace(" ", "")) if (part := match[name] or match[f"dot_{name}"]) else None
            for name in ("month", "day")
        )
        readings = dict.fromkeys(_iso(year, month, day) for year in years if year is not None)
        if found := tuple(reading for reading in readings if reading):
            yield passage.group(match), found


def _gloss_year(match: re.Match[str], gloss: str) -> int | None:
    """Return the year that brackets beside the year give, before 年 (``gloss``) or behind it (``behind``)."""
    era, printed, western = (match[f"{gloss}_{part}"] for part in ("era", "year", "western"))
    if western:
        return int(western)
    if not printed:
        return None
    count = 1 if printed == "元" else int(printed)
    if era:
        return ERA_BASE[era] + count
    year = western_year(match)
    return year if year and any(base + count == year for base in ERA_BASE.values()) else None


def _iso(year: int, month: int | None, day: int | None) -> str | None:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


def fiscal_year_of(iso_date: str) -> int:
    """Return the fiscal year in which a date lies.

    >>> fiscal_year_of("2016-03-31"), fiscal_year_of("2016-04-01")
    (2015, 2016)
    """
    day = date.fromisoformat(iso_date)
    return day.year if day.month >= FISCAL_YEAR_BEGINS else day.year - 1
