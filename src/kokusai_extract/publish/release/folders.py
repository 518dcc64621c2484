"""Folders that are written whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kokusai_extract.errors import ReleaseRefused
from kokusai_extract.publish.release import sums


@contextmanager
def replacing_folder(out: Path) -> Iterator[Path]:
    """Give the path of a folder to be filled, which then takes the place of ``out``.

    ``out`` must not be there, or be empty, or be a release that nobody has changed.

    Raises:
        ReleaseRefused: when it is anything else; it is left as it is.
    """
    if out.exists() and not out.is_dir():
        raise ReleaseRefused(f"{out}: is no folder")
    there = out.is_dir() and any(out.iterdir())
    if there and not ((out / sums.NAME).is_file() and not any(sums.faults(out))):
        raise ReleaseRefused(f"{out}: holds something else than a whole release, which is not written over")
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        yield partial
        if out.is_dir():
            shutil.rmtree(out)
        partial.replace(out)
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(partial)
