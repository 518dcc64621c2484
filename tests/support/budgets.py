"""Budgets out of texts, without the stages that a budget does not need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.figures import MEASURES, money, yen
from kokusai_extract.model.loose import Loose
from kokusai_extract.model.records import BudgetLine, FundingSource, Record
from kokusai_extract.read.normalize import FoldedDocument
from kokusai_extract.reconcile.budget import reconcile_budget
from kokusai_extract.reconcile.identities import EXACT_UNIT
from kokusai_extract.sections.registry import EXTRACTORS
from kokusai_extract.segment.split import Segmentation
from kokusai_extract.validate.catalog import severity
from tests.support.texts import context, segmented, segmented_file

MOST_ROUNDED = 3
"""Units by which a rounded figure may be off before the roundings of its sum no longer allow it."""


def torn_out(text: str, fiscal_year: int) -> DocumentFacts:
    """Return the budget of a text as its sections print it, not reconciled."""
    return _torn_out(*segmented(text), fiscal_year)


def _torn_out(document: FoldedDocument, segmentation: Segmentation, fiscal_year: int) -> DocumentFacts:
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


def budget_of_pdf(data: bytes, fiscal_year: int) -> DocumentFacts:
    """Return the reconciled budget of a PDF."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "world.pdf"
        path.write_bytes(data)
        return reconcile_budget(_torn_out(*segmented_file(path), fiscal_year))


def budget_of(text: str, fiscal_year: int) -> DocumentFacts:
    """Return the reconciled budget of a text."""
    return reconcile_budget(torn_out(text, fiscal_year))


@dataclass(frozen=True)
class Given:
    """A figure that is given: its row, its value, its printed lines, and whether a warning or an error points at it."""

    row: BudgetLine | FundingSource
    yen: int
    lines: frozenset[int]
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
                printed = frozenset(anchor.line for anchor in source.anchors)
                doubted = record.id in rows or bool(here & places)
                found[table, name, measure] = Given(record, value, printed, doubted)
    return found


def silently_wrong(
    facts: DocumentFacts, truth: Mapping[tuple[str, str, str], int], damaged: int | None = None
) -> list[str]:
    """Return the figures that are not the true ones and that nothing casts doubt on.

    ``damaged`` is the line that was damaged: a figure of it that is stated and in no identity claims nothing but that
    it is printed so, and one that is rounded may be off by as much as roundings allow. All others must be right, or
    doubted in a finding.
    """
    return [
        f"{key}: {figure.yen} for {truth.get(key)} ({figure.row.certainty}, {figure.row.proof})"
        for key, figure in given(facts).items()
        if truth.get(key) != figure.yen
        and not figure.doubted
        and not (damaged in figure.lines and figure.row.certainty == "stated" and _is_the_texts(figure, truth.get(key)))
    ]


def _is_the_texts(figure: Given, printed_before: int | None) -> bool:
    unit = figure.row.precision.value if figure.row.precision is not None else 1
    rounded = (
        unit > EXACT_UNIT and printed_before is not None and abs(figure.yen - printed_before) <= MOST_ROUNDED * unit
    )
    return figure.row.proof == "unproved" or rounded
