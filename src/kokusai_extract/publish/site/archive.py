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
    places: dict[str, tuple[int, int, int]] = {}
    for rank, document in enumerate(documents):
        sql = """
            SELECT row_id, page, start FROM observations
            WHERE +table_name = ?1 AND document_id = ?2 AND page IS NOT NULL AND start IS NOT NULL
              AND origin IN ('printed', 'corrected')
        """
        for row_id, page, start in reader.rows(sql, table, document["id"]):
            place = (rank, page, start)
            places[row_id] = min(places.get(row_id, place), place)
    last = (len(documents), 0, 0)
    return sorted(rows, key=lambda row: places.get(row["id"], last))


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
