"""Budgets of one bureau in several documents: what one leaves open, and what a later one restates."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from kokusai_extract.link.archive import link
from kokusai_extract.model.archive import Archive, DocumentFacts
from kokusai_extract.model.figures import yen
from kokusai_extract.model.records import BudgetLine, Identity, IdentityTerm
from kokusai_extract.store.report import summarize
from kokusai_extract.validate.catalog import severity
from tests.corpus.test_corpus import expected, facts

TEXT, SHEET, PRINTED = "kokusai-2015-text", "kokusai-2016-pdf", "kokusai-2015-pdf"


@cache
def linked(*names: str) -> Archive:
    return link([facts(name) for name in names])


def breakdown(archive: Archive, document: str) -> dict[str, BudgetLine]:
    return {
        line.name.value: line
        for line in archive.all_records()
        if isinstance(line, BudgetLine)
        and line.table_kind == "breakdown"
        and line.document_id == document
        and line.name
    }


def restated(archive: Archive) -> dict[str, Identity]:
    """Return the identities between two years by the name of the later line."""
    lines = {line.id: line for line in archive.all_records() if isinstance(line, BudgetLine)}
    tried = {record.id: record for record in archive.records if isinstance(record, Identity)}
    return {
        str(name.value): tried[term.identity_id]
        for term in archive.records
        if isinstance(term, IdentityTerm)
        and term.column_name == "previous_amount"
        and tried[term.identity_id].kind == "restated"
        and (name := lines[term.row_id].name)
    }


@pytest.mark.seeds
def test_the_sheet_of_the_next_year_settles_what_the_text_leaves_open() -> None:
    document = facts(TEXT).document_id
    alone, both = breakdown(linked(TEXT), document), breakdown(linked(TEXT, SHEET), document)
    wanted = {row["name"]: row for row in expected(PRINTED, "breakdown")}
    settled = {
        name for name, line in both.items() if yen(line, "amount") is not None and yen(alone[name], "amount") is None
    }
    assert len(settled) == 8
    for name in settled:
        assert (both[name].certainty, str(yen(both[name], "amount"))) == ("inferred", wanted[name]["amount"])
        if (previous := yen(both[name], "previous_amount")) is not None:
            assert str(previous) == wanted[name]["previous_amount"]
    amount = both["外国人のための日本語学習支援事業費"].amount
    assert amount is not None
    assert (amount.value, [(anchor.document_id, anchor.quote) for anchor in amount.anchors]) == (
        8_512_000,
        [(document, "8,512千円"), (facts(SHEET).document_id, "8,512")],
    )


@pytest.mark.seeds
def test_each_line_that_another_document_settles_says_by_which_figures_of_which_document() -> None:
    archive = linked(TEXT, SHEET)
    every = ((finding.row_id, dict(finding.values)) for finding in archive.all_findings())
    told = {row: values for row, values in every if "documents" in values}
    assert len(told) == 8
    sheet = "kokusai-2016-jigyo-keikakusho.pdf"
    for values in told.values():
        assert values["documents"] == sheet
        assert f"({sheet}, p. 1)" in values["reasons"]
        assert " = " in values["reasons"]
    still = {finding.row_id for finding in archive.all_findings() if finding.code == "budget-line-open"}
    lines = {line.id: line for line in archive.all_records() if isinstance(line, BudgetLine)}
    assert still
    assert all(yen(lines[str(row)], "previous_amount") is None for row in still)
    failing = [record for record in archive.all_records() if isinstance(record, Identity) and not record.holds]
    assert failing == []


@pytest.mark.seeds
def test_a_document_of_the_same_year_settles_every_line() -> None:
    document = facts(TEXT).document_id
    wanted = {row["name"]: (row["amount"], row["previous_amount"]) for row in expected(PRINTED, "breakdown")}
    for name, line in breakdown(linked(TEXT, PRINTED), document).items():
        figures = tuple(str(yen(line, measure) or "") for measure in ("amount", "previous_amount"))
        assert figures == wanted[name], name


@pytest.mark.seeds
def test_the_report_counts_the_figures_that_stand_open() -> None:
    counts = {row["file_name"]: row["open"] for row in summarize(linked(TEXT))["figures"]}
    fewer = {row["file_name"]: row["open"] for row in summarize(linked(TEXT, SHEET))["figures"]}
    assert counts == {"kokusai-2015.txt": 31}
    assert fewer["kokusai-2015.txt"] == 31 - 13


def test_last_years_column_is_the_earlier_documents_own() -> None:
    found = restated(linked(PRINTED, SHEET))
    assert len(found) >= 9
    assert {"合計", "外国人のための日本語学習支援事業", "シティネット事業"} <= found.keys()
    assert all(identity.holds for identity in found.values())


def test_a_restated_figure_is_told_and_contradicts_nothing() -> None:
    earlier = facts(PRINTED)
    changed = _with_amount(earlier, "欧州事務所運営費", 22_015_000)
    archive = link([changed, facts(SHEET)])
    assert {name for name, identity in restated(archive).items() if not identity.holds} == {"欧州事務所運営費"}
    (finding,) = [finding for finding in archive.findings if finding.code == "budget-restated"]
    assert (finding.expected, finding.actual, severity(finding)) == ("22,015千円", "21,015千円", "warning")
    assert {anchor.document_id for anchor in finding.anchors} == {earlier.document_id, facts(SHEET).document_id}
    lines = {line.id: line for line in archive.all_records() if isinstance(line, BudgetLine)}
    for before in facts(SHEET).records:
        if isinstance(before, BudgetLine):
            assert lines[before.id].proof == before.proof


def _with_amount(found: DocumentFacts, name: str, value: int) -> DocumentFacts:
    records = tuple(
        replace(line, amount=line.amount.with_value(value, rule="test"))
        if isinstance(line, BudgetLine) and line.amount and line.name and line.name.value == name
        else line
        for line in found.records
    )
    return replace(found, records=records)
