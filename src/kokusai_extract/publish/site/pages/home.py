"""What is in the archive, and how to read it."""

from __future__ import annotations

from typing import Any

from kokusai_extract.publish.diff.comparison import missing_years
from kokusai_extract.publish.site import archive
from kokusai_extract.publish.site.asked import Answer, Asked
from kokusai_extract.publish.site.queries import queries


def home(asked: Asked) -> Answer:
    """Show what there is by bureau and year, how many figures are proved, what stands open."""
    documents = archive.documents(asked.reader)
    counted = {table: archive.counts(asked.reader, table) for table in archive.COUNTED}
    findings = _by_document(asked, "severity")
    return asked.page(
        "home.html",
        documents=documents,
        holdings=_holdings(documents, counted, findings),
        undated=[document for document in documents if document["fiscal_year"] is None or document["bureau"] is None],
        gaps=missing_years(asked.site.years),
        proofs=dict(_pairs(asked, _PROOFS)),
        severities=dict(_pairs(asked, "SELECT severity, count(*) FROM findings GROUP BY severity")),
        values=asked.reader.value("SELECT count(*) FROM observations"),
        pages=asked.reader.value("SELECT count(*) FROM pages"),
        queries=queries(),
    )


_PROOFS = """
    SELECT proof, count(*) FROM (
      SELECT proof FROM budget_lines WHERE amount IS NOT NULL
      UNION ALL SELECT proof FROM funding_sources WHERE amount IS NOT NULL
    ) WHERE proof IS NOT NULL GROUP BY proof
"""


def about(asked: Asked) -> Answer:
    """Tell how the data came about and what the words on the site mean."""
    return asked.page("about.html")


def documents(asked: Asked) -> Answer:
    """List every document, those without a year or bureau too."""
    found = archive.documents(asked.reader)
    return asked.page("documents.html", documents=found, findings=_by_document(asked, "severity"))


def _pairs(asked: Asked, sql: str) -> list[tuple[Any, int]]:
    return [(row[0], row[1]) for row in asked.reader.rows(sql)]


def _by_document(asked: Asked, column: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    sql = f"SELECT document_id, {column}, count(*) FROM findings WHERE document_id IS NOT NULL GROUP BY 1, 2"  # noqa: S608
    for document, value, count in asked.reader.rows(sql):
        found.setdefault(document, {})[value] = count
    return found


def _holdings(
    documents: list[Any], counted: dict[str, dict[str, int]], findings: dict[str, dict[str, int]]
) -> list[dict[str, Any]]:
    """Return one entry for each bureau and year: its documents and how much of each kind they hold."""
    entries: dict[tuple[str, int], dict[str, Any]] = {}
    for document in documents:
        if document["fiscal_year"] is None or document["bureau"] is None:
            continue
        key = (document["bureau"], document["fiscal_year"])
        entry = entries.setdefault(
            key, {"bureau": key[0], "year": key[1], "documents": 0, "open": 0, **dict.fromkeys(archive.COUNTED, 0)}
        )
        entry["documents"] += 1
        for table, by_document in counted.items():
            entry[table] += by_document.get(document["id"], 0)
        found = findings.get(document["id"], {})
        entry["open"] += found.get("error", 0) + found.get("warning", 0)
    return [entries[key] for key in sorted(entries, key=lambda key: (-key[1], key[0]))]
