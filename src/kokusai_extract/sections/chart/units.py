"""Units that a chart names, and the way from the bureau down to each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kokusai_extract.model.evidence import Certainty
from kokusai_extract.model.ids import fact_id
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import OrgUnit, Record
from kokusai_extract.model.section import Context
from kokusai_extract.sections.chart.words import Token
from kokusai_extract.values.titles import PostTitle, unit_word
from kokusai_extract.values.units import UnitName, unit_name

DEPARTMENT, DIVISION = 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A unit: the names from the bureau down to it, and where the page shows it. ``certainty`` is that of the way."""

    path: tuple[str, ...]
    evidence: Passage
    certainty: Certainty = "stated"

    def below(self, name: str, evidence: Passage, certainty: Certainty = "stated") -> Place:
        """Return the unit of that name under this one."""
        both: Certainty = "stated" if (self.certainty, certainty) == ("stated", "stated") else "inferred"
        return Place((*self.path, name), evidence, both)

    def id(self, context: Context) -> str:
        """Return the id that the unit has in every section of the document."""
        return fact_id(context.document.id, "unit", *self.path)


@dataclass(frozen=True, slots=True, eq=False)
class ChartUnit:
    """A unit whose name stands in the chart by itself."""

    name: UnitName
    place: Place


def bureau_of(context: Context) -> Place | None:
    """Return the bureau, by the name that the document gives itself."""
    name = unit_name(context.bureau) if context.bureau else None
    return Place((name.name.text,), name.name) if name else None


def unit_tokens(tokens: Iterable[Token], bureau: Place | None) -> list[tuple[Token, UnitName]]:
    """Return the words that name units other than the bureau. A 担当 is a group of posts, not a unit."""
    named = [(token, name) for token in tokens if token.kind == "unit" and (name := unit_name(token.passage))]
    own = bureau.path[0] if bureau else None
    return [(token, name) for token, name in named if name.word.suffix != "担当" and name.name.text != own]


def level_of(name: UnitName) -> int:
    """Return 0 for a bureau to 3 for a section; a unit whose word says no level stands with the divisions."""
    return DIVISION if name.word.level is None else name.word.level


def units_of_lines(tokens: Sequence[Token], bureau: Place | None) -> tuple[ChartUnit, ...]:
    """Return the units of a plain text, in order: each under the nearest one before it that stands higher.

    That is stated for a department under the bureau and for units of one line, else inferred.
    """
    found: list[tuple[int, tuple[int, int], ChartUnit]] = []
    for token, name in unit_tokens(tokens, bureau):
        level = level_of(name)
        anchor = token.passage.anchors()[0]
        line = (anchor.page, anchor.line)
        above = next((entry for entry in reversed(found) if entry[0] < level), None)
        parent = above[2].place if above else bureau
        certain = (above is None and level <= DEPARTMENT) or (above is not None and above[1] == line)
        place = _under(parent, name, "stated" if certain else "inferred")
        found.append((level, line, ChartUnit(name, place)))
    return tuple(unit for _, _, unit in found)


def _under(parent: Place | None, name: UnitName, certainty: Certainty) -> Place:
    text = name.name.text
    return parent.below(text, name.name, certainty) if parent else Place((text,), name.name, certainty)


def named(post: PostTitle, places: Iterable[Place]) -> Place | None:
    """Return the one unit among ``places`` that a title names, the longest name first; None where there is none."""
    by_name: dict[str, list[Place]] = {}
    for place in places:
        by_name.setdefault(place.path[-1], []).append(place)
    for candidate in post.units:
        for name in sorted(by_name, key=lambda name: (-len(name), name)):
            before = candidate.removesuffix(name)
            if candidate == name or (before != candidate and unit_word(before)):
                ways = {place.path for place in by_name[name]}
                return by_name[name][0] if len(ways) == 1 else None
    return None


def org_units(units: Sequence[ChartUnit], bureau: Place | None, context: Context) -> tuple[Record, ...]:
    """Return the records of a chart's units, each once, with their evidence."""
    records: dict[tuple[str, ...], OrgUnit] = {}
    for unit in units:
        place = unit.place
        above = next((other.place for other in units if other.place.path == place.path[:-1]), None)
        above = bureau if bureau and place.path[:-1] == bureau.path else above
        heading = unit.name.name.read("org_chart.unit")
        if place.path in records:
            known = records[place.path]
            records[place.path] = OrgUnit(
                known.id,
                known.document_id,
                known.name.also_at(heading.anchors),
                known.classification,
                known.parent_id,
                known.position,
                known.certainty,
            )
            continue
        records[place.path] = OrgUnit(
            place.id(context),
            context.document.id,
            heading,
            unit.name.suffix.sourced(unit.name.word.classification, "units.suffix"),
            above.evidence.sourced(above.id(context), "org_chart.unit-above", origin="inherited") if above else None,
            len(records),
            place.certainty,
        )
    if bureau and any(path[:1] == bureau.path for path in records) and (name := unit_name(bureau.evidence)):
        top = OrgUnit(
            bureau.id(context),
            context.document.id,
            bureau.evidence.read("org_chart.bureau"),
            name.suffix.sourced(name.word.classification, "units.suffix"),
            None,
            0,
        )
        return (top, *records.values())
    return tuple(records.values())
