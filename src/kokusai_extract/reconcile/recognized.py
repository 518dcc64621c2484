"""Figures that were recognized in a picture: stated where an identity proves them, inferred where none does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import BudgetLine, FundingSource, Record

_MOST_NAMED = 12
_AMOUNTS = ("amount", "previous_amount", "change")


def settle_recognized(facts: DocumentFacts) -> DocumentFacts:
    """Return the facts with no recognized figure stated that nothing proves, and a finding for each page of such."""
    unproved: dict[int, list[str]] = defaultdict(list)
    records: list[Record] = []
    for record in facts.records:
        if isinstance(record, (BudgetLine, FundingSource)) and (page := _recognized(record)) and not _proved(record):
            unproved[page].append(_name(record))
            if record.certainty == "stated":
                record = replace(record, certainty="inferred")  # noqa: PLW2901
        records.append(record)
    findings = tuple(
        Finding(
            "ocr-figures-unproved",
            facts.document_id,
            page,
            values=(("count", str(len(names))), ("names", "、".join(dict.fromkeys(names[:_MOST_NAMED])))),
        )
        for page, names in sorted(unproved.items())
    )
    return replace(facts, records=tuple(records), findings=facts.findings + findings)


def _recognized(record: BudgetLine | FundingSource) -> int | None:
    """Return the page on which a figure of the record was recognized."""
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in _AMOUNTS and isinstance(value, Sourced) and value.confidence == "recognized":
            return value.anchors[0].page
    return None


def _proved(record: BudgetLine | FundingSource) -> bool:
    return record.proof == "proved"


def _name(record: BudgetLine | FundingSource) -> str:
    name = record.name if isinstance(record, BudgetLine) else record.source
    return name.value if name else "—"
