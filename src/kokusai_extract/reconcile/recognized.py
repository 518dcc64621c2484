"""What was recognized in a picture: stated where an identity proves it, inferred where none does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import fields, replace
from typing import Any, cast

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import BudgetLine, FundingSource, PageRecord, Record

_MOST_NAMED = 12
_READ = ("read", "parsed")
_FIGURES = ("amount", "previous_amount", "change")


def settle_recognized(facts: DocumentFacts) -> DocumentFacts:
    """Return the facts with nothing recognized stated that nothing proves, and a finding for each page of figures."""
    unproved: dict[int, list[str]] = defaultdict(list)
    records: list[Record] = []
    pages = {page.number for page in facts.records if isinstance(page, PageRecord) and page.text_layer == "ocr"}
    for record in (_graded(record, pages) if pages else record for record in facts.records):
        proved = getattr(record, "proof", None) == "proved"
        figures = isinstance(record, (BudgetLine, FundingSource)) and not proved
        if figures and (page := _page_of(record, _FIGURES)):
            unproved[page].append(_name(record))
        if getattr(record, "certainty", None) == "stated" and not proved and _page_of(record):
            record = cast("Record", replace(cast("Any", record), certainty="inferred"))  # noqa: PLW2901
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


def _graded(record: Record, pages: Set[int]) -> Record:
    """Return a record whose facts from recognized pages all say so, those too that follow from where others stand."""
    graded = {
        field.name: replace(value, confidence="recognized")
        for field in fields(record)
        if isinstance(value := getattr(record, field.name), Sourced)
        and value.confidence in _READ
        and any(anchor.page in pages for anchor in value.anchors)
    }
    return cast("Record", replace(cast("Any", record), **graded)) if graded else record


def _page_of(record: Record, columns: tuple[str, ...] | None = None) -> int | None:
    """Return the page on which something of the record was recognized, of all its facts or of some columns."""
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Sourced) and value.confidence == "recognized" and (not columns or field.name in columns):
            return value.anchors[0].page
    return None


def _name(record: Record) -> str:
    name: Sourced[str] | None = getattr(record, "name" if isinstance(record, BudgetLine) else "source")
    return name.value if name else "—"
