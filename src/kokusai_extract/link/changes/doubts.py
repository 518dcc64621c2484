"""What a comparison leaves open, what it concludes and how, and what it does not compare: as findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kokusai_extract.link.changes.compare import Comparison, Facet, change_id, missing
from kokusai_extract.link.changes.event import Event
from kokusai_extract.link.changes.programmes import Programme
from kokusai_extract.link.changes.words import label, word
from kokusai_extract.link.changes.year import Year
from kokusai_extract.model.finding import Finding

_NAMED = 20
"""Names that a finding lists at most."""


def doubts(comparison: Comparison, years: Sequence[Year]) -> Iterator[Finding]:
    """Yield the findings of a comparison; ``years`` are all that the archive has."""
    for facet, events in comparison.events.items():
        if gap := missing(years, comparison.before, comparison.after, facet):
            yield _finding("change-years-missing", comparison, facet, years="、".join(map(str, gap)))
        alone = sum(event.relation == "alone" and event.changes[0].certainty == "inferred" for event in events)
        if alone:
            yield _finding("change-absent", comparison, facet, count=str(alone))
        for event in events:
            if event.changes[0].kind == "restated" and "part-of" not in event.changes[0].reasons:
                yield _restated(comparison, event)
            elif event.relation != "alone":
                yield from _judgement(comparison, facet, event)
    if "personnel" in comparison.events:
        yield from _lists(comparison)
    if "budget" in comparison.events:
        yield from _lines(comparison)


def _lists(comparison: Comparison) -> Iterator[Finding]:
    for which in sorted(comparison.before.lists ^ comparison.after.lists):
        there = comparison.before if which in comparison.before.lists else comparison.after
        names = {"list": word("list", which, "en"), "list_ja": word("list", which, "ja")}
        yield _finding("change-list-missing", comparison, "personnel", there=str(there.which.fiscal_year), **names)


def _lines(comparison: Comparison) -> Iterator[Finding]:
    """Name the budget lines that no change speaks of."""
    told = {
        row
        for event in comparison.events["budget"]
        for change in event.changes
        for item in (change.before, change.after)
        if item
        for row in item.rows
    }
    for year in (comparison.before, comparison.after):
        names = [line.name or "—" for line in year.lines if told.isdisjoint(line.rows)]
        if names:
            some = "、".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
            there = str(year.which.fiscal_year)
            yield _finding("change-lines-apart", comparison, "budget", there=there, count=str(len(names)), names=some)


def _judgement(comparison: Comparison, facet: Facet, event: Event[Any]) -> Iterator[Finding]:
    certainties = {change.certainty for change in event.changes}
    if certainties == {"stated"}:
        return
    first = event.changes[0]
    before = {change.before.id: label(change.before) for change in event.changes if change.before}
    after = {change.after.id: label(change.after) for change in event.changes if change.after}
    reasons = sorted({reason for change in event.changes for reason in change.reasons})
    yield _finding(
        "change-open" if None in certainties else "change-inferred",
        comparison,
        facet,
        min(change_id(comparison, facet, change) for change in event.changes),
        before=" / ".join(before.values()),
        after=" / ".join(after.values()),
        kind=word("kind", first.kind, "en"),
        kind_ja=word("kind", first.kind, "ja"),
        reasons=", ".join(word("reason", reason, "en") for reason in reasons),
        reasons_ja="、".join(word("reason", reason, "ja") for reason in reasons),
    )


def _restated(comparison: Comparison, event: Event[Programme]) -> Finding:
    """Say which figure the later document prints for the earlier year, beside that year's own."""
    before = {change.before.id: change.before for change in event.changes if change.before}
    after = {change.after.id: change.after for change in event.changes if change.after}
    return _finding(
        "change-restated",
        comparison,
        "budget",
        min(change_id(comparison, "budget", change) for change in event.changes),
        before=" / ".join(f"{label(one)} {_yen(one.amount)}" for one in before.values()) or "—",
        after=" / ".join(f"{label(one)} {_yen(one.previous)}" for one in after.values()) or "—",
    )


def _yen(amount: int | None) -> str:
    return "—" if amount is None else f"{amount:,}"


def _finding(code: str, comparison: Comparison, facet: Facet, row_id: str | None = None, **values: str) -> Finding:
    common = {
        "bureau": comparison.after.which.bureau,
        "from_year": str(comparison.before.which.fiscal_year),
        "to_year": str(comparison.after.which.fiscal_year),
        "facet": word("facet", facet, "en"),
        "facet_ja": word("facet", facet, "ja"),
    }
    return Finding(
        code,
        comparison.after.documents[0],
        table_name=f"{facet}_changes",
        row_id=row_id,
        values=tuple((common | values).items()),
    )
