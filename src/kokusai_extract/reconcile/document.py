"""What one document says in several places, made one."""

from __future__ import annotations

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.reconcile.budget import reconcile_budget
from kokusai_extract.reconcile.people import merge_people
from kokusai_extract.reconcile.posts import place_posts, settle_chart_units
from kokusai_extract.reconcile.recognized import settle_recognized
from kokusai_extract.reconcile.units import merge_units


def reconcile(facts: DocumentFacts) -> DocumentFacts:
    """Return the document's facts with each printed fact once, proved where its arithmetic allows."""
    people = merge_people(place_posts(merge_units(settle_chart_units(facts))))
    return settle_recognized(reconcile_budget(people))
