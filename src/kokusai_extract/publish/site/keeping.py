"""Keeps finished pages, the site's own and Datasette's: the database under them never changes while it is served.

A page that is kept is answered before Datasette sees the request. Pages are kept packed; readers who ask for the same
page at once wait for one making of it.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Awaitable[None]]

KEPT_BYTES, LARGEST = 128 * 1024 * 1024, 4 * 1024 * 1024
"""Bytes kept in all, packed, and of one page before it is packed; what is larger (a whole table) is passed on."""

_OVERHEAD = 1000
_SMALL = 1000
_PACKED = (b"text/", b"application/json", b"image/svg", b"application/javascript")
_NOT_KEPT = frozenset(
    {b"content-length", b"content-encoding", b"transfer-encoding", b"etag", b"vary", b"server-timing"}
)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer that was made before. ``body`` is gzip where ``packed``."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    packed: bool
    tag: bytes


class Kept:
    """Pages by address, the least recently asked for dropped first. Only one event loop uses it."""

    def __init__(self, byte_limit: int = KEPT_BYTES) -> None:
        self._pages: OrderedDict[bytes, Page] = OrderedDict()
        self._bytes = 0
        self._limit = byte_limit
        self.making: dict[bytes, asyncio.Future[None]] = {}

    def get(self, key: bytes) -> Page | None:
        """Return the page kept under a key."""
        page = self._pages.get(key)
        if page:
            self._pages.move_to_end(key)
        return page

    def keep(self, key: bytes, page: Page) -> None:
        """Keep a page, and drop others when there are too many bytes."""
        if key not in self._pages:
            self._pages[key] = page
            self._bytes += len(page.body) + _OVERHEAD
        while self._bytes > self._limit:
            _, dropped = self._pages.popitem(last=False)
            self._bytes -= len(dropped.body) + _OVERHEAD


def keeping(app: Application, kept: Kept) -> Application:
    """Return an ASGI application that answers again what it answered before."""

    async def wrapped(scope: Message, receive: Any, send: Send) -> None:
        if not _asks_for_a_page(scope):
            await app(scope, receive, send)
            return
        key = scope.get("raw_path", scope["path"].encode()).partition(b"?")[0] + b"?" + scope["query_string"]
        while (page := kept.get(key)) is None and key in kept.making:
            await asyncio.shield(kept.making[key])
            if kept.get(key) is None:
                break  # it was not one to be kept
        if page:
            await _answer(page, scope, send)
            return
        done = kept.making.setdefault(key, asyncio.get_running_loop().create_future())
        try:
            answer = _Answer(send)
            await app(scope, receive, answer.take)
            if page := answer.page():
                kept.keep(key, page)
                await _answer(page, scope, send, answer.timing)
            else:
                await answer.flush()
        finally:
            if kept.making.get(key) is done:
                del kept.making[key]
            if not done.done():
                done.set_result(None)

    return wrapped


class _Answer:
    """Holds an answer back until it is whole; one that is too large is passed on as it comes."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._messages: list[Message] = []
        self._bytes = 0
        self._passing = False

    async def take(self, message: Message) -> None:
        self._bytes += len(message.get("body", b""))
        self._messages.append(dict(message))
        if self._passing or self._bytes > LARGEST:
            self._passing = True
            await self.flush()

    async def flush(self) -> None:
        messages, self._messages = self._messages, []
        for message in messages:
            await self._send(message)

    @property
    def timing(self) -> list[tuple[bytes, bytes]]:
        """What the making of it tells of its time; told once."""
        return [pair for pair in self._messages[0].get("headers", ()) if pair[0].lower() == b"server-timing"]

    def page(self) -> Page | None:
        """Return the answer as a page; None for one that is not whole, not good, or already on its way."""
        if self._passing or not self._messages or self._messages[0].get("status") != 200:
            return None
        if self._messages[-1].get("more_body"):
            return None
        headers = [(name.lower(), value) for name, value in self._messages[0].get("headers", ())]
        body = b"".join(message.get("body", b"") for message in self._messages[1:])
        kind = dict(headers).get(b"content-type", b"")
        packed = len(body) > _SMALL and kind.startswith(_PACKED)
        tag = b'"%s"' % hashlib.sha256(body).hexdigest()[:20].encode()
        rest = tuple(pair for pair in headers if pair[0] not in _NOT_KEPT)
        return Page(rest, gzip.compress(body, 4, mtime=0) if packed else body, packed, tag)


def _asks_for_a_page(scope: Message) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].endswith(".db"):
        return False
    if scope["path"].startswith("/-/") and not scope["path"].startswith("/-/site/"):
        return False
    return not any(name in (b"cookie", b"authorization") for name, _ in scope["headers"])


async def _answer(page: Page, scope: Message, send: Send, more: list[tuple[bytes, bytes]] | None = None) -> None:
    asked = {name.lower(): value for name, value in scope["headers"]}
    headers = [*page.headers, *(more or ()), (b"etag", page.tag), (b"vary", b"accept-encoding")]
    status, body = 200, page.body
    if page.tag in asked.get(b"if-none-match", b""):
        status, body = 304, b""
    elif page.packed and b"gzip" in asked.get(b"accept-encoding", b""):
        headers.append((b"content-encoding", b"gzip"))
    elif page.packed:
        body = gzip.decompress(body)
    if status == 200:
        headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
