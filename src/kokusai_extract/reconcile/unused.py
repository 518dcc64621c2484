"""Lines of lists and tables that no fact and no finding holds: the last guard against what is dropped in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields, replace

from kokusai_extract import vocabulary
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Anchor, Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.international import DutyTerm, Mention
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import OrgUnit, Record, SectionKind, SectionRecord
from kokusai_extract.model.section import Section, SourceLine
from kokusai_extract.sections.budget.heads import is_head_line
from kokusai_extract.sections.grid import head_name
from kokusai_extract.segment.headings import heading_of_line
from kokusai_extract.values.money import amounts

LISTING: frozenset[SectionKind] = frozenset(
    {
        "org_chart",
        "duties",
        "secondments",
        "budget_summary",
        "budget_highlights",
        "budget_breakdown",
        "budget_ledger",
        "related_budget",
        "cities",
        "offices",
        "indicators",
    }
)
"""Kinds of section whose lines are there to be read as facts; running text of the others is kept as text."""
UNTAKEN: frozenset[SectionKind] = frozenset({"contents"})
"""Kinds whose lines are told elsewhere."""
LISTS = ("city_links", "offices", "indicators")
SHOWN = 8
"""So many lines are quoted in a finding; all of them are its places."""
_BRACKETS = "≪≫《》〈〉<>【】[]"
_TALKED_OF = (SectionRecord, Mention, DutyTerm)
"""Records that hold no fact of the line that they stand in."""


def name_unused_lines(sections: Sequence[Section], facts: DocumentFacts) -> DocumentFacts:
    """Return the facts with one finding for each section of which lines are in no fact and no other finding.

    Of running text, only lines that name an amount as a table does count: there may be one under an unknown heading.
    """
    held = {(anchor.page, anchor.line) for anchor in _anchors(facts)}
    units = frozenset(record.name.value for record in facts.records if isinstance(record, OrgUnit))
    found = []
    for section in sections:
        lines = [line for line in section.lines if _is_unused(line, held, units)]
        if section.kind in LISTING and lines:
            found.append(_finding("section-lines-unused", section, lines))
        elif section.kind not in UNTAKEN and (lines := [line for line in lines if _names_amount(line)]):
            found.append(_finding("section-amounts-unused", section, lines))
    return replace(facts, findings=(*facts.findings, *found))


def _is_unused(line: SourceLine, held: set[tuple[int, int]], units: Collection[str]) -> bool:
    """Tell whether nothing holds a line that is no heading, no head of columns and no unit's name printed once more."""
    return (
        (line.page.number, line.line.number) not in held
        and bool(line.passage.text.strip())
        and heading_of_line(line) is None
        and not is_head_line(line.cells)
        and not _is_list_head(line)
        and line.passage.squeeze().text.strip(_BRACKETS) not in units
    )


def _names_amount(line: SourceLine) -> bool:
    """Tell whether a line is a name with an amount at its end, or in a cell of its own: 広報費 1,234千円."""
    text = line.passage.text.strip()
    behind = [text[figure.end :].strip("()、 \t") for figure in amounts(line.passage.strip()) if figure.start]
    return bool(behind) and not behind[-1] and "。" not in text


def _is_list_head(line: SourceLine) -> bool:
    """Tell whether a line is made of the heads of a list of cities, offices, indicators or seconded staff alone."""
    staff = vocabulary.words("staff_heads")
    cells = [cell.squeeze().text for cell in line.cells if cell.text.strip()]
    words = line.passage.text.split()
    return any(
        len(parts) > 1 and all(part in staff or any(head_name(kind, part) for kind in LISTS) for part in parts)
        for parts in (cells, words)
    )


def _finding(code: str, section: Section, lines: Sequence[SourceLine]) -> Finding:
    texts = [line.passage.words().text for line in lines]
    more = " …" if len(texts) > SHOWN else ""
    return Finding.at(
        code,
        Passage.join([line.passage.strip() for line in lines]).anchors(),
        table_name="sections",
        row_id=section.id,
        count=len(lines),
        kind=section.kind,
        lines=" / ".join(text[:40] for text in texts[:SHOWN]) + more,
    )


def _anchors(facts: DocumentFacts) -> Iterator[Anchor]:
    for record in facts.records:
        if not isinstance(record, _TALKED_OF):
            yield from _of_record(record)
    for finding in facts.findings:
        yield from finding.anchors


def _of_record(record: Record) -> Iterable[Anchor]:
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Sourced):
            yield from value.anchors
