"""Writes the database: into a file beside the old one, which it takes the place of only when it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kokusai_extract.errors import OutputFailed, OutputLocked
from kokusai_extract.model.archive import Archive
from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.ddl import create_indexes, create_table, create_view, quote
from kokusai_extract.store.rows import rows
from kokusai_extract.store.schema import tables, views
from kokusai_extract.withhold.edition import Edition
from kokusai_extract.withhold.leaks import leaks

DATABASE = "kokusai.db"
_LOCK = ".kokusai.lock"


@contextmanager
def output_lock(out: Path) -> Iterator[None]:
    """Hold a folder for one build at a time; a process that already holds it may enter again.

    Raises:
        OutputLocked: when another build holds it.
        OutputFailed: when the folder cannot be made or written to.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out.resolve() / _LOCK, timeout=0, is_singleton=True)
        lock.acquire()
    except Timeout:
        raise OutputLocked(f"{out}: another build is writing to this folder") from None
    except (OSError, NotImplementedError) as error:  # the latter from a file system that knows no locks
        raise OutputFailed(f"{out}: {getattr(error, 'strerror', None) or error}") from error
    try:
        yield
    finally:
        lock.release()


def write(archive: Archive, out: Path) -> Path:
    """Write ``out/kokusai.db`` with all that an archive holds, as :func:`write_edition` does."""
    return write_edition(Edition(lambda: rows(archive)), out)


def write_edition(edition: Edition, out: Path) -> Path:
    """Write ``out/kokusai.db`` and return its path. The same rows give the same bytes.

    Raises:
        OutputLocked: when another build writes to the folder.
        OutputFailed: when it could not be written, or a name that the edition withholds would still stand in it; an
            earlier database stands as it was.
    """
    database = out / DATABASE
    with output_lock(out), replacing(database) as partial:
        try:
            with closing(sqlite3.connect(partial, isolation_level=None)) as connection:
                _fill(connection, edition)
        except sqlite3.Error as error:
            failure = OutputFailed(f"{database}: {error}")
            if isinstance(error, sqlite3.IntegrityError):
                failure.remedy = "This is a fault of the program: report it with the documents that led to it."
            raise failure from error
    return database


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give the path of a file to be written, which then takes the place of ``target`` in one step.

    Whatever goes wrong, ``target`` stands as it was and the unfinished file is removed; one that a killed process
    left behind is written over.

    Raises:
        OutputFailed: when the system does not let it be written.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        try:
            yield partial
            _sync(partial)
            partial.replace(target)
            _sync(target.parent)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise OutputFailed(f"{target}: {error.strerror or error}") from error


def _fill(connection: sqlite3.Connection, edition: Edition) -> None:
    # The file is thrown away unless it is whole, so it needs no journal of its own.
    connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for table in tables().values():
        connection.execute(create_table(table))
    for name, lot in edition.lots():
        marks = ", ".join("?" * len(tables()[name].columns))
        connection.executemany(f"INSERT INTO {quote(name)} VALUES ({marks})", lot)  # noqa: S608
    for table in tables().values():
        for statement in create_indexes(table):
            connection.execute(statement)
    for view in views().values():
        connection.execute(create_view(view))
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise sqlite3.IntegrityError(f"rows point at rows that are not there: {broken[:3]}")
    if left := sorted(leaks(connection, edition.plan.names)):
        raise sqlite3.IntegrityError(f"names that are withheld still stand in {', '.join(left)}")
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(f"the file is not whole: {verdict}")


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder, and needs no such step
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
