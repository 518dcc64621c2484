"""Torn programmes: loose figures of a group to its programmes, where names, sums and marks leave one way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kokusai_extract.model.evidence import Anchor
from kokusai_extract.model.figures import with_money, yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.loose import LooseFigure, Measure
from kokusai_extract.model.records import BudgetLine
from kokusai_extract.reconcile.book import Book, is_open, name, number
from kokusai_extract.reconcile.bound import BoundReached, Steps
from kokusai_extract.reconcile.findings import candidates, opened, placed, thousand
from kokusai_extract.reconcile.names import index, keys, shared, words
from kokusai_extract.reconcile.shares import Evidence, Name, Possible, Unit, share


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A figure that another document prints for a line of the same name and for the same year."""

    value: int
    anchors: tuple[Anchor, ...]
    document: str


Allowed = Mapping[str, Mapping[Measure, Elsewhere]]
"""By line and column the figure that another document prints."""

LEAST_SHARED = 4
"""So many letters of two names speak for each other even where they are no whole word."""
_EVIDENCE: tuple[Evidence, ...] = ("sums", "order", "words")
_YEARS: tuple[Measure, ...] = ("amount", "previous_amount")


@dataclass(frozen=True, slots=True)
class _Group:
    """A group with its programmes, the units of figures, and the loose figures that each unit is printed as."""

    line: BudgetLine
    items: tuple[BudgetLine, ...]
    units: tuple[Unit, ...]
    printed: tuple[Mapping[str, LooseFigure], ...]
    shares: tuple[BudgetLine, ...]


def place_items(book: Book, allowed: Allowed | None = None) -> tuple[Book, tuple[Finding, ...]]:
    """Place the loose figures of torn programmes, group by group.

    ``allowed`` are figures of another document, such as last year's column of a later one. They count for a group where
    one of its loose figures is the same, and where some placement satisfies them and the group's own sums.
    """
    findings: list[Finding] = []
    for line in book.table("breakdown"):
        loose = [figure for figure in book.loose if figure.table == line.id and not figure.funding]
        if loose and any(is_open(item) or yen(item, "previous_amount") is None for item in book.children(line.id)):
            book, told = _place(book, line, loose, allowed or {})
            findings += told
    return book, tuple(findings)


def _place(book: Book, line: BudgetLine, loose: Sequence[LooseFigure], allowed: Allowed) -> tuple[Book, list[Finding]]:
    group = _group(book, line, loose)
    open_items = [item for item in group.items if is_open(item)]
    beside = [line, *(item for item in group.items if not is_open(item))]
    amount, previous = (yen(line, measure) for measure in _YEARS)
    if amount is None or previous is None:
        return book, list(opened(book, open_items, loose, "impossible", beside))
    goals = [(yen(part, "amount") or 0, yen(part, "previous_amount") or 0) for part in group.shares]
    known = _known(group, allowed)
    try:
        ways = _ways(book, group, goals or [(amount, previous)], known)
        if known and not ways["sums"]:
            known = {}
            ways = _ways(book, group, goals or [(amount, previous)], known)
    except BoundReached:
        return book, list(opened(book, open_items, loose, "bound", beside))
    if not ways["sums"]:
        return book, list(opened(book, open_items, loose, "impossible", beside))
    return _placed(book, group, ways, known)


def _ways(
    book: Book, group: _Group, goals: Sequence[tuple[int, int]], known: Allowed
) -> dict[Evidence, Mapping[int, Possible]]:
    names = list(_names(book, group, known))
    return {evidence: share(names, group.units, goals, evidence, Steps()) for evidence in _EVIDENCE}


def _known(group: _Group, allowed: Allowed) -> Allowed:
    """Return what another document prints of the group's programmes, as far as the group has such a figure."""
    found: dict[str, Mapping[Measure, Elsewhere]] = {}
    for item in group.items:
        here = {
            measure: figure
            for measure, figure in allowed.get(item.id, {}).items()
            if any(figure.value == _of(unit, measure) for unit in group.units)
        }
        found |= {item.id: here} if here else {}
    return found


def _of(unit: Unit, measure: Measure) -> int | None:
    return unit.amount if measure == "amount" else unit.previous


