"""The records that stages hand on and the store writes: one class a table of the contract.

Field names are column names. A fact is a :class:`~kokusai_extract.model.evidence.Sourced` field (or None where the
document does not print it); ids and order are plain. ``document_id`` and ``fiscal_year`` columns that a class does
not name are filled in by the store from the document. Money is integer yen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kokusai_extract.model.changes import AnyChange
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.evidence import Certainty, Sourced
from kokusai_extract.model.international import (
    City,
    CityLink,
    DutyTerm,
    Indicator,
    Mention,
    Office,
    ReferenceCell,
    ReferenceTable,
)
from kokusai_extract.model.source import PageQuality, TextLayer

SectionKind = Literal[
    "cover",
    "contents",
    "message",
    "policy",
    "org_chart",
    "duties",
    "secondments",
    "budget_summary",
    "budget_highlights",
    "budget_breakdown",
    "budget_ledger",
    "related_budget",
    "cities",
    "offices",
    "indicators",
    "narrative",
]
TableKind = Literal["summary", "breakdown", "highlight", "related", "ledger"]
Level = Literal["款", "項", "目", "節", "細節", "説明"]
Proof = Literal["proved", "unproved", "contradicted", "derived"]
Phase = Literal["approved", "proposed"]
Classification = Literal["bureau", "department", "division", "section", "office", "center", "room", "other"]
Rank = Literal[
    "director_general",
    "deputy_director_general",
    "executive_director",
    "department_director",
    "division_manager",
    "section_manager",
    "office_director",
    "assistant_manager",
    "other",
]
BudgetStatus = Literal["new", "expanded", "abolished"]
Money = Sourced[int] | Sourced[None]
"""Integer yen; None with evidence where a dash or 皆増 is printed in place of a figure."""
IdentityKind = Literal["sum", "difference", "funding", "rounding", "restated", "prose"]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document and what it says of itself."""

    TABLE: ClassVar[str] = "documents"
    id: str
    sha256: str
    file_name: str
    media_type: str
    byte_count: int
    page_count: int
    text_layer: TextLayer
    municipality_code: Sourced[str] | None = None
    bureau: Sourced[str] | None = None
    title: Sourced[str] | None = None
    kind: Sourced[str] | None = None
    fiscal_year: Sourced[int] | None = None
    issued_on: Sourced[str] | None = None
    phase: Sourced[str] | None = None
    encoding: str | None = None
    producer: str | None = None


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A page, its raw text and whether that text can be trusted. ``withheld`` counts what an edition masks in it.

    ``file_text`` is the text with the names that the file gives to glyphs, where some of them are wrong (ADR 0036).
    """

    TABLE: ClassVar[str] = "pages"
    document_id: str
    number: int
    text: str
    width: float | None
    height: float | None
    text_layer: TextLayer
    quality: PageQuality
    file_text: str | None = None
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A stretch of a document of one kind."""

    TABLE: ClassVar[str] = "sections"
    id: str
    document_id: str
    kind: SectionKind
    heading: Sourced[str] | None
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class OrgUnit:
    """A unit of the bureau as one document shows it. Maps to Popolo Organization, W3C ORG OrganizationalUnit."""

    TABLE: ClassVar[str] = "org_units"
    id: str
    document_id: str
    name: Sourced[str]
    classification: Sourced[Classification]
    parent_id: Sourced[str] | None
    position: int
    certainty: Certainty = "stated"


@dataclass(frozen=True, slots=True)
class Person:
    """A person; the same one in several documents only where that is certain. Maps to Popolo Person."""

    TABLE: ClassVar[str] = "people"
    id: str
    name: Sourced[str]
    family_name: Sourced[str] | None
    given_name: Sourced[str] | None


