"""What a unit or programme was in other years: followed through the changes, else only by the same name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kokusai_extract.publish.site.reader import Reader
from kokusai_extract.store.ddl import quote

Row = Any
_FARTHEST = 200


@dataclass(frozen=True, slots=True)
class Lineage:
    """Rows of the same thing in several documents, by year; ``changes`` are those that join them, by later row.

    ``namesakes`` are rows of the same name in other documents, about which no change says whether they are the same.
    """

    rows: Sequence[Row]
    changes: dict[str, Row]
    namesakes: Sequence[Row]


def lineage(reader: Reader, table: str, changes_table: str, row_id: str) -> Lineage:
    """Follow the changes from a row, to earlier and to later documents."""
    sql = f"SELECT * FROM {quote(changes_table)} WHERE from_id = ?1 OR to_id = ?1 ORDER BY id"  # noqa: S608
    seen, waiting = {row_id}, [row_id]
    changes: dict[str, Row] = {}
    while waiting and len(seen) < _FARTHEST:
        for change in reader.rows(sql, waiting.pop()):
            if change["to_id"] is not None:
                changes[change["to_id"]] = change
            for other in (change["from_id"], change["to_id"]):
                if other is not None and other not in seen:
                    seen.add(other)
                    waiting.append(other)
    rows = _rows(reader, table, sorted(seen))
    return Lineage(rows, changes, _namesakes(reader, table, row_id, seen))


def _rows(reader: Reader, table: str, ids: Sequence[str]) -> list[Row]:
    marks = ", ".join("?" * len(ids))
    return reader.rows(
        f"""
        SELECT t.*, d.bureau, coalesce(d.title, d.file_name) AS document, p.name AS parent
        FROM {quote(table)} AS t JOIN documents AS d ON d.id = t.document_id
        LEFT JOIN {quote(table)} AS p ON p.id = t.parent_id
        WHERE t.id IN ({marks}) ORDER BY t.fiscal_year, d.file_name, t.id
        """,  # noqa: S608 - names of the schema
        *ids,
    )


def _namesakes(reader: Reader, table: str, row_id: str, known: set[str]) -> list[Row]:
    """Return rows of the same name and bureau in other documents, at most some tens."""
    same = f"""
        SELECT o.id FROM {quote(table)} AS t JOIN documents AS d ON d.id = t.document_id
        JOIN {quote(table)} AS o ON o.name = t.name JOIN documents AS e ON e.id = o.document_id AND e.bureau IS d.bureau
        WHERE t.id = ? LIMIT 80
    """  # noqa: S608
    others = [other for other in reader.values(same, row_id) if other not in known]
    return _rows(reader, table, others) if others else []
