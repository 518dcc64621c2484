"""Which identities a document's budget must satisfy: sums, differences, funding, one figure in two tables, prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import ceil

from kokusai_extract.model.figures import MEASURES, yen
from kokusai_extract.model.loose import Measure, StatedFigure
from kokusai_extract.model.records import BudgetLine, FundingSource, IdentityKind, TableKind
from kokusai_extract.reconcile.book import Book, figured, is_open, is_part, is_total, name, number, unit
from kokusai_extract.reconcile.gaps import gaps, is_absent
from kokusai_extract.reconcile.identities import (
    Equation,
    Term,
    cell,
    identity_id,
    left,
    less,
    right,
    tolerance_of,
)
from kokusai_extract.reconcile.names import index, keys
from kokusai_extract.reconcile.subsets import runs, subset

_GENERAL = ("一般財源", "一財")
_YEARS: tuple[Measure, ...] = ("amount", "previous_amount")


def equations(book: Book) -> tuple[Equation, ...]:
    """Return every identity of a book whose figures are all there, each once."""
    found: dict[str, Equation] = {}
    for equation in (
        *_differences(book),
        *_sums(book),
        *_funding(book),
        *_same_names(book),
        *_shares(book),
        *_highlights(book),
        *_sentences(book),
    ):
        found.setdefault(equation.id, equation)
    return tuple(found.values())


def _rounded(book: Book, line_id: str) -> bool:
    return any(line_id.startswith(table) for table in book.rounded)


def _differences(book: Book) -> Iterator[Equation]:
    """This year less last year is the change."""
    every: tuple[BudgetLine | FundingSource, ...] = (*book.lines, *book.funding)
    for record in every:
        if all(yen(record, measure) is not None for measure in MEASURES):
            amount, previous, change = (cell(record, measure) for measure in MEASURES)
            yield Equation(
                identity_id(book.document_id, "difference", record.id),
                book.document_id,
                "difference",
                left(amount) + less(previous) + right(change),
                tolerance_of([unit(record)] * 3, _rounded(book, record.id)),
            )


def _sums(book: Book) -> Iterator[Equation]:
    """Children sum to their parent, in each column, and so does each source of funds of several children."""
    incomplete = {gap.group.id for gap in gaps(book)}
    for parent in book.lines:
        children = list(_parts(book, parent))
        if not children or parent.id in incomplete or parent.table_kind == "ledger":
            continue
        rounded = _rounded(book, parent.id)
        unnumbered = parent.parent_id is not None and any(child.number is None for child in children)
        partial = any(map(is_part, children)) or (unnumbered and parent.table_kind != "summary")
        for measure in MEASURES:
            if partial and (measure == "change" or not _at_least(children, parent, measure)):
                continue  # うち …: parts named under a programme are often only the larger ones
            if (terms := sum_terms(parent, children, measure)) is not None:
                yield Equation(
                    identity_id(book.document_id, "sum", parent.id, measure),
                    book.document_id,
                    "sum",
                    terms,
                    tolerance_of([unit(parent), *map(unit, children)], rounded),
                )
        for source in book.sources(parent.id):
            parts = [part for child in children for part in book.sources(child.id) if _same_source(part, source)]
            for measure in MEASURES if parts else ():
                known = [part for part in parts if yen(part, measure) is not None]
                if yen(source, measure) is not None and len(known) == len(children):
                    yield Equation(
                        identity_id(book.document_id, "sum", source.id, measure),
                        book.document_id,
                        "sum",
                        left(*(cell(part, measure) for part in known)) + right(cell(source, measure)),
                        tolerance_of([unit(source), *map(unit, known)], rounded),
                    )


def _at_least(children: Sequence[BudgetLine], parent: BudgetLine, measure: Measure) -> bool:
    return sum(yen(child, measure) or 0 for child in children) >= (yen(parent, measure) or 0)


def _parts(book: Book, parent: BudgetLine) -> Iterator[BudgetLine]:
    """Yield the lines that a line is the sum of; in place of a heading without a figure, those under it."""
    for child in book.children(parent.id):
        if figured(child) or is_open(child):
            yield child
        else:
            yield from _parts(book, child)


def sum_terms(parent: BudgetLine, children: Sequence[BudgetLine], measure: Measure) -> tuple[Term, ...] | None:
    """Return the terms of a sum over a column, or None where a figure is open or missing.

    A figure is no part of the sum where a dash stands in its place, or where a new programme has none for last year.
    """
    if yen(parent, measure) is None:
        return None
    terms: list[Term] = []
    for child in children:
        if yen(child, measure) is not None:
            terms += left(cell(child, measure))
        elif not is_absent(child, measure):
            return None
        elif measure == "change":
            terms += _whole_change(child)
    return (*terms, *right(cell(parent, measure))) if terms else None


def _whole_change(line: BudgetLine) -> tuple[Term, ...]:
    """Return what a line adds to the changes where 皆増 or 皆減 stands for its change: all of the one year it has."""
    amount, previous = yen(line, "amount"), yen(line, "previous_amount")
    mark = line.change.raw if line.change is not None else ""
    if "皆増" in mark and amount is not None and not previous:
        return left(cell(line, "amount"))
    if "皆減" in mark and previous is not None and not amount:
        return less(cell(line, "previous_amount"))
    return ()


def _same_source(one: FundingSource, other: FundingSource) -> bool:
    return one.source.value == other.source.value


def _funding(book: Book) -> Iterator[Equation]:
    """The sources of funds sum to the amount, where they are all there: 一般財源 among them, or a column for each.

    A source that the page marks as none (—) adds nothing; one whose figure is open leaves the sum untried.
    """
    for line in book.lines:
        sources = book.sources(line.id)
        names = {source.source.value for source in sources}
        known = [source for source in sources if yen(source, "amount") is not None]
        whole = line.table_kind == "ledger" or (len(sources) > 1 and names & set(_GENERAL))
        marked = [source for source in sources if source.amount is not None and source.amount.value is None]
        if known and whole and len(known) + len(marked) == len(sources) and yen(line, "amount") is not None:
            yield Equation(
                identity_id(book.document_id, "funding", line.id),
                book.document_id,
                "funding",
                left(*(cell(source, "amount") for source in known)) + right(cell(line, "amount")),
                tolerance_of([unit(line), *map(unit, known)], _rounded(book, line.id)),
            )


def _same_names(book: Book) -> Iterator[Equation]:
    """The same name has the same figure in every table; a coarser one is its rounding."""
    for first, second in same_names(book):
        for measure in MEASURES:
            if yen(first, measure) is not None and yen(second, measure) is not None:
                yield same_figure(book, first, second, measure)


def same_names(book: Book) -> Iterator[tuple[BudgetLine, BudgetLine]]:
    """Yield the lines that bear the same name in two tables, the finer unit first."""
    kinds: tuple[TableKind, ...] = ("breakdown", "summary", "highlight", "related")
    tables = {
        kind: index(_comparable(book, kind), lambda line: line.name.value if line.name else None) for kind in kinds
    }
    seen = set()
    for one, other in combinations(kinds, 2):
        for key in sorted(tables[one].keys() & tables[other].keys()):
            first, second = sorted((tables[one][key], tables[other][key]), key=unit)
            if (first.id, second.id) not in seen:
                seen.add((first.id, second.id))
                yield first, second


def _comparable(book: Book, kind: TableKind) -> Iterator[BudgetLine]:
    """Yield a table's lines with figures that speak of this bureau's own budget, totals apart."""
    return (line for line in book.table(kind) if figured(line) and not is_total(line) and own(book, line))


def own(book: Book, line: BudgetLine) -> bool:
    """Tell whether a line is this bureau's own: it names no other bureau as responsible."""
    if line.responsible is None or book.bureau is None:
        return True
    return any(book.bureau.startswith(bureau) for bureau in line.responsible.value)


