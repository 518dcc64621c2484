"""A new document arrives: it is copied to its year, and what it says, changes and leaves open is told."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kokusai_extract.errors import DocumentRefused, NoDocuments, UnreadableDocument
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.records import DocumentRecord, SectionRecord
from kokusai_extract.pipeline import assemble, process
from kokusai_extract.read.files import find_documents
from kokusai_extract.store.schema import tables
from kokusai_extract.store.write import replacing
from kokusai_extract.validate.catalog import message, severity

_GRAVE = ("error", "warning")
_SHOWN = 20


def add(file: Path, raw: Path, year: int | None = None) -> Iterator[str]:
    """Copy a document into ``raw/<year>/`` and yield what there is to say of it, line by line.

    Raises:
        UnreadableDocument: when it cannot be read.
        DocumentRefused: when it is there already, says no year and none is given, or another file has its name.
        OutputFailed: when it could not be copied.
    """
    facts = process(file)
    (record,) = (record for record in facts.records if isinstance(record, DocumentRecord))
    others = _others(raw)
    for other in others:
        if hashlib.sha256(other.read_bytes()).hexdigest() == record.sha256:
            raise DocumentRefused(f"{file}: is there already, as {other}")
    own = record.fiscal_year.value if record.fiscal_year else None
    place = year or own
    if place is None:
        raise DocumentRefused(f"{file}: says of no fiscal year that it is of; give it with --year")
    target = raw / str(place) / file.name
    if target.exists():
        raise DocumentRefused(f"{target}: is another document of that name; rename the new one")
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as partial:
        partial.write_bytes(file.read_bytes())
    yield f"{target}"
    if year and own and year != own:
        yield f"  ! It says that it is of {own}, not {year} (資料には{own}年度とあります)."
    yield from _recognized(facts, record)
    yield from _changed(facts, others, own)
    yield from _open(facts)
    yield from _next()


def _others(raw: Path) -> tuple[Path, ...]:
    try:
        return find_documents([raw]) if raw.is_dir() else ()
    except NoDocuments:
        return ()


def _recognized(facts: DocumentFacts, record: DocumentRecord) -> Iterator[str]:
    yield "Recognized (読み取った内容)"
    for name in ("title", "bureau", "fiscal_year", "kind", "issued_on", "phase"):
        value = getattr(record, name)
        yield f"  {tables()['documents'].by_name[name].title_ja}: {value.value if value else '— (open, 未確定)'}"
    sections = Counter(section.kind for section in facts.records if isinstance(section, SectionRecord))
    yield "  sections (節): " + (", ".join(f"{kind} {count}" for kind, count in sections.items()) or "none (なし)")
    rows = Counter(item.TABLE for item in facts.records if item.TABLE not in ("documents", "pages", "sections"))
    for table, count in rows.items():
        yield f"  {tables()[table].title_ja} {table}: {count}"


def _changed(facts: DocumentFacts, others: tuple[Path, ...], year: int | None) -> Iterator[str]:
    """Yield how many rows of each kind of change lead to the document's year."""
    documents = [facts]
    for other in others:
        try:
            documents.append(process(other))
        except UnreadableDocument:
            continue
    archive = assemble(documents, ())
    found: Counter[tuple[str, str, int]] = Counter()
    for record in archive.all_records():
        if record.TABLE.endswith("_changes") and getattr(record, "to_year", None) == year:
            found[record.TABLE, str(getattr(record, "kind", "")), int(getattr(record, "from_year", 0))] += 1
    yield "Changed against the nearest earlier year (前の年度との違い)"
    for (table, kind, since), count in sorted(found.items()):
        yield f"  {tables()[table].title_ja} {table}: {kind} {count} (since {since})"
    if not found:
        yield "  nothing to compare with (比べる資料なし)"


def _open(facts: DocumentFacts) -> Iterator[str]:
    grave = [finding for finding in facts.findings if severity(finding) in _GRAVE]
    yield f"Open (確認が必要な点): {len(grave)}"
    for finding in grave[:_SHOWN]:
        page = f"p. {finding.page} " if finding.page else ""
        yield f"  {severity(finding):<7} {finding.code}: {page}{message(finding, 'ja')}"
    if len(grave) > _SHOWN:
        yield f"  … {len(grave) - _SHOWN} more, in the report of the next build (ほかは次の報告書に)"


def _next() -> Iterator[str]:
    yield "Next (次にすること)"
    yield "  1. kokusai build raw --out processed"
    yield "  2. processed/report.md: settle each error and warning on its page (所見を紙面で確認)"
    yield "  3. kokusai correct TABLE ROW COLUMN NEW for what is read or printed wrongly (誤りを訂正)"
    yield "  4. kokusai release --out release; kokusai archive --release release --out bag (公開・保存)"
    yield "  docs/annual-update.md is the checklist (年次更新の手順書)."
