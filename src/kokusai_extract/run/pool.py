"""Several documents at once: each worker reads one at a time, and is ended when that takes too long."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic

from kokusai_extract.run.crew import Spare
from kokusai_extract.run.messages import receive, send
from kokusai_extract.run.outcome import USUAL, Limits, Outcome, Task, failed

TICK = 0.1
"""Seconds between two looks at what is overdue."""

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

OnPageOf = Callable[[Path, int, int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done to each document: ``work`` (``module:function``), within ``limits``.

    ``nlp`` tells whether with the language tools.
    """

    work: str
    limits: Limits = USUAL
    nlp: bool = True


_Waiting = SimpleQueue[Task]
_Events = SimpleQueue[tuple[Path, "Outcome | tuple[int, int, int]"]]


def read_all(tasks: Sequence[Task], order: Order, jobs: int, on_page: OnPageOf) -> Iterator[tuple[Path, Outcome]]:
    """Yield each path with what came of it, in the order in which they are done; tasks are begun in theirs.

    ``on_page`` is called with a path, how many of its pages are read, of how many, and how many
    from their picture. Closing the iterator, as Ctrl-C does, ends all workers at once.
    """
    waiting: _Waiting = SimpleQueue()
    events: _Events = SimpleQueue()
    for task in tasks:
        waiting.put(task)
    left = len(tasks)
    workers: list[_Worker] = []
    spare = Spare.processors(max(jobs - left, 0))
    try:
        workers += (_Worker(order, waiting, events, spare) for _ in range(min(jobs, left)))
        while left:
            for worker in workers:
                worker.end_if_overdue()
            with suppress(Empty):
                path, event = events.get(timeout=TICK)
                if isinstance(event, Outcome):
                    left -= 1
                    yield path, event
                else:
                    on_page(path, *event)
    finally:
        for worker in workers:
            worker.stop()
        spare.close()


class _Worker(Thread):
    """A thread with a process that reads for it; the process is started anew after a document that ended it.

    When no document waits, its processor is spare: whoever still reads may use it.
    """

    def __init__(self, order: Order, waiting: _Waiting, events: _Events, spare: Spare) -> None:
        super().__init__(daemon=True)
        self._order, self._waiting, self._events, self._spare = order, waiting, events, spare
        self._lock = Lock()  # over what the main thread may end: the document at hand, and its process
        self._process: subprocess.Popen[bytes] | None = None
        self._began: float | None = None
        self._pages, self._pictures = 0, 0
        self._overdue = False
        self._stopped = False
        self.start()

    def run(self) -> None:
        """Read what waits until nothing does."""
        while not self._stopped:
            try:
                task = self._waiting.get_nowait()
            except Empty:
                with self._lock:
                    _kill(self._process)
                    self._discard()
                self._spare.lend()
                return
            try:
                outcome = self._read(task)
            except Exception as error:
                outcome = failed(task.path, "run-crashed", reason=type(error).__name__)
            self._events.put((task.path, outcome))

    def end_if_overdue(self) -> None:
        """End the process when its document has taken longer than it may."""
        with self._lock:
            if self._began is not None and monotonic() - self._began > self._allowed():
                self._overdue = True
                _kill(self._process)

    def stop(self) -> None:
        """End the process and the thread, whatever they are at."""
        self._stopped = True
        with self._lock:
            _kill(self._process)
        self.join()
        self._discard()

    def _allowed(self) -> float:
        return self._order.limits.time(self._pages, self._pictures)

    def _read(self, task: Task) -> Outcome:
        with self._lock:
            if self._stopped:
                raise EOFError
            started = self._process is None
            process = self._process = self._process or _start(self._order, self._spare)
            self._pages, self._pictures, self._overdue = 0, 0, False
        outcome = None
        with suppress(EOFError, OSError):
            outcome = self._listen(process, task, started=started)
        with self._lock:
            self._began = None
            if outcome is None or self._overdue:
                code = self._discard()
        if outcome is not None:
            return outcome
        if self._overdue:
            seconds = round(self._allowed())
            return failed(task.path, "run-time-exceeded", seconds=seconds, pages=self._pages)
        return failed(task.path, "run-crashed", reason=_cause(code))

    def _listen(self, process: subprocess.Popen[bytes], task: Task, *, started: bool) -> Outcome:
        assert process.stdin and process.stdout  # noqa: S101 - both are pipes
        if started:
            receive(process.stdout)  # loading the libraries is not the document's time
        self._began = monotonic()
        send(process.stdin, (os.fspath(task.path), task.corrections))
        while not isinstance(message := receive(process.stdout), Outcome):
            _, self._pages, self._pictures = message
            self._events.put((task.path, message))
        return message

    def _discard(self) -> int:
        """End the process for good and return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        try:
            code = process.wait(1)  # one that ended by itself tells by its code how
        except subprocess.TimeoutExpired:
            _kill(process)
            code = process.wait()
        _kill(process)  # helpers of its child, which may have been left alone
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        return code


def _start(order: Order, spare: Spare) -> subprocess.Popen[bytes]:
    """Start a worker that sees the modules that this process sees, and that Ctrl-C does not reach."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "kokusai_extract.run.worker", *_arguments(order, spare)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
        pass_fds=spare if hasattr(os, "fork") else (),
    )


def _arguments(order: Order, spare: Spare) -> tuple[str, ...]:
    pipe = map(str, spare) if hasattr(os, "fork") else ()
    return order.work, str(order.limits.memory), "nlp" if order.nlp else "no-nlp", *pipe


def _kill(process: subprocess.Popen[bytes] | None) -> None:
    """End a worker and the child that reads for it."""
    if process is not None:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()


def _cause(code: int) -> str:
    """Return what an exit code says: the signal's name, or the code."""
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"
