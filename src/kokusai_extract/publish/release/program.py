"""What made a release: the program, its locked dependencies, and what they ran on."""

from __future__ import annotations

import hashlib
import platform
from importlib import resources
from pathlib import Path

from kokusai_extract import __version__
from kokusai_extract.store.connection import sqlite3


def program() -> dict[str, str]:
    """Return name and version of the program, the hash of its lock file, and the versions of Python and SQLite."""
    return {
        "name": "kokusai-extract",
        "version": __version__,
        "lock_sha256": hashlib.sha256(lock()).hexdigest(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def lock() -> bytes:
    """Return the lock file of the dependencies: inside the installed package, or at the top of a checkout."""
    installed = resources.files("kokusai_extract") / "requirements" / "run.txt"
    return (installed if installed.is_file() else Path(__file__).parents[4] / "requirements" / "run.txt").read_bytes()
