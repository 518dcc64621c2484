"""An edition holds no withheld name anywhere: every cell of the database and every file of the folder is searched."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kokusai_extract.corrections.files import correction
from kokusai_extract.errors import OutputFailed
from kokusai_extract.model.edition import People
from kokusai_extract.model.records import PageRecord, Record
from kokusai_extract.pipeline import build
from kokusai_extract.run.outcome import digest_of
from kokusai_extract.store.check import check
from kokusai_extract.store.rows import rows
from kokusai_extract.store.write import write_edition
from kokusai_extract.withhold.edition import Edition

EARLIER = """横浜市
令和元年度 湖沼局 事業概要

湖沼局組織図

湖沼局長 岸 雪絵
2290

水質課長 髙橋 文夫
2291

水質担当係長 平 久
2292

観測担当係長 浅野昌弘
2293

庶務担当係長 西村 さくら
2294

派遣職員一覧
派遣先\t補職名\t氏名
湖国政府\t担当課長\t宮沢 一郎
湖国政府\t担当係長\t堀 美里
湖国政府\t担当係長\t松◇本◇

予算の概要
担当は観測担当係長　浅 野 昌 弘、水質の平久と髙橋文夫です。中山大学と行います。
"""
LATER = """横浜市
令和4年度 湖沼局 事業概要

湖沼局組織図

湖沼局長 髙橋 文夫
2290

観測課長 平 久
2291

水質担当係長 浅野 昌弘
2292
"""
WITHHELD = {"managers": ("浅野昌弘", "西村さくら", "堀美里"), "none": ("岸雪絵", "高橋文夫", "平久", "宮沢一郎")}


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    (folder / "2019 浅野昌弘.txt").write_text(EARLIER, encoding="utf-8")
    (folder / "2022.txt").write_text(LATER, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def editions(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a folder for each edition; the name of one person is corrected."""
    out = tmp_path_factory.mktemp("out")
    build([raw], out / "first")
    decided = [
        correction(
            {
                "document_sha256": digest_of(raw / "2019 浅野昌弘.txt"),
                "table_name": "people",
                "row_id": "person/西村さくら",
                "column_name": "given_name",
                "old_value": "さくら",
                "new_value": "桜",
                "reason": "西村 さくら本人の届出による",
                "author": "試験係",
                "decided_on": date(2026, 4, 1),
            }
        )
    ]
    names: tuple[People, ...] = ("all", "managers", "none")
    for people in names:
        build([raw], out / people, corrections=decided, people=people)
    return {people: out / people for people in names}


