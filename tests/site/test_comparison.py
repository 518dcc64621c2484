"""Two years side by side: what the change tables decide, and names alone where they decide nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kokusai_extract.model.archive import Archive
from kokusai_extract.publish.search import INDEX, write_index
from kokusai_extract.publish.site.comparison import worded
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
    assert "改称や移管は判断していません" in text


def test_the_same_name_stands_side_by_side(ask: Get) -> None:
    text = ask("/compare/2022/2025?lang=en").text
    assert text.count("水辺課") >= 2
    assert "in both" in text


def test_a_choice_leads_to_the_comparison_whatever_its_order(ask: Get) -> None:
    response = ask("/compare?from=2025&to=2022&lang=en")
    assert (response.status_code, response.headers["location"]) == (302, "/compare/2022/2025?lang=en")


@pytest.mark.parametrize("address", ["/compare/2025/2022", "/compare/2022/2023", "/compare/2022/2025/無い局"])
def test_years_that_cannot_be_compared_are_no_page(ask: Get, address: str) -> None:
    assert ask(address).status_code == 404


def test_what_the_change_tables_decide_is_shown(tmp_path: Path) -> None:
    database = _folder(tmp_path) / DATABASE
    with closing(sqlite3.connect(database)) as connection:
        ids = dict(connection.execute("SELECT fiscal_year, id FROM duties WHERE number = '1'"))
        connection.execute("UPDATE duties SET text = '水鳥の保護に関すること。' WHERE id = ?", (ids[2025],))
        connection.execute(
            "INSERT INTO duty_changes "
            "(id, bureau, from_year, to_year, kind, from_id, to_id, detail, score, certainty, event, relation) "
            "VALUES ('c1', '湖沼局', 2022, 2025, 'reworded', ?, ?, '同じ課の同じ番号', 0.8, 'inferred', 'c1', 'pair')",
            (ids[2022], ids[2025]),
        )
        connection.commit()
    write_index(database, tmp_path / INDEX)
    text = getter(tmp_path)("/compare/2022/2025").text
    assert "文言変更" in text
    assert "推定" in text
    assert "<ins>" in text
    assert "<del>" in text
    assert "同じ課の同じ番号" in text


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
    assert "変更なし" in text


def test_words_that_differ_are_told_apart() -> None:
    assert worded("国際平和の推進", "国際平和及び交流の推進") == (
        [("", "国際平和"), ("", "の推進")],
        [("", "国際平和"), ("ins", "及び交流"), ("", "の推進")],
    )
