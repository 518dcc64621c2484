"""Applying corrections: pure functions from records and corrections to records, and to what became of each.

A correction is applied where what the program reads in the end is its old value. It is put in as early as its cell
holds that: after extraction, so that reconciling and linking go on with what is right, and after either for cells that
they fill; then the equations are tried again. What it has become is read from the finished archive alone: *applied*
where the cell holds the new value because of it, a *conflict* where the cell holds another, *unused* where there is no
such cell, or where it reads so without help.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, cast

from kokusai_extract.model.archive import Archive, DocumentFacts
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.evidence import Anchor, Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import DocumentRecord, PageRecord, Record
from kokusai_extract.reconcile.budget import try_again
from kokusai_extract.store.cells import fits, value_of, written
from kokusai_extract.store.rows import row_id
from kokusai_extract.store.schema import tables

RULE = "correction"
"""The rule of a corrected value; its row in ``corrections`` tells why."""


def correct(records: Iterable[Record], corrections: Iterable[Correction]) -> tuple[Record, ...]:
    """Return the records with every correction applied whose cell holds its old value.

    The corrected value keeps the printed one as its ``raw`` and its places; one that is added where nothing was read
    stands at the place of its row. Of two corrections that would make different values of one, none is applied.
    """
    records = tuple(records)
    by_row = defaultdict(list)
    for entry in corrections:
        by_row[entry.table_name, entry.row_id].append(entry)
    if not by_row:
        return records
    pages = {page.document_id: page for page in records if isinstance(page, PageRecord) and page.number == 1}
    return tuple(_corrected(record, by_row.get((record.TABLE, row_id(record)), ()), pages) for record in records)


def corrected(facts: DocumentFacts, corrections: Iterable[Correction]) -> DocumentFacts:
    """Return reconciled facts with corrections applied, and their equations tried again with the corrected figures."""
    records = correct(facts.records, corrections)
    return facts if records == facts.records else try_again(facts, replace(facts, records=records))


def standing(records: Iterable[Record], corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return the corrections whose cell holds their old value, as it is read and not corrected yet."""
    by_row = defaultdict(list)
    for entry in corrections:
        by_row[entry.table_name, entry.row_id].append(entry)
    return tuple(
        entry
        for record in (records if by_row else ())
        for entry in by_row.get((record.TABLE, row_id(record)), ())
        if _stands(entry, record)
    )


def settle(archive: Archive, corrections: Sequence[Correction]) -> Archive:
    """Return the archive with its corrections as records of their own, and a finding on each."""
    if not corrections:
        return archive
    rows: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in archive.all_records():
        rows[record.TABLE, row_id(record)].append(record)
    documents = {r.sha256: r for r in archive.all_records() if isinstance(r, DocumentRecord)}
    settled: list[Record] = []
    findings = []
    for entry in corrections:
        found = _found(entry, rows.get((entry.table_name, entry.row_id), ()))
        finding = _finding(entry, found, documents.get(entry.document_sha256), corrections)
        findings.append(finding)
        settled.append(replace(entry, state=_STATES[finding.code]))
    return replace(archive, records=(*archive.records, *settled), findings=(*archive.findings, *findings))


_STATES: dict[str, Any] = {
    "correction-applied": "applied",
    "correction-conflict": "conflict",
    "correction-rivals": "conflict",
    "correction-document-gone": "unused",
    "correction-row-gone": "unused",
    "correction-not-needed": "unused",
}


def _corrected(record: Record, entries: Sequence[Correction], pages: dict[str, PageRecord]) -> Record:
    for entry in entries:
        if _rivals(entry, entries) or not _stands(entry, record):
            continue
        column = tables()[entry.table_name].by_name[entry.column_name]
        value = None if entry.new_value is None else value_of(entry.new_value, column)
        if anchors := _places(record, entry.column_name, pages):
            raw = getattr(getattr(record, entry.column_name), "raw", "")
            sourced = Sourced(value, raw, anchors, RULE, "corrected", "decided")
            record = cast("Record", replace(cast("Any", record), **{entry.column_name: sourced}))
    return record


