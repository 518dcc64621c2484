"""What keeps a release from being made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kokusai_extract.errors import ReleaseRefused, SchemaMismatch
from kokusai_extract.publish.release.gate import Waiver, admit, waivers
from tests.archives import archive
from tests.support.releases import answered, built


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return built(tmp_path, archive()) / "kokusai.db"


def spoil(database: Path, sql: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(sql)
        connection.commit()


def test_every_error_must_be_answered_for(database: Path) -> None:
    every = answered(database.parent)
    assert len(every) == 3
    assert [item.waiver for item in admit(database, every)] == list(every)
    with pytest.raises(ReleaseRefused, match="1 error findings stand") as refused:
        admit(database, every[1:])
    assert every[0].finding_id.replace("/", ":", 1) in str(refused.value)


def test_a_waiver_that_is_about_nothing_is_refused(database: Path) -> None:
    stranger = Waiver("store-value-refused/0123456789ab", "a", "b")
    with pytest.raises(ReleaseRefused, match="no error finding has this id"):
        admit(database, (*answered(database.parent), stranger))


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE memberships SET post_id = 'nowhere'", "not there"),
        ("DELETE FROM observations WHERE table_name = 'duties'", "has no observation"),
        ("ALTER TABLE duties ADD COLUMN mood TEXT", "mood is not in the schema"),
        ("UPDATE pages SET text = 'other'", "quotes what does not stand"),
        ("DROP VIEW budget", "is missing"),
    ],
)
def test_a_database_that_its_schemas_reject_is_refused(database: Path, sql: str, words: str) -> None:
    every = answered(database.parent)
    spoil(database, sql)
    with pytest.raises(ReleaseRefused, match=words):
        admit(database, every)


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kokusai.db").write_text("none")
    with pytest.raises(SchemaMismatch):
        admit(tmp_path / "kokusai.db", ())


def test_waivers_are_named_by_code_and_id() -> None:
    assert waivers(["a-b:0123"], ["why"], "me") == (Waiver("a-b/0123", "why", "me"),)
    assert waivers(["a-b:a-b/0123~2", "c-d:4"], ["both"], "me") == (
        Waiver("a-b/0123~2", "both", "me"),
        Waiver("c-d/4", "both", "me"),
    )
    assert waivers(["a:1", "b:2"], ["x", "y"], "me")[1].reason == "y"
    assert waivers([], [], "") == ()


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [(["a:1"], []), (["a:1"], [" "]), ([], ["x"]), (["a:1", "b:2", "c:3"], ["x", "y"]), (["a"], ["x"])],
)
def test_a_waiver_without_a_reason_or_a_name_is_refused(asked: list[str], reasons: list[str]) -> None:
    with pytest.raises(ReleaseRefused):
        waivers(asked, reasons, "me")
