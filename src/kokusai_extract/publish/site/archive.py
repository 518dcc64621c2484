"""What several pages ask of the database: documents, their years, the rows that belong to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kokusai_extract.publish.site.reader import Reader
from kokusai_extract.store.ddl import quote

Row = Any

COUNTED = (
    "org_units",
    "memberships",
    "duties",
    "budget_lines",
    "funding_sources",
    "city_links",
    "offices",
    "indicators",
)

START_BITS = 32
"""Bits below a page's number for a place on it."""


def documents(reader: Reader, year: int | None = None, bureau: str | None = None) -> list[Row]:
    """Return documents, latest year first; those of a year or bureau where given."""
    return reader.rows(
        """
        SELECT * FROM documents WHERE (?1 IS NULL OR fiscal_year = ?1) AND (?2 IS NULL OR bureau = ?2)
        ORDER BY fiscal_year IS NULL, fiscal_year DESC, bureau, file_name, id
        """,
        year,
        bureau,
    )


def of_documents(reader: Reader, table: str, documents: Sequence[Row], order: str = "id") -> list[Row]:
    """Return the rows of a table that some documents print. ``order`` is this program's own SQL."""
    marks = ", ".join("?" * len(documents))
    sql = f"SELECT * FROM {quote(table)} WHERE document_id IN ({marks}) ORDER BY {order}"  # noqa: S608
    return reader.rows(sql, *(document["id"] for document in documents)) if documents else []


def as_printed(reader: Reader, table: str, documents: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    """Return rows in the order in which they are printed: by document, page and place."""
    ranks = {document["id"]: rank for rank, document in enumerate(documents)}
    last = len(documents)
    places = _few(reader, table, rows) if len(rows) <= FEW else _all(reader, table, documents)
    order = {row_id: (ranks.get(document, last), place) for row_id, (document, place) in places.items()}
    return sorted(rows, key=lambda row: order.get(row["id"], (last, 0)))


FEW = 60
"""So many rows are looked up one by one; for more, all that a document prints is looked through once."""

_PLACE = f"min((page << {START_BITS}) + start)"
_PRINTED = "page IS NOT NULL AND start IS NOT NULL AND origin IN ('printed', 'corrected')"

Places = dict[str, tuple[str, int]]
"""Document and place of each row: the page and, below it, where on it the first observation begins."""


def _few(reader: Reader, table: str, rows: Sequence[Row]) -> Places:
    ids = list(dict.fromkeys(row["id"] for row in rows))
    marks = ", ".join("?" * len(ids))
    sql = f"""
        SELECT row_id, document_id, {_PLACE} FROM observations
        WHERE table_name = ? AND row_id IN ({marks}) AND {_PRINTED} GROUP BY row_id
    """  # noqa: S608 - written above
    return {row_id: (document, place) for row_id, document, place in reader.rows(sql, table, *ids)} if ids else {}


def _all(reader: Reader, table: str, documents: Sequence[Row]) -> Places:
    sql = f"""
        SELECT table_name, row_id, document_id, {_PLACE} FROM observations
        WHERE document_id = ? AND {_PRINTED} GROUP BY +table_name, +row_id
    """  # noqa: S608 - written above
    places: Places = {}
    for document in documents:
        if document["id"] not in reader.noted:
            by_table: dict[str, Places] = {}
            for name, row_id, source, place in reader.rows(sql, document["id"]):
                by_table.setdefault(name, {})[row_id] = (source, place)
            reader.noted[document["id"]] = by_table
        places |= reader.noted[document["id"]].get(table, {})
    return places


def loops(parents: Mapping[str, str | None], name: str) -> bool:
    """Tell whether following the parents from ``name`` comes back to a name passed before.

    >>> loops({"a": "b", "b": "a"}, "a"), loops({"a": "b", "b": None}, "a")
    (True, False)
    """
    seen: set[str] = set()
    current: str | None = name
    while current is not None and current not in seen:
        seen.add(current)
        current = parents.get(current)
    return current is not None


def counts(reader: Reader, table: str) -> dict[str, int]:
    """Return the number of rows of each document in a table."""
    sql = f"SELECT document_id, count(*) FROM {quote(table)} GROUP BY document_id"  # noqa: S608 - a schema's name
    return {row[0]: row[1] for row in reader.rows(sql)}
