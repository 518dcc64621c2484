"""How long a release takes and how much memory, against the number of rows.

Run from a checkout: ``python -m benchmarks.release [COPIES …]``. The sample documents are built once; the database is
then filled with copies of them under other ids, of other bureaus and years, and released. Seconds are those of the
clock and of all processors, memory is the most that one process takes; beside them the load of the machine.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from kokusai_extract.pipeline import build
from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import tables

ROOT = Path(__file__).resolve().parents[1]
COPIES = (0, 50, 380)


def multiply(database: Path, copies: int) -> None:
    """Add copies of every document's rows."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
        found = connection.execute("SELECT id, sha256 FROM documents").fetchall()
        own = {
            table.name: connection.execute(f"SELECT * FROM {quote(table.name)}").fetchall()
            for table in tables().values()
        }
        for copy in range(copies):
            new = {old: hashlib.sha256(f"{copy}{old}".encode()).hexdigest() for _, old in found}
            names = [(f"doc-{old[:12]}", f"doc-{hashed[:12]}") for old, hashed in new.items()] + list(new.items())

            def other(value: object, names: list[tuple[str, str]] = names) -> object:
                if isinstance(value, str):
                    for old, hashed in names:
                        value = value.replace(old, hashed)
                return value

            for table in tables().values():
                names_at = [table.names.index(name) for name in table.primary_key]
                rows = [_moved(table.names, tuple(map(other, row)), copy) for row in own[table.name]]
                marks = ", ".join("?" * len(table.columns))
                changed = [
                    row
                    for row, before in zip(rows, own[table.name], strict=True)
                    if any(row[at] != before[at] for at in names_at)
                ]
                connection.executemany(f"INSERT INTO {quote(table.name)} VALUES ({marks})", changed)
        connection.execute("COMMIT")


def _moved(names: Sequence[str], row: tuple[object, ...], copy: int) -> tuple[object, ...]:
    """Return a row as one of another bureau and year: 40 bureaus, and 10 years for each of the samples'."""
    bureau, earlier = f"第{copy % 40 + 1}", 8 * (copy // 40)
    return tuple(
        f"{bureau}{value}"
        if name == "bureau" and isinstance(value, str)
        else value - earlier
        if name in ("fiscal_year", "from_year", "to_year") and isinstance(value, int)
        else value
        for name, value in zip(names, row, strict=True)
    )


def measure(folder: Path, copies: int) -> None:
    """Print one row of the table."""
    multiply(folder / "kokusai.db", copies)
    with closing(sqlite3.connect(folder / "kokusai.db")) as connection:
        count = sum(connection.execute(f"SELECT count(*) FROM {quote(name)}").fetchone()[0] for name in tables())
        (documents,) = connection.execute("SELECT count(*) FROM documents").fetchone()
        errors = connection.execute("SELECT id FROM findings WHERE severity = 'error'").fetchall()
    waived = [part for (name,) in errors for part in ("--waive", name.replace("/", ":", 1))]
    reason = ["--reason", "benchmark"] if waived else []
    command = [sys.executable, "-m", "kokusai_extract", "release", folder, "--out", folder / "release", "--quiet"]
    begun = time.perf_counter()
    with subprocess.Popen([*map(str, command), *waived, *reason], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds, clock = usage.ru_utime + usage.ru_stime, time.perf_counter() - begun
    out = [path.stat().st_size for path in (folder / "release").rglob("*") if path.is_file()]
    print(
        f"{documents:>9,} {count:>11,} {clock:>8.1f} {seconds:>8.1f} {usage.ru_maxrss / 1024:>8,.0f} {len(out):>8,} "
        f"{sum(out) / 2**20:>8,.0f} {os.getloadavg()[0]:>6.1f}  exit {process.returncode}"
    )


def main() -> None:
    """Print the table."""
    heads = (("documents", 9), ("rows", 11), ("clock s", 8), ("CPU s", 8), ("peak MB", 8), ("files", 8), ("MB", 8))
    print(" ".join(f"{head:>{width}}" for head, width in (*heads, ("load", 6))))
    for copies in map(int, sys.argv[1:] or COPIES):
        with tempfile.TemporaryDirectory() as name:
            build([ROOT / "raw"], Path(name))
            measure(Path(name), copies)


if __name__ == "__main__":
    main()
