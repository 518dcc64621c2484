"""Rules over the whole archive. A rule is a pure function from the archive to what it doubts; none changes a fact.

:func:`validate` also makes sure that every row can stand in its table, so that no single document can keep the others
out of the database: see :mod:`kokusai_extract.validate.integrity`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kokusai_extract.model.archive import Archive
from kokusai_extract.model.finding import Finding
from kokusai_extract.validate.integrity import settle

Rule = Callable[[Archive], Iterable[Finding]]

RULES: tuple[Rule, ...] = ()


def validate(archive: Archive) -> Archive:
    """Return the archive as it can be stored, with the findings of every rule."""
    settled = settle(archive)
    found = tuple(finding for rule in RULES for finding in rule(settled))
    return replace(settled, findings=settled.findings + found)
