"""Headings of a kind that no pattern knows: told by the document's own contents and by its numbering.

What stands under such a heading belongs to no section before it; it is kept as narrative.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kokusai_extract.model.section import SourceLine
from kokusai_extract.segment.contents import ContentsEntry
from kokusai_extract.segment.headings import Heading, has_figure, title_of
from kokusai_extract.values.numbering import Style, numbered
from kokusai_extract.values.units import unit_name

LONGEST_TITLE = 25
FEWEST_KNOWN = 2
"""So many entries of a level must name known sections before others of that level count as sections, too."""


def counts_by_roman(lines: Iterable[tuple[SourceLine, Heading | None]]) -> bool:
    """Tell whether a document numbers its sections in Roman figures (Ⅰ, Ⅱ …)."""
    return any(heading and (item := numbered(line.passage)) and item.style == "roman" for line, heading in lines)


def unknown_heading(line: SourceLine, entries: Sequence[ContentsEntry], *, roman: bool) -> Heading | None:
    """Return a line as a heading of unknown kind; None where neither contents nor numbering tell that it is one.

    Of the contents only entries at the highest level count: those below may name single programmes or units. Where
    sections are numbered in Roman figures (``roman``), a short line with such a number is a heading; not in a budget,
    which may number its groups so.
    """
    item = numbered(line.passage)
    if item is None or len(line.cells) > 1:
        return None
    title, page = title_of(line.passage)
    if page is not None or not 0 < len(title) <= LONGEST_TITLE or _says_something(title.text) or unit_name(title):
        return None
    if _is_listed(title.text, (item.style, item.ordinal), entries) or (roman and item.style == "roman"):
        return Heading("narrative", title, None)
    return None


def _is_listed(title: str, number: tuple[Style, int], entries: Sequence[ContentsEntry]) -> bool:
    top = next((entry.number[0] for entry in entries if entry.number), None)
    if number[0] != top or sum(bool(e.number and e.number[0] == top and e.kind) for e in entries) < FEWEST_KNOWN:
        return False
    return any(entry.number == number and entry.title.text == title for entry in entries)


def _says_something(title: str) -> bool:
    return has_figure(title) or title.endswith(("。", "こと", "、")) or "。" in title
