"""A release: complete, the same bytes for the same input, and readable by those whom it is for."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import warnings
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from kokusai_extract.errors import NothingToServe, OutputFailed, ReleaseRefused
from kokusai_extract.pipeline import build
from kokusai_extract.publish.release import sums
from kokusai_extract.publish.release.content import SIGNS, Absent
from kokusai_extract.publish.release.safe import original
from kokusai_extract.store.schema import tables, views
from tests.conftest import ROOT
from tests.support.releases import TRICKY, answered, built, read_csv, released, tricky

BOTH = {**tables(), **views()}
TAKEN = tuple(filter(None, SIGNS.values()))


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("processed"), tricky())


@pytest.fixture(scope="module")
def made(processed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "release"
    released(processed, out, japanese=True)
    return out


@pytest.fixture(scope="module")
def descriptor(made: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((made / "datapackage.json").read_text(encoding="utf-8"))
    return content


def frictionless(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        return Package(str(folder / "datapackage.json")).validate()


def rows(processed: Path, name: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(processed / "kokusai.db")) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')]  # noqa: S608


def test_frictionless_accepts_it(made: Path) -> None:
    report = frictionless(made)
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    assert report.stats["tasks"] == 2 * len(BOTH)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("csv/duties.csv", "渡り鳥", "渡り島"),
        ("csv/budget.csv", "1200000", "1200001"),
        ("csv-ja/011002_duty_list.csv", "湖沼局", "湖沼課"),
    ],
)
def test_frictionless_would_find_a_changed_file(processed: Path, tmp_path: Path, name: str, old: str, new: str) -> None:
    released(processed, tmp_path / "out", japanese=True)
    file = tmp_path / "out" / name
    text = file.read_bytes().decode()
    file.write_bytes(text.replace(old, new).encode())
    assert text.count(old)
    assert not frictionless(tmp_path / "out").valid


def test_the_samples_are_released_whole(tmp_path: Path) -> None:
    build([ROOT / "raw"], tmp_path / "processed")
    with closing(sqlite3.connect(tmp_path / "processed/kokusai.db")) as connection:
        assert not connection.execute("SELECT message FROM findings WHERE severity = 'error'").fetchall()
    released(tmp_path / "processed", tmp_path / "out", japanese=True)
    report = frictionless(tmp_path / "out")
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]


def test_every_file_is_described_or_named_in_the_readme(made: Path, descriptor: dict[str, Any]) -> None:
    described = {resource["path"] for resource in descriptor["resources"]}
    readme = (made / "README.md").read_text(encoding="utf-8")
    for name in sums.files(made):
        top = name.split("/")[0] + ("/" if "/" in name else "")
        assert name in described or f"`{top}`" in readme or name == "README.md", name


def test_the_package_is_of_version_2(descriptor: dict[str, Any], made: Path) -> None:
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["version"] == "2022.1"
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    assert [len(source["hash"]) for source in descriptor["sources"]] == [len("sha256:") + 64]
    for resource in descriptor["resources"]:
        content = (made / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        labels = [missing["label"] for missing in resource["schema"]["missingValues"]]
        assert labels in (
            ["not printed", "not legible", "does not apply", "withheld"],
            ["記載なし", "判読不能", "該当なし", "非収録（氏名）"],
        )
        assert resource["schema"]["primaryKey"]


def test_columns_bear_the_terms_of_other_standards(descriptor: dict[str, Any]) -> None:
    schemas = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
    fields = {name: {field["name"]: field for field in schema["fields"]} for name, schema in schemas.items()}
    assert fields["budget_lines"]["amount"]["columnType"] == "value"
    assert fields["budget_lines"]["amount"]["currency"] == "JPY"
    assert fields["budget"]["fiscal_year"]["columnType"] == "date:fiscal-year"
    assert schemas["org_units"]["mapping"]["popolo"] == "Organization"
    assert schemas["people"]["mapping"]["popolo"] == "Person"
    assert schemas["unit_changes"]["rdfType"] == "http://www.w3.org/ns/org#ChangeEvent"
    assert fields["unit_changes"]["from_id"]["rdfType"] == "http://www.w3.org/ns/org#originalOrganization"


def test_keys_lead_to_the_tables_of_the_same_edition(descriptor: dict[str, Any]) -> None:
    names = {resource["name"] for resource in descriptor["resources"]}
    count = 0
    for resource in descriptor["resources"]:
        for key in resource["schema"].get("foreignKeys", ()):
            target = key["reference"]["resource"] or resource["name"]
            assert target in names
            assert target.endswith("-ja") == resource["name"].endswith("-ja")
            count += 1
    assert count > 2 * len(views())


def test_texts_that_look_like_formulas_are_safe_and_come_back(made: Path) -> None:
    cells = [row["text"] for row in read_csv(made / "csv" / "duties.csv")]
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠")]
    assert set(TRICKY) <= {original(cell, TAKEN) for cell in cells}


def test_csv_holds_what_the_database_holds(made: Path, processed: Path) -> None:
    for name, table in BOTH.items():
        found = read_csv(made / "csv" / f"{name}.csv")
        stored = rows(processed, name)
        assert len(found) == len(stored)
        for column in table.columns:
            text = column.type in ("string", "array")
            values = sorted(original(row[column.name], TAKEN) if text else row[column.name] for row in found)
            wanted = sorted("" if row[column.name] is None else str(row[column.name]) for row in stored)
            if None not in (row[column.name] for row in stored):
                assert values == wanted, (name, column.name)


def test_files_are_written_for_excel(made: Path) -> None:
    for path in [*(made / "csv").iterdir(), *(made / "csv-ja").iterdir()]:
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")


def test_an_empty_cell_says_why_it_is_empty(made: Path) -> None:
    lines = {row["name"]: row for row in read_csv(made / "csv" / "budget.csv")}
    shore = lines["湖畔清掃費"]
    assert shore["change"] == SIGNS[Absent.DOES_NOT_APPLY], "a dash is printed"
    assert shore["previous_amount"] == SIGNS[Absent.NOT_LEGIBLE], "a finding says that it could not be read"
    assert shore["status"] == SIGNS[Absent.NOT_PRINTED]
    (page, *_) = read_csv(made / "csv" / "pages.csv")
    assert page["width"] == SIGNS[Absent.DOES_NOT_APPLY], "a text file has no width"
    ja = {row["事業名"]: row for row in read_csv(made / "csv-ja" / "011002_budget.csv")}
    assert (ja["湖畔清掃費"]["増減"], ja["湖畔清掃費"]["前年度予算額"]) == ("該当なし", "判読不能")


def test_the_japanese_edition_begins_with_the_code_of_the_municipality(made: Path) -> None:
    for name, table in BOTH.items():
        path = made / "csv-ja" / f"011002_{name}.csv"
        heads = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        assert heads[:2] == ["全国地方公共団体コード", "地方公共団体名"]
        assert set(heads[2:]) == {column.title_ja for column in table.columns} - {heads[0]}
    duty = read_csv(made / "csv-ja" / "011002_duties.csv")[0]
    assert (duty["全国地方公共団体コード"], duty["地方公共団体名"]) == ("011002", "札幌市")
    unit = read_csv(made / "csv-ja" / "011002_org_units.csv")[0]
    assert (unit["名称"], unit["区分"]) == ("湖沼局", "局")
    person = read_csv(made / "csv-ja" / "011002_people.csv")[0]
    assert person["全国地方公共団体コード"] == "該当なし"


def test_without_being_asked_for_there_is_no_japanese_edition(processed: Path, tmp_path: Path) -> None:
    released(processed, tmp_path / "out")
    assert not (tmp_path / "out" / "csv-ja").exists()


def test_the_workbook_has_a_sheet_for_each_view_and_no_formula(made: Path, processed: Path) -> None:
    book = openpyxl.load_workbook(made / "kokusai.xlsx")
    assert book.sheetnames == ["はじめに", *(view.title_ja for view in views().values())]
    for name, view in views().items():
        sheet = book[view.title_ja]
        heads, *content = sheet.iter_rows(values_only=True)
        assert heads == tuple(column.title_ja for column in view.columns)
        assert len(content) == len(rows(processed, name))
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    texts = {row[4] for row in book["事務分掌一覧"].iter_rows(values_only=True)}
    assert set(TRICKY) <= texts
    amounts = {row[5]: row[7] for row in book["予算一覧"].iter_rows(values_only=True)}
    assert amounts["水鳥調査費"] == 1_200_000


def test_parquet_holds_types_and_what_they_mean(made: Path, processed: Path) -> None:
    for name, described in BOTH.items():
        table = pq.read_table(made / "parquet" / f"{name}.parquet")
        assert table.num_rows == len(rows(processed, name))
        assert table.column_names == list(described.names)
    lines = pq.read_table(made / "parquet" / "budget_lines.parquet")
    assert str(lines.schema.field("amount").type) == "int64"
    assert lines.schema.field("amount").metadata[b"unit"] == b"yen"
    assert lines.column("responsible")[0].as_py() == ["湖沼局", "港湾局"]
    assert pq.read_table(made / "parquet" / "memberships.parquet").column("concurrent").to_pylist() == [False]


def test_the_database_is_the_one_that_was_built(made: Path, processed: Path) -> None:
    assert (made / "kokusai.db").read_bytes() == (processed / "kokusai.db").read_bytes()


def test_the_certificate_answers_for_the_release(made: Path, processed: Path) -> None:
    content = json.loads((made / "CERTIFICATE.json").read_text(encoding="utf-8"))
    assert content["inputs"][0]["sha256"] == rows(processed, "documents")[0]["sha256"]
    assert content["database_sha256"] == sums.digest(processed / "kokusai.db")
    assert content["counts"]["duties"] == len(TRICKY) + 2
    assert content["program"]["lock_sha256"] == sums.digest(ROOT / "requirements" / "run.txt")
    counted = content["figures"]
    assert {state: counted[state] for state in ("proved", "unproved", "contradicted", "derived")} == {
        "proved": 4,
        "unproved": 2,
        "contradicted": 0,
        "derived": 1,
    }
    text = (made / "CERTIFICATE.md").read_text(encoding="utf-8")
    assert all(part in text for part in (content["database_sha256"], content["inputs"][0]["sha256"], "57.1%"))


def test_the_sums_are_those_of_the_files(made: Path) -> None:
    assert list(sums.faults(made)) == []


def test_the_same_database_gives_the_same_bytes(
    processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name in ("one", "deeper/two"):
        released(processed, tmp_path / name, japanese=True)
    one, two = tmp_path / "one", tmp_path / "deeper" / "two"
    assert sums.files(one) == sums.files(two)
    assert [name for name in sums.files(one) if (one / name).read_bytes() != (two / name).read_bytes()] == []


def test_another_time_changes_the_certificate_alone(
    processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, epoch in (("one", "1700000000"), ("two", "1800000000")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        released(processed, tmp_path / name, japanese=True)
    changed = {
        name
        for name in sums.files(tmp_path / "one")
        if (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()
    }
    assert changed == {"CERTIFICATE.json", "CERTIFICATE.md", "SHA256SUMS"}


def test_a_release_takes_the_place_of_an_earlier_one_and_of_nothing_else(processed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    released(processed, out, version="2022.1")
    released(processed, out, version="2022.2")
    assert json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["version"] == "2022.2"
    (out / "notes.txt").write_text("mine")
    with pytest.raises(ReleaseRefused, match="not written over"):
        released(processed, out)
    assert (out / "notes.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_a_version_is_a_version(processed: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseRefused, match="--version"):
        released(processed, tmp_path / "out", version="../x")


def test_without_a_database_there_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(NothingToServe):
        released(tmp_path, tmp_path / "out", waivers=())


def test_a_release_that_fails_leaves_the_earlier_one(
    processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(processed, tmp_path / "out")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sums, "write_sums", full)
    with pytest.raises(OutputFailed, match="No space"):
        released(processed, tmp_path / "out")
    assert list(sums.faults(tmp_path / "out")) == []
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_error_that_nobody_answers_for_keeps_it_back(processed: Path, tmp_path: Path) -> None:
    (waiver,) = answered(processed)
    with pytest.raises(ReleaseRefused, match=waiver.finding_id.replace("/", ":")):
        released(processed, tmp_path / "out", waivers=())
    assert not (tmp_path / "out").exists()


def test_who_answers_for_an_error_stands_in_the_certificate(made: Path, processed: Path) -> None:
    content = json.loads((made / "CERTIFICATE.json").read_text(encoding="utf-8"))
    ((finding, reason),) = ((w["finding"], (w["by"], w["reason"])) for w in content["waived"])
    assert finding == answered(processed)[0].finding_id
    assert reason == ("試験係", "紙面で確認した")
    assert "試験係: 紙面で確認した" in (made / "CERTIFICATE.md").read_text(encoding="utf-8")
    assert content["findings"]["error"] == {"store-value-refused": 1}
