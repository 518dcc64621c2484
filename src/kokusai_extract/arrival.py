"""A new document arrives: it is copied to its year, and what it says, changes and leaves open is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kokusai_extract import events, nlp, pipeline
from kokusai_extract.errors import DocumentRefused, NoDocuments
from kokusai_extract.model.archive import Archive, DocumentFacts
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.records import DocumentRecord, SectionRecord
from kokusai_extract.pipeline import assemble, process
from kokusai_extract.read.files import find_documents
from kokusai_extract.run.kept import Kept
from kokusai_extract.run.outcome import Outcome, Task, digest_of
from kokusai_extract.run.pool import Order
from kokusai_extract.run.progress import Show, silent
from kokusai_extract.run.reading import outcomes
from kokusai_extract.store.rows import row_id
from kokusai_extract.store.schema import tables
from kokusai_extract.store.write import replacing
from kokusai_extract.validate.catalog import message, severity

_GRAVE = ("error", "warning")
_SHOWN = 20
_EXAMPLES = 3
_SAME = frozenset({"unchanged", "stayed"})


@dataclass(frozen=True, slots=True)
class Desk:
    """Where things lie: the documents by year, and what builds write (what they have read is not read again)."""

    raw: Path = Path("raw")
    processed: Path = Path("processed")
    corrections: tuple[Correction, ...] = ()


def add(file: Path, desk: Desk, year: int | None = None, show: Show = silent) -> Iterator[str]:
    """Copy a document into ``raw/<year>/``, note it in the log, and yield what there is to say of it, line by line.

    Raises:
        UnreadableDocument: when it cannot be read.
        DocumentRefused: when it is there already, says no year and none is given, or another file has its name.
        OutputFailed: when it could not be copied.
    """
    others = _others(desk.raw)
    content = digest_of(file)
    for other in others:
        if content and digest_of(other) == content:
            raise DocumentRefused(f"{file}: is there already, as {other}")
    facts = process(file, corrections=Task.of(file, desk.corrections).corrections)
    (record,) = (record for record in facts.records if isinstance(record, DocumentRecord))
    own = record.fiscal_year.value if record.fiscal_year else None
    place = year or own
    if place is None:
        raise DocumentRefused(f"{file}: says of no fiscal year that it is of; give it with --year")
    target = desk.raw / str(place) / file.name
    if target.exists():
        raise DocumentRefused(f"{target}: is another document of that name; rename the new one")
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as partial:
        partial.write_bytes(file.read_bytes())
    outcome = f"sha256:{record.sha256}; {record.byte_count} bytes"
    name = target.relative_to(desk.raw).as_posix()
    events.log(desk.raw, events.event("ingestion", events.now(), f"raw/{name}", events.AGENT, outcome))
    kept = Kept(desk.processed)
    task = Task.of(target, desk.corrections)
    if key := kept.key(task):
        kept.save(key, Outcome(facts))
    yield f"{target}"
    if year and own and year != own:
        yield f"  ! It says that it is of {own}, not {year} (資料には{own}年度とあります)."
    yield from _recognized(facts, record)
    archive = assemble([facts, *_facts(others, kept, desk, show)], (), corrections=desk.corrections)
    yield from _changed(archive, record)
    yield from _open(archive, facts)
    yield from _next(desk)


def _others(raw: Path) -> tuple[Path, ...]:
    try:
        return find_documents([raw]) if raw.is_dir() else ()
    except NoDocuments:
        return ()


def _facts(files: Sequence[Path], kept: Kept, desk: Desk, show: Show) -> Iterator[DocumentFacts]:
    """Yield what the documents say that are there already, as an earlier build has read them, or as read now."""
    tasks = [Task.of(path, desk.corrections) for path in files]
    order = Order(f"{pipeline.__name__}:{process.__name__}", nlp=nlp.available())
    yield from (outcome.facts for outcome in outcomes(tasks, order, kept, None, show) if outcome.facts)


def _recognized(facts: DocumentFacts, record: DocumentRecord) -> Iterator[str]:
    yield "Recognized (読み取った内容)"
    for name in ("title", "bureau", "fiscal_year", "kind", "issued_on", "phase"):
        value = getattr(record, name)
        yield f"  {tables()['documents'].by_name[name].title_ja}: {value.value if value else '— (open, 未確定)'}"
    sections = _counted(section.kind for section in facts.records if isinstance(section, SectionRecord))
    yield "  sections (節): " + (", ".join(f"{kind} {count}" for kind, count in sections.items()) or "none (なし)")
    rows = _counted(item.TABLE for item in facts.records if item.TABLE not in ("documents", "pages", "sections"))
    for table, count in rows.items():
        yield f"  {tables()[table].title_ja} {table}: {count}"


def _changed(archive: Archive, record: DocumentRecord) -> Iterator[str]:
    """Yield how many rows of each kind of change lead to the document's year, with the names of the first ones."""
    year, bureau = (value.value if value else None for value in (record.fiscal_year, record.bureau))
    names = {(row.TABLE, row_id(row)): _name(row) for row in archive.all_records()}
    found: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for row in archive.all_records():
        table = row.TABLE
        if table.endswith("_changes") and (getattr(row, "to_year", None), getattr(row, "bureau", None)) == (
            year,
            bureau,
        ):
            change: Any = row
            ends = [names.get((_TABLES[table], end), "") for end in (change.from_id, change.to_id) if end]
            found[table, str(change.kind), int(change.from_year)].append(" → ".join(dict.fromkeys(filter(None, ends))))
    yield "Changed against the nearest earlier year (前の年度との違い)"
    for (table, kind, since), rows in sorted(found.items()):
        told = list(filter(None, rows))[:_EXAMPLES] if kind not in _SAME else []
        more = ", …" if len(rows) > len(told) else ""
        examples = f": {', '.join(told)}{more}" if told else ""
        yield f"  {tables()[table].title_ja} {table}: {kind} {len(rows)} (since {since}){examples}"
    if not found:
        yield "  nothing to compare with (比べる資料なし)"


