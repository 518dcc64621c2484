"""From drafts to seats: chains of posts, 兼務 and 事務取扱, and how each holder was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.chart.blocks import Draft
from kokusai_extract.sections.chart.words import Token
from kokusai_extract.sections.staff import Holder, Seat
from kokusai_extract.values.titles import Mark, PostTitle, outranks

_CODES = {
    "line": "people-paired-by-line",
    "order": "people-paired-by-order",
    "columns": "people-paired-by-columns",
    "place": "people-paired-by-place",
    "elimination": "people-paired-by-elimination",
    "concurrent": "people-held-concurrently",
}


def seats_of(
    drafts: Sequence[Draft], units: Mapping[Draft, Sourced[str]], by_order: Sequence[Token] = ()
) -> tuple[list[Seat], list[Finding]]:
    """Return the posts of a chart. ``units`` are those of each draft's first post; ``by_order`` extensions placed so.

    A post marked as held by the holder of another one gets that holder, ``inferred``, where one post has that title.
    """
    settled = [_concurrent(draft, drafts) for draft in drafts]
    seats = [seat for draft, old in zip(settled, drafts, strict=True) for seat in _seats(draft, units.get(old), drafts)]
    findings = [finding for draft in settled for finding in _how(draft)]
    return [replace(seat, phone=_ordered(seat, by_order)) for seat in seats], findings


def _concurrent(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    if draft.holder is not None or draft.held_elsewhere is None:
        return draft
    wanted = draft.held_elsewhere.text
    holders = [other for other in drafts if other.holder and other.holder.holder and _has_title(other, wanted)]
    if len(holders) != 1 or holders[0].certainty is None:
        return draft
    return replace(draft, holder=holders[0].holder, certainty="inferred", reason="concurrent")


def _has_title(draft: Draft, text: str) -> bool:
    posts = draft.title.title.posts if draft.title.title else ()
    return any(post.text == text or (post.text.endswith(text) and not post.heads) for post in posts)


def _seats(draft: Draft, unit: Sourced[str] | None, drafts: Sequence[Draft]) -> Iterator[Seat]:
    title = draft.title.title
    if title is None:
        return
    printed = draft.title.passage.squeeze()
    holder = draft.holder.holder if draft.holder else None
    vacant = draft.holder.passage if draft.holder and draft.holder.kind == "vacant" else None
    certainty = draft.certainty if holder else None
    marked, others = _marks(draft, title.posts[0], title.marks, printed, drafts)
    of_last = len(title.posts) > 1 and marked is not None and marked.starts[0] > printed.starts[title.posts[0].start]
    for i, post in enumerate(title.posts):
        link = printed[title.posts[i - 1].end : post.start] if i else None if of_last else marked
        yield Seat(
            printed[post.start : post.end],
            post,
            holder,
            certainty,
            _phone(draft) if i == 0 else None,
            unit if i == 0 else None,
            (link or printed) if i else link,
            vacant=vacant,
        )
    for post, mark in others:
        yield Seat(printed[post.start : post.end], post, holder, certainty, marked=mark)


def _marks(
    draft: Draft, post: PostTitle, marks: Sequence[Mark], printed: Passage, drafts: Sequence[Draft]
) -> tuple[Passage | None, list[tuple[PostTitle, Passage]]]:
    """Return where the post itself is marked as concurrent, and the lower posts that its holder holds beside it."""
    marked: Passage | None = draft.mark.passage if draft.mark else None
    others: list[tuple[PostTitle, Passage]] = []
    for mark in marks:
        place = printed[mark.start : mark.end]
        if mark.post is None or outranks(post.rank, mark.post.rank) is not True:
            marked = marked or place
        elif not any(_has_title(other, mark.post.text) for other in drafts):
            others.append((mark.post, place))
    return marked, others


def _phone(draft: Draft) -> Sourced[str] | None:
    if draft.phone is None or draft.phone.phone is None:
        return None
    return draft.phone.passage.sourced(draft.phone.phone, "phones.extension")


def _ordered(seat: Seat, by_order: Sequence[Token]) -> Sourced[str] | None:
    """Return the extension, marked as inferred where only the order of the text gives it to the post."""
    phone = seat.phone
    starts = {(a.page, a.start) for token in by_order for a in token.passage.anchors()}
    if phone and any((anchor.page, anchor.start) in starts for anchor in phone.anchors):
        return replace(phone, rule="phones.extension-by-order", confidence="inferred")
    return phone


def _how(draft: Draft) -> Iterator[Finding]:
    if draft.certainty != "inferred" or draft.reason is None or draft.holder is None:
        return
    title = draft.title.title
    yield Finding.at(
        _CODES[draft.reason],
        draft.title.passage.anchors() + draft.holder.passage.anchors(),
        table_name="memberships",
        title=title.posts[0].text if title else draft.title.text,
        name=draft.holder.holder.name.text if draft.holder.holder else draft.holder.text,
        mark=draft.title.text,
    )


def holders_of(tokens: Sequence[Token]) -> list[Holder]:
    """Return the people that name tokens name."""
    return [token.holder for token in tokens if token.holder]
