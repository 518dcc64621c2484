"""What was read of an invented chart, counted against what was drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from random import Random

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.finding import Result
from kokusai_extract.model.records import Membership, Person, Post, Record
from kokusai_extract.model.section import Context
from kokusai_extract.model.source import Document, Page
from kokusai_extract.read.normalize import fold, fold_text
from kokusai_extract.read.text import read_text
from kokusai_extract.reconcile.posts import place_posts
from kokusai_extract.sections.org_chart import extract
from tests.support import chart_sheets
from tests.support.chart_layouts import LAYOUTS
from tests.support.chart_sheets import Sheet, as_document, as_page
from tests.support.chart_worlds import World, make_world
from tests.support.texts import passage, whole

FORMS: Mapping[str, Callable[[Sheet, Page, Random], str]] = {
    "reader": lambda sheet, page, random: page.text,
    "rows": lambda sheet, page, random: chart_sheets.rows_run_together(sheet),
    "places": lambda sheet, page, random: chart_sheets.rows_in_place(sheet),
    "order": lambda sheet, page, random: chart_sheets.in_order_of_setting(sheet),
    "torn": lambda sheet, page, random: chart_sheets.torn(sheet, random),
}
"""Plain texts of a page: as this reader gives it, and as other programs do."""


def draw(layout: str, seed: int) -> tuple[World, Sheet, Random]:
    """Return an invented bureau and its chart."""
    world, random = make_world(seed), Random(7 * seed + 1)
    return world, LAYOUTS[layout](world, random), random


def read_page(world: World, sheet: Sheet) -> Result[Record]:
    """Read a chart from its page."""
    return read(as_document([as_page(sheet)]), world)


def read_form(world: World, sheet: Sheet, form: str, random: Random) -> Result[Record]:
    """Read a chart from one of its plain texts."""
    return read(read_text(FORMS[form](sheet, as_page(sheet), random).encode(), "chart.txt").items[0], world)


def read(document: Document, world: World, page: int | None = None) -> Result[Record]:
    """Read a document that is nothing but a chart, or one page (1-based) of such a document."""
    return extract(whole(fold(document), "org_chart", page), Context(document, 2020, passage(world.bureau)))


def score(world: World, result: Result[Record]) -> Counter[str]:
    """Count what is right and wrong: pairs by certainty, extensions, units, and people that are none.

    A unit above the right one counts as ``unit coarse``.
    """
    records = place_posts(DocumentFacts("", result.items)).records
    right = {(fold_text(title), _bare(name)): seat for (title, name), seat in world.holders().items()}
    people = {record.id: _bare(record.name.value) for record in records if isinstance(record, Person)}
    posts = {record.id: record for record in records if isinstance(record, Post)}
    count = Counter(
        {
            "pairs": len(right),
            "extensions": sum(1 for seat in right.values() if seat.phone),
            "wrong person": len(set(people.values()) - {name for _, name in right}),
        }
    )
    seen: set[tuple[str, str]] = set()
    for record in records:
        if not isinstance(record, Membership) or not record.post_id or not record.person_id:
            continue
        post = posts[record.post_id.value]
        pair = (post.title.value, people[record.person_id.value])
        seat = right.get(pair) if pair not in seen else None
        seen.add(pair)
        if seat is None:
            count[f"wrong {record.certainty}"] += 1
            continue
        count[str(record.certainty)] += 1
        if post.phone:
            count["extension" if post.phone.value == seat.phone else "wrong extension"] += 1
        if post.unit_id:
            unit = post.unit_id.value.rpartition("/")[2]
            above = unit == world.bureau or any(
                unit == department.name and seat.unit in {division.name for division in department.below}
                for department in world.departments
            )
            count["unit" if unit == seat.unit else "unit coarse" if above else "wrong unit"] += 1
    return count


def _bare(name: str) -> str:
    return "".join(name.split())
