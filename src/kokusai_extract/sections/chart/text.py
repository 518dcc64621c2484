"""A chart's plain text: blocks of lines, and what may be put together across them.

What stands in one block is paired there. Across blocks only what is left open is put together, and only where one way
is left: a run of titles right before a run of as many names; then the one title and the one name that remain. Where the
text keeps the columns of its page, what they leave open is told by its place.
An extension in a block of its own belongs to the post before it, or to the one after it, as the whole text has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, repeat

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Rank
from kokusai_extract.model.section import Section, SourceLine
from kokusai_extract.sections.chart.blocks import Block, Draft, Reason, pair_block
from kokusai_extract.sections.chart.letters import upright_words
from kokusai_extract.sections.chart.placed import by_place
from kokusai_extract.sections.chart.words import Token, block, means_something, read_block
from kokusai_extract.sections.text import joined

_BRANCH = re.compile(r"[─-╿]+")
"""Box drawing characters: ├─, └─, │ and their kin."""
_FEWEST = 3
"""So many times a pattern must hold before it is one."""


@dataclass(frozen=True, slots=True)
class TextChart:
    """The blocks of a text after all that can be put together was. ``by_order`` are extensions placed by order."""

    blocks: tuple[Block, ...]
    by_order: tuple[Token, ...]


def read_text_chart(section: Section) -> TextChart:
    """Read the lines of a section that was no PDF, without its heading."""
    blocks = []
    for lines in _blocks(section):
        words = upright_words([_without_branches(line.passage) for line in lines], means_something)
        blocks.append(pair_block(read_block(block(words)), framed=False))
    blocks, by_order = _place_phones(_names_first(blocks))
    if not any(_lacks_holder(draft) and part.names for part in blocks for draft in part.drafts):
        blocks = _pair_last(_pair_turns(_pair_runs(blocks)))
    if placed := by_place(section, blocks):
        return TextChart(placed, ())
    return TextChart(tuple(blocks), by_order)


def _blocks(section: Section) -> Iterator[list[SourceLine]]:
    """Yield lines that follow each other without a blank line between."""
    heading = section.heading
    current: list[SourceLine] = []
    for line in section.lines:
        is_heading = heading is not None and not set(heading.starts).isdisjoint(line.passage.starts)
        blank = not _BRANCH.sub("", line.passage.text).strip() or is_heading
        torn = current and (line.page is not current[-1].page or line.line.number != current[-1].line.number + 1)
        if current and (blank or torn):
            yield current
            current = []
        if not blank:
            current.append(line)
    if current:
        yield current


def _without_branches(line: Passage) -> Passage:
    """Return a line without the branches of a tree drawn with characters; words on both sides stay apart."""
    parts = [part for part in (part.strip() for part in line.split(_BRANCH)) if part]
    return joined(parts) if len(parts) > 1 else parts[0]


def _place_phones(blocks: Sequence[Block]) -> tuple[list[Block], tuple[Token, ...]]:
    """Give each extension that is a block of its own to the post before it (or after it)."""
    alone = [i for i, part in enumerate(blocks) if _is_phone(part)]
    if not alone:
        return list(blocks), ()
    ways = []
    for step in (-1, 1):
        owners = {i + step: i for i in alone}
        if len(owners) == len(alone) and all(0 <= at < len(blocks) and _wants_phone(blocks[at]) for at in owners):
            ways.append(owners)
    ways = [owners for owners in ways if _by_rank(blocks, owners)]
    if len(ways) != 1:
        return list(blocks), ()
    placed = []
    for i, part in enumerate(blocks):
        if i in ways[0]:
            (draft,) = part.drafts
            placed.append(replace(part, drafts=(replace(draft, phone=blocks[ways[0][i]].phones[0]),)))
        else:
            placed.append(replace(part, phones=()) if i in alone else part)
    return placed, tuple(blocks[i].phones[0] for i in alone)


def _is_phone(part: Block) -> bool:
    return len(part.phones) == 1 and not (part.drafts or part.names or part.rest)


def _wants_phone(part: Block) -> bool:
    return len(part.drafts) == 1 and not part.names and not part.phones and part.drafts[0].phone is None


def _by_rank(blocks: Sequence[Block], owners: dict[int, int]) -> bool:
    """Tell whether the extensions would go by rank: every post of a rank has one, or none has."""
    having: set[Rank | None] = set()
    lacking: set[Rank | None] = set()
    for i, part in enumerate(blocks):
        for draft in part.drafts:
            rank = draft.title.title.posts[0].rank if draft.title.title else None
            (having if i in owners or draft.phone else lacking).add(rank)
    return having.isdisjoint(lacking)


def _is_open(part: Block) -> bool:
    return any(_lacks_holder(draft) for draft in part.drafts) or bool(part.names)


def _lacks_holder(draft: Draft) -> bool:
    return draft.holder is None and not draft.held_elsewhere


def _pair_runs(blocks: Sequence[Block]) -> list[Block]:
    """Pair a stretch of blocks that is nothing but open titles followed by as many open names, in order."""
    result = list(blocks)
    start = 0
    for is_bare, group in groupby(blocks, key=_is_bare):
        size = len(list(group))
        stretch = result[start : start + size]
        shape = "".join("T" * len(part.drafts) + "N" * len(part.names) for part in stretch)
        if is_bare and re.fullmatch(r"TT+NN+", shape) and shape.count("T") == shape.count("N"):
            names = iter([name for part in stretch for name in part.names])
            result[start : start + size] = [_fill(part, names, "order") for part in stretch]
        start += size
    return result


def _names_first(blocks: Sequence[Block]) -> list[Block]:
    """Pair names and titles, where every block that holds any reads name, title, name, title.

    Stated is what stands in a block of its own, one name and one title; of several the order tells.
    """
    posts = [part for part in blocks if part.drafts or part.names]
    if sum(len(part.drafts) for part in posts) < _FEWEST or not all(_is_name_first(part) for part in posts):
        return list(blocks)
    return [_with_names_ahead(part) if part in posts else part for part in blocks]


def _is_name_first(part: Block) -> bool:
    if not all(_lacks_holder(draft) for draft in part.drafts):
        return False
    places = [(draft.title.passage.starts[0], "T") for draft in part.drafts]
    places += [(name.passage.starts[0], "N") for name in part.names]
    return "".join(kind for _, kind in sorted(places)) == "NT" * len(part.drafts)


def _with_names_ahead(part: Block) -> Block:
    alone = len(part.drafts) == 1
    drafts = tuple(
        replace(draft, holder=name, certainty="stated" if alone else "inferred", reason=None if alone else "order")
        for draft, name in zip(part.drafts, part.names, strict=True)
    )
    return replace(part, drafts=drafts, names=())


def _pair_turns(blocks: Sequence[Block]) -> list[Block]:
    """Pair titles and names in blocks of their own, where all open ones take turns, each name behind its title."""
    opened = [i for i, part in enumerate(blocks) if _is_open(part)]
    turns = list(zip(opened[::2], opened[1::2], strict=False))
    if (
        len(opened) < _FEWEST
        or len(opened) % 2
        or any(
            name != title + 1 or not _is_single(blocks[title], "T") or not _is_single(blocks[name], "N")
            for title, name in turns
        )
    ):
        return list(blocks)
    result = list(blocks)
    for title, name in turns:
        result[title] = _fill(blocks[title], repeat(blocks[name].names[0]), "order")
        result[name] = replace(blocks[name], names=())
    return result


def _is_single(part: Block, kind: str) -> bool:
    return _is_bare(part) and (len(part.drafts), len(part.names)) == ((1, 0) if kind == "T" else (0, 1))


def _is_bare(part: Block) -> bool:
    """Tell whether a block is nothing but titles without a name, or nothing but names."""
    if part.rest or part.phones or (part.drafts and part.names):
        return False
    return bool(part.names) or (bool(part.drafts) and all(_lacks_holder(d) and d.phone is None for d in part.drafts))


def _pair_last(blocks: Sequence[Block]) -> list[Block]:
    """Pair the one open title with the one open name, where nothing else in the text is unread."""
    drafts = [draft for part in blocks for draft in part.drafts if _lacks_holder(draft)]
    names = [name for part in blocks for name in part.names]
    unread = any(token.kind in {"other", "vacant"} for part in blocks for token in part.rest)
    if len(drafts) != 1 or len(names) != 1 or unread:
        return list(blocks)
    return [_fill(part, repeat(names[0]), "elimination") for part in blocks]


def _fill(part: Block, names: Iterator[Token], reason: Reason) -> Block:
    """Give the open titles of a block their names, and take from it the names it gave away."""
    drafts = tuple(
        replace(draft, holder=next(names), certainty="inferred", reason=reason) if _lacks_holder(draft) else draft
        for draft in part.drafts
    )
    return replace(part, drafts=drafts, names=())
