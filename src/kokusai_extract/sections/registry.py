"""The one list of what reads which kind of section."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.loose import Loose
from kokusai_extract.model.records import Record, SectionKind
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections import (
    budget_breakdown,
    budget_highlights,
    budget_ledger,
    budget_summary,
    cities,
    contacts,
    duties,
    indicators,
    offices,
    org_chart,
    reference,
    related_budget,
    secondments,
)

Extractor = Callable[[Section, Context], Result[Record] | Result[Record | Loose]]


def _each(*extractors: Extractor) -> Extractor:
    """Return an extractor that gives what each of several finds in a section."""

    def extract(section: Section, context: Context) -> Result[Record | Loose]:
        items: list[Record | Loose] = []
        findings: list[Finding] = []
        for extractor in extractors:
            result = extractor(section, context)
            items += result.items
            findings += result.findings
        return Result(tuple(items), tuple(findings))

    return extract


EXTRACTORS: Mapping[SectionKind, Extractor] = MappingProxyType(
    {
        "budget_breakdown": budget_breakdown.extract,
        "budget_highlights": budget_highlights.extract,
        "budget_ledger": budget_ledger.extract,
        "budget_summary": budget_summary.extract,
        "cities": cities.extract,
        "cover": contacts.extract,
        "duties": duties.extract,
        "indicators": indicators.extract,
        "message": reference.extract,
        "narrative": _each(reference.extract, contacts.extract),
        "offices": offices.extract,
        "org_chart": org_chart.extract,
        "policy": reference.extract,
        "related_budget": related_budget.extract,
        "secondments": secondments.extract,
    }
)
