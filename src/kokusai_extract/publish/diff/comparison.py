"""Two years of a bureau side by side, as the change tables hold them or, for other years, found on the spot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from kokusai_extract.link.changes import Year, compare, years
from kokusai_extract.link.changes.archive import TABLES, records
from kokusai_extract.link.changes.compare import FACETS, Facet
from kokusai_extract.publish.site.archive import as_printed
from kokusai_extract.publish.site.reader import Reader
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import tables

Row = Any
Piece = tuple[str, str]

SAME = frozenset({"unchanged", "stayed"})
"""Kinds of change that are none; they are folded away."""

_SHOWN: Mapping[Facet, str] = {
    "unit": "SELECT t.*, p.name AS parent FROM org_units AS t LEFT JOIN org_units AS p ON p.id = t.parent_id",
    "duty": "SELECT t.*, u.name AS unit FROM duties AS t LEFT JOIN org_units AS u ON u.id = t.unit_id",
    "budget": "SELECT t.*, p.name AS parent FROM budget_lines AS t LEFT JOIN budget_lines AS p ON p.id = t.parent_id",
    "personnel": """
        SELECT t.*, p.title, p.rank, u.name AS unit, h.name AS person FROM memberships AS t
        LEFT JOIN posts AS p ON p.id = t.post_id LEFT JOIN org_units AS u ON u.id = p.unit_id
        LEFT JOIN people AS h ON h.id = t.person_id""",
    "city": "SELECT t.*, c.name, c.name_en FROM city_links AS t LEFT JOIN cities AS c ON c.id = t.city_id",
    "office": "SELECT t.* FROM offices AS t",
}


TABLE_OF: Mapping[Facet, str] = {
    "unit": "org_units",
    "duty": "duties",
    "budget": "budget_lines",
    "personnel": "memberships",
    "city": "city_links",
    "office": "offices",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing: a row of a change table, with the rows that it leads to and its detail."""

    row: Mapping[str, Any]
    before: Row | None
    after: Row | None
    detail: Mapping[str, Any]

    @property
    def open(self) -> bool:
        """Whether it is but a candidate."""
        return bool(self.row["relation"] == "open")

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.row["kind"] in SAME and not self.open

    @property
    def reasons(self) -> list[str]:
        """The codes of why it is thought so."""
        return list(_listed(self.row["reasons"]))

    @property
    def scope(self) -> list[str]:
        """The codes of what differs where the amounts of two budget lines are not of one scope."""
        return list(_listed(self.row.get("scope")))

    def marks(self, side: int) -> Sequence[tuple[int, int]]:
        """Return which stretches of the earlier (0) or later (1) text or name differ."""
        both = self.detail.get("text_marks") or self.detail.get("name_marks")
        return [(start, end) for start, end in both[side]] if both else []


@dataclass(frozen=True, slots=True)
class Part:
    """The changes of one facet; ``lacking`` are the years that print nothing of it, ``missing`` those between."""

    facet: Facet
    changes: Sequence[Change]
    lacking: Sequence[int]
    missing: Sequence[int]

    @property
    def told(self) -> list[Change]:
        """What changed."""
        return [change for change in self.changes if not change.same]

    @property
    def same(self) -> list[Change]:
        """What stayed as it was."""
        return [change for change in self.changes if change.same]


def held(reader: Reader) -> dict[str, list[int]]:
    """Return the years of which each bureau has documents."""
    found: dict[str, list[int]] = {}
    for bureau, year in reader.rows(
        "SELECT DISTINCT bureau, fiscal_year FROM documents WHERE bureau IS NOT NULL AND fiscal_year IS NOT NULL "
        "ORDER BY 1, 2"
    ):
        found.setdefault(bureau, []).append(year)
    return found


def missing_years(years: Sequence[int]) -> list[tuple[int, int]]:
    """Return the gaps between years, as (first, last) of the years that are missing.

    >>> missing_years([2015, 2016, 2022])
    [(2017, 2021)]
    """
    return [(a + 1, b - 1) for a, b in pairwise(years) if b - a > 1]


def documents_of(reader: Reader, bureau: str, *both: int) -> list[Row]:
    """Return the documents of some years of a bureau, year by year."""
    sql = "SELECT * FROM documents WHERE bureau = ? AND fiscal_year = ? ORDER BY file_name, id"
    return [document for year in both for document in reader.rows(sql, bureau, year)]


def parts(reader: Reader, bureau: str, earlier: int, later: int, facets: Sequence[Facet] = FACETS) -> list[Part]:
    """Return what changed between two years of a bureau, facet by facet."""
    documents = documents_of(reader, bureau, earlier, later)
    found = {facet: _stored(reader, facet, bureau, earlier, later) for facet in facets}
    lacking = {facet: [] if found[facet] else _lacking(reader, facet, documents, earlier, later) for facet in facets}
    wanted = [facet for facet in facets if not found[facet] and not lacking[facet]]
    before, after = _years(reader, documents, earlier, later) if wanted else (None, None)
    if before and after:
        for record in records(compare(before, after, wanted), (before, after)):
            facet = next(facet for facet in facets if f"{facet}_changes" == record.TABLE)
            found[facet].append(asdict(record))
    return [_part(reader, facet, found[facet], documents, lacking[facet]) for facet in facets]


