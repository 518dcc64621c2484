"""Records to rows: a record's plain fields fill its columns, its sourced fields fill a column and its observations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields

from kokusai_extract.model.archive import Archive
from kokusai_extract.model.evidence import Anchor, Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.ids import unique_ids
from kokusai_extract.model.records import DocumentRecord, Record
from kokusai_extract.store.cells import SqlValue, plain
from kokusai_extract.store.schema import Table, tables
from kokusai_extract.validate import catalog

Row = tuple[SqlValue, ...]


def rows(archive: Archive) -> dict[str, list[Row]]:
    """Return the rows of every table, sorted, in the order of their columns.

    Raises:
        KeyError: when a record has a field for which its schema has no column.
    """
    years = fiscal_years(archive)
    result: dict[str, list[Row]] = {name: [] for name in tables()}
    for record in archive.all_records():
        table = tables()[record.TABLE]
        result[table.name].append(_row(record, table, years))
        result["observations"].extend(_observations(record, table))
    for finding, row in finding_rows(archive.all_findings()):
        result["findings"].append(_in_order("findings", row))
        result["observations"].extend(_places(finding, row))
    for name, unsorted in result.items():
        key = [tables()[name].names.index(column) for column in tables()[name].primary_key]
        unsorted.sort(key=lambda row, key=key: [row[i] for i in key])  # type: ignore[misc]
    return result


def fiscal_years(archive: Archive) -> dict[str, int]:
    """Return the fiscal year of each document that says its own."""
    return {
        record.id: record.fiscal_year.value
        for record in archive.all_records()
        if isinstance(record, DocumentRecord) and record.fiscal_year
    }


def row_id(record: Record) -> str:
    """Return a record's id, or the parts of its primary key joined by slashes."""
    return "/".join(str(getattr(record, column)) for column in tables()[record.TABLE].primary_key)


def _row(record: Record, table: Table, years: dict[str, int]) -> Row:
    values: dict[str, SqlValue] = {"fiscal_year": years.get(getattr(record, "document_id", ""))}
    for field in fields(record):
        value = getattr(record, field.name)
        values[table.column(field.name).name] = plain(value.value if isinstance(value, Sourced) else value)
    return tuple(values.get(name) for name in table.names)


def _observations(record: Record, table: Table) -> Iterator[Row]:
    row, document = row_id(record), getattr(record, "document_id", getattr(record, "sha256", None) and row_id(record))
    for field in fields(record):
        value = getattr(record, field.name)
        if not isinstance(value, Sourced) or plain(value.value) is None:
            continue
        common = {
            "table_name": table.name,
            "row_id": row,
            "column_name": field.name,
            "document_id": document,
            "raw": plain(value.raw),
            "origin": value.origin,
            "rule": value.rule,
            "confidence": value.confidence,
            "inputs": plain(value.inputs),
        }
        for number, anchor in enumerate(value.anchors or (None,), 1):
            place = _place(anchor) if anchor else {}
            name = f"{table.name}/{row}/{field.name}/{number}"
            yield _in_order("observations", {"id": name, **common, **place})


def finding_rows(findings: Iterable[Finding]) -> Iterator[tuple[Finding, dict[str, SqlValue]]]:
    """Yield each finding with its row. The id is made of what the finding says, so that order changes nothing."""
    named = sorted(((_digest(finding), finding) for finding in findings), key=lambda pair: (pair[1].code, pair[0]))
    ids = unique_ids(f"{finding.code}/{digest[:12]}" for digest, finding in named)
    for name, (_, finding) in zip(ids, named, strict=True):
        yield (
            finding,
            {
                "id": name,
                "code": finding.code,
                "severity": catalog.severity(finding),
                "document_id": finding.document_id,
                "table_name": finding.table_name,
                "row_id": finding.row_id,
                "page": finding.page,
                "message": catalog.message(finding, "en"),
                "message_ja": catalog.message(finding, "ja"),
                "expected": plain(finding.expected),
                "actual": plain(finding.actual),
            },
        )


def _places(finding: Finding, row: dict[str, SqlValue]) -> Iterator[Row]:
    """Yield observations of a finding's ``page``, so that a reader is led to the very place it speaks of."""
    for number, anchor in enumerate(finding.anchors, 1):
        yield _in_order(
            "observations",
            {
                "id": f"findings/{row['id']}/page/{number}",
                "table_name": "findings",
                "row_id": row["id"],
                "column_name": "page",
                "origin": "printed",
                "rule": finding.code,
                "confidence": "read",
                **_place(anchor),
            },
        )


def _digest(finding: Finding) -> str:
    places = [(a.document_id, a.page, a.start, a.end) for a in finding.anchors]
    parts = (finding.document_id, finding.page, finding.table_name, finding.row_id)
    content = json.dumps([parts, finding.expected, finding.actual, finding.values, places], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _place(anchor: Anchor) -> dict[str, SqlValue]:
    """Return an anchor's columns; boxes to a hundredth of a point, which is finer than any glyph is placed."""
    box = anchor.box or (None, None, None, None)
    x0, top, x1, bottom = (None if edge is None else round(float(edge), 2) for edge in box)
    return {
        "raw": plain(anchor.quote),
        "document_id": anchor.document_id,
        "page": anchor.page,
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "line": anchor.line,
        "start": anchor.start,
        "end": anchor.end,
    }


def _in_order(table: str, values: dict[str, SqlValue]) -> Row:
    return tuple(values.get(name) for name in tables()[table].names)
