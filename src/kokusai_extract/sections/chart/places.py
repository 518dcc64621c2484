"""Where on a chart's page each post belongs: by the box, the band above it, the lines that lead to it.

A unit's name holds for what shares its box, for what stands under it within its width, and for what hangs under it.
Two of these that contradict each other settle nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from kokusai_extract.model.evidence import Certainty
from kokusai_extract.model.source import BBox
from kokusai_extract.sections.chart.blocks import Draft
from kokusai_extract.sections.chart.columns import shared
from kokusai_extract.sections.chart.layout import Frame, Sheet, one_row
from kokusai_extract.sections.chart.lines import parents
from kokusai_extract.sections.chart.units import DEPARTMENT, ChartUnit, Place, level_of, named, unit_tokens
from kokusai_extract.sections.chart.words import Token
from kokusai_extract.values.titles import PostTitle
from kokusai_extract.values.units import UnitName, unit_name

_LEVEL = 3.0
_INDENT = 6.0
"""Words set under the name of a unit are indented by so many line heights at most."""
_HIGH_RANKS = frozenset({"executive_director", "department_director"})
_BUREAU_RANKS = frozenset({"director_general", "deputy_director_general"})


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """A box of the chart, or words without one, with the units and posts that it bears."""

    box: BBox
    framed: bool
    units: tuple[tuple[Token, UnitName], ...]
    drafts: tuple[Draft, ...]
    is_bureau: bool = False
    frame: Frame | None = None

    @property
    def in_table(self) -> bool:
        """Whether it is a cell of a ruled table, where rows tell what belongs together."""
        return self.frame is not None and self.frame.table is not None


class ChartMap:
    """The places of one page's posts and units. ``bureau`` is the unit above all."""

    def __init__(self, sheet: Sheet, drafts: Sequence[Draft], bureau: Place | None) -> None:
        self._bureau = bureau
        self._items = list(_items(sheet, drafts, bureau))
        boxes = [item.box for item in self._items]
        self._above = parents(boxes, [item.framed for item in self._items], sheet.page.rules)
        self._rects = sorted(sheet.page.rects, key=lambda box: (box.x1 - box.x0) * (box.bottom - box.top))
        self._units: dict[Token, Place | None] = {}
        for item in self._items:
            for token, _ in item.units:
                self._unit(token)

    def units(self) -> tuple[ChartUnit, ...]:
        """Return the units that the page names, in reading order."""
        found = []
        for item in sorted(self._items, key=lambda item: (round(item.box.top), item.box.x0)):
            for token, name in item.units:
                if place := self._units[token]:
                    found.append(ChartUnit(name, place))
        return tuple(found)

    def place(self, draft: Draft) -> Place | None:
        """Return the unit that a post belongs to; None where the page leaves it open."""
        post = draft.title.title.posts[0] if draft.title.title else None
        item = next((item for item in self._items if draft in item.drafts), None)
        if post is None or item is None:
            return None
        return self._of_post(item, post, draft.title, frozenset())

    def _of_post(self, item: _Item, post: PostTitle, title: Token, seen: frozenset[int]) -> Place | None:
        if not post.units and post.rank in _BUREAU_RANKS:
            return self._bureau
        known = [place for place in [*self._units.values(), self._bureau] if place]
        if place := named(post, known):
            return place
        around = self._around(item, seen)
        if around and post.rank in _HIGH_RANKS:
            around = self._department(around)
        if post.heads and around:
            return around.below(post.units[0], title.passage.squeeze())
        return around

    def _around(self, item: _Item, seen: frozenset[int]) -> Place | None:
        """Return the unit that holds for all of an item."""
        if item.units and (own := self._units.get(item.units[-1][0])):
            return own
        if item.is_bureau:
            return self._bureau
        if item.in_table:
            return self._row(item)
        band, line = self._band(item), self._line(item, seen)
        if band and line and band.path != line.path:
            shorter, longer = sorted((band, line), key=lambda place: len(place.path))
            return longer if longer.path[: len(shorter.path)] == shorter.path else None
        return band or line

    def _row(self, item: _Item) -> Place | None:
        """Return the unit that a ruled table names in the item's row: the last one, where there are several."""
        beside = [other for other in self._items if other.units and one_row(item.frame, other.frame)]
        last = max(beside, key=lambda other: other.box.x0, default=None)
        return self._units.get(last.units[-1][0]) if last else None

    def _line(self, item: _Item, seen: frozenset[int]) -> Place | None:
        """Return the unit of what the item hangs under."""
        index = self._items.index(item)
        above = self._above.get(index)
        if above is None or above in seen:
            return None
        upper = self._items[above]
        if upper.drafts and (title := upper.drafts[0].title).title:
            return self._of_post(upper, title.title.posts[0], title, seen | {index})
        return self._around(upper, seen | {index})

    def _band(self, item: _Item) -> Place | None:
        """Return the unit whose name stands in the smallest frame around the item, or nearest over it."""
        middle = ((item.box.x0 + item.box.x1) / 2, (item.box.top + item.box.bottom) / 2)
        bands = [other for other in self._items if other.units and not other.drafts and not other.in_table]
        for rect in self._rects:
            if rect.contains(*middle) and rect != item.box and _larger(rect, item.box):
                inside = [band for band in bands if rect.contains(band.box.x0 + 1, band.box.top + 1)]
                if inside:
                    bands = inside
                    break
        over = [band for band in bands if band.box.bottom <= item.box.top + _LEVEL and _one_column(item.box, band.box)]
        nearest = max(over, key=lambda band: band.box.bottom, default=None)
        return self._units.get(nearest.units[-1][0]) if nearest else None

    def _department(self, place: Place) -> Place:
        """Return the department around a division: a 部長 or 理事 stands in none of its divisions."""
        for unit in self._units.values():
            if unit and unit.path == place.path[:2] and len(place.path) > 2:
                return unit
        return place

    def _unit(self, token: Token) -> Place | None:
        """Settle where a unit that the page names stands."""
        if token in self._units:
            return self._units[token]
        self._units[token] = None
        item, name = next((item, name) for item in self._items for other, name in item.units if other is token)
        level = level_of(name)
        parent, certainty = self._parent(item, token, level)
        text = name.name.text
        if parent and parent.path[-1] == text:
            parent = Place(parent.path[:-1], parent.evidence, parent.certainty) if len(parent.path) > 1 else None
        place = parent.below(text, name.name, certainty) if parent else Place((text,), name.name, certainty)
        self._units[token] = place
        return place

    def _parent(self, item: _Item, token: Token, level: int) -> tuple[Place | None, Certainty]:
        tokens = [other for other, _ in item.units]
        before = [(o, n) for o, n in item.units[: tokens.index(token)] if level_of(n) < level]
        if before:
            return self._unit(before[-1][0]), "stated"
        if level <= DEPARTMENT:
            return self._bureau, "stated"
        if drawn := self._drawn_above(item, token):
            return drawn, "stated"
        higher = [
            (other, inner)
            for other in self._items
            for inner, name in other.units
            if level_of(name) < level and other is not item
        ]
        over = [(o, t) for o, t in higher if o.box.bottom <= item.box.top + _LEVEL and _within(item.box, o.box)]
        if over:
            nearest = max(over, key=lambda pair: pair[0].box.bottom)
            return self._unit(nearest[1]), "stated"
        left = [(o, t) for o, t in higher if o.box.top <= item.box.top + _LEVEL and o.box.x1 <= item.box.x0 + 1]
        if left:
            nearest = max(left, key=lambda pair: (pair[0].box.top, pair[0].box.x0))
            return self._unit(nearest[1]), "inferred"
        return self._bureau, "inferred"

    def _drawn_above(self, item: _Item, token: Token) -> Place | None:
        """Return the unit that lines lead to, from the unit's own box or from the box of its head."""
        text = next(name.name.text for other, name in item.units if other is token)
        for other in (item, *(i for i in self._items if any(_heads(draft, text) for draft in i.drafts))):
            place = self._line(other, frozenset())
            if place and text not in place.path:
                return place
        return None


