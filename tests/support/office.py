"""LibreOffice Calc, as somebody's spreadsheet: where it is not installed tests are skipped, and fail in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

CSV = "Text - txt - csv (StarCalc)"


def convert(files: Iterable[Path], to: str, out: Path, *, infilter: str | None = None) -> None:
    """Open files in Calc and save them as something else into a folder."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice Calc is not installed")
        pytest.skip("LibreOffice Calc is not installed (apt-get install libreoffice-calc-nogui)")
    command = [program, "--headless", f"-env:UserInstallation={(out / '.profile').as_uri()}"]
    command += [f"--infilter={infilter}"] if infilter else []
    command += ["--convert-to", to, "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
