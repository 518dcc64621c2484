"""Whether a folder already holds what a build would write: what it was made of, and its files as they were left."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from kokusai_extract.run.kept import FOLDER

_FILE = "built.json"
_OUTPUTS = ("kokusai.db", "search.db", "report.json", "report.md", "csv/*")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an earlier build said at its end."""

    documents: int
    findings: int


def earlier(out: Path, made_of: Sequence[str] | None) -> Stamp | None:
    """Return what the build that wrote ``out`` left, if it was made of the same and nothing was touched since."""
    if made_of is None:
        return None
    with suppress(OSError, ValueError, TypeError, KeyError):
        data = json.loads((out / FOLDER / _FILE).read_text(encoding="utf-8"))
        if data["made_of"] == list(made_of) and data["files"] == list(_files(out)):
            return Stamp(int(data["documents"]), int(data["findings"]))
    return None


def leave(out: Path, made_of: Sequence[str] | None, stamp: Stamp) -> None:
    """Note what ``out`` now holds, if that may be believed the next time."""
    note = out / FOLDER / _FILE
    data = {"made_of": made_of, "files": list(_files(out)), **asdict(stamp)}
    with suppress(OSError):  # without it the next build only takes longer
        note.parent.mkdir(exist_ok=True)
        note.unlink(missing_ok=True)
        if made_of is not None:
            note.write_text(json.dumps(data), encoding="utf-8")


def _files(out: Path) -> Iterator[list[object]]:
    for pattern in _OUTPUTS:
        for path in sorted(out.glob(pattern)):
            status = path.stat()
            yield [path.relative_to(out).as_posix(), status.st_size, status.st_mtime_ns]
