"""What goes wrong around a build: one clear line and the right exit code; one bad document never stops the others."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kokusai_extract.errors import NoDocuments, OutputFailed
from kokusai_extract.pipeline import build
from tests.support.command import kokusai
from tests.unit.test_cli import TEXT

BAD = {
    "empty.txt": b"",
    "empty.pdf": b"",
    "blank.txt": b"\n \n",
    "no.pdf": b"this is not a PDF",
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
    "binary.txt": bytes(range(256)) * 20,
}


def dump(database: Path) -> list[str]:
    connection = sqlite3.connect(database)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "duties.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", BAD)
def test_a_bad_document_is_a_finding_and_the_rest_goes_on(raw: Path, tmp_path: Path, name: str) -> None:
    (raw / name).write_bytes(BAD[name])
    archive = build([raw], tmp_path / "out").archive
    assert len([record for facts in archive.documents for record in facts.records if record.TABLE == "duties"]) == 2
    named = [finding for finding in archive.all_findings() if ("file", name) in finding.values]
    assert len(named) == 1


@pytest.mark.parametrize("name", BAD)
def test_inspect_stops_on_it_with_one_line_and_a_remedy(raw: Path, name: str) -> None:
    (raw / name).write_bytes(BAD[name])
    result = kokusai("inspect", raw / name)
    assert result.returncode == 3
    assert name in result.stderr
    assert len(result.stderr.splitlines()) == 2
    assert result.stdout == ""


def test_a_folder_without_documents(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("nothing")
    with pytest.raises(NoDocuments):
        build([tmp_path], tmp_path / "out")
    result = kokusai("build", tmp_path, "--out", tmp_path / "out")
    assert result.returncode == NoDocuments.exit_code
    assert not (tmp_path / "out" / "kokusai.db").exists()


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    result = kokusai("build", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert result.returncode != 0
    assert "nowhere" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_output_that_is_a_file(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    result = kokusai("build", raw, "--out", tmp_path / "out")
    assert result.returncode == OutputFailed.exit_code
    assert (tmp_path / "out").read_text() == "in the way"


def test_a_build_that_fails_leaves_the_old_database(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    build([raw], out)
    before = dump(out / "kokusai.db")
    (raw / "more.txt").write_text(TEXT.replace("人事", "経理"), encoding="utf-8")

    def full(path: Path) -> None:
        raise OSError(28, f"no space left for {path}")

    monkeypatch.setattr("kokusai_extract.store.write._sync", full)
    with pytest.raises(OutputFailed):
        build([raw], out)
    assert dump(out / "kokusai.db") == before


def test_the_same_file_twice_is_kept_once(raw: Path, tmp_path: Path) -> None:
    (raw / "copy.txt").write_text(TEXT, encoding="utf-8")
    archive = build([raw], tmp_path / "out").archive
    assert len(archive.documents) == 1
    assert [finding.code for finding in archive.findings if finding.code == "document-twice"] == ["document-twice"]
