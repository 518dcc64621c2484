"""The search of an edition: scripts that hold what is found, and by which pairs of characters, for ``find.js``.

A browser opens a folder's scripts but not its data, so the index is scripts that call one function. It is cut up: a
search fetches only the pairs that it asks for and the entries that it shows.

- ``find/about.js``: how characters are searched (as :func:`kokusai_extract.publish.search.key` does), titles of kinds.
- ``find/p<n>.js``: entries by pair, for the pairs whose first character's code point leaves ``n`` (as differences).
- ``find/e<n>.js``: entries: kind, title, year and bureau, text, and the page that it leads to.
"""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kokusai_extract.publish.search import KINDS, entries, key
from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.publish.site.rows import row_address
from kokusai_extract.publish.site.words import table_title
from kokusai_extract.store.connection import sqlite3

FOLDER = "find"
PARTS = 64
"""Files that the pairs are spread over."""
LOT = 400
"""Entries of one file."""
MOST_OF_A_KIND = 20_000
"""Kinds of which there are more are found by the text of their pages alone."""

_CLUSTER = re.compile("[\uff66-\uff9d][\uff9e\uff9f]|[\u3041-\u30ff][\u3099\u309a]")
_PRINTED_AT = {
    "duties": "text",
    "posts": "title",
    "city_links": "printed_name",
    "offices": "name",
    "indicators": "name",
}


def write_find(connection: sqlite3.Connection, folder: Path, file: Callable[[str], str | None]) -> None:
    """Write the search of a database into ``folder/find``; ``file`` gives the file that an address leads to."""
    folder = folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    pairs: dict[str, array[int]] = defaultdict(lambda: array("L"))
    found: list[list[Any]] = []
    lots = 0
    for entry in _entries(connection, file):
        number = lots * LOT + len(found)
        for pair in sorted(_pairs(f"{entry[1] or ''}\n{entry[4] or ''}")):
            pairs[pair].append(number)
        found.append(entry)
        if len(found) == LOT:
            _write(folder / f"e{lots}.js", "entries", lots, found)
            lots, found = lots + 1, []
    _write(folder / f"e{lots}.js", "entries", lots, found)
    parts: dict[int, dict[str, list[int]]] = defaultdict(dict)
    for pair in sorted(pairs):
        parts[ord(pair[0]) % PARTS][pair] = _differences(pairs[pair])
    for part in range(PARTS):
        _write(folder / f"p{part}.js", "pairs", part, parts.get(part, {}))
    kinds = {kind: [table_title(kind, "ja"), table_title(kind, "en")] for kind in KINDS}
    about = {"parts": PARTS, "lot": LOT, "kinds": kinds, "characters": _characters()}
    text = f"var kokusai = {_json(about)};\n"
    (folder / "about.js").write_text(text, encoding="utf-8", newline="\n")


def _entries(connection: sqlite3.Connection, file: Callable[[str], str | None]) -> Iterator[list[Any]]:
    for kind in KINDS:
        (count,) = connection.execute(f"SELECT count(*) FROM {kind}").fetchone()  # noqa: S608 - written in search.py
        if count > MOST_OF_A_KIND and kind not in ("documents", "pages"):
            continue
        for row_id, document_id, year, bureau, page, title, text in entries(connection, kind):
            target = file(_address(kind, row_id, document_id, page))
            if target:
                yield [kind, title, year, bureau, None if text == title else text, target, page]


def _address(kind: str, row_id: str, document_id: str, page: int | None) -> str:
    to = Addresses()
    if kind == "pages":
        return to.document(document_id, page)
    if column := _PRINTED_AT.get(kind):
        return to.source(kind, row_id, column)
    return row_address(to, kind, row_id)


def searched(text: str) -> str:
    """Return a text as it is searched: each character, or kana with its mark, as :func:`key` has it.

    >>> searched("国　際　局 ﾊﾞｽ Y")
    '国際局バスy'
    """
    if _CLUSTER.search(text):
        text = _CLUSTER.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return text.translate(_KEYS)


class _Keys(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = made = key(chr(code)).text
        return made


_KEYS = _Keys()


def _pairs(text: str) -> set[str]:
    """Return every pair of neighbouring characters, and the last character alone."""
    whole = searched(text)
    return {whole[at : at + 2] for at in range(len(whole))}


def _differences(numbers: Sequence[int]) -> list[int]:
    return [number - before for before, number in zip((0, *numbers), numbers, strict=False)]


@cache
def _characters() -> dict[str, str]:
    """Return the characters that are searched as something else than NFKC and lower case make of them."""
    found = {}
    for code in (*range(0x20, 0xAC00), *range(0xF900, 0x10000)):
        character = chr(code)
        usual = "".join(unicodedata.normalize("NFKC", character).lower().split())
        if (made := key(character).text) != usual:
            found[character] = made
    return found


def _write(path: Path, name: str, number: int, content: Any) -> None:
    path.write_text(f"kokusai.{name}({number},{_json(content)});\n", encoding="utf-8", newline="\n")


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("\u2028", "").replace("\u2029", "")
