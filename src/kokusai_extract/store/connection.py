"""The SQLite that everything here uses: pysqlite3's newer one where it is installed, as Datasette does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["open_read_only", "sqlite3"]


def open_read_only(database: Path) -> sqlite3.Connection:
    """Open a finished database so that nothing can change it.

    Raises:
        sqlite3.OperationalError: when there is no such file.
    """
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
