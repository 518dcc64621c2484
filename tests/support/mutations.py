"""Changes to a text that has a budget: each printed figure misread by a digit in turn, each line lost in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Anchor, Sourced
from kokusai_extract.model.figures import MEASURES, money, yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import BudgetLine, FundingSource, Identity, IdentityTerm
from kokusai_extract.reconcile.findings import thousand
from kokusai_extract.validate.catalog import severity
from tests.support.budgets import budget_of

Cell = tuple[str, str]
"""A figure: the id of its row, and its column."""


@dataclass(frozen=True)
class Outcome:
    """What came of one change.

    ``broken``: an identity of the unchanged text does not hold with it. ``told``: an error or a warning that the
    unchanged text does not have speaks of it, ``pointed`` that it points at the very line, ``named`` that the figure
    itself is among the suspects or among those left open, ``mended`` that what was printed before is proposed.
    ``applied``: the figure that was printed before is given all the same.
    """

    what: str
    broken: bool
    told: bool
    pointed: bool = False
    named: bool = False
    mended: bool = False
    applied: bool = False
    figure: bool = True

    @property
    def missed(self) -> bool:
        """Whether what the change breaks is not found, or not told where it should be, or mended in silence."""
        found = self.told and (not self.figure or (self.pointed and self.named))
        return self.applied or (self.broken and not found)

    @property
    def counted(self) -> list[str]:
        """The names of all that holds of the change."""
        return [name for name in ("broken", "told", "pointed", "named", "mended", "applied") if getattr(self, name)]


@dataclass(frozen=True)
class Printed:
    """A figure of a text that stands in identities: its place, its yen, and the cells that it fills."""

    anchor: Anchor
    yen: int
    unit: int
    cells: tuple[Cell, ...]


def figures(facts: DocumentFacts) -> list[Printed]:
    """Return the printed figures that identities try, in the order of the text."""
    tried = {(_tail(term.row_id), term.column_name) for term in facts.records if isinstance(term, IdentityTerm)}
    found: dict[tuple[int, int], Printed] = {}
    rows = [row for row in facts.records if isinstance(row, (BudgetLine, FundingSource))]
    for row in rows:
        for measure in MEASURES:
            value = money(row, measure)
            if value is None or value.value is None or (_tail(row.id), measure) not in tried:
                continue
            for anchor in value.anchors:
                known = found.get((anchor.start, anchor.end))
                cells = (*(known.cells if known else ()), (_tail(row.id), measure))
                found[anchor.start, anchor.end] = Printed(
                    anchor, value.value, row.precision.value if row.precision else 1, cells
                )
    return [found[place] for place in sorted(found)]


def lines_of(facts: DocumentFacts) -> list[int]:
    """Return the lines, 1-based, on which anything of the budget is printed."""
    rows = [row for row in facts.records if isinstance(row, (BudgetLine, FundingSource))]
    places = (anchor.line for row in rows for value in _sourced(row) for anchor in value.anchors)
    return sorted(set(places))


def _sourced(row: BudgetLine | FundingSource) -> list[Sourced[Any]]:
    return [value for field in fields(row) if isinstance(value := getattr(row, field.name), Sourced)]


def misread(text: str, year: int, base: DocumentFacts, figure: Printed) -> Outcome:
    """Misread the last digit but two of a figure, or the first of a short one, and say what came of it."""
    anchor = figure.anchor
    digits = [at for at in range(anchor.start, anchor.end) if text[at].isdecimal()]
    at = digits[-3] if len(digits) > 3 else digits[0]
    other = str((int(text[at]) + 3) % 10 or 4)
    changed = text[:at] + other + text[at + 1 :]
    facts = budget_of(changed, year)
    printed = text[anchor.start : at] + other + text[at + 1 : anchor.end]
    value = _changed(figure, digits, at, int(text[at]), int(other))
    new = list(_new(base, facts))
    here = [finding for finding in new if any(_same_line(a, anchor) for a in finding.anchors)]
    words = [" ".join((*dict(f.values).values(), f.expected or "", f.actual or "")) for f in new]
    return Outcome(
        f"line {anchor.line}: {anchor.quote} → {printed}",
        _breaks(base, dict.fromkeys(figure.cells, value)),
        bool(new),
        bool(here),
        any(_covered(a, anchor) for finding in here for a in finding.anchors)
        or any(thousand(value) in text or thousand(-value) in text for text in words),
        any(thousand(figure.yen) in text for text in words),
        any(v == figure.yen and _covers(facts, cell, anchor) for cell, v in _values(facts).items()),
    )


def lost(text: str, year: int, base: DocumentFacts, line: int) -> Outcome:
    """Take a line (1-based) out of a text and say what came of it."""
    lines = text.splitlines(keepends=True)
    rows = [row for row in base.records if isinstance(row, (BudgetLine, FundingSource))]
    gone = {
        (_tail(row.id), measure): 0
        for row in rows
        for measure in MEASURES
        if (value := money(row, measure)) is not None and {anchor.line for anchor in value.anchors} == {line}
    }
    facts = budget_of("".join((*lines[: line - 1], *lines[line:])), year)
    broken = bool(gone) and _breaks(base, gone, vanish=True)
    return Outcome(f"line {line}: {lines[line - 1].strip()[:40]}", broken, bool(list(_new(base, facts))), figure=False)


def _changed(figure: Printed, digits: list[int], at: int, old: int, new: int) -> int:
    """Return the yen of a figure of which one digit reads otherwise."""
    place = len(digits) - 1 - digits.index(at)
    return (abs(figure.yen) + (new - old) * 10**place * figure.unit) * (1 if figure.yen >= 0 else -1)


def _breaks(base: DocumentFacts, changed: Mapping[Cell, int], *, vanish: bool = False) -> bool:
    """Tell whether an identity fails once figures are other ones; with ``vanish`` once they are gone.

    An identity of which a whole side is gone fails no longer: it cannot be tried.
    """
    values = {**_values(base), **changed}
    identities = {record.id: record for record in base.records if isinstance(record, Identity)}
    kept: dict[str, set[str]] = {
        name: {"left"} if one.stated is not None else set() for name, one in identities.items()
    }
    sides: dict[str, dict[str, int]] = {name: {"left": 0, "right": 0} for name in identities}
    for term in base.records:
        if isinstance(term, IdentityTerm) and term.identity_id in sides:
            cell = (_tail(term.row_id), term.column_name)
            sides[term.identity_id][term.side] += term.sign * values[cell]
            kept[term.identity_id].update(() if vanish and cell in changed else (term.side,))
    whole = {name for name, there in kept.items() if there == {"left", "right"}}
    return any(
        abs((identity.left_side if identity.stated is not None else sides[name]["left"]) - sides[name]["right"])
        > identity.tolerance
        for name, identity in identities.items()
        if name in whole
    )


def _tail(row: str) -> str:
    """Return a row's id without its document, which changes with every letter of the text."""
    return row.split("/", 1)[1]


