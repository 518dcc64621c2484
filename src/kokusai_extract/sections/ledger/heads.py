"""Heads of ledgers: where on a sheet the columns stand and what they hold, drawn as cells or not.

The heads of one table are merged over one another (財源内訳 over 特定財源 over 国県支出金). Only those at the bottom
are columns; what stands under 財源内訳 is a source of funds, whatever it is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.source import BBox
from kokusai_extract.sections.ledger.edges import Word, before_names, white_between, words_below
from kokusai_extract.sections.ledger.sheets import Piece, Sheet, rows_of, words_of
from kokusai_extract.sections.ledger.words import Role, head_role

_OVER: tuple[Role, ...] = ("funding", "group", "section")
_MONEY: tuple[Role, ...] = ("amount", "previous_amount", "change")
_NEXT_LINE = 1.8
"""Heads without rules belong together when the next one begins within so many of its own heights."""
_ABOUT = 3.0
"""Heads of two tables stand at one place if they do within about so many points."""
_UNDER, _IN_LINE = 2.5, 1.5
"""Letters of a head that is set downwards follow within so many heights, and in line within so many points."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column from ``x0`` to ``x1``. ``head`` is its printed head, the level of 項 or 目, or a source of funds.

    ``ruled`` tells that a cell is drawn around the head; ``stands`` is from where to where the head reaches.
    """

    role: Role
    x0: float
    x1: float
    head: Passage
    ruled: bool
    stands: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """The heads of one table, from ``top`` to ``bottom``; ``columns`` from left to right."""

    top: float
    bottom: float
    columns: tuple[Column, ...]

    @property
    def ruled(self) -> bool:
        """Whether cells are drawn around all heads."""
        return all(column.ruled for column in self.columns)

    def __contains__(self, role: Role) -> bool:
        return any(column.role == role for column in self.columns)


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    role: Role | None
    passage: Passage
    box: BBox
    ruled: bool


Signature = tuple[tuple[Role, int], ...]
"""The columns of a table by their roles and about where their heads stand."""
Known = Mapping[Signature, Sequence[Word]]
"""The words of all tables of a ledger by their heads."""


def heads_of(sheet: Sheet, fiscal_year: int | None, known: Known | None = None) -> tuple[Heads, ...]:
    """Return the heads on a sheet, from top to bottom; facing tables whose heads stand level share one.

    ``known`` are the words of all tables: where no border parts two columns, what stands in them shows it.
    """
    return tuple(
        Heads(top, bottom, tuple(_columns(sheet, leaves, bottom, known)))
        for leaves, top, bottom in _tables(sheet, fiscal_year)
    )


def known_words(sheets: Iterable[Sheet], fiscal_year: int | None) -> Known:
    """Return the words of all tables that have columns without borders."""
    found: dict[Signature, list[Word]] = {}
    for sheet in sheets:
        for leaves, _, bottom in _tables(sheet, fiscal_year):
            if not all(head.ruled for head in leaves):
                found.setdefault(_signature(leaves), []).extend(words_below(sheet.pieces, bottom))
    return found


def _signature(leaves: Sequence[_Head]) -> Signature:
    return tuple((head.role, round(_middle(head) / _ABOUT)) for head in leaves if head.role is not None)


@lru_cache(maxsize=1024)  # sheets of one ledger: each is asked for several times
def _tables(sheet: Sheet, year: int | None) -> tuple[tuple[list[_Head], float, float], ...]:
    """Return the heads of the columns of each table, with where all its heads begin and end."""
    return tuple(_heads_by_table(sheet, year))


def _heads_by_table(sheet: Sheet, year: int | None) -> Iterator[tuple[list[_Head], float, float]]:
    heads = [*_ruled(sheet, year), *_free(sheet, year)]
    for together in _together([head for head in heads if head.role]):
        group = _with_amounts(together)
        roles = {head.role for head in group}
        if {"item", "amount"} <= roles or ("note" in roles and roles & {"section", "sum"}):
            top, bottom = min(head.box.top for head in group), max(head.box.bottom for head in group)
            yield _leaves(heads, group, bottom), top, bottom


def _with_amounts(group: list[_Head]) -> list[_Head]:
    """Return the heads of a table; 金額 beside 款 and 項 alone (第1表) is this year's amount."""
    items = {head.passage.text for head in group if head.role == "item"}
    if {head.role for head in group} != {"item", "sum"} or "款" not in items or not items <= {"款", "項"}:
        return group
    return [replace(head, role="amount") if head.role == "sum" else head for head in group]


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
    """Yield heads that no cell is drawn around; a head may be set wide (``区　　　分``) or letter under letter."""
    boxes = [cell.box for cell in sheet.cells if len(cell.passage) <= 60]
    free = [p for p in sheet.pieces if not any(box.contains((p.box.x0 + p.box.x1) / 2, p.middle) for box in boxes)]
    letters: list[Piece] = []
    for row in rows_of(word for piece in free for word in words_of(piece)):
        index = 0
        while index < len(row):
            for end in range(min(index + 8, len(row)), index, -1):
                passage = Passage.join(piece.passage.squeeze() for piece in row[index:end])
                if (end == index + 1 or _letters(row[index:end])) and (role := head_role(passage, year)):
                    yield _head(role, passage, row[index:end])
                    index = end
                    break
            else:
                if _letters(row[index : index + 1]):
                    letters.append(row[index])
                index += 1
    for stack in _stacks(letters):
        for start, end in combinations(range(len(stack) + 1), 2):
            passage = Passage.join(piece.passage.squeeze() for piece in stack[start:end])
            if end > start + 1 and (role := head_role(passage, year)):
                yield _head(role, passage, stack[start:end])


