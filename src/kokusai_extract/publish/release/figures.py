"""How many of the amounts in a database are proved by the arithmetic of their documents."""

from __future__ import annotations

from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import tables

_AMOUNTS = ("amount", "previous_amount", "change")


def figures(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of amounts that are proved, unproved, contradicted, derived; and how many are ``open``.

    ``derived``: not printed, computed. ``contradicted``: in an identity that fails. ``proved``: in some, all of which
    hold. ``unproved``: in none. Those of a line whose place could not be settled are open as well.
    """
    counts = dict.fromkeys(("proved", "unproved", "contradicted", "derived", "open"), 0)
    for table in ("budget_lines", "funding_sources"):
        for column in (name for name in _AMOUNTS if name in tables()[table].names):
            query = _STATES.format(table=quote(table), column=quote(column))
            for state, is_open, count in connection.execute(query, (table, column)):
                counts[state] += count
                counts["open"] += count if is_open else 0
    return counts


_STATES = """
    SELECT CASE WHEN computed THEN 'derived' WHEN held IS NULL THEN 'unproved' WHEN held THEN 'proved'
           ELSE 'contradicted' END, is_open AND NOT computed, count(*)
    FROM (
      SELECT t.certainty IS NULL AS is_open,
        EXISTS (SELECT 1 FROM observations AS o WHERE o.table_name = ?1 AND o.row_id = t.id AND o.column_name = ?2
                AND o.origin = 'computed') AS computed,
        (SELECT min(i.holds) FROM identity_terms AS n JOIN identities AS i ON i.id = n.identity_id
         WHERE n.table_name = ?1 AND n.row_id = t.id AND n.column_name = ?2) AS held
      FROM {table} AS t WHERE t.{column} IS NOT NULL
    ) GROUP BY 1, 2
"""
