"""What the pipeline sees in one document, as text for a person and as data for a program."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import Any

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import DocumentRecord, PageRecord, Record, SectionRecord
from kokusai_extract.validate.catalog import message, severity

_LONGEST = 60


def as_data(facts: DocumentFacts) -> dict[str, Any]:
    """Return records by table and findings, ready for JSON; each fact with its value, raw text and places."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for record in facts.records:
        tables.setdefault(record.TABLE, []).append(_record(record))
    return {"document_id": facts.document_id, "tables": tables, "findings": [_finding(f) for f in facts.findings]}


def as_text(facts: DocumentFacts) -> str:
    """Return a page of text: the document, its pages, sections, facts and findings."""
    lines: list[str] = []
    for record in facts.records:
        if isinstance(record, DocumentRecord):
            lines += [f"{record.file_name}  ({record.id}, {record.page_count} pages, {record.text_layer})"]
            lines += [f"  {name}: {value}" for name, value in _values(record).items() if value is not None]
    lines += ["", "Pages (ページ)"]
    lines += [
        f"  {page.number:>4}  {page.quality:<15} {len(page.text):>6} characters"
        for page in facts.records
        if isinstance(page, PageRecord)
    ]
    lines += ["", "Sections (節)"]
    for section in facts.records:
        if isinstance(section, SectionRecord):
            heading = section.heading.value if section.heading else "—"
            lines.append(f"  {section.first_page:>4}–{section.last_page:<4} {section.kind:<17} {heading}")
    lines += ["", "Facts (事実)"]
    counts = Counter(record.TABLE for record in facts.records)
    for table, count in counts.items():
        if table in {"documents", "pages", "sections"}:
            continue
        lines.append(f"  {table} ({count})")
        lines += [f"    {_line(record)}" for record in facts.records if table == record.TABLE]
    lines += ["", f"Findings (所見) ({len(facts.findings)})"]
    lines += [f"  {severity(f):<7} {f.code}: {message(f, 'en')}\n{'':10}{message(f, 'ja')}" for f in facts.findings]
    return "\n".join(lines)


def _values(record: Record) -> dict[str, Any]:
    found = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Sourced):
            found[field.name] = value.value
    return found


def _line(record: Record) -> str:
    return "  ".join(str(value)[:_LONGEST] for value in _values(record).values() if value is not None) or str(
        getattr(record, "id", "")
    )


def _record(record: Record) -> dict[str, Any]:
    return {field.name: _value(getattr(record, field.name)) for field in fields(record)}


def _value(value: object) -> object:
    if not isinstance(value, Sourced):
        return value
    places = [
        {"page": a.page, "line": a.line, "start": a.start, "end": a.end, "box": a.box, "quote": a.quote}
        for a in value.anchors
    ]
    return {
        "value": value.value,
        "raw": value.raw,
        "origin": value.origin,
        "rule": value.rule,
        "confidence": value.confidence,
        "places": places,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": severity(finding),
        "page": finding.page,
        "table_name": finding.table_name,
        "row_id": finding.row_id,
        "message": message(finding, "en"),
        "message_ja": message(finding, "ja"),
        "expected": finding.expected,
        "actual": finding.actual,
    }
