"""The record of a correction: what a person decided that a cell should hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

CorrectionState = Literal["applied", "conflict", "unused"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided that a cell should hold, and what became of it.

    ``old_value`` is what the program reads there and ``new_value`` what stands instead, both as the database would
    write them; None is an empty cell. ``decided_on`` is an ISO date.
    """

    TABLE: ClassVar[str] = "corrections"
    id: str
    document_sha256: str
    table_name: str
    row_id: str
    column_name: str
    old_value: str | None
    new_value: str | None
    reason: str
    author: str
    decided_on: str
    state: CorrectionState = "unused"

    @property
    def cell(self) -> tuple[str, str, str]:
        """The table, row and column that it is about."""
        return self.table_name, self.row_id, self.column_name
