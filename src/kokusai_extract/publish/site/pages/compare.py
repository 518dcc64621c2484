"""Any two years of a bureau, compared."""

from __future__ import annotations

from kokusai_extract.link.changes.compare import FACETS
from kokusai_extract.publish.diff.comparison import held, missing_years, parts, pieces
from kokusai_extract.publish.site.asked import Answer, Asked, Missing

MOST = {"told": 100, "same": 25}
"""Rows of each facet in the overview; the facet has a page of its own with all of them."""


def choose(asked: Asked) -> Answer:
    """Let the reader choose two years, or go to those that were chosen."""
    earlier, later, bureau = asked.number("from"), asked.number("to"), asked.query.get("bureau")
    if earlier and later:
        several = len(asked.site.bureaus) > 1
        return asked.redirect(asked.to.compare(min(earlier, later), max(earlier, later), bureau if several else None))
    return asked.page("choose.html", held=held(asked.reader))


def comparison(asked: Asked) -> Answer:
    """Show what changed between two years: units, duties, budget, people, cities; or all of one of these."""
    earlier, later = int(asked.parts["earlier"]), int(asked.parts["later"])
    there = held(asked.reader)
    both = [name for name, years in there.items() if earlier in years and later in years]
    bureau = asked.parts.get("bureau") or (both[0] if both else None)
    if bureau not in both or earlier >= later:
        raise Missing
    years = there[bureau]
    facet = next((facet for facet in FACETS if facet == asked.parts.get("facet")), None)
    return asked.page(
        "compare.html",
        earlier=earlier,
        later=later,
        bureau=bureau,
        both=both,
        held=there,
        years=years,
        gaps=[gap for gap in missing_years(sorted({earlier, later, *years})) if earlier < gap[0] <= later],
        between=[year for year in years if earlier < year < later],
        parts=parts(asked.reader, bureau, earlier, later, [facet] if facet else FACETS),
        facet=facet,
        most=None if facet or asked.site.whole else MOST,
        pieces=pieces,
    )
