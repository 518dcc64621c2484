"""Rows from torn figures: which printed figures can be this year, last year and change of one line.

What counts as known is what the page shows: figures printed on one line belong to one row, and keep the order of the
columns (or have it turned round as a whole, as text that is read from the right has). ``amount - previous = change``
does the rest. Nothing here knows names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import NamedTuple

from kokusai_extract.reconcile.bound import Steps

AMOUNT, PREVIOUS, CHANGE = range(3)
WIDTH = 3
"""A row is (amount, previous amount, change)."""

Values = tuple[int, int, int]


class Ref(NamedTuple):
    """One figure: which block, and which of the block's figures."""

    block: int
    figure: int


@dataclass(frozen=True, slots=True)
class Block:
    """Figures printed on one line.

    ``label`` is the line's name where there is one on it, and ``before`` how many of the figures stand before it.
    ``columns`` are the figures' columns where the page shows them; ``order`` is the place of each column on a printed
    line. An ``optional`` block may be no figure of the table at all, such as a page number.
    """

    figures: tuple[int, ...]
    label: int | None = None
    before: int = 0
    optional: bool = False
    columns: tuple[int, ...] | None = None
    order: tuple[int, ...] = (AMOUNT, PREVIOUS, CHANGE)


class Row(NamedTuple):
    """A row whose difference closes. ``refs`` is None where a figure is not printed: it follows from the other two."""

    values: Values
    refs: tuple[Ref | None, Ref | None, Ref | None]


