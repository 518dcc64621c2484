"""The database: what records become in it, and that it agrees with the schemas."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest

from kokusai_extract.errors import OutputFailed, SchemaMismatch
from kokusai_extract.model.archive import Archive
from kokusai_extract.store.cells import fits, plain
from kokusai_extract.store.check import check
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.ddl import create_table
from kokusai_extract.store.rows import Row, rows
from kokusai_extract.store.schema import tables
from kokusai_extract.store.write import write
from kokusai_extract.validate.rules import validate
from tests.archives import PAGES, archive


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(validate(archive()), tmp_path_factory.mktemp("out"))


def ask(database: Path, query: str, *values: str) -> list[dict[str, Any]]:
    with closing(open_read_only(database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, values)]


def test_a_database_agrees_with_the_schemas(database: Path) -> None:
    assert check(database) == []


def test_facts_of_all_kinds_become_values(database: Path) -> None:
    (line,) = ask(database, "SELECT * FROM budget_lines WHERE name = '水鳥調査費'")
    assert (line["amount"], line["previous_amount"], line["change"]) == (1_200_000, 1_000_000, 200_000)
    assert json.loads(line["responsible"]) == ["湖沼局", "港湾局"]
    assert "湖沼局" in line["responsible"]
    assert (line["fiscal_year"], line["status"], line["note"]) == (2022, None, None)
    (member,) = ask(database, "SELECT * FROM memberships")
    assert member["concurrent"] == 0


def test_every_observation_quotes_the_page(database: Path) -> None:
    observed = ask(database, "SELECT * FROM observations WHERE page IS NOT NULL")
    assert len(observed) > 40
    for row in observed:
        assert PAGES[row["page"] - 1][row["start"] : row["end"]] == row["raw"]
        assert row["x0"] is None


def test_a_computed_value_has_an_observation_without_a_place_that_names_its_identity(database: Path) -> None:
    (row,) = ask(database, "SELECT * FROM observations WHERE origin = 'computed'")
    assert row["id"].startswith("funding_sources/") and row["id"].endswith("/funding/derived/amount/1")
    assert (row["page"], row["raw"], row["confidence"]) == (None, None, "inferred")
    assert row["document_id"]
    (identity,) = json.loads(row["inputs"])
    terms = ask(database, "SELECT * FROM identity_terms WHERE identity_id = ?", identity)
    assert row["row_id"] in {term["row_id"] for term in terms}


def test_a_person_is_observed_in_a_document_though_it_belongs_to_none(database: Path) -> None:
    places = ask(database, "SELECT * FROM observations WHERE table_name = 'people' ORDER BY column_name")
    assert [place["column_name"] for place in places] == ["family_name", "given_name", "name"]
    assert all(place["document_id"] for place in places)


def test_views_put_names_in_place_of_ids(database: Path) -> None:
    (person,) = ask(database, "SELECT * FROM personnel")
    assert person["bureau"] == person["unit"].replace("水辺課", "湖沼局") == "湖沼局"
    assert (person["title"], person["name"], person["phone"]) == ("課長", "山田 花子", "2290")
    assert {row["parent"] for row in ask(database, "SELECT * FROM budget")} == {"合計", None}
    assert [row["unit"] for row in ask(database, "SELECT * FROM duty_list")] == ["水辺課", "水辺課"]
    assert {row["budget_line"] for row in ask(database, "SELECT * FROM funding")} == {"水鳥調査費"}
    assert ask(database, "SELECT * FROM city_list") == []


def test_findings_speak_both_languages_and_lead_to_their_place(database: Path) -> None:
    (finding,) = ask(database, "SELECT * FROM findings WHERE code = 'store-value-refused'")
    assert finding["message"] != finding["message_ja"]
    assert "―" in finding["message"] and "―" in finding["message_ja"]
    assert (finding["severity"], finding["page"]) == ("error", 3)
    (place,) = ask(database, "SELECT * FROM observations WHERE row_id = ?", finding["id"])
    assert (place["table_name"], place["column_name"], place["raw"]) == ("findings", "page", "―")


def test_rows_stand_in_the_order_of_their_keys() -> None:
    content: dict[str, list[Row]] = defaultdict(list)
    for name, lot in rows(archive()):
        content[name] += lot
    assert len(content["observations"]) > 40
    for name, found in content.items():
        key = [tables()[name].names.index(column) for column in tables()[name].primary_key]
        keys = [tuple(row[i] for i in key) for row in found]
        assert keys == sorted(keys)
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("DROP VIEW budget", "budget: is missing"),
        ("DROP TABLE corrections", "corrections: is missing"),
        ("ALTER TABLE indicators DROP COLUMN target", "indicators: column target is missing"),
        ("ALTER TABLE posts ADD COLUMN fax TEXT", "posts: column fax is not in the schema"),
        ("DELETE FROM observations WHERE column_name = 'phone'", "posts: phone of"),
        ("UPDATE observations SET start = start + 1 WHERE column_name = 'phone'", "quotes what does not stand"),
        ("PRAGMA ignore_check_constraints = 1; UPDATE posts SET rank = 'king'", "posts: column rank holds 'king'"),
        ("DELETE FROM posts", "memberships: row"),
        ("DROP TABLE offices; CREATE TABLE offices (id TEXT)", "offices: column document_id is missing"),
    ],
)
def test_a_changed_database_is_told_apart(database: Path, tmp_path: Path, change: str, problem: str) -> None:
    copy = tmp_path / "kokusai.db"
    copy.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        connection.executescript(f"PRAGMA foreign_keys = OFF; {change}")
        connection.commit()
    assert any(problem in str(difference) for difference in check(copy)), check(copy)


def test_what_is_no_database_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "kokusai.db").write_text("nothing of the kind" * 100)
    with pytest.raises(SchemaMismatch, match="not a database"):
        check(tmp_path / "kokusai.db")
    with pytest.raises(SchemaMismatch, match="unable to open"):
        check(tmp_path / "none.db")


def test_an_archive_that_was_not_validated_is_refused_as_a_fault_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed, match="rows point at rows that are not there") as failure:
        write(Archive(records=archive().records), tmp_path)
    assert "fault of the program" in failure.value.remedy
    assert not (tmp_path / "kokusai.db").exists()


@pytest.mark.parametrize(("value", "holds"), [("2015-05-19", True), ("2015-02-30", False), ("20150519", False)])
def test_a_date_is_an_iso_date(value: str, holds: bool) -> None:
    table = tables()["corrections"]
    assert fits(value, table.by_name["decided_on"]) is holds
    row = ["id", "0" * 64, "posts", "row", "phone", None, None, "a reason", "an author", value, "applied"]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(create_table(table))
        with nullcontext() if holds else pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def test_a_value_without_a_column_type_is_refused() -> None:
    with pytest.raises(TypeError):
        plain({"a": 1})
