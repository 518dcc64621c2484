"""Torn summary tables: which row belongs to which name, and which name hangs under which.

The search is exact. Known are the rows that :mod:`rows` allows, the totals, and what the page says of a name (the group
it belongs to, the figures that the same name bears elsewhere). A placement counts only where every solution agrees on
it; everything else stays open, with all that is possible as its candidates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Literal

from kokusai_extract.reconcile.bound import BoundReached, Steps
from kokusai_extract.reconcile.matching import matching
from kokusai_extract.reconcile.rows import AMOUNT, PREVIOUS, Block, Cover, Row, Shape, covers, shapes

Role = Literal["total", "group", "item"]
Outcome = Literal["settled", "impossible", "bound"]


@dataclass(frozen=True, slots=True)
class Label:
    """A name of the table. ``groups`` are the labels it may hang under, ``amounts`` the only amounts it may bear."""

    role: Role = "item"
    groups: frozenset[int] | None = None
    amounts: frozenset[int] | None = None


@dataclass(slots=True)
class Settlement:
    """What all solutions together say.

    ``rows[label]`` and ``parents[label]`` hold every possibility; one alone is a certainty. ``left`` are the blocks
    that belong to no row in some solution. ``faulty`` tells that a figure had to be missing or misread.
    """

    outcome: Outcome
    rows: dict[int, set[Row]] = field(default_factory=dict)
    parents: dict[int, set[int | None]] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class _Tree:
    """One solution up to names: rows of labels, and rows without one by the group they hang under."""

    named: tuple[tuple[int, Row], ...]
    parents: tuple[tuple[int, int | None], ...]
    nameless: tuple[tuple[int | None, Row], ...]


def settle(labels: Sequence[Label], blocks: Sequence[Block], *, steps: Steps | None = None) -> Settlement:
    """Place the figures of a torn table of (amount, previous, change).

    Tried first as a table with nothing missing or wrong; then with one fault.
    """
    steps = steps or Steps()
    try:
        for faults in (False, True):
            settlement = _settle(labels, blocks, steps, faults)
            if settlement.rows:
                return settlement
    except BoundReached:
        return Settlement("bound")
    return Settlement("impossible")


def _settle(labels: Sequence[Label], blocks: Sequence[Block], steps: Steps, faults: bool) -> Settlement:
    candidates = shapes(blocks, steps, faults=faults)
    standing = {block.label for block in blocks if block.label is not None and block.figures}
    free = len(labels) - len(standing)
    settlement = Settlement("settled", faulty=faults)
    for cover in covers(blocks, candidates, free, steps, faults=faults):
        for tree in _trees(labels, cover, steps):
            _note(labels, tree, settlement, steps)
            settlement.left |= cover.left
    return settlement


def _trees(labels: Sequence[Label], cover: Cover, steps: Steps) -> Iterator[_Tree]:
    """Yield every way to hang the rows of a cover under the total and the groups so that all sums close."""
    by_label = {shape.label: shape for shape in cover.shapes if shape.label is not None}
    nameless = [shape for shape in cover.shapes if shape.label is None]
    heads = [i for i, label in enumerate(labels) if label.role in ("total", "group")]
    free_heads = [i for i in heads if i not in by_label]
    for chosen in permutations(range(len(nameless)), len(free_heads)):
        steps.take()
        shape_of = {head: by_label[head] for head in heads if head in by_label}
        shape_of |= {head: nameless[index] for head, index in zip(free_heads, chosen, strict=True)}
        rest = [(shape, None) for index, shape in enumerate(nameless) if index not in chosen]
        items = [(shape, i) for i, shape in sorted(by_label.items()) if i not in heads] + rest
        for rows in _choices([(head, shape_of[head]) for head in heads], labels, steps):
            yield from _hang(labels, rows, items, steps)


def _choices(heads: Sequence[tuple[int, Shape]], labels: Sequence[Label], steps: Steps) -> Iterator[dict[int, Row]]:
    """Yield the rows of total and groups for which the groups sum to the total."""

    def search(index: int, rows: dict[int, Row]) -> Iterator[dict[int, Row]]:
        steps.take()
        if index == len(heads):
            if _closes(labels, rows):
                yield rows
            return
        head, shape = heads[index]
        for row in _allowed(shape, labels[head]):
            yield from search(index + 1, {**rows, head: row})

    return search(0, {})


def _closes(labels: Sequence[Label], rows: dict[int, Row]) -> bool:
    totals = [row for head, row in rows.items() if labels[head].role == "total"]
    groups = [row for head, row in rows.items() if labels[head].role == "group"]
    if not totals or not groups:
        return True
    return all(
        sum(group.values[column] for group in groups) == total.values[column]
        for column in (AMOUNT, PREVIOUS)
        for total in totals
    )


def _allowed(shape: Shape, label: Label) -> Iterator[Row]:
    for row in shape.rows:
        if label.amounts is None or row.values[AMOUNT] in label.amounts:
            yield row


def _hang(
    labels: Sequence[Label], heads: dict[int, Row], items: Sequence[tuple[Shape, int | None]], steps: Steps
) -> Iterator[_Tree]:
    """Yield every way to share the items out among the groups (or under the total) so that each sum closes."""
    groups = [head for head in heads if labels[head].role == "group"]
    total = next((head for head in heads if labels[head].role == "total"), None)
    parents: list[int] = groups or ([total] if total is not None else [])
    top = tuple((head, total if labels[head].role == "group" else None) for head in heads)
    order = sorted(range(len(items)), key=lambda i: (-max(row.values[AMOUNT] for row in items[i][0].rows), i))
    if not parents:
        return
    needs = {parent: heads[parent].values for parent in parents}

    def search(
        index: int, left: dict[int, tuple[int, int]], chosen: tuple[tuple[int, int, Row], ...]
    ) -> Iterator[_Tree]:
        steps.take()
        if index == len(order):
            empty = {parent for parent in parents if parent not in {p for _, p, _ in chosen}}
            if all(left[p] == (0, 0) or (p in empty and not items) for p in parents):
                yield _tree(heads, top, items, chosen)
            return
        position = order[index]
        shape, label = items[position]
        for row in _allowed(shape, labels[label]) if label is not None else shape.rows:
            for parent in parents:
                allowed = labels[label].groups if label is not None and groups else None
                amount, previous = left[parent]
                amount, previous = amount - row.values[AMOUNT], previous - row.values[PREVIOUS]
                if (allowed is None or parent in allowed) and amount >= 0 and previous >= 0:
                    yield from search(
                        index + 1, {**left, parent: (amount, previous)}, (*chosen, (position, parent, row))
                    )

    start = {parent: (needs[parent][AMOUNT], needs[parent][PREVIOUS]) for parent in parents}
    yield from search(0, start, ())


def _tree(
    heads: dict[int, Row],
    top: tuple[tuple[int, int | None], ...],
    items: Sequence[tuple[Shape, int | None]],
    chosen: Sequence[tuple[int, int, Row]],
) -> _Tree:
    named = [*heads.items()]
    parents = [*top]
    nameless = []
    for position, parent, row in chosen:
        label = items[position][1]
        if label is None:
            nameless.append((parent, row))
        else:
            named.append((label, row))
            parents.append((label, parent))
    return _Tree(tuple(named), tuple(parents), tuple(nameless))


def _note(labels: Sequence[Label], tree: _Tree, settlement: Settlement, steps: Steps) -> None:
    """Add a solution: each nameless row to every name that can bear it while all others find one too."""
    taken = dict(tree.named)
    free = [i for i in range(len(labels)) if i not in taken]
    edges = [[_fits(labels[i], *slot) for slot in tree.nameless] for i in free]
    if not matching(edges, steps):
        return
    for label, row in tree.named:
        settlement.rows.setdefault(label, set()).add(row)
    for label, parent in tree.parents:
        settlement.parents.setdefault(label, set()).add(parent)
    for position, label in enumerate(free):
        for slot, (parent, row) in enumerate(tree.nameless):
            if not edges[position][slot]:
                continue
            forced = [[*line] for line in edges]
            forced[position] = [k == slot for k in range(len(tree.nameless))]
            if matching(forced, steps):
                settlement.rows.setdefault(label, set()).add(row)
                settlement.parents.setdefault(label, set()).add(parent)


def _fits(label: Label, parent: int | None, row: Row) -> bool:
    return (label.groups is None or parent in label.groups) and (
        label.amounts is None or row.values[AMOUNT] in label.amounts
    )
