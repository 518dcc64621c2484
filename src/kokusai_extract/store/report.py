"""The report of a build: how many figures were read and proved, what was found in which document, what stands open.

:func:`summarize` gives it as data (``report.json``), :func:`~kokusai_extract.store.report_page.page` as a page
(``report.md``). Only the times differ between two builds of the same documents.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, get_args

from kokusai_extract.model.archive import Archive
from kokusai_extract.model.evidence import Origin, Sourced
from kokusai_extract.model.loose import Loose, LooseFigure
from kokusai_extract.model.records import BudgetLine, DocumentRecord, FundingSource, Identity, IdentityTerm, PageRecord
from kokusai_extract.store.report_page import page
from kokusai_extract.store.rows import finding_rows, row_id, rows
from kokusai_extract.store.schema import tables
from kokusai_extract.store.write import output_lock, replacing
from kokusai_extract.validate import catalog
from kokusai_extract.withhold.edition import Edition

Figure = tuple[str, str, str]
"""A cell that holds an amount: its table, row and column."""

State = Literal["proved", "unproved", "contradicted", "derived"]

_AMOUNTS = ("amount", "previous_amount", "change")


def write_report(archive: Archive, seconds: Mapping[str, float], out: Path, edition: Edition | None = None) -> None:
    """Write ``out/report.json`` and ``out/report.md``; ``seconds`` are the times of the stages.

    They tell of all names, or of those that ``edition`` holds.

    Raises:
        OutputLocked: when another build writes to the folder.
        OutputFailed: when a file could not be written.
    """
    summary = summarize(archive, seconds, edition)
    texts = {"report.json": json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "report.md": page(summary)}
    with output_lock(out):
        for name, text in texts.items():
            with replacing(out / name) as partial:
                partial.write_text(text, encoding="utf-8", newline="\n")


def summarize(
    archive: Archive, seconds: Mapping[str, float] | None = None, edition: Edition | None = None
) -> dict[str, Any]:
    """Return the whole report as data, ready for JSON.

    ``people`` says whose names it holds. ``figures`` and ``documents`` go by document, in the order of their years;
    ``facts`` by table; ``findings`` by severity and code, each with all its findings; ``timings`` are ``seconds`` by
    stage.
    """
    edition = edition or Edition(lambda: rows(archive))
    documents = sorted((r for r in archive.all_records() if isinstance(r, DocumentRecord)), key=_document_order)
    documents = [replace(document, file_name=edition.text(document.file_name)) for document in documents]
    return {
        "people": edition.people,
        "figures": list(_figures(archive, documents)),
        "documents": list(_documents(archive, documents)),
        "facts": list(_facts(archive, edition)),
        "findings": list(_findings(archive, documents, edition)),
        "timings": {stage: round(time, 3) for stage, time in (seconds or {}).items()},
    }


def figure_states(archive: Archive) -> dict[Figure, State]:
    """Return for each amount of the budget what the identities say of it.

    ``derived``: not printed. ``contradicted``: printed, and an identity it stands in fails. ``proved``: printed, and
    every identity it stands in holds. ``unproved``: printed, in none. That a later document restates a year
    contradicts no figure.
    """
    verdicts = {
        record.id: record.holds
        for record in archive.all_records()
        if isinstance(record, Identity) and (record.holds or record.kind != "restated")
    }
    tried: dict[Figure, set[bool]] = {}
    for term in archive.all_records():
        if isinstance(term, IdentityTerm) and term.identity_id in verdicts:
            figure = (term.table_name, term.row_id, term.column_name)
            tried.setdefault(figure, set()).add(verdicts[term.identity_id])
    return {figure: _state(value, tried.get(figure, set())) for figure, value in _amounts(archive)}


def _state(value: Sourced[int], verdicts: set[bool]) -> State:
    if value.origin == "computed":
        return "derived"
    if not verdicts:
        return "unproved"
    return "proved" if verdicts == {True} else "contradicted"


def _amounts(archive: Archive) -> Iterator[tuple[Figure, Sourced[int]]]:
    for record in archive.all_records():
        if isinstance(record, (BudgetLine, FundingSource)):
            for column in _AMOUNTS:
                value = getattr(record, column, None)
                if value is not None and value.value is not None:
                    yield (record.TABLE, record.id, column), value


def _loose(loose: Iterable[Loose]) -> int:
    """Count the figures that stand apart from the names they belong to, page numbers and the like left out."""
    return sum(isinstance(item, LooseFigure) and not item.optional for item in loose)


def _figures(archive: Archive, documents: Iterable[DocumentRecord]) -> Iterator[dict[str, Any]]:
    lines = {r.id: r for r in archive.all_records() if isinstance(r, (BudgetLine, FundingSource))}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    printed: Counter[str] = Counter()
    for (_, row, _), state in figure_states(archive).items():
        counts[lines[row].document_id][state] += 1
        printed[row] += state != "derived"
    loose = {facts.document_id: _loose(facts.loose) for facts in archive.documents}
    for line in lines.values():
        if isinstance(line, BudgetLine) and line.certainty is None:
            counts[line.document_id]["open"] += printed[line.id] or not loose.get(line.document_id)
    for document in documents:
        found = counts[document.id]
        found["open"] += loose.get(document.id, 0)
        read = found["proved"] + found["unproved"] + found["contradicted"]
        yield {**_name(document), "read": read, **{state: found[state] for state in (*get_args(State), "open")}}


def _documents(archive: Archive, documents: Iterable[DocumentRecord]) -> Iterator[dict[str, Any]]:
    pages: dict[str, list[PageRecord]] = defaultdict(list)
    for record in archive.all_records():
        if isinstance(record, PageRecord):
            pages[record.document_id].append(record)
    for document in documents:
        found = sorted(pages[document.id], key=lambda page: page.number)
        yield {
            **_name(document),
            "title": document.title.value if document.title else None,
            "issued_on": document.issued_on.value if document.issued_on else None,
            "phase": document.phase.value if document.phase else None,
            "sha256": document.sha256,
            "byte_count": document.byte_count,
            "text_layer": document.text_layer,
            "encoding": document.encoding,
            "producer": document.producer,
            "page_count": document.page_count,
            "pages_by_quality": dict(sorted(Counter(page.quality for page in found).items())),
            "pages_at_fault": [
                {"page": page.number, "quality": page.quality, "text_layer": page.text_layer}
                for page in found
                if page.quality != "ok"
            ],
        }


def _facts(archive: Archive, edition: Edition) -> Iterator[dict[str, Any]]:
    counted: Counter[str] = Counter()
    origins: Counter[tuple[str, str]] = Counter()
    inferred: Counter[str] = Counter()
    for record in archive.all_records():
        row = row_id(record)
        if not edition.holds(record.TABLE, row):
            continue
        counted[record.TABLE] += 1
        inferred[record.TABLE] += getattr(record, "certainty", None) == "inferred"
        for field in fields(record):
            value = getattr(record, field.name)
            if isinstance(value, Sourced) and edition.holds(record.TABLE, row, field.name):
                origins[record.TABLE, value.origin] += 1
    for table in tables().values():
        if counted[table.name]:
            by_origin = {origin: origins[table.name, origin] for origin in get_args(Origin)}
            yield {
                "table": table.name,
                "title": table.title,
                "title_ja": table.title_ja,
                "rows": counted[table.name],
                "facts": sum(by_origin.values()),
                **by_origin,
                "inferred_rows": inferred[table.name],
            }


def _findings(archive: Archive, documents: list[DocumentRecord], edition: Edition) -> Iterator[dict[str, Any]]:
    ranks = {document.id: rank for rank, document in enumerate(documents)}
    names = {document.id: document.file_name for document in documents}
    grave = ("error", "warning", "info")
    entries = edition.findings(row for _, row in finding_rows(archive.all_findings()))
    entries.sort(
        key=lambda row: (
            grave.index(str(row["severity"])),
            row["code"],
            ranks.get(str(row["document_id"]), len(ranks)),
            row["page"] or 0,
            row["id"],
        )
    )
    for code, group in groupby(entries, key=lambda row: str(row["code"])):
        found = list(group)
        entry = catalog.catalog().get(code)
        yield {
            "code": code,
            "severity": found[0]["severity"],
            "title": entry.title["en"] if entry else code,
            "title_ja": entry.title["ja"] if entry else code,
            "count": len(found),
            "findings": [{"file_name": names.get(str(row["document_id"])), **row, "code": code} for row in found],
        }


def _name(document: DocumentRecord) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "file_name": document.file_name,
        "bureau": document.bureau.value if document.bureau else None,
        "fiscal_year": document.fiscal_year.value if document.fiscal_year else None,
    }


def _document_order(document: DocumentRecord) -> tuple[Any, ...]:
    year, bureau = document.fiscal_year, document.bureau
    return year is None, year.value if year else 0, bureau.value if bureau else "", document.id
