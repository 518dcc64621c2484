"""Looks for withheld names in all that a database holds, whatever put them there."""

from __future__ import annotations

from collections.abc import Iterator

from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import tables
from kokusai_extract.withhold.names import Names


def leaks(connection: sqlite3.Connection, names: Names) -> Iterator[str]:
    """Yield each column, as ``table.column``, in which a withheld name stands.

    Quotes of a page are stretches of its text, which is looked through as a whole.
    """
    for table in tables().values():
        for column in (column.name for column in table.columns if column.type in ("string", "array")):
            quoted = "AND start IS NULL" if (table.name, column) == ("observations", "raw") else ""
            query = (
                f"SELECT DISTINCT {quote(column)} FROM {quote(table.name)} WHERE {quote(column)} IS NOT NULL {quoted}"  # noqa: S608
            )
            if any(names.spans(text) for (text,) in connection.execute(query)):
                yield f"{table.name}.{column}"
