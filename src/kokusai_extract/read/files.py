"""Files and folders to documents: which files are read, and as what."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path

from kokusai_extract.errors import NoDocuments, UnreadableDocument
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.source import Document
from kokusai_extract.read.text import read_text

SUFFIXES = (".pdf", ".txt")

LARGEST_FILE = 1024 * 1024 * 1024
"""Bytes of the largest file that is opened at all."""

_PDF_MARK, _PDF_MARK_WITHIN = b"%PDF-", 1024


def find_documents(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the documents that ``paths`` are or hold, sorted, each once.

    Folders are searched recursively for .pdf and .txt in any case; hidden files are passed over. A file that is
    named itself is taken whatever its suffix. A folder that cannot be listed stands in the result itself, so that
    reading it says why.

    Raises:
        NoDocuments: when a path does not exist, or a folder holds no document.
    """
    found: dict[Path, Path] = {}
    for path in sorted({Path(path) for path in paths}):
        if not path.exists():
            raise NoDocuments(f"{path}: no such file or folder")
        documents = list(_walk(path, frozenset())) if path.is_dir() else [path]
        if not documents:
            raise NoDocuments(f"{path}: holds no .pdf or .txt")
        for document in documents:
            found.setdefault(document.resolve(), document)
    return tuple(sorted(found.values()))


def _walk(folder: Path, above: frozenset[Path]) -> Iterator[Path]:
    real = folder.resolve()
    if real in above:  # a link back up
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, above | {real})
        elif entry.suffix.lower() in SUFFIXES:
            yield entry


def read_document(path: Path) -> Result[Document]:
    """Read a file as what its content says it is, a PDF or a plain text.

    Raises:
        UnreadableDocument: when it cannot be opened or read, with a code of its own for each cause.
    """
    data = _bytes(path)
    is_pdf = data.startswith(_PDF_MARK)
    named_pdf = path.suffix.lower() == ".pdf"
    if named_pdf:
        is_pdf = _PDF_MARK in data[:_PDF_MARK_WITHIN]
        if not is_pdf:
            raise UnreadableDocument(path, "is named .pdf and is no PDF", code="file-not-pdf")
    if not is_pdf:
        return read_text(data, path.name)

    read_pdf: Callable[[bytes, str], Result[Document]] = import_module("kokusai_extract.read.pdf").read_pdf
    result = read_pdf(data, path.name)
    if named_pdf:
        return result
    findings = tuple(Finding("file-misnamed", document.id, values=(("name", path.name),)) for document in result.items)
    return Result(result.items, findings + result.findings)


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument(path, "is no file", code="file-not-regular")
        if status.st_size > LARGEST_FILE:
            raise UnreadableDocument(
                path, f"has {status.st_size:,} bytes; at most {LARGEST_FILE:,} are read", code="file-too-large"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocument(path, "is not there any more", code="file-vanished") from error
    except PermissionError as error:
        raise UnreadableDocument(
            path,
            "may not be read by this user",
            code="file-no-permission",
            remedy="Give this user the right to read the file.",
        ) from error
    except OSError as error:
        raise UnreadableDocument(
            path, f"cannot be read ({os.strerror(error.errno or 0)})", code="file-unreadable"
        ) from error
    if not data:
        raise UnreadableDocument(path, "is empty (0 bytes)", code="file-empty")
    return data
