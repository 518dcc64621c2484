"""Makes an archive fit the published schemas: what does not fit is named in an error finding, and the rest goes on.

A release is refused while such a finding stands; the database is built all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any, cast

from kokusai_extract.model.archive import Archive, DocumentFacts
from kokusai_extract.model.evidence import Anchor, Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import Record
from kokusai_extract.store.cells import fits
from kokusai_extract.store.rows import row_id
from kokusai_extract.store.schema import Table, tables

Placed = tuple[int, Record]
"""A record and the group that it came in: the number of its document, or one past the last."""


def settle(archive: Archive) -> Archive:
    """Return the archive without duplicate ids, values that their columns refuse, and references to nothing.

    Records that are equal in all are one. The result is the same in whatever order the records come.
    """
    groups = [document.records for document in archive.documents] + [archive.records]
    placed = [(group, record) for group, records in enumerate(groups) for record in records]
    findings: list[Finding] = []
    for step in (_distinct, _fitting, _referring):
        placed = step(placed, findings)
    known = {row_id(record) for _, record in placed if record.TABLE == "documents"}
    result: list[list[Record]] = [[] for _ in groups]
    for group, record in placed:
        result[group].append(record)
    documents = tuple(
        replace(document, records=tuple(records), findings=_about(document.findings, known))
        for document, records in zip(archive.documents, result[:-1], strict=True)
    )
    return Archive(documents, tuple(result[-1]), _about((*archive.findings, *findings), known))


def distinct(facts: DocumentFacts) -> DocumentFacts:
    """Return a document's facts with an id of its own for each row, as :func:`settle` would give it.

    Done early, so that a correction can name the row.
    """
    findings: list[Finding] = []
    placed = _distinct([(0, record) for record in facts.records], findings)
    if not findings and len(placed) == len(facts.records):
        return facts
    return replace(facts, records=tuple(r for _, r in placed), findings=(*facts.findings, *findings))


def _distinct(placed: list[Placed], findings: list[Finding]) -> list[Placed]:
    """Give a record whose id another one has a numbered id, or leave it out where the id is no column of its own."""
    bearers: dict[tuple[str, str], dict[Record, int]] = defaultdict(dict)
    for group, record in placed:
        bearers[record.TABLE, row_id(record)].setdefault(record, group)
    taken = set(bearers)
    kept = []
    for (name, key), records in bearers.items():
        first, *others = sorted(records, key=_printing_order) if len(records) > 1 else records
        kept.append((records[first], first))
        number = 1
        for other in others:
            if not _may_be_numbered(tables()[name]):
                findings.append(_refused(other, ", ".join(tables()[name].primary_key), key))
                continue
            while (name, f"{key}~{number}") in taken or number == 1:
                number += 1
            taken.add((name, f"{key}~{number}"))
            findings.append(_finding("store-duplicate-id", other, kept=f"{key}~{number}"))
            kept.append((records[other], _with(other, "id", f"{key}~{number}")))
    return kept


def _fitting(placed: list[Placed], findings: list[Finding]) -> list[Placed]:
    """Empty the fields that their columns refuse; leave out a record that cannot be without one."""
    kept = []
    for group, record in placed:
        table, fitting = tables()[record.TABLE], record
        for field in fields(record):
            column = table.by_name[field.name]
            value = _value(record, field.name)
            if fits(value, column):
                continue
            if column.required:
                findings.append(_refused(record, column.name, value))
                break
            findings.append(_finding("store-value-refused", record, column=column.name, actual=str(value)))
            fitting = _with(fitting, field.name, None)
        else:
            kept.append((group, fitting))
    return kept


def _referring(placed: list[Placed], findings: list[Finding]) -> list[Placed]:
    """Empty the references to rows, and the facts from documents, that are not there.

    A record that cannot be without one is left out, and so in turn is what refers to it.
    """
    while True:
        there = {(record.TABLE, row_id(record)) for _, record in placed}
        kept = []
        for group, record in placed:
            whole = record
            for column, value in _dangling(record, there):
                if tables()[record.TABLE].by_name[column].required:
                    findings.append(_refused(record, column, value))
                    break
                findings.append(_finding("store-dangling-reference", record, column=column, actual=value))
                whole = _with(whole, column, None)
            else:
                kept.append((group, whole))
        if len(kept) == len(placed):
            return kept
        placed = kept


def _dangling(record: Record, there: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the columns that hold or are read from what is not there, each with the id of that."""
    targets = {key.column: key.table for key in tables()[record.TABLE].foreign_keys}
    for field in fields(record):
        value = getattr(record, field.name)
        anchors = value.anchors if isinstance(value, Sourced) else ()
        value = _value(record, field.name)
        absent = [a.document_id for a in anchors if ("documents", a.document_id) not in there]
        if value is not None and field.name in targets and (targets[field.name], value) not in there:
            absent.append(str(value))
        if absent:
            yield field.name, absent[-1]


def _about(findings: Iterable[Finding], known: set[str]) -> tuple[Finding, ...]:
    """Return findings that name only documents that are stored; one about a file that is not says so in its words."""
    return tuple(
        finding
        if finding.document_id in known and all(anchor.document_id in known for anchor in finding.anchors)
        else replace(
            finding,
            document_id=finding.document_id if finding.document_id in known else None,
            anchors=tuple(anchor for anchor in finding.anchors if anchor.document_id in known),
        )
        for finding in findings
    )


def _may_be_numbered(table: Table) -> bool:
    return table.primary_key == ("id",) and not any(column.unique for column in table.columns)


def _value(record: Record, name: str) -> Any:
    value = getattr(record, name, None)
    return value.value if isinstance(value, Sourced) else value


def _with(record: Record, name: str, value: Any) -> Record:
    return cast("Record", replace(cast("Any", record), **{name: value}))


def _anchors(record: Record) -> Iterable[Anchor]:
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Sourced):
            yield from value.anchors


def _printing_order(record: Record) -> tuple[list[tuple[str, int, int]], str]:
    return sorted((a.document_id, a.page, a.start) for a in _anchors(record)), repr(record)


def _refused(record: Record, column: str, value: Any) -> Finding:
    content = ", ".join(f"{field.name}={_value(record, field.name)!r}" for field in fields(record))
    return _finding("store-row-refused", record, column=column, actual=str(value), content=content)


def _finding(code: str, record: Record, *, actual: str | None = None, **values: str) -> Finding:
    anchors = tuple(_anchors(record))[:1]
    return Finding(
        code,
        document_id=getattr(record, "document_id", anchors[0].document_id if anchors else None),
        page=anchors[0].page if anchors else None,
        table_name=record.TABLE,
        row_id=row_id(record),
        actual=actual,
        values=(("table", record.TABLE), ("row", row_id(record)), *values.items()),
        anchors=anchors,
    )
