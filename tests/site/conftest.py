"""The site over small databases: one of an invented bureau, one that carries hostile text."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import uvicorn

from kokusai_extract.publish.search import INDEX, write_index
from kokusai_extract.publish.serve import application
from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import tables
from kokusai_extract.store.write import write
from tests.archives import archive

HOSTILE = """<script>alert(1)</script>"'<img src=x onerror=alert(2)>"""

Get = Callable[..., httpx.Response]


def getter(folder: Path, raw: tuple[Path, ...] = ()) -> Get:
    """Return what asks the site over a folder's database for a page."""
    datasette = application(folder, raw)

    def get(address: str, **headers: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            await datasette.invoke_startup()
            return await datasette.client.get(address, headers=headers)

        return asyncio.run(ask())

    return get


@pytest.fixture(scope="session")
def lakes_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database of one document of an invented bureau."""
    folder = tmp_path_factory.mktemp("lakes")
    write_index(write(archive(), folder), folder / INDEX)
    return folder


@pytest.fixture(scope="session")
def get(lakes_folder: Path) -> Get:
    """Asks the site over that database for a page."""
    return getter(lakes_folder)


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database every free text of which carries mark-up."""
    folder = tmp_path_factory.mktemp("hostile")
    database = write(archive(), folder)
    with closing(sqlite3.connect(database)) as connection:
        for table in tables().values():
            keys = {key.column for key in table.foreign_keys} | {"table_name", "row_id", "column_name", "code"}
            for column in table.columns:
                free = column.type == "string" and not column.enum and not column.pattern
                if free and column.name not in {*table.primary_key, *keys, "sha256", "media_type", "rule"}:
                    sql = f"UPDATE {quote(table.name)} SET {quote(column.name)} = {quote(column.name)} || ?"  # noqa: S608
                    connection.execute(sql, (HOSTILE,))
        connection.commit()
    write_index(database, folder / INDEX)
    return folder


class Served:
    """A site that runs in a thread on a free port of this machine until it is closed."""

    def __init__(self, folder: Path, raw: tuple[Path, ...] = ()) -> None:
        self.datasette = application(folder, raw)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        config = uvicorn.Config(self.datasette.app(), log_level="warning", lifespan="on")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self.thread.start()
        deadline = time.monotonic() + 30
        while not self.server.started and time.monotonic() < deadline:
            time.sleep(0.02)

    async def _run(self) -> None:
        await self.datasette.invoke_startup()
        await self.server.serve(sockets=[self.socket])

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)
        self.socket.close()
