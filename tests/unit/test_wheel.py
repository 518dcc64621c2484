"""The wheel carries all that it needs: it works from any folder, without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.unit.test_cli import TEXT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_builds_a_database_in_any_folder(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "duties.txt").write_text(TEXT, encoding="utf-8")
    for arguments in (["build", "duties.txt", "--out", "out"], ["schema", "out"]):
        result = subprocess.run(
            [sys.executable, "-m", "kokusai_extract", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(unpacked)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
    assert (tmp_path / "out" / "kokusai.db").is_file()


def test_every_data_file_travels(unpacked: Path) -> None:
    package = ROOT / "src" / "kokusai_extract"
    wanted = {path.relative_to(package) for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    wanted |= {Path("schemas") / path.name for path in (ROOT / "schemas").iterdir()}
    installed = unpacked / "kokusai_extract"
    there = {path.relative_to(installed) for path in installed.rglob("*") if path.is_file()}
    assert wanted <= there
