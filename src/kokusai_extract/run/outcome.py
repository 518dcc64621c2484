"""What comes of one document: its facts, or the finding that says why there are none."""

from __future__ import annotations

import hashlib
import stat
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from kokusai_extract.errors import UnreadableDocument
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.finding import Finding
from kokusai_extract.run.crew import Share, alone
from kokusai_extract.timing import Stopwatch

OnPage = Callable[[int, int, int], None]
"""Called with how many pages have been read, of how many, and how many were, or are being, read from their picture."""


class Work(Protocol):
    """What turns a document into facts."""

    def __call__(
        self, path: Path, watch: Stopwatch, corrections: Sequence[Correction], *, on_page: OnPage, share: Share
    ) -> DocumentFacts:
        """Return the facts. ``share`` says who reads the pages.

        Raises:
            UnreadableDocument: when the file is not a readable document.
        """


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: seconds of the clock, with more for each page, and bytes of address space.

    ``seconds_a_picture`` come on top for each page that must be read from its picture.

    The program's own libraries, about one gigabyte with everything loaded, count to the memory.
    """

    seconds: float = 120
    seconds_a_page: float = 20
    seconds_a_picture: float = 60
    memory: int = 4096 * 1024**2

    @staticmethod
    def of(seconds: float | None, megabytes: int | None) -> Limits:
        """Return the usual limits, with those replaced that are given; seconds are then for all pages together."""
        limits = USUAL
        if seconds is not None:
            limits = replace(limits, seconds=seconds, seconds_a_page=0, seconds_a_picture=0)
        return limits if megabytes is None else replace(limits, memory=megabytes * 1024**2)

    def time(self, pages: int, pictures: int = 0) -> float:
        """Return how many seconds a document of ``pages`` may take, ``pictures`` of them read from their picture."""
        return self.seconds + self.seconds_a_page * pages + self.seconds_a_picture * pictures


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Task:
    """A document to be read: ``content`` is the SHA-256 of its bytes, None where it cannot be opened.

    ``corrections`` are those of this document alone: the others change nothing about it.
    """

    path: Path
    content: str | None = None
    corrections: tuple[Correction, ...] = ()

    @staticmethod
    def of(path: Path, corrections: Iterable[Correction] = ()) -> Task:
        """Return the task of reading a file as it is now."""
        content = digest_of(path)
        return Task(path, content, tuple(c for c in corrections if c.document_sha256 == content))

    @property
    def unchanged(self) -> bool:
        """Whether the file still holds the same."""
        return self.content is not None and self.content == digest_of(self.path)


def digest_of(path: Path) -> str | None:
    """Return the SHA-256 of a file's bytes, or None where it cannot be opened or is none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Facts, or a finding in their place. ``seconds`` are the times of the stages, ``pages`` how many were read.

    ``lasting`` says that reading the same bytes again would give the same.
    """

    facts: DocumentFacts | None = None
    finding: Finding | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    pages: int = 0
    lasting: bool = True


def attempt(work: Work, task: Task, on_page: OnPage = lambda *_: None, share: Share = alone) -> Outcome:
    """Return what comes of ``work`` on a document; a fault of the document or of the program is a finding."""
    path, watch = task.path, Stopwatch()
    read = 0

    def count(done: int, total: int, pictures: int) -> None:
        nonlocal read
        read = done
        on_page(done, total, pictures)

    try:
        facts = work(path, watch, task.corrections, on_page=count, share=share)
    except UnreadableDocument as error:
        values = (("file", path.name), ("reason", error.reason))
        lasting = not error.code.startswith("file-")
        return Outcome(None, Finding(error.code, values=values), watch.seconds, read, lasting)
    except MemoryError:
        return failed(path, "run-memory-exceeded")
    except Exception as error:
        return failed(path, "run-failed", reason=type(error).__name__, place=_place(error))
    return Outcome(facts, None, watch.seconds, read)


def failed(path: Path, code: str, **values: object) -> Outcome:
    """Return the outcome of a document that could not be read to its end."""
    words = (("file", path.name), *((name, str(value)) for name, value in values.items()))
    return Outcome(finding=Finding(code, values=words), lasting=False)


def _place(error: Exception) -> str:
    """Return the module and line of this package where an error arose."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "kokusai_extract" in frame.filename]
    frame = frames[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"
