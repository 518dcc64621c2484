"""Tables with cells: the rows under their heads, each cell with the column it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kokusai_extract.model.figures import MEASURES
from kokusai_extract.model.loose import Measure
from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.budget.heads import Column, Role, columns_of, is_head, roles_in
from kokusai_extract.sections.budget.rows import Row
from kokusai_extract.values.money import Absence, Figure, unit_of

_GAP = r"\s{2,}"


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """What the heads of a section say.

    ``columns`` are those of a table with cells. ``order`` is the order in which figures follow a name on lines without
    cells; it is empty where no line prints them together and not all three heads are printed. ``figures`` is that order
    with the ratios that stand among them. ``noted`` tells that a column of notes follows the figures. ``rows`` are the
    head rows themselves.
    """

    rows: tuple[Row, ...]
    columns: tuple[Column | None, ...] = ()
    order: tuple[Measure, ...] = ()
    figures: tuple[Role, ...] = ()
    noted: bool = False

    def ordered(self, found: Sequence[Figure | Absence]) -> dict[Measure, Figure | Absence]:
        """Return which figure behind a name is which; nothing where there are more or fewer than the heads tell.

        Ratios may be left out, as behind 皆増.
        """
        if len(found) == len(self.figures):
            pairs = zip(self.figures, found, strict=True)
            return {measure: figure for role, figure in pairs for measure in MEASURES if measure == role}
        return dict(zip(self.order, found, strict=True)) if len(found) == len(self.order) else {}


@dataclass(frozen=True, slots=True, eq=False)
class TableRow:
    """A row of a table: its cells by column, empty ones left out. ``labels`` are those that name the line, by depth."""

    row: Row
    cells: tuple[tuple[Column, Passage], ...]
    labels: tuple[tuple[int, Passage], ...]

    def one(self, role: str) -> Passage | None:
        """Return the first cell of a role."""
        return next((cell for column, cell in self.cells if column.role == role), None)


def heads_of(rows: Sequence[Row], fiscal_year: int | None) -> Heads:
    """Find the heads among rows. Heads of a table are one row, or two that follow each other; repeats are heads too."""
    heads = [row for row in rows if len(row.filled) > 1 and is_head(row, fiscal_year)]
    if heads:
        position = [row.number for row in rows].index(heads[0].number)
        following = rows[position + 1] if position + 1 < len(rows) else None
        double = following is not None and any(row is following for row in heads)
        return Heads(tuple(heads), columns_of(heads[:2] if double else heads[:1], fiscal_year))
    found = [(row, roles_in(row.filled[0], fiscal_year)) for row in rows if len(row.filled) == 1]
    found = [(row, roles) for row, roles in found if set(roles) - {"whole"}]  # 合計 alone is a line's name
    lines = [roles for _, roles in found if any(role in MEASURES for role in roles)]
    printed = [role for roles in lines for role in roles if role in MEASURES]
    together = next((roles for roles in lines if _in_one_line(roles)), None)
    if together:
        order = tuple(m for role in together for m in MEASURES if m == role)
        figures = tuple(role for role in together if role in (*MEASURES, "ratio"))
        return Heads(tuple(row for row, _ in found), (), order, figures, together[-1] in ("note", "description"))
    torn = MEASURES if sorted(printed) == sorted(MEASURES) else ()
    return Heads(tuple(row for row, _ in found), (), torn, torn)


def _in_one_line(roles: Sequence[Role]) -> bool:
    """Tell whether a line of heads tells the order of all figures: this year's, and another at least, each once."""
    measures = [role for role in roles if role in MEASURES]
    full = len(measures) == len(MEASURES) or ("name" in roles and len(measures) > 1)
    return full and "amount" in measures and len(set(measures)) == len(measures)


def table_in(rows: Sequence[Row], fiscal_year: int | None) -> tuple[Heads, list[Row]] | None:
    """Find a table with heads for names and money among other rows: its heads, and the rows that stand in it.

    It goes on as long as rows have cells under its heads, or are no more than a unit or a heading in one cell.
    """
    start = next((i for i, row in enumerate(rows) if _names_and_money(row, fiscal_year)), None)
    if start is None:
        return None
    heads = heads_of(rows[start:], fiscal_year)
    inside: list[Row] = []
    for row in rows[start:]:
        if len(row.cells) < 2 and not unit_of(row.filled[0]):
            break
        inside.append(row)
    return heads, inside


def _names_and_money(row: Row, fiscal_year: int | None) -> bool:
    if len(row.filled) < 2 or not is_head(row, fiscal_year):
        return False
    roles = [column.role for column in columns_of([row], fiscal_year) if column is not None]
    return "name" in roles and any(role in MEASURES for role in roles)


def by_gaps(rows: Sequence[Row], fiscal_year: int | None) -> list[Row]:
    """Return rows with the cells that gaps of spaces part, where a line of heads is parted so.

    Only a row of as many cells as the heads has them, so that no cell can stand under the wrong head.
    """
    result: list[Row] = []
    width = 0
    for row in rows:
        spaced = replace(row, cells=tuple(row.cells[0].strip().split(_GAP))) if len(row.cells) == 1 else row
        if spaced is not row and len(spaced.cells) > 1 and _names_and_money(spaced, fiscal_year):
            width = len(spaced.cells)
        result.append(spaced if len(spaced.cells) == width else row)
    return result


def table_rows(rows: Sequence[Row], heads: Heads) -> Iterator[TableRow]:
    """Yield the rows that have cells under the heads' columns."""
    for row in rows:
        if len(row.cells) < 2 or any(row is head for head in heads.rows):
            continue
        pairs = [
            (index, column, cell.strip())
            for index, (cell, column) in enumerate(zip(row.cells, heads.columns, strict=False))
            if column and cell.text.strip()
        ]
        labels = tuple((index, cell) for index, column, cell in pairs if column.role == "name")
        yield TableRow(row, tuple((column, cell) for _, column, cell in pairs), labels)