_TABLES = {
    "unit_changes": "org_units",
    "duty_changes": "duties",
    "personnel_changes": "memberships",
    "budget_changes": "budget_lines",
    "city_changes": "city_links",
    "office_changes": "offices",
}


def _name(record: Any) -> str:
    for column in ("name", "text", "printed_name"):
        value = getattr(record, column, None)
        if isinstance(value, Sourced) and isinstance(value.value, str):
            return value.value if len(value.value) <= 30 else value.value[:29] + "…"
    return ""


def _open(archive: Archive, facts: DocumentFacts) -> Iterator[str]:
    """Yield the findings about the document that a person should look at, grave ones first."""
    own = (finding for finding in archive.all_findings() if finding.document_id == facts.document_id)
    grave = sorted((f for f in own if severity(f) in _GRAVE), key=lambda finding: _GRAVE.index(severity(finding)))
    yield f"Open (確認が必要な点): {len(grave)}"
    for finding in grave[:_SHOWN]:
        page = f"p. {finding.page} " if finding.page else ""
        yield f"  {severity(finding):<7} {finding.code}: {page}{message(finding, 'ja')}"
    if len(grave) > _SHOWN:
        yield f"  … {len(grave) - _SHOWN} more, in the report of the next build (ほかは次の報告書に)"


def _next(desk: Desk) -> Iterator[str]:
    yield "Next (次にすること)"
    yield f"  1. kokusai build {desk.raw} --out {desk.processed}"
    yield f"  2. {desk.processed}/report.md: settle each error and warning on its page (所見を紙面で確認)"
    yield "  3. kokusai correct TABLE ROW COLUMN NEW for what is read or printed wrongly (誤りを訂正)"
    yield "  4. kokusai release --out release; kokusai archive --release release --out bag (公開・保存)"
    yield "  docs/annual-update.md is the checklist (年次更新の手順書)."


def _counted(names: Iterator[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found
