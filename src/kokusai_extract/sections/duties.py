"""事務分掌: the units of a bureau and the numbered duties of each.

A unit's name stands on a line of its own; the duties under it are numbered sentences that end in こと. 局, 部, 課 and
係 stand at known levels, so the tree follows from their order. Where a センター or 室 stands in it is not said by its
name: it is placed beside the 課 it is printed among, and a finding names the other reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Duty, OrgUnit, Record
from kokusai_extract.model.section import Context, Section
from kokusai_extract.segment.headings import heading_of
from kokusai_extract.values.dates import DATE
from kokusai_extract.values.numbering import Numbered, numbered
from kokusai_extract.values.units import UnitName, unit_name

_ENDS = re.compile(r"(こと|事務|もの)[。.]?$")
DIVISION_LEVEL = 2


@dataclass(slots=True, eq=False)
class _Unit:
    name: UnitName
    level: int
    parent: _Unit | None
    certain: bool
    other_parent: _Unit | None = None
    duties: list[_Duty] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        above = self.parent.path if self.parent else ()
        return (*above, self.name.name.text)


@dataclass(slots=True, eq=False)
class _Duty:
    number: Numbered | None
    parts: list[Passage]

    @property
    def text(self) -> Passage:
        return Passage.join(self.parts)


def extract(section: Section, context: Context) -> Result[Record]:
    """Read the units and duties of a 事務分掌 section."""
    root = _root(context)
    units: list[_Unit] = [root] if root else []
    findings: list[Finding] = []
    for part in _parts(section):
        if heading_of(part) or _is_mark(part):
            continue
        current = units[-1] if units else None
        duty = current.duties[-1] if current and current.duties else None
        if duty and not duty.text.text.endswith("。") and not _starts_something(part):
            duty.parts.append(part)
        elif (item := numbered(part)) and item.rest and _ENDS.search(item.rest.text):
            findings += _add(current, _Duty(item, [item.rest]), part)
        elif name := unit_name(part):
            if not (root and name.name.text == root.name.name.text):
                units.append(_place(name, units))
        elif item and item.rest:
            findings += _add(current, _Duty(item, [item.rest]), part)
        elif _ENDS.search(part.text):
            findings += _add(current, _Duty(None, [part]), part)
        else:
            findings.append(Finding.at("duty-line-unread", part.anchors(), text=part.text))
    return _records(units, context) + Result((), tuple(findings))


def _is_mark(part: Passage) -> bool:
    """Tell whether a line is the mark of a draft or the date of the list, which the document's record holds."""
    text = part.squeeze().text.strip("()")
    date = DATE.match(text)
    return text == "案" or (date is not None and not text[date.end() :].strip("現在施行"))


def _root(context: Context) -> _Unit | None:
    name = unit_name(context.bureau) if context.bureau else None
    return _Unit(name, -1, None, certain=True) if name else None


def _parts(section: Section) -> Iterator[Passage]:
    """Yield what stands on lines by itself; of lines in columns, the first column before the second."""
    columns: dict[int, list[Passage]] = {}
    for line in section.lines:
        cells = [cell.strip() for cell in line.cells if cell.text.strip()]
        if len(cells) > 1 and (item := numbered(cells[0])) and not item.rest:
            cells = [Passage.join(cells)] if len(cells) == 2 else cells
            cells = [line.passage.strip()] if len(cells) == 1 else cells
        if len(cells) <= 1:
            yield from _columns(columns)
            columns = {}
            yield from cells
        else:
            for index, cell in enumerate(cells):
                columns.setdefault(index, []).append(cell)
    yield from _columns(columns)


def _columns(columns: dict[int, list[Passage]]) -> Iterator[Passage]:
    for index in sorted(columns):
        yield from columns[index]


def _starts_something(part: Passage) -> bool:
    return numbered(part) is not None or unit_name(part) is not None or _is_mark(part)


def _add(unit: _Unit | None, duty: _Duty, part: Passage) -> list[Finding]:
    if unit is None:
        return [Finding.at("duty-without-unit", part.anchors(), text=part.text)]
    unit.duties.append(duty)
    return []


def _place(name: UnitName, units: Sequence[_Unit]) -> _Unit:
    """Return the unit under the nearest unit above it that stands at a higher level."""
    level = name.word.level
    certain = level is not None
    if level is None:
        level = DIVISION_LEVEL
    above = [unit for unit in reversed(units) if unit.level < level]
    parent = above[0] if above else None
    before = units[-1] if units else None
    other = before if not certain and before is not parent and before and before.level == DIVISION_LEVEL else None
    while other and not other.certain:  # one センター after another: the 課 before them both
        index = units.index(other)
        other = units[index - 1] if index and units[index - 1].level == DIVISION_LEVEL else None
    return _Unit(name, level, parent, certain, other)


def _records(units: Sequence[_Unit], context: Context) -> Result[Record]:
    document = context.document
    ids = unique_ids(fact_id(document.id, "unit", *unit.path) for unit in units)
    names = dict(zip(map(id, units), ids, strict=True))
    records: list[Record] = []
    findings: list[Finding] = []
    for position, (unit, unit_id) in enumerate(zip(units, ids, strict=True)):
        heading = unit.name.name.read("duties.unit-heading")
        parent = unit.parent
        records.append(
            OrgUnit(
                unit_id,
                document.id,
                heading,
                unit.name.suffix.sourced(unit.name.word.classification, "units.suffix"),
                parent.name.name.sourced(names[id(parent)], "duties.parent-by-level", origin="inherited")
                if parent
                else None,
                position,
                "stated" if unit.certain else "inferred",
            )
        )
        if not unit.certain and parent:
            findings.append(
                Finding.at(
                    "unit-parent-inferred",
                    heading.anchors,
                    table_name="org_units",
                    row_id=unit_id,
                    unit=unit.name.name.text,
                    parent=parent.name.name.text,
                    other=unit.other_parent.name.name.text if unit.other_parent else "—",
                )
            )
        records += _duties(unit, unit_id, context)
        findings += _gaps(unit, unit_id)
    findings += [
        Finding.at(
            "unit-without-duties",
            unit.name.name.anchors(),
            table_name="org_units",
            row_id=names[id(unit)],
            unit=unit.name.name.text,
        )
        for unit in units
        if not unit.duties and not any(other.parent is unit for other in units)
    ]
    return Result(tuple(records), tuple(findings))


def _duties(unit: _Unit, unit_id: str, context: Context) -> Iterator[Duty]:
    path = unit.path
    labels = [duty.number.number.text if duty.number else duty.text.text[:20] for duty in unit.duties]
    ids = unique_ids(fact_id(context.document.id, "duty", *path, label) for label in labels)
    for duty_id, duty in zip(ids, unit.duties, strict=True):
        yield Duty(
            duty_id,
            context.document.id,
            unit.name.name.sourced(unit_id, "duties.unit-heading", origin="inherited"),
            duty.number.number.read("duties.number") if duty.number else None,
            duty.text.read("duties.text"),
        )


def _gaps(unit: _Unit, unit_id: str) -> Iterator[Finding]:
    """Yield a finding for each number that does not follow the one before: a line may be lost or out of order."""
    expected = 1
    for duty in unit.duties:
        if duty.number is None:
            continue
        if duty.number.ordinal != expected:
            yield Finding.at(
                "duty-number-gap",
                duty.number.number.anchors(),
                table_name="org_units",
                row_id=unit_id,
                expected=str(expected),
                actual=str(duty.number.ordinal),
                unit=unit.name.name.text,
            )
        expected = duty.number.ordinal + 1
