"""The tree of units and duties as it grows from the lines of a 事務分掌, and the records it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kokusai_extract.model.evidence import Anchor
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Duty, OrgUnit, Record
from kokusai_extract.model.section import Context
from kokusai_extract.sections.duty_lines import ends_duty
from kokusai_extract.values.numbering import Numbered
from kokusai_extract.values.units import UnitName

DEPARTMENT_LEVEL, DIVISION_LEVEL = 1, 2
UNKNOWN = "?"
"""Stands in a duty's id where the unit would."""


@dataclass(slots=True, eq=False)
class _Unit:
    """A unit in the order of print; ``name`` None where a heading is lost.

    ``fixed`` says that its name tells its level; ``others`` are the units that it may hang under as well.
    """

    name: UnitName | None
    level: int
    parent: _Unit | None
    fixed: bool = True
    others: tuple[_Unit, ...] = ()
    duties: list[_Duty] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        above = self.parent.path if self.parent else ()
        return (*above, self.name.name.text if self.name else UNKNOWN)

    @property
    def label(self) -> str:
        return self.path[-1]


@dataclass(slots=True, eq=False)
class _Duty:
    number: Numbered | None
    parts: list[Passage]
    above: _Duty | None = None

    @property
    def text(self) -> Passage:
        return Passage.join(self.parts)

    @property
    def label(self) -> str:
        """The number as it is cited: ``3``, and ``3(1)`` for the first of its own items."""
        if self.number is None:
            return ""
        own = self.number.number.text
        return f"{self.above.label}({own})" if self.above else own


