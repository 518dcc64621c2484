"""Pages to sections: every line goes to one section, or is left out by a named rule.

The text of a document is cut into *sheets* (pages; in plain text also at wide gaps) and each sheet into *chunks* at
its headings. A chunk without a heading of its own (at the head of a sheet, or behind a table of contents) belongs to
what its lines look like: the heading that follows it on the sheet, as in texts whose layout is torn, or the section
before it. What fits neither is kept as narrative, with a finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kokusai_extract.model.finding import Finding
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import SectionKind
from kokusai_extract.model.section import Section, SourceLine, SourceTable
from kokusai_extract.read.normalize import FoldedDocument
from kokusai_extract.segment.contents import ContentsEntry, contents_runs
from kokusai_extract.segment.headings import Heading, cues_of, decides, heading_of_line, layouts, title_of
from kokusai_extract.segment.ignore import ignored_lines, is_row
from kokusai_extract.segment.unknown import counts_by_roman, unknown_heading
from kokusai_extract.values.numbering import numbered

SHEET_GAP = 3
"""So many blank lines in plain text stand where the original had a new page."""
PROSE: frozenset[SectionKind] = frozenset({"message", "policy", "narrative"})
UNTITLED: frozenset[SectionKind] = frozenset({"cover", "contents", "narrative"})
"""Kinds that may stand without a heading."""
MOSTLY_DUTIES, PARTLY_DUTIES = 0.5, 0.25
"""Lines without a heading are duties when lines end as duties do (…に関すること。) for so large a part of the numbered
ones, and of all from the first on: a standard or a contract with numbered clauses has such lines too."""

UNNAMED: frozenset[SectionKind] = frozenset({"cover", "duties"})
"""Kinds that the look of lines settles although no heading of the document names them; a table of figures alone, say of
a survey, makes no budget."""
UNTABLED: frozenset[SectionKind] = frozenset({"cover", "message", "policy", "narrative"})
"""Kinds that hold no budget: a table of one that stands there is cut out, by its heads."""
UNIT_LINES = 2
"""Lines above a table that may name its unit or its account."""
_MONEY = re.compile(r"\d,\d{3}|\d{4,}|単位")
_TABLE_UNIT = re.compile(r"単位[:;]?.{0,3}円|\d+款")
PROSE_LENGTH = 30
"""A line of so many characters, or one that ends a sentence, is prose."""


@dataclass(frozen=True, slots=True, eq=False)
class Segmentation:
    """A document in sections.

    ``ignored`` are the lines left out, each with the rule; ``contents`` is what the tables of contents list.
    """

    sections: tuple[Section, ...]
    ignored: tuple[tuple[SourceLine, str], ...]
    contents: tuple[ContentsEntry, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True, eq=False)
class _Chunk:
    """Lines that belong together; ``kind`` None until it is settled."""

    kind: SectionKind | None
    heading: Heading | None
    lines: list[SourceLine] = field(default_factory=list)
    settled_by: str = "heading"


def segment(folded: FoldedDocument) -> Segmentation:
    """Cut a document into sections.

    The findings name lines without a heading, sections that the table of contents promises and the text lacks, and
    headings with nothing under them.
    """
    sheets = _sheets(folded)
    rules = ignored_lines(sheets)
    ignored = tuple((line, rules[id(line)]) for sheet in sheets for line in sheet if id(line) in rules)
    entries: list[ContentsEntry] = []
    kept = [[(line, heading_of_line(line)) for line in sheet if id(line) not in rules] for sheet in sheets]
    roman = counts_by_roman(pair for sheet in kept for pair in sheet)
    cuts = [_cut(sheet, entries, roman=roman) for sheet in kept]
    named = {chunk.kind for cut in cuts for chunk in cut} | {entry.kind for entry in entries}
    chunks: list[_Chunk] = []
    for cut in cuts:
        _settle(cut, chunks[-1] if chunks else None, {kind for kind in named if kind} | UNNAMED)
        chunks.extend(cut)
    _reconsider(chunks)
    if len(chunks) > 1 and _is_title(chunks[0]):
        chunks[0].kind = "cover"
    findings = [_unheaded(chunk) for chunk in chunks if chunk.settled_by == "nothing"]
    sections = _merge(folded, [part for chunk in chunks for part in _uncover(chunk)])
    findings += [_headless(section) for section in sections if section.heading is None and section.kind not in UNTITLED]
    findings += _promises(folded, sections, entries)
    return Segmentation(sections, ignored, tuple(entries), tuple(findings))


def _is_title(chunk: _Chunk) -> bool:
    """Tell whether the heading that a document begins with is its title: short lines follow, no row and no prose."""
    titled = chunk.kind == "budget_summary" and chunk.heading is not None and chunk.lines[0].page.number == 1
    return titled and not any(
        is_row(line) or _is_prose(line) or _MONEY.search(line.passage.squeeze().text) for line in chunk.lines[1:]
    )


def _sheets(folded: FoldedDocument) -> list[list[SourceLine]]:
    sheets: list[list[SourceLine]] = []
    for page in folded.document.pages:
        sheets.append([])
        blanks = 0
        for line in page.lines:
            source = folded.source_line(page, line)
            if source.passage.text.strip():
                if blanks >= SHEET_GAP and page.text_layer == "plain" and sheets[-1]:
                    sheets.append([])
                blanks = 0
            else:
                blanks += 1
            sheets[-1].append(source)
    return sheets


def _cut(
    sheet: Sequence[tuple[SourceLine, Heading | None]], entries: list[ContentsEntry], *, roman: bool
) -> list[_Chunk]:
    """Cut a sheet at its headings; ``entries`` grows by what its tables of contents list."""
    lines = [line for line, _ in sheet]
    headings = [heading for _, heading in sheet]
    runs = contents_runs(lines, headings, entries)
    chunks = [_Chunk(None, None)]
    enclosing: SectionKind | None = None
    for index, (line, known) in enumerate(sheet):
        if run := next((run for run in runs if index in run.indices), None):
            if index == run.indices.start:
                chunks.append(_Chunk("contents", run.heading))
            chunks[-1].lines.append(line)
            if index == run.indices.stop - 1:
                chunks.append(_Chunk(None, None))
            continue
        current = chunks[-1]
        lists = current.kind is not None and not layouts()[current.kind].counts_groups
        heading = known or unknown_heading(line, entries, roman=roman and lists)
        if heading is not None and heading.kind != "contents":
            enclosing = current.kind if layouts()[heading.kind].inset else None
            chunks.append(_Chunk(heading.kind, heading, [line]))
        elif enclosing and current.kind != enclosing and enclosing in (cues := cues_of(line.passage)):
            if current.kind not in cues:
                chunks.append(_Chunk(enclosing, None, [line], "enclosing"))
                enclosing = None
            else:
                current.lines.append(line)
        else:
            current.lines.append(line)
    return [chunk for chunk in chunks if chunk.lines]


def _settle(chunks: list[_Chunk], before: _Chunk | None, named: Collection[SectionKind]) -> None:
    """Give each chunk without a heading its kind, from the chunks around it and the look of its lines.

    Only kinds that are ``named`` by headings of the document come into question.
    """
    for index, chunk in enumerate(chunks):
        previous = chunks[index - 1] if index else before
        if chunk.kind is None:
            following = chunks[index + 1] if index + 1 < len(chunks) else None
            decided = next((kind for line in chunk.lines if (kind := decides(line.passage))), None)
            chunk.kind, chunk.settled_by = (
                (decided, "head") if decided else _kind_of(chunk.lines, previous, following, named)
            )
            if chunk.settled_by == "nothing" and _is_rest_of_cover(chunk, chunks[:index]):
                chunk.kind, chunk.settled_by = "cover", "around-contents"


def _reconsider(chunks: Sequence[_Chunk]) -> None:
    """Take chunks that nothing but their look makes duties for text, where most of their lines look otherwise."""
    for kind, group in groupby(chunks, key=lambda chunk: chunk.kind):
        run = list(group)
        named = any(chunk.heading for chunk in run)
        if kind == "duties" and not named and not _mostly_duties([line for chunk in run for line in chunk.lines]):
            for chunk in run:
                chunk.kind, chunk.settled_by = "narrative", "nothing"


def _mostly_duties(lines: Sequence[SourceLine]) -> bool:
    items = sum(numbered(line.passage) is not None for line in lines)
    looks = ["duties" in cues_of(line.passage) for line in lines]
    behind = len(looks) - looks.index(True) if any(looks) else 1
    return sum(looks) >= max(MOSTLY_DUTIES * items, PARTLY_DUTIES * behind)


def _is_rest_of_cover(chunk: _Chunk, earlier: Sequence[_Chunk]) -> bool:
    """Tell whether short lines behind a table of contents go on with the cover that it is printed on."""
    kinds = [part.kind for part in earlier[-2:]]
    return kinds == ["cover", "contents"] and not any(_is_prose(line) for line in chunk.lines)


def _kind_of(
    lines: Sequence[SourceLine], previous: _Chunk | None, following: _Chunk | None, named: Collection[SectionKind]
) -> tuple[SectionKind, str]:
    cues = Counter(kind for line in lines for kind in cues_of(line.passage) if kind in named)
    rows = sum(is_row(line) for line in lines)
    prose = any(_is_prose(line) for line in lines)
    before = previous.kind if previous else None
    after = following.kind if following and following.settled_by == "heading" else None
    for kind, layout in layouts().items():
        if layout.cue_rows and rows and kind == before:
            cues[kind] += rows
    if after and cues[after] > (cues[before] if before else 0):
        return after, "torn"
    best = max(cues, key=lambda kind: (cues[kind], kind == before), default=None)
    if best and before and cues[before] == cues[best]:
        best = before
    if best and (cues[best] >= 2 or best in {before, "cover"} or len(lines) <= 2):
        return best, "cues"
    if before and layouts()[before].flows:
        return before, "flow"
    if prose and after and after in PROSE:
        return after, "torn"
    if previous is None:
        return "cover", "first"
    return "narrative", "nothing"


def _is_prose(line: SourceLine) -> bool:
    text = line.passage.text.strip()
    return len(text) >= PROSE_LENGTH or text.endswith("。")


def _uncover(chunk: _Chunk) -> Iterable[_Chunk]:
    """Yield the chunk, cut where lines of 事務分掌 begin without a heading of their own."""
    if chunk.kind in UNTABLED and (table := _budget_table(chunk.lines)):
        start, end = table
        for part, kind, settled in (
            (chunk.lines[:start], chunk.kind, chunk.settled_by),
            (chunk.lines[start:end], "budget_summary", "head"),
            (chunk.lines[end:], chunk.kind, chunk.settled_by),
        ):
            if part:
                yield _Chunk(kind, chunk.heading if part is not chunk.lines[start:end] else None, part, settled)
        return
    looks = [("duties" in cues_of(line.passage)) for line in chunk.lines]
    if chunk.kind == "duties" or sum(looks) < 2 or not _mostly_duties(chunk.lines):
        yield chunk
        return
    start = looks.index(True)
    while start > 0 and 0 < len(chunk.lines[start - 1].passage.squeeze()) <= 25 and start > 1:
        if not title_of(chunk.lines[start - 1].passage)[0].text.endswith(("局", "部", "課", "係", "室", "所", "ター")):
            break
        start -= 1
    if start:
        yield _Chunk(chunk.kind, chunk.heading, chunk.lines[:start], chunk.settled_by)
    yield _Chunk("duties", None, chunk.lines[start:], "cues")


def _budget_table(lines: Sequence[SourceLine]) -> tuple[int, int] | None:
    """Return where the rows of a budget table without a heading begin and end: at its heads, or a unit above them."""
    heads = next((i for i, line in enumerate(lines) if decides(line.passage) == "budget_summary"), None)
    if heads is None:
        return None
    rows = [i for i, line in enumerate(lines) if i > heads and is_row(line)]
    if not rows:
        return None
    start = heads
    while start > 0 and heads - start < UNIT_LINES and _TABLE_UNIT.search(lines[start - 1].passage.squeeze().text):
        start -= 1
    return start, rows[-1] + 1


def _merge(folded: FoldedDocument, chunks: Sequence[_Chunk]) -> tuple[Section, ...]:
    groups: list[list[_Chunk]] = []
    for chunk in chunks:
        if groups and groups[-1][-1].kind == chunk.kind:
            groups[-1].append(chunk)
        else:
            groups.append([chunk])
    kinds = [group[0].kind or "narrative" for group in groups]
    document = folded.document
    ids = unique_ids(fact_id(document.id, "section", kind) for kind in kinds)
    sections = []
    for name, kind, group in zip(ids, kinds, groups, strict=True):
        lines = tuple(line for chunk in group for line in chunk.lines)
        sections.append(Section(name, kind, _main_heading(group), lines, _tables(folded, lines)))
    return tuple(sections)


def _main_heading(group: Sequence[_Chunk]) -> Passage | None:
    titles = [chunk.heading.title for chunk in group if chunk.heading]
    first = group[0].lines[0]
    if not titles and group[0].kind == "narrative" and not _is_prose(first):
        titles = [title_of(first.passage)[0]]
    named = [title for title in titles if "年度" in title.text or "局" in title.text]
    return next((title for title in named or titles if title), None)


def _tables(folded: FoldedDocument, lines: Sequence[SourceLine]) -> tuple[SourceTable, ...]:
    result: list[SourceTable] = []
    for page in dict.fromkeys(line.page for line in lines):
        starts = {line.line.start for line in lines if line.page is page}
        for table in page.tables:
            spans = [span for cell in table.cells for span in cell.spans]
            if spans and page.line_at(spans[0].start).start in starts:
                result.append(folded.source_table(page, table))
    return tuple(result)


def _unheaded(chunk: _Chunk) -> Finding:
    first, last = chunk.lines[0], chunk.lines[-1]
    return Finding.at(
        "segment-unheaded-lines",
        first.passage.strip().anchors(),
        first=first.line.number,
        last=last.line.number,
        text=first.passage.text.strip()[:40],
    )


def _headless(section: Section) -> Finding:
    first = section.lines[0].passage.strip()
    return Finding.at(
        "section-without-heading",
        first.anchors(),
        table_name="sections",
        row_id=section.id,
        kind=section.kind,
        text=first.text[:40],
    )


def _promises(folded: FoldedDocument, sections: Sequence[Section], entries: Sequence[ContentsEntry]) -> list[Finding]:
    printed = {section.kind for section in sections if _has_body(section)}
    findings = [
        Finding.at(
            "section-promised-missing",
            entry.title.anchors(),
            title=entry.title.text,
            kind=entry.kind,
            expected=entry.kind,
        )
        for entry in entries
        if entry.kind and entry.kind not in printed
    ]
    findings += [
        Finding.at(
            "section-empty", section.heading.anchors(), table_name="sections", row_id=section.id, kind=section.kind
        )
        for section in sections
        if section.heading and not _has_body(section) and section.kind not in {"cover", "contents"}
    ]
    return findings


def _has_body(section: Section) -> bool:
    return any(heading_of_line(line) is None for line in section.lines)
