"""A process that reads documents, each in a child of its own.

``python -m kokusai_extract.run.worker WORK MEMORY NLP [SPARE SPARE]``

Requests (a path, and the corrections of the document) come in at standard input. Messages go out at standard output
(:mod:`kokusai_extract.run.messages`): one when it is ready; then for each request three counts (pages read, pages in
all, pages read from their picture) as often as they change, and at last an
:class:`~kokusai_extract.run.outcome.Outcome`. Libraries are loaded once, and each child begins with them: what one
document does to its memory, no other sees. Where a child ends before its outcome, the worker ends as the child did.
``SPARE`` are the ends of the pipe with the processors that no document uses (:mod:`kokusai_extract.run.crew`): a child
takes helpers for them. Where a system cannot fork (Windows), the worker reads in itself.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import IO, cast

from kokusai_extract import nlp
from kokusai_extract.run.crew import Crew, Share, Spare, alone
from kokusai_extract.run.messages import receive, send
from kokusai_extract.run.outcome import Task, Work, attempt, failed
from kokusai_extract.values import cities

PRELOADED = ("kokusai_extract.read.pdf",)
GARBAGE = 100_000, 20, 100
"""Python looks for garbage rarely: what a document leaves behind ends with its process."""


def main() -> None:
    """Serve until standard input ends."""
    _, name, memory, language, *spare = sys.argv
    nlp.switch(language == "nlp")
    work = work_named(name)
    for module in PRELOADED:
        import_module(module)
    nlp.load()
    cities.load()
    messages = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not run into the messages
    share: Share = Crew(Spare(*map(int, spare)), messages.close) if spare else alone
    gc.freeze()  # the children's collector is to leave alone what they share
    gc.set_threshold(*GARBAGE)
    send(messages, True)
    while True:
        try:
            path, corrections = receive(sys.stdin.buffer)
            task = Task(Path(path), None, corrections)
        except EOFError:
            return
        if not hasattr(os, "fork"):
            _read(work, task, messages, alone)
            continue
        child = os.fork()
        if child == 0:
            _limit(int(memory))
            _read(work, task, messages, share)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        _end_likewise(status)


def work_named(name: str) -> Work:
    """Return the function that ``module:function`` names."""
    module, _, function = name.partition(":")
    return cast(Work, getattr(import_module(module), function))


def _read(work: Work, task: Task, messages: IO[bytes], share: Share) -> None:
    outcome = attempt(work, task, lambda *pages: send(messages, pages), share)
    try:
        send(messages, outcome)
    except MemoryError:
        send(messages, failed(task.path, "run-memory-exceeded"))


def _limit(memory: int) -> None:
    """Bound what this process may take, and let it write no file."""
    import resource  # noqa: PLC0415 - Windows has none

    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (allowed, hard))


def _end_likewise(status: int) -> None:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number != signal.SIGKILL:
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    elif os.WEXITSTATUS(status):
        os._exit(os.WEXITSTATUS(status))


if __name__ == "__main__":
    main()
