"""Contact blocks: whom to ask, on a cover or at the end of a document, each post and its holder on one line.

A line counts only where it is nothing but a title, a name that the dictionary knows, and at most an extension, and
where a word such as 内線, 電話 or 問合せ stands close by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kokusai_extract import vocabulary
from kokusai_extract.model.finding import Result
from kokusai_extract.model.records import Record
from kokusai_extract.model.section import Context, Section, SourceLine
from kokusai_extract.sections import staff
from kokusai_extract.sections.chart.words import read_block
from kokusai_extract.sections.staff import Seat

_CUE = re.compile(r"内線|電\s*話|TEL|直\s*通|代\s*表|問い?合わ?せ|連絡先|担\s*当")
_AROUND = 6
"""A contact cue stands at most so many lines from the post."""
_LONGEST_LINE = 40


def extract(section: Section, context: Context) -> Result[Record]:
    """Read the posts that contact blocks name."""
    lines = [line for line in section.lines if line.passage.text.strip()]
    cues = [i for i, line in enumerate(lines) if _CUE.search(line.passage.text)]
    seats = [
        seat
        for i, line in enumerate(lines)
        if _may_name_a_post(line) and any(_is_close(lines, i, cue) for cue in cues)
        for seat in _seats(line)
    ]
    return staff.records(section, context.document.id, seats, (), "contacts") if seats else Result()


def _may_name_a_post(line: SourceLine) -> bool:
    text = line.passage.squeeze().text
    return len(text) <= _LONGEST_LINE and any(word in text for word in vocabulary.words("ranks"))


def _is_close(lines: Sequence[SourceLine], place: int, cue: int) -> bool:
    return place != cue and abs(place - cue) <= _AROUND and lines[place].page is lines[cue].page


def _seats(line: SourceLine) -> Iterator[Seat]:
    title, *rest = tokens = read_block(line.passage.strip())
    kinds = [token.kind for token in tokens]
    if kinds not in (["title", "name"], ["title", "name", "phone"]) or title.title is None:
        return
    holder = rest[0].holder
    if holder is None or not holder.name.sure or len(title.title.posts) != 1:
        return
    post = title.title.posts[0]
    phone = rest[1] if len(rest) > 1 else None
    yield Seat(
        title.passage.squeeze()[post.start : post.end],
        post,
        holder,
        "stated",
        phone.passage.sourced(phone.phone, "phones.extension") if phone and phone.phone else None,
        marked=title.passage if title.title.marks else None,
    )
