"""A new document arrives: copied once, to its year, with what it says, changes and leaves open."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kokusai_extract import arrival
from kokusai_extract.arrival import Desk, add
from kokusai_extract.cli import cli
from kokusai_extract.errors import DocumentRefused, UnreadableDocument
from tests.conftest import ROOT
from tests.support import worlds
from tests.support.world_layouts import printed
from tests.unit.test_cli import TEXT

LATER = TEXT.replace("令和元年5月20日", "令和2年5月20日").replace("人事に", "人材の育成に")


def arrive(folder: Path, name: str, text: str, **more: int) -> str:
    source = folder / "mail" / name
    source.parent.mkdir(exist_ok=True)
    source.write_text(text, encoding="utf-8")
    return "\n".join(add(source, Desk(folder / "raw", folder / "processed"), more.get("year")))


def test_a_document_goes_to_its_year_and_says_what_it_is(tmp_path: Path) -> None:
    told = arrive(tmp_path, "duties.txt", TEXT)
    assert (tmp_path / "raw" / "2019" / "duties.txt").read_text(encoding="utf-8") == TEXT
    assert all(words in told for words in ("局: 市民局", "年度: 2019", "duties: 2", "duty-number-gap", "kokusai build"))
    assert "nothing to compare with" in told


def test_what_changed_against_an_earlier_year_is_told(tmp_path: Path) -> None:
    arrive(tmp_path, "duties.txt", TEXT)
    told = arrive(tmp_path, "duties.txt", LATER)
    assert (tmp_path / "raw" / "2020" / "duties.txt").is_file()
    assert "duty_changes" in told
    assert "(since 2019)" in told


def test_the_same_document_is_refused_under_any_name(tmp_path: Path) -> None:
    arrive(tmp_path, "duties.txt", TEXT)
    with pytest.raises(DocumentRefused, match="is there already"):
        arrive(tmp_path, "other.txt", TEXT)
    with pytest.raises(DocumentRefused, match="another document of that name"):
        arrive(tmp_path, "duties.txt", TEXT + "４ その他のこと。\n")
    assert len(list((tmp_path / "raw").rglob("*.txt"))) == 1
    assert len((tmp_path / "raw" / "events.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_a_document_that_says_no_year_needs_one(tmp_path: Path) -> None:
    text = TEXT.replace("令和元年5月20日\n", "")
    with pytest.raises(DocumentRefused, match="--year"):
        arrive(tmp_path, "a.txt", text)
    arrive(tmp_path, "a.txt", text, year=2019)
    assert (tmp_path / "raw" / "2019" / "a.txt").is_file()


def test_what_cannot_be_read_is_not_copied(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument):
        arrive(tmp_path, "a.txt", "")
    assert not (tmp_path / "raw").exists()


def unseen(chance: random.Random, year: int, groups: worlds.World) -> str:
    """Return an invented document of a bureau and year: duties and a budget."""
    budget = printed(chance, groups, "cells")[0].replace("令和3年度", f"令和{year - 2018}年度")
    budget = budget.replace("令和2年度", f"令和{year - 2019}年度")
    duties = (
        "１ 人事に関すること。\n２ 文書に関すること。\n"
        if year < 2023
        else "１ 人事に関すること。\n２ 水質の監視に関すること。\n"
    )
    head = f"川崎市 湖沼局 事業概要\n令和{year - 2018}年度\n令和{year - 2018}年5月20日\n"
    return f"{head}\n事務分掌\n総務部\n総務課\n{duties}\n\n{budget}"


def test_a_year_nobody_has_seen_arrives_and_is_archived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    world = worlds.make(random.Random(5))
    first = unseen(random.Random(6), 2022, world)
    for one in (one for group in world.groups for one in group.items):
        one.previous, one.mark = one.amount, ""
    item = world.groups[0].items[0]
    item.amount += 1_000
    world.groups[0].funding["一般財源"] += 1_000
    second = unseen(random.Random(6), 2023, world)
    Path("mail").mkdir()
    Path("mail/2022.txt").write_text(first, encoding="utf-8")
    Path("mail/2023.txt").write_text(second, encoding="utf-8")

    assert "nothing to compare with" in kokusai("add", "mail/2022.txt")
    kokusai("build", "raw", "--out", "processed", "--quiet")
    read: list[str] = []
    whole = arrival.process

    def noted(path: Path, *arguments: Any, **named: Any) -> Any:
        read.append(path.name)
        return whole(path, *arguments, **named)

    noted.__name__ = whole.__name__
    monkeypatch.setattr("kokusai_extract.pipeline.process", noted)
    told = kokusai("add", "mail/2023.txt")
    assert read == []  # the year before is known from the build
    assert Path("raw/2023/2023.txt").read_text(encoding="utf-8") == second
    assert all(words in told for words in ("局: 湖沼局", "年度: 2023", "(since 2022)", "Open (", "kokusai build raw"))
    assert "水質の監視に関すること。" in told.partition("Changed")[2].partition("Open")[0]
    assert re.search(r"budget_changes: increased \d+ \(since 2022\): 合計", told)
    kokusai("build", "raw", "--out", "processed", "--quiet", "--jobs", "1")

    with closing(sqlite3.connect("processed/kokusai.db")) as connection:
        errors = connection.execute("SELECT id FROM findings WHERE severity = 'error'").fetchall()
    waived = [part for (name,) in errors for part in ("--waive", name.replace("/", ":", 1))]
    reason = ["--reason", "紙面で確認した", "--by", "係"] if waived else []
    kokusai("release", "--out", "release", "--version", "2023.1", "--header", "ja", "--quiet", *waived, *reason)
    kokusai("archive", "--release", "release", "--out", "bag")
    assert "byte for byte" in kokusai("verify", "bag")
    log = json.loads(Path("bag/data/events.json").read_text(encoding="utf-8"))["events"]
    came = {event["linkingObjectIdentifier"] for event in log if event["eventType"] == "ingestion"}
    assert came == {"data/raw/2022/2022.txt", "data/raw/2023/2023.txt"}


def test_every_command_of_the_checklist_is_there() -> None:
    """What ``docs/annual-update.md`` tells a person to type: the command, and each of its options."""
    text = (ROOT / "docs" / "annual-update.md").read_text(encoding="utf-8")
    typed = [piece for piece in re.findall(r"`([^`]+)`", text) if piece.startswith("kokusai ")]
    assert {piece.split()[1] for piece in typed} >= {"add", "build", "serve", "correct", "release", "archive", "verify"}
    for piece in typed:
        name, *words = piece.split()[1:]
        known = {option for parameter in cli.commands[name].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, piece


def kokusai(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output
