"""The budgets of each document, line by line, against what was written down by reading it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.records import BudgetLine, FundingSource, Identity, IdentityTerm
from tests.corpus.test_corpus import expected, facts, having

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


def tables() -> list[object]:
    """Return every document with every budget table that is written down for it; texts are marked as seeds."""
    return [
        pytest.param(name, file, marks=marks, id=f"{name}-{file}")
        for file in KINDS
        for name, marks in ((mark.values[0], mark.marks) for mark in having(file))  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize(("name", "file"), tables())
def test_lines(name: str, file: str) -> None:
    rows = written(name, file)
    if file == "related":  # the headings stand in the column of parents
        headings = {row["parent"]: dict.fromkeys(row, "") | {"name": row["parent"]} for row in rows}
        rows += headings.values()
    assert by_name(table(facts(name), KINDS[file], list(rows[0]))) == by_name(rows)


@pytest.mark.parametrize("name", having("funding"))
def test_sources_of_funds(name: str) -> None:
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


@pytest.mark.parametrize("name", having("derived"))
def test_derived_lines(name: str) -> None:
    found = facts(name)
    names = {record.id: shown(record.name) for record in found.records if isinstance(record, BudgetLine)}
    rows = expected(name, "derived")
    derived = [
        {
            column: names[shown(line.parent_id)] if column == "parent" else shown(getattr(line, column))
            for column in rows[0]
        }
        for line in found.records
        if isinstance(line, BudgetLine) and line.proof == "derived"
    ]
    assert derived == rows
    for line in found.records:
        if isinstance(line, BudgetLine) and line.proof == "derived":
            assert line.amount is not None
            assert line.amount.origin == "computed"
            assert line.certainty == "inferred"


@pytest.mark.seeds
def test_open_lines_name_the_figures_that_they_may_bear_and_no_other() -> None:
    name = "kokusai-2015-text"
    told = {
        dict(finding.values)["name"]: dict(finding.values)
        for finding in facts(name).findings
        if finding.code == "budget-line-open"
    }
    rows = [row for row in expected(name, "breakdown") if row["amount_candidates"]]
    assert sorted(told) == sorted(row["name"] for row in rows)
    for row in rows:
        for column, candidates in (("amounts", "amount_candidates"), ("previous", "previous_candidates")):
            figures = {
                int(part.removesuffix("千円").replace(",", "")) * 1000 for part in told[row["name"]][column].split(", ")
            }
            assert figures == set(map(int, row[candidates].split())), row


@pytest.mark.parametrize("name", having("summary"))
def test_every_printed_figure_of_a_whole_table_is_proved_and_none_is_contradicted(name: str) -> None:
    for line in facts(name).records:
        if isinstance(line, BudgetLine) and line.table_kind in ("summary", "breakdown"):
            has_figure = line.amount is not None
            assert line.proof in (("proved", "derived") if has_figure else (None,)), (line.id, line.proof)
        if isinstance(line, FundingSource):
            assert line.proof == "proved", line.id
        assert not isinstance(line, Identity) or line.holds


@pytest.mark.seeds
def test_the_nineteen_million_line_agrees_with_the_derived_one() -> None:
    found = facts("kokusai-2022-text")
    (derived,) = [r for r in found.records if isinstance(r, BudgetLine) and r.proof == "derived"]
    terms = [r for r in found.records if isinstance(r, IdentityTerm) and r.row_id == derived.id]
    kinds = sorted(r.kind for r in found.records if isinstance(r, Identity) and r.id in {t.identity_id for t in terms})
    assert kinds == ["rounding", "sum", "sum", "sum", "sum"]
