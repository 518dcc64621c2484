"""Documents into one archive: each document once, in an order of its own, and what changed from year to year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kokusai_extract.corrections.apply import corrected
from kokusai_extract.link.budgets import budget_years, settle_budgets
from kokusai_extract.link.changes import changes
from kokusai_extract.link.ledgers import ledger_years
from kokusai_extract.link.people import join_people
from kokusai_extract.model.archive import Archive, DocumentFacts
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import DocumentRecord
from kokusai_extract.reconcile.proofs import proved_too


def link(
    documents: Iterable[DocumentFacts], findings: Iterable[Finding] = (), corrections: Sequence[Correction] = ()
) -> Archive:
    """Return the archive of the documents, sorted by id; a file that is there twice is kept once, with a finding.

    ``corrections`` are applied to what documents settle of each other before it is compared.
    """
    kept: dict[str, DocumentFacts] = {}
    doubled: list[Finding] = list(findings)
    for facts in sorted(documents, key=lambda facts: (facts.document_id, _file_name(facts))):
        if facts.document_id in kept:
            values = (("file", _file_name(facts)), ("other", _file_name(kept[facts.document_id])))
            doubled.append(Finding("document-twice", facts.document_id, values=values))
        else:
            kept[facts.document_id] = facts
    settled = (corrected(facts, corrections) for facts in settle_budgets(tuple(kept.values())))
    joined, people, unsure = join_people(tuple(settled))
    years = budget_years(joined) + ledger_years(joined)
    archive = Archive(proved_too(joined, years.items), people, (*doubled, *unsure))
    changed = changes(archive)
    return replace(
        archive,
        records=(*people, *changed.items, *years.items),
        findings=archive.findings + changed.findings + years.findings,
    )


def _file_name(facts: DocumentFacts) -> str:
    return next(record.file_name for record in facts.records if isinstance(record, DocumentRecord))
