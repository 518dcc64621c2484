"""Proof of a budget's rows: from the identities that their figures stand in, and from nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.figures import MEASURES, yen
from kokusai_extract.model.records import BudgetLine, FundingSource, Identity, IdentityTerm, Proof, Record

Verdicts = Mapping[tuple[str, str], frozenset[bool]]
"""By table and row whether identities hold that the row stands in: True, False, or both."""
Row = TypeVar("Row", BudgetLine, FundingSource)


def verdicts(records: Iterable[Record]) -> Verdicts:
    """Return what identities say of each row.

    A later document that prints another figure for a year restates it; that contradicts neither document.
    """
    every = list(records)
    said = {
        record.id: record.holds
        for record in every
        if isinstance(record, Identity) and (record.holds or record.kind != "restated")
    }
    found: dict[tuple[str, str], set[bool]] = defaultdict(set)
    for term in every:
        if isinstance(term, IdentityTerm) and term.identity_id in said:
            found[term.table_name, term.row_id].add(said[term.identity_id])
    return {row: frozenset(holds) for row, holds in found.items()}


def proved(rows: Iterable[Row], found: Verdicts) -> Iterator[Row]:
    """Yield the rows with their proof."""
    for row in rows:
        yield replace(row, proof=_proof(row, found.get((row.TABLE, row.id), frozenset())))


def _proof(row: BudgetLine | FundingSource, found: frozenset[bool]) -> Proof | None:
    if row.proof == "derived":
        return "derived"
    if all(yen(row, measure) is None for measure in MEASURES):
        return None
    if False in found:
        return "contradicted"
    return "proved" if found else "unproved"


def proved_too(documents: Sequence[DocumentFacts], across: Iterable[Record]) -> tuple[DocumentFacts, ...]:
    """Return the documents with rows proved that no identity of their own proves, but one across documents."""
    found = verdicts(across)

    def shown(record: Record) -> Record:
        if isinstance(record, (BudgetLine, FundingSource)) and record.proof == "unproved":
            return replace(record, proof=_proof(record, found.get((record.TABLE, record.id), frozenset())))
        return record

    return tuple(replace(facts, records=tuple(map(shown, facts.records))) for facts in documents)
