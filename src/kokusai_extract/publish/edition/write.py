"""Writes the edition of a database into a folder. The same database and documents give the same bytes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import closing, contextmanager
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


Finish = Callable[[Progress], Made]


@contextmanager
def begun(database: Path, raw: tuple[Path, ...], out: Path, most_pictures: int = MOST_PICTURES) -> Iterator[Finish]:
    """Begin to write the edition into ``out``, and yield what waits for its end.

    Pages are drawn where the raw documents lie under ``raw``; else they are text. Many pages are made by other
    processes, so that the caller may go on meanwhile.
    """
    order = Order(database, raw, out, most_pictures)
    edition = Edition(order)
    addresses, pictures = edition.plan.addresses, edition.plan.pictures
    documents = sorted({name for name, _ in pictures})
    pool = None
    waiting: list[Future[int]] = []
    if len(addresses) + len(pictures) > _ALONE:
        pool = ProcessPoolExecutor(_processors(), get_context("spawn"), _begin, (order,))
        waiting = [pool.submit(_draw, name) for name in documents]
        waiting += [pool.submit(_pages, addresses[at : at + _LOT]) for at in range(0, len(addresses), _LOT)]

    def finish(progress: Progress) -> Made:
        edition.static()
        with closing(open_read_only(database)) as connection:
            write_find(connection, out, edition.links.file)
        done, total = 0, len(addresses) + len(documents)
        for count in _done(waiting) if pool else _alone(edition, documents):
            progress(EDITION, done, total)
            done += count
        return Made(len(addresses), len(pictures), edition.plan.left_out)

    try:
        yield finish
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)


def write_edition(database: Path, raw: tuple[Path, ...], out: Path, *, most_pictures: int = MOST_PICTURES) -> Made:
    """Write the edition of a database into ``out``, as :func:`begun` says."""
    with begun(database, raw, out, most_pictures) as finish:
        return finish(lambda *_: None)


def _alone(edition: Edition, documents: list[str]) -> Iterator[int]:
    """Make all pictures and pages in this process, and yield how many were made at a time."""
    for name in documents:
        edition.pictures(name)
        yield 1
    for address in edition.plan.addresses:
        edition.page(address)
        yield 1


def _done(waiting: list[Future[int]]) -> Iterator[int]:
    for future in as_completed(waiting):
        yield future.result()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
