"""Records to rows: a record's plain fields fill its columns, its sourced fields fill a column and its observations."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from operator import itemgetter

from kokusai_extract.model.archive import Archive
from kokusai_extract.model.evidence import Anchor, Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.ids import unique_ids
from kokusai_extract.model.records import DocumentRecord, Record
from kokusai_extract.store.cells import SqlValue, plain
from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import Table, tables
from kokusai_extract.validate import catalog

Row = tuple[SqlValue, ...]
_LAST = ("findings", "observations")


def rows(archive: Archive) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows of one table after the other, sorted, their cells in the order of its columns.

    Observations come last and in several lots, since they are many times the rest; the lots are sorted too. The row of
    ``edition`` is not among them: an archive holds all names (:mod:`kokusai_extract.withhold`).

    Raises:
        KeyError: when a record has a field for which its schema has no column.
    """
    years = fiscal_years(archive)
    records: dict[str, list[Record]] = defaultdict(list)
    for record in archive.all_records():
        records[record.TABLE].append(record)
    findings = list(finding_rows(archive.all_findings()))
    for table in tables().values():
        if table.name not in _LAST:
            yield table.name, _sorted(table, (_row(record, table, years) for record in records[table.name]))
    yield "findings", _sorted(tables()["findings"], (_in_order("findings", row) for _, row in findings))
    observations = tables()["observations"]
    for name in sorted(tables()):
        found = _places(findings) if name == "findings" else _observations(records[name], tables()[name])
        yield "observations", _sorted(observations, found)


def stored(connection: sqlite3.Connection) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows of a database as :func:`rows` does."""
    for table in tables().values():
        if table.name not in _LAST:
            yield table.name, _selected(connection, table)
    yield "findings", _selected(connection, tables()["findings"])
    for name in sorted(tables()):
        yield "observations", _selected(connection, tables()["observations"], name)


def _selected(connection: sqlite3.Connection, table: Table, of: str | None = None) -> list[Row]:
    columns, order = (", ".join(map(quote, names)) for names in (table.names, table.primary_key))
    where = "" if of is None else "WHERE table_name = ?"
    query = f"SELECT {columns} FROM {quote(table.name)} {where} ORDER BY {order}"  # noqa: S608
    return connection.execute(query, () if of is None else (of,)).fetchall()


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


def _sorted(table: Table, content: Iterable[Row]) -> list[Row]:
    return sorted(content, key=itemgetter(*(table.names.index(column) for column in table.primary_key)))


def _row(record: Record, table: Table, years: dict[str, int]) -> Row:
    values: dict[str, SqlValue] = {"fiscal_year": years.get(getattr(record, "document_id", ""))}
    for field in fields(record):
        value = getattr(record, field.name)
        values[table.by_name[field.name].name] = plain(value.value if isinstance(value, Sourced) else value)
    return tuple(map(values.get, table.names))


def _observations(records: Iterable[Record], table: Table) -> Iterator[Row]:
    for record in records:
        row = row_id(record)
        document = row if table.name == "documents" else getattr(record, "document_id", None)
        for column in table.facts:
            value = getattr(record, column)
            if value is None or (plain(value.value) is None and value.value is not None):
                continue
            common = {
                "table_name": table.name,
                "row_id": row,
                "column_name": column,
                "document_id": document,
                "raw": plain(value.raw),
                "origin": value.origin,
                "rule": value.rule,
                "confidence": value.confidence,
                "inputs": plain(value.inputs),
            }
            for number, anchor in enumerate(value.anchors or (None,), 1):
                place = _place(anchor) if anchor else {}
                name = f"{table.name}/{row}/{column}/{number}"
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
                "column_name": _column(finding),
                "page": finding.page,
                "message": catalog.message(finding, "en"),
                "message_ja": catalog.message(finding, "ja"),
                "expected": plain(finding.expected),
                "actual": plain(finding.actual),
            },
        )


def _column(finding: Finding) -> str | None:
    """Return the column of the cell that a finding is about, if it is about one."""
    table, column = tables().get(finding.table_name or ""), dict(finding.values).get("column")
    return column if table and column in table.by_name else None


def _places(findings: Iterable[tuple[Finding, dict[str, SqlValue]]]) -> Iterator[Row]:
    """Yield observations of each finding's ``page``, so that a reader is led to the very place it speaks of."""
    for finding, row in findings:
        for number, anchor in enumerate(finding.anchors, 1):
            values: dict[str, SqlValue] = {
                "id": f"findings/{row['id']}/page/{number}",
                "table_name": "findings",
                "row_id": row["id"],
                "column_name": "page",
                "origin": "printed",
                "rule": finding.code,
                "confidence": "read",
            }
            yield _in_order("observations", values | _place(anchor))


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
    return tuple(map(values.get, tables()[table].names))
