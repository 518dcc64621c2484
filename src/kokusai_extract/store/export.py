"""Writes a database's tables and views as CSV: UTF-8 with BOM, so that Excel shows Japanese; empty cells are NULL.

Rows stand in the order in which they are printed: by fiscal year, bureau and document, then by page and place. Cells
are written as they are stored; making safe those that a spreadsheet takes for a formula is a matter of the release.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from kokusai_extract.errors import OutputFailed
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import Table, tables, views
from kokusai_extract.store.write import output_lock, replacing

_DIGITS = re.compile(r"(\d+)")
_LAST = 2**31

Place = tuple[int, int, int]
"""The rank of a document, a page, an offset on it."""
Places = dict[tuple[str, str], list[Place]]


def write_csv(database: Path, folder: Path) -> list[Path]:
    """Write ``folder/<name>.csv`` for every table and view, and return their paths.

    Each file is replaced in one step when it is whole; the same database gives the same bytes.

    Raises:
        OutputLocked: when another build writes to the folder that holds ``folder``.
        OutputFailed: when a file could not be written.
    """
    try:
        with output_lock(folder.parent), closing(open_read_only(database)) as connection:
            folder.mkdir(exist_ok=True)
            ranks, places = _document_ranks(connection), defaultdict(list)
            for table_name, row_id, document_id, page, start in connection.execute(_PRINTED):
                places[table_name, row_id].append((ranks.get(document_id, _LAST), page, start))
            return [
                _write(connection, table, folder / f"{table.name}.csv", ranks, places)
                for table in (*tables().values(), *views().values())
            ]
    except (OSError, sqlite3.Error) as error:
        raise OutputFailed(f"{folder}: {error}") from error


_PRINTED = """
    SELECT table_name, row_id, document_id, page, start FROM observations
    WHERE page IS NOT NULL AND origin IN ('printed', 'corrected')
"""


def _document_ranks(connection: sqlite3.Connection) -> dict[str, int]:
    query = "SELECT id FROM documents ORDER BY fiscal_year IS NULL, fiscal_year, bureau, issued_on, id"
    return {document: rank for rank, (document,) in enumerate(connection.execute(query))}


def _write(connection: sqlite3.Connection, table: Table, path: Path, ranks: dict[str, int], places: Places) -> Path:
    columns = ", ".join(quote(name) for name in table.names)
    order = ", ".join(quote(name) for name in table.primary_key)
    query = f"SELECT {columns} FROM {quote(table.name)}" + (f" ORDER BY {order}" if order else "")  # noqa: S608
    content: Iterable[tuple[Any, ...]] = connection.execute(query)
    if table.facts or table.view_of or table.name == "findings":
        content = _as_printed(content, table, ranks, places)
    with replacing(path) as partial, partial.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.names)
        writer.writerows(content)
    return path


def _as_printed(
    content: Iterable[tuple[Any, ...]], table: Table, ranks: dict[str, int], places: Places
) -> list[tuple[Any, ...]]:
    source, id_column = table.view_of or (table.name, "id")
    id_at = table.names.index(id_column)
    document_at = table.names.index("document_id") if "document_id" in table.names else None

    def key(row: tuple[Any, ...]) -> tuple[Any, ...]:
        printed = sorted(places.get((source, row[id_at]), ()))
        document = (
            printed[0][0] if printed else ranks.get(row[document_at], _LAST) if document_at is not None else _LAST
        )
        return document, printed or [(_LAST, 0, 0)], _natural(row[id_at])

    return sorted(content, key=key)


def _natural(text: str) -> list[tuple[int, str]]:
    """Return a key by which ``2`` stands before ``10``.

    >>> sorted(["a/10", "a/2"], key=_natural)
    ['a/2', 'a/10']
    """
    return [(int(part), "") if part.isdecimal() else (_LAST, part) for part in _DIGITS.split(text) if part]
