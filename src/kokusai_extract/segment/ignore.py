"""Lines that belong to no section, each by a named rule: blank lines, page numbers, running heads, lone bullets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from rapidfuzz.distance import Indel

from kokusai_extract.model.section import SourceLine
from kokusai_extract.segment.headings import heading_of, is_divider, is_kept

_PAGE_NUMBER = re.compile(r"[-‐~〜]?\d{1,3}[-‐~〜]?(?:ページ|頁)?")
_BULLET = re.compile(r"[・･*•.]+")
_FIGURES = re.compile(r"\d+")
_MONEY = re.compile(r"\d,\d{3}(?!\d)")
_LONG, _ALIKE = 6, 0.85
REPEATED = 3
"""A line at the edge of so many pages or more, at one height, is a running head or foot; the end of a table is none."""
LEVEL = 9.0
"""Prints of a running head stand at one height, within so many points; a scan is set down askew."""
APART = 0.8
"""The foot of a page stands below its text by more than this part of its height."""
EDGE_LINES = 2
"""How many lines at the top and bottom of a page may be running heads or page numbers."""


def ignored_lines(sheets: Sequence[Sequence[SourceLine]]) -> Mapping[int, str]:
    """Return the rule by which a line is left out, by ``id`` of the line object.

    A sheet is a page, or in plain text a stretch between gaps. The first print of a running head that is also the
    heading of a section is kept, since it may be the only one.
    """
    rules: dict[int, str] = {}
    edges: list[tuple[SourceLine, str, bool]] = []
    for sheet in sheets:
        printed = [line for line in sheet if line.passage.text.strip()]
        rules |= {id(line): rule for line in sheet if (rule := _by_itself(line))}
        for position, line in enumerate(printed):
            outermost = position == 0 or position == len(printed) - 1
            if position < EDGE_LINES or position >= len(printed) - EDGE_LINES:
                edges.append((line, _FIGURES.sub("#", line.passage.squeeze().text), outermost))
    counts = Counter(text for _, text, _ in edges)
    usual = [(line, _as_usual(line, text, counts), outermost) for line, text, outermost in edges]
    heights: dict[str, list[float]] = {}
    for line, text, _ in usual:
        heights.setdefault(text, []).append(_height(line))
    seen: set[str] = set()
    attached = {id(line) for sheet in sheets for line in _attached(sheet, counts)}
    for line, text, outermost in usual:
        if outermost and _is_page_number(line) and len(sheets) > 1:
            rules.setdefault(id(line), "page-number")
        elif id(line) in attached or not _may_run(line, text):
            continue
        elif sum(abs(_height(line) - y) <= LEVEL for y in heights[text]) >= REPEATED:
            heading = heading_of(line.passage)
            if text in seen or heading is None or heading.kind == "cover":
                rules.setdefault(id(line), "running-head")
            seen.add(text)
    return rules


def _by_itself(line: SourceLine) -> str | None:
    """Return the rule by which a line is left out wherever it stands."""
    text = line.passage.squeeze().text
    if not text:
        return "blank"
    if _BULLET.fullmatch(text):
        return "lone-bullet"
    return "divider" if is_divider(line.passage) else None


def _attached(sheet: Sequence[SourceLine], counts: Mapping[str, int]) -> Iterator[SourceLine]:
    """Yield lines at the foot of a page that go on with the text above them: a foot stands apart from it."""
    printed = [line for line in sheet if line.passage.text.strip()]
    for above, line in list(pairwise(printed))[-EDGE_LINES:]:
        if above.box is None or line.box is None or line.page.text_layer != "native":
            continue
        apart = line.box.top - above.box.bottom > APART * (line.box.bottom - line.box.top)
        if not apart and counts[_FIGURES.sub("#", above.passage.squeeze().text)] < REPEATED:
            yield line


def _may_run(line: SourceLine, text: str) -> bool:
    """Tell whether a line may be a running head: no row, no account, and nothing that holds money."""
    if len(text) < 2 or line.page.text_layer == "plain" or _MONEY.search(line.passage.text):
        return False
    return not is_kept(line.passage) and not is_row(line)


def _height(line: SourceLine) -> float:
    return line.box.top if line.box is not None else 0.0


def _as_usual(line: SourceLine, text: str, counts: Mapping[str, int]) -> str:
    """Return the commonest text that a recognized line may be a misreading of: scans print one head in several ways."""
    if line.page.text_layer != "ocr" or len(text) < _LONG:
        return text
    near = (
        other for other in counts if abs(len(other) - len(text)) <= 1
    )  # a title without the bureau is no misreading
    alike = [other for other in near if Indel.normalized_similarity(text, other) >= _ALIKE]
    return max(alike, key=lambda other: (counts[other], other))


def is_row(line: SourceLine) -> bool:
    """Tell whether a line is a row of a table with figures: three cells or more, one behind the first a figure."""
    cells = [cell.text.strip() for cell in line.cells]
    return len(cells) >= 3 and any(cell and cell.strip("▲△-,").replace(",", "").isdigit() for cell in cells[1:])


def _is_page_number(line: SourceLine) -> bool:
    """Tell whether a line is a page number, or two: facing pages may be one sheet."""
    return all(_PAGE_NUMBER.fullmatch(cell.squeeze().text) for cell in line.cells)
