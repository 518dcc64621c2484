"""Any two years of a bureau, compared."""

from __future__ import annotations

from kokusai_extract.publish.site import archive
from kokusai_extract.publish.site.asked import Answer, Asked, Missing
from kokusai_extract.publish.site.comparison import parts, pieces


def choose(asked: Asked) -> Answer:
    """Let the reader choose two years, or go to those that were chosen."""
    earlier, later, bureau = asked.number("from"), asked.number("to"), asked.query.get("bureau")
    if earlier and later:
        several = len(asked.site.bureaus) > 1
        return asked.redirect(asked.to.compare(min(earlier, later), max(earlier, later), bureau if several else None))
    return asked.page("choose.html", held=_held(asked))


def comparison(asked: Asked) -> Answer:
    """Show what changed between two years: units, duties, budget, people, cities."""
    earlier, later = int(asked.parts["earlier"]), int(asked.parts["later"])
    held = _held(asked)
    both = [name for name, years in held.items() if earlier in years and later in years]
    bureau = asked.parts.get("bureau") or (both[0] if both else None)
    if bureau not in both or earlier >= later:
        raise Missing
    years = held[bureau]
    return asked.page(
        "compare.html",
        earlier=earlier,
        later=later,
        bureau=bureau,
        both=both,
        held=held,
        years=years,
        gaps=[gap for gap in archive.missing_years(sorted({earlier, later, *years})) if earlier < gap[0] <= later],
        between=[year for year in years if earlier < year < later],
        parts=parts(asked, bureau, earlier, later),
        pieces=pieces,
    )


def _held(asked: Asked) -> dict[str, list[int]]:
    """Return the years of which each bureau has documents."""
    found: dict[str, list[int]] = {}
    for bureau, year in asked.reader.rows(
        "SELECT DISTINCT bureau, fiscal_year FROM documents WHERE bureau IS NOT NULL AND fiscal_year IS NOT NULL "
        "ORDER BY 1, 2"
    ):
        found.setdefault(bureau, []).append(year)
    return found
