"""Indicators: policy, what is measured, baseline and target with their periods, and who is responsible.

A table that has kept its columns is read as it stands. Where a text has torn its cells apart,
:mod:`kokusai_extract.sections.torn_indicators` puts rows together as far as they follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kokusai_extract.model.evidence import Origin, Sourced
from kokusai_extract.model.finding import Result
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.international import Indicator
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Record
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections.grid import Grid, GridCell, grids, lines_outside
from kokusai_extract.sections.torn_indicators import read_torn

NOTHING = re.compile(r"[-―—–・*]*")
_PERIOD = re.compile(r"\s*\((?P<period>[^()]*(?:年|月|日)[^()]*)\)\s*$")
_BUREAUS = re.compile(r"[、,・/\s]+")


def extract(section: Section, context: Context) -> Result[Record]:
    """Read the indicators of a section."""
    tables = [grid for grid in grids(section) if {"name", "target"} <= grid.columns("indicators").keys()]
    found = [indicator for grid in tables for indicator in _rows(grid, context)]
    if found:
        return Result(tuple(numbered_apart(found)))
    torn = read_torn(lines_outside(section, ()), context)
    return Result(tuple(numbered_apart(torn.items)), torn.findings)


def numbered_apart(indicators: Iterable[Indicator]) -> list[Record]:
    """Return the indicators, those of one name with ids of their own."""
    found = list(indicators)
    ids = unique_ids(fact_id(item.document_id, "indicator", item.name.value) for item in found)
    return [_with_id(item, name) for item, name in zip(found, ids, strict=True)]


def value_and_period(passage: Passage) -> tuple[Passage | None, Passage | None]:
    """Split ``24事業(25年度)`` into value and period; either is None where it is not printed."""
    text = passage.strip()
    match = _PERIOD.search(text.text)
    period = text.group(match, "period") if match else None
    value = text[: match.start()].strip() if match else text
    return (None if NOTHING.fullmatch(value.text) else value), period


def _rows(grid: Grid, context: Context) -> Iterator[Indicator]:
    columns = grid.columns("indicators")
    for row in grid.rows:
        cells = {name: cell for name, index in columns.items() if (cell := row[index])}
        name = cells.get("name")
        if name is None or name.merged:
            continue
        baseline, baseline_period = _measured(grid, columns, cells, "baseline")
        target, target_period = _measured(grid, columns, cells, "target")
        yield Indicator(
            "",
            context.document.id,
            _shared(cells.get("policy"), "indicators.policy"),
            name.passage.read("indicators.name"),
            baseline,
            baseline_period,
            target,
            target_period,
            _responsible(cells.get("responsible")),
        )


def _measured(
    grid: Grid, columns: Mapping[str, int], cells: Mapping[str, GridCell], part: str
) -> tuple[Sourced[str] | None, Sourced[str] | None]:
    """Return a value and its period, which may stand in the head of its column."""
    cell, head = cells.get(part), grid.heads[columns[part]] if part in columns else None
    value, period = value_and_period(cell.passage) if cell else (None, None)
    origin: Origin = "printed"
    if value and period is None and head:
        period, origin = value_and_period(head)[1], "inherited"
    return (
        value.read("indicators.value") if value else None,
        period.sourced(period.text, "indicators.period", origin=origin, confidence="read") if period else None,
    )


def _shared(cell: GridCell | None, rule: str) -> Sourced[str] | None:
    if cell is None:
        return None
    return cell.passage.sourced(cell.passage.text, rule, origin=_origin(cell), confidence="read")


def _responsible(cell: GridCell | None) -> Sourced[tuple[str, ...]] | None:
    if cell is None or NOTHING.fullmatch(cell.passage.text):
        return None
    names = tuple(part for part in _BUREAUS.split(cell.passage.text) if part)
    return cell.passage.sourced(names, "indicators.responsible", origin=_origin(cell))


def _origin(cell: GridCell) -> Origin:
    return "inherited" if cell.merged else "printed"


def _with_id(indicator: Indicator, name: str) -> Indicator:
    return replace(indicator, id=name)
