"""Pairs titles and names by where they stand on the page.

A title and a name can belong together when they are neighbours: on one row with nothing between, or one right under
the other. They are a pair where all their neighbours, and the neighbours of these, can be paired in one direction, in
one way, and not at all in the other. A run of titles over a run of names, or a gap in a column, leaves its ends open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kokusai_extract.model.source import BBox
from kokusai_extract.sections.chart.blocks import Block, Draft, pair_block
from kokusai_extract.sections.chart.columns import shared
from kokusai_extract.sections.chart.layout import Frame, Sheet, one_row
from kokusai_extract.sections.chart.words import Token

_ROW_REACH = 40.0
"""A name stands at most so many line heights beside its title."""
_CLOSER = 2.0
"""Of two neighbours on a row, one more than so many times as far is none."""
_UNDER = 0.9
"""A name under its title begins within so many line heights of it."""
_NEAR = 5.0
"""An extension so many line heights beside a post may be its own though another post stands right over it."""
_TOUCH = 2.0
_LARGEST = 24

_POSTS = frozenset({"title", "name", "mark", "vacant"})

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
    free = [draft for strip in sheet.strips for draft in _by_line(strip)]
    settled = {t for draft in free if draft.holder or draft.mark for t in (draft.title, draft.holder, draft.mark) if t}
    nodes = [node for frame, block in zip(sheet.frames, blocks, strict=True) for node in _open_nodes(frame, block)]
    nodes += [
        _Node(token, token.box) for token in sheet.free if token.kind in _POSTS and token.box and token not in settled
    ]
    walls = [frame.box for frame in sheet.frames] + [token.box for token in settled if token.box]
    pairs = dict(_match(nodes, list(_edges(nodes, walls))))
    given = {name.token for name in pairs.values()} | settled
    blocks = [
        replace(
            block,
            drafts=tuple(_paired(draft, pairs) for draft in block.drafts),
            names=tuple(name for name in block.names if name not in given),
            rest=tuple(token for token in block.rest if token not in given),
        )
        for block in blocks
    ]
    names = tuple(token for token in sheet.free if token.kind == "name" and token not in given)
    used = {draft.phone for draft in free}
    phones = [token for token in sheet.free if token.kind == "phone" and token not in used]
    words = [*sheet.free, *(token for frame in sheet.frames for token in frame.tokens)]
    blocks = _with_cells(sheet.frames, blocks)
    blocks, free, left = _with_phones(blocks, [_paired(draft, pairs) for draft in free], phones, words)
    rest = tuple(
        token for token in sheet.free if token.kind in {"unit", "note", "other", "mark"} and token not in given
    )
    return (*blocks, Block(tuple(free), names, left, rest))


def _by_line(strip: Sequence[Token]) -> Iterator[Draft]:
    """Yield the posts of a column of words; a line that reads title, name, title, name … states its pairs."""
    lines: dict[int, list[Token]] = {}
    for token in strip:
        lines.setdefault(token.line, []).append(token)
    for line in lines.values():
        posts = [token for token in line if token.kind in {"title", "name", "vacant"}]
        kinds = "".join("T" if token.kind == "title" else "N" for token in posts)
        alone = kinds == "T" and any(token.kind in {"mark", "phone"} for token in line)
        if alone or (kinds and kinds == "TN" * (len(kinds) // 2)):
            yield from pair_block(line, framed=True).drafts
        else:
            yield from (Draft(token) for token in posts if token.kind == "title")


def _paired(draft: Draft, pairs: Mapping[Token, _Node]) -> Draft:
    node = pairs.get(draft.title)
    if node is None:
        return draft
    if node.token.kind == "mark":
        return replace(draft, mark=node.token)
    return replace(draft, holder=node.token, certainty="stated")


def _open_nodes(frame: Frame, block: Block) -> Iterator[_Node]:
    """Yield what a box holds alone: one title that has no name, or one name (or vacancy)."""
    titles = [draft.title for draft in block.drafts if draft.holder is None and not draft.held_elsewhere]
    names = [*block.names, *(token for token in block.rest if token.kind in {"vacant", "mark"})]
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
    height = min(title.token.height, name.token.height)
    if shared(title.box, name.box, vertical=True) > 0.5:
        reach = _ROW_REACH * height
        return "row" if -_TOUCH <= _distance(title.box, name.box, "row") <= reach else None
    if shared(title.box, name.box) > 0.5:
        limit = _TOUCH if title.frame and name.frame else _UNDER * height
        return "column" if _distance(title.box, name.box, "column") <= limit else None
    return None


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


def _match(nodes: Sequence[_Node], edges: Sequence[_Edge]) -> Iterator[tuple[Token, _Node]]:
    """Yield title and name of each pair."""
    for component in _components(edges):
        ways = [list(_perfect(component, direction)) for direction in ("row", "column")]
        if sorted(map(len, ways)) != [0, 1]:
            continue
        for edge in next(way for way in ways if way)[0]:
            if edge.direction == "row" or not _in_run(edge, nodes, edges):
                yield edge.title.token, edge.name


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


def _perfect(component: Sequence[_Edge], direction: Direction) -> Iterator[tuple[_Edge, ...]]:
    """Yield the ways (at most two) to give every title and name one partner in one direction."""
    edges = [edge for edge in component if edge.direction == direction]
    titles = list(dict.fromkeys(edge.title for edge in component))
    names = {edge.name for edge in component}
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
    height = edge.title.token.height
    for node in nodes:
        if node in partners or node.frame or edge.title.frame:
            continue
        for end, other in ((upper, node), (node, lower)):
            first, second = (other, end) if end is upper else (lower, node)
            near = -height <= second.box.top - first.box.bottom <= _UNDER * height and second.box.top > first.box.top
            if near and shared(first.box, second.box) > 0.5 and first.is_title == second.is_title:
                return True
    return False


def _with_cells(frames: Sequence[Frame], blocks: Sequence[Block]) -> list[Block]:
    """Give an extension in a cell of its own to the one post of its row in a ruled table."""
    given: dict[Draft, Token] = {}
    for frame, block in zip(frames, blocks, strict=True):
        if frame.table is None or len(block.phones) != 1 or block.drafts or block.names:
            continue
        posts = [
            draft for other, part in zip(frames, blocks, strict=True) if one_row(frame, other) for draft in part.drafts
        ]
        if len(posts) == 1 and posts[0].phone is None and posts[0] not in given:
            given[posts[0]] = block.phones[0]
    return [
        replace(
            block,
            drafts=tuple(replace(draft, phone=given.get(draft, draft.phone)) for draft in block.drafts),
            phones=tuple(phone for phone in block.phones if phone not in given.values()),
        )
        for block in blocks
    ]


def _with_phones(
    blocks: Sequence[Block], free: Sequence[Draft], phones: Sequence[Token], words: Sequence[Token]
) -> tuple[list[Block], list[Draft], tuple[Token, ...]]:
    """Give each extension outside of boxes to the one post that it stands beside or under."""
    drafts = [draft for block in blocks for draft in block.drafts] + list(free)
    drafts = [draft for draft in drafts if draft.phone is None]
    claims: dict[Token, list[Draft]] = {}
    for phone in phones:
        reached = {draft: way for draft in drafts if (way := _beside(draft, phone, words))}
        under = [draft for draft, way in reached.items() if way == "column"]
        near = [draft for draft, way in reached.items() if way == "row"]
        if any(word.kind in _POSTS and _is_under(word, phone) for word in words):
            near = [draft for draft in near if _is_near(draft, phone)]
        claims[phone] = under + near
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


def _last(draft: Draft) -> Token:
    """Return the word of a post that its extension follows."""
    return draft.holder or draft.mark or draft.title


def _is_near(draft: Draft, phone: Token) -> bool:
    last = _last(draft)
    return bool(last.box and phone.box) and phone.box.x0 - last.box.x1 <= _NEAR * last.height  # type: ignore[union-attr]


def _beside(draft: Draft, phone: Token, words: Sequence[Token]) -> Direction | None:
    """Tell whether the extension stands right of the post's last word with nothing between, or right under it."""
    last = _last(draft)
    if last.box is None or phone.box is None:
        return None
    height = last.height
    if shared(last.box, phone.box, vertical=True) > 0.5:
        gap = BBox(last.box.x1, max(last.box.top, phone.box.top), phone.box.x0, min(last.box.bottom, phone.box.bottom))
        free = not any(word.box and word is not last and _crosses(word.box, gap) for word in words)
        return "row" if 0 <= phone.box.x0 - last.box.x1 <= _ROW_REACH * height and free else None
    return "column" if _is_under(last, phone) else None


def _is_under(word: Token, phone: Token) -> bool:
    if word.box is None or phone.box is None or shared(word.box, phone.box) <= 0.5:
        return False
    return -0.4 * word.height <= phone.box.top - word.box.bottom <= _UNDER * word.height
