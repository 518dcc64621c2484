"""Heads of ledgers: where on a sheet the columns stand and what they hold, drawn as cells or not.

The heads of one table are merged over one another (財源内訳 over 特定財源 over 国県支出金). Only those at the bottom
are columns; what stands under 財源内訳 is a source of funds, whatever it is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.source import BBox
from kokusai_extract.sections.ledger.sheets import Piece, Sheet, occupied, rows_of, words_of
from kokusai_extract.sections.ledger.words import Role, head_role

_OVER: tuple[Role, ...] = ("funding", "group", "section")
_MONEY: tuple[Role, ...] = ("amount", "previous_amount", "change")
_NEXT_LINE = 1.8
"""Heads without rules belong together when the next one begins within so many of its own heights."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column from ``x0`` to ``x1``. ``head`` is its printed head, the level of 項 or 目, or a source of funds."""

    role: Role
    x0: float
    x1: float
    head: Passage


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """The heads of one table, from ``top`` to ``bottom``; ``columns`` from left to right."""

    top: float
    bottom: float
    columns: tuple[Column, ...]

    def __contains__(self, role: Role) -> bool:
        return any(column.role == role for column in self.columns)


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    role: Role | None
    passage: Passage
    box: BBox
    ruled: bool


def heads_of(sheet: Sheet, fiscal_year: int | None) -> tuple[Heads, ...]:
    """Return the heads on a sheet, from top to bottom; facing tables whose heads stand level share one."""
    heads = [*_ruled(sheet, fiscal_year), *_free(sheet, fiscal_year)]
    found = []
    for group in _together([head for head in heads if head.role]):
        roles = {head.role for head in group}
        if {"item", "amount"} <= roles or ("note" in roles and roles & {"section", "sum"}):
            top, bottom = min(head.box.top for head in group), max(head.box.bottom for head in group)
            found.append(Heads(top, bottom, tuple(_columns(sheet, heads, group, top, bottom))))
    return tuple(found)


def inside(heads: Heads, piece: Piece) -> bool:
    """Tell whether a piece stands among heads."""
    return heads.top <= piece.middle <= heads.bottom


def column_at(columns: Sequence[Column], piece: Piece) -> Column | None:
    """Return the column that the middle of a piece stands in."""
    middle = (piece.box.x0 + piece.box.x1) / 2
    return next((column for column in columns if column.x0 <= middle <= column.x1), None)


def _ruled(sheet: Sheet, year: int | None) -> Iterator[_Head]:
    for cell in sheet.cells:
        if 0 < len(cell.passage) <= 60:
            yield _Head(head_role(cell.passage, year), cell.passage.squeeze(), cell.box, True)


def _free(sheet: Sheet, year: int | None) -> Iterator[_Head]:
    """Yield heads that no cell is drawn around; a head may be set wide: ``区　　　分``."""
    boxes = [cell.box for cell in sheet.cells if len(cell.passage) <= 60]
    free = [p for p in sheet.pieces if not any(box.contains((p.box.x0 + p.box.x1) / 2, p.middle) for box in boxes)]
    for row in rows_of(word for piece in free for word in words_of(piece)):
        index = 0
        while index < len(row):
            for end in range(min(index + 8, len(row)), index, -1):
                passage = Passage.join(piece.passage.squeeze() for piece in row[index:end])
                if (end == index + 1 or _letters(row[index:end])) and (role := head_role(passage, year)):
                    box = row[index].box
                    for piece in row[index + 1 : end]:
                        box = box.union(piece.box)
                    yield _Head(role, passage, box, False)
                    index = end
                    break
            else:
                index += 1


def _letters(pieces: Sequence[Piece]) -> bool:
    return all(len(piece.passage.squeeze()) == 1 for piece in pieces)


def _together(heads: Sequence[_Head]) -> Iterator[list[_Head]]:
    """Yield the heads of each table: the same height, or one over another.

    A source of funds, 区分 and 金額 may stand in the body as well; they count only where other heads stand.
    """
    anchors = [head for head in heads if head.role not in ("source", "name", "sum", "group")]
    groups: list[list[_Head]] = []
    for head in sorted(anchors, key=lambda head: (head.box.top, head.box.x0)):
        reach = max((known.box.bottom for known in groups[-1]), default=0.0) if groups else -1.0
        slack = 0.0 if head.ruled else (_NEXT_LINE - 1) * (head.box.bottom - head.box.top)
        if groups and head.box.top < reach + slack:
            groups[-1].append(head)
        else:
            groups.append([head])
    for group in groups:
        top, bottom = min(head.box.top for head in group), max(head.box.bottom for head in group)
        for head in heads:
            middle = (head.box.top + head.box.bottom) / 2
            slack = 0.0 if head.ruled else _NEXT_LINE * (head.box.bottom - head.box.top)
            if not any(head is known for known in group) and top - 1 <= middle <= bottom + slack:
                group.append(head)
        yield group


