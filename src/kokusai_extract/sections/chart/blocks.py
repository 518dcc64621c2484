"""Pairs titles and names inside one block of words: what a box holds, or lines of a text that follow each other.

``stated`` is a pair only where the whole block reads one way: title, name, title, name … without a gap. A block that
reads so in part, or whose titles and names stand in runs, gives pairs that are ``inferred``; any other block none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, zip_longest
from typing import Literal

from kokusai_extract.model.evidence import Certainty
from kokusai_extract.model.source import BBox
from kokusai_extract.sections.chart.columns import place, shared
from kokusai_extract.sections.chart.words import Token
from kokusai_extract.values.titles import PostTitle, read_mark

_REST = frozenset({"unit", "note", "other", "mark", "vacant"})

Reason = Literal["line", "order", "columns", "place", "elimination", "concurrent"]


_Partner = tuple[Token, Certainty, Reason | None]
_Pair = tuple["Draft", _Partner]


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A post as read so far: its title, and what was found to belong to it.

    ``holder`` is a name or a vacancy. ``reason`` tells what an inferred holder rests on.
    """

    title: Token
    holder: Token | None = None
    certainty: Certainty | None = None
    reason: Reason | None = None
    phone: Token | None = None
    mark: Token | None = None

    @property
    def held_elsewhere(self) -> PostTitle | None:
        """The post whose holder holds this one too, by a mark such as <副局長兼務>."""
        marks = self.title.title.marks if self.title.title else ()
        own = read_mark(self.mark.text) if self.mark else None
        return next((mark.post for mark in (*marks, *([own] if own else [])) if mark.post), None)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A block read: its posts, the names and extensions that belong to none of them, and the rest of its words."""

    drafts: tuple[Draft, ...]
    names: tuple[Token, ...]
    phones: tuple[Token, ...]
    rest: tuple[Token, ...]
    framed: bool = False


def pair_block(tokens: Sequence[Token], *, framed: bool) -> Block:
    """Pair the titles and names of a block. ``framed``: one box holds it, so that all of it belongs together."""
    marks = dict(_marks(tokens))
    drafts = [Draft(token, mark=marks.get(token)) for token in tokens if token.kind == "title"]
    if framed and len(drafts) == 1 and drafts[0].mark is None:
        drafts = [replace(drafts[0], mark=next((token for token in tokens if token.kind == "mark"), None))]
    names = [token for token in tokens if token.kind in {"name", "vacant"}]
    loose = [token for token in tokens if token.kind == "mark" and token not in {draft.mark for draft in drafts}]
    pairs = dict(_pairs(drafts, names, loose, framed))
    result = [_with_partner(draft, pairs[draft]) if draft in pairs else draft for draft in drafts]
    paired = {draft.holder for draft in result if draft.holder}
    result, phones = _with_phones(result, tokens, framed)
    used = paired | {draft.mark for draft in result if draft.mark}
    return Block(
        tuple(result),
        tuple(name for name in names if name not in paired and name.kind == "name"),
        phones,
        tuple(token for token in tokens if token.kind in _REST and token not in used),
        framed,
    )


def _with_partner(draft: Draft, partner: _Partner) -> Draft:
    token, certainty, reason = partner
    if token.kind == "mark":
        return replace(draft, mark=token)
    return replace(draft, holder=token, certainty=certainty, reason=reason)


def _marks(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield each title with the mark that follows it at once: on its line, or on the next where it stands alone."""
    counts = Counter(token.line for token in tokens)
    for one, other in pairwise(tokens):
        near = one.line == other.line or (
            counts[one.line] == 1 and other.line == one.line + 1 and shared(_place(one), _place(other)) > 0
        )
        if (one.kind, other.kind) == ("title", "mark") and near:
            yield one, other


def _place(token: Token) -> BBox:
    return token.box or place(token.passage)


