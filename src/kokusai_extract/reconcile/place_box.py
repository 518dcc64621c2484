"""Torn boxes: the sums and sources of funds of a group, where equations and neighbours leave one way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.figures import MEASURES, with_money, yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.loose import LooseFigure, Measure
from kokusai_extract.model.records import BudgetLine, FundingSource
from kokusai_extract.reconcile.book import Book, is_open, name
from kokusai_extract.reconcile.bound import BoundReached, Steps
from kokusai_extract.reconcile.findings import left_over, opened, placed, placed_source, thousand
from kokusai_extract.reconcile.names import keys

Choice = tuple[int | None, ...]
"""For each slot the number of the figure that fills it."""


class _Slot(NamedTuple):
    """A place of the box that waits for a figure: a column of the group's line, or a source of funds."""

    measure: Measure
    source: FundingSource | None


def place_boxes(book: Book) -> tuple[Book, tuple[Finding, ...]]:
    """Place the loose figures of every group's box."""
    findings: list[Finding] = []
    for line in book.table("breakdown"):
        loose = [figure for figure in book.loose if figure.table == line.id and figure.funding]
        waiting = any(yen(source, "amount") is None for source in book.sources(line.id))
        if loose or (waiting and is_open(line)):
            book, told = _place(book, line, loose)
            findings += told
    return book, tuple(findings)


def _place(book: Book, line: BudgetLine, loose: Sequence[LooseFigure]) -> tuple[Book, list[Finding]]:
    sources = book.sources(line.id)
    slots = [_Slot(measure, None) for measure in MEASURES if yen(line, measure) is None]
    slots += [_Slot("amount", source) for source in sources if yen(source, "amount") is None]
    try:
        choices = list(_choices(book, line, slots, loose, Steps()))
    except BoundReached:
        return book, list(opened(book, [line], loose, "bound", _known(book, line)))
    if not choices:
        return book, list(opened(book, [line], loose, "impossible", _known(book, line)))
    chosen = [_one_value(choices, slot, loose) for slot in range(len(slots))]
    beside = _neighbours(slots, loose, choices, chosen, sources)
    used: list[LooseFigure] = []
    filled: list[FundingSource] = []
    findings: list[Finding] = []
    for number, slot in enumerate(slots):
        figure = chosen[number] if chosen[number] is not None else beside.get(number)
        if figure is None:
            continue
        used.append(figure)
        value = figure.value.with_value(figure.value.value, rule="reconcile.box", confidence="inferred")
        if slot.source is None:
            line = replace(with_money(line, slot.measure, value, figure.precision), certainty="inferred")
        else:
            source = replace(with_money(slot.source, "amount", value, figure.precision), certainty="inferred")
            filled.append(source)
            reason = "neighbours" if number in beside else "sums"
            findings.append(placed_source(source, name(line), reason))
    book = book.with_lines([line]).with_funding(filled).without(used)
    if line.certainty == "inferred":
        findings.append(placed(line, _reasons(book, line), "sums"))
    rest = [figure for figure in loose if not any(figure is other for other in used)]
    findings += [left_over(figure, ()) for figure in rest if figure.optional]
    unfilled = [number for number in range(len(slots)) if chosen[number] is None and number not in beside]
    if rest and unfilled:
        findings += opened(book, [replace(line, certainty=None)], rest, "ambiguous", _known(book, line))
    return book, findings


def _known(book: Book, line: BudgetLine) -> list[BudgetLine | FundingSource]:
    """Return the group's line and its sources as far as they have a figure."""
    return [line, *book.sources(line.id)]


def _choices(
    book: Book, line: BudgetLine, slots: Sequence[_Slot], loose: Sequence[LooseFigure], steps: Steps
) -> Iterator[Choice]:
    """Yield every way to fill the slots in which all equations hold and every figure is used."""
    wanted = _elsewhere(book, line)
    fixed = sum(yen(source, "amount") or 0 for source in book.sources(line.id))

    def fits(slot: _Slot, figure: LooseFigure) -> bool:
        if slot.source is None:
            goal = wanted.get(slot.measure)
            return slot.measure in figure.measures and (goal is None or goal == figure.value.value)
        return figure.funding and figure.value.value >= 0

    def search(at: int, taken: Choice) -> Iterator[Choice]:
        steps.take()
        if at == len(slots):
            spare = [f for i, f in enumerate(loose) if i not in taken and not f.optional]
            if not spare and _holds(line, slots, taken, loose, fixed):
                yield taken
            return
        for number, figure in enumerate(loose):
            if number not in taken and fits(slots[at], figure):
                yield from search(at + 1, (*taken, number))
        yield from search(at + 1, (*taken, None))

    most = max((sum(number is not None for number in choice) for choice in search(0, ())), default=0)
    return (choice for choice in search(0, ()) if sum(number is not None for number in choice) == most)


