"""Labels and descriptions for Datasette, taken from the published schemas: Japanese first, then English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kokusai_extract.model.edition import People
from kokusai_extract.publish.site.words import label
from kokusai_extract.store.schema import Column, Table, tables, views

TITLE = "局の年次資料アーカイブ · Bureau archive"
ABOUT = (
    "自治体の局が毎年公表する資料（事業概要、機構図、事務分掌、予算概要）から取り出したデータです。"
    "すべての値は observations を通じて印刷された場所にたどり着きます。 "
    "Data from a municipal bureau's yearly documents; every value leads through observations to the place where it "
    "is printed."
)
_SORTED = {"findings": "severity", "budget_lines": "id", "duties": "id"}
_FACETS = {
    "documents": ["fiscal_year", "bureau", "kind"],
    "findings": ["severity", "code", "document_id"],
    "observations": ["table_name", "origin", "confidence"],
    "budget_lines": ["fiscal_year", "table_kind", "proof"],
    "budget": ["fiscal_year", "table_kind", "proof"],
    "personnel": ["fiscal_year", "rank", "unit"],
    "duty_list": ["fiscal_year", "unit"],
    "city_list": ["fiscal_year", "kind", "country_code"],
    "sections": ["kind"],
}


FACETED = 20_000
"""Rows up to which a table's facets are counted unasked; above, a reader chooses one from a column's menu."""


def metadata(counts: Mapping[str, int], people: People = "all") -> dict[str, Any]:
    """Return Datasette's metadata for the database ``kokusai``.

    Its tables and views have so many rows, and it holds the names of ``people``.
    """
    about = ABOUT if people == "all" else f"{ABOUT} {label('people', people, 'ja')} {label('people', people, 'en')}"
    entries = {name: _entry(table, counts.get(name, 0)) for name, table in {**tables(), **views()}.items()}
    return {"title": TITLE, "description": about, "databases": {"kokusai": {"title": TITLE, "tables": entries}}}


def _entry(table: Table, count: int) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "title": f"{table.title_ja} · {table.title}",
        "description": f"{table.description_ja} {table.description}",
        "columns": {column.name: _describe(column) for column in table.columns},
    }
    if table.name in _FACETS and count <= FACETED:
        entry["facets"] = _FACETS[table.name]
    if table.name in _SORTED:
        entry["sort"] = _SORTED[table.name]
    if "name" in table.names:
        entry["label_column"] = "name"
    return entry


def _describe(column: Column) -> str:
    unit = f"（単位：{column.unit}）" if column.unit else ""
    return f"{column.title_ja}{unit}：{column.description_ja} — {column.title}: {column.description}"
