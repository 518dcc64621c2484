"""Torn summaries: loose figures to the names they belong to, where names, lines and sums leave one way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kokusai_extract.model.figures import MEASURES, with_money, yen
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.loose import LooseFigure
from kokusai_extract.model.records import BudgetLine
from kokusai_extract.reconcile.assign import Label, Settlement, settle
from kokusai_extract.reconcile.book import Book, is_open, is_total, name
from kokusai_extract.reconcile.findings import left_over, missing, opened, placed, thousand
from kokusai_extract.reconcile.names import index, keys, words
from kokusai_extract.reconcile.rows import WIDTH, Block, Ref, Row

Printed = Sequence[LooseFigure | None]
"""The loose figures of a block; None where a figure is a line's own already."""


@dataclass(frozen=True, slots=True)
class _Puzzle:
    """A torn summary as the solver takes it, and what each label and figure of it is."""

    lines: tuple[BudgetLine, ...]
    labels: tuple[Label, ...]
    blocks: tuple[Block, ...]
    printed: tuple[Printed, ...]


def place_summary(book: Book) -> tuple[Book, tuple[Finding, ...]]:
    """Place the loose figures of a torn summary. What more than one placement allows stays open, with a finding."""
    lines = book.table("summary")
    loose = [figure for figure in book.loose if figure.table_kind == "summary"]
    if not loose and not any(is_open(line) for line in lines):
        return book, ()
    findings: list[Finding] = []
    for evidence in ("sums", "words"):
        lines = book.table("summary")
        puzzle = _puzzle(book, lines, loose, evidence == "words")
        settlement = settle(puzzle.labels, puzzle.blocks)
        if settlement.outcome != "settled":
            return book, (*findings, *opened(book, lines, loose, settlement.outcome))
        changed, used = [], []
        for number, line in enumerate(lines):
            result, taken, told = _settled_line(puzzle, settlement, number, line, evidence)
            changed.append(_hung(puzzle, settlement, number, result))
            used += taken
            findings += told
        book = book.with_lines(changed).without(used)
        loose = [figure for figure in book.loose if figure.table_kind == "summary"]
        if not any(is_open(line) for line in changed):
            break
    still = loose
    open_lines = [line for line in changed if is_open(line)]
    findings += _around(puzzle, settlement, still, open_lines)
    if open_lines:
        findings += opened(book, open_lines, [f for f in still if not f.optional], "ambiguous")
    return book, tuple(findings)


def _puzzle(book: Book, lines: Sequence[BudgetLine], loose: Sequence[LooseFigure], by_words: bool) -> _Puzzle:
    blocks: list[Block] = []
    printed: list[Printed] = []
    for number, line in enumerate(lines):
        own = [(column, value) for column, m in enumerate(MEASURES) if (value := yen(line, m)) is not None]
        beside = [figure for figure in loose if figure.row_id == line.id]
        if own:
            columns = tuple(column for column, _ in own)
            blocks.append(Block(tuple(value for _, value in own), number, columns=columns))
            printed.append((None,) * len(own))
        elif beside:
            before = sum(figure.before for figure in beside)
            blocks.append(Block(_values(beside), number, before, order=_order(beside)))
            printed.append(tuple(beside))
    for line_number in sorted({figure.line for figure in loose if figure.row_id is None}):
        together = [figure for figure in loose if figure.line == line_number and figure.row_id is None]
        optional = all(figure.optional for figure in together)
        blocks.append(Block(_values(together), optional=optional, order=_order(together)))
        printed.append(tuple(together))
    return _Puzzle(tuple(lines), tuple(_labels(book, lines, by_words)), tuple(blocks), tuple(printed))


def _values(figures: Sequence[LooseFigure]) -> tuple[int, ...]:
    return tuple(figure.value.value for figure in figures)


def _order(figures: Sequence[LooseFigure]) -> tuple[int, ...]:
    return tuple(figures[0].measures.index(measure) for measure in MEASURES)


def _labels(book: Book, lines: Sequence[BudgetLine], by_words: bool) -> Iterator[Label]:
    """Yield what the page says of each name: whether it is a total or a group, its group, the figures it may bear."""
    heads = [line for line in book.table("breakdown") if line.parent_id is None and book.children(line.id)]
    by_key = index(heads, lambda line: line.name.value if line.name else None)
    head_of = {n: by_key[k] for n, line in enumerate(lines) for k in sorted(keys(name(line))) if k in by_key}
    group_of = {head.id: number for number, head in head_of.items()}
    items = index(
        [item for head in heads for item in book.children(head.id)], lambda line: line.name.value if line.name else None
    )
    for number, line in enumerate(lines):
        if is_total(line):
            yield Label("total")
        elif number in head_of:
            amount = yen(head_of[number], "amount")
            yield Label("group", amounts=frozenset({amount}) if amount is not None else None)
        else:
            item = next((items[key] for key in sorted(keys(name(line))) if key in items), None)
            group = group_of.get(item.parent_id.value) if item and item.parent_id else None
            if item is None and by_words:
                group = _by_words(book, line, group_of)
            yield Label(
                "item",
                frozenset({group}) if group is not None else None,
                _amounts(book, item) if item is not None else None,
            )


