"""Tables of contents: what a document promises to hold.

A run of contents is a stretch of lines that are all entries (headings, numbers, short titles) and that begins with a
heading such as 目次, carries page numbers, or names at least three kinds of section one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import SectionKind
from kokusai_extract.model.section import SourceLine
from kokusai_extract.segment.headings import Heading, cues_of, is_divider, title_of
from kokusai_extract.values.numbering import Style, numbered

KINDS_IN_A_RUN = 3
LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True, eq=False)
class ContentsEntry:
    """One line of a table of contents; ``kind`` None where it names no section that is known by its heading.

    ``number`` is the style and ordinal of its number.
    """

    title: Passage
    kind: SectionKind | None
    page_number: int | None
    number: tuple[Style, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ContentsRun:
    """The lines ``indices`` of a sheet that are a table of contents, under ``heading`` if it has one."""

    indices: range
    heading: Heading | None


def contents_runs(
    lines: Sequence[SourceLine], headings: Sequence[Heading | None], entries: list[ContentsEntry]
) -> list[ContentsRun]:
    """Find the tables of contents among the lines of a sheet, and add what they list to ``entries``."""
    runs: list[ContentsRun] = []
    index = 0
    while index < len(lines):
        stop = _run_end(lines, headings, index, [entry.title.text for entry in entries])
        run = range(index, stop)
        if run and _is_contents(headings, run):
            first = headings[index]
            own = first if first and first.kind == "contents" else None
            runs.append(ContentsRun(run, own))
            entries += [_entry(lines[i], headings[i]) for i in run if not (own and i == index) and _titled(lines[i])]
            index = stop
        else:
            index += 1
    return runs


def _run_end(lines: Sequence[SourceLine], headings: Sequence[Heading | None], start: int, listed: Sequence[str]) -> int:
    """Return the end of the run of entries from ``start``; it stops where a title comes that is listed already."""
    first = headings[start]
    if first is None or (first.kind == "cover" and first.page_number is None):
        return start
    seen = set(listed)
    stop = start + 1
    if first.kind != "contents":
        seen.add(first.title.text)
    for index in range(start + 1, len(lines)):
        heading = headings[index]
        if heading and heading.kind == "contents":
            break
        if heading and heading.page_number is None and heading.title.text in seen:
            break
        if not heading and not _looks_like_entry(lines[index].passage):
            break
        if heading:
            seen.add(heading.title.text)
            stop = index + 1
        elif (
            title_of(lines[index].passage)[1] is not None
            or first.kind == "contents"
            or _is_number(lines[index].passage)
        ):
            seen.add(title_of(lines[index].passage)[0].text)
            stop = index + 1
    return stop


def _is_contents(headings: Sequence[Heading | None], run: range) -> bool:
    found = [heading for i in run if (heading := headings[i])]
    if found and found[0].kind == "contents":
        return len(run) > 1
    if found and all(heading.page_number is not None for heading in found):
        return True
    return len({heading.kind for heading in found}) >= KINDS_IN_A_RUN


def _looks_like_entry(passage: Passage) -> bool:
    title, page = title_of(passage)
    if len(title) > LONGEST_TITLE or title.text.endswith(("。", "こと")):
        return False
    return page is not None or not cues_of(title) or is_divider(passage)


def _is_number(passage: Passage) -> bool:
    item = numbered(passage)
    return item is not None and not item.rest


def _titled(line: SourceLine) -> bool:
    return bool(title_of(line.passage)[0])


def _entry(line: SourceLine, heading: Heading | None) -> ContentsEntry:
    title, page = title_of(line.passage)
    item = numbered(line.passage)
    number = (item.style, item.ordinal) if item else None
    return ContentsEntry(title, heading.kind if heading else None, page, number)
