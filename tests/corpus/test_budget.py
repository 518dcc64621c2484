"""The budgets of each document, line by line, against what was written down by reading it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.records import BudgetLine, FundingSource
from tests.corpus.test_corpus import CORPUS, expected, facts, having

KINDS = {"summary": "summary", "breakdown": "breakdown", "highlights": "highlight", "related": "related"}
MONEY = ("amount", "previous_amount", "change")


def lines(found: DocumentFacts, kind: str) -> list[BudgetLine]:
    return [
        record
        for record in found.records
        if isinstance(record, BudgetLine) and record.table_kind == kind and record.proof != "derived"
    ]


def shown(value: object) -> str:
    value = value.value if isinstance(value, Sourced) else value
    if isinstance(value, tuple):
        return " ".join(value)
    return "" if value is None else str(value).replace("―", "—")


def table(found: DocumentFacts, kind: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the lines of a table with the columns that were written down, parents by name."""
    names = {record.id: shown(record.name) for record in found.records if isinstance(record, BudgetLine)}
    return [
        {
            column: names.get(shown(line.parent_id), "") if column == "parent" else shown(getattr(line, column))
            for column in columns
        }
        for line in lines(found, kind)
    ]


def written(name: str, file: str) -> list[dict[str, str]]:
    skipped = ("stated", "amount_candidates", "previous_candidates")
    return [
        {column: value.replace("―", "—") for column, value in row.items() if column not in skipped}
        for row in expected(name, file)
    ]


def by_name(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: (row["name"], row.get("parent", ""), row.get("number", "")))


TORN = ("kokusai-2015-text",)


@pytest.mark.parametrize("file", ("breakdown", "highlights", "related"))
@pytest.mark.parametrize("name", having("summary"))
def test_lines(name: str, file: str) -> None:
    if name in TORN or not (CORPUS / name / "expected" / f"{file}.csv").exists():
        return
    rows = written(name, file)
    if file == "related":  # the headings stand in the column of parents
        headings = {row["parent"]: dict.fromkeys(row, "") | {"name": row["parent"]} for row in rows}
        rows += headings.values()
    assert by_name(table(facts(name), KINDS[file], list(rows[0]))) == by_name(rows)


@pytest.mark.parametrize("name", having("funding"))
def test_sources_of_funds(name: str) -> None:
    if name in TORN:
        return
    found = facts(name)
    names = {record.id: shown(record.name) for record in found.records if isinstance(record, BudgetLine)}
    rows = expected(name, "funding")
    sources = [
        {
            column: names[shown(record.budget_line_id)] if column == "budget_line" else shown(getattr(record, column))
            for column in rows[0]
        }
        for record in found.records
        if isinstance(record, FundingSource)
    ]
    key = ("budget_line", "source")
    assert sorted(sources, key=lambda row: [row[k] for k in key]) == sorted(rows, key=lambda row: [row[k] for k in key])
