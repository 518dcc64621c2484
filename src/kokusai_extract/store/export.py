"""Writes a database's tables and views as CSV: UTF-8 with BOM, so that Excel shows Japanese; empty cells are NULL.

Cells are written as they are stored; making safe those that a spreadsheet takes for a formula is a matter of the
release.
"""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path

from kokusai_extract.errors import OutputFailed
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.listing import Listing
from kokusai_extract.store.schema import Table, tables, views
from kokusai_extract.store.write import output_lock, replacing


def write_csv(database: Path, folder: Path) -> list[Path]:
    """Write ``folder/<name>.csv`` for every table and view, in the order of print, and return their paths.

    Each file is replaced in one step when it is whole; the same database gives the same bytes.

    Raises:
        OutputLocked: when another build writes to the folder that holds ``folder``.
        OutputFailed: when a file could not be written.
    """
    try:
        with output_lock(folder.parent), closing(open_read_only(database)) as connection:
            folder.mkdir(exist_ok=True)
            listing = Listing(connection)
            return [
                _write(listing, table, folder / f"{table.name}.csv")
                for table in (*tables().values(), *views().values())
            ]
    except (OSError, sqlite3.Error) as error:
        raise OutputFailed(f"{folder}: {error}") from error


def _write(listing: Listing, table: Table, path: Path) -> Path:
    with replacing(path) as partial, partial.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.names)
        writer.writerows(listing.rows(table))
    return path
