"""Finds the programmes of one year's list in the other year's: which are one, which became others, which may be.

The same name needs no judgement. Groups are one by two of: alike names, the same number, common programmes, the same
figure. Where one year follows the other, the later document prints the earlier year's figures anew, and programmes
whose figures add up to those of others, in one way only, became those. What is left is one if hardly anything in the
names differs, or if the names are alike and the group or the figure is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kokusai_extract.link.changes.alike import ALIKE
from kokusai_extract.link.changes.balance import Group, balanced
from kokusai_extract.link.changes.figures import close_names, name_likeness, same_figure
from kokusai_extract.link.changes.match import Edge, Likeness, choose, unpaired
from kokusai_extract.link.changes.programmes import Programme

HALF = 0.5
_ELSEWHERE, _OTHER_FIGURE = 0.15, 0.12
"""What a likeness loses for another group, and for another figure where the later document prints one: each more than
the margin, so that either tells two of one name apart."""

Edges = list[Edge[Programme]]


@dataclass(frozen=True, slots=True)
class Became:
    """Which programmes are settled, by their ids, from either side."""

    later: Mapping[str, frozenset[str]]
    earlier: Mapping[str, frozenset[str]]

    @staticmethod
    def of(edges: Iterable[Edge[Programme]]) -> Became:
        """Return what edges settle."""
        later: dict[str, set[str]] = defaultdict(set)
        earlier: dict[str, set[str]] = defaultdict(set)
        for edge in edges:
            later[edge.before.id].add(edge.after.id)
            earlier[edge.after.id].add(edge.before.id)
        return Became(*({name: frozenset(ids) for name, ids in side.items()} for side in (later, earlier)))

    def same(self, one: str | None, other: str | None) -> bool | None:
        """Tell whether an earlier and a later programme are one; None where one of them is not settled."""
        if one is None or one not in self.later or other not in self.earlier:
            return None
        return other in self.later[one]


_Judge = Callable[[Programme, Programme, Became], Likeness | None]


@dataclass(frozen=True, slots=True)
class Found:
    """``pairs`` are one programme each; ``regrouped`` became others together; ``within`` are parts of one of a pair.

    ``doubts`` are pairs that may hold.
    """

    pairs: Edges
    regrouped: list[Edges]
    within: list[Edges]
    doubts: Edges

    @property
    def became(self) -> Became:
        """What is settled."""
        return Became.of([*self.pairs, *_flat(self.regrouped)])

    @property
    def edges(self) -> Edges:
        """All of them."""
        return [*self.pairs, *_flat(self.regrouped), *_flat(self.within), *self.doubts]


@dataclass(frozen=True, slots=True)
class Lists:
    """One list in two years; ``follows`` tells that the later one prints the earlier year's figures."""

    before: Sequence[Programme]
    after: Sequence[Programme]
    follows: bool

    def find(self) -> Found:
        """Return what is found, the surest first."""
        pairs = self._settled([], (self._total, self._same_name, self._group, self._same_name_at_any_level))
        regrouped: list[Edges] = []
        for group in self._balanced(pairs):
            reason = "figures-add-up" if len(group.ids) > 2 else "same-figure"
            edges = [_told(one, other, reason) for one in group.before for other in group.after]
            if len(edges) > 1:
                regrouped.append(edges)
            else:
                pairs += edges
        apart = _flat(regrouped)
        pairs = self._settled([*pairs, *apart], (self._group, self._similar_name))
        pairs = [edge for edge in pairs if not any(edge is other for other in apart)]
        settled = [*pairs, *apart]
        doubts = list(choose(self._candidates((self._group, self._similar_name), settled)).doubts)
        return Found(pairs, regrouped, self._within(pairs, [*settled, *doubts]), doubts)

    def _settled(self, edges: Edges, judges: Sequence[_Judge]) -> Edges:
        """Add pairs by the first judge that finds any, again and again: what is paired is the place of its parts."""
        found = list(edges)
        while new := next((pairs for judge in judges if (pairs := choose(self._candidates([judge], found)).pairs)), ()):
            found += new
        return found

    def _candidates(self, judges: Sequence[_Judge], settled: Edges) -> Edges:
        became = Became.of(settled)
        ended, begun = unpaired(self.before, self.after, settled)
        named = _by_key(begun)
        return [
            Edge(one, other, likeness)
            for judge in judges
            for one in ended
            for other in (_namesakes(one, named) if judge in (self._same_name, self._same_name_at_any_level) else begun)
            if not _apart(one, other) and (likeness := judge(one, other, became))
        ]

    def _total(self, one: Programme, other: Programme, became: Became) -> Likeness | None:
        return Likeness(1.0, ("both-totals",)) if one.level == other.level == "total" else None

    def _same_name(self, one: Programme, other: Programme, became: Became) -> Likeness | None:
        if one.level != other.level or one.keys.isdisjoint(other.keys):
            return None
        return self._weighed(one, other, became, name_likeness(one, other), "same-name")

    def _same_name_at_any_level(self, one: Programme, other: Programme, became: Became) -> Likeness | None:
        if "total" in (one.level, other.level) or one.keys.isdisjoint(other.keys):
            return None
        return self._weighed(one, other, became, name_likeness(one, other), "same-name")

    def _similar_name(self, one: Programme, other: Programme, became: Became) -> Likeness | None:
        """Judge by names; what is printed as new in the later year is not what the year before it had."""
        score = name_likeness(one, other)
        if one.level != other.level or one.level != "item" or score < ALIKE:
            return None
        if self.follows and other.line.status == "new":
            return None
        place, figure = became.same(one.group, other.group), same_figure(one, other, follows=self.follows)
        decides = close_names(one, other) or place is True or figure is True
        return self._weighed(one, other, became, score, "similar-name", decides=decides)

    def _weighed(
        self, one: Programme, other: Programme, became: Became, score: float, reason: str, *, decides: bool = True
    ) -> Likeness:
        place, figure = became.same(one.group, other.group), same_figure(one, other, follows=self.follows)
        score -= _ELSEWHERE * (place is False) + _OTHER_FIGURE * (figure is False)
        reasons = (reason, *(("same-group",) if place else ()), *(("same-figure",) if figure else ()))
        return Likeness(score, reasons, decides)

    def _group(self, one: Programme, other: Programme, became: Became) -> Likeness | None:
        if one.level != "group" or other.level != "group":
            return None
        name, common = name_likeness(one, other), self._common(one, other, became)
        number = one.line.number is not None and one.line.number == other.line.number
        holds = {
            "similar-name": name >= HALF,
            "same-number": number,
            "shared-programmes": common is not None and common >= HALF,
            "same-figure": same_figure(one, other, follows=self.follows) is True,
        }
        reasons = tuple(reason for reason, held in holds.items() if held)
        if not set(reasons) - {"same-number"}:
            return None
        return Likeness(name if common is None else (name + common) / 2, reasons, len(reasons) > 1)

    def _common(self, one: Programme, other: Programme, became: Became) -> float | None:
        """Return the share of the programmes of either group that the other group has, of those that are paired."""
        mine = {item.id for item in self.before if item.group == one.id and item.id in became.later}
        theirs = {item.id for item in self.after if item.group == other.id and item.id in became.earlier}
        if not mine or not theirs:
            return None
        pairs = [(name, later) for name in mine for later in became.later[name] if later in theirs]
        return min(len({name for name, _ in pairs}) / len(mine), len({later for _, later in pairs}) / len(theirs))

    def _balanced(self, pairs: Edges) -> list[Group[Programme]]:
        """Return which figures of the earlier year add up to which that the later document prints of it."""
        if not self.follows:
            return []
        ended, begun = unpaired(self.before, self.after, pairs)
        left = {one: one.amount for one in _leaves(ended, self.before) if one.amount}
        right = {one: one.previous for one in _leaves(begun, self.after) if one.previous}
        unit = max((one.line.precision or 1 for one in (*left, *right)), default=1)
        return balanced(left, right, unit=unit, akin=_akin)

    def _within(self, pairs: Edges, edges: Edges) -> list[Edges]:
        """Return programmes that one year tells in one line and the other in its parts, where that line is paired."""
        ended, begun = unpaired(self.before, self.after, edges)
        found = []
        for edge in pairs:
            before = [] if _has_parts(edge.after, self.after) else _parts(edge.before, ended, self.before)
            after = [] if _has_parts(edge.before, self.before) else _parts(edge.after, begun, self.after)
            group = [(one, edge.after) for one in before] + [(edge.before, one) for one in after]
            if group:
                found.append([_told(*both, "part-of") for both in group])
        return found


