"""What each document gives, against what was written down by reading it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.records import DocumentRecord, Duty, OrgUnit, SectionRecord
from kokusai_extract.pipeline import process
from tests.conftest import ROOT, SHARED

CORPUS = Path(__file__).parent
DOCUMENTS: Mapping[str, Path] = {
    "kokusai-2015-text": SHARED / "seeds/kokusai-2015.txt",
    "kokusai-2022-text": SHARED / "seeds/kokusai-2022.txt",
    "kokusai-2015-pdf": ROOT / "raw/2015/kokusai-2015-jigyo-gaiyo.pdf",
    "kokusai-2016-pdf": ROOT / "raw/2016/kokusai-2016-jigyo-keikakusho.pdf",
    "kokusai-2022-jigyo-pdf": ROOT / "raw/2022/kokusai-2022-jigyo-gaiyo.pdf",
    "kokusai-2022-kiko-pdf": ROOT / "raw/2022/kokusai-2022-kiko-jimubunsho.pdf",
}
SAMPLES = sorted(name for name in DOCUMENTS if name.endswith("-pdf"))


@cache
def facts(name: str) -> DocumentFacts:
    return process(DOCUMENTS[name])


def as_plain_text(name: str, folder: Path) -> DocumentFacts:
    """Read the text that another program takes out of a PDF, page by page, boxes and rules lost."""
    pdf = pypdfium2.PdfDocument(DOCUMENTS[name])
    text = "\f".join(pdf[index].get_textpage().get_text_range() for index in range(len(pdf)))
    pdf.close()
    path = folder / "plain.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return process(path)


def expected(name: str, table: str) -> list[dict[str, str]]:
    with (CORPUS / name / "expected" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def having(table: str) -> list[object]:
    """Return the documents of which this kind of fact is written down; those beside the repository are marked."""
    return [
        pytest.param(name, marks=[] if name in SAMPLES else [pytest.mark.seeds])
        for name in DOCUMENTS
        if (CORPUS / name / "expected" / f"{table}.csv").exists()
    ]


def units(found: DocumentFacts) -> list[tuple[str, str, str, int]]:
    all_units = [record for record in found.records if isinstance(record, OrgUnit)]
    names = {unit.id: unit.name.value for unit in all_units}
    return [
        (
            unit.name.value,
            unit.classification.value,
            names[unit.parent_id.value] if unit.parent_id else "",
            unit.position,
        )
        for unit in all_units
    ]


def duties(found: DocumentFacts) -> list[tuple[str, str, str]]:
    names = {record.id: record.name.value for record in found.records if isinstance(record, OrgUnit)}
    return [
        (names[duty.unit_id.value] if duty.unit_id else "", duty.number.value if duty.number else "", duty.text.value)
        for duty in found.records
        if isinstance(duty, Duty)
    ]


def expected_units(name: str) -> list[tuple[str, str, str, int]]:
    rows = expected(name, "units")
    return [(row["name"], row["classification"], row["parent"], int(row["position"] or 1)) for row in rows]


def expected_duties(name: str) -> list[tuple[str, str, str]]:
    return [(row["unit"], row["number"], row["text"]) for row in expected(name, "duties")]


@pytest.mark.parametrize("name", having("document"))
def test_what_the_document_says_of_itself(name: str) -> None:
    (row,) = expected(name, "document")
    (record,) = [record for record in facts(name).records if isinstance(record, DocumentRecord)]
    for column in ("municipality_code", "bureau", "fiscal_year", "issued_on", "phase"):
        if column in row:
            value = getattr(record, column)
            assert (column, str(value.value) if value else "") == (column, row[column])


@pytest.mark.parametrize("name", having("sections"))
def test_sections(name: str) -> None:
    rows = expected(name, "sections")
    found = [record for record in facts(name).records if isinstance(record, SectionRecord)]
    kinds = [record.kind for record in found]
    missing = {row["kind"] for row in rows} - set(kinds)
    assert not missing
    if "first_page" in rows[0]:
        pages = {(record.kind, str(record.first_page)) for record in found}
        assert {(row["kind"], row["first_page"]) for row in rows} <= pages


@pytest.mark.parametrize("name", having("units"))
def test_units(name: str) -> None:
    assert sorted(units(facts(name))) == sorted(expected_units(name))


@pytest.mark.parametrize("name", having("duties"))
def test_duties(name: str) -> None:
    assert duties(facts(name)) == expected_duties(name)


@pytest.mark.parametrize("name", [name for name in SAMPLES if (CORPUS / name / "expected/duties.csv").exists()])
def test_a_sample_turned_into_plain_text_gives_the_same_units_and_duties(name: str, tmp_path: Path) -> None:
    plain = as_plain_text(name, tmp_path)
    assert duties(plain) == expected_duties(name)
    assert sorted(units(plain)) == sorted(expected_units(name))