def _lacking(reader: Reader, facet: Facet, documents: Sequence[Row], *both: int) -> list[int]:
    """Return which of two years print nothing of a facet; the bureau's own name alone is no list of its units."""
    sql = f"SELECT count(*) FROM {quote(TABLE_OF[facet])} WHERE document_id = ?"  # noqa: S608 - written below
    there = dict.fromkeys(both, 0)
    for document in documents:
        there[document["fiscal_year"]] += reader.value(sql, document["id"])
    return [year for year, count in there.items() if count <= (facet == "unit")]


def _part(
    reader: Reader, facet: Facet, found: list[Mapping[str, Any]], documents: list[Row], lacking: Sequence[int]
) -> Part:
    shown = _rows(reader, facet, documents) if found else {}
    changes = [
        Change(row, shown.get(row["from_id"]), shown.get(row["to_id"]), json.loads(row["detail"] or "{}"))
        for row in sorted(found, key=lambda row: (row["event"] or row["id"], row["id"]))
    ]
    missing = _listed(found[0]["missing_years"]) if found else ()
    order = as_printed(reader, TABLE_OF[facet], documents, list(shown.values()))
    places = {row["id"]: place for place, row in enumerate(order)}
    return Part(facet, _in_order(changes, places), lacking, list(missing))


def _in_order(changes: list[Change], places: Mapping[str, int]) -> list[Change]:
    """Return changes of one event together, events in the printed order of the rows they lead to."""

    def place(change: Change) -> tuple[bool, int]:
        """What the earlier year prints comes first; ``places`` are those of the rows of both years."""
        row = change.before if change.before is not None else change.after
        return change.before is None, places.get(row["id"], -1) if row is not None else -1

    first: dict[str, tuple[bool, int]] = {}
    for change in changes:
        event = change.row["event"] or change.row["id"]
        first[event] = min(first.get(event, place(change)), place(change))
    return sorted(
        changes, key=lambda change: (*first[change.row["event"] or change.row["id"]], place(change), change.row["id"])
    )


def _stored(reader: Reader, facet: Facet, bureau: str, earlier: int, later: int) -> list[Mapping[str, Any]]:
    sql = f"SELECT * FROM {quote(f'{facet}_changes')} WHERE bureau = ? AND from_year = ? AND to_year = ?"  # noqa: S608
    return [dict(zip(row.keys(), row, strict=True)) for row in reader.rows(sql, bureau, earlier, later)]


def _rows(reader: Reader, facet: Facet, documents: Sequence[Row]) -> dict[str, Row]:
    marks = ", ".join("?" * len(documents))
    ids = [document["id"] for document in documents]
    return {row["id"]: row for row in reader.rows(f"{_SHOWN[facet]} WHERE t.document_id IN ({marks})", *ids)}


def _years(reader: Reader, documents: Sequence[Row], earlier: int, later: int) -> tuple[Year | None, Year | None]:
    """Return the two years as united from their documents; where bureaus share a name, those of one municipality."""
    united, _ = years({table: list(_plain(reader, table, documents)) for table in TABLES})
    by_year = {(year.which.fiscal_year, year.which.municipality_code): year for year in united}
    codes = sorted({year.which.municipality_code or "" for year in united})
    pairs = [(by_year.get((earlier, code or None)), by_year.get((later, code or None))) for code in codes]
    return next((pair for pair in pairs if all(pair)), pairs[0] if pairs else (None, None))


def _plain(reader: Reader, table: str, documents: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table that documents print, lists as tuples."""
    lists = [column.name for column in tables()[table].columns if column.type == "array"]
    marks = ", ".join("?" * len(documents))
    where = {
        "documents": f"id IN ({marks})",
        "people": f"id IN (SELECT person_id FROM memberships WHERE document_id IN ({marks}))",  # noqa: S608
    }.get(table, f"document_id IN ({marks})")
    sql = f"SELECT * FROM {quote(table)} WHERE {where} ORDER BY id"  # noqa: S608 - names of the schema
    for row in reader.rows(sql, *(document["id"] for document in documents)):
        values = dict(zip(row.keys(), row, strict=True))
        yield {**values, **{name: _listed(values[name]) for name in lists}}


def _listed(value: Any) -> tuple[Any, ...]:
    """Return a list as the database or a record holds it."""
    return tuple(json.loads(value)) if isinstance(value, str) else tuple(value or ())


def pieces(text: str, marks: Sequence[tuple[int, int]], tag: str) -> list[Piece]:
    """Return a text in pieces, those within ``marks`` under ``tag``.

    >>> pieces("国際の連携", [(0, 2)], "del")
    [('del', '国際'), ('', 'の連携')]
    """
    found, position = [], 0
    for start, end in marks:
        found += [("", text[position:start]), (tag, text[start:end])]
        position = end
    return [piece for piece in (*found, ("", text[position:])) if piece[1]]
