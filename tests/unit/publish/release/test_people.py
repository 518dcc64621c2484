"""A release holds the names that are asked for and no others, in none of its files, and can be verified so."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kokusai_extract.errors import ReleaseRefused
from kokusai_extract.pipeline import build
from kokusai_extract.publish.archive.bag import archive
from kokusai_extract.publish.archive.verify import verify
from kokusai_extract.publish.release.content import SIGNS, SIGNS_JA, Absent
from tests.support.releases import read_csv, released

TEXT = """横浜市
令和4年度 湖沼局 事業概要

湖沼局組織図

湖沼局長 岸 雪絵
2290

水質担当係長 浅野 昌弘
2291

庶務係
"""
NAME = "浅野昌弘"
FORMS = tuple(NAME[:2] + space + NAME[2:] for space in ("", " ", "　"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a database of all names, and releases of it."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "raw").mkdir()
    (folder / "raw" / "a.txt").write_text(TEXT, encoding="utf-8")
    build([folder / "raw"], folder / "all")
    build([folder / "raw"], folder / "managers", people="managers")
    for people in ("all", "managers", "none"):
        released(folder / "all", folder / f"release-{people}", people=people, japanese=True)
    return folder


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what every file of a release holds, those that are packed unpacked."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.name, path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                yield from ((f"{path.name}/{name}", book.read(name)) for name in book.namelist())
        if path.suffix == ".parquet":
            yield path.name, json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False, default=str).encode()


def bearing(folder: Path) -> set[str]:
    """Return the kinds of file in which the name stands, in whatever form."""
    found = [name for name, content in contents(folder) if any(form.encode() in content for form in FORMS)]
    return {Path(name.partition("/")[0]).suffix for name in found}


def test_no_file_of_a_release_bears_a_withheld_name(desk: Path) -> None:
    assert bearing(desk / "release-all") >= {".db", ".csv", ".parquet", ".xlsx", ".html"}
    assert bearing(desk / "release-managers") == bearing(desk / "release-none") == set()


def test_a_name_that_is_left_out_is_told_from_one_that_is_not_printed(desk: Path) -> None:
    for folder, column, signs in (("csv", "name", SIGNS), ("csv-ja", "氏名", SIGNS_JA)):
        (path,) = (desk / "release-managers" / folder).glob("*personnel.csv")
        found = [row[column] for row in read_csv(path)]
        assert sorted(found) == sorted(["岸 雪絵", signs[Absent.WITHHELD]])
    package = json.loads((desk / "release-managers" / "datapackage.json").read_text(encoding="utf-8"))
    labels = {item["label"] for resource in package["resources"] for item in resource["schema"]["missingValues"]}
    assert {"withheld", "非収録（氏名）"} <= labels


def test_every_part_says_which_names_there_are(desk: Path) -> None:
    for people, words in {"all": "すべて収録", "managers": "課長以上", "none": "氏名を収録していません"}.items():
        folder = desk / f"release-{people}"
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        certificate = json.loads((folder / "CERTIFICATE.json").read_text(encoding="utf-8"))
        assert (package["people"], certificate["options"]["people"]) == (people, people)
        assert words in package["description"]
        assert words in (folder / "README.md").read_text(encoding="utf-8")
        assert f"people: {people}" in (folder / "CERTIFICATE.md").read_text(encoding="utf-8")


def test_it_is_the_database_that_a_build_makes_and_verifies_as_such(desk: Path) -> None:
    made = (desk / "release-managers" / "kokusai.db").read_bytes()
    assert made == (desk / "managers" / "kokusai.db").read_bytes()
    assert "byte for byte" in verify(desk / "release-managers", desk / "raw")[1]


def test_names_that_a_database_does_not_hold_cannot_be_released(desk: Path, tmp_path: Path) -> None:
    for people in ("all", "none"):
        with pytest.raises(ReleaseRefused, match="was built with --people managers"):
            released(desk / "managers", tmp_path / "out", people=people)
    assert not (tmp_path / "out").exists()
    assert released(desk / "managers", tmp_path / "out")["options"]["people"] == "managers"


def test_a_bag_with_documents_that_bear_the_names_must_be_meant(desk: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseRefused, match="the raw documents in a bag bear them all"):
        archive(desk / "release-managers", desk / "raw", None, tmp_path / "bag")
    assert not (tmp_path / "bag").exists()
    archive(desk / "release-managers", desk / "raw", None, tmp_path / "bag", with_names=True)
    assert "leaves out names" in (tmp_path / "bag" / "bag-info.txt").read_text(encoding="utf-8")
    assert "byte for byte" in verify(tmp_path / "bag")[1]
