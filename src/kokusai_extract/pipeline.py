"""The eight stages, in order: read, segment, extract, reconcile, link, validate, store, publish.

Each is a function from typed input to typed output, and none reaches back. The first four see one document; the
others see them all. What is published, and how, is the matter of :mod:`kokusai_extract.publish`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import cast

from kokusai_extract import nlp, read, reconcile
from kokusai_extract.corrections.apply import correct, corrected, settle, standing
from kokusai_extract.link.archive import link
from kokusai_extract.link.duty_terms import add_duty_terms
from kokusai_extract.link.mentions import mentions
from kokusai_extract.model.archive import Archive, DocumentFacts
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.edition import People
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.international import Office
from kokusai_extract.model.loose import Loose, LooseFigure, Parts
from kokusai_extract.model.records import DocumentRecord, PageRecord, Record, SectionRecord
from kokusai_extract.model.section import Context, Section, SourceLine
from kokusai_extract.model.source import Document
from kokusai_extract.publish.search import INDEX, write_index
from kokusai_extract.read.normalize import FoldedDocument, fold
from kokusai_extract.reconcile.counts import check_counts
from kokusai_extract.reconcile.shown import as_shown
from kokusai_extract.reconcile.unused import name_unused_lines
from kokusai_extract.run.crew import Share, alone
from kokusai_extract.run.kept import Kept
from kokusai_extract.run.outcome import USUAL, Limits, OnPage, Task
from kokusai_extract.run.pool import Order
from kokusai_extract.run.progress import Show, silent
from kokusai_extract.run.reading import outcomes
from kokusai_extract.run.stamp import Stamp, earlier, leave
from kokusai_extract.sections.identity import identify
from kokusai_extract.sections.offices import enumerated
from kokusai_extract.sections.registry import EXTRACTORS
from kokusai_extract.segment.split import Segmentation, segment
from kokusai_extract.store.export import write_csv
from kokusai_extract.store.report import write_report
from kokusai_extract.store.rows import rows
from kokusai_extract.store.write import output_lock, write_edition
from kokusai_extract.timing import Stopwatch
from kokusai_extract.validate.integrity import distinct
from kokusai_extract.validate.rules import validate
from kokusai_extract.withhold.edition import Edition

STAGES = ("read", "segment", "extract", "reconcile", "link", "validate", "store", "publish")


@dataclass(frozen=True)
class Built:
    """What a build made: how many documents and findings, and the seconds that each stage took.

    ``unchanged`` says that the folder held all of it already.
    """

    documents: int
    findings: int
    seconds: dict[str, float]
    unchanged: bool
    assembled: Callable[[], Archive] = field(repr=False)

    @cached_property
    def archive(self) -> Archive:
        """The archive as stored, and with the names that the stored edition withholds."""
        return self.assembled()


def build(
    paths: Sequence[Path],
    out: Path,
    *,
    corrections: Sequence[Correction] = (),
    jobs: int | None = None,
    fresh: bool = False,
    limits: Limits = USUAL,
    people: People = "all",
    progress: Show = silent,
) -> Built:
    """Read every document under ``paths`` and write ``out/kokusai.db``, the CSV files and the report.

    ``corrections`` stand in place of what is read (:mod:`kokusai_extract.corrections`). ``jobs`` documents are read at
    a time, each in a process of its own and within ``limits``, and pages of one where processors are left over; with
    None they are read in this process, one after another. What an earlier build has read is not read again, unless
    ``fresh``. ``people`` says whose names are held (:mod:`kokusai_extract.withhold`).

    Raises:
        NoDocuments: when there is nothing to read.
        OutputLocked: when another build writes to ``out``.
        OutputFailed: when the result could not be written; what stood there before still stands.
    """
    watch = Stopwatch()
    files = read.find_documents(paths)
    with output_lock(out):
        kept = Kept(out, fresh=fresh)
        tasks = [Task.of(path, corrections) for path in files]
        order = Order(f"{__name__}:{process.__name__}", limits, nlp.available())

        def assembled() -> Archive:
            found = list(outcomes(tasks, order, kept, jobs, progress))
            for outcome in found:
                watch.add(outcome.seconds)
            unread = [outcome.finding for outcome in found if outcome.finding]
            return assemble([outcome.facts for outcome in found if outcome.facts], unread, watch, corrections)

        made_of = kept.keys(tasks, corrections, people)
        if not fresh and (same := earlier(out, made_of)):
            return Built(same.documents, same.findings, watch.seconds, True, assembled)
        archive = assembled()
        edition = Edition(lambda: rows(archive), people, language_tools=nlp.available())
        with watch("store"):
            database = write_edition(edition, out)
        with watch("publish"):
            write_csv(database, out / "csv")
            write_index(database, out / INDEX)
        write_report(archive, watch.seconds, out, edition)
        findings = sum(1 for _ in archive.all_findings()) + len(edition.plan.bearers)
        leave(out, made_of, Stamp(len(archive.documents), findings))
        kept.drop_others()
    return Built(len(archive.documents), findings, watch.seconds, False, lambda: archive)


def process(
    path: Path,
    watch: Stopwatch | None = None,
    corrections: Sequence[Correction] = (),
    *,
    on_page: OnPage = lambda *_: None,
    share: Share = alone,
) -> DocumentFacts:
    """Take one document through the stages that need no other: read, segment, extract, reconcile.

    ``on_page`` is called with how many pages have been read, of how many, and how many from their picture.
    ``share`` says who reads them.

    Raises:
        UnreadableDocument: when the file is not a readable document.
    """
    watch = watch or Stopwatch()
    with watch("read"):
        document = read.read_document(path, on_page, share)
        folded = fold(document.items[0])
    with watch("segment"):
        segmentation = segment(folded)
    applied: tuple[Correction, ...] = ()
    while True:  # a correction is of what all before it leave there, so that none is written over anything else
        facts = _facts(document.findings, folded, segmentation, applied, watch)
        more = standing(facts.records, [entry for entry in corrections if entry not in applied])
        if not more:
            return facts
        applied += more


def _facts(
    told: Sequence[Finding],
    folded: FoldedDocument,
    segmentation: Segmentation,
    corrections: Sequence[Correction],
    watch: Stopwatch,
) -> DocumentFacts:
    """Extract and reconcile a document with corrections in place."""
    with watch("extract"):
        records, loose, findings = extract(folded, segmentation, corrections)
    with watch("reconcile"):
        facts = DocumentFacts(
            folded.document.id,
            records,
            (*told, *folded.findings, *segmentation.findings, *findings),
            tuple(loose),
        )
        facts = check_counts(folded.passage, reconcile.reconcile(facts))
        facts = corrected(distinct(facts), corrections)
        facts = replace(facts, loose=_waiting(facts.loose))
        facts = name_unused_lines(segmentation.sections, facts)
    with watch("link"):
        return as_shown(folded.document, corrected(add_duty_terms(mentions(segmentation.sections, facts)), corrections))


def extract(
    folded: FoldedDocument, segmentation: Segmentation, corrections: Sequence[Correction] = ()
) -> tuple[tuple[Record, ...], list[Loose], list[Finding]]:
    """Return pages, sections and what each section prints, with the document's own record; loose figures; findings."""
    identity = identify(folded, segmentation)
    (printed,) = identity.items
    records: list[Record] = list(correct((printed, *_layout_records(folded.document, segmentation)), corrections))
    loose: list[Loose] = []
    findings = list(identity.findings)
    context = _context(folded, printed, cast("DocumentRecord", records[0]))
    for index, section in enumerate(segmentation.sections):
        if extractor := EXTRACTORS.get(section.kind):
            result = extractor(section, replace(context, before=_before(segmentation.sections, index)))
            records += [item for item in result.items if not isinstance(item, Loose)]
            loose += [item for item in result.items if isinstance(item, Loose)]
            findings += result.findings
    if not any(isinstance(record, Office) for record in records):
        listed = enumerated(folded.passage, context)
        records += listed.items
        findings += listed.findings
    return correct(records, corrections), loose, findings


