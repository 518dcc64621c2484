"""Writes the edition of a database into a folder. The same database and documents give the same bytes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from kokusai_extract.publish.edition.find import write_find
from kokusai_extract.publish.edition.pages import Edition, Order
from kokusai_extract.store.connection import open_read_only

EDITION = "edition"
MOST_PICTURES = 1_000
"""Pictures of pages that are drawn unless more are asked for."""
_ALONE = 400
"""Pages that are made without other processes."""
_LOT = 50

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What an edition holds: pages of one language, pictures, and the tables whose rows have no pages of their own."""

    pages: int
    pictures: int
    left_out: tuple[str, ...]


def write_edition(
    database: Path,
    raw: tuple[Path, ...],
    out: Path,
    *,
    most_pictures: int = MOST_PICTURES,
    progress: Progress = lambda *_: None,
) -> Made:
    """Write the edition into ``out``. Pages are drawn where the raw documents lie under ``raw``; else they are text."""
    order = Order(database, raw, out, most_pictures)
    edition = Edition(order)
    edition.static()
    with closing(open_read_only(database)) as connection:
        write_find(connection, out, edition.links.file)
    addresses = edition.plan.addresses
    documents = sorted({name for name, _ in edition.plan.pictures})
    total = len(addresses) + len(documents)
    done = 0
    for count in _made(edition, order, addresses, documents):
        progress(EDITION, done, total)
        done += count
    return Made(len(addresses), len(edition.plan.pictures), edition.plan.left_out)


def _made(edition: Edition, order: Order, addresses: tuple[str, ...], documents: list[str]) -> Iterator[int]:
    """Make all pages and pictures, and yield how many were made at a time."""
    if len(addresses) + len(edition.plan.pictures) <= _ALONE:
        for name in documents:
            edition.pictures(name)
            yield 1
        for address in addresses:
            edition.page(address)
            yield 1
        return
    lots = [addresses[at : at + _LOT] for at in range(0, len(addresses), _LOT)]
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (order,)) as pool:
        waiting: list[Future[int]] = [pool.submit(_draw, name) for name in documents]
        waiting += [pool.submit(_pages, lot) for lot in lots]
        for future in as_completed(waiting):
            yield future.result()


_editions: list[Edition] = []


def _begin(order: Order) -> None:
    _editions.append(Edition(order))


def _draw(document: str) -> int:
    _editions[-1].pictures(document)
    return 1


def _pages(addresses: tuple[str, ...]) -> int:
    for address in addresses:
        _editions[-1].page(address)
    return len(addresses)
