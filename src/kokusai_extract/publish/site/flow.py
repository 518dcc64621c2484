"""Budgets as trees for the picture that the browser draws: groups and the programmes in them, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kokusai_extract.publish.site import archive
from kokusai_extract.publish.site.asked import Asked
from kokusai_extract.publish.site.budget import Budget, BudgetTable, Line, budget_tables, groups, whole
from kokusai_extract.publish.site.words import fiscal_year

MOST = 400
"""Lines of one year that are sent to be drawn: thinner ones could not be seen."""


def flow(asked: Asked, bureau: str | None, year: int | None) -> dict[str, Any]:
    """Return the budgets of a bureau, or of one year of it, with the words that the picture needs.

    Amounts are integer yen as printed; null where none is printed. The page and the figure's source are links.
    """
    documents = archive.documents(asked.reader, year, bureau)
    years = [_year(asked, budget_tables(asked, document)) for document in reversed(documents)]
    return {
        "bureau": bureau,
        "unit": "yen",
        "years": [year for year in years if year],
        "words": {
            "title": asked.words("まとまりと事業の予算額", "Budget by group and programme"),
            "unit": asked.words("千円", "thousand yen"),
            "together": asked.words("並べる", "Side by side"),
            "rest": asked.words("内訳の印刷がない額", "not itemized"),
            "hint": asked.words(
                "高さは額に比例します。枠を選ぶと、その事業のページを開きます。",
                "Heights are in proportion to yen. Follow a box to its page.",
            ),
        },
    }


def _year(asked: Asked, budget: Budget) -> dict[str, Any] | None:
    tables = {table.kind: table for table in budget.tables}
    table = _itemized(tables.get("breakdown"), tables.get("summary"))
    if table is None:
        return None
    document = budget.document
    total = next((line for line in tables["summary"].lines if line.lines), None) if "summary" in tables else None
    left = [MOST]
    return {
        "year": document["fiscal_year"],
        "name": fiscal_year(document["fiscal_year"], asked.language),
        "document_id": document["id"],
        "table_kind": table.kind,
        "total": _amounts(asked, total) if total and total.row["amount"] is not None else None,
        "lines": [_line(asked, line, left) for line in _without_sum(whole(table))],
    }


def _itemized(breakdown: BudgetTable | None, summary: BudgetTable | None) -> BudgetTable | None:
    """Return the table that says most of what is in the groups."""
    if breakdown and summary:
        return breakdown if breakdown.count > summary.count else summary
    return breakdown or summary


def _without_sum(lines: Sequence[Line]) -> list[Line]:
    kept = {row["id"] for row in groups([line.row for line in lines])}
    return [line for line in lines if line.row["id"] in kept]


def _line(asked: Asked, line: Line, left: list[int]) -> dict[str, Any]:
    left[0] -= 1
    return _amounts(asked, line) | {"lines": [_line(asked, below, left) for below in line.lines if left[0] > 0]}


def _amounts(asked: Asked, line: Line) -> dict[str, Any]:
    row = line.row
    return {
        "id": row["id"],
        "name": row["name"] or asked.words("（名称の印刷なし）", "(no name printed)"),
        "amount": row["amount"],
        "previous_amount": row["previous_amount"],
        "href": asked.to.thing("programme", row["id"]),
        "source": asked.to.source("budget_lines", row["id"], "amount"),
    }