def _group(book: Book, line: BudgetLine, loose: Sequence[LooseFigure]) -> _Group:
    items = tuple(sorted(book.children(line.id), key=number))
    units: list[Unit] = []
    printed: list[Mapping[str, LooseFigure]] = []
    for at, item in enumerate(items):
        if yen(item, "amount") is not None:
            units.append(Unit(yen(item, "amount"), yen(item, "previous_amount"), at))
            printed.append({})
    for row in sorted({figure.line for figure in loose}):
        figures = [figure for figure in loose if figure.line == row]
        amounts = [figure for figure in figures if figure.measures == ("amount",)]
        previous = [figure for figure in figures if figure.measures == ("previous_amount",)]
        pairs: list[tuple[LooseFigure | None, LooseFigure | None]]
        if len(amounts) == len(previous) == 1:
            pairs = [(amounts[0], previous[0])]
        else:
            pairs = [(figure, None) for figure in amounts] + [(None, figure) for figure in previous]
        for amount, last in pairs:
            units.append(Unit(amount.value.value if amount else None, last.value.value if last else None))
            found = {"amount": amount, "previous_amount": last}
            printed.append({measure: figure for measure, figure in found.items() if figure is not None})
    summary = index(book.table("summary"), lambda other: other.name.value if other.name else None)
    head = next((summary[key] for key in sorted(keys(name(line))) if key in summary), None)
    parts = book.children(head.id) if head else ()
    whole = all(sum(yen(part, m) or 0 for part in parts) == yen(line, m) for m in _YEARS)
    return _Group(line, items, tuple(units), tuple(printed), parts if whole else ())


def _names(book: Book, group: _Group, elsewhere: Allowed) -> Iterator[Name]:
    """Yield what the page says of each programme: its summary line by name, and figures it must bear."""
    by_key = index(group.shares, lambda part: part.name.value if part.name else None)
    marked = _marked(book, group)
    for item in group.items:
        known = {measure: frozenset({figure.value}) for measure, figure in elsewhere.get(item.id, {}).items()}
        part = next((by_key[key] for key in sorted(keys(name(item))) if key in by_key), None)
        if part is not None:
            amount, previous = (yen(part, measure) for measure in _YEARS)
            yield Name(
                frozenset({group.shares.index(part)}),
                None,
                frozenset({amount} if amount is not None else ()),
                frozenset({previous} if previous is not None else ()),
            )
            continue
        if item.id in marked:
            known["amount"] = frozenset({marked[item.id]}) & known.get("amount", frozenset({marked[item.id]}))
        spoken_for = _closest(item, group)
        near = frozenset({spoken_for[0]}) if spoken_for else None
        yield Name(None, near, known.get("amount"), known.get("previous_amount"))


def _closest(item: BudgetLine, group: _Group) -> tuple[int, str] | None:
    """Return the summary line that a programme's name shares a whole word or most letters with, and what it shares.

    None where another line shares as much, or where most programmes of the group hold it (as 国際 may be).
    """
    runs = [shared(name(item), name(part)) for part in group.shares]
    best = max(runs, key=len, default="")
    if sum(len(run) == len(best) for run in runs) != 1:
        return None
    part = group.shares[runs.index(best)]
    whole = best in words(name(part)) or len(best) >= LEAST_SHARED
    common = sum(best in name(other) for other in group.items) * 2 > len(group.items)
    return (runs.index(best), best) if whole and not common else None


def _marked(book: Book, group: _Group) -> Mapping[str, int]:
    """Return the amount of the one programme marked 【新規】 where another page prints that mark beside a figure.

    It counts only if one figure alone of the document is printed so, one programme alone bears the mark, and one amount
    alone of the group rounds to that figure, and has no figure for last year.
    """
    new = [line for line in book.table("breakdown") if line.status is not None and line.status.value == "new"]
    beside = [figure for figure in book.loose if figure.status is not None and figure.status.value == "new"]
    if len(new) != 1 or len(beside) != 1 or new[0] not in group.items or beside[0].precision is None:
        return {}
    half = beside[0].precision.value // 2
    near = [u for u in group.units if u.amount is not None and abs(u.amount - beside[0].value.value) <= half]
    if len(near) == 1 and near[0].previous is None and near[0].amount is not None:
        return {new[0].id: near[0].amount}
    return {}


