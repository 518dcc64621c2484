"""Known strings, read from the data files that travel in the package."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``data/vocabulary/<name>.csv``, each by its column heads, in file order."""
    text = (files("kokusai_extract") / "data" / "vocabulary" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def words(name: str, **wanted: str) -> tuple[str, ...]:
    """Return the ``word`` column of the rows whose columns are as wanted, longest first: as alternatives try them.

    >>> words("post_marks", meaning="vacant")[0]
    '未配置'
    """
    found = {row["word"] for row in rows(name) if all(row[column] == value for column, value in wanted.items())}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
