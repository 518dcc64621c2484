"""Lines of budget tables: what a row says under the heads of its columns, and which line stands below which."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kokusai_extract.model.figures import MEASURES, with_money
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.ids import fact_id
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import BudgetLine, FundingSource
from kokusai_extract.sections.budget.cells import Reading
from kokusai_extract.sections.budget.heads import Column, measure_of
from kokusai_extract.sections.budget.names import ItemName, read_name, tidy
from kokusai_extract.sections.budget.rows import Row
from kokusai_extract.sections.budget.table import Heads, TableRow, by_gaps, table_in, table_rows
from kokusai_extract.values.money import Absence, Figure, Unit, cell_figure, row_figures, unit_of

ACCOUNT = re.compile(r"\d+款(?:\d+項)?(?:\d+目)?\D*")
_ASIDE = ("ratio", "page", "number", "account")
"""Columns whose figures are no money."""


@dataclass(slots=True, eq=False)
class Lines:
    """The lines of one table so far. ``depths`` are the columns in which their names stand; ``rule`` is the section."""

    reading: Reading
    rule: str
    lines: list[BudgetLine] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    funding: list[FundingSource] = field(default_factory=list)
    account: tuple[int, Passage] | None = None
    _named: Counter[str] = field(default_factory=Counter)

    def line(self, name: ItemName, number: Passage | None, depth: int) -> BudgetLine:
        """Return a line with its name, number and account, and no figure yet."""
        number = number if number is not None else name.number
        path = name.name.text if name.name is not None else number.text if number is not None else ""
        account = self.account[1] if self.account and depth >= self.account[0] else None
        return BudgetLine(
            fact_id(self.reading.table, path),
            self.reading.document_id,
            self.reading.kind,
            len(self.lines) + 1,
            number=number.read("budget.number") if number is not None else None,
            name=name.name.read("budget.name") if name.name is not None else None,
            status=name.status,
            account=account.sourced(" ".join(account.text.split()), f"{self.rule}.account", origin="inherited")
            if account
            else None,
        )

    def add(self, line: BudgetLine, depth: int) -> None:
        """Add a line under an id of its own."""
        self.lines.append(replace(line, id=self._own_id(line.id), position=len(self.lines) + 1))
        self.depths.append(depth)
        self._named[line.id] += 1

    def _own_id(self, line_id: str) -> str:
        """Return the id that the next line gets: with ~2, ~3 … where lines before it bear the same."""
        count = self._named[line_id] + 1
        return line_id if count == 1 else f"{line_id}~{count}"

    def hung(self) -> Iterator[BudgetLine]:
        """Yield the lines; where names stand in columns of their own by depth, each under the one it stands below."""
        above: dict[int, BudgetLine] = {}
        for line, depth in zip(self.lines, self.depths, strict=True):
            above = {d: kept for d, kept in above.items() if d < depth}
            parent = above[max(above)] if above else None
            above[depth] = line
            if parent is not None and parent.name is not None:
                yield replace(line, parent_id=parent.name.inherited(parent.id, rule=f"{self.rule}.depth"))
            else:
                yield line

    def read(self, rows: Sequence[Row], heads: Heads) -> None:
        """Read rows by the heads of their columns; lines without cells may name the account of what follows."""
        inside = {id(row.row): row for row in table_rows(rows, heads)}
        for row in rows:
            table_row = inside.get(id(row))
            label = table_row.labels[-1] if table_row and table_row.labels else (0, row.filled[0])
            if ACCOUNT.fullmatch(tidy(label[1]).text) and not _has_money(table_row):
                self.account = (label[0], label[1].strip())
            elif table_row is not None and row.number > heads.rows[0].number:
                self._read_row(table_row)

    def take(self, rows: Sequence[Row], fiscal_year: int | None) -> list[Row]:
        """Read every table with heads among rows; return the rows that stand in none."""
        rest = by_gaps(rows, fiscal_year)
        while found := table_in(rest, fiscal_year):
            heads, inside = found
            outside = [row for row in rest if not any(row is other for other in inside)]
            before = next((row for row in reversed(rest[: rest.index(inside[0])]) if unit_in(row)), None)
            self.reading.unit = next((unit for row in inside if (unit := unit_in(row))), None) or (
                unit_in(before) if before is not None else self.reading.unit
            )
            body = [row for row in inside if not any(row is head for head in heads.rows)]
            self.read(body, heads)
            self.reading.findings += self.reading.unread(body, bare=True)
            rest = outside
        return rest

    def _read_row(self, row: TableRow) -> None:
        reading, rule = self.reading, f"{self.rule}.cells"
        reading.leave(f for c, cell in row.cells if c.role in _ASIDE for f in row_figures(cell, None))
        number = row.one("number")
        flag = read_name(number) if number is not None else None
        labels = row.labels
        if not labels and number is not None and flag and flag.name is not None:
            labels = ((0, number),)  # a total that spans the columns of number and name
        account = row.one("account")
        if not labels and account is not None and not ACCOUNT.fullmatch(tidy(account).text):
            labels, account = ((0, account),), None  # 小計, in the columns of account and name
        if not labels:
            return  # what it holds is named by the finding for figures that were not read
        *above, (depth, label) = labels
        for level, heading in above:
            self.add(self._labelled(heading, None, level), level)
        line = self._labelled(
            label, number if number is not None and number.squeeze().text.isdecimal() else None, depth
        )
        line = replace(line, status=line.status or (flag.status if flag else None))
        line_id = self._own_id(line.id)
        funding: dict[str, FundingSource] = {}
        for column, cell in row.cells:
            measure = measure_of(column)
            if measure is None or unit_of(cell):
                continue
            figure = cell_figure(cell, reading.unit)
            if figure is None:
                reading.findings.append(_unread(reading, column, cell, line))
                continue
            money, precision = reading.money(figure, rule), reading.precision(figure, rule)
            if column.source is None:
                line = with_money(line, measure, money, precision)
                continue
            source = column.source.squeeze()
            row_of_source = funding.get(source.text) or FundingSource(
                fact_id(line_id, "funding", source.text),
                line.document_id,
                label.sourced(line_id, rule, origin="inherited"),
                source.sourced(source.text, rule, origin="inherited", confidence="read"),
                None,
                None,
            )
            funding[source.text] = with_money(row_of_source, measure, money, precision)
        note, description = row.one("note"), row.one("description")
        line = replace(
            line,
            account=account.read(f"{self.rule}.account") if account is not None else line.account,
            note=note.read(f"{self.rule}.note") if note is not None else None,
            description=description.read(f"{self.rule}.description") if description is not None else None,
        )
        self.add(line, depth)
        self.funding += funding.values()

    def _labelled(self, label: Passage, number: Passage | None, depth: int) -> BudgetLine:
        """Return the line that a label names; the number before the name is no figure."""
        name = read_name(label)
        if name.number is not None:
            self.reading.taken.update(name.number.starts)
        return self.line(name, number, depth)


def unit_in(row: Row) -> Unit | None:
    """Return the unit that a row names: (単位:千円), or a row of units under heads."""
    return next((unit for cell in row.filled if (unit := unit_of(cell))), None)


def _has_money(row: TableRow | None) -> bool:
    """Tell whether a row bears a figure of its own: 2款 総務費 with an amount is a line, without one an account."""
    if row is None:
        return False
    return any(measure_of(column) and cell_figure(cell, None) for column, cell in row.cells)


def _unread(reading: Reading, column: Column, cell: Passage, line: BudgetLine) -> Finding:
    """Tell that a cell where money should stand holds something that is none."""
    figures = [figure for figure in row_figures(cell, None) if isinstance(figure, (Figure, Absence))]
    reading.leave(figures)
    reading.taken.update(cell.starts)
    measure = next(measure for measure in MEASURES if measure == column.role)
    return Finding.at(
        "budget-figure-unread",
        cell.strip().anchors(),
        text=cell.raw.strip(),
        line=f"{line.name.value if line.name is not None else '?'}: {measure}",
    )
