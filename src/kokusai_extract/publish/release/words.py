"""Japanese words for coded values, as the site has them, for the Japanese edition."""

from __future__ import annotations

from collections.abc import Mapping

from kokusai_extract.publish.site.words import labels
from kokusai_extract.store.schema import Table

_KINDS = {
    "sections": "section_kind",
    "city_links": "city_kind",
    "city_list": "city_kind",
    "identities": "identity_kind",
}


def words(table: Table) -> Mapping[str, Mapping[object, str]]:
    """Return the words of each column whose values are coded, by code; a code without words is not among them."""
    return {
        column.name: {
            code: named["ja"]
            for code, named in labels().get(_group(table.name, column.name), {}).items()
            if code in column.enum
        }
        for column in table.columns
        if column.enum
    }


def _group(table: str, column: str) -> str:
    if column != "kind":
        return column
    return "change" if table.endswith("_changes") else _KINDS.get(table, "")
