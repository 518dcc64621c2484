"""The CSV files: as Excel opens them, as the schemas describe them, in the order of the page."""

from __future__ import annotations

import csv
import io
import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from kokusai_extract.errors import OutputFailed
from kokusai_extract.model.archive import Archive
from kokusai_extract.pipeline import build
from kokusai_extract.store import schema
from kokusai_extract.store.check import check
from kokusai_extract.store.export import write_csv
from kokusai_extract.store.write import write
from kokusai_extract.validate.rules import validate
from tests.archives import PAGES, archive
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    write_csv(write(validate(archive()), out), out / "csv")
    return out / "csv"


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_there_is_a_file_for_each_table_and_view(folder: Path) -> None:
    assert {file.stem for file in folder.iterdir()} == {*schema.tables(), *schema.views()}


def test_files_are_written_for_excel(folder: Path) -> None:
    content = (folder / "duties.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid,document_id,fiscal_year,unit_id,number,text\r\n")
    assert content.count(b"\r\n") == content.count(b"\n") == 3
    assert '"水鳥、""渡り鳥""の観察に関すること。"'.encode() in content


def test_a_page_of_many_lines_comes_back_whole(folder: Path) -> None:
    assert [row["text"] for row in read(folder / "pages.csv")] == list(PAGES)


def test_whole_numbers_stay_whole_beside_empty_cells(folder: Path) -> None:
    assert {row["previous_amount"] for row in read(folder / "budget.csv")} == {"1000000", ""}


def test_rows_stand_as_they_are_printed(folder: Path) -> None:
    assert [row["name"] for row in read(folder / "budget.csv")] == ["水鳥調査費", "湖畔清掃費", "合計"]
    assert [row["number"] for row in read(folder / "duty_list.csv")] == ["1", "2"]
    assert [row["name"] for row in read(folder / "org_units.csv")] == ["湖沼局", "水辺課"]


def test_frictionless_finds_the_files_as_the_schemas_say(folder: Path) -> None:
    report = validate_package(folder)
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    assert report.stats["tasks"] == len(schema.tables()) + len(schema.views())


def test_what_the_samples_give_agrees_with_the_schemas_too(tmp_path: Path) -> None:
    build([ROOT / "raw"], tmp_path)
    assert check(tmp_path / "kokusai.db") == []
    report = validate_package(tmp_path / "csv")
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("posts", "division_manager", "king"),
        ("memberships", "person/", "nobody/"),
        ("budget_lines", "1200000", "plenty"),
        ("documents", ",text/plain,", ",,"),
    ],
)
def test_frictionless_would_find_a_fault(folder: Path, tmp_path: Path, name: str, old: str, new: str) -> None:
    for file in folder.iterdir():
        text = file.read_bytes().decode()
        changed = text.replace(old, new) if file.stem == name else text
        assert (changed != text) == (file.stem == name)
        (tmp_path / file.name).write_bytes(changed.encode())
    assert not validate_package(tmp_path).valid


def validate_package(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        resources = [
            {
                "name": name,
                "path": f"{name}.csv",
                "encoding": "utf-8-sig",
                "schema": json.loads((schema.folder() / f"{name}.json").read_text(encoding="utf-8")),
            }
            for name in (*schema.tables(), *schema.views())
        ]
        return Package.from_descriptor({"name": "kokusai", "resources": resources}, basepath=str(folder)).validate()


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    database = write(Archive(), tmp_path)
    (tmp_path / "csv").write_text("in the way")
    with pytest.raises(OutputFailed, match="csv"):
        write_csv(database, tmp_path / "csv")