def _told(one: Programme, other: Programme, reason: str) -> Edge[Programme]:
    return Edge(one, other, Likeness(name_likeness(one, other), (reason,)))


def _apart(one: Programme, other: Programme) -> bool:
    """Tell whether two lines of ledgers stand in different 会計, or on different sides of one."""
    return any(a and b and a != b for a, b in zip(one.line.side, other.line.side, strict=False))


def _akin(group: Group[Programme]) -> bool:
    """Tell whether each programme of a group has a name like one of the other side's."""
    return all(
        any(name_likeness(one, other) >= HALF for other in others)
        for side, others in ((group.before, group.after), (group.after, group.before))
        for one in side
    )


def _leaves(rest: Iterable[Programme], side: Sequence[Programme]) -> list[Programme]:
    return [one for one in rest if one.level == "item" and not _has_parts(one, side)]


def _has_parts(one: Programme, side: Iterable[Programme]) -> bool:
    return any(other.parent == one.id for other in side)


def _parts(whole: Programme, rest: Iterable[Programme], side: Iterable[Programme]) -> list[Programme]:
    return [one for one in rest if one.parent == whole.id and whole.level == "item" and not _has_parts(one, side)]


def _by_key(programmes: Iterable[Programme]) -> dict[str, list[Programme]]:
    by_key: dict[str, list[Programme]] = defaultdict(list)
    for programme in programmes:
        for name in programme.keys:
            by_key[name].append(programme)
    return by_key


def _namesakes(one: Programme, by_key: Mapping[str, list[Programme]]) -> Iterable[Programme]:
    return {other.id: other for name in sorted(one.keys) for other in by_key.get(name, ())}.values()


def _flat(groups: Iterable[Edges]) -> Edges:
    return [edge for group in groups for edge in group]
