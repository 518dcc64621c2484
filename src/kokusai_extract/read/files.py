"""Files and folders to documents: which files are read, and as what."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kokusai_extract.errors import NoDocuments, UnreadableDocument
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.source import Document
from kokusai_extract.read.text import LARGEST_TEXT, read_text, too_large
from kokusai_extract.run.crew import Share, alone

SUFFIXES = (".pdf", ".txt")

LARGEST_FILE = 1024 * 1024 * 1024
"""Bytes of the largest file that is read at all."""

_PDF_MARK, _HEAD = b"%PDF-", 1024


def find_documents(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the documents that ``paths`` are or hold, sorted, each once.

    Folders are searched recursively for .pdf and .txt in any case; hidden files are passed over. A file that is
    named itself is taken whatever its suffix. A folder that cannot be listed stands in the result itself, so that
    reading it says why.

    Raises:
        NoDocuments: when a path does not exist, or a folder holds no document.
    """
    found: dict[str, Path] = {}
    for path in sorted(set(paths)):
        if not os.path.lexists(path):
            raise NoDocuments(f"{path}: no such file or folder")
        documents = list(_walk(path, set())) if path.is_dir() else [path]
        if not documents:
            raise NoDocuments(f"{path}: holds no .pdf or .txt")
        for document in documents:
            found.setdefault(os.path.realpath(document), document)
    return tuple(sorted(found.values()))


def _walk(folder: Path, seen: set[str]) -> Iterator[Path]:
    real = os.path.realpath(folder)
    if real in seen:  # a link that leads back
        return
    seen.add(real)
    try:
        entries = [(entry, entry.is_dir()) for entry in sorted(folder.iterdir()) if not entry.name.startswith(".")]
    except OSError:
        yield folder
        return
    for entry, is_folder in entries:
        if is_folder:
            yield from _walk(entry, seen)
        elif entry.suffix.lower() in SUFFIXES:
            yield entry


def read_document(
    path: Path, on_page: Callable[[int, int, int], None] = lambda *_: None, share: Share = alone
) -> Result[Document]:
    """Read a file: as a PDF when it begins like one or is named like one, else as a plain text.

    ``on_page`` is called with how many pages of a PDF have been read, of how many, and how many from their picture.
    ``share`` says who reads them.

    Raises:
        UnreadableDocument: when it cannot be opened or read, with a code of its own for each cause.
    """
    data = _read(path)
    if not _is_pdf(path, data):
        return read_text(data, path.name)
    from kokusai_extract.read.pdf import read_pdf  # noqa: PLC0415  (texts need no PDF library)

    result = read_pdf(data, path.name, on_page, share=share)
    if _is_named_pdf(path):
        return result
    misnamed = tuple(Finding("file-misnamed", document.id, values=(("file", path.name),)) for document in result.items)
    return Result(result.items, misnamed + result.findings)


def _is_named_pdf(path: Path) -> bool:
    return path.suffix.lower() == ".pdf"


def _is_pdf(path: Path, head: bytes) -> bool:
    """Whether a file is read as a PDF. Readers allow the mark further on, where a text may speak of it, though."""
    if path.suffix.lower() == ".txt":
        return head.startswith(_PDF_MARK)
    return _is_named_pdf(path) or _PDF_MARK in head[:_HEAD]


def _read(path: Path) -> bytes:
    """Return a file's bytes, without reading more of it than is allowed."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument(path, "is no file", code="file-not-regular")
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            if status.st_size > LARGEST_TEXT and not _is_pdf(path, head):
                raise too_large(path.name, status.st_size)
            if status.st_size > LARGEST_FILE:
                reason = f"has {status.st_size:,} bytes; at most {LARGEST_FILE:,} are read"
                raise UnreadableDocument(path, reason, code="file-too-large")
            return head + stream.read()
    except FileNotFoundError as error:
        raise UnreadableDocument(path, "is not there any more", code="file-vanished") from error
    except PermissionError as error:
        remedy = "Give this user the right to read the file."
        raise UnreadableDocument(
            path, "may not be read by this user", code="file-no-permission", remedy=remedy
        ) from error
    except OSError as error:
        reason = f"cannot be read ({error.strerror or error})"
        raise UnreadableDocument(path, reason, code="file-unreadable") from error