def _before(sections: Sequence[Section], index: int) -> tuple[SourceLine, ...]:
    """Return the lines between a section and the last one of its kind."""
    earlier = takewhile(lambda other: other.kind != sections[index].kind, reversed(sections[:index]))
    return tuple(line for other in reversed(list(earlier)) for line in other.lines)


def _waiting(loose: Sequence[Loose]) -> tuple[Loose, ...]:
    """Return what another document may still settle: nothing where each figure has found its place."""
    if not any(isinstance(item, LooseFigure) for item in loose):
        return ()
    return tuple(item for item in loose if not isinstance(item, Parts))


def assemble(
    documents: Iterable[DocumentFacts],
    unread: Iterable[Finding],
    watch: Stopwatch | None = None,
    corrections: Sequence[Correction] = (),
) -> Archive:
    """Link and validate documents into an archive. Their order makes no difference."""
    watch = watch or Stopwatch()
    with watch("link"):
        archive = link(documents, unread, corrections)
        archive = settle(replace(archive, records=correct(archive.records, corrections)), corrections)
    with watch("validate"):
        return validate(archive)


def _context(folded: FoldedDocument, printed: DocumentRecord, record: DocumentRecord) -> Context:
    bureau = None
    if printed.bureau:
        anchor = printed.bureau.anchors[0]
        start = folded.document.page_starts[anchor.page - 1]
        bureau = folded.slice(start + anchor.start, start + anchor.end).squeeze()
    year, code = record.fiscal_year, record.municipality_code
    return Context(folded.document, year.value if year else None, bureau, code.value if code else None)


def _layout_records(document: Document, segmentation: Segmentation) -> Iterable[Record]:
    for page in document.pages:
        yield PageRecord(
            document.id,
            page.number,
            page.text,
            page.width,
            page.height,
            page.text_layer,
            page.quality,
            page.file_text,
        )
    for section in segmentation.sections:
        yield SectionRecord(
            section.id,
            document.id,
            section.kind,
            section.heading.read("segment.heading") if section.heading else None,
            min(line.page.number for line in section.lines),
            max(line.page.number for line in section.lines),
        )
