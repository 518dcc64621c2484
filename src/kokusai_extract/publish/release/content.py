"""What a release holds: the rows of tables and views, each empty cell with the reason why it is empty."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.listing import Listing
from kokusai_extract.store.schema import Column, Table, tables, views

Row = tuple[Any, ...]


class Absent(Enum):
    """Why a cell is empty. The value is the label that the data package gives."""

    NOT_PRINTED = "not printed"
    NOT_LEGIBLE = "not legible"
    DOES_NOT_APPLY = "does not apply"
    WITHHELD = "withheld"


SIGNS = {
    Absent.NOT_PRINTED: "",
    Absent.NOT_LEGIBLE: "illegible",
    Absent.DOES_NOT_APPLY: "n/a",
    Absent.WITHHELD: "withheld",
}
"""What stands in an empty cell of a CSV file."""
SIGNS_JA = {
    Absent.NOT_PRINTED: "",
    Absent.NOT_LEGIBLE: "判読不能",
    Absent.DOES_NOT_APPLY: "該当なし",
    Absent.WITHHELD: "非収録",
}


class Content:
    """The rows of a database for a release."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._listing = Listing(connection)

    def rows(self, table: Table) -> Iterator[Row]:
        """Yield the rows of a table or view in the order of print; an empty cell is an :class:`Absent`."""
        source, id_column = table.view_of or (table.name, "id")
        at = table.names.index(id_column) if id_column in table.names else None
        usual = tuple(Absent(column.absent) for column in table.columns)
        unusual = [self._unusual(tables()[source], column) for column in table.columns]
        for row in self._listing.rows(table):
            if None in row:
                name = row[at] if at is not None else ""
                yield tuple(
                    reasons.get(name, reason) if cell is None else cell
                    for cell, reason, reasons in zip(row, usual, unusual, strict=True)
                )
            else:
                yield row

    def codes(self) -> list[str]:
        """Return the codes of all municipalities whose documents there are, sorted."""
        query = """
            SELECT DISTINCT municipality_code FROM documents WHERE municipality_code IS NOT NULL
            ORDER BY municipality_code
        """
        return [code for (code,) in self._connection.execute(query)]

    def municipalities(self, table: Table) -> dict[str, str]:
        """Return the code (全国地方公共団体コード) of the municipality of each row of one document, by the row's id."""
        source, _ = table.view_of or (table.name, "id")
        if source == "documents":
            query = "SELECT id, municipality_code FROM documents WHERE municipality_code IS NOT NULL"
        elif {"id", "document_id"} <= set(tables()[source].names):
            query = f"""
                SELECT t.id, d.municipality_code FROM {quote(source)} AS t JOIN documents AS d ON d.id = t.document_id
                WHERE d.municipality_code IS NOT NULL
            """  # noqa: S608
        else:
            return {}
        return dict(self._connection.execute(query))

    def _unusual(self, table: Table, column: Column) -> dict[str, Absent]:
        """Return the rows whose empty cell has a reason of its own.

        Something is printed there: a finding says that it could not be read, an observation shows a dash, or a name is
        withheld.
        """
        if (table.name, column.name) in _NAMED:
            found = self._connection.execute("SELECT id FROM memberships WHERE withheld")
            return dict.fromkeys((row for (row,) in found), Absent.WITHHELD)
        if column.name not in table.facts:
            return {}
        empty = f"{quote(table.name)} AS t WHERE t.{quote(column.name)} IS NULL"
        reasons: dict[str, Absent] = {}
        for query, reason in ((_DASHES, Absent.DOES_NOT_APPLY), (_REFUSED, Absent.NOT_LEGIBLE)):
            found = self._connection.execute(query.format(empty=empty), (table.name, column.name))
            reasons |= {row: reason for (row,) in found}
        return reasons


_NAMED = {("memberships", "person_id"), ("memberships", "name")}
"""Columns, by the table that their rows stand for, in which the name of a person may be withheld."""
_DASHES = """
    SELECT t.id FROM {empty} AND EXISTS (
      SELECT 1 FROM observations AS o WHERE o.table_name = ? AND o.row_id = t.id AND o.column_name = ?)
"""
_REFUSED = """
    SELECT t.id FROM {empty} AND t.id IN (
      SELECT row_id FROM findings WHERE code LIKE 'store-%' AND table_name = ? AND column_name = ?)
"""


def everything() -> tuple[Table, ...]:
    """Return the tables and views of a release, in order."""
    return (*tables().values(), *views().values())
