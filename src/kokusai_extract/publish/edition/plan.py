"""Which pages an edition has: those of documents and years always, those of single things as long as they are few.

An address here is one of the site's, without its language: a path, and the parameters sorted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from urllib.parse import urlencode

from kokusai_extract.link.changes.compare import FACETS
from kokusai_extract.publish.site.pages.compare import MOST as MOST_CHANGES
from kokusai_extract.publish.site.pages.findings import ON_A_PAGE as FINDINGS_ON_A_PAGE
from kokusai_extract.publish.site.pages.money import MOST_LINES as MOST_OF_A_BUDGET
from kokusai_extract.publish.site.pages.money import ON_A_PAGE as LINES_ON_A_PAGE
from kokusai_extract.publish.site.pages.organization import ON_A_PAGE as PEOPLE_ON_A_PAGE
from kokusai_extract.publish.site.pages.year import MOST_LINES as MOST_OF_A_YEAR
from kokusai_extract.publish.site.reader import Reader

MOST_PAGES = 8_000
"""Pages of one language."""
MOST_PAIRS = 10
"""Pairs of years of a bureau that are all compared; of more, neighbours alone, and the first with the last."""
MOST_LISTS = 30
"""Pages of one long list."""

_THINGS = {
    "city": "cities",
    "unit": "org_units",
    "programme": "budget_lines",
    "person": "people",
    "finding": "findings",
}
"""Kinds of single things that have pages, in the order in which they get them, with their tables."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The addresses of an edition, in order; ``pictures`` are (document, page) of those that are drawn."""

    addresses: tuple[str, ...]
    pictures: frozenset[tuple[str, int]]
    left_out: tuple[str, ...]
    """Kinds of things that are too many to have pages of their own: their links lead to where they are printed."""


def plan(reader: Reader, drawable: frozenset[str], most_pictures: int) -> Plan:
    """Return the plan of an edition; ``drawable`` are the documents whose pages can be drawn."""
    comparisons, facets = _comparisons(reader)
    addresses = dict.fromkeys(("/", "/about", "/data", "/search", *_years(reader), *comparisons, *_lists(reader)))
    documents = reader.values("SELECT id FROM documents ORDER BY fiscal_year IS NULL, fiscal_year DESC, id")
    addresses |= dict.fromkeys(f"/document/{name}" for name in documents)
    pages = [
        f"/document/{name}/page/{number}"
        for name in documents
        for number in reader.values("SELECT number FROM pages WHERE document_id = ? ORDER BY number", name)
    ]
    left_out = [] if len(addresses) + len(pages) <= MOST_PAGES else ["pages"]
    addresses |= dict.fromkeys(pages[: max(MOST_PAGES - len(addresses), 0)])
    tables = dict.fromkeys((*_tables(reader), *facets))
    if len(addresses) + len(tables) <= MOST_PAGES:
        addresses |= tables
    else:
        left_out.append("tables")
    for kind, table in _THINGS.items():
        count = reader.value(f"SELECT count(*) FROM {table}")  # noqa: S608 - written above
        if len(addresses) + count > MOST_PAGES:
            left_out.append(table)
            continue
        names = reader.values(f"SELECT id FROM {table} ORDER BY id")  # noqa: S608
        addresses |= dict.fromkeys(f"/{kind}/{name}" for name in names)
    return Plan(tuple(addresses), _pictures(reader, documents, drawable, most_pictures), tuple(left_out))


def address(path: str, query: dict[str, str]) -> str:
    """Return the address of a path and its parameters, a first page without its number.

    >>> address("/findings", {"page": "1", "code": "a"})
    '/findings?code=a'
    """
    kept = sorted((name, value) for name, value in query.items() if (name, value) != ("page", "1"))
    return path + (f"?{urlencode(kept)}" if kept else "")


def _years(reader: Reader) -> Iterator[str]:
    """Yield the pages of years, of all bureaus and of each."""
    by_year: dict[int, list[str]] = {}
    for year, bureau in reader.rows(
        "SELECT DISTINCT fiscal_year, bureau FROM documents WHERE fiscal_year IS NOT NULL ORDER BY 1, 2"
    ):
        by_year.setdefault(year, [])
        by_year[year] += [bureau] if bureau else []
    for year, bureaus in by_year.items():
        yield f"/year/{year}"
        yield from (f"/year/{year}/{bureau}" for bureau in bureaus)
        yield from ([f"/budget/{year}"] if len(bureaus) < 2 else [])
        yield from (f"/budget/{year}/{bureau}" for bureau in bureaus)


