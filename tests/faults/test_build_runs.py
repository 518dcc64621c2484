"""Builds over many documents: the same bytes however they are read, nothing read twice, nothing lost by stopping."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kokusai_extract.pipeline import build
from kokusai_extract.run.progress import Progress
from tests.conftest import ROOT
from tests.pdfs import Sheet
from tests.support.command import kokusai
from tests.unit.test_cli import TEXT


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder of texts, a PDF and a file that cannot be read."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in ("人事", "経理", "広報"):
        (folder / f"{name}.txt").write_text(TEXT.replace("人事", name), encoding="utf-8")
    sheet = Sheet()
    for line, words in enumerate(TEXT.splitlines()):
        sheet.text(words, 50, 50 + 20 * line)
    (folder / "sheet.pdf").write_bytes(sheet.data())
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return folder


def test_the_number_of_processes_changes_nothing(raw: Path, tmp_path: Path) -> None:
    databases = []
    for jobs in (None, 1, 3):
        out = tmp_path / f"out{jobs}"
        assert build([raw], out, jobs=jobs).documents == 4
        databases.append((out / "kokusai.db").read_bytes())
    assert databases[0] == databases[1] == databases[2]


def test_nothing_is_read_twice(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = build([raw], out, jobs=None)
    written = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    told: list[Progress] = []
    again = build([raw], out, jobs=None, progress=told.append)
    assert (first.unchanged, again.unchanged) == (False, True)
    assert (again.documents, again.findings) == (first.documents, first.findings)
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert told == []
    assert again.archive == first.archive
    (raw / "人事.txt").write_text(TEXT.replace("人事", "給与"), encoding="utf-8")
    third = build([raw], out, jobs=None, progress=told.append)
    assert not third.unchanged
    assert [progress.name for progress in told if progress.name] == ["人事.txt"]
    assert told[-1].kept == 4
    build([raw], tmp_path / "other", jobs=None)
    assert (out / "kokusai.db").read_bytes() == (tmp_path / "other" / "kokusai.db").read_bytes()


def test_a_database_that_was_touched_is_written_again(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([raw], out)
    before = (out / "kokusai.db").read_bytes()
    (out / "kokusai.db").write_bytes(b"gone")
    assert not build([raw], out).unchanged
    assert (out / "kokusai.db").read_bytes() == before


def test_fresh_reads_all_again(raw: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    build([raw], tmp_path / "out")
    build([raw], tmp_path / "out", fresh=True, progress=told.append)
    assert len([progress for progress in told if progress.name]) == 5
    assert told[-1].kept == 0


def test_a_document_beyond_its_limits_is_a_finding(raw: Path, tmp_path: Path) -> None:
    result = kokusai("build", raw, "--out", tmp_path / "out", "--time-limit", "0.000001", "--jobs", "2")
    assert result.returncode == 0, result.stderr
    assert "run-time-exceeded" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Undo what a shell does to a test run in its background: its children would ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="a signal to a process alone")
def test_ctrl_c_stops_at_once_and_loses_nothing_that_was_finished(raw: Path, tmp_path: Path) -> None:
    sheet = Sheet()
    for _ in range(300):
        for line in range(60):
            sheet.text(TEXT.replace("\n", " "), 20, 10 + 13 * line, size=6)
        sheet.page()
    (raw / "long.pdf").write_bytes(sheet.data())
    command = [
        sys.executable,
        "-m",
        "kokusai_extract",
        "build",
        str(raw),
        "--out",
        str(tmp_path / "out"),
        "--jobs",
        "2",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stderr
        finished = [running.stderr.readline() for _ in range(3)]
        stopped = time.monotonic()
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read()
        assert running.wait() == 130
        assert time.monotonic() - stopped < 3  # a second, and some for a machine that is busy
    assert all(line.startswith("[") for line in finished)
    assert "中断" in rest
    assert not (tmp_path / "out" / "kokusai.db").exists()
    (raw / "long.pdf").unlink()
    again = kokusai("build", raw, "--out", tmp_path / "out")
    assert again.returncode == 0
    assert again.stderr.startswith(("[3/5]", "[4/5]", "[5/5]"))
