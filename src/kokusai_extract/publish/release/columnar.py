"""Parquet for researchers: typed columns, an empty cell is null, names and descriptions in the file itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kokusai_extract.publish.release.content import Absent, Row
from kokusai_extract.publish.release.csv_files import Sink
from kokusai_extract.store.schema import Column, Table

_LOT = 20_000
_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_VALUES: dict[str, Callable[[Any], Any]] = {"boolean": bool, "date": date.fromisoformat, "array": json.loads}


@contextmanager
def parquet(table: Table, path: Path) -> Iterator[Sink]:
    """Yield what writes rows into a file."""
    schema = pa.schema([_field(column) for column in table.columns], {"title": table.title, "title_ja": table.title_ja})
    lot: list[Row] = []
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:

        def flush() -> None:
            columns = zip(*lot, strict=True) if lot else ([] for _ in table.columns)
            arrays = [
                pa.array(_values(column, cells), field.type)
                for column, cells, field in zip(table.columns, columns, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            lot.clear()

        def write(row: Row) -> None:
            lot.append(row)
            if len(lot) == _LOT:
                flush()

        yield write
        flush()


def _field(column: Column) -> pa.Field:
    about = {"title": column.title, "title_ja": column.title_ja, "description": column.description}
    if column.unit:
        about["unit"] = column.unit
    kind = pa.list_(_TYPES[column.item]) if column.type == "array" else _TYPES[column.type]
    return pa.field(column.name, kind, not column.required, about)


def _values(column: Column, cells: Any) -> list[Any]:
    made = _VALUES.get(column.type)
    return [None if isinstance(cell, Absent) else made(cell) if made else cell for cell in cells]
