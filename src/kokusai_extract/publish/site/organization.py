"""The organization that one document shows: units as a tree, with their posts, people and duties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kokusai_extract.publish.site import archive
from kokusai_extract.publish.site.asked import Asked

Row = Any

_RANKS = (
    "director_general",
    "deputy_director_general",
    "executive_director",
    "department_director",
    "office_director",
    "division_manager",
    "section_manager",
    "assistant_manager",
    "other",
)


@dataclass(slots=True)
class Unit:
    """A unit with what is printed of it, and the units under it in printed order."""

    row: Row
    posts: list[Row] = field(default_factory=list)
    duties: list[Row] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    change: Row | None = None

    @property
    def id(self) -> str:
        """The unit's id."""
        return str(self.row["id"])

    @property
    def name(self) -> str:
        """The unit's name."""
        return str(self.row["name"])

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Unit]]:
        """Yield it and all units under it, each with its depth."""
        yield depth, self
        for unit in self.units:
            yield from unit.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Organization:
    """What a document shows of the organization; posts and duties outside any unit stand apart."""

    document: Row
    units: Sequence[Unit]
    loose_posts: Sequence[Row]
    loose_duties: Sequence[Row]
    abolished: Sequence[Row]
    compared_with: int | None

    @property
    def empty(self) -> bool:
        """Whether the document shows nothing of it."""
        return not (self.units or self.loose_posts or self.loose_duties)

    def walk(self) -> Iterator[tuple[int, Unit]]:
        """Yield every unit with its depth, in printed order."""
        for unit in self.units:
            yield from unit.walk()


def organization(asked: Asked, document: Row) -> Organization:
    """Return the organization that a document shows, with what changed since the document before."""
    one = [document]
    units = {row["id"]: Unit(row) for row in archive.of_documents(asked.reader, "org_units", one, "position, id")}
    parents = {name: unit.row["parent_id"] for name, unit in units.items()}
    tops: list[Unit] = []
    for unit in units.values():
        parent = units.get(unit.row["parent_id"])
        (tops if parent is None or archive.loops(parents, unit.id) else parent.units).append(unit)
    loose_posts = _share(_posts(asked, document), units, "posts")
    loose_duties = _share(_printed(asked, "duties", one), units, "duties")
    changes = asked.reader.rows(
        "SELECT c.* FROM unit_changes AS c JOIN org_units AS u ON u.id = c.to_id "
        "WHERE u.document_id = ? AND c.kind <> 'unchanged'",
        document["id"],
    )
    for change in changes:
        units[change["to_id"]].change = change
    compared = asked.reader.value(
        "SELECT from_year FROM unit_changes WHERE to_id IN (SELECT id FROM org_units WHERE document_id = ?) LIMIT 1",
        document["id"],
    )
    abolished = asked.reader.rows(
        """
        SELECT c.*, u.name FROM unit_changes AS c JOIN org_units AS u ON u.id = c.from_id
        WHERE c.kind = 'abolished' AND c.to_year = ? AND c.from_year = ? AND c.bureau IS ?
        """,
        document["fiscal_year"],
        compared,
        document["bureau"],
    )
    return Organization(document, tops, loose_posts, loose_duties, abolished, compared)


def one_unit(asked: Asked, row: Row, document: Row) -> tuple[Unit, list[Unit]]:
    """Return a unit with its posts, duties and the units under it, and the units above it from the top."""
    reader = asked.reader
    unit = Unit(
        row,
        _posts(asked, document, row["id"]),
        archive.as_printed(
            reader, "duties", [document], reader.rows("SELECT * FROM duties WHERE unit_id = ? ORDER BY id", row["id"])
        ),
        [
            Unit(below)
            for below in reader.rows("SELECT * FROM org_units WHERE parent_id = ? ORDER BY position, id", row["id"])
        ],
    )
    above: list[Unit] = []
    seen = {row["id"]}
    while (parent := reader.row("SELECT * FROM org_units WHERE id = ?", row["parent_id"])) and parent["id"] not in seen:
        row = parent
        seen.add(row["id"])
        above.insert(0, Unit(row))
    return unit, above


def _posts(asked: Asked, document: Row, unit: str | None = None) -> list[Row]:
    """Return posts with the people in them, by rank and then as printed; an empty post stands alone."""
    found = asked.reader.rows(
        f"""
        SELECT p.id, p.unit_id, p.title, p.rank, p.phone, m.id AS membership_id, m.person_id, m.concurrent,
          m.on_behalf_of, m.certainty, m.withheld, h.name AS person
        FROM posts AS p LEFT JOIN memberships AS m ON m.post_id = p.id LEFT JOIN people AS h ON h.id = m.person_id
        WHERE {"p.unit_id = ?" if unit else "p.document_id = ?"} ORDER BY p.id, m.id
        """,  # noqa: S608 - written above
        unit or document["id"],
    )
    found = archive.as_printed(asked.reader, "posts", [document], found)
    return sorted(found, key=lambda row: _RANKS.index(row["rank"]) if row["rank"] in _RANKS else len(_RANKS))


def _printed(asked: Asked, table: str, documents: Sequence[Row]) -> list[Row]:
    rows = archive.of_documents(asked.reader, table, documents)
    return archive.as_printed(asked.reader, table, documents, rows)


def _share(rows: list[Row], units: dict[str, Unit], name: str) -> list[Row]:
    """Give each row to its unit; return those that belong to none."""
    loose: list[Row] = []
    for row in rows:
        unit = units.get(row["unit_id"])
        (getattr(unit, name) if unit else loose).append(row)
    return loose
