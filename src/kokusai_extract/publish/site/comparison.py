"""Two years of a bureau side by side: what the change tables say, or else what bears the same name in both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from kokusai_extract.publish.search import key
from kokusai_extract.publish.site import archive
from kokusai_extract.publish.site.asked import Asked
from kokusai_extract.publish.site.reader import Reader
from kokusai_extract.store.ddl import quote

Row = Any
Piece = tuple[str, str]

SAME = frozenset({"unchanged", "stayed", "both"})
"""Kinds of change that are none; they are folded away."""

BUDGET_KINDS = ("summary", "breakdown", "ledger", "highlight", "related")
"""Kinds of budget tables; of those with as many names in common, the first is compared."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing; ``kind`` is ``both``, ``only_before`` or ``only_after`` where names alone tell."""

    kind: str
    before: Row | None
    after: Row | None
    detail: str | None = None
    score: float | None = None
    certainty: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Changes of one kind of thing. ``decided`` tells whether the change tables hold them.

    ``before`` and ``after`` are the documents that were compared; None where a year has none with such things.
    """

    name: str
    decided: bool
    changes: Sequence[Change]
    before: Row | None
    after: Row | None

    @property
    def told(self) -> list[Change]:
        """What changed."""
        return [change for change in self.changes if change.kind not in SAME]

    @property
    def same(self) -> list[Change]:
        """What stayed as it was."""
        return [change for change in self.changes if change.kind in SAME]


@dataclass(frozen=True, slots=True)
class _Thing:
    """How things of one kind are read: their change table, their rows, and what names them across years."""

    name: str
    changes: str
    sql: str
    same: Callable[[Row], object]


_THINGS = (
    _Thing(
        "units",
        "unit_changes",
        "SELECT t.*, p.name AS parent FROM org_units AS t LEFT JOIN org_units AS p ON p.id = t.parent_id",
        lambda row: row["name"],
    ),
    _Thing(
        "duties",
        "duty_changes",
        "SELECT t.*, u.name AS unit FROM duties AS t LEFT JOIN org_units AS u ON u.id = t.unit_id",
        lambda row: key(row["text"]).text,
    ),
    _Thing(
        "budget",
        "budget_changes",
        "SELECT t.*, p.name AS parent FROM budget_lines AS t LEFT JOIN budget_lines AS p ON p.id = t.parent_id",
        lambda row: (row["table_kind"], key(row["name"]).text) if row["name"] else row["id"],
    ),
    _Thing(
        "people",
        "personnel_changes",
        """SELECT t.*, p.title, p.rank, u.name AS unit, h.name AS person FROM memberships AS t
           LEFT JOIN posts AS p ON p.id = t.post_id LEFT JOIN org_units AS u ON u.id = p.unit_id
           LEFT JOIN people AS h ON h.id = t.person_id""",
        lambda row: row["person_id"] or row["id"],
    ),
    _Thing(
        "cities",
        "city_changes",
        "SELECT t.*, c.name, c.name_en FROM city_links AS t LEFT JOIN cities AS c ON c.id = t.city_id",
        lambda row: (row["city_id"] or row["printed_name"], row["kind"]),
    ),
)


def compare(asked: Asked, bureau: str, earlier: int, later: int) -> list[Part]:
    """Return what changed between two years of a bureau, one part for each kind of thing."""
    return [_part(asked.reader, thing, bureau, earlier, later) for thing in _THINGS]


def _part(reader: Reader, thing: _Thing, bureau: str, earlier: int, later: int) -> Part:
    decided = reader.rows(
        f"SELECT * FROM {quote(thing.changes)} WHERE bureau = ? AND from_year = ? AND to_year = ? ORDER BY id",  # noqa: S608
        bureau,
        earlier,
        later,
    )
    before, old = _rows(reader, thing, bureau, earlier)
    after, new = _rows(reader, thing, bureau, later)
    if not decided:
        return Part(thing.name, decided=False, changes=list(_by_name(thing, old, new)), before=before, after=after)
    changes = [_decided(reader, thing, row) for row in decided]
    return Part(thing.name, decided=True, changes=changes, before=before, after=after)


def _decided(reader: Reader, thing: _Thing, change: Row) -> Change:
    sql = f"{thing.sql} WHERE t.id = ?"
    before = reader.row(sql, change["from_id"]) if change["from_id"] else None
    after = reader.row(sql, change["to_id"]) if change["to_id"] else None
    return Change(change["kind"], before, after, change["detail"], change["score"], change["certainty"])


def _rows(reader: Reader, thing: _Thing, bureau: str, year: int) -> tuple[Row | None, list[Row]]:
    """Return the document of a year that says most of a kind of thing, and its rows."""
    best: tuple[Row | None, list[Row]] = (None, [])
    for document in archive.documents(reader, year, bureau):
        rows = reader.rows(f"{thing.sql} WHERE t.document_id = ? ORDER BY t.id", document["id"])
        if len(rows) > len(best[1]):
            best = (document, rows)
    return best


def _by_name(thing: _Thing, old: Sequence[Row], new: Sequence[Row]) -> Iterator[Change]:
    """Pair rows that bear the same name; of budget tables, only the kind that has most names in common."""
    if thing.name == "budget":
        names = {thing.same(row) for row in old} & {thing.same(row) for row in new}
        common = Counter(name[0] for name in names if isinstance(name, tuple))
        wanted = max(BUDGET_KINDS, key=lambda kind: common[kind])
        old, new = ([row for row in rows if row["table_kind"] == wanted] for rows in (old, new))
    if not old or not new:
        return
    befores, afters = _groups(thing, old), _groups(thing, new)
    for name in dict.fromkeys([*befores, *afters]):
        pairs = _zipped(befores.get(name, []), afters.get(name, []))
        for before, after in pairs:
            yield Change("both" if before and after else "only_before" if before else "only_after", before, after)


def _groups(thing: _Thing, rows: Iterable[Row]) -> dict[object, list[Row]]:
    found: dict[object, list[Row]] = {}
    for row in rows:
        found.setdefault(thing.same(row), []).append(row)
    return found


def _zipped(old: list[Row], new: list[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    for i in range(max(len(old), len(new))):
        yield old[i] if i < len(old) else None, new[i] if i < len(new) else None


def worded(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Return two texts in pieces, those that differ told apart as ``del`` and ``ins``.

    >>> worded("国際の連携", "都市の連携")
    ([('del', '国際'), ('', 'の連携')], [('ins', '都市'), ('', 'の連携')])
    """
    old: list[Piece] = []
    new: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = tag == "equal"
        old += [("" if same else "del", before[a:b])] if a < b else []
        new += [("" if same else "ins", after[c:d])] if c < d else []
    return old, new
