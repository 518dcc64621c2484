"""A year of a bureau: chart, people, duties, budget, funding, cities, findings, documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kokusai_extract.publish.site import archive
from kokusai_extract.publish.site.asked import Answer, Asked, Missing
from kokusai_extract.publish.site.budget import budget_tables
from kokusai_extract.publish.site.organization import organization
from kokusai_extract.validate.catalog import catalog

CITY_KINDS = (
    "sister_city",
    "partner_city",
    "joint_statement_city",
    "sister_port",
    "trade_port",
    "y_port_city",
    "overseas_office_city",
)

MOST_LINES, ALL = 60, 1_000_000_000
"""Lines of a budget table on the page of a year; the budget's own pages have all."""


def year(asked: Asked) -> Answer:
    """Show a bureau's year, or the bureaus of a year where there are several."""
    fiscal_year, bureau = int(asked.parts["year"]), asked.parts.get("bureau")
    documents = archive.documents(asked.reader, fiscal_year, bureau)
    if not documents:
        raise Missing
    bureaus = list(dict.fromkeys(document["bureau"] for document in documents if document["bureau"]))
    if bureau is None and len(bureaus) == 1:
        bureau = bureaus[0]
    if bureau is None and len(bureaus) > 1:
        return asked.page("bureaus.html", year=fiscal_year, documents=documents, bureaus=bureaus)
    return asked.page("year.html", **content(asked, fiscal_year, bureau, documents))


def content(asked: Asked, fiscal_year: int, bureau: str | None, documents: list[Any]) -> dict[str, Any]:
    """Return what a year's page shows, by document where several print the same kind of thing."""
    years = neighbours(asked, fiscal_year, bureau)
    severities = archive.of_documents(asked.reader, "findings", documents, "code")
    entry = catalog()
    codes: dict[str, dict[str, Any]] = {}
    for finding in severities:
        code = codes.setdefault(
            finding["code"], {"severity": finding["severity"], "count": 0, "title": finding["code"]}
        )
        code["count"] += 1
        if finding["code"] in entry:
            code["title"] = entry[finding["code"]].title[asked.language]
    grave = {"error": 0, "warning": 1, "info": 2}
    return {
        "year": fiscal_year,
        "bureau": bureau,
        "documents": documents,
        "earlier": max((other for other in years if other < fiscal_year), default=None),
        "later": min((other for other in years if other > fiscal_year), default=None),
        "organizations": [organization(asked, document) for document in documents],
        "budgets": [budget_tables(asked, document) for document in documents],
        "cities": by_kind(city_rows(asked, documents)),
        "offices": printed(asked, "offices", documents),
        "most": ALL if asked.site.whole else MOST_LINES,
        "indicators": printed(asked, "indicators", documents),
        "findings": sorted(codes.items(), key=lambda item: (grave.get(item[1]["severity"], 3), item[0])),
    }


def neighbours(asked: Asked, fiscal_year: int, bureau: str | None) -> list[int]:
    """Return the years of which there are documents of a bureau."""
    years: list[int] = asked.reader.values(
        "SELECT DISTINCT fiscal_year FROM documents WHERE fiscal_year IS NOT NULL AND (?1 IS NULL OR bureau = ?1)",
        bureau,
    )
    return sorted({*years, fiscal_year})


def city_rows(asked: Asked, documents: list[Any]) -> list[Any]:
    """Return the ties with cities that documents list, with what is known of each city."""
    marks = ", ".join("?" * len(documents))
    rows = asked.reader.rows(
        f"""
        SELECT l.*, c.name, c.name_en, c.country_code, c.latitude, c.longitude FROM city_links AS l
        LEFT JOIN cities AS c ON c.id = l.city_id WHERE l.document_id IN ({marks}) ORDER BY l.id
        """,  # noqa: S608
        *(document["id"] for document in documents),
    )
    return archive.as_printed(asked.reader, "city_links", documents, rows)


def by_kind(links: Sequence[Any]) -> dict[str | None, list[Any]]:
    """Return ties by their kind, in the order of :data:`CITY_KINDS`; those that state none last."""
    found: dict[str | None, list[Any]] = {kind: [] for kind in (*CITY_KINDS, None)}
    for link in links:
        found.setdefault(link["kind"], []).append(link)
    return {kind: group for kind, group in found.items() if group}


def printed(asked: Asked, table: str, documents: list[Any]) -> list[Any]:
    """Return the rows of a table that documents print, in the order of print."""
    rows = archive.of_documents(asked.reader, table, documents)
    return archive.as_printed(asked.reader, table, documents, rows)