def same_figure(book: Book, first: BudgetLine, second: BudgetLine, measure: Measure) -> Equation:
    """Return the identity of one figure that two tables print."""
    coarse = unit(first) != unit(second)
    kind: IdentityKind = "rounding" if coarse else "sum"
    return Equation(
        identity_id(book.document_id, kind, second.id, "=", first.id, measure),
        book.document_id,
        kind,
        left(cell(second, measure)) + right(cell(first, measure)),
        max(unit(first), unit(second)) // 2 if coarse else 0,
    )


def _shares(book: Book) -> Iterator[Equation]:
    """A summary's line is the sum of the programmes that it stands for, which follow each other in number."""
    groups = index(_comparable(book, "breakdown"), lambda line: line.name.value if line.name else None)
    for head in book.table("summary"):
        group = next((groups[key] for key in sorted(keys(name(head))) if key in groups), None)
        if group is None or group.parent_id is not None:
            continue
        items = sorted(book.children(group.id), key=number)
        values = [_both_years(item) for item in items]
        for part in book.children(head.id):
            goal = _both_years(part)
            found = runs(goal, values) if goal is not None else []
            if len(found) == 1 and len(found[0]) > 1:
                yield from _equal_sums(book, part, [items[i] for i in found[0]])


def _both_years(line: BudgetLine) -> tuple[int, ...] | None:
    """Return a line's figures of both years, 0 where the page says that there is none; None where one is not known."""
    values = [0 if is_absent(line, measure) else yen(line, measure) for measure in _YEARS]
    return None if None in values else tuple(value or 0 for value in values)


