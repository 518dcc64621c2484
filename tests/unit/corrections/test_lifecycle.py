"""The life of a correction: written from a terminal, kept through builds, a changed source, and its removal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kokusai_extract.cli import cli
from kokusai_extract.errors import CorrectionRefused, KokusaiError, NothingToServe
from kokusai_extract.store.check import check

TEXT = "川崎市 市民局 事務分掌\n令和元年5月20日\n総務部\n総務課\n１ 人事に関すること。\n２ 文書に関すろこと。\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one document, built."""
    monkeypatch.chdir(tmp_path)
    Path("raw").mkdir()
    Path("raw/duties.txt").write_text(TEXT, encoding="utf-8")
    kokusai("build", "raw", "--out", "processed")
    return tmp_path


def kokusai(*arguments: str, typed: str = "") -> str:
    result = CliRunner().invoke(cli, arguments, input=typed, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def refused(*arguments: str) -> KokusaiError:
    result = CliRunner().invoke(cli, arguments)
    assert isinstance(result.exception, KokusaiError)
    return result.exception


def query(sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect("processed/kokusai.db")) as connection:
        return connection.execute(sql).fetchall()


def duty() -> str:
    ((found,),) = query("SELECT id FROM duties WHERE number = '2'")
    return str(found)


def states() -> list[tuple[Any, ...]]:
    return query("SELECT state, (SELECT code FROM findings WHERE code LIKE 'correction-%') FROM corrections")


@pytest.mark.usefixtures("desk")
def test_a_correction_survives_until_the_source_changes_or_it_is_removed() -> None:
    typed = "印刷の誤り\n文書係\n"
    shown = kokusai("correct", "duties", duty(), "text", "文書に関すること。", "--date", "2026-04-01", typed=typed)
    assert "duties.txt p. 1: 文書に関すろこと。" in shown

    for _ in range(2):
        kokusai("build", "raw", "--out", "processed")
        assert query("SELECT text FROM duties ORDER BY number") == [("人事に関すること。",), ("文書に関すること。",)]
        assert query("SELECT raw, origin, confidence FROM observations WHERE rule = 'correction'") == [
            ("文書に関すろこと。", "corrected", "decided")
        ]
        assert query("SELECT old_value, new_value, reason, author, decided_on FROM corrections") == [
            ("文書に関すろこと。", "文書に関すること。", "印刷の誤り", "文書係", "2026-04-01")
        ]
        assert states() == [("applied", "correction-applied")]
        assert check(Path("processed/kokusai.db")) == []

    Path("raw/duties.txt").write_text(TEXT.replace("人事", "人材"), encoding="utf-8")
    kokusai("build", "raw", "--out", "processed")
    assert states() == [("unused", "correction-document-gone")]
    assert query("SELECT text FROM duties WHERE number = '2'") == [("文書に関すろこと。",)]

    Path("raw/duties.txt").write_text(TEXT, encoding="utf-8")
    (file,) = Path("corrections").iterdir()
    file.unlink()
    kokusai("build", "raw", "--out", "processed")
    assert states() == []
    assert query("SELECT text FROM duties WHERE number = '2'") == [("文書に関すろこと。",)]


@pytest.mark.usefixtures("desk")
def test_a_correction_is_written_only_of_what_is_there() -> None:
    row, reason = duty(), ("--reason", "誤り", "--author", "係")
    near = str(refused("correct", "duties", row + "0", "text", "a", *reason))
    assert "has no row" in near and row in near
    assert "no fact of duties" in str(refused("correct", "duties", row, "position", "1", *reason))
    assert "the same" in str(refused("correct", "duties", row, "text", "文書に関すろこと。", *reason))
    assert "cannot be empty" in str(refused("correct", "duties", row, "text", "--empty", *reason))
    assert isinstance(refused("correct", "duties", row, "text", "a", *reason, "--processed", "none"), NothingToServe)
    assert not Path("corrections").exists()


@pytest.mark.usefixtures("desk")
def test_what_is_corrected_already_is_not_corrected_again() -> None:
    row, reason = duty(), ("--reason", "誤り", "--author", "係")
    kokusai("correct", "duties", row, "text", "文書に関すること。", *reason)
    kokusai("build", "raw", "--out", "processed")
    assert "corrected already" in str(refused("correct", "duties", row, "text", "別", *reason))


@pytest.mark.usefixtures("desk")
def test_a_cell_can_be_emptied_and_filled() -> None:
    reason = ("--reason", "誤り", "--author", "係")
    kokusai("correct", "duties", duty(), "number", "--empty", *reason)
    ((document,),) = query("SELECT id FROM documents")
    kokusai("correct", "documents", str(document), "fiscal_year", "2031", *reason)
    kokusai("build", "raw", "--out", "processed")
    assert query("SELECT DISTINCT fiscal_year FROM duties") == [(2031,)]
    assert query("SELECT count(*) FROM duties WHERE number IS NULL") == [(1,)]
    assert query("SELECT state FROM corrections") == [("applied",), ("applied",)]
    assert check(Path("processed/kokusai.db")) == []


@pytest.mark.usefixtures("desk")
def test_a_build_with_a_broken_correction_stops_and_leaves_the_database() -> None:
    before = Path("processed/kokusai.db").read_bytes()
    Path("corrections").mkdir()
    Path("corrections/a.toml").write_text("[[correction]]\n")
    assert isinstance(refused("build", "raw", "--out", "processed"), CorrectionRefused)
    assert Path("processed/kokusai.db").read_bytes() == before
