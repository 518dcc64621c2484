"""Pairs titles and names by where they stand on the page.

A title and a name can belong together when they are neighbours: on one row with nothing between, or one right under
the other. They are a pair only where the neighbourhoods leave one way to give every title its name; ``stated`` when
all of those neighbourhoods run in one direction, else ``inferred``. Runs of titles over runs of names give nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kokusai_extract.model.source import BBox
from kokusai_extract.sections.chart_blocks import Block, Draft, pair_block
from kokusai_extract.sections.chart_layout import Frame, Sheet, shared
from kokusai_extract.sections.chart_words import Token

_ROW_REACH = 20.0
"""A name stands at most so many line heights beside its title."""
_CLOSER = 2.0
"""Of two neighbours on a row, one more than so many times as far is none."""
_UNDER = 0.9
"""A name under its title begins within so many line heights of it."""
_TOUCH = 2.0
_LARGEST = 24

Direction = Literal["row", "column"]


@dataclass(frozen=True, slots=True, eq=False)
class _Node:
    """A title or name that has no partner in its own box, with the box that stands for it on the page."""

    token: Token
    box: BBox
    frame: Frame | None = None

    @property
    def is_title(self) -> bool:
        return self.token.kind == "title"


@dataclass(frozen=True, slots=True, eq=False)
class _Edge:
    title: _Node
    name: _Node
    direction: Direction
    length: float


def pair_sheet(sheet: Sheet) -> tuple[Block, ...]:
    """Return the posts of a page by box, the last block holding what stands outside of boxes."""
    blocks = [pair_block(frame.tokens, framed=True) for frame in sheet.frames]
    nodes = [node for frame, block in zip(sheet.frames, blocks, strict=True) for node in _open_nodes(frame, block)]
    nodes += [
        _Node(token, token.box) for token in sheet.free if token.kind in {"title", "name", "vacant"} and token.box
    ]
    walls = [frame.box for frame in sheet.frames]
    pairs = dict(_match(nodes, list(_edges(nodes, walls))))
    free = [Draft(token) for token in sheet.free if token.kind == "title"]
    given = {name.token for name, _ in pairs.values()}
    blocks = [
        replace(
            block,
            drafts=tuple(_paired(draft, pairs) for draft in block.drafts),
            names=tuple(name for name in block.names if name not in given),
        )
        for block in blocks
    ]
    names = tuple(token for token in sheet.free if token.kind == "name" and token not in given)
    phones = [token for token in sheet.free if token.kind == "phone"]
    drafts = [_paired(draft, pairs) for draft in free]
    words = [*sheet.free, *(token for frame in sheet.frames for token in frame.tokens)]
    blocks, drafts, left = _with_phones(blocks, drafts, phones, words)
    rest = tuple(token for token in sheet.free if token.kind in {"unit", "note", "other", "mark"})
    return (*blocks, Block(tuple(drafts), names, left, rest))


_Found = Mapping[Token, tuple[_Node, Direction | None]]


def _paired(draft: Draft, pairs: _Found) -> Draft:
    if draft.title not in pairs:
        return draft
    node, direction = pairs[draft.title]
    if direction is None:
        return replace(draft, holder=node.token, certainty="inferred", reason="order")
    return replace(draft, holder=node.token, certainty="stated")


def _open_nodes(frame: Frame, block: Block) -> Iterator[_Node]:
    """Yield what a box holds alone: one title that has no name, or one name (or vacancy)."""
    titles = [draft.title for draft in block.drafts if draft.holder is None and not draft.held_elsewhere]
    names = [*block.names, *(token for token in block.rest if token.kind == "vacant")]
    if len(titles) + len(names) == 1 and not any(draft.holder for draft in block.drafts):
        yield _Node((titles or names)[0], frame.box, frame)


def _edges(nodes: Sequence[_Node], walls: Sequence[BBox]) -> Iterator[_Edge]:
    rows = list(_neighbours(nodes, walls))
    for edge in rows:
        rivals = [
            other for other in rows if other is not edge and (other.title is edge.title or other.name is edge.name)
        ]
        if edge.direction == "column" or not any(edge.length > _CLOSER * max(other.length, 1.0) for other in rivals):
            yield edge


def _neighbours(nodes: Sequence[_Node], walls: Sequence[BBox]) -> Iterator[_Edge]:
    for title in nodes:
        if not title.is_title:
            continue
        for name in nodes:
            if name.is_title or not _may_meet(title, name):
                continue
            direction = _direction(title, name)
            if direction and not _between(title, name, nodes, walls, direction):
                yield _Edge(title, name, direction, _distance(title.box, name.box, direction))


def _may_meet(one: _Node, other: _Node) -> bool:
    """Two boxes belong together only where they touch in one ruled table."""
    if one.frame and other.frame:
        return one.frame.table is not None and one.frame.table is other.frame.table
    return True


def _direction(title: _Node, name: _Node) -> Direction | None:
    height = min(_height(title.token), _height(name.token))
    if shared(title.box, name.box, vertical=True) > 0.5:
        reach = _ROW_REACH * height
        return "row" if -_TOUCH <= _distance(title.box, name.box, "row") <= reach else None
    if shared(title.box, name.box) > 0.5:
        limit = _TOUCH if title.frame and name.frame else _UNDER * height
        return "column" if _distance(title.box, name.box, "column") <= limit else None
    return None


def _height(token: Token) -> float:
    return min((anchor.box.bottom - anchor.box.top for anchor in token.passage.anchors() if anchor.box), default=8.0)


def _distance(one: BBox, other: BBox, direction: Direction) -> float:
    if direction == "row":
        return max(one.x0, other.x0) - min(one.x1, other.x1)
    return max(one.top, other.top) - min(one.bottom, other.bottom)


def _between(one: _Node, other: _Node, nodes: Sequence[_Node], walls: Sequence[BBox], direction: Direction) -> bool:
    """Tell whether another title, name or box stands between the two."""
    if direction == "row":
        left, right = sorted((one.box, other.box), key=lambda box: box.x0)
        gap = BBox(left.x1, max(left.top, right.top), right.x0, min(left.bottom, right.bottom))
    else:
        upper, lower = sorted((one.box, other.box), key=lambda box: box.top)
        gap = BBox(max(upper.x0, lower.x0), upper.bottom, min(upper.x1, lower.x1), lower.top)
    own = {one.box, other.box}
    boxes = [node.box for node in nodes if node is not one and node is not other] + [w for w in walls if w not in own]
    return any(_crosses(box, gap) for box in boxes)


def _crosses(box: BBox, gap: BBox) -> bool:
    return box.x0 < gap.x1 and box.x1 > gap.x0 and box.top < gap.bottom and box.bottom > gap.top


def _match(nodes: Sequence[_Node], edges: Sequence[_Edge]) -> Iterator[tuple[Token, tuple[_Node, Direction | None]]]:
    """Yield title and name of each pair, and the direction that states it (None: inferred)."""
    for component in _components(edges):
        matchings = list(_perfect(component))
        if len(matchings) != 1:
            continue
        for edge in matchings[0]:
            directions = {other.direction for other in component}
            if edge.direction == "column" and _in_run(edge, nodes, edges):
                continue
            used = {other.direction for other in matchings[0]}
            yield edge.title.token, (edge.name, edge.direction if len(directions) == 1 or len(used) == 1 else None)


def _components(edges: Sequence[_Edge]) -> list[list[_Edge]]:
    left = list(edges)
    components = []
    while left:
        component = [left.pop()]
        ends = {component[0].title, component[0].name}
        while found := [edge for edge in left if edge.title in ends or edge.name in ends]:
            component += found
            ends |= {end for edge in found for end in (edge.title, edge.name)}
            left = [edge for edge in left if edge not in found]
        components.append(component)
    return components


def _perfect(edges: Sequence[_Edge]) -> Iterator[tuple[_Edge, ...]]:
    """Yield the ways (at most two) to give every title and name of these edges one partner."""
    titles = list(dict.fromkeys(edge.title for edge in edges))
    names = {edge.name for edge in edges}
    if len(titles) != len(names) or len(titles) > _LARGEST:
        return
    found = 0

    def search(index: int, taken: frozenset[_Node], chosen: tuple[_Edge, ...]) -> Iterator[tuple[_Edge, ...]]:
        nonlocal found
        if found > 1:
            return
        if index == len(titles):
            found += 1
            yield chosen
            return
        for edge in edges:
            if edge.title is titles[index] and edge.name not in taken:
                yield from search(index + 1, taken | {edge.name}, (*chosen, edge))

    yield from search(0, frozenset(), ())


def _in_run(edge: _Edge, nodes: Sequence[_Node], edges: Sequence[_Edge]) -> bool:
    """Tell whether a title without a partner stands right over this title, or such a name right under this name."""
    partners = {end for other in edges for end in (other.title, other.name)}
    upper, lower = sorted((edge.title, edge.name), key=lambda node: node.box.top)
    height = _height(edge.title.token)
    for node in nodes:
        if node in partners or node.frame or edge.title.frame:
            continue
        for end, other in ((upper, node), (node, lower)):
            first, second = (other, end) if end is upper else (lower, node)
            near = -height <= second.box.top - first.box.bottom <= _UNDER * height and second.box.top > first.box.top
            if near and shared(first.box, second.box) > 0.5 and first.is_title == second.is_title:
                return True
    return False


def _with_phones(
    blocks: Sequence[Block], free: Sequence[Draft], phones: Sequence[Token], words: Sequence[Token]
) -> tuple[list[Block], list[Draft], tuple[Token, ...]]:
    """Give each extension outside of boxes to the one post that it stands beside or under."""
    drafts = [draft for block in blocks for draft in block.drafts if draft.phone is None] + list(free)
    claims: dict[Token, list[Draft]] = {phone: [d for d in drafts if _beside(d, phone, words)] for phone in phones}
    given: dict[Draft, Token] = {}
    for phone, owners in claims.items():
        rivals = [other for other, others in claims.items() if other is not phone and set(others) & set(owners)]
        if len(owners) == 1 and not rivals:
            given[owners[0]] = phone

    def settled(draft: Draft) -> Draft:
        return replace(draft, phone=given[draft]) if draft in given else draft

    left = tuple(phone for phone in phones if phone not in given.values())
    return (
        [replace(block, drafts=tuple(settled(draft) for draft in block.drafts)) for block in blocks],
        [settled(draft) for draft in free],
        left,
    )


def _beside(draft: Draft, phone: Token, words: Sequence[Token]) -> bool:
    """Tell whether the extension stands right of the post's last word with nothing between, or right under it."""
    last = draft.holder or draft.title
    if last.box is None or phone.box is None:
        return False
    height = _height(last)
    if shared(last.box, phone.box, vertical=True) > 0.5:
        gap = BBox(last.box.x1, max(last.box.top, phone.box.top), phone.box.x0, min(last.box.bottom, phone.box.bottom))
        free = not any(word.box and word is not last and _crosses(word.box, gap) for word in words)
        return 0 <= phone.box.x0 - last.box.x1 <= _ROW_REACH * height and free
    return shared(last.box, phone.box) > 0.5 and -0.4 * height <= phone.box.top - last.box.bottom <= _UNDER * height
