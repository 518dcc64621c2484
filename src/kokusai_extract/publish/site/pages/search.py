"""Search over everything: an overview of a few finds of each kind, or all finds of one kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kokusai_extract.publish.search import KINDS, Key, key, match
from kokusai_extract.publish.site.asked import Answer, Asked
from kokusai_extract.publish.site.reader import Reader
from kokusai_extract.publish.site.rows import row_address
from kokusai_extract.store.connection import sqlite3

IN_OVERVIEW, ON_A_PAGE, COUNTED = 6, 50, 1000
LONGEST, AROUND = 100, 36


@dataclass(frozen=True, slots=True)
class Find:
    """One find: what it is, where it leads, and the words around what was looked for."""

    entry: Any
    href: str
    source: str | None
    pieces: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Group:
    """The finds of one kind; ``count`` is at most :data:`COUNTED`, and there may be more then."""

    kind: str
    count: int
    finds: Sequence[Find]


_SOURCES = {
    "duties": "text",
    "posts": "title",
    "city_links": "printed_name",
    "offices": "name",
    "indicators": "name",
    "org_units": "name",
    "people": "name",
    "budget_lines": "name",
}
"""The column whose source a find leads to beside its own page."""


def search(asked: Asked) -> Answer:
    """Answer ``/search?q=…``, with ``kind``, ``year`` and ``page`` to narrow it down."""
    query = asked.query.get("q", "")[:LONGEST].strip()
    expression = match(query)
    kind = asked.query.get("kind") if asked.query.get("kind") in KINDS else None
    year, page = asked.number("year"), max(asked.number("page", 1) or 1, 1)
    groups: list[Group] = []
    if expression:
        wanted = Wanted(expression, words(query), year)
        with asked.site.index.reader() as reader:
            if kind:
                groups = [_group(asked, reader, wanted, kind, ON_A_PAGE, skip=(page - 1) * ON_A_PAGE)]
            else:
                groups = [_group(asked, reader, wanted, name, IN_OVERVIEW) for name in KINDS]
    return asked.page(
        "search.html",
        searched=query,
        groups=[group for group in groups if group.count],
        kind=kind,
        year=year,
        number=page,
        pages=-(-groups[0].count // ON_A_PAGE) if kind and groups else 1,
        counted=COUNTED,
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: the index's expression, the words in it, and the year if only one is wanted."""

    expression: str
    words: Sequence[str]
    year: int | None


def _group(asked: Asked, reader: Reader, wanted: Wanted, kind: str, size: int, *, skip: int = 0) -> Group:
    bounds = reader.row("SELECT first, last FROM kinds WHERE kind = ?", kind)
    if bounds is None or bounds["last"] < bounds["first"]:
        return Group(kind, 0, ())
    found = "FROM pairs AS p JOIN entries AS e ON e.id = p.rowid WHERE p.pairs MATCH ?1 AND p.rowid BETWEEN ?2 AND ?3"
    where = " AND e.fiscal_year = ?4" if wanted.year else " AND ?4 IS NULL"
    values = (wanted.expression, bounds["first"], bounds["last"], wanted.year)
    count = reader.value(f"SELECT count(*) FROM (SELECT 1 {found}{where} LIMIT {COUNTED})", *values)  # noqa: S608
    if not count:
        return Group(kind, 0, ())
    sql = f"SELECT e.* {found}{where} ORDER BY p.rowid LIMIT ?5 OFFSET ?6"
    return Group(kind, count, [_find(asked, row, wanted.words) for row in reader.rows(sql, *values, size, skip)])


def _find(asked: Asked, entry: sqlite3.Row, words: Sequence[str]) -> Find:
    kind, row_id = entry["kind"], entry["row_id"]
    if kind == "pages":
        href = asked.to.page(f"/document/{entry['document_id']}/page/{entry['page']}", find=" ".join(words))
    else:
        href = row_address(asked.to, kind, row_id)
    column = _SOURCES.get(kind)
    source = asked.to.source(kind, row_id, column) if column else None
    if kind == "duties" and source:
        href = source
    text = entry["title"] if kind == "people" else entry["text"] or ""
    return Find(entry, href, source, tuple(snippet(text, words)))


def snippet(raw: str, words: Sequence[str], around: int = AROUND) -> Iterator[tuple[str, bool]]:
    """Yield the raw text around the first place of any word in pieces, those that are the words told apart.

    >>> list(snippet("海外の港 との交流", ["港と"]))
    [('海外の', False), ('港 と', True), ('の交流', False)]
    """
    text = " ".join(raw.split())
    marked = places(key(text), words)
    first = max(min((start for start, _ in marked), default=0) - around // 2, 0)
    last = min(first + 3 * around, len(text))
    if first:
        yield "…", False
    position = first
    for start, end in marked:
        if start < position or end > last:
            continue
        if start > position:
            yield text[position:start], False
        yield text[start:end], True
        position = end
    if position < last:
        yield text[position:last], False
    if last < len(text):
        yield "…", False


def words(query: str) -> list[str]:
    """Return the keys of a query's words."""
    return [word for word in (key(part).text for part in query.split()) if word]


def places(searched: Key, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where any of the words stand in a key's raw text, as half-open spans in order."""
    found = []
    for word in words:
        start = searched.text.find(word) if word else -1
        while start >= 0:
            found.append((searched.starts[start], searched.ends[start + len(word) - 1]))
            start = searched.text.find(word, start + len(word))
    return sorted(found)