@dataclass(frozen=True, slots=True)
class Shape:
    """Blocks that make up one row, and the ways they can. ``whole`` tells that no figure is missing or wrong."""

    blocks: frozenset[int]
    label: int | None
    rows: tuple[Row, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """One way to make rows of all blocks. ``left`` are blocks that belong to no row."""

    shapes: tuple[Shape, ...]
    left: frozenset[int]


def shapes(blocks: Sequence[Block], steps: Steps, *, faults: bool = False) -> tuple[Shape, ...]:
    """Return every shape that the blocks can take; with ``faults`` also rows with one figure missing or misread."""
    loose = [index for index, block in enumerate(blocks) if block.label is None and block.figures]
    labelled = [index for index, block in enumerate(blocks) if block.label is not None and block.figures]
    by_size = {size: [i for i in loose if len(blocks[i].figures) == size] for size in (1, 2, 3)}
    singles: dict[int, list[int]] = defaultdict(list)
    for index in by_size[1]:
        singles[blocks[index].figures[0]].append(index)
    found: list[Shape] = []

    def add(members: tuple[int, ...], label: int | None) -> None:
        steps.take()
        if rows := tuple(_rows(blocks, members)):
            found.append(Shape(frozenset(members), label, rows))
        elif faults and (rows := tuple(_misread(blocks, members))):
            found.append(Shape(frozenset(members), label, rows, False))

    for index in (*labelled, *by_size[3], *by_size[2]):
        for others in _companions(blocks, index, by_size, singles):
            add((index, *others), blocks[index].label)
    for first, second in combinations(by_size[1], 2):
        steps.take()
        for third in _thirds(blocks[first].figures[0], blocks[second].figures[0], singles):
            if third > second:
                add((first, second, third), None)
    if faults:
        found += _incomplete(blocks, labelled, by_size, steps)
    return tuple(dict.fromkeys(found))


def covers(
    blocks: Sequence[Block], candidates: Sequence[Shape], free: int, steps: Steps, *, faults: bool = False
) -> Iterator[Cover]:
    """Yield every way to use each block once, with ``free`` rows that no label stands beside.

    With ``faults`` one row may be incomplete and one block may belong to none.
    """
    needed = frozenset(i for i, block in enumerate(blocks) if block.figures)
    optional = frozenset(i for i, block in enumerate(blocks) if block.optional)
    by_block: dict[int, list[Shape]] = defaultdict(list)
    for shape in candidates:
        for block in shape.blocks:
            by_block[block].append(shape)

    def search(
        uncovered: frozenset[int], chosen: tuple[Shape, ...], free: int, incomplete: int, left: frozenset[int]
    ) -> Iterator[Cover]:
        steps.take()
        if not uncovered:
            if free == 0:
                yield Cover(chosen, left)
            return
        options = {block: [s for s in by_block[block] if s.blocks <= uncovered] for block in sorted(uncovered)}
        block = min(options, key=lambda b: (len(options[b]) + (b in optional) * 1000, b))
        for shape in options[block]:
            steps.take()
            remaining = free - (shape.label is None)
            if remaining >= 0 and (shape.whole or incomplete):
                rest = uncovered - shape.blocks
                yield from search(rest, (*chosen, shape), remaining, incomplete - (not shape.whole), left)
        noise = sum(b not in optional for b in left)
        if block in optional or (faults and noise == 0 and blocks[block].label is None):
            yield from search(uncovered - {block}, chosen, free, incomplete, left | {block})

    yield from search(needed, (), free, int(faults), frozenset())


def _companions(
    blocks: Sequence[Block], index: int, by_size: dict[int, list[int]], singles: dict[int, list[int]]
) -> Iterator[tuple[int, ...]]:
    """Yield the loose blocks that could make a whole row with one that is no single loose figure."""
    figures = blocks[index].figures
    if len(figures) >= WIDTH:
        yield ()
    elif len(figures) == WIDTH - 1:
        yield from ((third,) for third in _thirds(figures[0], figures[1], singles))
    else:
        yield from ((double,) for double in by_size[2])
        for first in by_size[1]:
            for second in _thirds(figures[0], blocks[first].figures[0], singles):
                if second > first:
                    yield first, second


def _thirds(first: int, second: int, singles: dict[int, list[int]]) -> Iterator[int]:
    for value in dict.fromkeys((first - second, second - first, first + second)):
        yield from singles.get(value, ())


def _runs(blocks: Sequence[Block], members: Iterable[int]) -> list[list[Ref]]:
    """Return the figures in runs that keep the order of the columns: one a block, two around a label."""
    runs = []
    for member in members:
        refs = [Ref(member, figure) for figure in range(len(blocks[member].figures))]
        before = blocks[member].before
        runs += [run for run in (refs[:before], refs[before:]) if run]
    return runs


def _placed(blocks: Sequence[Block], members: Iterable[int]) -> Iterator[dict[int, Ref]]:
    """Yield every way to put the figures into columns, by column."""
    runs = _runs(blocks, members)
    refs = [ref for run in runs for ref in run]
    if len(refs) > WIDTH:
        return
    for columns in permutations(range(WIDTH), len(refs)):
        placed = dict(zip(columns, refs, strict=True))
        column_of = {ref: column for column, ref in placed.items()}
        ordered = all(_monotone([blocks[ref.block].order[column_of[ref]] for ref in run]) for run in runs)
        fixed = (blocks[ref.block].columns for ref in refs)
        ordered &= all(f is None or f[r.figure] == column_of[r] for f, r in zip(fixed, refs, strict=True))
        signed = all(column == CHANGE or blocks[r.block].figures[r.figure] >= 0 for column, r in placed.items())
        if ordered and signed:
            yield placed


def _monotone(columns: Sequence[int]) -> bool:
    return list(columns) in (sorted(columns), sorted(columns, reverse=True))


def _rows(blocks: Sequence[Block], members: Sequence[int]) -> Iterator[Row]:
    for placed in _placed(blocks, members):
        values = {column: blocks[ref.block].figures[ref.figure] for column, ref in placed.items()}
        if len(values) == WIDTH and values[AMOUNT] - values[PREVIOUS] == values[CHANGE]:
            yield Row((values[0], values[1], values[2]), (placed[0], placed[1], placed[2]))


def _misread(blocks: Sequence[Block], members: Sequence[int]) -> Iterator[Row]:
    """Yield the row of a full block whose difference fails, once for each figure that may be the wrong one."""
    for placed in _placed(blocks, members):
        values = [blocks[placed[c].block].figures[placed[c].figure] for c in range(WIDTH)] if len(placed) == 3 else []
        for wrong in range(WIDTH) if values else ():
            if row := _completed({c: values[c] for c in range(WIDTH) if c != wrong}, placed, wrong):
                yield row


def _completed(values: dict[int, int], placed: dict[int, Ref], missing: int) -> Row | None:
    full = dict(values)
    if missing == AMOUNT:
        full[AMOUNT] = full[PREVIOUS] + full[CHANGE]
    elif missing == PREVIOUS:
        full[PREVIOUS] = full[AMOUNT] - full[CHANGE]
    else:
        full[CHANGE] = full[AMOUNT] - full[PREVIOUS]
    if full[AMOUNT] < 0 or full[PREVIOUS] < 0:
        return None
    refs = [placed.get(column) if column != missing else None for column in range(WIDTH)]
    return Row((full[0], full[1], full[2]), (refs[0], refs[1], refs[2]))


def _incomplete(
    blocks: Sequence[Block], labelled: Sequence[int], by_size: dict[int, list[int]], steps: Steps
) -> Iterator[Shape]:
    """Yield rows with one figure missing: two figures, the third following from them."""
    members: list[tuple[tuple[int, ...], int | None]] = [((index,), None) for index in by_size[2]]
    members += [(pair, None) for pair in combinations(by_size[1], 2)]
    for index in labelled:
        size = len(blocks[index].figures)
        members += [((index,), blocks[index].label)] if size == 2 else []
        members += [((index, single), blocks[index].label) for single in by_size[1]] if size == 1 else []
    for parts, label in members:
        steps.take()
        rows = []
        for placed in _placed(blocks, parts):
            values = {column: blocks[ref.block].figures[ref.figure] for column, ref in placed.items()}
            missing = next(column for column in range(WIDTH) if column not in placed)
            if row := _completed(values, placed, missing):
                rows.append(row)
        if rows:
            yield Shape(frozenset(parts), label, tuple(rows), False)
