"""One year of one bureau, as all its documents together print it: what is compared with another year.

Every item stands once, however many documents print it. ``rows`` are the ids of all its rows, its own ``id`` among them
(the one that a change leads to).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from kokusai_extract.model.evidence import Certainty
from kokusai_extract.model.records import BudgetStatus, Rank, TableKind

StaffList = Literal["chart", "secondments"]
Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
"""Rows by table, each by column: as the database holds them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. ``parent`` is the id of another unit of the year; None for the bureau, or where it is not known.

    ``duties`` are what its duties are about, without those that every unit could have.
    """

    id: str
    name: str
    parent: str | None
    certainty: Certainty | None
    duties: frozenset[str]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty. ``core`` is what it is about; ``unit`` the id of a unit of the year."""

    id: str
    unit: str | None
    number: str | None
    text: str
    core: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """A person in a post, or with none where the document does not say which.

    ``people`` are the ids that the documents' people of this name and post have. ``role`` is the title without the
    unit's name, so that it stays the same when the unit is renamed. ``seconded`` is where the person is sent to.
    """

    id: str
    people: frozenset[str]
    name: str
    unit: str | None
    title: str | None
    role: str | None
    rank: Rank | None
    seconded: str | None
    certainty: Certainty | None
    rows: tuple[str, ...]

    @property
    def list(self) -> StaffList:
        """The list that it stands in."""
        return "secondments" if self.seconded else "chart"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a budget table. Amounts are integer yen; ``parent`` is the id of another line of the year.

    ``side`` is the 会計 and its side that a line of a ledger stands in, where a heading names them.
    """

    id: str
    table: TableKind
    parent: str | None
    number: str | None
    name: str | None
    status: BudgetStatus | None
    amount: int | None
    previous: int | None
    precision: int | None
    account: str | None
    responsible: tuple[str, ...]
    certainty: Certainty | None
    rows: tuple[str, ...]
    side: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie with a city or a port; ``city`` is the id of a known place."""

    id: str
    city: str | None
    name: str
    kind: str | None
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """An office abroad; ``city`` is the id of a known place."""

    id: str
    name: str
    city: str | None
    jurisdiction: str | None
    note: str | None
    rows: tuple[str, ...]


class Which(NamedTuple):
    """A year of a bureau. ``municipality_code`` tells bureaus of one name apart; the year is the western one."""

    bureau: str
    municipality_code: str | None
    fiscal_year: int


@dataclass(frozen=True, slots=True)
class Year:
    """What the documents of a bureau say for one fiscal year.

    ``documents`` are their ids. ``lists`` are the lists of staff that they print, so that a name can be missing in one.
    """

    which: Which
    documents: tuple[str, ...]
    units: tuple[Unit, ...] = ()
    duties: tuple[Duty, ...] = ()
    holdings: tuple[Holding, ...] = ()
    lists: frozenset[StaffList] = frozenset()
    lines: tuple[Line, ...] = ()
    ties: tuple[Tie, ...] = ()
    offices: tuple[Office, ...] = ()
