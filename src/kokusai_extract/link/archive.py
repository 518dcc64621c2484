"""Documents into one archive: each document once, in an order of its own, and what changed from year to year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from kokusai_extract.corrections.apply import correct, corrected
from kokusai_extract.link.budgets import budget_years, settle_budgets
from kokusai_extract.link.changes import changes
from kokusai_extract.link.ledgers import ledger_years
from kokusai_extract.link.people import join_people
from kokusai_extract.model.archive import Archive, DocumentFacts
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import DocumentRecord, Membership, Person
from kokusai_extract.reconcile.proofs import proved_too


def link(
    documents: Iterable[DocumentFacts], findings: Iterable[Finding] = (), corrections: Sequence[Correction] = ()
) -> Archive:
    """Return the archive of the documents, sorted by id; a file that is there twice is kept once, with a finding.

    ``corrections`` are applied to what documents settle of each other, and to who it is that holds a post, before years
    are compared.
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
    joined, people = _joined_as_decided(joined, people, corrections)
    years = budget_years(joined) + ledger_years(joined)
    archive = Archive(proved_too(joined, years.items), people, (*doubled, *unsure))
    changed = changes(archive)
    return replace(
        archive,
        records=(*people, *changed.items, *years.items),
        findings=archive.findings + changed.findings + years.findings,
    )


def _joined_as_decided(
    documents: tuple[DocumentFacts, ...], people: tuple[Person, ...], corrections: Sequence[Correction]
) -> tuple[tuple[DocumentFacts, ...], tuple[Person, ...]]:
    """Return documents and people with corrections applied; whom they leave without any post or name is nobody."""
    if not corrections:
        return documents, people
    made = tuple(corrected(facts, corrections) for facts in documents)
    alone = _held(documents) - _held(made)
    right = cast("tuple[Person, ...]", correct(people, corrections))
    return made, tuple(person for person in right if person.id not in alone)


def _held(documents: Iterable[DocumentFacts]) -> set[str]:
    """Return the ids of the people whom the documents name."""
    records = (record for facts in documents for record in facts.records if isinstance(record, Membership))
    return {record.person_id.value for record in records if record.person_id}


def _file_name(facts: DocumentFacts) -> str:
    return next(record.file_name for record in facts.records if isinstance(record, DocumentRecord))
