"""What the last stages hold: every record and finding of every document, ready to be validated and stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kokusai_extract.model.finding import Finding
from kokusai_extract.model.loose import Loose
from kokusai_extract.model.records import Record


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What one document says, its own :class:`~kokusai_extract.model.records.DocumentRecord` among the records.

    ``loose`` are budget figures that are not placed (yet); they are not stored.
    """

    document_id: str
    records: tuple[Record, ...]
    findings: tuple[Finding, ...] = ()
    loose: tuple[Loose, ...] = ()


@dataclass(frozen=True, slots=True)
class Archive:
    """All documents, and what belongs to none of them or to several (people, cities, changes)."""

    documents: tuple[DocumentFacts, ...] = ()
    records: tuple[Record, ...] = ()
    findings: tuple[Finding, ...] = ()

    def all_records(self) -> Iterator[Record]:
        """Yield the records of every document, then those across documents."""
        for document in self.documents:
            yield from document.records
        yield from self.records

    def all_findings(self) -> Iterator[Finding]:
        """Yield the findings of every document, then those across documents."""
        for document in self.documents:
            yield from document.findings
        yield from self.findings
