"""A comparison as data: ``kokusai diff --json``. What is in doubt is told, and what is not known is null."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kokusai_extract.link.changes.compare import Facet
from kokusai_extract.publish.diff.comparison import TABLE_OF, Change, Part
from kokusai_extract.publish.diff.difference import PRINTED_AS, Difference

FORMAT = 1
"""Of the JSON; it changes when a reader of it must."""

_MORE: Mapping[Facet, tuple[str, ...]] = {
    "unit": ("classification", "parent"),
    "duty": ("number", "unit"),
    "budget": ("table_kind", "number", "parent", "amount", "previous_amount", "precision"),
    "personnel": ("title", "rank", "unit"),
    "city": ("kind",),
    "office": ("jurisdiction", "note"),
}
_FIGURES = ("from_amount", "restated_amount", "to_amount", "change", "percent", "basis", "scope")


def as_data(found: Difference) -> dict[str, Any]:
    """Return a comparison as JSON can hold it. Money is integer yen; lists are in the order of the documents."""
    return {
        "format": FORMAT,
        "bureau": found.bureau,
        "from_year": found.earlier,
        "to_year": found.later,
        "years_without_documents": [year for first, last in found.missing for year in range(first, last + 1)],
        "years_between": list(found.between),
        "documents": [
            {name: document[name] for name in ("id", "sha256", "file_name", "title", "fiscal_year", "phase")}
            for document in found.documents
        ],
        "facets": {part.facet: _part(found, part) for part in found.parts},
    }


def _part(found: Difference, part: Part) -> dict[str, Any]:
    return {
        "compared": not part.lacking and bool(part.changes),
        "years_that_print_nothing": list(part.lacking),
        "missing_years": list(part.missing),
        "changes": [_change(found, part.facet, change) for change in part.changes],
    }


def _change(found: Difference, facet: Facet, change: Change) -> dict[str, Any]:
    row = change.row
    data: dict[str, Any] = {name: row[name] for name in ("id", "event", "relation", "kind", "certainty", "score")}
    data["reasons"] = change.reasons
    data["before"] = _side(found, facet, change.before)
    data["after"] = _side(found, facet, change.after)
    if facet == "budget":
        data |= {name: row[name] for name in _FIGURES} | {"scope": change.scope}
    data["detail"] = dict(change.detail)
    return data


def _side(found: Difference, facet: Facet, row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    place = found.places.get(row["id"])
    name = "person" if facet == "personnel" else PRINTED_AS[facet]
    return {
        "table": TABLE_OF[facet],
        "id": row["id"],
        "name": row[name],
        **{column: row[column] for column in _MORE[facet]},
        "document_id": place and place.document_id,
        "page": place and place.page,
    }


def as_json(found: Difference) -> str:
    """Return a comparison as JSON text: keys in their order, one fact a line."""
    return json.dumps(as_data(found), ensure_ascii=False, indent=2)
