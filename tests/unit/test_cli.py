"""The commands as a person types them: what they say, and with which exit code."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import click
import pytest

from kokusai_extract import errors
from kokusai_extract.cli import cli
from tests.support.command import kokusai

TEXT = "川崎市 市民局 事務分掌\n令和元年5月20日\n総務部\n総務課\n１ 人事に関すること。\n３ 文書に関すること。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "duties.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_every_command_and_option_is_documented() -> None:
    assert cli.help
    for name, command in cli.commands.items():
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


def test_help_names_the_commands() -> None:
    result = kokusai("--help")
    assert result.returncode == 0
    assert all(name in result.stdout for name in cli.commands)


def test_every_error_has_its_own_exit_code_and_a_remedy() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.KokusaiError)]
    codes = [kind.exit_code for kind in kinds]
    assert len(codes) == len(set(codes))
    assert all(kind.remedy.endswith((".", "processed")) for kind in kinds)


def test_a_build_says_what_it_made(folder: Path) -> None:
    result = kokusai("build", folder / "raw", "--out", folder / "out")
    assert result.returncode == 0, result.stderr
    assert "1 documents" in result.stdout
    assert result.stderr == "[1/1] duties.txt\n"
    assert (folder / "out" / "kokusai.db").exists()
    assert kokusai("schema", folder / "out").returncode == 0


def test_inspect_shows_sections_facts_and_findings(folder: Path) -> None:
    result = kokusai("inspect", folder / "raw" / "duties.txt")
    assert result.returncode == 0, result.stderr
    assert "人事に関すること。" in result.stdout
    assert "duty-number-gap" in result.stdout


def test_inspect_as_json_gives_each_fact_its_place(folder: Path) -> None:
    result = kokusai("inspect", "--json", folder / "raw" / "duties.txt")
    data = json.loads(result.stdout)
    duty = data["tables"]["duties"][0]
    start = TEXT.index("人事")
    assert duty["text"]["places"] == [
        {"page": 1, "line": 5, "start": start, "end": start + 9, "box": None, "quote": "人事に関すること。"}
    ]
    assert [finding["code"] for finding in data["findings"] if finding["severity"] == "warning"] == ["duty-number-gap"]


@pytest.mark.parametrize("command", ["serve", "schema"])
def test_what_needs_a_database_says_so_where_there_is_none(tmp_path: Path, command: str) -> None:
    result = kokusai(command, tmp_path)
    assert result.returncode == errors.NothingToServe.exit_code
    assert result.stderr.count("\n") == 2
    assert "kokusai build" in result.stderr


def test_a_database_of_another_shape_is_named(folder: Path) -> None:
    kokusai("build", folder / "raw", "--out", folder / "out")
    with sqlite3.connect(folder / "out" / "kokusai.db") as connection:
        connection.execute("ALTER TABLE duties RENAME COLUMN number TO no")
    connection.close()
    result = kokusai("schema", folder / "out")
    assert result.returncode == errors.SchemaMismatch.exit_code
    assert "duties: column number is missing" in result.stderr


def test_without_the_language_tools_all_else_is_built(folder: Path) -> None:
    with_tools = kokusai("inspect", folder / "raw/duties.txt", "--json")
    without = kokusai("inspect", folder / "raw/duties.txt", "--json", "--no-nlp")
    everything, rest = (json.loads(result.stdout)["tables"] for result in (with_tools, without))
    assert {(row["role"], row["text"]) for row in everything.pop("duty_terms")} == {
        ("object", "人事"),
        ("object", "文書"),
    }
    assert rest == everything


def test_a_build_without_the_language_tools_is_not_mistaken_for_one_with_them(folder: Path) -> None:
    counts = []
    for option in ("--no-nlp", "--quiet", "--no-nlp"):
        assert kokusai("build", folder / "raw", "--out", folder / "processed", option).returncode == 0
        with sqlite3.connect(folder / "processed/kokusai.db") as database:
            counts.append(database.execute("SELECT count(*) FROM duty_terms").fetchone()[0])
    assert counts == [0, 2, 0]
