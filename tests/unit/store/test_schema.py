"""The schemas state the contract, and agree with the records that fill them."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from kokusai_extract.model import evidence, finding, records, source
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.records import Record
from kokusai_extract.store.schema import folder, tables, views

BOTH = {**tables(), **views()}
RECORDS: tuple[type[Any], ...] = get_args(Record)
LINE = re.compile(r"((?:`\w+`(?:, | and )?)+): ([^\n;]*)")


def contract(shared: Path) -> dict[str, list[str]]:
    """Return the columns of each table and view as the contract lists them."""
    found: dict[str, list[str]] = {}
    for names, listed in LINE.findall((shared / "spec" / "tables.md").read_text(encoding="utf-8")):
        plain = listed
        while "(" in plain and (bare := re.sub(r"\([^()]*\)", "", plain)) != plain:
            plain = bare
        columns = [part.strip().strip('"') for part in plain.split(".")[0].split(",")]
        found |= dict.fromkeys(re.findall(r"`(\w+)`", names), columns)
    return found


@pytest.mark.seeds
def test_every_column_of_the_contract_has_a_schema(shared: Path) -> None:
    wanted = {name: columns for name, columns in contract(shared).items() if name in BOTH}
    for table in (
        "documents",
        "memberships",
        "budget_lines",
        "observations",
        "city_changes",
        "mentions",
        "identity_terms",
    ):
        assert len(wanted[table]) >= 5, f"the contract's line on {table} was not understood: {wanted[table]}"
    missing = [
        f"{table}.{column}"
        for table, columns in wanted.items()
        for column in columns
        if re.fullmatch(r"[a-z]\w*", column) and column not in BOTH[table].names
    ]
    assert not missing


def test_there_is_a_file_for_each_and_none_beside() -> None:
    files = {file.name for file in folder().iterdir()}
    assert files == {"index.json", "README.md"} | {f"{n}.json" for n in BOTH} | {f"{n}.sql" for n in views()}


@pytest.mark.parametrize("table", BOTH.values(), ids=lambda table: table.name)
def test_all_is_said_in_both_languages(table: Any) -> None:
    for part in (table, *table.columns):
        assert part.title and part.description
        assert re.search(r"[ぁ-んァ-ヶ一-龠々]|ID|SHA", part.title_ja), part
        assert part.description_ja, part


@pytest.mark.parametrize("name", tables())
def test_a_table_that_carries_facts_names_document_and_year(name: str) -> None:
    if tables()[name].facts and name not in ("documents", "people"):
        assert {"document_id", "fiscal_year"} <= set(tables()[name].names)


@pytest.mark.parametrize("name", tables())
def test_keys_lead_to_tables_that_come_before(name: str) -> None:
    order = list(tables())
    for key in tables()[name].foreign_keys:
        assert order.index(key.table) <= order.index(name)
        assert tables()[key.table].primary_key == (key.target,)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.TABLE)
def test_a_record_has_a_column_for_each_field_and_facts_are_sourced(record: type[Any]) -> None:
    table, hints = tables()[record.TABLE], get_type_hints(record)
    names = {field.name for field in dataclasses.fields(record)}
    assert set(table.names) - names <= {"fiscal_year"}
    assert {name for name in names if "Sourced" in str(hints[name])} == set(table.facts)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.TABLE)
def test_the_words_of_a_column_are_the_words_of_its_field(record: type[Any]) -> None:
    for name, hint in get_type_hints(record).items():
        words = _words(hint)
        if words:
            assert set(words) == set(tables()[record.TABLE].by_name[name].enum), name


def _words(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) is Literal:
        return get_args(hint)
    return tuple(word for part in get_args(hint) for word in _words(part))


def test_evidence_and_findings_use_the_words_of_the_model() -> None:
    observations, findings = tables()["observations"], tables()["findings"]
    assert observations.by_name["origin"].enum == get_args(evidence.Origin)
    assert observations.by_name["confidence"].enum == get_args(evidence.Confidence)
    assert findings.by_name["severity"].enum == get_args(finding.Severity)
    assert tables()["pages"].by_name["quality"].enum == get_args(source.PageQuality)
    assert tables()["sections"].by_name["kind"].enum == get_args(records.SectionKind)
    assert Sourced.__dataclass_fields__.keys() >= {"raw", "origin", "rule", "confidence", "inputs"}


@pytest.mark.parametrize("name", views())
def test_a_view_leads_back_to_a_table(name: str) -> None:
    table, column = views()[name].view_of or ("", "")
    assert table in tables()
    assert column in views()[name].names
