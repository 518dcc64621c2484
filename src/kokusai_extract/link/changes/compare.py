"""Two years of one bureau side by side, facet by facet: only what both of them print is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, get_args

from kokusai_extract.link.changes.budget import match_budgets
from kokusai_extract.link.changes.cities import match_ties
from kokusai_extract.link.changes.duties import match_duties
from kokusai_extract.link.changes.event import Change, Event
from kokusai_extract.link.changes.offices import match_offices
from kokusai_extract.link.changes.personnel import match_holdings
from kokusai_extract.link.changes.units import match_units
from kokusai_extract.link.changes.year import Which, Year

Facet = Literal["unit", "duty", "personnel", "budget", "city", "office"]
"""What is compared; the rows of each stand in the table ``<facet>_changes``."""

FACETS: tuple[Facet, ...] = get_args(Facet)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two years, and what happened between them by facet; a facet that one of them does not print is not there."""

    before: Year
    after: Year
    events: Mapping[Facet, tuple[Event[Any], ...]]


def compare(before: Year, after: Year, facets: Iterable[Facet] = FACETS) -> Comparison:
    """Compare two years of one bureau.

    Raises:
        ValueError: when the second year is not the later one.
    """
    if before.which.fiscal_year >= after.which.fiscal_year:
        raise ValueError(f"{after.which.fiscal_year} is not later than {before.which.fiscal_year}")
    units, kin = match_units(before.units, after.units)
    match: dict[Facet, Callable[[], Sequence[Event[Any]]]] = {
        "unit": lambda: units,
        "duty": lambda: match_duties(before.duties, after.duties, kin),
        "personnel": lambda: match_holdings(before, after, kin),
        "budget": lambda: match_budgets(before, after),
        "city": lambda: match_ties(before.ties, after.ties),
        "office": lambda: match_offices(before.offices, after.offices),
    }
    shared = [facet for facet in facets if prints(before, facet) and prints(after, facet)]
    return Comparison(before, after, {facet: tuple(match[facet]()) for facet in shared})


def prints(year: Year, facet: Facet) -> bool:
    """Tell whether a year's documents print a facet; the bureau's own name alone is no list of its units."""
    items = {
        "unit": year.units[1:],
        "duty": year.duties,
        "personnel": year.holdings,
        "budget": year.lines,
        "city": year.ties,
        "office": year.offices,
    }
    return bool(items[facet])


def nearest(years: Sequence[Year]) -> Iterator[Comparison]:
    """Yield each year beside the nearest earlier one of its bureau that prints the same facets."""
    for after in years:
        by_year: dict[int, list[Facet]] = {}
        for facet in FACETS:
            if before := _earlier(years, after, facet):
                by_year.setdefault(before.which.fiscal_year, []).append(facet)
        for year, facets in sorted(by_year.items()):
            before = next(one for one in _of_bureau(years, after.which) if one.which.fiscal_year == year)
            yield compare(before, after, facets)


def missing(years: Sequence[Year], before: Year, after: Year, facet: Facet) -> tuple[int, ...]:
    """Return the years between two of which no document of the bureau prints a facet."""
    there = {one.which.fiscal_year for one in _of_bureau(years, after.which) if prints(one, facet)}
    return tuple(y for y in range(before.which.fiscal_year + 1, after.which.fiscal_year) if y not in there)


def change_id(comparison: Comparison, facet: Facet, change: Change[Any]) -> str:
    """Return a change's id: what it is about, the bureau, the years, and a digest of the ids that it leads to."""
    bureau, _, to_year = comparison.after.which
    ends = "\n".join(item.id if item else "" for item in (change.before, change.after))
    digest = sha256(ends.encode()).hexdigest()[:12]
    return f"{facet}-change/{bureau}/{comparison.before.which.fiscal_year}-{to_year}/{digest}"


def _earlier(years: Sequence[Year], after: Year, facet: Facet) -> Year | None:
    """Return the nearest earlier year that prints a facet; for people, with a list of the same kind if there is one."""
    if not prints(after, facet):
        return None
    earlier = [
        one
        for one in _of_bureau(years, after.which)
        if one.which.fiscal_year < after.which.fiscal_year and prints(one, facet)
    ]
    alike = [one for one in earlier if facet != "personnel" or one.lists & after.lists]
    return max(alike or earlier, key=lambda one: one.which.fiscal_year, default=None)


def _of_bureau(years: Sequence[Year], which: Which) -> list[Year]:
    return [one for one in years if one.which[:2] == which[:2]]
