"""Pages of one document read at the same time: by a process for each processor that no other document uses.

Pages come out in their order and as they would from one process alone: what a helper cannot give, because it failed or
died, is read again by the process that asked, which then fails or dies as it would have without help.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

FEWEST = 4
"""Pages that must be waiting before a helper is worth its start."""

T = TypeVar("T")
Note = Callable[[], None]
"""Called when something begins that takes long: a page is read from its picture."""


class Share(Protocol):
    """Does the same work for each number, and yields the results in the order of the numbers."""

    def __call__(self, work: Callable[[int, Note], T], numbers: Sequence[int], on_note: Note) -> Iterator[T]:
        """Yield ``work(number, note)`` for each; wherever it calls its note, ``on_note`` is called here."""


def alone(work: Callable[[int, Note], T], numbers: Sequence[int], on_note: Note) -> Iterator[T]:
    """Do all of the work in this process, each piece when it is asked for."""
    return (work(number, on_note) for number in numbers)


class Spare(NamedTuple):
    """Processors that no document uses, as bytes in a pipe: who takes one puts it back, as with GNU make's job server.

    A process that is killed keeps what it took: the rest goes on with fewer.
    """

    taking: int
    giving: int

    @staticmethod
    def processors(count: int) -> Spare:
        """Return a pipe with so many; where a system cannot fork (Windows), one from which none can be taken."""
        if _FORK is None:
            return Spare(-1, -1)
        spare = Spare(*os.pipe())
        os.set_blocking(spare.taking, False)
        spare.lend(count)
        return spare

    def lend(self, count: int = 1) -> None:
        """Put processors in."""
        with suppress(OSError):
            os.write(self.giving, b"." * count)

    def take(self) -> bool:
        """Take one out, if there is one."""
        try:
            return bool(os.read(self.taking, 1))
        except OSError:
            return False

    def close(self) -> None:
        """Close both ends."""
        for end in self:
            with suppress(OSError):
                os.close(end)


class _Helper:
    """A fork of this process that works on one number at a time."""

    def __init__(self, work: Callable[[int, Note], Any], others: Sequence[_Helper], before: Note) -> None:
        self.line, theirs = _FORK.Pipe()
        ours = [self.line, *(other.line for other in others)]
        self._process = _FORK.Process(target=_serve, args=(work, theirs, ours, before), daemon=True)
        self._process.start()
        theirs.close()
        self.number = 0

    def begin(self, number: int) -> None:
        self.number = number
        with suppress(OSError):  # it has died: whoever listens will know
            self.line.send(number)

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self.line.close()


def _serve(work: Callable[[int, Note], Any], line: Connection, ours: Sequence[Connection], before: Note) -> None:
    """Work for whoever is at the other end of ``line`` until they hang up. ``ours`` are open by the fork alone."""
    for other in ours:
        other.close()
    before()
    with suppress(EOFError, OSError):
        while True:
            number = line.recv()
            try:
                message = (True, work(number, lambda: line.send(None)))
            except Exception:
                message = (False, None)
            line.send(message)


_FORK: Any = get_context("fork") if "fork" in get_all_start_methods() else None


class Crew:
    """A :class:`Share` that takes a helper for each spare processor, whenever there is one.

    ``before`` is called in each helper first: to close what it is not to hold open.
    """

    def __init__(self, spare: Spare, before: Note) -> None:
        self._spare, self._before = spare, before

    def __call__(self, work: Callable[[int, Note], T], numbers: Sequence[int], on_note: Note) -> Iterator[T]:
        """Yield the result for each number, in order."""
        shift = _Shift(self._spare, self._before, work, on_note, deque(numbers))
        try:
            for number in numbers:
                yield shift.result(number)
        finally:
            shift.end()


@dataclass
class _Shift(Generic[T]):
    """The work of one document: what waits, who helps, and what is done but not yet asked for."""

    spare: Spare
    before: Note
    work: Callable[[int, Note], T]
    on_note: Note
    waiting: deque[int]
    helpers: list[_Helper] = field(default_factory=list)
    done: dict[int, T] = field(default_factory=dict)

    def result(self, number: int) -> T:
        """Return the result for a number, whoever has worked on it."""
        while number not in self.done:
            self._hire()
            if not self.helpers:
                here = self.waiting.popleft()
                self.done[here] = self.work(here, self.on_note)
            for helper in _heard(self.helpers):
                self._listen(helper)
        return self.done.pop(number)

    def end(self) -> None:
        """Send all helpers away."""
        while self.helpers:
            self._dismiss(self.helpers[-1])

    def _hire(self) -> None:
        """Take helpers for the processors that are spare; with the first comes one that works in our own place."""
        while len(self.waiting) >= FEWEST and self.spare.take():
            for _ in range(1 if self.helpers else 2):
                self.helpers.append(_Helper(self.work, self.helpers, self.before))
                self.helpers[-1].begin(self.waiting.popleft())

    def _dismiss(self, helper: _Helper) -> None:
        helper.end()
        self.helpers.remove(helper)
        if self.helpers:  # the last is the one in our own place
            self.spare.lend()

    def _listen(self, helper: _Helper) -> None:
        """Take what a helper says: that something takes long, its result, or that it has none."""
        try:
            message = helper.line.recv()
        except (EOFError, OSError):
            message = (False, None)
        if message is None:
            self.on_note()
            return
        number, (well, result) = helper.number, message
        if well and self.waiting:
            helper.begin(self.waiting.popleft())
        else:
            self._dismiss(helper)
        self.done[number] = result if well else self.work(number, self.on_note)


def _heard(helpers: Sequence[_Helper]) -> list[_Helper]:
    """Return the helpers that have something to say; wait until one has, if there is one."""
    ready = wait([helper.line for helper in helpers]) if helpers else []
    return [helper for helper in helpers if helper.line in ready]
