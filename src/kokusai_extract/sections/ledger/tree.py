"""The lines of a ledger while it is read: 款 → 項 → 目 → 節 → 細節, and beside the 節 the programmes of the 説明.

A 款 or 項 is printed again on every page. Its figure is read from all of them; where they differ none is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.figures import MEASURES, with_money
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.ids import fact_id
from kokusai_extract.model.loose import Measure
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import BudgetLine, BudgetStatus, FundingSource, Level, Money
from kokusai_extract.sections.budget.cells import Reading
from kokusai_extract.sections.text import joined
from kokusai_extract.values.money import Absence, Figure, Unit

T = TypeVar("T")
RULE = "budget_ledger"


@dataclass(slots=True, eq=False)
class Printed:
    """Every print of one figure, in yen, each with its unit."""

    values: list[Money] = field(default_factory=list)
    precision: Sourced[int] | None = None

    def one(self) -> Money | None:
        """Return the figure with all its places; None where it is not printed, or printed in two ways."""
        if not self.values or len({value.value for value in self.values}) > 1:
            return None
        first, *others = self.values
        for other in others:
            first = first.also_at(other.anchors)
        return first


@dataclass(slots=True, eq=False)
class Line:
    """One line. ``figures`` are by column, ``sources`` by the head of theirs; ``parts`` are its 目, 節 or 細節.

    The total of all 款 has no ``level``. ``fund`` and ``side`` are the 会計 and its side that a heading names.
    ``listed`` tells that only a summary has printed it so far.

    ``notes`` are the lines of the 説明 beside it. ``begun`` tells that its first part is printed, ``ended`` that what
    follows its last one is: only then is it sure that all are there.
    """

    level: Level | None
    above: Line | None
    number: Passage | None
    name: Passage | None
    printed: Passage | None = None
    figures: dict[str, Printed] = field(default_factory=dict)
    sources: dict[str, tuple[Passage, Printed]] = field(default_factory=dict)
    status: Sourced[BudgetStatus] | None = None
    texts: list[Passage] = field(default_factory=list)
    staff: Sourced[int] | None = None
    parts: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    begun: bool = True
    ended: bool = False
    coded: bool = False
    listed: bool = False
    fund: Passage | None = None
    side: Passage | None = None
    id: str = ""

    def lines(self) -> Iterator[Line]:
        """Yield this line and all under it, as printed: its 節 before its programmes."""
        yield self
        for line in (*self.parts, *self.notes):
            yield from line.lines()

    def is_named(self, number: Passage | None, name: Passage | None) -> bool:
        """Tell whether a number and a name are this line's."""
        return text_of(self.number) == text_of(number) and text_of(self.name) == text_of(name)

    def read(self, reading: Reading, column: str, figure: Figure | Absence, unit: Unit | None) -> None:
        """Add a print of a figure of the line."""
        _read(self.figures.setdefault(column, Printed()), reading, figure, unit)

    def read_source(self, reading: Reading, head: Passage, figure: Figure | Absence, unit: Unit | None) -> None:
        """Add a print of what comes from a source of funds."""
        _read(self.sources.setdefault(head.text, (head, Printed()))[1], reading, figure, unit)


def _read(printed: Printed, reading: Reading, figure: Figure | Absence, unit: Unit | None) -> None:
    reading.unit = unit
    money = reading.money(figure, RULE)
    if money is not None:
        printed.values.append(money)
    printed.precision = printed.precision or reading.precision(figure, RULE)


def label_of(line: Line) -> str:
    """Return what a line is called in ids and messages: ``5款 労働費``, ``1節 報酬``, ``001 給与費``."""
    counted = line.level in ("款", "項", "目", "節") and line.number is not None
    number = text_of(line.number) + (line.level or "" if counted else "")
    return " ".join(part for part in (number, text_of(line.name)) if part) or line.level or ""


def name_ids(line: Line, root: str, seen: dict[str, int]) -> None:
    """Give a line and all under it the ids that their path makes; what is printed twice is counted (``~2``)."""
    label = (
        f"説明 {label_of(line)}"
        if line.level == "説明" and not (line.above and line.above.level == "説明")
        else label_of(line)
    )
    path = fact_id(root, label)
    seen[path] = seen.get(path, 0) + 1
    line.id = path if seen[path] == 1 else f"{path}~{seen[path]}"
    for below in (*line.parts, *line.notes):
        name_ids(below, line.id, seen)


def records(line: Line, reading: Reading) -> Iterator[BudgetLine | FundingSource]:
    """Yield the records of one line; what is printed in two ways becomes a finding and stays open."""
    shown = line.printed if line.printed is not None else line.name if line.name is not None else line.number
    record = BudgetLine(
        line.id, reading.document_id, "ledger", 0, level=line.level, status=line.status, staff=line.staff
    )
    if line.above is not None and shown is not None and line.above.id:
        record = replace(record, parent_id=shown.sourced(line.above.id, f"{RULE}.path", origin="inherited"))
    if line.number is not None:
        record = replace(record, number=line.number.read(f"{RULE}.number"))
    if line.name is not None:
        record = replace(record, name=line.name.read(f"{RULE}.name"))
    if account := _account(line):
        record = replace(record, account=account)
    if line.fund is not None:
        record = replace(record, fund=line.fund.sourced(line.fund.text, f"{RULE}.fund", origin="inherited"))
    if line.side is not None:
        record = replace(record, side=line.side.sourced(line.side.text, f"{RULE}.side", origin="inherited"))
    if line.texts:
        text = joined(line.texts, "\n")
        record = replace(record, description=text.read(f"{RULE}.description"))
    for measure in MEASURES:
        if printed := line.figures.get(measure):
            record = with_money(
                record, measure, _settled(printed, reading, line.id, measure, record.TABLE), printed.precision
            )
    yield record
    for name, (head, printed) in line.sources.items():
        source_id = fact_id(line.id, "funding", name)
        assert shown is not None  # noqa: S101  (figures stand beside a label)
        yield FundingSource(
            source_id,
            reading.document_id,
            shown.sourced(line.id, f"{RULE}.path", origin="inherited"),
            head.sourced(name, f"{RULE}.source", origin="inherited", confidence="read"),
            _settled(printed, reading, source_id, "amount", FundingSource.TABLE),
            printed.precision,
        )


def _settled(printed: Printed, reading: Reading, row_id: str, measure: Measure, table: str) -> Money | None:
    if len({value.value for value in printed.values}) > 1:
        first = printed.values[0]
        other = next(value for value in printed.values if value.value != first.value)
        reading.findings.append(
            Finding.at(
                "ledger-two-readings",
                (*first.anchors, *other.anchors),
                table_name=table,
                row_id=row_id,
                expected=str(first.value),
                actual=str(other.value),
                column=measure,
                first=first.raw,
                second=other.raw,
            )
        )
    return printed.one()


def _account(line: Line) -> Sourced[str] | None:
    """Return the 款, 項 and 目 that a line stands in, itself included."""
    path: list[Line] = []
    at: Line | None = line
    while at is not None:
        if at.level in ("款", "項", "目") and at.printed is not None:
            path.insert(0, at)
        at = at.above
    if not path or line.level not in ("款", "項", "目"):
        return None
    passages = [at.printed for at in path if at.printed is not None]
    origin = "printed" if len(path) == 1 else "inherited"
    return joined(passages).sourced(" ".join(map(label_of, path)), f"{RULE}.account", origin=origin, confidence="read")  # type: ignore[arg-type]


def text_of(passage: Passage | None) -> str:
    """Return the text of a passage that may not be printed."""
    return passage.text if passage is not None else ""