def _highlights(book: Book) -> Iterator[Equation]:
    """A highlight with both years may be programmes of one group taken together, if only one choice fits both years."""
    named = {line.id for pair in same_names(book) for line in pair}
    for line in book.table("highlight"):
        if line.id not in named and (parts := highlight_parts(book, line)):
            yield from _equal_sums(book, line, parts)


def highlight_parts(book: Book, line: BudgetLine) -> tuple[BudgetLine, ...] | None:
    """Return the programmes whose figures of both years add up to a highlight's, if there is one such choice."""
    goal = tuple(yen(line, measure) for measure in _YEARS)
    if None in goal or unit(line) > 1000:
        return None
    found: list[tuple[BudgetLine, ...]] = []
    groups = [group for group in book.table("breakdown") if group.parent_id is None]
    for group in groups:
        items = [item for item in book.children(group.id) if yen(item, "amount") is not None]
        values = [tuple(yen(item, measure) or 0 for measure in _YEARS) for item in items]
        found += [tuple(items[i] for i in choice) for choice in subset(values, goal)]  # type: ignore[arg-type]
    return found[0] if len(found) == 1 else None


def _equal_sums(book: Book, whole: BudgetLine, parts: Sequence[BudgetLine]) -> Iterator[Equation]:
    for measure in _YEARS:
        present = [part for part in parts if yen(part, measure) is not None]
        if present and yen(whole, measure) is not None:
            yield Equation(
                identity_id(book.document_id, "sum", whole.id, "of", *(part.id for part in parts), measure),
                book.document_id,
                "sum",
                left(*(cell(part, measure) for part in present)) + right(cell(whole, measure)),
            )


def _sentences(book: Book) -> Iterator[Equation]:
    """What a sentence states of the total holds within half of its last place."""
    for kind in ("summary", "breakdown", "ledger"):
        totals = [line for line in book.lines if line.table_kind == kind and is_total(line)]
        for count, figure in enumerate(figure for figure in book.stated if figure.table_kind == kind):
            if len(totals) == 1 and (equation := _sentence(book, totals[0], figure, count)):
                yield equation


def _sentence(book: Book, total: BudgetLine, figure: StatedFigure, count: int) -> Equation | None:
    path = identity_id(book.document_id, "prose", total.id, figure.measure, str(count + 1))
    if figure.measure == "ratio":
        previous, change = yen(total, "previous_amount"), yen(total, "change")
        if figure.ratio is None or previous is None or change is None:
            return None
        stated = figure.ratio.with_value(round(figure.ratio.value * previous), rule=figure.ratio.rule)
        tolerance = ceil(figure.precision / 2 * abs(previous))
        terms = left(cell(total, "previous_amount")) + right(cell(total, "change"))
        return Equation(path, book.document_id, "prose", terms, tolerance, stated)
    if figure.value is None or yen(total, figure.measure) is None:
        return None
    tolerance = max(int(figure.precision), unit(total)) // 2
    return Equation(path, book.document_id, "prose", right(cell(total, figure.measure)), tolerance, figure.value)
