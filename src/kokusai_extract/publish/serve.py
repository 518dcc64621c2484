"""Datasette over a built database: read-only, immutable, every table and column labelled in Japanese and English."""

from __future__ import annotations

import asyncio
import atexit
import gc
import socket
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import uvicorn

from kokusai_extract.errors import AddressInUse, NothingToServe, OutputFailed, OutputLocked
from kokusai_extract.publish.labels import metadata
from kokusai_extract.publish.search import INDEX, digest, is_of, write_index
from kokusai_extract.publish.site.plugin import SiteDatasette
from kokusai_extract.publish.site.site import TEMPLATES, Site
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import tables, views
from kokusai_extract.store.write import DATABASE

SETTINGS = {
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 2000,
    "default_facet_size": 30,
    "truncate_cells_html": 200,
    "suggest_facets": False,
}

FIRST = ("/", "/?lang=en", "/about", "/findings", "/kokusai")
GARBAGE = (50_000, 50, 100)
"""Python looks for garbage less often than it would: pages make much that is gone with them, and no cycles."""


def application(directory: Path, raw: Sequence[Path] = ()) -> SiteDatasette:
    """Return the Datasette instance over ``directory/kokusai.db``, with the site; raw files are found under ``raw``.

    Raises:
        NothingToServe: when the folder holds no database.
    """
    database = directory / DATABASE
    if not database.is_file():
        raise NothingToServe(f"{directory} holds no {DATABASE}")
    site = Site(database, _index(database), raw)
    counts = _counts(site)
    inspected = {
        "hash": digest(database),
        "size": database.stat().st_size,
        "file": database.name,
        "tables": {name: {"count": counts[name]} for name in tables()},
    }
    return SiteDatasette(
        site,
        [],
        immutables=[str(database)],
        inspect_data={"kokusai": inspected},
        metadata=metadata(counts, site.people),
        settings=SETTINGS,
        template_dir=str(TEMPLATES),
    )


def _counts(site: Site) -> dict[str, int]:
    """Return how many rows each table and view has, once for all."""
    with site.readers.reader(seconds=600) as reader:
        return {name: reader.value(f"SELECT count(*) FROM {quote(name)}") for name in (*tables(), *views())}  # noqa: S608


def serve(directory: Path, host: str, port: int, *, raw: Sequence[Path] = (), announce: Callable[[str], Any]) -> None:
    """Serve until stopped; ``announce`` is called with the address once it can be opened. Port 0 takes a free one.

    Pages are shown as pictures where the documents themselves lie under ``raw``.

    Raises:
        NothingToServe: when the folder holds no database.
        AddressInUse: when something else listens there.
    """
    datasette = application(directory, raw)
    listener = _listen(host, port)
    announce(f"http://{host}:{listener.getsockname()[1]}/  (Ctrl-C stops; 終了は Ctrl-C)")
    asyncio.run(_warm(datasette))
    with listener:
        uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", lifespan="on")).run(sockets=[listener])


async def _warm(datasette: SiteDatasette) -> None:
    """Make beforehand what every reader asks for first, and leave it out of Python's search for garbage."""
    await datasette.invoke_startup()
    datasette.site.load_templates()
    for address in FIRST:
        await datasette.client.get(address)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def _index(database: Path) -> Path:
    """Return the search index of a database; one that is missing or of another database is made again.

    Where the folder cannot be written to, it is made in one that lasts as long as the process.
    """
    index = database.with_name(INDEX)
    if is_of(index, database):
        return index
    try:
        return write_index(database, index)
    except (OutputFailed, OutputLocked):
        folder = tempfile.TemporaryDirectory(prefix="kokusai-")
        atexit.register(folder.cleanup)
        return write_index(database, Path(folder.name) / INDEX)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise AddressInUse(f"{host}:{port}: {error.strerror}") from error
    return listener
