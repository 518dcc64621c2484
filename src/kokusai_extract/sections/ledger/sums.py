"""節 and their parts (細節): labels of the 区分 column, each with the figure beside it.

A label wraps where the next line has no figure. One with a number is a 節; one without is a part of the 節 above, over
the page as well. A ledger that numbers no 節 shows them by its borders, and one without borders by how far
labels are set in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.budget.names import tidy
from kokusai_extract.sections.ledger.sheets import Piece, rows_of
from kokusai_extract.sections.ledger.slots import Slot
from kokusai_extract.sections.text import joined
from kokusai_extract.values.money import Absence, Figure, Unit, cell_figure, unit_of
from kokusai_extract.values.numbering import numbered


@dataclass(slots=True, eq=False)
class Entry:
    """A label with its figure, at height ``top`` from ``left``. ``first`` tells that it stands right under a border."""

    top: float
    left: float
    label: list[Passage]
    figure: Figure | Absence
    first: bool
    wraps: list[Passage] = field(default_factory=list)

    def read(self) -> tuple[Passage | None, Passage | None]:
        """Return the number of a 節 and its name."""
        number, rest = number_of(joined(self.label))
        parts = [part for part in (rest, *self.wraps) if part]
        name = tidy(Passage.join(map(tidy, parts))) if parts else None
        return number, name


def entries_of(slot: Slot, unit: Unit | None) -> tuple[list[Entry], list[Passage]]:
    """Return the entries of a slot, and labels above the first one: they go on with the one of the sheet before."""
    entries: list[Entry] = []
    before: list[Passage] = []
    edges = [slot.top, *slot.edges("name", "sum"), slot.bottom]
    for top, bottom in pairwise(edges):
        inside = [piece for piece in slot.at("name", "sum") if top <= piece.middle < bottom]
        sums = {id(piece) for piece in slot.at("sum")}
        first = True
        for row in rows_of(inside):
            label, figures = _row(row, sums, unit)
            if len(figures) == 1 and label:
                entries.append(Entry(row[0].box.top, row[0].box.x0, label, figures[0], first))
                first = False
            elif label and not figures:
                (entries[-1].wraps if not first else before).extend(label)
    return entries, before


def number_of(label: Passage) -> tuple[Passage | None, Passage]:
    """Return the number that a label begins with, and the rest."""
    item = numbered(label)
    if item is None or item.style not in ("plain", "dotted", "bracketed"):
        return None, label.strip()
    return item.number, item.rest


def _row(row: Sequence[Piece], sums: set[int], unit: Unit | None) -> tuple[list[Passage], list[Figure | Absence]]:
    label: list[Passage] = []
    figures: list[Figure | Absence] = []
    for piece in row:
        if unit_of(piece.passage):
            continue
        figure = cell_figure(piece.passage, unit) if id(piece) in sums else None
        if figure is not None:
            figures.append(figure)
        elif id(piece) not in sums:
            label.append(piece.passage.strip())
    return label, figures
