"""Figures as evidence: amounts and their units as sourced values, and which printed figures have been read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.figures import with_money
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.ids import fact_id
from kokusai_extract.model.loose import Loose, Measure
from kokusai_extract.model.records import BudgetLine, Money, Record, TableKind
from kokusai_extract.model.section import Context
from kokusai_extract.sections.budget.rows import Row, figures_of
from kokusai_extract.values.money import Absence, Figure, Unit, amounts


@dataclass(slots=True, eq=False)
class Reading:
    """What has been read of a section. ``unit`` is that of the table's head, for figures without one of their own.

    ``part`` tells the tables of one kind apart where a document has several (``~2``).
    """

    context: Context
    kind: TableKind
    unit: Unit | None = None
    part: str = ""
    taken: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)

    @property
    def document_id(self) -> str:
        """The document's id."""
        return self.context.document.id

    @property
    def table(self) -> str:
        """The id of the table, which begins the ids of its lines."""
        return fact_id(self.document_id, "budget", self.kind + self.part)

    def amount(self, figure: Figure, rule: str) -> Sourced[int] | None:
        """Return the figure in yen, and count it as read; None, with a finding, where no unit is known."""
        self.taken.update(figure.passage.starts)
        yen = in_yen(figure, self.unit)
        if yen is None:
            self.findings.append(Finding.at("budget-unit-missing", figure.passage.anchors(), text=figure.passage.raw))
            return None
        return figure.passage.sourced(yen, rule)

    def money(self, figure: Figure | Absence, rule: str) -> Money | None:
        """Return the figure in yen, or None with the evidence that there is none."""
        if isinstance(figure, Absence):
            return figure.passage.sourced(None, rule)
        return self.amount(figure, rule)

    def precision(self, figure: Figure | Absence, rule: str) -> Sourced[int] | None:
        """Return the unit in which the figure is printed, from where it stands or from the table's head."""
        own = figure.unit if isinstance(figure, Figure) else None
        unit = own or self.unit
        if unit is None or isinstance(figure, Absence):
            return None
        yen = figure.precision if own and figure.precision is not None else unit.yen
        return unit.passage.sourced(yen, rule, origin="printed" if own else "inherited")

    def with_years(
        self, line: BudgetLine, amount: Figure | Absence | None, previous: Figure | Absence | None, rule: str
    ) -> BudgetLine:
        """Return the line with this year's figure and last year's, where they are printed."""
        years: tuple[tuple[Measure, Figure | Absence | None], ...] = (("amount", amount), ("previous_amount", previous))
        for measure, figure in years:
            if figure is not None:
                line = with_money(line, measure, self.money(figure, rule), self.precision(figure, rule))
        return line

    def leave(self, figures: Iterable[Figure | Absence]) -> None:
        """Count figures as seen: they are no money, or another finding names them."""
        self.taken.update(start for figure in figures for start in figure.passage.starts)

    def unread(self, rows: Iterable[Row], *, bare: bool) -> list[Finding]:
        """Return a finding for each figure that was not read; with ``bare`` also those without a unit."""
        found = []
        for row in rows:
            figures = figures_of(row.cells) if bare else [f for cell in row.cells for f in amounts(cell)]
            for figure in figures:
                if isinstance(figure, Figure) and figure.passage.starts[0] not in self.taken:
                    self.taken.add(figure.passage.starts[0])
                    prose = "。" in row.text
                    found.append(
                        Finding.at(
                            "budget-figure-in-prose" if prose else "budget-figure-unread",
                            figure.passage.anchors(),
                            text=figure.passage.raw,
                            line=row.text[:60],
                        )
                    )
        return found


def in_yen(figure: Figure, unit: Unit | None) -> int | None:
    """Return the figure in yen: its own unit, else the table's."""
    if figure.precision is not None:
        return figure.value
    return figure.value * unit.yen if unit else None


def in_order(records: Iterable[Record | Loose]) -> Iterator[Record | Loose]:
    """Yield the records, the lines numbered by their place in the table."""
    position = 0
    for record in records:
        if isinstance(record, BudgetLine):
            position += 1
            yield replace(record, position=position)
        else:
            yield record
