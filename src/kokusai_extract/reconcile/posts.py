"""The units that posts belong to, found among all units that the document names.

A chart names a post's unit by the way that it shows, and another section may show the rest of that way. A unit of a
chart whose place was only inferred is the one of that name that another section states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import Classification, OrgUnit, Post, Record
from kokusai_extract.values.units import word_of

_BY_TITLE = "org_chart.unit-by-title"
_NO_NAMES = frozenset({"副", "次席", "首席", "主席", "上席", "統括", "総括", "専任", "主任", "筆頭", "特命", "専門"})
"""Words before 課長 and the like that tell a rank and no unit: 統括課長 leads no 統括課."""


def settle_chart_units(facts: DocumentFacts) -> DocumentFacts:
    """Replace each unit whose place a chart infers by the one unit of that name whose place is stated elsewhere."""
    units = [record for record in facts.records if isinstance(record, OrgUnit)]
    stated: dict[str, set[str]] = {}
    for unit in units:
        if unit.certainty == "stated":
            stated.setdefault(unit.name.value, set()).add(unit.id)
    moved = {
        unit.id: next(iter(stated[unit.name.value]))
        for unit in units
        if unit.certainty == "inferred" and len(stated.get(unit.name.value, ())) == 1 and _is_of_chart(unit)
    }
    moved = {old: new for old, new in moved.items() if old != new}
    if not moved:
        return facts
    records: list[Record] = []
    for record in facts.records:
        if isinstance(record, OrgUnit):
            if record.id in moved:
                continue
            parent = record.parent_id
            if parent and parent.value in moved:
                parent = replace(parent, value=moved[parent.value])
            records.append(replace(record, parent_id=parent))
        elif isinstance(record, Post) and record.unit_id and record.unit_id.value in moved:
            records.append(replace(record, unit_id=replace(record.unit_id, value=moved[record.unit_id.value])))
        else:
            records.append(record)
    return replace(facts, records=tuple(records))


def place_posts(facts: DocumentFacts) -> DocumentFacts:
    """Let each post's unit be one that the document names, or one that the post's own title names, or none."""
    units = [record for record in facts.records if isinstance(record, OrgUnit)]
    names = Counter(_last(unit.id) for unit in units)
    only_titled = _named_by_titles(facts, names, sum(unit.parent_id is None for unit in units))
    ids = {unit.id for unit in (*units, *only_titled)}
    by_name = {_last(unit_id): unit_id for unit_id in sorted(ids) if names[_last(unit_id)] <= 1}
    records = tuple(
        replace(record, unit_id=_placed(record.unit_id, ids, by_name)) if isinstance(record, Post) else record
        for record in facts.records
    )
    findings = [
        Finding.at(
            "unit-named-by-title",
            unit.name.anchors,
            table_name="org_units",
            row_id=unit.id,
            unit=unit.name.value,
            title=unit.name.raw,
        )
        for unit in only_titled
    ]
    return replace(facts, records=(*records, *only_titled), findings=(*facts.findings, *findings))


def _named_by_titles(facts: DocumentFacts, known: Mapping[str, int], roots: int) -> list[OrgUnit]:
    """Return the units that stand nowhere but in the titles of those who lead them: 広報課 in 広報課長.

    What they hang under is not said, so they have no parent. 部長 and 課長 lead a 部 or 課; 係長 or 所長 may be a rank
    within a 課 that leads no unit.
    """
    found: dict[str, OrgUnit] = {}
    for post in facts.records:
        if not isinstance(post, Post) or post.unit_id is None or post.unit_id.rule != _BY_TITLE:
            continue
        name = _last(post.unit_id.value)
        word = word_of(name)
        if name in known or word is None or word.classification not in {"department", "division"}:
            continue
        if name.removesuffix(word.suffix) in _NO_NAMES:
            continue
        if name in found:
            found[name] = replace(found[name], name=found[name].name.also_at(post.unit_id.anchors))
            continue
        printed = replace(post.unit_id, value=name, rule="posts.unit-in-title", confidence="inferred")
        kind: Sourced[Classification] = printed.with_value(word.classification, rule="units.suffix")
        position = roots + len(found) + 1
        found[name] = OrgUnit(post.unit_id.value, facts.document_id, printed, kind, None, position, "inferred")
    return list(found.values())


def _placed(unit: Sourced[str] | None, ids: set[str], by_name: Mapping[str, str]) -> Sourced[str] | None:
    """Return the unit itself, the only one of its name, or the nearest one above it on the way that the page shows."""
    if unit is None or unit.value in ids:
        return unit
    if _last(unit.value) in by_name:
        return replace(unit, value=by_name[_last(unit.value)])
    above = unit.value
    while unit.rule != _BY_TITLE and above.count("/") > 1:
        above = above.rpartition("/")[0]
        if above in ids:
            return replace(unit, value=above)
    return None


def _last(unit_id: str) -> str:
    return unit_id.rpartition("/")[2]


def _is_of_chart(unit: OrgUnit) -> bool:
    return unit.name.rule.startswith("org_chart.")
