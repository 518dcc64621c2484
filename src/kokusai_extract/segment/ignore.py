"""Lines that belong to no section, each by a named rule: blank lines, page numbers, running heads, lone bullets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import Indel

from kokusai_extract.model.section import SourceLine
from kokusai_extract.segment.headings import heading_of, is_divider, is_kept

_PAGE_NUMBER = re.compile(r"[-‐~〜]?\d{1,3}[-‐~〜]?(?:ページ|頁)?")
_BULLET = re.compile(r"[・･*•.]+")
_FIGURES = re.compile(r"\d+")
_LONG, _ALIKE = 6, 0.85
REPEATED = 3
"""A line at the edge of at least so many pages is a running head or foot."""
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
        for line in sheet:
            text = line.passage.squeeze().text
            if not text:
                rules[id(line)] = "blank"
            elif _BULLET.fullmatch(text):
                rules[id(line)] = "lone-bullet"
            elif is_divider(line.passage):
                rules[id(line)] = "divider"
        for position, line in enumerate(printed):
            outermost = position == 0 or position == len(printed) - 1
            if position < EDGE_LINES or position >= len(printed) - EDGE_LINES:
                edges.append((line, _FIGURES.sub("#", line.passage.squeeze().text), outermost))
    counts = Counter(text for _, text, _ in edges)
    edges = [(line, _as_usual(line, text, counts), outermost) for line, text, outermost in edges]
    counts = Counter(text for _, text, _ in edges)
    seen: set[str] = set()
    for line, text, outermost in edges:
        if outermost and _is_page_number(line) and len(sheets) > 1:
            rules.setdefault(id(line), "page-number")
        elif is_kept(line.passage) or is_row(line):
            continue
        elif counts[text] >= REPEATED and len(text) > 1 and line.page.text_layer != "plain":
            heading = heading_of(line.passage)
            if text in seen or heading is None or heading.kind == "cover":
                rules.setdefault(id(line), "running-head")
            seen.add(text)
    return rules


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
