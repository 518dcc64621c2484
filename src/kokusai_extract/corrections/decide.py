"""A correction made from a built database: its cell is looked up, so that it names what is really there."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kokusai_extract.corrections.apply import RULE
from kokusai_extract.corrections.files import correction, fact_column
from kokusai_extract.errors import CorrectionRefused, NothingToServe
from kokusai_extract.model.correction import Correction
from kokusai_extract.store.cells import SqlValue
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import Column, tables


@dataclass(frozen=True, slots=True)
class Cell:
    """A fact in a database: what it holds, the document it is of, and where and how it is printed there."""

    table_name: str
    row_id: str
    column: Column
    value: SqlValue
    document_sha256: str
    file_name: str
    page: int | None
    raw: str | None


def look_up(database: Path, table_name: str, row_id: str, column_name: str) -> Cell:
    """Return the fact of a row and column.

    Raises:
        NothingToServe: when there is no database.
        CorrectionRefused: when there is no such fact or row, or the value is corrected already.
    """
    column = fact_column(table_name, column_name)
    if not database.is_file():
        raise NothingToServe(f"{database}: no such database")
    try:
        with closing(open_read_only(database)) as connection:
            connection.row_factory = sqlite3.Row
            return _look_up(connection, table_name, row_id, column)
    except sqlite3.Error as error:
        raise CorrectionRefused(f"{database}: {error}") from error


def decide(cell: Cell, new: str | None, *, reason: str, author: str, decided_on: date) -> Correction:
    """Return the correction that makes a cell hold ``new``, as a person types it; None empties the cell.

    Raises:
        CorrectionRefused: when the cell cannot hold it, or holds it already.
    """
    entry = {
        "document_sha256": cell.document_sha256,
        "table_name": cell.table_name,
        "row_id": cell.row_id,
        "column_name": cell.column.name,
        "old_value": _typed(cell.value, cell.column),
        "new_value": None if new is None else _typed(new, cell.column),
        "reason": reason,
        "author": author,
        "decided_on": decided_on,
    }
    return correction({key: value for key, value in entry.items() if value is not None})


def _look_up(connection: sqlite3.Connection, table_name: str, row_id: str, column: Column) -> Cell:
    table, name = quote(table_name), quote(column.name)
    row = connection.execute(f"SELECT {name} FROM {table} WHERE id = ?", (row_id,)).fetchone()  # noqa: S608
    if row is None:
        ids = [found for (found,) in connection.execute(f"SELECT id FROM {table} ORDER BY id")]  # noqa: S608
        near = get_close_matches(row_id, ids, n=3, cutoff=0.6)
        raise CorrectionRefused(
            f"{table_name} has no row {row_id}" + (f"; near it are: {', '.join(near)}" if near else "")
        )
    found = connection.execute(_PRINTED, (table_name, row_id, column.name)).fetchone()
    if found and found["rule"] == RULE:
        raise CorrectionRefused(f"{column.name} of {row_id} is corrected already: change that entry of its TOML file")
    found = found or connection.execute(_PRINTED, (table_name, row_id, None)).fetchone()
    if found is None:
        found = connection.execute(_DOCUMENT, (row_id, _document_id(connection, table_name, row_id))).fetchone()
    if found is None:
        raise CorrectionRefused(f"{table_name} {row_id} is read from no document")
    raw = found["raw"] if found["column_name"] == column.name else None
    return Cell(table_name, row_id, column, row[0], found["sha256"], found["file_name"], found["page"], raw)


_PRINTED = """
    SELECT d.sha256, d.file_name, o.column_name, o.page, o.raw, o.rule FROM observations AS o
    JOIN documents AS d ON d.id = o.document_id
    WHERE o.table_name = ?1 AND o.row_id = ?2 AND o.column_name = coalesce(?3, o.column_name)
    ORDER BY d.fiscal_year, o.id LIMIT 1
"""
_DOCUMENT = """
    SELECT sha256, file_name, NULL AS column_name, NULL AS page, NULL AS raw, NULL AS rule FROM documents
    WHERE id IN (?1, ?2)
"""


def _document_id(connection: sqlite3.Connection, table_name: str, row_id: str) -> Any:
    if "document_id" not in tables()[table_name].names:
        return None
    query = f"SELECT document_id FROM {quote(table_name)} WHERE id = ?"  # noqa: S608
    return connection.execute(query, (row_id,)).fetchone()[0]


def _typed(value: SqlValue, column: Column) -> Any:
    """Return a value as TOML would hold it, from what the database holds or a person types."""
    if not isinstance(value, str):
        return bool(value) if column.type == "boolean" and value is not None else value
    try:
        if column.type == "integer":
            return int(value.replace(",", ""))
        if column.type == "boolean":
            return {"0": False, "1": True, "false": False, "true": True}[value.lower()]
        if column.type == "number":
            return float(value)
        if column.type == "array":
            return json.loads(value)
    except (ValueError, KeyError):
        raise CorrectionRefused(f"{column.name} cannot hold {value!r}; it is {column.type}") from None
    return value