def _pairs(drafts: Sequence[Draft], names: Sequence[Token], marks: Sequence[Token], framed: bool) -> Iterator[_Pair]:
    if not drafts or not names:
        return
    places = {token: token.passage.starts[0] for token in [*(draft.title for draft in drafts), *names]}
    first_name = min(places[name] for name in names)
    by_title = {draft.title: draft for draft in drafts}
    for open_drafts in (drafts, [draft for draft in drafts if not draft.held_elsewhere]):
        order = sorted([*(draft.title for draft in open_drafts), *names], key=places.__getitem__)
        kinds = "".join("T" if token.kind == "title" else "N" for token in order)
        if kinds == "TN" * len(names) or (framed and kinds == "NT" * len(names)):
            for one, other in zip(order[::2], order[1::2], strict=True):
                title, name = (one, other) if one.kind == "title" else (other, one)
                yield by_title[title], (name, "stated", None)
            return
    every = sorted([*(draft.title for draft in drafts), *names, *marks], key=lambda token: token.passage.starts[0])
    lines = {key: list(group) for key, group in groupby(every, key=lambda token: token.line)}
    shapes = ["".join("T" if token.kind == "title" else "N" for token in group) for group in lines.values()]
    if not marks and all(shape in {"T", "TN"} for shape in shapes):
        for line in lines.values():
            if len(line) == 2:
                yield by_title[line[0]], (line[1], "stated" if framed else "inferred", "line")
    elif all(shape == shape[0] * len(shape) for shape in shapes) and any(len(shape) > 1 for shape in shapes):
        yield from _columns(list(lines.values()), by_title)
    elif max(map(len, shapes)) == 1 and open_drafts and places[open_drafts[0].title] < first_name:
        yield from _runs(order, by_title)


def _columns(lines: Sequence[Sequence[Token]], by_title: dict[Token, Draft]) -> Iterator[_Pair]:
    """Pair a line of titles with the line of as many names below it, one by one.

    Not where another line of titles stands over it, or another one of names under it.
    """
    kinds = ["T" if line[0].kind == "title" else "N" for line in lines]
    for i, (above, below) in enumerate(pairwise(lines)):
        alone = (kinds[:i] or ["N"])[-1] == "N" and (kinds[i + 2 :] or ["T"])[0] == "T"
        if alone and (kinds[i], kinds[i + 1]) == ("T", "N") and len(above) == len(below) > 1:
            for title, name in zip(above, below, strict=True):
                if name.kind != "mark":
                    yield by_title[title], (name, "inferred", "columns")


def _runs(order: Sequence[Token], by_title: dict[Token, Draft]) -> Iterator[_Pair]:
    """Pair a run of titles with a run of as many names behind it, in order, where all of the block is such runs."""
    runs = [list(group) for _, group in groupby(order, key=lambda token: token.kind == "title")]
    if len(runs) % 2 or any(len(one) != len(other) for one, other in zip(runs[::2], runs[1::2], strict=True)):
        return
    for titles, holders in zip(runs[::2], runs[1::2], strict=True):
        for title, name in zip(titles, holders, strict=True):
            yield by_title[title], (name, "inferred", "order")


def _with_phones(
    drafts: Sequence[Draft], tokens: Sequence[Token], framed: bool
) -> tuple[list[Draft], tuple[Token, ...]]:
    """Give each post the one extension behind it, or the only one of its box; return the others too."""
    phones = [token for token in tokens if token.kind == "phone"]
    if framed and len(drafts) == 1 and len(phones) == 1:
        return [replace(drafts[0], phone=phones[0])], ()
    result = []
    for draft, following in zip_longest(drafts, drafts[1:]):
        last = draft.mark or draft.holder or draft.title
        if draft.holder and draft.mark:
            last = max(draft.holder, draft.mark, key=lambda token: token.passage.starts[0])
        start = last.passage.starts[0]
        end = following.title.passage.starts[0] if following else float("inf")
        mine = [phone for phone in phones if start < phone.passage.starts[0] < end]
        sure = len(mine) == 1 and (draft.holder is None or draft.certainty == "stated")
        result.append(replace(draft, phone=mine[0]) if sure else draft)
    given = {draft.phone for draft in result}
    return result, tuple(phone for phone in phones if phone not in given)
