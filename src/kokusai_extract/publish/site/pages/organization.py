"""Units and people through the years."""

from __future__ import annotations

from typing import Any

from kokusai_extract.publish.diff.comparison import missing_years
from kokusai_extract.publish.search import key
from kokusai_extract.publish.site.asked import Answer, Asked, Missing
from kokusai_extract.publish.site.lineage import lineage
from kokusai_extract.publish.site.organization import one_unit

ON_A_PAGE = 200


def organizations(asked: Asked) -> Answer:
    """Show which units each year's documents name, one bureau at a time."""
    bureaus = asked.reader.values(
        "SELECT DISTINCT bureau FROM documents WHERE bureau IS NOT NULL AND id IN (SELECT document_id FROM org_units) "
        "ORDER BY 1"
    )
    bureau = asked.parts.get("bureau") or (bureaus[0] if bureaus else None)
    if bureau is not None and bureau not in bureaus:
        raise Missing
    rows = asked.reader.rows(
        """
        SELECT u.id, u.name, u.fiscal_year, u.classification FROM org_units AS u
        JOIN documents AS d ON d.id = u.document_id
        WHERE d.bureau = ? AND u.fiscal_year IS NOT NULL ORDER BY u.fiscal_year, d.file_name, u.position, u.id
        """,
        bureau,
    )
    years = sorted({row["fiscal_year"] for row in rows})
    units: dict[str, dict[int, Any]] = {}
    for row in rows:
        units.setdefault(row["name"], {}).setdefault(row["fiscal_year"], row)
    return asked.page("organization.html", bureaus=bureaus, bureau=bureau, years=years, units=units)


def people(asked: Asked) -> Answer:
    """List people with the posts they held; ``q`` narrows by name."""
    wanted = asked.query.get("q", "").strip()[:50]
    page = max(asked.number("page", 1) or 1, 1)
    word = key(wanted).text
    where, values = ("instr(replace(h.name, ' ', ''), ?) > 0", [word]) if word else ("1", [])
    total = asked.reader.value(f"SELECT count(*) FROM people AS h WHERE {where}", *values)  # noqa: S608
    found = asked.reader.rows(
        f"""
        SELECT h.id, h.name, count(m.id) AS posts, min(m.fiscal_year) AS first, max(m.fiscal_year) AS last,
          group_concat(DISTINCT p.title) AS titles
        FROM (SELECT * FROM people AS h WHERE {where} ORDER BY name, id LIMIT ? OFFSET ?) AS h
        LEFT JOIN memberships AS m ON m.person_id = h.id LEFT JOIN posts AS p ON p.id = m.post_id
        GROUP BY h.id ORDER BY h.name, h.id
        """,  # noqa: S608 - written above
        *values,
        ON_A_PAGE,
        (page - 1) * ON_A_PAGE,
    )
    pages = max(-(-total // ON_A_PAGE), 1)
    return asked.page("people.html", people=found, total=total, wanted=wanted, number=page, pages=pages)


def unit(asked: Asked) -> Answer:
    """Show a unit as one document prints it, and what it was in other years."""
    row = asked.reader.row("SELECT * FROM org_units WHERE id = ?", asked.parts["unit"])
    if row is None:
        raise Missing
    document = asked.reader.row("SELECT * FROM documents WHERE id = ?", row["document_id"])
    found, above = one_unit(asked, row, document)
    return asked.page(
        "unit.html",
        unit=found,
        row=row,
        document=document,
        above=above,
        lineage=lineage(asked.reader, "org_units", "unit_changes", row["id"]),
        changed_duties=asked.reader.rows(
            "SELECT c.*, a.text AS before, b.text AS after FROM duties AS b JOIN duty_changes AS c ON c.to_id = b.id "
            "LEFT JOIN duties AS a ON a.id = c.from_id WHERE b.unit_id = ? AND c.kind <> 'unchanged' ORDER BY b.id",
            row["id"],
        ),
    )


def person(asked: Asked) -> Answer:
    """Show a person's posts through the years, as far as it is certain that they are the same person."""
    row = asked.reader.row("SELECT * FROM people WHERE id = ?", asked.parts["person"])
    if row is None:
        raise Missing
    return asked.page(
        "person.html",
        row=row,
        posts=asked.reader.rows(
            """
            SELECT m.id AS membership_id, m.concurrent, m.on_behalf_of, m.certainty, m.fiscal_year, m.document_id,
              p.id, p.title, p.rank, p.phone, u.id AS unit_id, u.name AS unit, d.bureau,
              coalesce(d.title, d.file_name) AS document
            FROM memberships AS m JOIN documents AS d ON d.id = m.document_id
            LEFT JOIN posts AS p ON p.id = m.post_id LEFT JOIN org_units AS u ON u.id = p.unit_id
            WHERE m.person_id = ? ORDER BY m.fiscal_year, d.file_name, m.id
            """,
            row["id"],
        ),
        changes=asked.reader.rows(
            """
            SELECT c.* FROM memberships AS m JOIN personnel_changes AS c ON c.from_id = m.id WHERE m.person_id = ?1
            UNION SELECT c.* FROM memberships AS m JOIN personnel_changes AS c ON c.to_id = m.id WHERE m.person_id = ?1
            ORDER BY to_year, id
            """,
            row["id"],
        ),
        namesakes=asked.reader.rows("SELECT * FROM people WHERE name = ? AND id <> ? LIMIT 20", row["name"], row["id"]),
        year_gaps=missing_years(asked.site.years),
    )
