"""What a document might do to the process that reads it, for tests of running over many."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.correction import Correction
from kokusai_extract.run.crew import Note, Share
from kokusai_extract.run.outcome import OnPage
from kokusai_extract.timing import Stopwatch


def work(
    path: Path, watch: Stopwatch, corrections: Sequence[Correction], *, on_page: OnPage, share: Share
) -> DocumentFacts:
    """Do what the file's name says."""
    with watch("read"):
        on_page(0, 2, 0)
        deed = path.stem.split("-")[0]
        if deed == "hang":
            time.sleep(600)
        elif deed == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif deed == "leave":
            os._exit(7)
        elif deed == "hoard":
            _ = bytearray(2 << 30)  # never written to: it would do no harm
        elif deed == "fail":
            raise LookupError("nobody foresaw this")
        elif deed == "write":
            Path(f"{path}.written").write_text("escaped")
        elif deed == "print":
            print("a library that talks")
            os.write(1, b"so does this one")
        elif deed == "share":
            time.sleep(0.5)
            who = set(share(_who, range(24), lambda: None))
            path = path.with_stem(f"{path.stem}-{len(who)}")
        elif deed == "orphan":
            list(share(partial(_crash_and_stay, path), range(8), lambda: None))
        elif deed == "slow":
            time.sleep(0.3)
        on_page(2, 2, 0)
    return DocumentFacts(f"doc-{path.stem}{''.join(c.id for c in corrections)}", ())


def _who(_: int, __: Note) -> int:
    time.sleep(0.05)
    return os.getpid()


def _crash_and_stay(path: Path, number: int, _: Note) -> None:
    """As a helper: leave a file named by the process, end the one that asked, and stay."""
    path.with_suffix(f".{os.getpid()}").touch()
    if number:
        os.kill(os.getppid(), signal.SIGSEGV)
    time.sleep(600)
