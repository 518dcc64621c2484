"""Keeps what Datasette made of its own pages: the database under them never changes while it is served."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from kokusai_extract.publish.site.addresses import DATABASE_PAGE

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

KEPT_BYTES, LARGEST = 32 * 1024 * 1024, 1024 * 1024
"""Bytes kept in all, and of one page; what is larger (a whole table as CSV) is passed on as it comes."""


def keeping(app: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Return an ASGI application that answers again what it answered before, the least recently asked dropped first."""
    kept: OrderedDict[bytes, list[Message]] = OrderedDict()
    size = 0

    async def wrapped(scope: Message, receive: Any, send: Send) -> None:
        nonlocal size
        if not _asks_for_a_page(scope):
            await app(scope, receive, send)
            return
        key = scope.get("raw_path", scope["path"].encode()) + b"?" + scope["query_string"]
        if key in kept:
            kept.move_to_end(key)
            for message in kept[key]:
                await send(message)
            return
        messages: list[Message] = []

        large = False

        async def noted(message: Message) -> None:
            nonlocal large
            large = large or _bytes(messages) + len(message.get("body", b"")) > LARGEST
            if large:
                messages.clear()
            else:
                messages.append(dict(message))
            await send(message)

        await app(scope, receive, noted)
        whole = messages and messages[0].get("status") == 200 and not messages[-1].get("more_body")
        if whole and key not in kept:
            kept[key] = messages
            size += _bytes(messages)
        while size > KEPT_BYTES:
            _, dropped = kept.popitem(last=False)
            size -= _bytes(dropped)

    return wrapped


def _asks_for_a_page(scope: Message) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].endswith(".db"):
        return False
    personal = any(name in (b"cookie", b"authorization") for name, _ in scope["headers"])
    return scope["path"].startswith(DATABASE_PAGE) and not personal


def _bytes(messages: list[Message]) -> int:
    return sum(len(message.get("body", b"")) for message in messages)