def _heads(draft: Draft, unit: str) -> bool:
    title = draft.title.title
    return bool(title and title.posts[0].heads and title.posts[0].units[0] == unit)


def _within(inner: BBox, outer: BBox) -> bool:
    return outer.x0 - 1 <= (inner.x0 + inner.x1) / 2 <= outer.x1 + 1


def _one_column(item: BBox, band: BBox) -> bool:
    """Tell whether words under a band belong to its column: within its width, or set under it with a small indent."""
    indent = item.x0 - band.x0
    return shared(item, band) > 0.5 or -_LEVEL <= indent <= _INDENT * (band.bottom - band.top)


def _larger(rect: BBox, box: BBox) -> bool:
    return (rect.x1 - rect.x0) * (rect.bottom - rect.top) > 1.1 * (box.x1 - box.x0) * (box.bottom - box.top)


def _items(sheet: Sheet, drafts: Sequence[Draft], bureau: Place | None) -> Iterator[_Item]:
    titles = {draft.title: draft for draft in drafts}
    for frame in sheet.frames:
        units = unit_tokens(frame.tokens, bureau)
        inside = tuple(titles[token] for token in frame.tokens if token in titles)
        yield _Item(frame.box, True, tuple(units), inside, _names_bureau(frame.tokens, bureau), frame)
    for token in sheet.free:
        if token in titles and token.box:
            draft = titles[token]
            box = token.box.union(draft.holder.box) if draft.holder and draft.holder.box else token.box
            yield _Item(box, False, (), (draft,))
        elif token.box and _names_bureau((token,), bureau):
            yield _Item(token.box, False, (), (), is_bureau=True)
    for group in _bands(unit_tokens(sheet.free, bureau)):
        boxes = [token.box for token, _ in group if token.box]
        if boxes:
            yield _Item(reduce(BBox.union, boxes), False, tuple(group), ())


def _names_bureau(tokens: Sequence[Token], bureau: Place | None) -> bool:
    return bureau is not None and any(
        token.kind == "unit" and (name := unit_name(token.passage)) and name.name.text == bureau.path[0]
        for token in tokens
    )


def _bands(named_units: Sequence[tuple[Token, UnitName]]) -> list[list[tuple[Token, UnitName]]]:
    """Group what stands side by side as one band, such as ≪部≫ 〈課〉: each a step lower than the one before."""
    groups: list[list[tuple[Token, UnitName]]] = []
    for token, name in named_units:
        if groups and token.box and (last := groups[-1][-1]) and last[0].box:
            near = token.box.x0 - last[0].box.x1 < 3 * (token.box.bottom - token.box.top)
            level = abs(token.box.top - last[0].box.top) < _LEVEL
            if near and level and token.box.x0 > last[0].box.x0 and level_of(last[1]) < level_of(name):
                groups[-1].append((token, name))
                continue
        groups.append([(token, name)])
    return groups
