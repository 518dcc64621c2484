"""Cities abroad on a map of the world, and one city through the years."""

from __future__ import annotations

from typing import Any

from kokusai_extract.publish.site import archive
from kokusai_extract.publish.site.asked import Answer, Asked, Missing
from kokusai_extract.publish.site.pages.year import CITY_KINDS, by_kind, city_rows, printed
from kokusai_extract.publish.site.words import label
from kokusai_extract.publish.site.worldmap import HEIGHT, WIDTH, City, place


def cities(asked: Asked) -> Answer:
    """Show the cities that documents list on a map; ``year`` and ``bureau`` narrow it down."""
    year, bureau = asked.number("year"), asked.query.get("bureau")
    documents = archive.documents(asked.reader, year, bureau)
    links = city_rows(asked, documents)
    offices = printed(asked, "offices", documents)
    years = asked.reader.values(
        "SELECT fiscal_year FROM city_links WHERE fiscal_year IS NOT NULL UNION "
        "SELECT fiscal_year FROM offices WHERE fiscal_year IS NOT NULL ORDER BY 1"
    )
    dots = place(_places(asked, links, offices))
    return asked.page(
        "cities.html",
        year=year,
        bureau=bureau,
        years=years,
        groups={kind: _by_city(group) for kind, group in by_kind(links).items()},
        offices=offices,
        dots=dots,
        kinds=[kind for kind in (*CITY_KINDS, None) if any(dot.kind == (kind or "none") for dot in dots)],
        programmes=_programmes(asked, documents),
        width=WIDTH,
        height=HEIGHT,
        unplaced=sorted({link["printed_name"] for link in links if link["latitude"] is None}),
    )


def _programmes(asked: Asked, documents: list[Any]) -> dict[str, list[Any]]:
    """Return the budget lines whose text names a city, by city; the latest year first, each name once a year."""
    found: dict[str, dict[tuple[Any, Any], Any]] = {}
    marks = ", ".join("?" * len(documents))
    for row in asked.reader.rows(
        f"""
        SELECT DISTINCT m.city_id, b.id, b.name, b.fiscal_year FROM mentions AS m
        JOIN budget_lines AS b ON b.id = m.budget_line_id WHERE m.document_id IN ({marks}) AND m.city_id IS NOT NULL
        ORDER BY b.fiscal_year DESC, b.id
        """,  # noqa: S608
        *(document["id"] for document in documents),
    ):
        found.setdefault(row["city_id"], {}).setdefault((row["fiscal_year"], row["name"]), row)
    return {city: list(lines.values()) for city, lines in found.items()}


def _by_city(links: list[Any]) -> list[list[Any]]:
    """Return ties of one kind by city, each through the years."""
    found: dict[str, list[Any]] = {}
    for link in links:
        found.setdefault(link["city_id"] or link["printed_name"], []).append(link)
    return [sorted(group, key=lambda link: (link["fiscal_year"] or 0, link["id"])) for group in found.values()]


def _places(asked: Asked, links: list[Any], offices: list[Any]) -> list[City]:
    """Return each city once, under the first of its kinds."""
    by_city: dict[str, list[Any]] = {}
    for link in (link for group in by_kind(links).values() for link in group if link["latitude"] is not None):
        by_city.setdefault(link["city_id"], []).append(link)
    found = [_city(asked, name, group) for name, group in by_city.items()]
    for office in offices:
        city = asked.reader.row("SELECT * FROM cities WHERE id = ? AND latitude IS NOT NULL", office["city_id"])
        if city and city["id"] not in by_city:
            by_city[city["id"]] = [office]
            title = f"{_name(asked, city)}: {office['name']}"
            found.append(_place(asked, city, "overseas_office_city", title))
    return found


def _city(asked: Asked, name: str, links: list[Any]) -> City:
    kinds = list(dict.fromkeys(link["kind"] or "none" for link in links))
    words = "、".join(label("city_kind", kind, asked.language) for kind in kinds)
    return _place(asked, links[0], kinds[0], f"{_name(asked, links[0])}: {words}", name)


def _place(asked: Asked, row: Any, kind: str, title: str, name: str | None = None) -> City:
    name = name or row["id"]
    href = asked.to.thing("city", name)
    return City(name, _name(asked, row), kind, href, title, row["latitude"], row["longitude"])


def _name(asked: Asked, row: Any) -> str:
    names = (row["name"], row["name_en"]) if asked.language == "ja" else (row["name_en"], row["name"])
    return str(names[0] or names[1])


def city(asked: Asked) -> Answer:
    """Show one city: its ties, offices and mentions through the years."""
    row = asked.reader.row("SELECT * FROM cities WHERE id = ?", asked.parts["city"])
    if row is None:
        raise Missing
    document = "coalesce(d.title, d.file_name) AS document, d.bureau"
    join = "JOIN documents AS d ON d.id = t.document_id WHERE t.city_id = ? ORDER BY t.fiscal_year, d.file_name, t.id"
    known = row["latitude"] is not None and row["longitude"] is not None
    return asked.page(
        "city.html",
        row=row,
        links=asked.reader.rows(f"SELECT t.*, {document} FROM city_links AS t {join}", row["id"]),  # noqa: S608
        offices=asked.reader.rows(f"SELECT t.*, {document} FROM offices AS t {join}", row["id"]),  # noqa: S608
        mentions=asked.reader.rows(
            f"""
            SELECT t.*, {document}, b.name AS programme, s.heading FROM mentions AS t
            LEFT JOIN budget_lines AS b ON b.id = t.budget_line_id
            LEFT JOIN sections AS s ON s.document_id = t.document_id AND t.page BETWEEN s.first_page AND s.last_page
            JOIN documents AS d ON d.id = t.document_id WHERE t.city_id = ?
            GROUP BY t.id ORDER BY t.fiscal_year, t.document_id, t.page, t.start LIMIT 200
            """,  # noqa: S608
            row["id"],
        ),
        dots=place([_place(asked, row, "sister_city", _name(asked, row))]) if known else [],
        width=WIDTH,
        height=HEIGHT,
    )
