"""What was read is kept by content, name and version, and only what would be read again the same."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from kokusai_extract.model.correction import Correction
from kokusai_extract.model.finding import Finding
from kokusai_extract.pipeline import process
from kokusai_extract.run import kept as module
from kokusai_extract.run.kept import Kept, code_version
from kokusai_extract.run.messages import dumps, loads
from kokusai_extract.run.outcome import Outcome, Task
from tests.archives import lakes
from tests.conftest import ROOT


@pytest.fixture
def document(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(b"one")
    return tmp_path / "a.txt"


def only_entry(folder: Path) -> Path:
    (entry,) = (path for path in folder.rglob("*") if path.is_file() and ".cache" in path.parts)
    return entry


def test_what_is_kept_comes_back_the_same(tmp_path: Path, document: Path) -> None:
    kept = Kept(tmp_path)
    key = kept.key(Task.of(document))
    assert key
    assert kept.load(key) is None
    outcome = Outcome(lakes(), None, {"read": 0.5}, 3)
    kept.save(key, outcome)
    assert Kept(tmp_path).load(key) == outcome
    assert Kept(tmp_path, fresh=True).load(key) is None


def test_a_key_is_made_of_content_name_and_corrections_but_not_of_the_folder(tmp_path: Path, document: Path) -> None:
    kept = Kept(tmp_path)
    (tmp_path / "deeper").mkdir()
    for name, content in (("deeper/a.txt", b"one"), ("b.txt", b"one"), ("deeper/b.txt", b"two")):
        (tmp_path / name).write_bytes(content)
    same, named, other = (kept.key(Task.of(tmp_path / name)) for name in ("deeper/a.txt", "b.txt", "deeper/b.txt"))
    assert kept.key(Task.of(document)) == same
    decided = Correction("+", "", "units", "row", "name", None, "new", "", "", "")
    assert len({same, named, other, kept.key(Task(document, Task.of(document).content, (decided,)))}) == 4


def test_what_cannot_be_opened_has_no_key(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert Kept(tmp_path).key(Task.of(tmp_path / "gone.pdf")) is None
    assert Kept(tmp_path).key(Task.of(tmp_path / "pipe.pdf")) is None


def test_what_might_end_otherwise_is_not_kept(tmp_path: Path, document: Path) -> None:
    kept = Kept(tmp_path)
    key = kept.key(Task.of(document)) or ""
    kept.save(key, Outcome(finding=Finding("run-time-exceeded"), lasting=False))
    assert kept.load(key) is None


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 400, "cut", "flip"])
def test_a_torn_entry_is_passed_over(tmp_path: Path, document: Path, damage: bytes | str) -> None:
    kept = Kept(tmp_path)
    key = kept.key(Task.of(document)) or ""
    kept.save(key, Outcome(lakes()))
    entry = only_entry(tmp_path)
    whole = entry.read_bytes()
    torn = {"cut": whole[:-9], "flip": whole[:99] + bytes([whole[99] ^ 1]) + whole[100:]}
    entry.write_bytes(torn[damage] if isinstance(damage, str) else damage)
    assert kept.load(key) is None


def test_another_version_keeps_its_own_and_drops_the_rest(
    tmp_path: Path, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Kept(tmp_path)
    old.save(old.key(Task.of(document)) or "", Outcome(lakes()))
    monkeypatch.setattr(module, "code_version", lambda: "another")
    new = Kept(tmp_path)
    assert new.key(Task.of(document)) != old.key(Task.of(document))
    new.save(new.key(Task.of(document)) or "", Outcome(lakes()))
    new.drop_others()
    assert new.load(new.key(Task.of(document)) or "")
    assert old.load(old.key(Task.of(document)) or "") is None


def test_the_version_changes_with_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_version()
    assert before == code_version()
    monkeypatch.setattr(module, "_version", lambda library: "9")
    assert code_version() != before


@pytest.mark.parametrize(
    "hostile",
    [
        pickle.dumps(os.getcwd),
        pickle.dumps(Path("a")),
        b"cposix\nsystem\n(S'true'\ntR.",
        b"ckokusai_extract.model.source\narray\n.",
        b"\x80\x04ckokusai_extract.model.source\nBBox._make\n.",
    ],
)
def test_nothing_but_records_is_built(hostile: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError, match="no record"):
        loads(hostile)
    assert loads(dumps(lakes())) == lakes()


@pytest.mark.parametrize("path", sorted((ROOT / "raw").rglob("*.pdf")), ids=lambda path: path.stem)
def test_whatever_a_document_gives_can_be_handed_on(path: Path) -> None:
    facts = process(path)
    assert loads(dumps(facts)) == facts
