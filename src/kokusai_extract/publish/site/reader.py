"""Read-only access to finished databases: one connection a thread, and a limit on how long a page may ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kokusai_extract.store.connection import sqlite3

SECONDS_A_PAGE = 3.0
_STEPS_BETWEEN_LOOKS = 20_000


class Reader:
    """Asks one connection, for so many seconds of queries in all. Rows can be read by column name."""

    def __init__(self, connection: sqlite3.Connection, seconds: float) -> None:
        self.connection = connection
        self._left = seconds
        self._deadline = 0.0
        self.noted: dict[str, Any] = {}
        """What one request needs again: see :func:`~kokusai_extract.publish.site.archive.as_printed`."""

    def late(self) -> bool:
        """Tell whether the query that runs has used up the time."""
        return time.monotonic() > self._deadline

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """Return all rows.

        Raises:
            sqlite3.OperationalError: when the time is over.
        """
        begun = time.monotonic()
        self._deadline = begun + self._left
        found = self.connection.execute(sql, values).fetchall()
        self._left -= time.monotonic() - begun
        return found

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """Return the first row, or None."""
        return next(iter(self.rows(sql, *values)), None)

    def value(self, sql: str, *values: Any) -> Any:
        """Return the first column of the first row, or None."""
        found = self.row(sql, *values)
        return found[0] if found else None

    def values(self, sql: str, *values: Any) -> list[Any]:
        """Return the first column of all rows."""
        return [row[0] for row in self.rows(sql, *values)]


class Readers:
    """Gives each thread its own connection to a database file that no longer changes."""

    def __init__(self, database: Path) -> None:
        self._address = f"{database.resolve().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()

    @contextmanager
    def reader(self, seconds: float = SECONDS_A_PAGE) -> Iterator[Reader]:
        """Give a reader whose queries are stopped after so many seconds in all."""
        connection = self._connection()
        reader = Reader(connection, seconds)
        connection.set_progress_handler(reader.late, _STEPS_BETWEEN_LOOKS)
        try:
            yield reader
        finally:
            connection.set_progress_handler(None, 0)

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._address, uri=True)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA mmap_size = 1073741824")
            self._local.connection = connection
        return connection
