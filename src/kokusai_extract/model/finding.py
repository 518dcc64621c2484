"""Findings: what the program doubts about a document. They are data, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from kokusai_extract.model.evidence import Anchor

T = TypeVar("T")

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt, by its code in the catalog (:mod:`kokusai_extract.validate.catalog`).

    ``values`` are (name, text) pairs that fill the catalog's message templates, Japanese and English. ``expected``
    and ``actual`` are kept as text. ``table_name`` and ``row_id`` point at the row it concerns, where there is one.
    """

    code: str
    document_id: str | None = None
    page: int | None = None
    table_name: str | None = None
    row_id: str | None = None
    expected: str | None = None
    actual: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    anchors: tuple[Anchor, ...] = ()

    @staticmethod
    def at(
        code: str,
        anchors: tuple[Anchor, ...],
        *,
        table_name: str | None = None,
        row_id: str | None = None,
        expected: str | None = None,
        actual: str | None = None,
        **values: object,
    ) -> Finding:
        """Return a finding about the place of ``anchors``, which gives its document and page.

        Raises:
            ValueError: when there is no anchor.
        """
        if not anchors:
            raise ValueError(f"a finding {code} at no place")
        return Finding(
            code,
            anchors[0].document_id,
            anchors[0].page,
            table_name,
            row_id,
            expected,
            actual,
            tuple((name, str(value)) for name, value in values.items()),
            anchors,
        )


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """What a stage found, and what it doubts."""

    items: tuple[T, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: Result[T]) -> Result[T]:
        return Result(self.items + other.items, self.findings + other.findings)
