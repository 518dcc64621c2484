"""The changes of a whole archive: each year of each bureau beside the nearest earlier one, as records and findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from kokusai_extract.link.changes.compare import Comparison, Facet, change_id, missing, nearest
from kokusai_extract.link.changes.doubts import doubts
from kokusai_extract.link.changes.event import Change, Event, Figures
from kokusai_extract.link.changes.unite import years
from kokusai_extract.link.changes.year import Row, Rows, Year
from kokusai_extract.model.archive import Archive
from kokusai_extract.model.changes import (
    AnyChange,
    BudgetChange,
    CityChange,
    DutyChange,
    OfficeChange,
    PersonnelChange,
    UnitChange,
)
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.finding import Result

RECORDS: dict[Facet, type[AnyChange]] = {
    "unit": UnitChange,
    "duty": DutyChange,
    "personnel": PersonnelChange,
    "budget": BudgetChange,
    "city": CityChange,
    "office": OfficeChange,
}
TABLES = (
    "documents",
    "sections",
    "org_units",
    "people",
    "posts",
    "memberships",
    "duties",
    "budget_lines",
    "city_links",
    "offices",
)
"""The tables that are compared."""


def changes(archive: Archive) -> Result[AnyChange]:
    """Return what changed from each year of a bureau to the next one that prints the same, with what is in doubt."""
    united, findings = years(rows(archive))
    result: Result[AnyChange] = Result((), findings)
    for comparison in nearest(united):
        result += Result(tuple(records(comparison, united)), tuple(doubts(comparison, united)))
    return result


def rows(archive: Archive) -> Rows:
    """Return the records of the tables that are compared as rows, as the database will hold them."""
    result: dict[str, list[Row]] = {table: [] for table in TABLES}
    for record in archive.all_records():
        if record.TABLE in result:
            values = ((field.name, getattr(record, field.name)) for field in fields(record))
            row = {name: value.value if isinstance(value, Sourced) else value for name, value in values}
            result[record.TABLE].append(row)
    return result


def records(comparison: Comparison, united: Sequence[Year]) -> Iterator[AnyChange]:
    """Yield a comparison's changes as records."""
    for facet, events in comparison.events.items():
        gap = missing(united, comparison.before, comparison.after, facet)
        for event in events:
            yield from _records(comparison, facet, event, gap)


def _records(comparison: Comparison, facet: Facet, event: Event[Any], gap: tuple[int, ...]) -> Iterator[AnyChange]:
    first = min(change_id(comparison, facet, change) for change in event.changes)
    for change in event.changes:
        yield RECORDS[facet](
            id=change_id(comparison, facet, change),
            bureau=comparison.after.which.bureau,
            from_year=comparison.before.which.fiscal_year,
            to_year=comparison.after.which.fiscal_year,
            kind=change.kind,
            from_id=change.before and change.before.id,
            to_id=change.after and change.after.id,
            detail=detail(change),
            score=None if change.score is None else round(change.score, 3),
            certainty=change.certainty,
            event=first,
            relation=event.relation,
            reasons=change.reasons,
            missing_years=gap,
            **(_figures(change.figures) if facet == "budget" else {}),
        )


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "from_amount": figures.before,
        "restated_amount": figures.restated,
        "to_amount": figures.after,
        "change": figures.change,
        "percent": figures.percent,
        "basis": figures.basis,
        "scope": figures.scope,
    }


def detail(change: Change[Any]) -> str | None:
    """Return what else there is to say of a change, as JSON with sorted keys; None where there is nothing.

    ``before_rows`` and ``after_rows`` are given where several documents of the year print the item.
    """
    content = dict(change.detail)
    for name, item in (("before_rows", change.before), ("after_rows", change.after)):
        if item and len(item.rows) > 1:
            content[name] = sorted(item.rows)
    return json.dumps(content, ensure_ascii=False, sort_keys=True) if content else None