def _comparisons(reader: Reader) -> tuple[list[str], list[str]]:
    """Return the pages of pairs of years, and those of facets that a page of all has no room for."""
    pages: list[str] = []
    facets: list[str] = []
    held: dict[str, list[int]] = {}
    for bureau, year in reader.rows(
        "SELECT DISTINCT bureau, fiscal_year FROM documents WHERE bureau <> '' AND fiscal_year > 0 ORDER BY 1, 2"
    ):
        held.setdefault(bureau, []).append(year)
    counts: dict[tuple[str, int, int], dict[str, int]] = {}
    for facet in FACETS:
        sql = f"SELECT bureau, from_year, to_year, count(*) FROM {facet}_changes GROUP BY 1, 2, 3"  # noqa: S608
        for bureau, earlier, later, count in reader.rows(sql):
            counts.setdefault((bureau, earlier, later), {})[facet] = count
    for number, (bureau, years) in enumerate(held.items()):
        pairs = list(combinations(years, 2))
        if len(pairs) > MOST_PAIRS:
            pairs = [*pairwise(years), (years[0], years[-1])]
        for earlier, later in pairs:
            pages.append(f"/compare/{earlier}/{later}/{bureau}")
            if number == 0:  # the bureau that the site shows where an address names none
                pages.append(f"/compare/{earlier}/{later}")
            known = counts.get((bureau, earlier, later))
            facets += [  # what no table holds is compared on the spot: all facets then
                f"/compare/{earlier}/{later}/{bureau}/{facet}"
                for facet in FACETS
                if known is None or known.get(facet, 0) > min(MOST_CHANGES.values())
            ]
    return pages, facets


def _tables(reader: Reader) -> Iterator[str]:
    """Yield the pages of budget tables that a year's page has no room for."""
    for year, bureau, kind, count in reader.rows(
        """
        SELECT d.fiscal_year, d.bureau, t.table_kind, max(t.lines) FROM documents AS d JOIN (
          SELECT document_id, table_kind, count(*) AS lines FROM budget_lines GROUP BY 1, 2
        ) AS t ON t.document_id = d.id
        WHERE d.fiscal_year IS NOT NULL AND d.bureau <> '' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """
    ):
        if count > min(MOST_OF_A_YEAR, MOST_OF_A_BUDGET):
            path = f"/budget/{year}/{bureau}/{kind}"
            yield path
            pages = range(2, -(-count // LINES_ON_A_PAGE) + 1)
            yield from (address(path, {"page": str(page)}) for page in pages)


def _lists(reader: Reader) -> Iterator[str]:
    yield from ("/compare", "/documents", "/budget", "/cities", "/organization", "/people", "/findings")
    for (bureau,) in reader.rows("SELECT DISTINCT bureau FROM documents WHERE bureau IS NOT NULL ORDER BY 1"):
        yield f"/organization/{bureau}"
        yield address("/budget", {"bureau": bureau})
    years = "SELECT fiscal_year FROM city_links UNION SELECT fiscal_year FROM offices ORDER BY 1"
    yield from (address("/cities", {"year": str(year)}) for year in reader.values(years) if year)
    yield from _paged(reader, "/people", "people", PEOPLE_ON_A_PAGE)
    yield from _paged(reader, "/findings", "findings", FINDINGS_ON_A_PAGE)
    for name in ("severity", "code", "document_id"):
        found = reader.values(f"SELECT DISTINCT {name} FROM findings WHERE {name} IS NOT NULL ORDER BY 1")  # noqa: S608
        yield from (address("/findings", {name: value}) for value in found)


def _paged(reader: Reader, path: str, table: str, size: int) -> Iterator[str]:
    count = reader.value(f"SELECT count(*) FROM {table}")  # noqa: S608 - written above
    yield from (address(path, {"page": str(page)}) for page in range(2, min(-(-count // size), MOST_LISTS) + 1))


def _pictures(reader: Reader, documents: list[str], drawable: frozenset[str], most: int) -> frozenset[tuple[str, int]]:
    """Return the pages that facts are printed on, of whole documents, the newest first, as many as are drawn."""
    found: set[tuple[str, int]] = set()
    for name in documents:
        if name in drawable:
            sql = "SELECT DISTINCT page FROM observations WHERE document_id = ? AND page IS NOT NULL"
            pages = reader.values(sql, name)
            if len(found) + len(pages) > most:
                break
            found |= {(name, page) for page in pages}
    return frozenset(found)