@dataclass(frozen=True, slots=True)
class Post:
    """A post as one document shows it. Maps to Popolo Post."""

    TABLE: ClassVar[str] = "posts"
    id: str
    document_id: str
    unit_id: Sourced[str] | None
    title: Sourced[str]
    rank: Sourced[Rank]
    phone: Sourced[str] | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in a post. Maps to Popolo Membership. ``concurrent``: 兼務, 事務取扱; ``on_behalf_of``: 派遣先.

    ``withheld``: an edition leaves out the name that is printed there.
    """

    TABLE: ClassVar[str] = "memberships"
    id: str
    document_id: str
    post_id: Sourced[str] | None
    person_id: Sourced[str] | None
    concurrent: Sourced[bool] | None = None
    on_behalf_of: Sourced[str] | None = None
    certainty: Certainty | None = "stated"
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One numbered line of a unit's 事務分掌; ``unit_id`` is None where the unit's heading is lost."""

    TABLE: ClassVar[str] = "duties"
    id: str
    document_id: str
    unit_id: Sourced[str] | None
    number: Sourced[str] | None
    text: Sourced[str]


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of a budget table. Amounts are integer yen; ``precision`` is the printed unit in yen.

    ``table_kind`` says which kind of table it stands in, so ids of several tables never meet. ``level`` is a ledger's:
    款, 項, 目, 節, its parts (細節) and the lines of the 説明; the total of all 款 (歳入合計) has none. ``fund`` is the
    会計 of a ledger's 款, 項 and 目 and ``side`` its 歳入 or 歳出, where a heading names them.
    """

    TABLE: ClassVar[str] = "budget_lines"
    id: str
    document_id: str
    table_kind: TableKind
    position: int
    parent_id: Sourced[str] | None = None
    number: Sourced[str] | None = None
    name: Sourced[str] | None = None
    status: Sourced[BudgetStatus] | None = None
    amount: Money | None = None
    previous_amount: Money | None = None
    change: Money | None = None
    precision: Sourced[int] | None = None
    account: Sourced[str] | None = None
    fund: Sourced[str] | None = None
    side: Sourced[str] | None = None
    responsible: Sourced[tuple[str, ...]] | None = None
    description: Sourced[str] | None = None
    note: Sourced[str] | None = None
    staff: Sourced[int] | None = None
    level: Level | None = None
    certainty: Certainty | None = "stated"
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class FundingSource:
    """One row of a 財源内訳. ``source`` is as printed: 国, 県, 市債, その他, 一般財源.

    ``previous_amount`` and ``change`` are set where a table prints a source for two years, as a 事業計画書 does.
    """

    TABLE: ClassVar[str] = "funding_sources"
    id: str
    document_id: str
    budget_line_id: Sourced[str]
    source: Sourced[str]
    amount: Money | None
    precision: Sourced[int] | None
    proof: Proof | None = None
    previous_amount: Money | None = None
    change: Money | None = None
    certainty: Certainty | None = "stated"


@dataclass(frozen=True, slots=True)
class Identity:
    """An arithmetic identity that was tried: ``left_side - right_side == residual``; it holds within ``tolerance``.

    All four are in yen. ``stated`` is the figure of a sentence or of a note that the identity tries, in yen (a
    percentage as the yen it makes of last year's figure); it has no row of its own.
    """

    TABLE: ClassVar[str] = "identities"
    id: str
    document_id: str
    kind: IdentityKind
    left_side: int
    right_side: int
    residual: int
    tolerance: int
    holds: bool
    stated: Sourced[int] | None = None


@dataclass(frozen=True, slots=True)
class IdentityTerm:
    """A figure that takes part in an identity, with ``sign`` +1 or -1, on one ``side`` of it."""

    TABLE: ClassVar[str] = "identity_terms"
    identity_id: str
    table_name: str
    row_id: str
    column_name: str
    sign: int
    side: Literal["left", "right"] = "left"


Record = (
    DocumentRecord
    | PageRecord
    | SectionRecord
    | OrgUnit
    | Person
    | Post
    | Membership
    | Duty
    | BudgetLine
    | FundingSource
    | Identity
    | IdentityTerm
    | Correction
    | City
    | CityLink
    | Office
    | Indicator
    | ReferenceTable
    | ReferenceCell
    | Mention
    | DutyTerm
    | AnyChange
)
