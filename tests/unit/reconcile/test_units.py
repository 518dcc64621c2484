"""Units that two sections name are one, and what disagrees is named."""

from __future__ import annotations

from typing import TypeVar

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Anchor, Sourced
from kokusai_extract.model.records import Classification, OrgUnit
from kokusai_extract.reconcile.units import merge_units

T = TypeVar("T")
DOCUMENT = "doc-0"


def at(value: T, line: int, rule: str) -> Sourced[T]:
    return Sourced(value, str(value), (Anchor(DOCUMENT, 1, line, 0, 3, str(value)),), rule)


def unit(path: str, line: int, rule: str = "duties.unit-heading", certainty: str = "stated") -> OrgUnit:
    above, _, name = path.rpartition("/")
    kind: Classification = "division"
    parent = at(f"{DOCUMENT}/unit/{above}", line, rule) if above else None
    return OrgUnit(
        f"{DOCUMENT}/unit/{path}",
        DOCUMENT,
        at(name, line, rule),
        at(kind, line, rule),
        parent,
        line,
        certainty,  # type: ignore[arg-type]
    )


def merged(*units: OrgUnit) -> tuple[list[OrgUnit], list[str]]:
    facts = merge_units(DocumentFacts(DOCUMENT, units))
    return [item for item in facts.records if isinstance(item, OrgUnit)], [f.code for f in facts.findings]


def test_the_evidence_of_both_sections_is_kept() -> None:
    (one, two), findings = merged(
        unit("局", 1), unit("局/総務課", 2, certainty="inferred"), unit("局/総務課", 9, "org_chart.band")
    )
    assert (one.name.value, two.name.value) == ("局", "総務課")
    assert [anchor.line for anchor in two.name.anchors] == [2, 9]
    assert two.certainty == "stated"
    assert findings == []


def test_siblings_are_numbered_in_printed_order() -> None:
    units, _ = merged(unit("局", 1), unit("局/甲", 2), unit("局/甲/一", 3), unit("局/乙", 4))
    assert [(item.name.value, item.position) for item in units] == [("局", 1), ("甲", 1), ("一", 1), ("乙", 2)]


def test_one_name_in_two_places_is_named_where_sections_disagree() -> None:
    units, findings = merged(unit("局/甲/総務課", 2), unit("局/乙/総務課", 9, "org_chart.band"))
    assert len(units) == 2
    assert findings == ["unit-in-two-places"]


def test_two_units_of_one_section_may_share_a_name() -> None:
    assert merged(unit("局/甲/庶務係", 2), unit("局/乙/庶務係", 3))[1] == []
