"""The index by pairs of characters finds every word, one character or many, and takes no query for an operator."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kokusai_extract.pipeline import build
from kokusai_extract.publish.search import INDEX, is_of, key, match, pairs, write_index
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.write import write
from tests.archives import archive
from tests.unit.read.test_fonts import COMMON, counted, numbered, page_of


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(archive(), tmp_path_factory.mktemp("search"))


@pytest.fixture(scope="module")
def index(database: Path) -> Path:
    return write_index(database, database.with_name(INDEX))


def found(index: Path, query: str) -> set[tuple[str, str]]:
    with closing(open_read_only(index)) as connection:
        sql = "SELECT e.kind, e.row_id FROM pairs AS p JOIN entries AS e ON e.id = p.rowid WHERE pairs MATCH ?"
        return {(kind, row) for kind, row in connection.execute(sql, (match(query),))}


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("水", "org_units"),
        ("水辺", "org_units"),
        ("水辺課", "org_units"),
        ("山田花子", "people"),
        ("山田 花子", "people"),
        ("花", "people"),
        ("渡り鳥", "duties"),
        ('"', "duties"),
        ("湖畔清掃", "budget_lines"),
        ("課", "posts"),
        ("2290", "posts"),
        ("ＬＡＫＥＳ．TXT", "documents"),
    ],
)
def test_what_is_printed_is_found(index: Path, query: str, kind: str) -> None:
    assert kind in {name for name, _ in found(index, query)}


def test_all_words_of_a_query_must_be_there(index: Path) -> None:
    assert {kind for kind, _ in found(index, "清掃 湖畔")} >= {"duties", "pages"}
    assert not found(index, "清掃 富士山")


def test_characters_must_follow_each_other(index: Path) -> None:
    assert not found(index, "水課")


@pytest.mark.parametrize("query", ['"', "'", "*", "a AND", "NEAR(", "^x", "-", "(", "{a b}:", "%", "\0", "あ" * 90])
def test_no_query_is_an_error(index: Path, query: str) -> None:
    expression = match(query)
    if expression is not None:
        found(index, query)


def test_white_space_alone_asks_for_nothing() -> None:
    assert match(" \u3000 ") is None


@given(st.text(max_size=40), st.integers(0, 39), st.integers(1, 12))
def test_every_part_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    part = text[start : start + length]
    expression = match("".join(part.split()))
    if expression is None:
        return
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE p USING fts5(words, content='', prefix='1', tokenize='ascii')")
        connection.execute("INSERT INTO p (rowid, words) VALUES (1, ?)", (pairs(key("".join(text.split())).text),))
        wanted = key("".join(part.split())).text
        hit = connection.execute("SELECT count(*) FROM p WHERE p MATCH ?", (expression,)).fetchone()[0]
        assert bool(hit) == (wanted in key("".join(text.split())).text)


def test_a_key_leads_back_to_its_text() -> None:
    raw = "国　際ｶﾞ A"
    found = key(raw)
    assert found.text == "国際ガa"
    assert [raw[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == ["国", "際", "ｶﾞ", "A"]


def test_the_same_database_gives_the_same_index(database: Path, index: Path, tmp_path: Path) -> None:
    assert write_index(database, tmp_path / INDEX).read_bytes() == index.read_bytes()


def test_an_index_knows_its_database(database: Path, index: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    shutil.copy(database, other)
    assert is_of(index, database)
    assert is_of(index, other)
    other.write_bytes(other.read_bytes() + b"\0" * 4096)
    assert not is_of(index, other)
    assert not is_of(tmp_path / "none.db", database)


def test_a_page_is_found_by_what_it_prints_where_the_file_names_a_letter_wrongly(tmp_path: Path) -> None:
    right = numbered(COMMON)
    [block] = {n >> 8 for n, name in right.items() if name == "部"}
    (tmp_path / "glyphs.pdf").write_bytes(page_of(counted(right, block), "予算部", right))
    build([tmp_path / "glyphs.pdf"], tmp_path)
    with closing(open_read_only(tmp_path / "kokusai.db")) as connection:
        [(text, file_text)] = connection.execute("SELECT text, file_text FROM pages").fetchall()
    assert text == "予算部"
    assert len(file_text) == len(text)
    assert "部" not in file_text
    assert "pages" in {kind for kind, _ in found(tmp_path / INDEX, "算部")}
