"""What a document might do to the process that reads it, for tests of running over many."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.correction import Correction
from kokusai_extract.run.outcome import OnPage
from kokusai_extract.timing import Stopwatch


def work(path: Path, watch: Stopwatch, corrections: Sequence[Correction], *, on_page: OnPage) -> DocumentFacts:
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
        elif deed == "slow":
            time.sleep(0.3)
        on_page(2, 2, 0)
    return DocumentFacts(f"doc-{path.stem}{''.join(c.id for c in corrections)}", ())
