"""What extracting a budget hands to reconciling beside its records; none of it is stored.

A torn text prints figures apart from their names, and sentences state figures that tables hold. Both are kept as
printed, so that reconciling can place them, try them, or name them in a finding: nothing that is printed vanishes.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.records import BudgetStatus, TableKind

Measure = Literal["amount", "previous_amount", "change"]


@dataclass(frozen=True, slots=True)
class LooseFigure:
    """A figure that the page shows apart from its name or its column.

    ``table`` is the id of the table or group that it was torn from. Figures of one ``line`` (counted through the
    document) were printed together; ``row_id`` is the line whose name stands with them, and ``before`` tells that the
    figure stands before that name. ``measures`` are the columns it can stand in, ``funding`` that it may be a source of
    funds. ``optional``: it may be no figure of the table at all, such as a page number. ``status`` is a mark such as
    【新規】 printed beside it.
    """

    document_id: str
    table_kind: TableKind
    table: str
    value: Sourced[int]
    precision: Sourced[int] | None
    line: int
    row_id: str | None = None
    before: bool = False
    measures: tuple[Measure, ...] = ("amount", "previous_amount", "change")
    funding: bool = False
    optional: bool = False
    status: Sourced[BudgetStatus] | None = None


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure that a sentence states of a table: its total, the change since last year, or that change as a ratio.

    ``value`` is in yen, a ``ratio`` a fraction; ``precision`` is the printed place (10000 for 万円, 1/1000 for 0.1%).
    ``row_id`` names the line it speaks of; None is the table's total. ``partial``: the sentence calls what the table
    lists the main part, not the whole.
    """

    document_id: str
    table_kind: TableKind
    table: str
    measure: Measure | Literal["ratio"]
    value: Sourced[int] | None
    ratio: Sourced[Fraction] | None
    precision: Fraction
    row_id: str | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class TableNote:
    """What a table says of its figures: that they are rounded, so that sums may miss by the last place."""

    document_id: str
    table: str
    rounded: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """Lines that together are what another comes to: the 目 of a 項, the 節 of a 目, or its programmes beside them.

    ``whole`` tells that the page shows all of them, so that their sum must be the line's figure; else some may not be
    printed, and the sum may be less.
    """

    document_id: str
    row_id: str
    parts: tuple[str, ...]
    whole: bool


Loose = LooseFigure | StatedFigure | TableNote | Parts
