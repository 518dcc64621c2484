"""Units that the chart and the duties both name are one unit, with the evidence of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import OrgUnit, Record


def merge_units(facts: DocumentFacts) -> DocumentFacts:
    """Merge org units of one id: the first takes over the others' evidence. Then number them among their siblings.

    What one section infers and another states is stated.
    """
    merged: dict[str, OrgUnit] = {}
    for record in facts.records:
        if isinstance(record, OrgUnit):
            known = merged.get(record.id)
            merged[record.id] = _merge(known, record) if known else record
    position = _positions(merged)
    records: list[Record] = []
    seen: set[str] = set()
    for record in facts.records:
        if not isinstance(record, OrgUnit):
            records.append(record)
        elif record.id not in seen:
            seen.add(record.id)
            records.append(replace(merged[record.id], position=position[record.id]))
    return replace(facts, records=tuple(records), findings=facts.findings + tuple(_in_two_places(merged.values())))


def _in_two_places(units: Iterable[OrgUnit]) -> Iterator[Finding]:
    """Yield a finding where two sections hang a unit of one name under different units."""
    by_name: dict[str, list[OrgUnit]] = {}
    for unit in units:
        by_name.setdefault(unit.name.value, []).append(unit)
    for name, bearers in by_name.items():
        if len({unit.name.rule for unit in bearers}) > 1:
            yield Finding.at(
                "unit-in-two-places",
                tuple(anchor for unit in bearers for anchor in unit.name.anchors),
                table_name="org_units",
                row_id=bearers[0].id,
                unit=name,
                paths="、".join(unit.id.partition("/unit/")[2] for unit in bearers),
            )


def _positions(units: dict[str, OrgUnit]) -> dict[str, int]:
    """Return each unit's place among those under the same unit, 1-based, in the order in which they are printed."""
    counts: Counter[str | None] = Counter()
    places = {}
    for unit in units.values():
        parent = unit.parent_id.value if unit.parent_id else None
        counts[parent] += 1
        places[unit.id] = counts[parent]
    return places


def _merge(first: OrgUnit, second: OrgUnit) -> OrgUnit:
    parent = first.parent_id
    if parent and second.parent_id and parent.value == second.parent_id.value:
        parent = parent.also_at(second.parent_id.anchors)
    return replace(
        first,
        name=first.name.also_at(second.name.anchors),
        classification=first.classification.also_at(second.classification.anchors),
        parent_id=parent or second.parent_id,
        certainty="stated" if "stated" in (first.certainty, second.certainty) else "inferred",
    )