def _holds(line: BudgetLine, slots: Sequence[_Slot], choice: Choice, loose: Sequence[LooseFigure], fixed: int) -> bool:
    values: dict[str, int | None] = {measure: yen(line, measure) for measure in MEASURES}
    funds, complete = fixed, True
    for slot, number in zip(slots, choice, strict=True):
        value = loose[number].value.value if number is not None else None
        if slot.source is None:
            values[slot.measure] = value
        else:
            complete &= value is not None
            funds += value or 0
    amount, previous, change = (values[measure] for measure in MEASURES)
    if amount is not None and previous is not None and change is not None and amount - previous != change:
        return False
    return amount is None or not complete or funds == amount


def _elsewhere(book: Book, line: BudgetLine) -> Mapping[str, int]:
    """Return the figures that a summary gives for the same name."""
    wanted = keys(name(line))
    others = [other for other in book.table("summary") if other.name and keys(name(other)) & wanted]
    if len(others) != 1:
        return {}
    return {measure: value for measure in MEASURES if (value := yen(others[0], measure)) is not None}


def _one_value(choices: Sequence[Choice], slot: int, loose: Sequence[LooseFigure]) -> LooseFigure | None:
    """Return the figure that fills a slot in every choice; of equal ones the first, with the places of all."""
    numbers = {choice[slot] for choice in choices}
    figures = [loose[number] for number in sorted(n for n in numbers if n is not None)]
    if None in numbers or len({figure.value.value for figure in figures}) != 1:
        return None
    return figures[0]


def _neighbours(
    slots: Sequence[_Slot],
    loose: Sequence[LooseFigure],
    choices: Sequence[Choice],
    chosen: Sequence[LooseFigure | None],
    sources: Sequence[FundingSource],
) -> dict[int, LooseFigure]:
    """Pair the sources that sums leave open with the figures left for them, where each stands next to its own.

    All that is settled taken away, every label must have its figure right before or right behind it, in one way only.
    It counts only in a box that prints another source together with its figure: there the text is torn, not shuffled.
    """
    waiting = [n for n, slot in enumerate(slots) if slot.source is not None and chosen[n] is None]
    kept = {number for choice in choices for n in waiting if (number := choice[n]) is not None}
    together = any(yen(source, "amount") is not None for source in sources)
    if not waiting or len(kept) != len(waiting) or not together:
        return {}
    labels = [(_place_of(slots[n].source.source), n, True) for n in waiting if slots[n].source]  # type: ignore[union-attr]
    figures = [(_place_of(loose[number].value), number, False) for number in kept]
    order = sorted((*labels, *figures))
    ways = list(_pairings([(number, label) for _, number, label in order]))
    values = {tuple(sorted((n, loose[f].value.value) for n, f in way)) for way in ways}
    allowed = {
        tuple(sorted((n, loose[number].value.value) for n in waiting if (number := choice[n]) is not None))
        for choice in choices
    }
    if len(values) != 1 or not values <= allowed:
        return {}
    return {n: loose[figure] for n, figure in ways[0]}


def _pairings(order: Sequence[tuple[int, bool]]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield the ways to pair labels and figures that stand side by side, all of them."""
    if not order:
        yield ()
    elif len(order) > 1 and order[0][1] != order[1][1]:
        (one, is_label), (other, _) = order[:2]
        pair = (one, other) if is_label else (other, one)
        for rest in _pairings(order[2:]):
            yield (pair, *rest)


def _place_of(value: Sourced[int] | Sourced[str]) -> tuple[int, int]:
    anchor = value.anchors[0]
    return anchor.page, anchor.start


def _reasons(book: Book, line: BudgetLine) -> Iterator[str]:
    amount, previous, change = (yen(line, measure) for measure in MEASURES)
    if amount is not None and previous is not None and change is not None:
        yield f"{thousand(amount)} - {thousand(previous)} = {thousand(change)}"
    funds = [value for source in book.sources(line.id) if (value := yen(source, "amount")) is not None]
    if amount is not None and sum(funds) == amount:
        yield f"{' + '.join(map(thousand, funds))} = {thousand(amount)}"
