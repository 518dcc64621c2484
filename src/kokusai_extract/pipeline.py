"""The eight stages, in order: read, segment, extract, reconcile, link, validate, store, publish.

Each is a function from typed input to typed output, and none reaches back. The first four see one document; the
others see them all. What is published, and how, is the matter of :mod:`kokusai_extract.publish`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from kokusai_extract import read, reconcile
from kokusai_extract.corrections.apply import correct, settle
from kokusai_extract.errors import UnreadableDocument
from kokusai_extract.link.archive import link
from kokusai_extract.model.archive import Archive, DocumentFacts
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.international import Office
from kokusai_extract.model.loose import Loose
from kokusai_extract.model.records import DocumentRecord, PageRecord, Record, SectionRecord
from kokusai_extract.model.section import Context
from kokusai_extract.model.source import Document
from kokusai_extract.publish.search import INDEX, write_index
from kokusai_extract.read.normalize import FoldedDocument, fold
from kokusai_extract.reconcile.counts import check_counts
from kokusai_extract.sections.identity import identify
from kokusai_extract.sections.offices import enumerated
from kokusai_extract.sections.registry import EXTRACTORS
from kokusai_extract.segment.split import Segmentation, segment
from kokusai_extract.store.export import write_csv
from kokusai_extract.store.report import write_report
from kokusai_extract.store.write import output_lock, write
from kokusai_extract.timing import Stopwatch
from kokusai_extract.validate.rules import validate

STAGES = ("read", "segment", "extract", "reconcile", "link", "validate", "store", "publish")

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the archive as stored, and the seconds that each stage took."""

    archive: Archive
    seconds: dict[str, float]


def build(
    paths: Sequence[Path],
    out: Path,
    *,
    corrections: Sequence[Correction] = (),
    progress: Progress = lambda *_: None,
) -> Built:
    """Read every document under ``paths`` and write ``out/kokusai.db``, the CSV files and the report.

    ``corrections`` stand in place of what is read (:mod:`kokusai_extract.corrections`).

    Raises:
        NoDocuments: when there is nothing to read.
        OutputLocked: when another build writes to ``out``.
        OutputFailed: when the result could not be written; what stood there before still stands.
    """
    watch = Stopwatch()
    files = read.find_documents(paths)
    with output_lock(out):
        documents, unread = [], []
        for done, path in enumerate(files):
            progress(path.name, done, len(files))
            try:
                documents.append(process(path, watch, corrections))
            except UnreadableDocument as error:
                unread.append(unreadable(error))
        progress("", len(files), len(files))
        archive = assemble(documents, unread, watch, corrections)
        with watch("store"):
            database = write(archive, out)
        with watch("publish"):
            write_csv(database, out / "csv")
            write_index(database, out / INDEX)
        write_report(archive, watch.seconds, out)
    return Built(archive, watch.seconds)


def process(path: Path, watch: Stopwatch | None = None, corrections: Sequence[Correction] = ()) -> DocumentFacts:
    """Take one document through the stages that need no other: read, segment, extract, reconcile.

    Raises:
        UnreadableDocument: when the file is not a readable document.
    """
    watch = watch or Stopwatch()
    with watch("read"):
        document = read.read_document(path)
        folded = fold(document.items[0])
    with watch("segment"):
        segmentation = segment(folded)
    with watch("extract"):
        records, loose, findings = extract(folded, segmentation, corrections)
    with watch("reconcile"):
        facts = DocumentFacts(
            folded.document.id,
            records,
            (*document.findings, *folded.findings, *segmentation.findings, *findings),
            tuple(loose),
        )
        facts = check_counts(folded.passage, reconcile.reconcile(facts))
        return replace(facts, records=correct(facts.records, corrections))


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
    for section in segmentation.sections:
        if extractor := EXTRACTORS.get(section.kind):
            result = extractor(section, context)
            records += [item for item in result.items if not isinstance(item, Loose)]
            loose += [item for item in result.items if isinstance(item, Loose)]
            findings += result.findings
    if not any(isinstance(record, Office) for record in records):
        listed = enumerated(folded.passage, context)
        records += listed.items
        findings += listed.findings
    return correct(records, corrections), loose, findings


def assemble(
    documents: Iterable[DocumentFacts],
    unread: Iterable[Finding],
    watch: Stopwatch | None = None,
    corrections: Sequence[Correction] = (),
) -> Archive:
    """Link and validate documents into an archive. Their order makes no difference."""
    watch = watch or Stopwatch()
    with watch("link"):
        archive = link(documents, unread)
        archive = settle(replace(archive, records=correct(archive.records, corrections)), corrections)
    with watch("validate"):
        return validate(archive)


def unreadable(error: UnreadableDocument) -> Finding:
    """Return the finding that stands in an archive for a file that could not be read."""
    values = (("file", Path(error.path).name), ("reason", error.reason))
    return Finding(error.code, values=values)


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
        yield PageRecord(document.id, page.number, page.text, page.width, page.height, page.text_layer, page.quality)
    for section in segmentation.sections:
        yield SectionRecord(
            section.id,
            document.id,
            section.kind,
            section.heading.read("segment.heading") if section.heading else None,
            min(line.page.number for line in section.lines),
            max(line.page.number for line in section.lines),
        )
