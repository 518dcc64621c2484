"""Two years side by side: what the change tables decide, and names alone where they decide nothing."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from kokusai_extract.model.archive import Archive
from kokusai_extract.publish.diff.comparison import pieces
from kokusai_extract.publish.search import INDEX, write_index
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.write import DATABASE, write
from tests.archives import PAGES, archive, lakes
from tests.site.conftest import Get, getter


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _folder(tmp_path_factory.mktemp("years"))


def _folder(path: Path) -> Path:
    first = archive()
    second = lakes((*PAGES, "別冊\n"), 2025, "later.txt")  # the fourth page makes it another document
    write_index(write(Archive((*first.documents, second), first.records), path), path / INDEX)
    return path


@pytest.fixture(scope="module")
def ask(folder: Path) -> Get:
    return getter(folder)


def test_years_between_are_named(ask: Get) -> None:
    text = ask("/compare/2022/2025").text
    assert "令和5年度〜令和6年度の資料はありません" in text


def test_the_same_name_stands_side_by_side(ask: Get) -> None:
    text = ask("/compare/2022/2025?lang=en").text
    assert text.count("水辺課") >= 2
    assert "unchanged" in text


def test_a_choice_leads_to_the_comparison_whatever_its_order(ask: Get) -> None:
    response = ask("/compare?from=2025&to=2022&lang=en")
    assert (response.status_code, response.headers["location"]) == (302, "/compare/2022/2025?lang=en")


@pytest.mark.parametrize("address", ["/compare/2025/2022", "/compare/2022/2023", "/compare/2022/2025/無い局"])
def test_years_that_cannot_be_compared_are_no_page(ask: Get, address: str) -> None:
    assert ask(address).status_code == 404


def test_what_the_change_tables_decide_is_shown_with_the_words_that_changed(tmp_path: Path) -> None:
    database = _folder(tmp_path) / DATABASE
    with closing(sqlite3.connect(database)) as connection:
        ids = dict(connection.execute("SELECT fiscal_year, id FROM duties WHERE number = '1'"))
        connection.execute("UPDATE duties SET text = '水鳥の保護に関すること。' WHERE id = ?", (ids[2025],))
        connection.execute(
            "INSERT INTO duty_changes (id, bureau, from_year, to_year, kind, from_id, to_id, detail, relation, "
            "reasons, certainty, event, missing_years) VALUES ('c1', '湖沼局', 2022, 2025, 'reworded', ?, ?, "
            "'{\"text_marks\": [[[2, 3]], [[2, 6]]]}', 'pair', '[\"similar-words\"]', 'inferred', 'c1', '[]')",
            (ids[2022], ids[2025]),
        )
        connection.commit()
    write_index(database, tmp_path / INDEX)
    text = getter(tmp_path)("/compare/2022/2025").text
    assert all(word in text for word in ("文言変更", "推定", "似た文言", "<ins>の保護に</ins>", "<del>、</del>"))


def test_what_is_open_names_its_candidates_and_chooses_none(tmp_path: Path) -> None:
    database = _folder(tmp_path) / DATABASE
    with closing(sqlite3.connect(database)) as connection:
        ids = dict(connection.execute("SELECT fiscal_year, id FROM duties WHERE number = '1'"))
        connection.execute(
            "INSERT INTO duty_changes (id, bureau, from_year, to_year, kind, from_id, to_id, relation, reasons, event, "
            "missing_years) VALUES ('c1', '湖沼局', 2022, 2025, 'moved', ?, ?, 'open', '[]', 'c1', '[]')",
            (ids[2022], ids[2025]),
        )
        connection.commit()
    write_index(database, tmp_path / INDEX)
    assert "未確定" in getter(tmp_path)("/compare/2022/2025").text


def test_two_years_that_no_table_compares_are_compared_on_the_spot(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy" / DATABASE)) as connection:
        assert not connection.execute("SELECT count(*) FROM unit_changes").fetchone()[0]
    text = getter(tmp_path / "copy")("/compare/2022/2025?lang=en").text
    assert "Unchanged (" in text


def test_lineage_follows_changes_and_tells_namesakes_apart(tmp_path: Path) -> None:
    database = _folder(tmp_path) / DATABASE
    with closing(open_read_only(database)) as connection:
        units = dict(connection.execute("SELECT fiscal_year, id FROM org_units WHERE name = '水辺課'"))
    assert "つながりは確かめられていません" in getter(tmp_path)(f"/unit/{units[2022]}").text
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(
            "INSERT INTO unit_changes (id, bureau, from_year, to_year, kind, from_id, to_id, event, relation) "
            "VALUES ('c1', '湖沼局', 2022, 2025, 'unchanged', ?, ?, 'c1', 'pair')",
            (units[2022], units[2025]),
        )
        connection.commit()
    write_index(database, tmp_path / INDEX)
    text = getter(tmp_path)(f"/unit/{units[2022]}").text
    assert "つながりは確かめられていません" not in text
    assert "継続" in text


def test_words_that_differ_are_told_apart() -> None:
    assert pieces("国際平和及び交流の推進", [(4, 8)], "ins") == [("", "国際平和"), ("ins", "及び交流"), ("", "の推進")]
