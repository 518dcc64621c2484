"""Years of invented bureaus, item by item, for tests of what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kokusai_extract.link.changes.alike import duty_core, key
from kokusai_extract.link.changes.event import Event
from kokusai_extract.link.changes.year import Duty, Holding, Line, Office, Tie, Unit, Which, Year


def units(*tree: tuple[str, str | None] | tuple[str, str | None, Iterable[str]], doc: str = "a") -> tuple[Unit, ...]:
    """Return units from (name, the name of the unit above, what its duties are about)."""
    return tuple(
        Unit(f"{doc}/{name}", name, parent and f"{doc}/{parent}", "stated", frozenset(*rest), (f"{doc}/{name}",))
        for name, parent, *rest in tree
    )


def duties(*texts: tuple[str, str], doc: str = "a") -> tuple[Duty, ...]:
    """Return duties from (the name of the unit, text), numbered as they come."""
    return tuple(
        Duty(f"{doc}/{unit}/{n}", f"{doc}/{unit}", str(n), text, duty_core(text), (f"{doc}/{unit}/{n}",))
        for n, (unit, text) in enumerate(texts, 1)
    )


def holding(name: str, title: str | None, *, doc: str = "a", **other: Any) -> Holding:
    """Return a person in a post; the person's id is the name."""
    told = {"unit": None, "role": title, "rank": None, "seconded": None, "certainty": "stated"} | other
    people = told.pop("people", frozenset({name}))
    row = f"{doc}/{name}/{title}"
    return Holding(id=row, people=people, name=name, title=title, rows=(row,), **told)


def line(name: str | None, amount: int | None, previous: int | None = None, *, doc: str = "a", **other: Any) -> Line:
    """Return a line of a breakdown, in thousand yen; ``parent`` is the name of the line above."""
    told: dict[str, Any] = {"table": "breakdown", "parent": None, "number": None, "status": None, "precision": 1000}
    told |= {"account": None, "responsible": (), "certainty": "stated"} | other
    row = f"{doc}/{told['table']}/{name}"
    parent = told.pop("parent")
    figures = [None if figure is None else figure * 1000 for figure in (amount, previous)]
    return Line(
        id=row,
        name=name,
        amount=figures[0],
        previous=figures[1],
        parent=parent and f"{doc}/{told['table']}/{parent}",
        rows=(row,),
        **told,
    )


def tie(name: str, kind: str | None, city: str | None = None, *, doc: str = "a") -> Tie:
    """Return a tie with a city."""
    return Tie(f"{doc}/{name}/{kind}", city, key(name), kind, (f"{doc}/{name}/{kind}",))


def office(name: str, city: str | None = None, *, doc: str = "a", note: str | None = None) -> Office:
    """Return an office abroad."""
    return Office(f"{doc}/{name}", name, city, None, note, (f"{doc}/{name}",))


def year(fiscal_year: int, **facts: Any) -> Year:
    """Return a year of an invented bureau."""
    return Year(Which("湖沼局", None, fiscal_year), (f"doc-{fiscal_year}",), **facts)


def told(events: Iterable[Event[Any]]) -> list[tuple[str, str, str, str]]:
    """Return (relation, kind, earlier id, later id) of every change, ids without their document, sorted."""
    return sorted(
        (
            event.relation,
            change.kind,
            change.before.id.partition("/")[2] if change.before else "",
            change.after.id.partition("/")[2] if change.after else "",
        )
        for event in events
        for change in event.changes
    )


def tails(events: Iterable[Event[Any]]) -> list[tuple[str, str, str]]:
    """Return (kind, last part of the earlier id, of the later id) of every change, sorted."""
    return sorted((kind, one.rpartition("/")[2], other.rpartition("/")[2]) for _, kind, one, other in told(events))
