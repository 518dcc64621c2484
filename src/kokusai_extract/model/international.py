"""Records of the international side: cities and ties, offices, indicators, other tables, and what the text mentions.

They keep the rules of :mod:`kokusai_extract.model.records`: field names are column names, facts are
:class:`~kokusai_extract.model.evidence.Sourced`, ids and what was looked up are plain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kokusai_extract.model.evidence import Certainty, Sourced

TieKind = Literal[
    "sister_city",
    "partner_city",
    "joint_statement_city",
    "sister_port",
    "trade_port",
    "y_port_city",
    "overseas_office_city",
]
PlaceKind = Literal["city", "port"]
MentionLabel = Literal["city", "country", "organization", "unit", "person", "programme", "event", "concept"]
TermRole = Literal["object", "action"]


@dataclass(frozen=True, slots=True)
class City:
    """A city, or the port of one, as GeoNames knows it; the same row for all documents. Degrees are WGS 84."""

    TABLE: ClassVar[str] = "cities"
    id: str
    place: PlaceKind
    name: str
    name_en: str
    country_code: str
    geonames_id: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class CityLink:
    """A tie with a city or port, as one document lists it.

    ``kind`` is None where the document does not say, or says it by a sign that stands for several kinds; those are
    the ``kind_candidates``. ``since`` is an ISO year, month or date.
    """

    TABLE: ClassVar[str] = "city_links"
    id: str
    document_id: str
    city_id: str | None
    printed_name: Sourced[str]
    printed_name_en: Sourced[str] | None = None
    country: Sourced[str] | None = None
    kind: Sourced[TieKind] | None = None
    kind_candidates: Sourced[tuple[str, ...]] | None = None
    since: Sourced[str] | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office abroad. ``location`` is the city it stands in, as printed."""

    TABLE: ClassVar[str] = "offices"
    id: str
    document_id: str
    name: Sourced[str]
    jurisdiction: Sourced[str] | None = None
    location: Sourced[str] | None = None
    city_id: str | None = None
    note: Sourced[str] | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """What the bureau set out to reach. Values and periods are kept as printed.

    ``certainty`` is ``inferred`` where the text has torn the row apart and it follows by units, order or elimination.
    """

    TABLE: ClassVar[str] = "indicators"
    id: str
    document_id: str
    policy: Sourced[str] | None
    name: Sourced[str]
    baseline: Sourced[str] | None = None
    baseline_period: Sourced[str] | None = None
    target: Sourced[str] | None = None
    target_period: Sourced[str] | None = None
    responsible: Sourced[tuple[str, ...]] | None = None
    certainty: Certainty | None = "stated"


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """A table of a kind that has no table of its own in the contract."""

    TABLE: ClassVar[str] = "reference_tables"
    id: str
    document_id: str
    title: Sourced[str] | None


@dataclass(frozen=True, slots=True)
class ReferenceCell:
    """A cell of such a table; ``row`` and ``column`` are 1-based and do not count the heads."""

    TABLE: ClassVar[str] = "reference_cells"
    id: str
    document_id: str
    reference_table_id: str
    row: int
    column: int
    head: Sourced[str] | None
    value: Sourced[str] | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the running text at ``start:end`` of a page's raw text (0-based, half open)."""

    TABLE: ClassVar[str] = "mentions"
    id: str
    document_id: str
    page: int
    start: int
    end: int
    text: str
    label: MentionLabel
    city_id: str | None = None
    unit_id: str | None = None
    budget_line_id: str | None = None


@dataclass(frozen=True, slots=True)
class DutyTerm:
    """What a duty is about, or what is done to it."""

    TABLE: ClassVar[str] = "duty_terms"
    duty_id: str
    role: TermRole
    text: str
