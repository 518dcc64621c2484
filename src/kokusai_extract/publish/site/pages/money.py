"""Budgets as pictures, and a programme through the years."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kokusai_extract.publish.site import archive
from kokusai_extract.publish.site.asked import JSON, Answer, Asked, Missing
from kokusai_extract.publish.site.bars import Bar, stacked
from kokusai_extract.publish.site.budget import budget_tables, groups, whole
from kokusai_extract.publish.site.evidence import equations_of_row
from kokusai_extract.publish.site.flow import flow
from kokusai_extract.publish.site.lineage import lineage
from kokusai_extract.publish.site.pages.year import ALL

MOST_LINES, ON_A_PAGE = 150, 300
"""Lines of a table on the budget page of a year, and on the pages of that table alone."""


def budgets(asked: Asked) -> Answer:
    """Show the totals and groups of every year's budget summary, by bureau."""
    rows = asked.reader.rows(
        """
        SELECT b.*, d.bureau, d.file_name FROM budget_lines AS b JOIN documents AS d ON d.id = b.document_id
        WHERE b.table_kind = 'summary' AND d.bureau IS NOT NULL AND d.fiscal_year IS NOT NULL AND (b.parent_id IS NULL
          OR b.parent_id IN (SELECT id FROM budget_lines WHERE parent_id IS NULL AND table_kind = 'summary'))
        ORDER BY d.bureau, b.fiscal_year, d.file_name, b.position, b.id
        """
    )
    wanted = asked.query.get("bureau")
    by_bureau: dict[str, dict[tuple[int, str], list[Any]]] = {}
    for row in rows:
        if wanted in (None, row["bureau"]):
            by_bureau.setdefault(row["bureau"], {}).setdefault((row["fiscal_year"], row["document_id"]), []).append(row)
    pictures = {bureau: [_year(asked, rows) for rows in years.values()] for bureau, years in by_bureau.items()}
    return asked.page("budgets.html", pictures=pictures, scale=_scale(pictures))


def _year(asked: Asked, rows: list[Any]) -> dict[str, Any]:
    """Return a document's summary: its total and the groups under it as one stacked bar."""
    tops = [row for row in rows if row["parent_id"] is None]
    total = max(tops, key=lambda row: row["amount"] or 0)
    parts = groups([row for row in rows if row["parent_id"] == total["id"]] or tops)
    return {
        "year": total["fiscal_year"],
        "document_id": total["document_id"],
        "file": total["file_name"],
        "total": total,
        "parts": _bars(asked, parts),
    }


def _scale(pictures: dict[str, list[dict[str, Any]]]) -> int:
    sums = [sum(part.amount or 0 for part in year["parts"]) for years in pictures.values() for year in years]
    totals = [year["total"]["amount"] or 0 for years in pictures.values() for year in years]
    return int(max([*sums, *totals, 1]))


def data(asked: Asked) -> Answer:
    """Answer with what the picture of a bureau's budgets is drawn from, as JSON."""
    bureau, year = asked.query.get("bureau"), asked.number("year")
    if bureau not in (None, *asked.site.bureaus):
        raise Missing
    return Answer(json.dumps(flow(asked, bureau, year), ensure_ascii=False).encode(), JSON)


def budget(asked: Asked) -> Answer:
    """Show a bureau's budget of a year: groups, programmes and funding as bars with their tables."""
    year, bureau = int(asked.parts["year"]), asked.parts.get("bureau")
    documents = archive.documents(asked.reader, year, bureau)
    if not documents:
        raise Missing
    found = [budget_tables(asked, document) for document in documents]
    return asked.page(
        "budget.html",
        most=ALL if asked.site.whole else MOST_LINES,
        year=year,
        bureau=bureau or (documents[0]["bureau"] if len({document["bureau"] for document in documents}) == 1 else None),
        budgets=[
            {
                "document": one.document,
                "tables": one.tables,
                "funding": _funding(asked, one.tables),
                "stack": _stack(asked, one.tables),
            }
            for one in found
            if one.tables
        ],
    )


def table(asked: Asked) -> Answer:
    """Show all lines of one kind of table in a bureau's year, some hundreds on a page."""
    year, bureau, kind = int(asked.parts["year"]), asked.parts["bureau"], asked.parts["kind"]
    found = [budget_tables(asked, document) for document in archive.documents(asked.reader, year, bureau)]
    tables = [(one.document, table) for one in found for table in one.tables if table.kind == kind]
    if not tables:
        raise Missing
    page = max(asked.number("page", 1) or 1, 1)
    return asked.page(
        "budget_table.html",
        year=year,
        bureau=bureau,
        kind=kind,
        tables=tables,
        number=page,
        pages=max(-(-max(table.count for _, table in tables) // ON_A_PAGE), 1),
        on_a_page=ON_A_PAGE,
    )


def _stack(asked: Asked, tables: Any) -> list[Any]:
    """Return the groups of the summary, or else of the breakdown, as one stacked bar."""
    table = next((table for table in tables if table.kind in ("summary", "breakdown")), None)
    if table is None:
        return []
    parts = _bars(asked, groups([line.row for line in whole(table)]))
    return stacked(parts, sum(part.amount or 0 for part in parts))


def _bars(asked: Asked, rows: Sequence[Any]) -> list[Bar]:
    return [Bar(row["name"] or "—", row["amount"], asked.to.thing("programme", row["id"])) for row in rows]


def _funding(asked: Asked, tables: Any) -> list[dict[str, Any]]:
    """Return each line that has funding with its sources as one stacked bar."""
    lines = [line for table in tables for _, line in table.walk() if line.funding]
    largest = max((sum(_amount(row) for row in line.funding) for line in lines), default=0)
    return [
        {
            "line": line,
            "bars": stacked(
                [
                    Bar(row["source"], row["amount"], asked.to.source("funding_sources", row["id"], "amount"))
                    for row in line.funding
                ],
                largest,
            ),
        }
        for line in lines[:100]
    ]


def _amount(row: Any) -> int:
    return int(row["amount"] or 0)


def programme(asked: Asked) -> Answer:
    """Show a line of a budget table: its figures, funding and text, and what it was in other years."""
    row = asked.reader.row("SELECT * FROM budget_lines WHERE id = ?", asked.parts["programme"])
    if row is None:
        raise Missing
    history = lineage(asked.reader, "budget_lines", "budget_changes", row["id"])
    figures = [
        amount
        for line in (*history.rows, *history.namesakes)
        for amount in (line["amount"], line["previous_amount"])
        if amount is not None
    ]
    return asked.page(
        "programme.html",
        row=row,
        document=asked.reader.row("SELECT * FROM documents WHERE id = ?", row["document_id"]),
        parent=asked.reader.row("SELECT * FROM budget_lines WHERE id = ?", row["parent_id"]),
        lines=asked.reader.rows("SELECT * FROM budget_lines WHERE parent_id = ? ORDER BY position, id", row["id"]),
        funding=asked.reader.rows("SELECT * FROM funding_sources WHERE budget_line_id = ? ORDER BY id", row["id"]),
        equations=equations_of_row(asked, "budget_lines", row["id"]),
        lineage=history,
        largest=max(map(abs, figures), default=0),
        cities=asked.reader.rows(
            "SELECT DISTINCT c.* FROM mentions AS m JOIN cities AS c ON c.id = m.city_id WHERE m.budget_line_id = ? "
            "ORDER BY c.name",
            row["id"],
        ),
    )
