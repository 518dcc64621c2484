"""Tables of kinds that have no table of their own: lists of places, rankings, results.

Every cell is kept with its head. A table whose title is printed and whose cells a text has scattered is named in a
finding, so that it is not lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kokusai_extract.model.evidence import Confidence, Origin, Sourced
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.international import ReferenceCell, ReferenceTable
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Record
from kokusai_extract.model.section import Context, Section, SourceLine
from kokusai_extract.sections.grid import Grid, GridCell, grids
from kokusai_extract.sections.torn_lists import TornList, torn_list

_BRACKETED = re.compile(r"^[\s・■◆●○]*[《<〈【≪「]\s*(?P<title>[^》>〉】≫」]+?)\s*[》>〉】≫」]\s*$")
_SUBTITLE = re.compile(r"^[〜~\-(※].*|.*[〜~]$")
_WORD = re.compile(r"[^\W\d_]")
_ANNOUNCES = re.compile(r"(?:結果|一覧表?|ランキング|推移|内訳|順位|実績)$")
_BULLET = re.compile(r"[・*▶▷■□◆◇●○◎-]\s*\S")
LONGEST_TITLE = 40
FILLED = 0.5
"""A grid of which fewer cells hold text is a drawing, not a table; one of bulleted items is a list in columns."""


def extract(section: Section, context: Context) -> Result[Record]:
    """Read the tables of a section of running text."""
    found = [grid for grid in grids(section) if _is_table(grid)]
    tables: list[tuple[Passage | None, Grid]] = [(_title(section, grid.lines[0]), grid) for grid in found]
    findings: list[Finding] = []
    torn = torn_list(section)
    if torn and torn.rows and not any(line in grid.lines for grid in found for line in torn.lines):
        tables.append((_title(section, torn.lines[0]), torn.grid))
    names = unique_ids(fact_id(context.document.id, "table", title.text if title else "—") for title, _ in tables)
    records: list[Record] = []
    for name, (title, grid) in zip(names, tables, strict=True):
        records += _records(name, title, grid, context)
        if torn and grid is torn.grid:
            findings += _torn_doubts(torn, name)
    findings += _missing(section, [grid.lines[0] for _, grid in tables])
    return Result(tuple(records), tuple(findings))


def _is_table(grid: Grid) -> bool:
    cells = [cell for row in grid.rows for cell in row]
    filled = [cell for cell in cells if cell is not None]
    items = [cell for cell in filled if _BULLET.match(cell.passage.text)]
    heads = [head for head in grid.heads if head and _WORD.search(head.text)]  # the figures on an axis are none
    return len(heads) >= 2 and len(filled) >= FILLED * len(cells) and 2 * len(items) < len(filled)


def _title(section: Section, first: SourceLine) -> Passage | None:
    """Return the nearest line above a table on its page that reads as a title: short, no paragraph, no subtitle."""
    index = next(i for i, line in enumerate(section.lines) if line is first)
    in_paragraph = False
    for place in range(index - 1, -1, -1):
        line = section.lines[place]
        if line.page is not first.page:
            return section.heading
        text = line.passage.strip()
        if match := _BRACKETED.match(text.text):
            return text.group(match, "title")
        if in_paragraph or text.text.endswith("。"):
            in_paragraph = not _opens_paragraph(line, section.lines[place + 1])
        elif (
            len(_WORD.findall(text.text)) > 1
            and len(text) <= LONGEST_TITLE
            and "。" not in text.text
            and not _SUBTITLE.match(text.text)
        ):
            return text
    return section.heading


def _opens_paragraph(line: SourceLine, following: SourceLine) -> bool:
    """Tell whether a line is set in, as the first line of a paragraph is."""
    if line.box and following.box and following.page is line.page:
        return line.box.x0 - following.box.x0 > (line.box.bottom - line.box.top) / 2
    return line.passage.text[:1].isspace()


def _records(name: str, title: Passage | None, grid: Grid, context: Context) -> Iterator[Record]:
    document = context.document.id
    yield ReferenceTable(name, document, title.read("reference.title") if title else None)
    for row, cells in enumerate(grid.rows, 1):
        for column, (cell, head) in enumerate(zip(cells, grid.heads, strict=True), 1):
            if cell is not None:
                heading = head.sourced(_shown(head), "reference.head", origin="inherited") if head else None
                yield ReferenceCell(f"{name}/{row}/{column}", document, name, row, column, heading, _value(cell))


def _shown(head: Passage) -> str:
    """Return a head without letter spacing: 名 称 is 名称, LARGE CITIES stays."""
    parts = head.text.split()
    return "".join(parts) if parts and all(len(part) == 1 for part in parts) else " ".join(parts)


def _value(cell: GridCell) -> Sourced[str]:
    origin: Origin = "inherited" if cell.merged else "printed"
    confidence: Confidence = "inferred" if cell.inferred else "read"
    return cell.passage.sourced(cell.passage.text, "reference.cell", origin=origin, confidence=confidence)


def _torn_doubts(torn: TornList, name: str) -> Iterator[Finding]:
    if torn.inferred:
        pairs = "、".join(f"{left.text} = {right.text}" for left, right in torn.inferred)
        places = Passage.join([left for left, _ in torn.inferred]).anchors()
        yield Finding.at("reference-rows-inferred", places, table_name="reference_tables", row_id=name, pairs=pairs)
    if torn.open:
        cells = "、".join(passage.text for passage in torn.open)
        places = Passage.join(torn.open).anchors()
        yield Finding.at("reference-cells-open", places, table_name="reference_tables", row_id=name, cells=cells)


def _missing(section: Section, starts: Sequence[SourceLine]) -> Iterator[Finding]:
    """Yield a finding for each title in brackets that announces a table of which nothing follows."""
    for index, line in enumerate(section.lines):
        match = _BRACKETED.match(line.passage.strip().text)
        if match and _ANNOUNCES.search(match["title"]):
            following = section.lines[index + 1 : index + 3]
            if not any(start is other for start in starts for other in following):
                yield Finding.at("reference-table-torn", line.passage.strip().anchors(), title=match["title"])
