"""How values are said on the site: labels, years, money, in Japanese or English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from kokusai_extract.link.changes.words import words as change_words
from kokusai_extract.store.schema import tables, views
from kokusai_extract.validate.catalog import Language
from kokusai_extract.values.dates import ERA_BASE

LANGUAGES: tuple[Language, ...] = ("ja", "en")
THOUSAND = 1000


@cache
def labels() -> Mapping[str, Mapping[str, Mapping[Language, str]]]:
    """Return the words for coded values, by kind of code, code and language."""
    file = resources.files("kokusai_extract") / "data" / "site" / "labels.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def label(group: str, code: object, language: Language) -> str:
    """Return the words for a coded value, or the code itself where it has none; nothing for no code.

    >>> label("proof", "proved", "en")
    'proved'
    """
    if code is None:
        return ""
    if group in ("change", "relation", "reason", "facet", "scope"):
        word = change_words("kind" if group == "change" else group).get(str(code))
        return word[language] if word else str(code)
    return labels()[group].get(str(code), {}).get(language, str(code))


def table_title(name: str, language: Language) -> str:
    """Return a table's or view's title."""
    table = tables().get(name) or views()[name]
    return table.title_ja if language == "ja" else table.title


def column_title(table: str, column: str, language: Language) -> str:
    """Return a column's title."""
    found = (tables().get(table) or views()[table]).by_name[column]
    return found.title_ja if language == "ja" else found.title


def fiscal_year(year: int | None, language: Language) -> str:
    """Return a fiscal year as people write it.

    >>> fiscal_year(2015, "ja"), fiscal_year(2019, "ja"), fiscal_year(2022, "en")
    ('平成27年度', '令和元年度', 'FY2022')
    """
    if year is None:
        return "年度不明" if language == "ja" else "year unknown"
    if language == "en":
        return f"FY{year}"
    era, base = max((item for item in ERA_BASE.items() if item[1] < year), key=lambda item: item[1], default=("", 0))
    count = year - base
    return f"{era}{'元' if era and count == 1 else count}年度"


def thousands(yen: int | None) -> str:
    """Return an amount in thousand yen with all its digits; nothing where there is none.

    >>> thousands(-1634083000), thousands(1500), thousands(None)
    ('−1,634,083', '1.5', '')
    """
    if yen is None:
        return ""
    whole, rest = divmod(abs(yen), THOUSAND)
    fraction = f".{rest:03}".rstrip("0") if rest else ""
    return f"{'−' if yen < 0 else ''}{whole:,}{fraction}"


def signed(yen: int | None) -> str:
    """Return a change in thousand yen with its sign.

    >>> signed(102208000), signed(0)
    ('+102,208', '±0')
    """
    if yen is None:
        return ""
    return "±0" if yen == 0 else f"{'+' if yen > 0 else ''}{thousands(yen)}"


def per_cent(change: int | None, base: int | None) -> str:
    """Return a change as a share of what it starts from; nothing where that is not known or zero.

    >>> per_cent(102208000, 1531875000), per_cent(5, 0)
    ('+6.7%', '')
    """
    return f"{100 * change / base:+.1f}%".replace("-", "−") if change is not None and base else ""


def coarse(precision: int | None, language: Language) -> str:
    """Return a note for an amount printed in more than thousands, nothing for others.

    >>> coarse(1000000, "ja"), coarse(1000, "ja")
    ('百万円単位', '')
    """
    names = {1_000_000: ("百万円単位", "in millions"), 100_000_000: ("億円単位", "in 100 millions")}
    ja, en = names.get(precision or 0, ("", ""))
    return ja if language == "ja" else en
