"""``SHA256SUMS``: the hash of every other file of a folder, as ``sha256sum --check`` reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

NAME = "SHA256SUMS"


def digest(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path) -> Path:
    """Write the hashes of all files of a folder and its subfolders."""
    sums = {name: digest(folder / name) for name in files(folder) if name != NAME}
    path = folder / NAME
    path.write_text(_text(sums), encoding="utf-8", newline="\n")
    return path


def folder_digest(folder: Path) -> str:
    """Return one SHA-256 for all files of a folder: that of the list of their hashes and names."""
    return hashlib.sha256(_text({name: digest(folder / name) for name in files(folder)}).encode()).hexdigest()


def faults(folder: Path) -> Iterator[str]:
    """Yield each file that is not what the folder's hashes say: changed, missing, or not among them."""
    try:
        text = (folder / NAME).read_bytes().decode()
        sums = {name: value for value, name in (line.split("  ", 1) for line in text.splitlines())}
    except (OSError, ValueError) as error:
        yield f"{NAME}: {error}"
        return
    if text != _text(sums):
        yield f"{NAME}: is not as it was written"
    there = set(files(folder)) - {NAME}
    yield from (f"{name}: is missing" for name in sorted(set(sums) - there))
    yield from (f"{name}: does not belong here" for name in sorted(there - set(sums)))
    yield from (f"{name}: has changed" for name in sorted(there & set(sums)) if digest(folder / name) != sums[name])


def files(folder: Path) -> list[str]:
    """Return the paths of a folder's files below it, sorted; links and the like are among them."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    )


def _text(sums: Mapping[str, str]) -> str:
    return "".join(f"{value}  {name}\n" for name, value in sorted(sums.items()))
