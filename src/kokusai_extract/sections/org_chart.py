"""機構図, 組織図: posts, who holds them, and the units they belong to, as the chart shows them and no further.

From a PDF by what shares a box, stands side by side or hangs together; from plain text by what stands on one line or in
one block, the rest only where one way is left. What stays open is kept unpaired, and a finding names the candidates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.records import Record
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections import staff
from kokusai_extract.sections.chart.blocks import Block, Draft
from kokusai_extract.sections.chart.layout import sheets
from kokusai_extract.sections.chart.pairs import pair_sheet
from kokusai_extract.sections.chart.places import ChartMap
from kokusai_extract.sections.chart.seats import holders_of, seats_of
from kokusai_extract.sections.chart.text import read_text_chart
from kokusai_extract.sections.chart.units import ChartUnit, Place, bureau_of, named, org_units, units_of_lines
from kokusai_extract.sections.chart.words import Token
from kokusai_extract.sections.staff import Seat

_MOST_LISTED = 8
_MOST_SHOWN = 80


def extract(section: Section, context: Context) -> Result[Record]:
    """Read the posts, people and units of an organization chart."""
    bureau = bureau_of(context)
    if context.document.text_layer == "plain":
        return _from_text(section, context, bureau)
    return _from_pages(section, context, bureau)


def _from_text(section: Section, context: Context, bureau: Place | None) -> Result[Record]:
    chart = read_text_chart(section)
    tokens = [token for block in chart.blocks for token in block.rest]
    units = units_of_lines(tokens, bureau)
    places = [unit.place for unit in units] + ([bureau] if bureau else [])
    drafts = [draft for block in chart.blocks for draft in block.drafts]
    of = {draft: unit for draft in drafts if (unit := _unit_by_title(draft, places, bureau, context))}
    records = org_units(units, bureau, context)
    return Result(records) + _staff(section, context, chart.blocks, of, chart.by_order)


def _unit_by_title(
    draft: Draft, places: Sequence[Place], bureau: Place | None, context: Context
) -> Sourced[str] | None:
    """Return the unit that a title names; one that the chart does not show is looked for in the other sections."""
    title = draft.title.title
    post = title.posts[0] if title else None
    if post is None:
        return None
    printed = draft.title.passage.squeeze()
    if not post.units and post.rank in {"director_general", "deputy_director_general"}:
        return printed.sourced(bureau.id(context), "org_chart.unit-by-title", origin="inherited") if bureau else None
    place = named(post, places)
    if place is None and post.heads and bureau:
        place = bureau.below(post.units[0], printed)
    return printed.sourced(place.id(context), "org_chart.unit-by-title", origin="inherited") if place else None


def _from_pages(section: Section, context: Context, bureau: Place | None) -> Result[Record]:
    blocks: list[Block] = []
    units: list[ChartUnit] = []
    of: dict[Draft, Sourced[str]] = {}
    for sheet in sheets(section):
        here = pair_sheet(sheet)
        drafts = [draft for block in here for draft in block.drafts]
        chart = ChartMap(sheet, drafts, bureau)
        shown = chart.units()
        units += shown
        blocks += here
        places = [unit.place for unit in shown] + ([bureau] if bureau else [])
        for draft in drafts:
            if place := chart.place(draft):
                of[draft] = place.evidence.sourced(place.id(context), "org_chart.unit-by-place", origin="inherited")
            elif unit := _unit_by_title(draft, places, bureau, context):
                of[draft] = unit
    return Result(org_units(units, bureau, context)) + _staff(section, context, blocks, of)


def _staff(
    section: Section,
    context: Context,
    blocks: Sequence[Block],
    of: Mapping[Draft, Sourced[str]],
    by_order: Sequence[Token] = (),
) -> Result[Record]:
    drafts = sorted((draft for block in blocks for draft in block.drafts), key=lambda d: d.title.passage.starts[0])
    seats, findings = seats_of(drafts, of, by_order)
    names = holders_of([name for block in blocks for name in block.names])
    findings += _open(seats, names)
    findings += _unread(blocks)
    if by_order:
        places = tuple(anchor for phone in by_order for anchor in phone.passage.anchors())
        findings.append(Finding.at("people-extensions-by-order", places, count=len(by_order)))
    return staff.records(section, context.document.id, seats, names, "org_chart") + Result((), tuple(findings))


def _open(seats: Sequence[Seat], names: Sequence[staff.Holder]) -> Iterator[Finding]:
    titles = [seat for seat in seats if seat.holder is None and seat.vacant is None]
    for seat in titles:
        yield Finding.at(
            "people-post-open",
            seat.title.anchors(),
            table_name="posts",
            title=seat.post.text,
            candidates=_listed(name.name.text for name in names),
        )
    for name in names:
        yield Finding.at(
            "people-name-open",
            name.printed.anchors(),
            table_name="people",
            name=name.name.text,
            candidates=_listed(seat.post.text for seat in titles),
        )


def _unread(blocks: Iterable[Block]) -> Iterator[Finding]:
    for block in blocks:
        for phone in block.phones:
            yield Finding.at("people-extension-open", phone.passage.anchors(), text=phone.text)
        unread = [token for token in block.rest if token.kind in {"other", "mark", "vacant"}]
        if unread:
            text = " ".join(token.passage.text for token in unread)
            places = tuple(anchor for token in unread for anchor in token.passage.anchors())
            yield Finding.at("people-chart-text-unread", places, text=text[:_MOST_SHOWN])


def _listed(texts: Iterable[str]) -> str:
    found = sorted(set(texts))
    more = f" …({len(found)})" if len(found) > _MOST_LISTED else ""
    return "、".join(found[:_MOST_LISTED]) + more or "—"
