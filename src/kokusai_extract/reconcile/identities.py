"""Arithmetic identities of a budget: what must add up, tried on the printed figures with a stated tolerance.

Budgets are decided in 千円, so figures in 千円 or 円 are exact. Coarser figures are roundings: each may be off by half
of its unit, and the tolerance of an identity is the sum of those halves. Where a table says that its figures are
rounded, that holds for 千円 too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.figures import MEASURES, yen
from kokusai_extract.model.ids import fact_id
from kokusai_extract.model.records import BudgetLine, FundingSource, Identity, IdentityKind, IdentityTerm

EXACT_UNIT = 1000
"""Figures in units up to this are exact, unless the table says that they are rounded."""


class Cell(NamedTuple):
    """A figure's place: the table, the row's id and the column."""

    table: str
    row: str
    column: str


class Term(NamedTuple):
    """A figure on one side of an equation, with the sign +1 or -1."""

    cell: Cell
    sign: int
    side: Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Equation:
    """Left side equals right side within ``tolerance``, all in yen. ``id`` is made of what it tries.

    ``stated`` is a figure of a sentence: it is the left side, whatever terms stand there (a percentage is stated as the
    yen that it makes of last year's figure, which is then a term of the left side).
    """

    id: str
    document_id: str
    kind: IdentityKind
    terms: tuple[Term, ...]
    tolerance: int = 0
    stated: Sourced[int] | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every figure that takes part."""
        return tuple(term.cell for term in self.terms)


@dataclass(frozen=True, slots=True)
class Tried:
    """An equation with the figures put in."""

    equation: Equation
    left: int
    right: int
    values: Mapping[Cell, int]

    @property
    def residual(self) -> int:
        """What the left side has more than the right."""
        return self.left - self.right

    @property
    def holds(self) -> bool:
        """Whether the residual lies within the tolerance."""
        return abs(self.residual) <= self.equation.tolerance


def cells_of(lines: Iterable[BudgetLine], funding: Iterable[FundingSource]) -> dict[Cell, int]:
    """Return every figure in yen by its place."""
    values: dict[Cell, int] = {}
    every: tuple[BudgetLine | FundingSource, ...] = (*lines, *funding)
    for record in every:
        for measure in MEASURES:
            if (value := yen(record, measure)) is not None:
                values[Cell(record.TABLE, record.id, measure)] = value
    return values


def cell(record: BudgetLine | FundingSource, measure: str) -> Cell:
    """Return the place of a record's figure."""
    return Cell(record.TABLE, record.id, measure)


def tolerance_of(units: Iterable[int], rounded: bool) -> int:
    """Return what roundings may add up to: half of each unit that is no exact one."""
    return sum(unit // 2 for unit in units if unit > EXACT_UNIT or (rounded and unit > 1))


def try_out(equation: Equation, values: Mapping[Cell, int]) -> Tried:
    """Put the figures into an equation."""
    sides = {"left": 0, "right": 0}
    for term in equation.terms:
        sides[term.side] += term.sign * values[term.cell]
    left = sides["left"] if equation.stated is None else equation.stated.value
    return Tried(equation, left, sides["right"], values)


def left(*cells: Cell) -> tuple[Term, ...]:
    """Return figures that add up on the left side."""
    return tuple(Term(cell, 1, "left") for cell in cells)


def less(*cells: Cell) -> tuple[Term, ...]:
    """Return figures that are taken off on the left side."""
    return tuple(Term(cell, -1, "left") for cell in cells)


def right(*cells: Cell) -> tuple[Term, ...]:
    """Return figures that add up on the right side."""
    return tuple(Term(cell, 1, "right") for cell in cells)


def records(tried: Iterable[Tried]) -> Iterator[Identity | IdentityTerm]:
    """Yield the identities and their terms as they are stored."""
    for trial in tried:
        equation = trial.equation
        yield Identity(
            equation.id,
            equation.document_id,
            equation.kind,
            trial.left,
            trial.right,
            trial.residual,
            equation.tolerance,
            trial.holds,
            equation.stated,
        )
        for term in equation.terms:
            yield IdentityTerm(equation.id, *term.cell, term.sign, term.side)


def tried_again(
    known: Sequence[Identity | IdentityTerm], values: Mapping[Cell, int]
) -> Iterator[Identity | IdentityTerm]:
    """Yield identities with the figures as they are now; one that has lost a figure is none."""
    terms: dict[str, list[IdentityTerm]] = defaultdict(list)
    for record in known:
        if isinstance(record, IdentityTerm):
            terms[record.identity_id].append(record)
    for record in known:
        if isinstance(record, Identity):
            own = [Term(Cell(t.table_name, t.row_id, t.column_name), t.sign, t.side) for t in terms[record.id]]
            if all(term.cell in values for term in own):
                equation = Equation(
                    record.id, record.document_id, record.kind, tuple(own), record.tolerance, record.stated
                )
                yield from records([try_out(equation, values)])


def identity_id(document_id: str, kind: str, *path: str) -> str:
    """Return the id of an identity: its kind, the line it is about, and the column."""
    return fact_id(document_id, "identity", kind, *(part.removeprefix(f"{document_id}/") for part in path))
