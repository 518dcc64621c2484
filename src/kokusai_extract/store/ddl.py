"""SQL made from the schemas: STRICT tables with their constraints, indexes, views."""

from __future__ import annotations

from collections.abc import Iterator

from kokusai_extract.store.schema import Column, Table

SQL_TYPES = {
    "string": "TEXT",
    "date": "TEXT",
    "array": "TEXT",
    "integer": "INTEGER",
    "boolean": "INTEGER",
    "number": "REAL",
}


def quote(name: str) -> str:
    """Return a name as an SQL identifier (``end`` and ``column`` are key words).

    >>> quote("end")
    '"end"'
    """
    return '"' + name.replace('"', '""') + '"'


def create_table(table: Table) -> str:
    """Return the CREATE TABLE statement of a table."""
    parts = [_column(column) for column in table.columns]
    if table.primary_key:
        parts.append(f"PRIMARY KEY ({_list(table.primary_key)})")
    parts += [
        f"FOREIGN KEY ({quote(key.column)}) REFERENCES {quote(key.table)} ({quote(key.target)})"
        for key in table.foreign_keys
    ]
    return f"CREATE TABLE {quote(table.name)} (\n  " + ",\n  ".join(parts) + "\n) STRICT"


def create_view(view: Table) -> str:
    """Return the CREATE VIEW statement of a view."""
    return f"CREATE VIEW {quote(view.name)} AS\n{(view.sql or '').strip()}"


def create_indexes(table: Table) -> Iterator[str]:
    """Yield the CREATE INDEX statements of a table: its own, and one for each foreign key that none of them serves."""
    indexes = list(table.indexes)
    served = {index[0] for index in indexes} | set(table.primary_key[:1])
    indexes += [(key.column,) for key in table.foreign_keys if key.column not in served]
    for index in indexes:
        yield f"CREATE INDEX {quote('_'.join((table.name, *index)))} ON {quote(table.name)} ({_list(index)})"


def _column(column: Column) -> str:
    name = quote(column.name)
    text = f"{name} {SQL_TYPES[column.type]}"
    if column.required:
        text += " NOT NULL"
    if column.unique:
        text += " UNIQUE"
    checks = list(_checks(column, name))
    return text + (f" CHECK ({' AND '.join(checks)})" if checks else "")


def _checks(column: Column, name: str) -> Iterator[str]:
    if column.enum:
        yield f"{name} IN ({', '.join(_literal(value) for value in column.enum)})"
    if column.type == "boolean":
        yield f"{name} IN (0, 1)"
    if column.type == "date":
        yield f"({name} IS NULL OR {name} IS date({name}))"
    if column.type == "array":
        yield f"({name} IS NULL OR (json_valid({name}) AND json_type({name}) = 'array'))"
    if column.min_length == 1:
        yield f"{name} <> ''"
    if column.minimum is not None:
        yield f"{name} >= {column.minimum}"
    if column.maximum is not None:
        yield f"{name} <= {column.maximum}"


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(quote(name) for name in names)