def _head(role: Role, passage: Passage, pieces: Sequence[Piece]) -> _Head:
    box = pieces[0].box
    for piece in pieces[1:]:
        box = box.union(piece.box)
    return _Head(role, passage, box, False)


def _stacks(letters: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield letters that stand one under the other."""
    stacks: list[list[Piece]] = []
    for letter in sorted(letters, key=lambda piece: piece.middle):
        for stack in stacks:
            last = stack[-1]
            near = 0 < letter.middle - last.middle <= _UNDER * letter.height
            if near and abs(letter.box.x0 - last.box.x0) <= _IN_LINE:
                stack.append(letter)
                break
        else:
            stacks.append([letter])
    yield from (stack for stack in stacks if len(stack) > 1)


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


def _leaves(heads: Sequence[_Head], group: Sequence[_Head], bottom: float) -> list[_Head]:
    """Return the heads that stand over none of the others."""
    over = [head for head in group if head.role == "funding"]
    named = [head for head in group if head.role not in _OVER]
    named += [
        replace(head, role="source")
        for head in heads
        if head.role is None and head.ruled and head.passage and _under(head, over, bottom)
    ]
    named += [replace(head, role="source") for head in group if head.role == "group" and not _stands_over(head, named)]
    if not any(head.role == "name" for head in named):
        named += [replace(head, role="name") for head in group if head.role == "section"]
    first, last = _edge(named, "change", "amount"), _edge(named, "name", "sum", "note")
    return sorted((h for h in named if h.role != "source" or first <= _middle(h) <= last), key=_middle)


def _columns(sheet: Sheet, leaves: Sequence[_Head], bottom: float, known: Known | None) -> Iterator[Column]:
    """Yield the columns, each with the width that its head rules over."""
    words: Sequence[Word] = ()
    if not all(head.ruled for head in leaves):
        words = (known or {}).get(_signature(leaves)) or words_below(sheet.pieces, bottom)
    edges = [float("-inf"), *_edges(sheet, leaves, words, bottom), float("inf")]
    for head, (x0, x1) in zip(leaves, pairwise(edges), strict=True):
        if head.role is not None:
            yield Column(
                head.role,
                max(x0, head.box.x0 if head.ruled else x0),
                min(x1, head.box.x1 if head.ruled else x1),
                head.passage,
                head.ruled,
                (head.box.x0, head.box.x1),
            )


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


def _edges(sheet: Sheet, leaves: Sequence[_Head], words: Sequence[Word], bottom: float) -> Iterator[float]:
    """Yield where one column ends and the next begins: at a cell's edge, a rule, or the white between them."""
    for left, right in pairwise(leaves):
        if left.ruled and right.ruled:
            yield (left.box.x1 + right.box.x0) / 2
            continue
        x0, x1 = _middle(left), _middle(right)
        rules = [x for x, start, end in sheet.upright if x0 < x < x1 and end > bottom + 2 and start <= bottom + 20]
        reach = ((left.box.x0, left.box.x1), (right.box.x0, right.box.x1))
        if rules:
            yield min(rules, key=lambda x: abs(x - (left.box.x1 + right.box.x0) / 2))
        elif right.role in ("name", "note", "item"):
            yield before_names(words, *reach, money=left.role in (*_MONEY, "source", "sum"))
        else:
            yield white_between(words, *reach)