def _values(facts: DocumentFacts) -> dict[Cell, int]:
    rows = (row for row in facts.records if isinstance(row, (BudgetLine, FundingSource)))
    every = ((_tail(row.id), m, yen(row, m)) for row in rows for m in MEASURES)
    return {(row, measure): value for row, measure, value in every if value is not None}


def _new(base: DocumentFacts, facts: DocumentFacts) -> Iterator[Finding]:
    """Yield the errors and warnings that the unchanged text does not have."""
    known = {(finding.code, finding.values) for finding in base.findings}
    for finding in facts.findings:
        grave = severity(finding) in ("error", "warning") or finding.code == "budget-list-short"
        if grave and (finding.code, finding.values) not in known:
            yield finding


def _same_line(one: Anchor, other: Anchor) -> bool:
    return (one.page, one.line) == (other.page, other.line)


def _covered(one: Anchor, other: Anchor) -> bool:
    return one.start < other.end and other.start < one.end


def _covers(facts: DocumentFacts, cell: Cell, anchor: Anchor) -> bool:
    """Tell whether a cell's figure is said to be printed at a place."""
    for row in facts.records:
        if isinstance(row, (BudgetLine, FundingSource)) and _tail(row.id) == cell[0]:
            value = money(row, cell[1])
            return value is not None and any(_covered(a, anchor) for a in value.anchors)
    return False
