"""Whatever happens while a database is written, the earlier one stands as it was and the next build goes through."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kokusai_extract.errors import OutputFailed, OutputLocked
from kokusai_extract.model.archive import Archive
from kokusai_extract.store.check import check
from kokusai_extract.store.export import write_csv
from kokusai_extract.store.report import write_report
from kokusai_extract.store.write import output_lock, write
from tests.archives import archive
from tests.support.command import kokusai

ROOT = Path(__file__).resolve().parents[2]
SETUP = """
import os, signal, sys
from pathlib import Path
from kokusai_extract.model.archive import Archive
from kokusai_extract.store import export, report, write as module
from tests.archives import archive
out = Path(sys.argv[1])
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
"""


def child(out: Path, script: str, limit: int | None = None) -> subprocess.Popen[str]:
    """Start a Python process in which no file may grow past ``limit`` bytes, as on a full disk."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-c", SETUP + script, str(out)],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limited,  # noqa: PLW1509 - this process starts no thread before
    )


def contents(out: Path) -> dict[str, bytes]:
    return {str(file.relative_to(out)): file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file()}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return a folder that holds the outcome of an earlier build."""
    database = write(Archive(), tmp_path)
    write_csv(database, tmp_path / "csv")
    write_report(Archive(), {}, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("script", "limit"),
    [
        ("module.write(archive(), out)", 100_000),
        ("module.write(archive(), out)", 450_000),
        ("export.write_csv(out / 'kokusai.db', out / 'csv')", 10),
        ("report.write_report(archive(), {}, out)", 1_000),
    ],
)
def test_a_full_disk_leaves_the_earlier_outcome(out: Path, script: str, limit: int) -> None:
    before = contents(out)
    process = child(out, script, limit)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "errors.OutputFailed" in errors.splitlines()[-1], errors
    assert contents(out) == before


@pytest.mark.parametrize("moment", ["create_table", "create_indexes", "create_view", "_sync"])
def test_a_killed_build_leaves_the_earlier_database_and_does_not_trip_the_next(out: Path, moment: str) -> None:
    before = (out / "kokusai.db").read_bytes()
    process = child(out, f"module.{moment} = die\nmodule.write(archive(), out)")
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert (out / "kokusai.db").read_bytes() == before
    files = {file.name for file in out.iterdir()} - {".kokusai.db.partial"}
    assert check(write(archive(), out)) == []
    assert (out / "kokusai.db").read_bytes() != before
    assert {file.name for file in out.iterdir()} == files


def test_the_second_of_two_builds_says_so_and_goes_through_when_the_first_has_ended(out: Path) -> None:
    script = "with module.output_lock(out):\n    print('held', flush=True)\n    input()"
    first = child(out, script)
    assert first.stdout and first.stdout.readline() == "held\n"
    with pytest.raises(OutputLocked, match="another build"):
        write(archive(), out)
    with pytest.raises(OutputLocked):
        write_csv(out / "kokusai.db", out / "csv")
    first.communicate("\n", timeout=60)
    assert first.returncode == 0
    assert check(write(archive(), out)) == []


def test_the_second_command_ends_with_its_own_exit_code_and_one_line(out: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("国際局\n")
    before = contents(out / "csv")
    with output_lock(out):
        result = kokusai("build", tmp_path / "a.txt", "--out", out, "--quiet")
    assert result.returncode == OutputLocked.exit_code
    assert "another build is writing to this folder" in result.stderr
    assert len(result.stderr.splitlines()) == 2
    assert contents(out / "csv") == before


def test_a_build_that_was_killed_holds_no_lock(out: Path) -> None:
    first = child(out, "with module.output_lock(out):\n    die()")
    first.communicate(timeout=60)
    assert first.returncode == -signal.SIGKILL
    with output_lock(out), output_lock(out):
        write(archive(), out)


def test_an_output_that_is_a_file_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(OutputFailed, match="out"):
        write(archive(), tmp_path / "out")
