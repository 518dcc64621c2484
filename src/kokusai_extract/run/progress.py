"""How far a build has come: documents, pages and the time that is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic


@dataclass(frozen=True, slots=True)
class Progress:
    """How many documents are done, of ``total``, and how many pages were read.

    ``pictures`` of the pages were read from their picture, which takes long. ``kept`` of the documents were read by an
    earlier build. ``name`` is the document just read, '' between two.
    ``seconds_left`` is None until something can be said of it.
    """

    documents: int
    total: int
    pages: int = 0
    pictures: int = 0
    kept: int = 0
    name: str = ""
    seconds_left: float | None = None


Show = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Show nothing."""


class Tracker:
    """Reckons progress: the time left by bytes, for how many pages wait is not known before a file is opened."""

    def __init__(self, sizes: Mapping[Path, int], total: int, show: Show) -> None:
        self._sizes, self._total, self._show = sizes, total, show
        self._started = monotonic()
        self._done: set[Path] = set()
        self._pages: dict[Path, tuple[int, int]] = {}
        self._pictures: dict[Path, int] = {}
        self._kept = total - len(sizes)

    def begin(self) -> None:
        """Say what an earlier build has left to do."""
        self._tell("")

    def page(self, path: Path, done: int, total: int, pictures: int) -> None:
        """Take in that ``done`` pages of a document have been read; ``pictures`` counts the one at hand too."""
        self._pages[path] = (done, total)
        self._pictures[path] = pictures
        self._tell("")

    def finish(self, path: Path, pages: int) -> None:
        """Take in that a document is done."""
        self._done.add(path)
        self._pages[path] = (pages, pages)
        self._tell(path.name)

    def _tell(self, name: str) -> None:
        pages = sum(done for done, _ in self._pages.values())
        done = self._kept + len(self._done)
        self._show(
            Progress(done, self._total, pages, sum(self._pictures.values()), self._kept, name, self._seconds_left())
        )

    def _seconds_left(self) -> float | None:
        whole = sum(self._sizes.values())
        done: float = sum(size for path, size in self._sizes.items() if path in self._done)
        for path, (read, total) in self._pages.items():
            if path not in self._done and total:
                done += self._sizes[path] * read / total
        if not done:
            return None if whole else 0.0
        return (monotonic() - self._started) * (whole - done) / done
