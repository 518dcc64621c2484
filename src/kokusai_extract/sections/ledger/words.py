"""The words of ledgers: heads of columns and parts, and programme codes, from the files in ``data/layouts/ledgers``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from kokusai_extract import vocabulary
from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.budget.heads import is_source
from kokusai_extract.sections.budget.heads import role_of as budget_role

Role = Literal[
    "item", "amount", "previous_amount", "change", "funding", "group", "source", "section", "name", "sum", "note"
]
_HEADS: tuple[Role, ...] = (
    "item", "amount", "previous_amount", "change", "funding", "group", "section", "name", "sum", "note",
)  # fmt: skip


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    folder = files("kokusai_extract") / "data" / "layouts" / "ledgers"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        for key, patterns in tomllib.loads(file.read_text("utf-8")).items():
            found.setdefault(key, []).extend(patterns)
    return {key: tuple(dict.fromkeys(patterns)) for key, patterns in found.items()}


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {key: re.compile("|".join(f"(?:{p})" for p in patterns)) for key, patterns in _words().items()}


def balanced() -> tuple[str, str]:
    """Return the sides of one 会計 that come to the same: revenue and expenditure."""
    revenue, expenditure = _words()["balanced"]
    return revenue, expenditure


def head_role(head: Passage, fiscal_year: int | None) -> Role | None:
    """Return what a head says that stands over a column of a ledger, or over several."""
    text = head.squeeze().text
    if not text or len(text) > 20:
        return None
    for role in _HEADS:
        if _patterns()[role].fullmatch(text):
            return role
    if is_source(head):
        return "source"
    dated = budget_role(head, fiscal_year) if "年度" in text else None
    return cast("Role", dated) if dated in ("amount", "previous_amount", "change") else None


def pattern(key: str) -> re.Pattern[str]:
    """Return the words of one key of the files as a pattern; the keys are told in ``standard.toml``."""
    return _patterns()[key]


def is_code(text: str) -> bool:
    """Tell whether figures are the code of a programme."""
    return bool(_patterns()["codes"].fullmatch(text))


def without_again(name: Passage) -> Passage:
    """Return a name without the words that say that it goes on from the page before (``衛生費(つづき)``)."""
    name = name.strip()
    for match in _patterns()["again"].finditer(name.text):
        if match.start() and match.end() == len(name):
            return name[: match.start()].strip()
    return name


def is_total(label: Passage) -> bool:
    """Tell whether a label names a sum (計, 合計, 項計, 款計)."""
    return label.squeeze().text in vocabulary.words("budget_words", meaning="total")


def is_grand_total(label: Passage) -> bool:
    """Tell whether a label names the sum of all 款 of a side (歳入合計, 歳出合計)."""
    return bool(_patterns()["grand_total"].fullmatch(label.squeeze().text))
