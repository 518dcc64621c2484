"""Datasette over a built database: read-only, immutable, every table and column labelled in Japanese and English."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette

from kokusai_extract.errors import AddressInUse, NothingToServe
from kokusai_extract.publish.labels import metadata
from kokusai_extract.store.write import DATABASE

SETTINGS = {"sql_time_limit_ms": 2000, "max_returned_rows": 2000, "default_facet_size": 30, "truncate_cells_html": 200}


def application(directory: Path) -> Datasette:
    """Return the Datasette instance over ``directory/kokusai.db``.

    Raises:
        NothingToServe: when the folder holds no database.
    """
    database = directory / DATABASE
    if not database.is_file():
        raise NothingToServe(f"{directory} holds no {DATABASE}")
    return Datasette([], immutables=[str(database)], metadata=metadata(), settings=SETTINGS)


def serve(directory: Path, host: str, port: int, *, announce: Callable[[str], Any]) -> None:
    """Serve until stopped; ``announce`` is called with the address once it can be opened. Port 0 takes a free one.

    Raises:
        NothingToServe: when the folder holds no database.
        AddressInUse: when something else listens there.
    """
    datasette = application(directory)
    listener = _listen(host, port)
    announce(f"http://{host}:{listener.getsockname()[1]}/  (Ctrl-C stops; 終了は Ctrl-C)")
    asyncio.run(datasette.invoke_startup())
    with listener:
        uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", lifespan="on")).run(sockets=[listener])


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
