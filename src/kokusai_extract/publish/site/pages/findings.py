"""Findings, to work through: filtered by kind, document and severity, each with its page."""

from __future__ import annotations

from typing import Any

from kokusai_extract.publish.site import archive, evidence, rows
from kokusai_extract.publish.site.asked import Answer, Asked, Missing
from kokusai_extract.store.schema import tables
from kokusai_extract.validate.catalog import catalog

ON_A_PAGE = 100
_FILTERS = ("severity", "code", "document_id")


def findings(asked: Asked) -> Answer:
    """List findings, grave ones first; each filter shows how many there are of each kind under the others."""
    chosen = {name: asked.query[name] for name in _FILTERS if asked.query.get(name)}
    page = max(asked.number("page", 1) or 1, 1)
    where, values = _where(chosen)
    total = asked.reader.value(f"SELECT count(*) FROM findings WHERE {where}", *values)  # noqa: S608
    found = asked.reader.rows(
        f"""
        SELECT f.*, d.bureau, d.fiscal_year, coalesce(d.title, d.file_name) AS document
        FROM (
          SELECT * FROM findings WHERE {where}
          ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, document_id, page, id
          LIMIT ? OFFSET ?
        ) AS f LEFT JOIN documents AS d ON d.id = f.document_id
        """,  # noqa: S608 - made of _FILTERS
        *values,
        ON_A_PAGE,
        (page - 1) * ON_A_PAGE,
    )
    return asked.page(
        "findings.html",
        findings=found,
        total=total,
        number=page,
        pages=max(-(-total // ON_A_PAGE), 1),
        chosen=chosen,
        facets={name: _facet(asked, name, chosen) for name in _FILTERS},
        documents={row["id"]: row for row in archive.documents(asked.reader)},
        title=_title(asked),
    )


def finding(asked: Asked) -> Answer:
    """Show one finding: what it says, what it means, what to do, and the place it speaks of."""
    found = asked.reader.row("SELECT * FROM findings WHERE id = ?", asked.parts["finding"])
    if found is None:
        raise Missing
    table = found["table_name"] if found["table_name"] in tables() else None
    return asked.page(
        "finding.html",
        finding=found,
        entry=catalog().get(found["code"]),
        document=asked.reader.row("SELECT * FROM documents WHERE id = ?", found["document_id"]),
        places=evidence.places(asked, evidence.observations(asked.reader, "findings", found["id"], "page")),
        row_name=rows.row_name(asked.reader, table, found["row_id"]) if table and found["row_id"] else None,
        row_address=rows.row_address(asked.to, table, found["row_id"]) if table and found["row_id"] else None,
        title=_title(asked),
    )


def _title(asked: Asked) -> Any:
    def title(code: str) -> str:
        entry = catalog().get(code)
        return entry.title[asked.language] if entry else code

    return title


def _where(chosen: dict[str, str]) -> tuple[str, list[str]]:
    return " AND ".join(["1", *(f"{name} = ?" for name in chosen)]), list(chosen.values())


def _facet(asked: Asked, name: str, chosen: dict[str, str]) -> list[Any]:
    where, values = _where({other: value for other, value in chosen.items() if other != name})
    return asked.reader.rows(
        f"SELECT {name} AS value, count(*) AS count FROM findings WHERE {where} AND {name} IS NOT NULL "  # noqa: S608
        "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 60",
        *values,
    )
