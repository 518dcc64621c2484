"""The command line as a person types it."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import ROOT


def kokusai(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command of this checkout in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kokusai_extract", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
