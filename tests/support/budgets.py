"""Budgets out of texts, without the stages that a budget does not need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.figures import MEASURES, money, yen
from kokusai_extract.model.loose import Loose
from kokusai_extract.model.records import BudgetLine, FundingSource, Record
from kokusai_extract.reconcile.budget import reconcile_budget
from kokusai_extract.sections.registry import EXTRACTORS
from kokusai_extract.validate.catalog import severity
from tests.support.texts import context, segmented


def torn_out(text: str, fiscal_year: int) -> DocumentFacts:
    """Return the budget of a text as its sections print it, not reconciled."""
    document, segmentation = segmented(text)
    records: list[Record] = []
    loose: list[Loose] = []
    findings = []
    for section in segmentation.sections:
        if "budget" in section.kind and section.kind in EXTRACTORS:
            result = EXTRACTORS[section.kind](section, context(document, fiscal_year=fiscal_year))
            records += [item for item in result.items if not isinstance(item, Loose)]
            loose += [item for item in result.items if isinstance(item, Loose)]
            findings += result.findings
    return DocumentFacts(document.document.id, tuple(records), tuple(findings), tuple(loose))


def budget_of(text: str, fiscal_year: int) -> DocumentFacts:
    """Return the reconciled budget of a text."""
    return reconcile_budget(torn_out(text, fiscal_year))


@dataclass(frozen=True)
class Given:
    """A figure that is given: its row, its value, and whether a warning or an error points at it."""

    row: BudgetLine | FundingSource
    yen: int
    doubted: bool


def given(facts: DocumentFacts) -> Mapping[tuple[str, str, str], Given]:
    """Return every figure by table, name and column; a source of funds is named ``line/source``."""
    lines = {record.id: record for record in facts.records if isinstance(record, BudgetLine)}
    grave = [finding for finding in facts.findings if severity(finding) in ("error", "warning")]
    rows = {finding.row_id for finding in grave}
    places = {(anchor.page, anchor.start) for finding in grave for anchor in finding.anchors}
    found = {}
    for record in facts.records:
        if isinstance(record, BudgetLine):
            table, name = record.table_kind, record.name.value if record.name else "?"
        elif isinstance(record, FundingSource):
            head = lines[record.budget_line_id.value].name
            table, name = "funding", f"{head.value if head else '?'}/{record.source.value}"
        else:
            continue
        for measure in MEASURES:
            value, source = yen(record, measure), money(record, measure)
            if value is not None and source is not None:
                here = {(anchor.page, anchor.start) for anchor in source.anchors}
                found[table, name, measure] = Given(record, value, record.id in rows or bool(here & places))
    return found


def silently_wrong(facts: DocumentFacts, truth: Mapping[tuple[str, str, str], int]) -> list[str]:
    """Return the figures that are not the true ones and that nothing casts doubt on.

    A figure that is stated and in no identity claims nothing but that it is printed so: a misreading of it is the
    text's. All others must be right, or doubted in a finding.
    """
    return [
        f"{key}: {figure.yen} for {truth.get(key)} ({figure.row.certainty}, {figure.row.proof})"
        for key, figure in given(facts).items()
        if truth.get(key) != figure.yen
        and not figure.doubted
        and not (figure.row.certainty == "stated" and figure.row.proof == "unproved")
    ]
