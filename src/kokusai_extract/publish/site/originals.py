"""Finds the raw file of a document by what it holds, so that no path need be stored (see ADR 0018)."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kokusai_extract.errors import NoDocuments
from kokusai_extract.read.files import find_documents


class Originals:
    """The raw files under some folders. A file is looked into only when one of its size is asked for."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._lock = threading.Lock()
        self._found: dict[str, Path] = {}
        self._by_size: dict[int, list[Path]] = {}
        for path in _files(folders):
            with suppress(OSError):
                self._by_size.setdefault(path.stat().st_size, []).append(path)

    def find(self, sha256: str, byte_count: int) -> Path | None:
        """Return the file whose content has this SHA-256, or None where there is none."""
        with self._lock:
            while sha256 not in self._found and self._by_size.get(byte_count):
                path = self._by_size[byte_count].pop()
                with suppress(OSError), path.open("rb") as file:
                    self._found[hashlib.file_digest(file, "sha256").hexdigest()] = path
            return self._found.get(sha256)


def _files(folders: Sequence[Path]) -> Sequence[Path]:
    there = [folder for folder in folders if folder.exists()]
    try:
        return find_documents(there) if there else []
    except NoDocuments:
        return []