def _by_words(book: Book, line: BudgetLine, group_of: Mapping[str, int]) -> int | None:
    """Return the group among whose programmes, and in no other group, every word of the name occurs."""
    found: set[int] = set()
    for word in words(name(line)):
        groups = {group_of[head] for head in group_of if any(word in name(item) for item in book.children(head))}
        if len(groups) != 1:
            return None
        found |= groups
    return found.pop() if len(found) == 1 else None


def _amounts(book: Book, item: BudgetLine) -> frozenset[int] | None:
    """Return the amounts that a programme's line may bear in the breakdown: its own, or what is loose there."""
    amount = yen(item, "amount")
    if amount is not None:
        return frozenset({amount})
    if not is_open(item) or item.parent_id is None:
        return None
    loose = [f for f in book.loose if f.table == item.parent_id.value and f.measures == ("amount",)]
    return frozenset(figure.value.value for figure in loose) or None


def _hung(puzzle: _Puzzle, settlement: Settlement, number: int, line: BudgetLine) -> BudgetLine:
    """Return a line under its group, where all that hangs under that group is settled: a sum of some proves nothing."""
    parents = settlement.parents.get(number, set())
    if len(parents) != 1 or line.parent_id is not None:
        return line
    (parent,) = parents
    whole = all(found == {parent} for found in settlement.parents.values() if parent in found)
    head = puzzle.lines[parent].name if parent is not None else None
    if head is None or parent is None or not whole:
        return line
    return replace(line, parent_id=head.inherited(puzzle.lines[parent].id, rule="reconcile.solved"))


def _settled_line(
    puzzle: _Puzzle, settlement: Settlement, number: int, line: BudgetLine, evidence: str
) -> tuple[BudgetLine, list[LooseFigure], list[Finding]]:
    rows = settlement.rows.get(number, set())
    if not is_open(line) or len({row.values for row in rows}) != 1:
        return line, [], []
    row = min(rows, key=lambda row: [ref or Ref(-1, -1) for ref in row.refs])
    used: list[LooseFigure] = []
    for column, measure in enumerate(MEASURES):
        figures = _figures(puzzle, rows, column)
        if not figures:
            continue
        value = figures[0].value.with_value(row.values[column], rule="reconcile.solved", confidence="inferred")
        for other in figures[1:]:
            value = value.also_at(other.value.anchors)
        line = with_money(line, measure, value, figures[0].precision)
        ref = row.refs[column]
        used += [figure for figure in [_figure(puzzle, ref)] if figure is not None]
    line = replace(line, certainty="inferred")
    findings = [placed(line, _reasons(puzzle, settlement, number, row), "faults" if settlement.faulty else evidence)]
    lacking = [(line, m, row.values[column]) for column, m in enumerate(MEASURES) if row.refs[column] is None]
    findings += [missing(line, measure, value) for _, measure, value in lacking]
    blocks = {ref.block for ref in row.refs if ref is not None}
    blocks |= {at for at, block in enumerate(puzzle.blocks) if block.label == number}
    own = [figure for block in sorted(blocks) for figure in puzzle.printed[block] if figure is not None]
    findings += [left_over(figure, lacking) for figure in own if lacking and not any(figure is f for f in used)]
    return line, used, findings


def _figure(puzzle: _Puzzle, ref: Ref | None) -> LooseFigure | None:
    return puzzle.printed[ref.block][ref.figure] if ref is not None else None


def _figures(puzzle: _Puzzle, rows: set[Row], column: int) -> list[LooseFigure]:
    """Return the figures that a column's value is printed as: several where equal figures could change places."""
    found = {ref: figure for row in rows if (ref := row.refs[column]) and (figure := _figure(puzzle, ref))}
    return [found[ref] for ref in sorted(found)]


def _reasons(puzzle: _Puzzle, settlement: Settlement, number: int, row: Row) -> Iterator[str]:
    """Yield the equations that a placed line stands in, in words and numbers."""
    amount, previous, change = (thousand(value) for value in row.values)
    yield f"{amount} - {previous} = {change}"
    for parent in settlement.parents.get(number, set()):
        family = [n for n, parents in settlement.parents.items() if parents == {parent}]
        rows = [settlement.rows[n] for n in sorted(family)]
        if parent is None or any(len({r.values for r in found}) != 1 for found in rows):
            continue
        for column in range(WIDTH - 1):
            parts = [next(iter(found)).values[column] for found in rows]
            whole = {r.values[column] for r in settlement.rows[parent]}
            if whole == {sum(parts)}:
                yield f"{' + '.join(map(thousand, parts))} = {thousand(sum(parts))} ({name(puzzle.lines[parent])})"


def _around(
    puzzle: _Puzzle, settlement: Settlement, still: Sequence[LooseFigure], open_lines: Sequence[BudgetLine]
) -> Iterator[Finding]:
    """Yield what is told of figures that belong to no line: page numbers, misreadings, figures printed twice."""
    left = {id(f) for block in settlement.left for f in puzzle.printed[block] if f is not None}
    implied = [
        (puzzle.lines[number], measure, row.values[column])
        for number, rows in settlement.rows.items()
        for row in rows
        for column, measure in enumerate(MEASURES)
        if row.refs[column] is None and len({r.values for r in rows}) == 1
    ]
    for figure in still:
        if id(figure) in left and (figure.optional or not open_lines):
            yield left_over(figure, implied)