class DutyTree:
    """Takes the lines of a 事務分掌 one by one: :meth:`open` a unit, :meth:`add` a duty; then :meth:`result`."""

    def __init__(self, context: Context, bureau: UnitName | None) -> None:
        self._context = context
        self._root = _Unit(bureau, -1, None) if bureau else None
        self._units: list[_Unit] = [self._root] if self._root else []

    def goes_on(self) -> bool:
        """Tell whether the last duty is a sentence that has not ended yet; one without a number ends in こと, too."""
        duty = self._last
        if duty is None or duty.text.text.endswith("。"):
            return False
        return duty.number is not None or not duty.text.text.endswith("こと")

    def takes_bullets(self) -> bool:
        """Tell whether a bullet may begin a duty: not in the midst of one that has a number."""
        return self._last is None or self._last.number is None or not self.goes_on()

    def add_to_last(self, part: Passage) -> None:
        """Add the next printed line to the last duty."""
        if self._last:
            self._last.parts.append(part)

    def open(self, name: UnitName) -> None:
        """Begin a unit: it hangs under the nearest unit above it that stands at a higher level."""
        if self._root and self._root.name and name.name.text == self._root.name.name.text:
            return
        level = name.word.level
        fixed = level is not None
        if level is None:
            level = DIVISION_LEVEL
        if fixed and level == DIVISION_LEVEL:
            self._raise_what_holds_divisions()
        parent = self._nearest_above(level)
        others = self._others(fixed, level, parent)
        self._units.append(_Unit(name, level, parent, fixed, tuple(unit for unit in others if unit is not parent)))

    def add(self, number: Numbered | None, text: Passage) -> None:
        """Add a duty to the last unit; under an unknown unit where numbers begin again or no unit stands above."""
        above = self._above(number)
        if not self._units or (number and not above and self._begins_again(number)):
            self._units.append(_Unit(None, DIVISION_LEVEL, self._root))
        self._units[-1].duties.append(_Duty(number, [text], above))

    def result(self) -> Result[Record]:
        """Return the units, their duties, and what is in doubt about them."""
        named = [unit for unit in self._units if unit.name]
        ids = unique_ids(fact_id(self._context.document.id, "unit", *unit.path) for unit in named)
        by_unit = dict(zip(map(id, named), ids, strict=True))
        paths = unique_ids("/".join(unit.path) for unit in self._units)
        records: list[Record] = []
        findings: list[Finding] = []
        for position, (unit, path) in enumerate(zip(self._units, paths, strict=True)):
            if unit.name:
                records.append(self._unit_record(unit, unit.name, by_unit, position))
            duties = list(self._duty_records(unit, path, by_unit.get(id(unit))))
            records += duties
            findings += self._doubts(unit, by_unit, duties)
        return Result(tuple(records), tuple(findings))

    @property
    def _last(self) -> _Duty | None:
        duties = self._units[-1].duties if self._units else []
        return duties[-1] if duties else None

    def _nearest_above(self, level: int) -> _Unit | None:
        return next((unit for unit in reversed(self._units) if unit.name and unit.level < level), None)

    def _raise_what_holds_divisions(self) -> None:
        """Let the last unit stand as high as a 部, where its name tells no level and a 課 follows it at once.

        A 室 or 市場 without duties of its own is the heading of the 課 printed under it.
        """
        last = self._units[-1] if self._units else None
        if last is None or last.fixed or last.duties or last.level != DIVISION_LEVEL:
            return
        above = last.parent
        last.level = DEPARTMENT_LEVEL
        last.parent = self._nearest_above(DEPARTMENT_LEVEL)
        last.others = (above,) if above and above is not last.parent else ()

    def _others(self, fixed: bool, level: int, parent: _Unit | None) -> list[_Unit]:
        """Return where else a unit may hang: one of no fixed level under the 課 before it, or under the 局 itself.

        A 課 may belong to the 室 before it, which may stand as high as a 部, and to whatever it was that was raised.
        """
        if not fixed:
            above = [parent.parent] if parent and parent.level == DEPARTMENT_LEVEL else []
            return [unit for unit in (self._division_before(), *above) if unit and unit.name]
        if level != DIVISION_LEVEL or parent is None:
            return []
        if not parent.fixed:
            return list(parent.others)
        before = next((unit for unit in reversed(self._units) if unit.level <= DIVISION_LEVEL and unit.name), None)
        room = before and not before.fixed and before.name and before.name.word.classification == "room"
        return [before] if room and before else []

    def _division_before(self) -> _Unit | None:
        """Return the 課 that a センター printed behind it may belong to (one センター may follow another)."""
        for unit in reversed(self._units):
            if unit.level != DIVISION_LEVEL or unit.fixed:
                return unit if unit.level == DIVISION_LEVEL else None
        return None

    def _above(self, number: Numbered | None) -> _Duty | None:
        """Return the duty whose own items are counted in another style than the duties themselves."""
        last = self._last
        if number is None or last is None or last.number is None:
            return None
        if last.above is not None:
            return last.above if last.number.style == number.style else None
        first = self._units[-1].duties[0].number
        return last if first and number.style != first.style and number.ordinal == 1 else None

    def _begins_again(self, number: Numbered) -> bool:
        counted = [duty for duty in self._units[-1].duties if duty.number and not duty.above]
        return bool(counted) and number.ordinal == 1

    def _unit_record(self, unit: _Unit, name: UnitName, ids: dict[int, str], position: int) -> OrgUnit:
        parent = unit.parent
        above = None
        if parent and parent.name:
            above = parent.name.name.sourced(ids[id(parent)], "duties.parent-by-level", origin="inherited")
        return OrgUnit(
            ids[id(unit)],
            self._context.document.id,
            name.name.read("duties.unit-heading"),
            name.suffix.sourced(name.word.classification, "units.suffix"),
            above,
            position,
            "inferred" if unit.others else "stated",
        )

    def _duty_records(self, unit: _Unit, path: str, unit_id: str | None) -> Iterator[Duty]:
        document_id = self._context.document.id
        labels = [duty.label or duty.text.text[:20] for duty in unit.duties]
        ids = unique_ids(fact_id(document_id, "duty", *path.split("/"), label) for label in labels)
        for duty_id, duty in zip(ids, unit.duties, strict=True):
            yield Duty(
                duty_id,
                document_id,
                unit.name.name.sourced(unit_id, "duties.unit-heading", origin="inherited")
                if unit.name and unit_id
                else None,
                _printed_number(duty).sourced(duty.label, "duties.number", confidence="read") if duty.number else None,
                duty.text.read("duties.text"),
            )

    def _doubts(self, unit: _Unit, ids: dict[int, str], duties: list[Duty]) -> Iterator[Finding]:
        where = {"table_name": "org_units", "row_id": ids.get(id(unit))}
        if unit.name is None:
            for duty in duties:
                yield Finding.at(
                    "duty-without-unit", duty.text.anchors, table_name="duties", row_id=duty.id, text=duty.text.value
                )
        else:
            heading = unit.name.name.anchors()
            if unit.others and unit.parent:
                other = "、".join(other.label for other in unit.others)
                yield Finding.at(
                    "unit-parent-inferred", heading, **where, unit=unit.label, parent=unit.parent.label, other=other
                )
            yield from self._lost_headings(unit, heading, where)
            if not unit.duties and not any(other.parent is unit for other in self._units):
                yield Finding.at("unit-without-duties", heading, **where, unit=unit.label)
        yield from _gaps(unit, where)
        yield from _unlike(duties)

    def _lost_headings(
        self, unit: _Unit, heading: tuple[Anchor, ...], where: dict[str, str | None]
    ) -> Iterator[Finding]:
        """Yield a finding where the levels of the names skip one: the heading between may be lost."""
        levels = {other.level for other in self._units if other.name and other.fixed}
        if unit.level == DEPARTMENT_LEVEL and unit.duties and DIVISION_LEVEL in levels:
            yield Finding.at("duty-under-department", heading, **where, unit=unit.label)
        above = unit.parent.level if unit.parent else -1
        if unit.level == DIVISION_LEVEL and above < DEPARTMENT_LEVEL and DEPARTMENT_LEVEL in levels:
            yield Finding.at("unit-level-skipped", heading, **where, unit=unit.label)


def _printed_number(duty: _Duty) -> Passage:
    """Return what is printed of a duty's number: for an item of a duty, that duty's number too."""
    if duty.number is None:
        raise ValueError("a duty without a number")
    own = duty.number.number
    return Passage.join([duty.above.number.number, own]) if duty.above and duty.above.number else own


def _unlike(duties: Iterable[Duty]) -> Iterator[Finding]:
    """Yield a finding for each duty that does not end as duties do: it may be a heading, or part of another text."""
    for duty in duties:
        if not ends_duty(duty.text.value):
            yield Finding.at(
                "duty-unlike", duty.text.anchors, table_name="duties", row_id=duty.id, text=duty.text.value[:60]
            )


def _gaps(unit: _Unit, where: dict[str, str | None]) -> Iterator[Finding]:
    """Yield a finding for each number that does not follow the one before: a line may be lost or out of order."""
    expected: dict[int | None, int] = {}
    for duty in unit.duties:
        if duty.number is None:
            continue
        level = id(duty.above) if duty.above else None
        wanted = expected.get(level, 1)
        if duty.number.ordinal != wanted:
            yield Finding.at(
                "duty-number-gap",
                duty.number.number.anchors(),
                **where,
                expected=str(wanted),
                actual=str(duty.number.ordinal),
                unit=unit.label,
            )
        expected[level] = duty.number.ordinal + 1
