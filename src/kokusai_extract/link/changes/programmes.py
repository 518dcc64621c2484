"""The budget of one year as programmes: what several of its tables print is one, and coarser lines hold finer ones.

A summary and a breakdown tell the same money twice, under names of their own and in more or fewer lines. Within a
group, lines whose figures (this year's, and last year's where both have it) agree are one programme; a line that is the
sum of several lines of the other table holds them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kokusai_extract.link.changes.alike import key, programme_keys
from kokusai_extract.link.changes.balance import Group, balanced
from kokusai_extract.link.changes.year import Line
from kokusai_extract.model.records import TableKind

Level = Literal["total", "group", "item"]
Listing = Literal["programmes", "ledger", "highlight", "related"]
"""What lists are compared with each other: summaries and breakdowns are one list."""

_LISTING: Mapping[TableKind, Listing] = {
    "summary": "programmes",
    "breakdown": "programmes",
    "ledger": "ledger",
    "highlight": "highlight",
    "related": "related",
}
COMPLETE: frozenset[Listing] = frozenset({"programmes", "ledger"})
"""Lists that name everything, so that what they lack is not there; the others are selections."""

_TOTAL = re.compile(r".*(?:合計|総計|総額)|計")


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme, group or total: ``line`` is the one that a change leads to, ``others`` print the same elsewhere.

    ``parent`` is the id of the programme that holds it, ``group`` that of the group it belongs to; ``keys`` are all
    names that its lines give it.
    """

    line: Line
    others: tuple[Line, ...]
    level: Level
    parent: str | None
    group: str | None
    keys: frozenset[str]

    @property
    def id(self) -> str:
        """The id of its line."""
        return self.line.id

    @property
    def name(self) -> str | None:
        """The printed name."""
        return self.line.name

    @property
    def rows(self) -> tuple[str, ...]:
        """The ids of all its rows."""
        return (*self.line.rows, *(row for line in self.others for row in line.rows))

    @property
    def amount(self) -> int | None:
        """This year's amount in yen."""
        return next((line.amount for line in (self.line, *self.others) if line.amount is not None), None)

    @property
    def previous(self) -> int | None:
        """Last year's amount in yen, as this year's document prints it."""
        return next((line.previous for line in (self.line, *self.others) if line.previous is not None), None)


def programmes(lines: Sequence[Line]) -> Mapping[Listing, tuple[Programme, ...]]:
    """Return the programmes of a year by the list that they stand in; a list that is not printed is not there."""
    listings: dict[Listing, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: line.id):
        listings[_LISTING[line.table]].append(line)
    return {name: tuple(_Tree(members).programmes()) for name, members in sorted(listings.items())}


class _Tree:
    """The lines of one list, and what is found of them: which are one, and which hold others."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = {line.id: line for line in lines}
        self.with_parts = {line.parent for line in lines if line.parent in self.lines}
        self.totals = {line.id for line in lines if self._is_total(line)}
        self.one: dict[str, str] = {}
        self.held: dict[str, str] = {}
        heads = [line for line in lines if line.id in self.with_parts - self.totals]
        others = [line for line in lines if line.id not in self.totals]
        self._unite(
            [line for line in others if line.table == "summary"], [line for line in heads if line.table == "breakdown"]
        )
        for members in self._groups().values():
            coarse, fine = ([line for line in members if line.table == table] for table in ("summary", "breakdown"))
            self._unite(fine, coarse)
            self._add_up([line for line in coarse if line.id not in self.one], fine)

    def programmes(self) -> Iterator[Programme]:
        for line in self.lines.values():
            if line.id in self.one:
                continue
            others = tuple(self.lines[name] for name, same in sorted(self.one.items()) if same == line.id)
            heads = not self.with_parts.isdisjoint({line.id, *(other.id for other in others)})
            level: Level = "total" if line.id in self.totals else "group" if heads else "item"
            group = self._group(line)
            parent = self.held.get(line.id) or line.parent
            keys = {one for each in (line, *others) if each.name for one in programme_keys(each.name)}
            yield Programme(line, others, level, parent and self.one.get(parent, parent), group, frozenset(keys))

    def _is_total(self, line: Line) -> bool:
        """Tell whether a line is the whole: it says so, or it is the one top of a summary and not of a breakdown."""
        if line.name and _TOTAL.fullmatch(key(line.name)):
            return True
        tops = [other for other in self.lines.values() if other.parent is None]
        one_top = [other.id for other in tops if other.table == "summary"] == [line.id]
        told_again = any(other.table == "breakdown" and _one_name(line, other) for other in tops)
        return one_top and line.id in self.with_parts and not told_again

    def _group(self, line: Line) -> str | None:
        """Return the topmost line above it that is not the total."""
        found, above, seen = None, line.parent, {line.id}
        while above in self.lines and above not in seen and above not in self.totals:
            seen.add(above)
            found, above = above, self.lines[above].parent
        return found and self.one.get(found, found)

    def _groups(self) -> dict[str, list[Line]]:
        """Return the lines without parts by the group that they belong to."""
        groups: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines.values():
            if (group := self._group(line)) and line.id not in self.with_parts:
                groups[group].append(line)
        return groups

    def _unite(self, kept: Sequence[Line], others: Sequence[Line]) -> None:
        """Make lines of one name one, where their amounts do not speak against it and no third line has the name."""
        for other in others:
            same = [line for line in kept if _one_name(line, other) and _agree(line, other)]
            back = [line for line in others if same and _one_name(same[0], line) and _agree(same[0], line)]
            if len(same) == len(back) == 1:
                self.one[other.id] = same[0].id

    def _add_up(self, coarse: Sequence[Line], fine: Sequence[Line]) -> None:
        """Find the lines of one table that are one line of the other, or its parts, by their figures."""
        taken = set(self.one.values())
        left = {line: line.amount for line in coarse if line.amount}
        right = {line: line.amount for line in fine if line.amount and line.id not in taken}
        unit = min((line.precision or 1 for line in (*left, *right)), default=1)
        for group in balanced(left, right, unit=unit, akin=lambda group: _before(group) is True):
            if _before(group) is False or len(group.before) > 1 < len(group.after):
                continue
            if len(group.before) == len(group.after):
                self.one[group.before[0].id] = group.after[0].id
            elif len(group.before) == 1:
                self.held.update((part.id, group.before[0].id) for part in group.after)
            else:
                self.held.update((part.id, group.after[0].id) for part in group.before)


def _before(group: Group[Line]) -> bool | None:
    """Tell whether last year's figures of a group add up too; None where not all are printed. What is new had none."""
    sums = []
    for side in (group.before, group.after):
        figures = [0 if line.previous is None and line.status == "new" else line.previous for line in side]
        if None in figures:
            return None
        sums.append(sum(figure or 0 for figure in figures))
    return sums[0] == sums[1]


def _one_name(one: Line, other: Line) -> bool:
    return bool(one.name and other.name and programme_keys(one.name) & programme_keys(other.name))


def _agree(one: Line, other: Line) -> bool:
    return one.amount is None or other.amount is None or one.amount == other.amount
