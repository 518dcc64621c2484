"""What came of each document: kept from an earlier build, or read now."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from kokusai_extract.run.kept import Kept
from kokusai_extract.run.outcome import Outcome, Task, attempt
from kokusai_extract.run.pool import Order, read_all
from kokusai_extract.run.progress import Show, Tracker
from kokusai_extract.run.worker import work_named


def outcomes(tasks: Sequence[Task], order: Order, kept: Kept, jobs: int | None, show: Show) -> Iterator[Outcome]:
    """Yield what came of each document; what is read now is kept at once.

    ``jobs`` documents are read at a time, each in a process of its own; with None they are read here, one after
    another and without limits. The largest are begun first, so that none is left to the end.
    """
    keys = {task.path: kept.key(task) for task in tasks}
    known = {path: kept.load(key) for path, key in keys.items() if key}
    wanting = sorted((t for t in tasks if not known.get(t.path)), key=lambda t: (-_size(t.path), t.path))
    tracker = Tracker({task.path: _size(task.path) for task in wanting}, len(keys), show)
    tracker.begin()
    yield from filter(None, known.values())
    unchanged = {task.path: task for task in wanting}
    with closing(_read(wanting, order, jobs, tracker)) as read:
        for path, outcome in read:
            key = keys[path]
            if key and unchanged[path].unchanged:
                kept.save(key, outcome)
            tracker.finish(path, outcome.pages)
            yield outcome


def _read(tasks: Sequence[Task], order: Order, jobs: int | None, tracker: Tracker) -> Generator[tuple[Path, Outcome]]:
    if jobs is not None:
        yield from read_all(tasks, order, jobs, tracker.page)
        return
    work = work_named(order.work)
    for task in tasks:
        yield task.path, attempt(work, task, partial(tracker.page, task.path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
