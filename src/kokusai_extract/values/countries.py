"""Names of countries in Japanese, as ISO 3166-1 alpha-2 codes.

The names are those of the Unicode CLDR (by babel), with what public documents write beside them in
``data/vocabulary/countries.csv``. A state's full style (…共和国, …王国) is read as its short name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale

from kokusai_extract import vocabulary
from kokusai_extract.read.normalize import fold_text

_CODE = re.compile(r"[A-Z]{2}")
_STYLE = re.compile(r"(?:社会主義|人民|民主|連邦|イスラム|・)*(?:共和国|王国|連邦|合衆国|国)$")


@cache
def countries() -> Mapping[str, str]:
    """Return the code of each country by its names."""
    names = Locale("ja").territories.items()
    found = {fold_text(name): code for code, name in names if _CODE.fullmatch(code) and code != "ZZ"}
    return found | {fold_text(row["word"]): row["code"] for row in vocabulary.rows("countries")}


def country_code(text: str) -> str | None:
    """Return the code of the country that a (folded) text names; None where it names none.

    >>> country_code("フィリピン共和国"), country_code("ヨーロッパ")
    ('PH', None)
    """
    name = "".join(text.split())
    return countries().get(name) or countries().get(_STYLE.sub("", name))


@cache
def regions() -> frozenset[str]:
    """Return the names of parts of the world, which head lists of places and are none themselves."""
    return frozenset(fold_text(row["word"]) for row in vocabulary.rows("regions"))


def is_region(text: str) -> bool:
    """Tell whether a text names parts of the world only.

    >>> is_region("北米・中南米・オセアニア"), is_region("フランス")
    (True, False)
    """
    parts = re.split(r"[・、/及びと\s]+", text.strip())
    return all(part.removesuffix("地域") in regions() for part in parts)
