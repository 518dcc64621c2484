"""A document's budget while it is reconciled: lines, sources of funds, and figures that are still loose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from kokusai_extract import vocabulary
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.figures import yen
from kokusai_extract.model.loose import LooseFigure, Parts, StatedFigure, TableNote
from kokusai_extract.model.records import BudgetLine, DocumentRecord, FundingSource, TableKind
from kokusai_extract.values.numbering import ordinal


@dataclass(frozen=True)
class Book:
    """Lines and funding as printed so far. Changing it makes another one."""

    document_id: str
    bureau: str | None
    lines: tuple[BudgetLine, ...]
    funding: tuple[FundingSource, ...]
    loose: tuple[LooseFigure, ...] = ()
    stated: tuple[StatedFigure, ...] = ()
    rounded: frozenset[str] = frozenset()
    parts: tuple[Parts, ...] = ()

    @staticmethod
    def of(facts: DocumentFacts) -> Book:
        """Return the budget of a document."""
        bureau = next((r.bureau.value for r in facts.records if isinstance(r, DocumentRecord) and r.bureau), None)
        return Book(
            facts.document_id,
            bureau,
            *_distinct(facts),
            tuple(item for item in facts.loose if isinstance(item, LooseFigure)),
            tuple(item for item in facts.loose if isinstance(item, StatedFigure)),
            frozenset(item.table for item in facts.loose if isinstance(item, TableNote) and item.rounded),
            tuple(item for item in facts.loose if isinstance(item, Parts)),
        )

    @cached_property
    def by_id(self) -> Mapping[str, BudgetLine]:
        """Every line by its id."""
        return {line.id: line for line in self.lines}

    @cached_property
    def _children(self) -> Mapping[str, tuple[BudgetLine, ...]]:
        found: dict[str, list[BudgetLine]] = defaultdict(list)
        for line in self.lines:
            if line.parent_id is not None:
                found[line.parent_id.value].append(line)
        return {parent: tuple(lines) for parent, lines in found.items()}

    @cached_property
    def _sources(self) -> Mapping[str, tuple[FundingSource, ...]]:
        found: dict[str, list[FundingSource]] = defaultdict(list)
        for source in self.funding:
            found[source.budget_line_id.value].append(source)
        return {line: tuple(sources) for line, sources in found.items()}

    def children(self, line_id: str) -> tuple[BudgetLine, ...]:
        """Return the lines under a line, in printed order."""
        return self._children.get(line_id, ())

    def sources(self, line_id: str) -> tuple[FundingSource, ...]:
        """Return the sources of funds of a line."""
        return self._sources.get(line_id, ())

    def table(self, kind: TableKind) -> tuple[BudgetLine, ...]:
        """Return the lines of one kind of table, in printed order."""
        return tuple(line for line in self.lines if line.table_kind == kind)

    def with_lines(self, lines: Iterable[BudgetLine]) -> Book:
        """Return the book with lines in place of those of the same ids."""
        changed = {line.id: line for line in lines}
        return replace(self, lines=tuple(changed.get(line.id, line) for line in self.lines))

    def with_funding(self, sources: Iterable[FundingSource]) -> Book:
        """Return the book with sources in place of those of the same ids."""
        changed = {source.id: source for source in sources}
        return replace(self, funding=tuple(changed.get(source.id, source) for source in self.funding))

    def without(self, placed: Iterable[LooseFigure]) -> Book:
        """Return the book without figures that are loose no longer."""
        gone = set(map(id, placed))
        return replace(self, loose=tuple(figure for figure in self.loose if id(figure) not in gone))


def name(line: BudgetLine) -> str:
    """Return a line's name, else its number, for messages."""
    printed = line.name or line.number
    return printed.value if printed is not None else "?"


def number(line: BudgetLine) -> tuple[int, int]:
    """Return a line's place among its siblings: by its number, else as printed."""
    printed = line.number.value if line.number is not None else ""
    return (ordinal(printed) or 0, line.position)


def is_total(line: BudgetLine) -> bool:
    """Tell whether a line is a printed total (合計)."""
    return line.name is not None and "".join(line.name.value.split()) in _totals()


def is_part(line: BudgetLine) -> bool:
    """Tell whether a line is called a part of the one above it (うち …), which others need not complete."""
    return line.name is not None and line.name.value.lstrip("(").startswith("うち")


def is_open(line: BudgetLine) -> bool:
    """Tell whether figures of a line may be printed that are not placed."""
    return line.certainty is None


def figured(line: BudgetLine) -> bool:
    """Tell whether a line has any figure."""
    return any(yen(line, measure) is not None for measure in ("amount", "previous_amount", "change"))


def unit(line: BudgetLine | FundingSource) -> int:
    """Return the unit in yen that a line's figures are printed in."""
    return line.precision.value if line.precision is not None else 1


@cache
def _totals() -> frozenset[str]:
    return frozenset(vocabulary.words("budget_words", meaning="total"))


def _distinct(facts: DocumentFacts) -> tuple[tuple[BudgetLine, ...], tuple[FundingSource, ...]]:
    """Return lines and funding with ids of their own: what two sections print under one name is two lines."""
    lines: list[BudgetLine] = []
    funding: list[FundingSource] = []
    renamed: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for record in facts.records:
        if isinstance(record, BudgetLine):
            seen[record.id] += 1
            new = record.id if seen[record.id] == 1 else f"{record.id}~{seen[record.id]}"
            renamed[record.id] = new
            parent = record.parent_id
            if parent is not None:
                parent = replace(parent, value=renamed.get(parent.value, parent.value))
            lines.append(replace(record, id=new, parent_id=parent))
        elif isinstance(record, FundingSource):
            old = record.budget_line_id.value
            line_id = replace(record.budget_line_id, value=renamed.get(old, old))
            funding.append(replace(record, id=record.id.replace(old, line_id.value, 1), budget_line_id=line_id))
    return tuple(lines), tuple(funding)
