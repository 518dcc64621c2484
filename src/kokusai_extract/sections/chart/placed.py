"""A plain text whose columns are kept by spaces, taken as a page: what stands beside or under what.

Programs that lay text out (``pdftotext -layout``) keep each word's column. A line is one unit high, and a character as
wide as it shows: two for a wide one. What is paired so is inferred, since the heights of the page are lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.section import Section
from kokusai_extract.model.source import BBox
from kokusai_extract.sections.chart.blocks import Block, Draft
from kokusai_extract.sections.chart.columns import place, shared
from kokusai_extract.sections.chart.layout import Sheet, strips_of
from kokusai_extract.sections.chart.pairs import pair_sheet
from kokusai_extract.sections.chart.words import Token

_GAP = re.compile(r"[ 　]{3,}|　{2,}|[ 　]*[─-╿]+[ 　]*")
"""So much space parts columns (two spaces may stand inside a name), and so do the lines of a drawn box."""
_FEWEST_GAPS = 2
_CLOSE = 2
"""So many lines up or down, a word may belong to the same box."""
_POSTS = frozenset({"title", "name", "mark", "vacant"})


def by_place(section: Section, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the posts of a text by the places of its words, where that pairs more than ``blocks`` do.

    None where columns are not kept, or where a pair of theirs is contradicted.
    """
    known = _holders(blocks)
    placed = _read(section) if any(part.names for part in blocks) else ()
    found = _holders(placed)
    if len(found) <= len(known) or any(_start(found.get(title)) != _start(draft) for title, draft in known.items()):
        return ()
    return tuple(replace(part, drafts=tuple(_inferred(draft, known) for draft in part.drafts)) for part in placed)


def _read(section: Section) -> tuple[Block, ...]:
    heading = set(section.heading.starts) if section.heading else set()
    lines = [line for line in section.lines if heading.isdisjoint(line.passage.starts)]
    texts = [line.passage.text for line in lines]
    if any("\t" in text for text in texts) or sum(bool(_GAP.search(text.strip())) for text in texts) < _FEWEST_GAPS:
        return ()
    blocks: list[Block] = []
    for number in sorted({line.page.number for line in lines}):
        here = [line for line in lines if line.page.number == number]
        pieces = [piece for line in here for piece in _pieces(line.passage)]
        strips = tuple(tuple(map(_placed, strip)) for strip in strips_of(pieces, _follows))
        words = [token for strip in strips for token in strip]
        blocks += [_without_doubt(part, words) for part in pair_sheet(Sheet(here[0].page, (), strips))]
    return tuple(blocks)


def _without_doubt(part: Block, words: Sequence[Token]) -> Block:
    """Return the posts of a block without those partners that may be another's.

    Rows of several boxes run into each other, and blank lines get lost: a name (or a mark of 兼務) may stand on the
    line of another box's title, or a title right over the next box's name.
    """
    taken = {token for draft in part.drafts for token in (draft.holder, draft.mark) if token}
    taken |= {draft.title for draft in part.drafts if draft.holder or draft.mark}
    doubtful = {
        draft
        for draft in part.drafts
        for partner in (draft.holder, draft.mark)
        if partner and (_has_rivals(draft.title, partner, words) or _is_shifted(draft.title, partner, words, taken))
    }
    if not doubtful:
        return part
    names = [draft.holder for draft in part.drafts if draft in doubtful and draft.holder]
    left = replace(
        part,
        drafts=tuple(
            replace(draft, holder=None, certainty=None, mark=None) if draft in doubtful else draft
            for draft in part.drafts
        ),
        names=(*part.names, *(name for name in names if name.kind == "name")),
    )
    return _without_doubt(left, words)


def _has_rivals(title: Token, partner: Token, words: Sequence[Token]) -> bool:
    """Tell whether words of one line may each belong to words over or under them instead."""
    return _line(title) == _line(partner) and any(
        word not in (title, partner)
        and (word.kind == "title") == (one is partner)
        and word.kind in _POSTS
        and abs(_line(word) - _line(one)) <= _CLOSE
        and _in_column(word, one)
        for one in (title, partner)
        for word in words
    )


def _is_shifted(title: Token, partner: Token, words: Sequence[Token], taken: Collection[Token]) -> bool:
    """Tell whether what stands next above the two lacks a partner, and may as well be that of the upper one."""
    upper = min(title, partner, key=_line)
    above = [w for w in words if w.kind in _POSTS and _line(w) < _line(upper) and _in_column(w, upper)]
    if not above or _line(title) == _line(partner):
        return False
    nearest = max(above, key=_line)
    return nearest not in taken and (nearest.kind == "title") != (upper is title)


def _line(token: Token) -> float:
    return token.box.top if token.box else 0.0


def _in_column(one: Token, other: Token) -> bool:
    return one.box is not None and other.box is not None and shared(one.box, other.box) > 0


def _pieces(line: Passage) -> Iterator[tuple[Passage, BBox]]:
    for piece in line.split(_GAP):
        word = piece.strip()
        if word:
            yield word, place(word)


def _placed(token: Token) -> Token:
    return replace(token, box=place(token.passage), height=1.0)


def _follows(one: Passage, other: Passage) -> bool:
    """Tell whether a letter stands right under another."""
    return other.anchors()[0].line == one.anchors()[0].line + 1


def _holders(blocks: Sequence[Block]) -> dict[int, Draft]:
    """Return the posts that have a holder, by where their titles begin."""
    return {draft.title.passage.starts[0]: draft for part in blocks for draft in part.drafts if draft.holder}


def _start(draft: Draft | None) -> int | None:
    return draft.holder.passage.starts[0] if draft and draft.holder else None


def _inferred(draft: Draft, known: Mapping[int, Draft]) -> Draft:
    """Return a post as inferred from its place, unless its holder was known by other means."""
    if other := known.get(draft.title.passage.starts[0]):
        return replace(draft, certainty=other.certainty, reason=other.reason)
    return replace(draft, certainty="inferred", reason="place") if draft.holder else draft
