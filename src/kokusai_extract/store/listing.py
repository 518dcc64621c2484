"""The rows of a database's tables and views in the order in which they are printed.

That is by fiscal year, bureau and document, then by page and place. What is printed nowhere stands last, by its id.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import Table

Row = tuple[Any, ...]
Place = tuple[int, int, int]
"""The rank of a document, a page, an offset on it."""

_DIGITS = re.compile(r"(\d+)")
_LAST = 2**31
_PRINTED = """
    SELECT table_name, row_id, document_id, page, start FROM observations
    WHERE page IS NOT NULL AND origin IN ('printed', 'corrected')
"""
_DOCUMENTS = "SELECT id FROM documents ORDER BY fiscal_year IS NULL, fiscal_year, bureau, issued_on, id"


class Listing:
    """Gives the rows of one table after the other; where each row is printed is looked up once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ranks = {document: rank for rank, (document,) in enumerate(connection.execute(_DOCUMENTS))}
        self._places: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for table_name, row_id, document_id, page, start in connection.execute(_PRINTED):
            self._places[table_name, row_id].append((self._ranks.get(document_id, _LAST), page, start))

    def rows(self, table: Table) -> Iterable[Row]:
        """Return the rows of a table or view, their cells in the order of its columns."""
        columns = ", ".join(quote(name) for name in table.names)
        order = ", ".join(quote(name) for name in table.primary_key)
        query = f"SELECT {columns} FROM {quote(table.name)}" + (f" ORDER BY {order}" if order else "")  # noqa: S608
        content: Iterable[Row] = self._connection.execute(query)
        if table.facts or table.view_of or table.name == "findings":
            return self._as_printed(content, table)
        return content

    def _as_printed(self, content: Iterable[Row], table: Table) -> list[Row]:
        source, id_column = table.view_of or (table.name, "id")
        id_at = table.names.index(id_column)
        document_at = table.names.index("document_id") if "document_id" in table.names else None

        def key(row: Row) -> Row:
            printed = sorted(self._places.get((source, row[id_at]), ()))
            rank = self._ranks.get(row[document_at], _LAST) if document_at is not None else _LAST
            return printed[0][0] if printed else rank, printed or [(_LAST, 0, 0)], _natural(row[id_at])

        return sorted(content, key=key)


def _natural(text: str) -> list[tuple[int, str]]:
    """Return a key by which ``2`` stands before ``10``.

    >>> sorted(["a/10", "a/2"], key=_natural)
    ['a/2', 'a/10']
    """
    return [(int(part), "") if part.isdecimal() else (_LAST, part) for part in _DIGITS.split(text) if part]
