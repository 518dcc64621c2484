"""An index of everything in a database by pairs of characters, in a file of its own beside it (see ADR 0017).

Japanese is written without spaces, so words are found by their characters: 国際局 is kept as 国際 際局 局, a search
for 国際 looks for that pair, one for 港 for what begins with it, a longer one for pairs that follow each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kokusai_extract.errors import OutputFailed
from kokusai_extract.read.folding import fold_characters, table
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.write import output_lock, replacing

INDEX = "search.db"
VERSION = "1"
"""Of what the index holds; another version is made again."""

_LOT = 5_000

_SCHEMA = """
    CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
    CREATE TABLE entries (
      id INTEGER PRIMARY KEY, kind TEXT, row_id TEXT, document_id TEXT, fiscal_year INTEGER, bureau TEXT,
      page INTEGER, title TEXT, text TEXT);
    CREATE TABLE kinds (kind TEXT PRIMARY KEY, first INTEGER, last INTEGER) WITHOUT ROWID;
    CREATE VIRTUAL TABLE pairs USING fts5(words, content='', columnsize=0, prefix='1', tokenize='ascii');
"""


_ENTRIES = {
    "people": """
        SELECT p.id, NULL, (SELECT max(fiscal_year) FROM memberships WHERE person_id = p.id), NULL, NULL, p.name,
          p.name
        FROM people AS p""",
    "org_units": """
        SELECT t.id, t.document_id, t.fiscal_year, d.bureau, NULL, t.name,
          t.name
        FROM org_units AS t JOIN documents AS d ON d.id = t.document_id""",
    "budget_lines": """
        SELECT t.id, t.document_id, t.fiscal_year, d.bureau, NULL, coalesce(t.name, t.table_kind),
          printf('%s %s %s %s', t.name, t.description, t.note, t.account)
        FROM budget_lines AS t JOIN documents AS d ON d.id = t.document_id""",
    "cities": """
        SELECT c.id, NULL, NULL, NULL, NULL, coalesce(c.name, c.name_en),
          printf('%s %s', c.name, c.name_en)
        FROM cities AS c""",
    "city_links": """
        SELECT t.id, t.document_id, t.fiscal_year, d.bureau, NULL, t.printed_name,
          t.printed_name
        FROM city_links AS t JOIN documents AS d ON d.id = t.document_id""",
    "offices": """
        SELECT t.id, t.document_id, t.fiscal_year, d.bureau, NULL, t.name,
          printf('%s %s %s', t.name, t.jurisdiction, t.note)
        FROM offices AS t JOIN documents AS d ON d.id = t.document_id""",
    "posts": """
        SELECT t.id, t.document_id, t.fiscal_year, d.bureau, NULL, t.title,
          printf('%s %s', t.title, t.phone)
        FROM posts AS t JOIN documents AS d ON d.id = t.document_id""",
    "duties": """
        SELECT t.id, t.document_id, t.fiscal_year, d.bureau, NULL, u.name,
          t.text
        FROM duties AS t JOIN documents AS d ON d.id = t.document_id
        LEFT JOIN org_units AS u ON u.id = t.unit_id""",
    "indicators": """
        SELECT t.id, t.document_id, t.fiscal_year, d.bureau, NULL, t.name,
          printf('%s %s %s', t.name, t.policy, t.target)
        FROM indicators AS t JOIN documents AS d ON d.id = t.document_id""",
    "findings": """
        SELECT f.id, f.document_id, d.fiscal_year, d.bureau, f.page, f.code,
          printf('%s %s %s', f.message_ja, f.message, f.code)
        FROM findings AS f LEFT JOIN documents AS d ON d.id = f.document_id""",
    "documents": """
        SELECT d.id, d.id, d.fiscal_year, d.bureau, NULL, coalesce(d.title, d.file_name),
          printf('%s %s %s %s', d.title, d.file_name, d.bureau, d.kind)
        FROM documents AS d""",
    "pages": """
        SELECT p.document_id || '/' || p.number, p.document_id, d.fiscal_year, d.bureau, p.number,
          coalesce(d.title, d.file_name), p.text
        FROM pages AS p JOIN documents AS d ON d.id = p.document_id""",
}
"""What is found, by table, in the order in which it is shown: id, document, year, bureau, page, title, text."""

KINDS = tuple(_ENTRIES)


@dataclass(frozen=True, slots=True)
class Key:
    """A text as it is searched; character ``i`` of it was made from ``raw[starts[i]:ends[i]]``."""

    text: str
    starts: list[int]
    ends: list[int]


def key(raw: str) -> Key:
    """Return a text without white space, in one width, case and kanji form.

    >>> key("国　際　局 ﾖｺﾊﾏ Y-PORT 髙﨑").text
    '国際局ヨコハマy－port高崎'
    """
    folded = fold_characters(raw)
    text = folded.text.translate(_plain())
    if not any(map(str.isspace, text)):
        return Key(text, folded.starts, folded.ends)
    kept = [i for i, character in enumerate(text) if not character.isspace()]
    return Key("".join(text[i] for i in kept), [folded.starts[i] for i in kept], [folded.ends[i] for i in kept])


def pairs(text: str) -> str:
    """Return every pair of neighbouring characters of a key, and its last character, as words.

    >>> pairs("国際局")
    '国際 際局 局'
    """
    return " ".join(text[i : i + 2] for i in range(len(text)))


def match(query: str) -> str | None:
    """Return the FTS5 expression for a query: all its words, each wherever its characters follow each other.

    Whatever a person types is a text to be found, never an operator; nothing to be found gives None.

    >>> match('国際局 港'), match('"'), match("  ")
    ('"国際 際局" AND "港" *', '"＂" *', None)
    """
    words = [key(word).text for word in query.split()]
    terms = [f'"{word}" *' if len(word) == 1 else f'"{pairs(word)[:-2]}"' for word in words if word]
    return " AND ".join(terms) or None


@cache
def _plain() -> dict[int, str]:
    """Return what a folded character is searched as: small, standard kanji, ASCII signs as full-width ones.

    The tokenizer takes ASCII signs for spaces; as full-width ones they are characters like others.
    """
    variants = {ord(k): v for k, v in table("variants.csv", "variant", "standard").items() if len(k) == len(v) == 1}
    signs = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F) if not chr(code).isalnum()}
    small = {code: chr(code).lower() for code in range(0x41, 0x3000) if len(chr(code).lower()) == 1}
    return {**small, **variants, **signs}


def digest(database: Path) -> str:
    """Return the SHA-256 of a database file, by which an index knows what it was made from."""
    with database.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_of(index: Path, database: Path) -> bool:
    """Tell whether an index was made from this very database by this version."""
    if not index.is_file():
        return False
    try:
        with closing(open_read_only(index)) as connection:
            about = dict(connection.execute("SELECT key, value FROM about").fetchall())
    except sqlite3.Error:
        return False
    return about == {"database": digest(database), "version": VERSION}


def write_index(database: Path, index: Path) -> Path:
    """Write the index of a database. The same database gives the same bytes.

    Raises:
        OutputLocked: when another build writes to the folder.
        OutputFailed: when it could not be written; an earlier index stands as it was.
    """
    with output_lock(index.parent), replacing(index) as partial:
        try:
            with (
                closing(open_read_only(database)) as source,
                closing(sqlite3.connect(partial, isolation_level=None)) as target,
            ):
                _fill(source, target)
                about = (("database", digest(database)), ("version", VERSION))
                target.executemany("INSERT INTO about VALUES (?, ?)", about)
                target.execute("COMMIT")
        except sqlite3.Error as error:
            raise OutputFailed(f"{index}: {error}") from error
    return index


def _fill(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    target.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
    target.execute("BEGIN")
    number = 0
    for kind in KINDS:
        first = number + 1
        for lot in _lots(source, kind):
            rows = [(number + i, kind, *row) for i, row in enumerate(lot, 1)]
            number += len(rows)
            target.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            words = ((row[0], pairs(key(row[8] or "").text)) for row in rows)
            target.executemany("INSERT INTO pairs (rowid, words) VALUES (?, ?)", words)
        target.execute("INSERT INTO kinds VALUES (?, ?, ?)", (kind, first, number))
    target.execute("INSERT INTO pairs (pairs) VALUES ('optimize')")


def entries(source: sqlite3.Connection, kind: str) -> Iterator[tuple[Any, ...]]:
    """Yield what is found of a kind: (row id, document, year, bureau, page, title, text), the latest year first."""
    for lot in _lots(source, kind):
        yield from lot


def _lots(source: sqlite3.Connection, kind: str) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of a kind, the latest year first, some thousands at a time."""
    found = source.execute(f"{_ENTRIES[kind]} ORDER BY 3 DESC, 4, 1")
    while lot := found.fetchmany(_LOT):
        yield lot