def _placed(
    book: Book, group: _Group, ways: Mapping[Evidence, Mapping[int, Possible]], elsewhere: Allowed
) -> tuple[Book, list[Finding]]:
    """Place what sums and same names settle, then what the order of numbers does; words only narrow candidates."""
    changed: list[BudgetLine] = []
    used: list[LooseFigure] = []
    findings: list[Finding] = []
    names = list(_names(book, group, elsewhere))
    documents = ", ".join(sorted({figure.document for known in elsewhere.values() for figure in known.values()}))
    for at, item in enumerate(group.items):
        line, by_order = item, False
        for evidence in ("sums", "order"):
            entry = ways[evidence].get(at, Possible())
            both: tuple[tuple[Measure, Collection[int | None]], ...] = (
                ("amount", entry.amounts),
                ("previous_amount", entry.previous),
            )
            for measure, choices in both:
                figures = _one(group, choices, measure)
                if yen(line, measure) is None and figures:
                    line, by_order = _with(line, measure, figures, elsewhere), evidence == "order"
                    used.append(next((f for f in figures if not any(f is other for other in used)), figures[0]))
        if line is not item:
            line = replace(line, certainty="inferred")
            changed.append(line)
            reasons = (*_reasons(book, group, item, names[at]), *_printed_elsewhere(group, elsewhere))
            findings.append(placed(line, reasons, "order" if by_order else "sums", documents))
        entry = ways["words"].get(at, Possible())
        if is_open(line) or (yen(line, "previous_amount") is None and entry.previous - {None}):
            amounts = _values(group, entry.amounts, "amount")
            findings.append(candidates(line, amounts, _values(group, entry.previous, "previous_amount")))
    book = book.with_lines(changed).without(used)
    rest = [figure for figure in book.loose if figure.table == group.line.id and not figure.funding]
    if rest:
        findings += opened(book, [line for line in book.children(group.line.id) if is_open(line)], rest, "ambiguous")
    return book, findings


def _one(group: _Group, choices: Collection[int | None], measure: Measure) -> list[LooseFigure]:
    """Return the figures that a column's one possible value is printed as; none where more than one is possible."""
    numbers = sorted(choice for choice in choices if choice is not None)
    figures = [group.printed[number][measure] for number in numbers if measure in group.printed[number]]
    alone = len({figure.value.value for figure in figures}) == 1 and len(figures) == len(choices)
    return figures if alone else []


def _with(line: BudgetLine, measure: Measure, figures: Sequence[LooseFigure], elsewhere: Allowed) -> BudgetLine:
    value = figures[0].value.with_value(figures[0].value.value, rule="reconcile.shared", confidence="inferred")
    for other in figures[1:]:
        value = value.also_at(other.value.anchors)
    other_document = elsewhere.get(line.id, {}).get(measure)
    if other_document is not None:
        value = value.also_at(other_document.anchors)
    return with_money(line, measure, value, figures[0].precision)


def _values(group: _Group, choices: Collection[int | None], measure: Measure) -> list[int]:
    units = [group.units[number] for number in choices if number is not None]
    return [value for unit in units if (value := _of(unit, measure)) is not None]


def _printed_elsewhere(group: _Group, elsewhere: Allowed) -> Iterator[str]:
    """Yield what other documents print of the group's programmes."""
    for item in group.items:
        figures = {figure.value: figure for figure in elsewhere.get(item.id, {}).values()}
        for value, figure in figures.items():
            yield f"{name(item)} {thousand(value)} ({figure.document}, p. {figure.anchors[0].page})"


def _reasons(book: Book, group: _Group, item: BudgetLine, known: Name) -> Iterator[str]:
    """Yield why a programme bears its figures: names that are the same or share words, marks, and the group's sum."""
    for part in known.bins or ():
        yield f"{name(item)} = {name(group.shares[part])}"
    if known.bins is None and (spoken_for := _closest(item, group)):
        yield f"“{spoken_for[1]}”: {name(group.shares[spoken_for[0]])}"
    if item.id in _marked(book, group):
        yield "【新規】" + " ".join(f.value.raw for f in book.loose if f.status is not None)
    amounts = [unit.amount for unit in group.units if unit.amount is not None]
    yield f"{' + '.join(map(thousand, amounts))} = {thousand(sum(amounts))} ({name(group.line)})"