def _about(entry: Correction, record: Record) -> bool:
    """Tell whether a row is, at least in part, read from the document that a correction names."""
    document = f"doc-{entry.document_sha256[:12]}"
    own = record.id if isinstance(record, DocumentRecord) else getattr(record, "document_id", None)
    return document == own if own else document in {anchor.document_id for anchor in _anchors(record)}


def _stands(entry: Correction, record: Record) -> bool:
    return _about(entry, record) and not _is_corrected(record, entry) and _text(record, entry) == entry.old_value


def _rivals(entry: Correction, entries: Iterable[Correction]) -> list[Correction]:
    """Return the corrections that would make another value of the same one."""
    return [
        other
        for other in entries
        if (other.cell, other.document_sha256, other.old_value) == (entry.cell, entry.document_sha256, entry.old_value)
        and other.new_value != entry.new_value
    ]


def _is_corrected(record: Record, entry: Correction) -> bool:
    value = getattr(record, entry.column_name)
    return isinstance(value, Sourced) and value.rule == RULE


def _text(record: Record, entry: Correction) -> str | None:
    """Return what the database would hold in the cell: nothing where the column refuses what was read."""
    value = getattr(record, entry.column_name)
    value = value.value if isinstance(value, Sourced) else value
    return written(value) if fits(value, tables()[entry.table_name].by_name[entry.column_name]) else None


def _places(record: Record, column: str, pages: dict[str, PageRecord]) -> tuple[Anchor, ...]:
    """Return where a cell is printed: itself, else the first of its row that is, else the head of the document."""
    value = getattr(record, column)
    if isinstance(value, Sourced) and value.anchors:
        return value.anchors
    page = pages.get(record.id) if isinstance(record, DocumentRecord) else None
    if anchors := tuple(_anchors(record)):
        return anchors[:1]
    if page is None:
        return ()
    line = (page.text or "").split("\n", 1)[0]
    return (Anchor(page.document_id, 1, 1, 0, len(line), line),)


def _anchors(record: Record) -> Iterator[Anchor]:
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Sourced):
            yield from value.anchors


def _found(entry: Correction, rows: Iterable[Record]) -> Record | None:
    """Return the row that a correction is about; of several of one id, one that it was applied to."""
    found = [record for record in rows if _about(entry, record)]
    return next((record for record in found if _is_corrected(record, entry)), found[0] if found else None)


def _finding(
    entry: Correction, record: Record | None, document: DocumentRecord | None, entries: Sequence[Correction]
) -> Finding:
    if record is None:
        code, actual = ("correction-row-gone" if document else "correction-document-gone"), None
    else:
        actual, corrected = _text(record, entry), _is_corrected(record, entry)
        if actual == entry.new_value:
            code = "correction-applied" if corrected else "correction-not-needed"
        else:
            rival = actual == entry.old_value and _rivals(entry, entries)
            code = "correction-rivals" if rival else "correction-conflict"
    value = getattr(record, entry.column_name, None)
    anchors = value.anchors if isinstance(value, Sourced) else ()
    return Finding(
        code,
        document_id=document.id if document else None,
        page=anchors[0].page if anchors else None,
        table_name=entry.table_name,
        row_id=entry.row_id,
        expected=entry.old_value,
        actual=actual,
        values=(
            ("correction", entry.id),
            ("table", entry.table_name),
            ("row", entry.row_id),
            ("column", entry.column_name),
            ("old", entry.old_value or "∅"),
            ("new", entry.new_value or "∅"),
            ("now", actual or "∅"),
            ("printed", value.raw or "∅" if isinstance(value, Sourced) else "∅"),
            ("reason", entry.reason),
            ("author", entry.author),
            ("date", entry.decided_on),
        ),
        anchors=anchors,
    )
