"""Whether a bag or a release is as it was written, and whether its database comes out of its documents again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import bagit

from kokusai_extract import nlp
from kokusai_extract.corrections.files import load
from kokusai_extract.errors import VerificationFailed
from kokusai_extract.pipeline import build
from kokusai_extract.publish.archive.bag import CORRECTIONS, RAW, RELEASE
from kokusai_extract.publish.release import sums
from kokusai_extract.store.connection import open_read_only
from kokusai_extract.store.write import DATABASE
from kokusai_extract.withhold.edition import whose, with_language_tools

_TAGS = "tagmanifest-sha256.txt"
_SQLITE_VERSION = slice(92, 100)
"""The bytes of an SQLite file that name the version that wrote it, and the change that this holds for."""


def verify(path: Path, raw: Path | None = None, corrections: Path | None = None) -> list[str]:
    """Return what was found to hold of a bag or a release, in words.

    The database is built again from the documents in a bag; from ``raw`` and ``corrections`` for a release.

    Raises:
        VerificationFailed: when it is neither, anything in it has changed, or the database comes out differently.
    """
    if (path / "bagit.txt").is_file():
        release, raw = path / "data" / RELEASE, path / "data" / RAW
        inside = path / "data" / CORRECTIONS
        corrections = inside if inside.is_dir() else None
    else:
        release = path
    if problems := list(faults(path)):
        raise VerificationFailed(f"{path}: " + "\n  ".join(problems))
    held = [f"{len(sums.files(path))} files are as they were written (ファイルは元のまま)"]
    return [*held, _rebuilt(release / DATABASE, raw, corrections)]


def faults(path: Path) -> Iterator[str]:
    """Yield what is not as it was written in a bag or a release."""
    if not (path / "bagit.txt").is_file():
        yield from sums.faults(path)
    elif problems := list(_bag_faults(path)):
        yield from problems
    else:
        yield from sums.faults(path / "data" / RELEASE)


def _bag_faults(path: Path) -> Iterator[str]:
    tags = {name for name in sums.files(path) if not name.startswith("data/")} - {_TAGS}
    expected = sorted(f"{sums.digest(path / name)} {name}\n" for name in tags)
    try:
        written = (path / _TAGS).read_bytes().decode().splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        yield f"{_TAGS}: {error}"
        return
    if sorted(written) != expected:
        yield f"{_TAGS}: it, or a file that it names, has changed"
        return
    try:
        bagit.Bag(str(path)).validate()
    except bagit.BagValidationError as error:
        yield from map(str, error.details or [error])
    except bagit.BagError as error:
        yield str(error)


def _rebuilt(database: Path, raw: Path | None, corrections: Path | None) -> str:
    if raw is None:
        return "no raw documents are inside: name them with --raw to have the database built again (原資料なし)"
    with TemporaryDirectory() as folder:
        with closing(open_read_only(database)) as connection:
            people, tools = whose(connection), with_language_tools(connection)
        before = nlp.available()
        nlp.switch(tools)
        try:
            build([raw], Path(folder), corrections=load(corrections) if corrections else (), people=people)
        finally:
            nlp.switch(before)
        new, old = (Path(folder) / DATABASE).read_bytes(), database.read_bytes()
    if new == old:
        return "the database comes out of its documents again, byte for byte (再構築した結果が一致)"
    if _without_version(new) == _without_version(old):
        return "the database comes out again, byte for byte but for the version of SQLite that wrote it (内容は一致)"
    raise VerificationFailed(f"{database}: built again from its documents it is another")


def _without_version(content: bytes) -> bytes:
    return content[: _SQLITE_VERSION.start] + content[_SQLITE_VERSION.stop :]
