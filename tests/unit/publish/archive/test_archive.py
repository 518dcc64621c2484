"""A bag validates with bagit's own command, is rebuilt byte for byte, and no changed byte of it stays unseen."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest

from kokusai_extract import nlp
from kokusai_extract.corrections.decide import decide, look_up
from kokusai_extract.corrections.files import append, load
from kokusai_extract.errors import ReleaseRefused, VerificationFailed
from kokusai_extract.pipeline import build
from kokusai_extract.publish.archive.bag import archive
from kokusai_extract.publish.archive.verify import faults, verify
from kokusai_extract.publish.release import sums
from kokusai_extract.store.connection import open_read_only
from tests.support.releases import released
from tests.unit.test_cli import TEXT


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a document, a correction of it, its release, and the bag of all."""
    from datetime import date

    folder = tmp_path_factory.mktemp("desk")
    (folder / "raw" / "2019").mkdir(parents=True)
    (folder / "raw" / "2019" / "duties.txt").write_text(TEXT, encoding="utf-8")
    build([folder / "raw"], folder / "processed")
    connection = open_read_only(folder / "processed" / "kokusai.db")
    ((row,),) = connection.execute("SELECT id FROM duties WHERE number = '3'").fetchall()
    connection.close()
    cell = look_up(folder / "processed" / "kokusai.db", "duties", row, "number")
    append(folder / "corrections", decide(cell, "2", reason="誤植", author="係", decided_on=date(2026, 4, 1)))
    build([folder / "raw"], folder / "processed", corrections=load(folder / "corrections"))
    released(folder / "processed", folder / "release")
    assert archive(folder / "release", folder / "raw", folder / "corrections", folder / "bag") == 1
    return folder


def test_the_bag_validates_with_bagits_own_command(desk: Path) -> None:
    command = [sys.executable, str(Path(bagit.__file__)), "--validate", str(desk / "bag")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_the_database_comes_out_of_the_bag_again(desk: Path, tmp_path: Path) -> None:
    shutil.copytree(desk / "bag", tmp_path / "elsewhere")
    whole, rebuilt = verify(tmp_path / "elsewhere")
    assert "as they were written" in whole
    assert "byte for byte" in rebuilt


def test_a_release_is_verified_with_its_documents(desk: Path) -> None:
    assert "no raw documents" in verify(desk / "release")[1]
    assert "byte for byte" in verify(desk / "release", desk / "raw", desk / "corrections")[1]
    with pytest.raises(VerificationFailed, match="it is another"):
        verify(desk / "release", desk / "raw")


def test_what_was_built_without_the_language_tools_is_built_again_without_them(desk: Path, tmp_path: Path) -> None:
    """With them the same documents give other terms of duties, so that the database would be another."""
    nlp.switch(False)
    try:
        build([desk / "raw"], tmp_path / "processed", corrections=load(desk / "corrections"))
    finally:
        nlp.switch(True)
    made = released(tmp_path / "processed", tmp_path / "release")
    assert made["options"]["language_tools"] is False
    new, old = ((folder / "processed" / "kokusai.db").read_bytes() for folder in (tmp_path, desk))
    assert new != old
    archive(tmp_path / "release", desk / "raw", desk / "corrections", tmp_path / "bag")
    assert "byte for byte" in verify(tmp_path / "bag")[1]
    assert nlp.available()


def other(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :]


PLACES = ("first", "last", "between")


def damage(file: Path, place: str, chance: random.Random) -> bytes:
    """Change one byte of a file, and return what it held before."""
    content = file.read_bytes()
    if content:
        at = {"first": 0, "last": len(content) - 1, "between": chance.randrange(len(content))}[place]
        file.write_bytes(other(content, at))
    return content


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("folder", ["bag", "release"])
def test_no_changed_byte_of_any_file_stays_unseen(desk: Path, tmp_path: Path, folder: str, place: str) -> None:
    """Every file, those of the static edition too: its first byte, its last, or one between, drawn at random.

    Files that are named one by one are damaged all at once, and each is to be named; lists, and what only the list of
    lists tells of, are damaged alone.
    """
    copy = tmp_path / "copy"
    shutil.copytree(desk / folder, copy)
    chance = random.Random(2022)
    names = sums.files(copy)
    assert sum("edition/" in name for name in names) > 50
    alone = [sums.NAME] if folder == "release" else [name for name in names if not name.startswith("data/")]
    for name in alone:
        before = damage(copy / name, place, chance)
        assert list(faults(copy)), name
        (copy / name).write_bytes(before)
    assert list(faults(copy)) == []
    kept = {name: damage(copy / name, place, chance) for name in names if name not in alone}
    told = list(faults(copy))
    named = {name for name in names if any(fault.startswith((f"{name}: ", f"{name} sha256 ")) for fault in told)}
    assert named == {name for name, content in kept.items() if content}
    assert len(told) == len(named)
    with pytest.raises(VerificationFailed):
        verify(copy)


def test_each_byte_of_the_list_of_lists_counts(desk: Path, tmp_path: Path) -> None:
    shutil.copytree(desk / "bag", tmp_path / "bag")
    file = tmp_path / "bag" / "tagmanifest-sha256.txt"
    content = file.read_bytes()
    for at in range(len(content)):
        file.write_bytes(content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :])
        with pytest.raises(VerificationFailed):
            verify(tmp_path / "bag")


@pytest.mark.parametrize("name", ["more.txt", "data/more.txt", "data/raw/2019/more.txt"])
def test_a_file_more_or_less_is_seen(desk: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(desk / "bag", tmp_path / "bag")
    (tmp_path / "bag" / name).write_text("more")
    with pytest.raises(VerificationFailed):
        verify(tmp_path / "bag")
    (tmp_path / "bag" / name).unlink()
    (tmp_path / "bag" / "data" / "raw" / "2019" / "duties.txt").unlink()
    with pytest.raises(VerificationFailed):
        verify(tmp_path / "bag")


def test_the_log_says_what_was_done_to_which_file(desk: Path) -> None:
    log = json.loads((desk / "bag" / "data" / "events.json").read_text(encoding="utf-8"))
    kinds = {event["eventType"] for event in log["events"]}
    assert {"message digest calculation", "information extraction", "modification", "packing"} <= kinds
    named = {event["linkingObjectIdentifier"] for event in log["events"]}
    assert "data/raw/2019/duties.txt" in named
    assert all(event["linkingAgentIdentifier"] and event["eventDateTime"] for event in log["events"])


def test_a_bag_lacks_no_document_of_its_release(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "other.txt").write_text(TEXT + "４ その他のこと。\n", encoding="utf-8")
    with pytest.raises(ReleaseRefused, match="no document with SHA-256"):
        archive(desk / "release", tmp_path / "raw", None, tmp_path / "bag")
    with pytest.raises(ReleaseRefused, match="no whole release"):
        archive(desk / "raw", desk / "raw", None, tmp_path / "bag")
    assert not (tmp_path / "bag").exists()
