"""What becomes of an amount, and when two amounts may be compared at all.

Where one year follows the other, the later document prints the earlier year's figure too. If it is the earlier
document's own figure, both amounts are of one scope. If not, the earlier year was restated: the change is reckoned from
the figure beside which the later one is printed, never from the other. Without it, amounts are compared only if nothing
printed speaks against one scope.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kokusai_extract.link.changes.alike import key, marks, nearly_the_same, similarity
from kokusai_extract.link.changes.event import Change, Figures
from kokusai_extract.link.changes.match import Likeness
from kokusai_extract.link.changes.programmes import Programme
from kokusai_extract.model.changes import Basis
from kokusai_extract.model.evidence import Certainty


def name_likeness(one: Programme, other: Programme) -> float:
    """Return how alike the names of two programmes are, whichever of their names are the likest; 1 for one name."""
    return max((similarity(here, there) for here in one.keys for there in other.keys), default=0.0)


def close_names(one: Programme, other: Programme) -> bool:
    """Tell whether two programmes have a name in common, or nearly."""
    return any(nearly_the_same(here, there) for here in one.keys for there in other.keys)


def altered(
    one: Programme, other: Programme, likeness: Likeness, place: bool | None, *, follows: bool
) -> Change[Programme]:
    """Return what became of a programme that is found in the later year."""
    figures = compared(one, other, follows=follows)
    same_name = one.name is not None and other.name is not None and key(one.name) == key(other.name)
    detail: dict[str, Any] = {}
    if one.name and other.name and not same_name:
        detail["name_marks"] = marks(one.name, other.name)
    reasons = likeness.reasons
    certainty: Certainty | None = "stated" if same_name and place is not False else "inferred"
    if other.line.status == "abolished" or (other.amount == 0 and one.amount):
        kind = "discontinued"
        if other.line.status == "abolished":
            reasons, certainty = (*reasons, "printed-as-ended"), "stated"
    elif same_figure(one, other, follows=follows) is False:
        kind = "restated"
    elif not same_name:
        kind = "renamed"
    elif one.amount is None or other.amount is None:
        kind, certainty, reasons = "unchanged", None, (*reasons, "amount-open")
    else:
        kind = "increased" if other.amount > one.amount else "decreased" if other.amount < one.amount else "unchanged"
    return Change(kind, one, other, likeness.score, reasons, certainty, detail, figures)


def part(one: Programme, other: Programme, score: float, reason: str, detail: dict[str, Any]) -> Change[Programme]:
    """Return what became of a programme that was divided or joined: there is nothing to compare one by one."""
    figures = Figures(before=one.amount, after=other.amount, scope=("part",))
    if one.name and other.name and key(one.name) != key(other.name):
        detail = detail | {"name_marks": marks(one.name, other.name)}
    return Change("restated", one, other, score, (reason,), "inferred", detail, figures)


def ended(one: Programme) -> Change[Programme]:
    """Return what became of a programme that the later year does not print."""
    return Change("discontinued", one, None, reasons=("not-printed",), figures=Figures(before=one.amount))


def begun(one: Programme, *, follows: bool) -> Change[Programme]:
    """Return what a programme is that the earlier year does not print: new, unless the year before has a figure."""
    figures = Figures(restated=one.previous if follows else None, after=one.amount)
    if one.line.status == "new":
        return Change("new", None, one, reasons=("not-printed", "printed-as-new"), certainty="stated", figures=figures)
    if follows and one.previous:
        return Change("restated", None, one, reasons=("not-printed", "previous-printed"), figures=figures)
    return Change("new", None, one, reasons=("not-printed",), figures=figures)


def compared(one: Programme, other: Programme, *, follows: bool) -> Figures:
    """Return the amounts of one programme in two years, with the change as far as they are of one scope."""
    restated = other.previous if follows else None
    if restated is None:
        scope = _unlike(one, other)
    else:
        scope = () if same_figure(one, other, follows=True) is not False else ("restated",)
    basis: Basis = "printed" if restated in (None, one.amount) else "restated"
    base = one.amount if restated is None else restated
    told = Figures(one.amount, restated, other.amount, scope=scope)
    if base is None or other.amount is None or (scope and restated is None):
        return told
    change = other.amount - base
    percent = (Decimal(change * 100) / base).quantize(Decimal("0.1"), ROUND_HALF_UP) if base else None
    return replace(told, change=change, percent=None if percent is None else float(percent), basis=basis)


def same_figure(one: Programme, other: Programme, *, follows: bool) -> bool | None:
    """Tell whether the later year prints the earlier one's own figure; None where it prints none.

    Figures that are printed to different places are the same if one is the other rounded.
    """
    if not follows or other.previous is None or one.amount is None:
        return None
    units = [programme.line.precision or 1 for programme in (one, other)]
    tolerance = max(units) // 2 if units[0] != units[1] else 0
    return abs(other.previous - one.amount) <= tolerance


def _unlike(one: Programme, other: Programme) -> tuple[str, ...]:
    """Return what is printed of two programmes that speaks against one scope."""
    here, there = one.line, other.line
    differs = {
        "name": not close_names(one, other),
        "level": one.level != other.level,
        "account": None not in (here.account, there.account) and here.account != there.account,
        "responsible": bool(here.responsible and there.responsible) and set(here.responsible) != set(there.responsible),
        "precision": None not in (here.precision, there.precision) and here.precision != there.precision,
    }
    return tuple(code for code, unlike in differs.items() if unlike)
