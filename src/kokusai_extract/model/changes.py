"""What became of a bureau's units, duties, people, budget, cities and offices between two of its years.

Each row says what became of one row of the earlier year, of one of the later year, or of a pair. Rows with one
``event`` belong together: a unit that became two has two rows. ``docs/changes.md`` says how they are found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kokusai_extract.model.evidence import Certainty

Relation = Literal["pair", "alone", "split", "merged", "regrouped", "open"]
"""``pair``: one and one. ``alone``: printed in one of the years only. ``split``: one became several. ``merged``:
several became one. ``regrouped``: several became several others. ``open``: it may be so, or not; nothing was chosen."""

UnitKind = Literal["created", "abolished", "renamed", "moved", "merged", "split", "unchanged"]
DutyKind = Literal["added", "removed", "reworded", "moved", "unchanged"]
PersonnelKind = Literal["joined", "left", "moved", "promoted", "stayed"]
BudgetKind = Literal["new", "discontinued", "renamed", "increased", "decreased", "restated", "unchanged"]
CityKind = Literal["added", "removed", "renamed", "reclassified", "unchanged"]
OfficeKind = Literal["added", "removed", "renamed", "moved", "unchanged"]
Basis = Literal["printed", "restated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What all changes have. At least one of ``from_id`` and ``to_id`` is set.

    ``score`` is how alike the two are, 0 to 1; None where there are not two. ``certainty`` is ``stated`` where both
    documents print it, ``inferred`` where it is a judgement, None where it is open. ``reasons`` are codes of
    ``data/vocabulary/change_reasons.csv``. ``detail`` is JSON with sorted keys. ``missing_years`` are the years between
    of which no document prints such facts.
    """

    id: str
    bureau: str
    from_year: int
    to_year: int
    kind: str
    from_id: str | None
    to_id: str | None
    detail: str | None
    score: float | None
    certainty: Certainty | None
    event: str
    relation: Relation
    reasons: tuple[str, ...]
    missing_years: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange(Change):
    """What became of a unit. Maps to a W3C ORG ChangeEvent."""

    TABLE: ClassVar[str] = "unit_changes"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyChange(Change):
    """What became of a duty. ``detail`` marks the words that changed."""

    TABLE: ClassVar[str] = "duty_changes"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonnelChange(Change):
    """What became of a person in a post."""

    TABLE: ClassVar[str] = "personnel_changes"


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetChange(Change):
    """What became of a budget line. Amounts are integer yen.

    ``restated_amount`` is the earlier year's figure as the later document prints it. ``change`` and ``percent`` go
    from the amount that ``basis`` names to ``to_amount``; they are None where the two amounts are not of one scope, and
    ``scope`` then names what differs.
    """

    TABLE: ClassVar[str] = "budget_changes"
    from_amount: int | None = None
    restated_amount: int | None = None
    to_amount: int | None = None
    change: int | None = None
    percent: float | None = None
    basis: Basis | None = None
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CityChange(Change):
    """What became of a tie with a city or a port."""

    TABLE: ClassVar[str] = "city_changes"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeChange(Change):
    """What became of an office abroad."""

    TABLE: ClassVar[str] = "office_changes"


AnyChange = UnitChange | DutyChange | PersonnelChange | BudgetChange | CityChange | OfficeChange