def _columns(sheet: Sheet, heads: Sequence[_Head], group: Sequence[_Head], top: float, bottom: float) -> list[Column]:
    """Return the columns: the heads that stand over none of the others, each with the width it rules over."""
    over = [head for head in group if head.role == "funding"]
    named = [head for head in group if head.role not in _OVER]
    named += [
        replace(head, role="source")
        for head in heads
        if head.role is None and head.ruled and head.passage and _under(head, over, bottom)
    ]
    named += [replace(head, role="source") for head in group if head.role == "group" and not _stands_over(head, named)]
    if not any(head.role in ("name", "sum") for head in named):
        named += [replace(head, role="name") for head in group if head.role == "section"]
    first, last = _edge(named, "change", "amount"), _edge(named, "name", "sum", "note")
    leaves = [head for head in named if head.role != "source" or first <= _middle(head) <= last]
    leaves.sort(key=_middle)
    body = [piece for piece in sheet.pieces if piece.box.top >= bottom]
    edges = [float("-inf"), *_edges(sheet, leaves, body, bottom), float("inf")]
    return [
        Column(
            head.role,
            max(x0, head.box.x0 if head.ruled else x0),
            min(x1, head.box.x1 if head.ruled else x1),
            head.passage,
        )
        for head, (x0, x1) in zip(leaves, pairwise(edges), strict=True)
        if head.role is not None
    ]


def _stands_over(head: _Head, others: Sequence[_Head]) -> bool:
    """Tell whether a head is merged over sources of funds; 特定財源 may be a column of its own."""
    return any(
        other.role == "source" and head.box.x0 - 1 <= _middle(other) <= head.box.x1 + 1 and other.box.top > head.box.top
        for other in others
    )


def _under(head: _Head, over: Sequence[_Head], bottom: float) -> bool:
    return any(
        upper.box.x0 - 1 <= head.box.x0
        and head.box.x1 <= upper.box.x1 + 1
        and head.box.top >= upper.box.bottom - 1
        and abs(head.box.bottom - bottom) <= 2
        for upper in over
    )


def _edge(heads: Sequence[_Head], *roles: Role) -> float:
    """Return where the heads of these roles begin: the first role that is there."""
    for role in roles:
        found = [_middle(head) for head in heads if head.role == role]
        if found:
            return min(found)
    return float("-inf") if "amount" in roles else float("inf")


def _middle(head: _Head) -> float:
    return (head.box.x0 + head.box.x1) / 2


def _edges(sheet: Sheet, leaves: Sequence[_Head], body: Sequence[Piece], bottom: float) -> Iterator[float]:
    """Yield where one column ends and the next begins: at a cell's edge, a rule, or the white between them."""
    stands = occupied(body) if any(not head.ruled for head in leaves) else []
    for left, right in pairwise(leaves):
        if left.ruled and right.ruled:
            yield (left.box.x1 + right.box.x0) / 2
            continue
        x0, x1 = _middle(left), _middle(right)
        rules = [x for x, start, end in sheet.upright if x0 < x < x1 and end > bottom + 2 and start <= bottom + 20]
        if rules:
            yield min(rules, key=lambda x: abs(x - (left.box.x1 + right.box.x0) / 2))
            continue
        if right.role in ("name", "note", "item"):
            end = max([left.box.x1, *(b for a, b in stands if a < left.box.x1 < b)])
            yield (end + min([x1, *(a for a, _ in stands if a >= end), *([right.box.x0] * (right.box.x0 > end))])) / 2
            continue
        ends = [left.box.x1, *(b for a, b in stands if left.box.x1 < b and a < right.box.x0)]
        white = [(min([right.box.x1, *(a for a, _ in stands if a >= end)]) - end, end) for end in ends]
        width, end = max(white)
        yield end + width / 2
