"""What keeps a reader's browser and the server's inside safe: headers, shut addresses, a guard on SQL."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from kokusai_extract.publish.site.addresses import DATABASE_PAGE
from kokusai_extract.store.connection import sqlite3

Message = MutableMapping[str, Any]

_COMMON = "default-src 'none'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
_LAST = "base-uri 'none'; frame-ancestors 'none'"
STRICT = f"{_COMMON}script-src 'self'; style-src 'self'; {_LAST}"
"""For the site's own pages: nothing inline, nothing from elsewhere."""

DATASETTE = f"{_COMMON}script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; {_LAST}"
"""For Datasette's own pages, whose templates carry inline scripts and styles (see ADR 0019)."""

_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


def with_safe_headers(app: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Return an ASGI application whose every response carries the policy for its address."""

    async def wrapped(scope: Message, receive: Any, send: Callable[[Message], Awaitable[None]]) -> None:
        begun = time.perf_counter()

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                inside = scope["path"].startswith((DATABASE_PAGE, "/-/")) and not scope["path"].startswith("/-/site/")
                policy = DATASETTE if inside else STRICT
                headers = [pair for pair in message.get("headers", []) if pair[0].lower() not in _HEADERS]
                headers += [*_HEADERS.items(), (b"content-security-policy", policy.encode())]
                headers.append((b"server-timing", b"page;dur=%.1f" % (1000 * (time.perf_counter() - begun))))
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, safe if scope["type"] == "http" else send)

    return wrapped


def hide_paths() -> tuple[str, ...]:
    """Return patterns of Datasette's addresses that tell where files lie or what else runs on the machine."""
    return (
        r"/-/(databases|threads|plugins|versions)(\.json)?",
        r"/-/(permissions|allow-debug|messages|auth-token|patterns)",
    )


def guard(connection: Any) -> None:
    """Let a connection read and compute, and nothing else; ask it for no file names.

    ``PRAGMA database_list`` would tell the path of the database, which Datasette lets queries read.
    """

    def allowed(action: int, first: str | None, *_: Any) -> int:
        if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() == "database_list":
            return sqlite3.SQLITE_IGNORE
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK

    connection.set_authorizer(allowed)
