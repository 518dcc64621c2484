"""Heads of budget tables: which column holds what, by the patterns of ``data/layouts/budget.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from kokusai_extract import vocabulary
from kokusai_extract.model.figures import MEASURES
from kokusai_extract.model.loose import Measure
from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.budget.rows import Row
from kokusai_extract.values.dates import ERA_BASE, ERA_LETTER, FISCAL_YEAR, western_year
from kokusai_extract.values.money import unit_of

Role = Literal[
    "name",
    "number",
    "amount",
    "previous_amount",
    "change",
    "ratio",
    "note",
    "description",
    "account",
    "responsible",
    "page",
    "whole",
]
_LETTERS = re.compile(r"(?<=[^A-Za-z])(?:\([A-Z](?:-[A-Z])?\)|[A-Z](?:-[A-Z])?)$")
"""What names a column in a formula: 予算額(A), 差引 A-B."""
_BARE_YEAR = re.compile(r"(?P<number>\d{1,2}|元)年度")
_SHORT_YEAR = re.compile(r"(?P<letter>[MTSHR])(?P<letter_year>\d{1,2})(?:年度?)?")
_YEAR = rf"(?:{re.sub(r'[?]P<[a-z_]+>', '?:', FISCAL_YEAR.pattern)}|[MTSHR]\d{{1,2}}(?:年度?)?|(?:\d{{1,2}}|元)年度)"


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of a table. ``source`` is the source of funds that it shows, where it shows one."""

    role: Role
    source: Passage | None = None


@cache
def layout() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return ``data/layouts/budget.toml``."""
    text = (files("kokusai_extract") / "data" / "layouts" / "budget.toml").read_text("utf-8")
    return cast("Mapping[str, Mapping[str, Sequence[str]]]", tomllib.loads(text))


@cache
def says(kind: str, key: str) -> re.Pattern[str]:
    """Return the pattern of a list of words in the layout file."""
    return re.compile("|".join(layout()[kind][key]))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {
        role: re.compile("|".join(f"(?:{pattern.replace('{year}', _YEAR)})" for pattern in patterns))
        for role, patterns in layout()["columns"].items()
    }


def role_of(head: Passage, fiscal_year: int | None) -> Role | None:
    """Return what a head cell says its column holds."""
    text = _LETTERS.sub("", head.squeeze().text) or head.squeeze().text
    for role, pattern in _patterns().items():
        if text and pattern.fullmatch(text):
            found = cast("Role", role)
            if found == "amount" and (year := _year(text, fiscal_year)) is not None and fiscal_year is not None:
                return "amount" if year == fiscal_year else "previous_amount" if year == fiscal_year - 1 else None
            return found
    return None


def roles_in(text: Passage, fiscal_year: int | None) -> tuple[Role, ...]:
    """Return the heads that a line without cells is made of, in order; none unless it is made of heads alone."""
    rest = text.squeeze()
    found: list[Role] = []
    while rest:
        for end in range(len(rest), 0, -1):
            if role := role_of(rest[:end], fiscal_year):
                found.append(role)
                rest = rest[end:]
                break
        else:
            return ()
    return tuple(found)


def columns_of(rows: Sequence[Row], fiscal_year: int | None) -> tuple[Column | None, ...]:
    """Return the columns that one or two rows of heads show; a head that spans columns holds for all of them.

    Where two columns claim to hold the same figures, neither is taken: a head is misread or of another kind.
    """
    if not rows:
        return ()
    width = max(len(row.cells) for row in rows)
    columns: list[Column | None] = []
    for index in range(width):
        roles = [role for row in rows if (role := _spanning(row, index, rows, fiscal_year))]
        source = next((cell for row in rows if (cell := _cell(row, index)) and is_source(cell)), None)
        measures = [role for role in roles if role in MEASURES]
        dated = [role for role in measures if role == "previous_amount"] or measures
        under_box: list[Role] = ["amount"] if source is not None else []  # 国 under 財源内訳: of this year
        role = (dated or under_box or [role for role in roles if role != "whole"] or [None])[0]
        columns.append(Column(role, source) if role else None)
    for stand_in in ("account", "responsible"):  # 款・項・目, 局区別予算
        if not any(column is not None and column.role == "name" for column in columns):
            columns = [Column("name") if c is not None and c.role == stand_in else c for c in columns]
    return tuple(None if column in doubled(columns) else column for column in columns)


def doubled(columns: Sequence[Column | None]) -> list[Column]:
    """Return the columns of money that another one claims to be as well."""
    keys = [(c.role, c.source.squeeze().text if c.source is not None else "") if c else None for c in columns]
    return [c for c, key in zip(columns, keys, strict=True) if c and c.role in MEASURES and keys.count(key) > 1]


def is_head(row: Row, fiscal_year: int | None) -> bool:
    """Tell whether a row with cells is made of heads: two at least, and hardly anything else."""
    cells = row.filled
    known = [cell for cell in cells if role_of(cell, fiscal_year) or is_source(cell)]
    return len(known) >= 2 and len(known) * 2 > len(cells)


def is_head_line(cells: Sequence[Passage]) -> bool:
    """Tell whether a printed line is made of heads of columns and units alone."""
    filled = [cell for cell in cells if cell.text.strip()]
    boxes = vocabulary.words("budget_words", meaning="box")
    return all(
        role_of(cell, None) or roles_in(cell, None) or is_source(cell) or unit_of(cell) or cell.squeeze().text in boxes
        for cell in filled
    )


def measure_of(column: Column) -> Measure | None:
    """Return the column of money that a column of the table fills, None where it holds something else."""
    return next((measure for measure in MEASURES if measure == column.role), None)


def is_source(cell: Passage) -> bool:
    """Tell whether a cell names a source of funds (国, 県, 市債, 一般財源 …)."""
    return cell.squeeze().text in vocabulary.words("budget_words", meaning="funding")


def _cell(row: Row, index: int) -> Passage | None:
    return row.cells[index].strip() if index < len(row.cells) and row.cells[index].text.strip() else None


def _spanning(row: Row, index: int, rows: Sequence[Row], fiscal_year: int | None) -> Role | None:
    """Return the role at a column, or of the head to its left that spans it (in all rows but the last of several)."""
    if cell := _cell(row, index):
        return role_of(cell, fiscal_year)
    if len(rows) > 1 and row is rows[-1]:
        return None
    for left in range(index - 1, -1, -1):
        if cell := _cell(row, left):
            return role_of(cell, fiscal_year)
    return None


def _year(head: str, fiscal_year: int | None) -> int | None:
    if match := FISCAL_YEAR.search(head):
        return western_year(match)
    if match := _SHORT_YEAR.match(head):
        return ERA_BASE[ERA_LETTER[match["letter"]]] + int(match["letter_year"])
    if (match := _BARE_YEAR.search(head)) and fiscal_year is not None:
        number = 1 if match["number"] == "元" else int(match["number"])
        years = {base + number for base in ERA_BASE.values()}
        return next((year for year in (fiscal_year, fiscal_year - 1) if year in years), -1)
    return None
