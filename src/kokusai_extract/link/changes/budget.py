"""What became of a bureau's programmes, with their figures.

A selection (highlights, related budgets) proves nothing by what it lacks, and neither does a line that the other year
tells in its parts: such programmes are in no event, and a finding names them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kokusai_extract.link.changes.event import Change, Event, Events, several, single, undecided
from kokusai_extract.link.changes.figures import altered, begun, ended, part
from kokusai_extract.link.changes.lists import Became, Edges, Found, Lists
from kokusai_extract.link.changes.match import Edge, components, sides, unpaired
from kokusai_extract.link.changes.programmes import COMPLETE, Listing, Programme, programmes
from kokusai_extract.link.changes.year import Year


def match_budgets(before: Year, after: Year) -> Events[Programme]:
    """Return what became of the programmes of the lists that both years print."""
    one, other = programmes(before.lines), programmes(after.lines)
    follows = after.which.fiscal_year == before.which.fiscal_year + 1
    shared = [name for name in one if name in other]
    return [event for name in shared for event in _events(name, Lists(one[name], other[name], follows))]


def _events(name: Listing, lists: Lists) -> Iterator[Event[Programme]]:
    found = lists.find()
    became = found.became
    for edge in found.pairs:
        yield single(_altered(edge, lists, became))
    for edges in found.regrouped:
        yield _regrouped(edges, "figures-add-up")
    for edges in found.within:
        yield _regrouped(edges, "part-of")
    if name not in COMPLETE:
        return
    for group in components(found.doubts):
        yield undecided(_altered(edge, lists, became) for edge in group)
    last, new = unpaired(lists.before, lists.after, found.edges)
    for programme in last:
        if _tells(programme, lists.before, lists.after, found):
            yield single(ended(programme))
    for programme in new:
        if _tells(programme, lists.after, lists.before, found):
            yield single(begun(programme, follows=lists.follows))


def _altered(edge: Edge[Programme], lists: Lists, became: Became) -> Change[Programme]:
    place = became.same(edge.before.group, edge.after.group)
    return altered(edge.before, edge.after, edge.likeness, place, follows=lists.follows)


def _regrouped(edges: Edges, reason: str) -> Event[Programme]:
    before, after = sides(edges)
    sums = {
        "before_sum": _sum([one.amount for one in before]),
        "restated_sum": _sum([one.previous for one in after]) if reason == "figures-add-up" else None,
        "after_sum": _sum([one.amount for one in after]),
    }
    detail = {name: value for name, value in sums.items() if value is not None}
    return several([part(edge.before, edge.after, edge.likeness.score, reason, detail) for edge in edges])


def _sum(amounts: Sequence[int | None]) -> int | None:
    return None if None in amounts else sum(amount or 0 for amount in amounts)


def _tells(programme: Programme, side: Sequence[Programme], others: Sequence[Programme], found: Found) -> bool:
    """Tell whether a programme's absence from the other year means that it is not there.

    A total does not end; a group ends only where there are groups; what has ended does not end again. What has parts
    ends with them; what a coarser table prints may be told by the finer one, and what the finer one prints may be part
    of a coarser line that is found. Nobody knows what has no name.
    """
    if programme.name is None or programme.level == "total" or programme.amount == 0:
        return False
    if programme.level == "group":
        return any(other.level == "group" for other in others)
    if any(one.parent == programme.id for one in side):
        return False
    beside = [one for one in side if programme.group and one.group == programme.group and one.level == "item"]
    if programme.line.table == "summary":
        return not any(one.line.table == "breakdown" for one in beside)
    joined = {item.id for items in sides(found.edges) for item in items}
    wholes = [one for one in beside if one.line.table == "summary" and not any(p.parent == one.id for p in side)]
    return not any(one.id in joined for one in wholes)
