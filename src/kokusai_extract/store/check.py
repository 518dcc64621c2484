"""Compares a database with the published schemas: its tables, what they hold, and whether every fact has its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from kokusai_extract.errors import SchemaMismatch
from kokusai_extract.store.cells import fits
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.ddl import SQL_TYPES, quote
from kokusai_extract.store.schema import Table, tables, views


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement between a database and the schemas."""

    table: str
    problem: str

    def __str__(self) -> str:
        return f"{self.table}: {self.problem}"


def check(database: Path) -> list[Difference]:
    """Return every disagreement between a database and the schemas; none when all is well.

    Raises:
        SchemaMismatch: when the file is missing or no database.
    """
    try:
        with closing(open_read_only(database)) as connection:
            db = Database(connection)
            shapes = [(table, _shape(db, table)) for table in (*tables().values(), *views().values())]
            odd = frozenset(table.name for table, differences in shapes if differences)
            return [
                difference
                for table, differences in shapes
                for difference in (differences or _content(connection, table, odd))
            ]
    except sqlite3.Error as error:
        raise SchemaMismatch(f"{database}: {error}") from error


def _shape(db: Database, table: Table) -> list[Difference]:
    """Compare names, types and keys. A table of another shape is not looked into any further."""
    there = db.view_names() if table.sql else db.table_names()
    if table.name not in there:
        return [Difference(table.name, "is missing")]
    found = {column.name: column for column in db[table.name].columns}
    problems = [f"column {name} is missing" for name in table.names if name not in found]
    problems += [f"column {name} is not in the schema" for name in found if name not in table.names]
    if not table.sql:
        problems += list(_keys(db, table))
        for column in table.columns:
            actual = found.get(column.name)
            if actual and actual.type != SQL_TYPES[column.type]:
                problems.append(f"column {column.name} is {actual.type}, not {SQL_TYPES[column.type]}")
    return [Difference(table.name, problem) for problem in problems]


def _keys(db: Database, table: Table) -> Iterator[str]:
    actual = db.table(table.name)
    if tuple(actual.pks) != table.primary_key:
        yield f"the primary key is {actual.pks}, not {list(table.primary_key)}"
    expected = {(key.column, key.table, key.target) for key in table.foreign_keys}
    found = {(key.column, key.other_table, key.other_column) for key in actual.foreign_keys}
    for column, other, target in sorted(expected ^ found):
        where = "the database lacks" if (column, other, target) in expected else "the schema lacks"
        yield f"{where} the foreign key {column} to {other}.{target}"


def _content(connection: sqlite3.Connection, table: Table, odd: frozenset[str]) -> Iterator[Difference]:
    """Compare what a table holds; its references only where they lead to tables that are not ``odd``."""
    name = quote(table.name)
    for column in table.columns:
        query = f"SELECT DISTINCT {quote(column.name)} FROM {name}"  # noqa: S608
        for (value,) in connection.execute(query):
            if not fits(value, column):
                yield Difference(table.name, f"column {column.name} holds {value!r}")
    whole = not table.sql and odd.isdisjoint(key.table for key in table.foreign_keys)
    for _, row, other, _ in connection.execute(f"PRAGMA foreign_key_check({name})") if whole else ():
        yield Difference(table.name, f"row {row} points at a row of {other} that is not there")
    if not table.sql:
        yield from _evidence(connection, table)


def _evidence(connection: sqlite3.Connection, table: Table) -> Iterator[Difference]:
    """Find facts without an observation, and observations that speak of no value or quote what is not there."""
    key = " || '/' || ".join(quote(column) for column in table.primary_key)
    for fact in table.facts:
        query = f"""
            SELECT {key} FROM {quote(table.name)} AS t WHERE {quote(fact)} IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM observations WHERE table_name = ? AND row_id = t.id AND column_name = ?)
        """  # noqa: S608
        for (row,) in connection.execute(query, (table.name, fact)):
            yield Difference(table.name, f"{fact} of {row} has no observation")
    if table.name == "observations":
        query = """
            SELECT o.id FROM observations AS o
            LEFT JOIN pages AS p ON p.document_id = o.document_id AND p.number = o.page
            WHERE o.page IS NOT NULL AND coalesce(o.raw, '') IS NOT substr(p.text, o.start + 1, o."end" - o.start)
        """
        for (row,) in connection.execute(query):
            yield Difference(table.name, f"{row} quotes what does not stand at its place")