def asked(folder: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(folder / "kokusai.db")) as connection:
        return connection.execute(query).fetchall()


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every text of every table, and of every file that is none, with where it stands."""
    for name in ("kokusai.db", "search.db"):
        with closing(sqlite3.connect(folder / name)) as connection:
            for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                if not table.startswith("pairs"):
                    for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608
                        yield from ((f"{name} {table}", cell) for cell in row if isinstance(cell, str))
    for path in [*folder.glob("csv/*"), *folder.glob("report.*")]:
        yield path.name, path.read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("髙", "高")


@pytest.mark.parametrize("people", ["managers", "none"])
def test_no_withheld_name_stands_anywhere(people: str, editions: dict[str, Path]) -> None:
    names = [name for kind in ("managers", "none") for name in WITHHELD[kind] if people in ("none", kind)]
    found = [(where, name) for where, text in texts(editions[people]) for name in names if name in squeezed(text)]
    assert found == []
    content = b"".join((editions[people] / name).read_bytes() for name in ("kokusai.db", "search.db"))
    for name in names:
        for form in (name, f"{name[:2]} {name[2:]}", f"{name[:2]}　{name[2:]}", f"{name[:1]} {name[1:]}"):
            assert form.encode() not in content


def test_the_full_edition_is_searched_by_the_same_eyes(editions: dict[str, Path]) -> None:
    held = {
        name
        for _, text in texts(editions["all"])
        for kind in WITHHELD.values()
        for name in kind
        if name in squeezed(text)
    }
    assert held == {name for kind in WITHHELD.values() for name in kind}


@pytest.mark.parametrize("people", ["all", "managers", "none"])
def test_an_edition_is_a_whole_database(people: str, editions: dict[str, Path]) -> None:
    assert check(editions[people] / "kokusai.db") == []


def test_who_manages_in_one_year_is_named_in_all(editions: dict[str, Path]) -> None:
    held = asked(editions["managers"], "SELECT fiscal_year, title, name, withheld FROM personnel ORDER BY 1, 2, 4")
    assert held == [
        (2019, "庶務担当係長", None, 1),
        (2019, "担当係長", None, 0),
        (2019, "担当係長", None, 1),
        (2019, "担当課長", "宮沢 一郎", 0),
        (2019, "水質担当係長", "平 久", 0),
        (2019, "水質課長", "髙橋 文夫", 0),
        (2019, "湖沼局長", "岸 雪絵", 0),
        (2019, "観測担当係長", None, 1),
        (2022, "水質担当係長", None, 1),
        (2022, "湖沼局長", "髙橋 文夫", 0),
        (2022, "観測課長", "平 久", 0),
    ]


def test_the_page_keeps_all_else_and_its_offsets(editions: dict[str, Path]) -> None:
    query = "SELECT text, withheld FROM pages JOIN documents ON id = document_id WHERE fiscal_year = 2019"
    ((text, count),) = asked(editions["managers"], query)
    assert len(text) == len(EARLIER)
    assert "担当は観測担当係長　█ █ █ █、水質の平久と髙橋文夫です。中山大学と行います。" in text
    assert "湖国政府\t担当係長\t█ ██\n湖国政府\t担当係長\t███" in text
    assert "派遣先\t補職名\t氏名\n湖国政府\t担当課長\t宮沢 一郎" in text
    assert count == 5


def test_careers_of_those_withheld_are_gone_and_of_others_are_not(editions: dict[str, Path]) -> None:
    query = """
        SELECT c.kind, m.person_id FROM personnel_changes AS c
        LEFT JOIN memberships AS m ON m.id = coalesce(c.to_id, c.from_id) ORDER BY 1, 2
    """
    full = asked(editions["all"], query)
    assert {person for _, person in full} >= {"person/浅野昌弘", "person/平久", "person/高橋文夫"}
    withheld = {f"person/{name}" for name in WITHHELD["managers"]}
    assert asked(editions["managers"], query) == [row for row in full if row[1] not in withheld]
    assert asked(editions["none"], query) == []


def test_the_edition_says_what_it_holds(editions: dict[str, Path]) -> None:
    assert {name: asked(folder, "SELECT people, withheld FROM edition") for name, folder in editions.items()} == {
        "all": [("all", 0)],
        "managers": [("managers", 3)],
        "none": [("none", 7)],
    }
    codes = "SELECT count(*) FROM findings WHERE code = 'people-names-withheld'"
    assert [asked(folder, codes)[0][0] for folder in editions.values()] == [0, 2, 2]
    assert "課長以上" in (editions["managers"] / "report.md").read_text(encoding="utf-8")


def test_a_correction_of_a_withheld_name_tells_only_that_it_was_made(editions: dict[str, Path]) -> None:
    ((name, row, state, reason),) = asked(editions["managers"], "SELECT id, row_id, state, reason FROM corrections")
    ((before,),) = asked(editions["all"], "SELECT id FROM corrections")
    assert (row, state, reason) == ("person/█████", "applied", "██ ███本人の届出による")
    assert name != before


def test_a_name_that_slipped_through_is_refused(raw: Path, tmp_path: Path) -> None:
    class Careless(Edition):
        def text(self, text: str) -> str:
            return text

    whole = build([raw], tmp_path).archive
    before = (tmp_path / "kokusai.db").read_bytes()
    with pytest.raises(OutputFailed, match=r"names that are withheld still stand in documents\.file_name"):
        write_edition(Careless(lambda: rows(whole), "managers"), tmp_path)
    assert (tmp_path / "kokusai.db").read_bytes() == before


def test_what_the_file_calls_the_letters_of_a_name_is_masked_with_it(raw: Path, tmp_path: Path) -> None:
    def renamed(record: Record) -> Record:
        if not isinstance(record, PageRecord):
            return record
        return replace(record, file_text=record.text.replace("浅野昌弘", "浅野昍弘"))  # as a faulty font names it

    whole = build([raw], tmp_path).archive
    documents = (replace(facts, records=tuple(map(renamed, facts.records))) for facts in whole.documents)
    faulty = replace(whole, documents=tuple(documents))
    write_edition(Edition(lambda: rows(faulty), "managers"), tmp_path)
    pages = asked(tmp_path, "SELECT text, file_text FROM pages")
    assert any("█" in text for text, _ in pages)
    assert pages == [(text, text) for text, _ in pages]


def test_another_edition_is_not_taken_for_unchanged(raw: Path, tmp_path: Path) -> None:
    assert not build([raw], tmp_path).unchanged
    assert not build([raw], tmp_path, people="none").unchanged
    assert asked(tmp_path, "SELECT count(*) FROM people") == [(0,)]
    assert build([raw], tmp_path, people="none").unchanged
