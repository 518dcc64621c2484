"""Cities, offices, indicators and other tables of each document, against what was written down by reading it."""

from __future__ import annotations

from collections import Counter

import pytest

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.international import City, CityLink, Indicator, Office, ReferenceCell, ReferenceTable
from tests.corpus.test_corpus import CORPUS, DOCUMENTS, expected, facts, having

INDICATOR = ("policy", "name", "baseline", "baseline_period", "target", "target_period", "responsible")


def value(sourced: object) -> str:
    return str(getattr(sourced, "value", "") or "")


def cities(found: DocumentFacts) -> dict[str, City]:
    return {record.id: record for record in found.records if isinstance(record, City)}


def links(found: DocumentFacts) -> list[tuple[str, ...]]:
    return [
        (
            value(link.printed_name),
            value(link.printed_name_en),
            cities(found)[link.city_id].country_code if link.city_id else "",
            value(link.kind),
            " ".join(link.kind_candidates.value) if link.kind_candidates else "",
        )
        for link in found.records
        if isinstance(link, CityLink)
    ]


@pytest.mark.parametrize("name", having("cities"))
def test_cities(name: str) -> None:
    wanted = [
        (row["printed_name"], row["name_en"], row["country_code"], row["kind"], row.get("kind_candidates") or "")
        for row in expected(name, "cities")
    ]
    assert Counter(links(facts(name))) == Counter(wanted)
    for city in cities(facts(name)).values():
        assert city.geonames_id and city.country_code and city.latitude and city.longitude


@pytest.mark.parametrize("name", having("offices"))
def test_offices(name: str) -> None:
    found = facts(name)
    offices = [
        (value(office.name), value(office.jurisdiction), value(office.location), value(office.note))
        for office in found.records
        if isinstance(office, Office) and office.city_id in cities(found)
    ]
    assert offices == [tuple(row.values()) for row in expected(name, "offices")]


def indicators(found: DocumentFacts) -> dict[str, tuple[str, ...]]:
    rows = {}
    for item in found.records:
        if isinstance(item, Indicator):
            *plain, responsible = (getattr(item, column) for column in INDICATOR)
            names = " ".join(responsible.value) if responsible else ""
            rows[item.name.value] = (*map(value, plain), names, item.certainty or "")
    return rows


@pytest.mark.parametrize("name", having("indicators"))
def test_indicators(name: str) -> None:
    """A policy that a torn text leaves open may be empty, never wrong."""
    found = indicators(facts(name))
    wanted = {
        row["name"]: (*(row[column] for column in INDICATOR), row["certainty"]) for row in expected(name, "indicators")
    }
    assert found.keys() == wanted.keys()
    assert {key: row[1:] for key, row in found.items()} == {key: row[1:] for key, row in wanted.items()}
    open_policies = sum(row[0] == "" for row in found.values())
    assert all(row[0] in ("", wanted[key][0]) for key, row in found.items())
    assert open_policies == (3 if name.endswith("-text") else 0)


TABLES = [
    pytest.param(name, path.stem, marks=[] if name.endswith("-pdf") else [pytest.mark.seeds])
    for name in DOCUMENTS
    for path in sorted((CORPUS / name / "expected").glob("reference_*.csv"))
]


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_reference_tables(name: str, table: str) -> None:
    rows = expected(name, table)
    (title,) = {row.pop("title") for row in rows}
    found = facts(name)
    (this,) = [
        record.id for record in found.records if isinstance(record, ReferenceTable) and value(record.title) == title
    ]
    cells: dict[int, dict[str, str]] = {}
    for cell in found.records:
        if isinstance(cell, ReferenceCell) and cell.reference_table_id == this:
            cells.setdefault(cell.row, {})[value(cell.head)] = value(cell.value).replace("〜", "~")
    assert sorted(map(sorted, (row.items() for row in cells.values()))) == sorted(
        sorted((head, text.replace("〜", "~")) for head, text in row.items()) for row in rows
    )
