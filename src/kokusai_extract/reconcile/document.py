"""What one document says in several places, made one."""

from __future__ import annotations

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.reconcile.units import merge_units


def reconcile(facts: DocumentFacts) -> DocumentFacts:
    """Return the document's facts with each printed fact once, proved where its arithmetic allows."""
    return merge_units(facts)
