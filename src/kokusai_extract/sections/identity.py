"""What a document says of itself: title, kind, bureau, municipality, fiscal year, date and whether it is a draft (案).

Each is taken only where the document names one; where it names several with equal right none is chosen, and a finding
gives them all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import DocumentRecord
from kokusai_extract.model.section import SourceLine
from kokusai_extract.read.normalize import FoldedDocument
from kokusai_extract.segment.headings import heading_of_line, title_of
from kokusai_extract.segment.split import Segmentation
from kokusai_extract.values.dates import DATE, FISCAL_YEAR, dates, fiscal_year_of, fiscal_years
from kokusai_extract.values.numbering import numbered
from kokusai_extract.values.places import municipalities, municipalities_in
from kokusai_extract.values.units import unit_name, unit_names

T = TypeVar("T")

LONGEST_TITLE = 40

DOCUMENT_KINDS = (
    "事業概要", "業務概要", "予算概要", "事業計画書", "事業計画", "機構及び事務分掌", "事務分掌", "機構図", "組織図",
    "事項別明細書", "予算に関する説明書", "予算説明書", "予算書",
)  # fmt: skip
"""The kinds of document, the one that gives its name to the whole first: a 事業概要 may contain all the others."""
_KINDS = tuple(
    re.compile({"予算概要": r"予算(?:案|額|\(案\))?の?(?:概要|内訳|概況)"}.get(kind, kind)) for kind in DOCUMENT_KINDS
)
_PROPOSED = re.compile(r"\(案\)|予算案|〔案〕")
_AFTER_BUREAU = "|".join(
    (
        "組織図",
        "機構図",
        "事務分掌",
        "事業概要",
        "予算概要",
        "予算",
        "歳出予算",
        "当初予算",
        "所管予算",
        "運営方針",
        "派遣職員",
        "事業計画",
        "主要事業",
        "機構",
        "の創設",
        "局長",
    )
)
_BUREAU = re.compile(
    r"(?P<bureau>[^\d、。年度]{1,16}?(?:局|統括本部|本部|区役所|部|室|課))"
    rf"(?:{re.sub(r'[?]P<[a-z_]+>', '?:', FISCAL_YEAR.pattern)})?(?:{_AFTER_BUREAU})"
)
_PLACE_BEFORE = re.compile(r"(?<=.)[都道府県市区町村]")
_UNIT_ALONE = re.compile(r"[^\d、。]{1,16}(?:局|統括本部|本部|区役所)")


def identify(folded: FoldedDocument, segmentation: Segmentation) -> Result[DocumentRecord]:
    """Return the document's record."""
    document = folded.document
    heads = _heads(segmentation)
    title, title_findings = _title(heads, document.id)
    bureau, bureau_findings = _bureau(heads, folded)
    municipality, municipality_findings = _municipality(folded, heads, _unit_heads(segmentation), bureau)
    issued, issued_findings = _issued_on(segmentation, document.id)
    year, year_findings = _fiscal_year(heads, title, issued, document.id)
    phase, phase_findings = _phase(folded, title)
    record = DocumentRecord(
        document.id,
        document.sha256,
        document.file_name,
        document.media_type,
        document.byte_count,
        len(document.pages),
        document.text_layer,
        municipality_code=municipality,
        bureau=bureau,
        title=title,
        kind=_kind(title),
        fiscal_year=year,
        issued_on=issued,
        phase=phase,
        encoding=document.encoding,
        producer=document.producer,
    )
    findings = title_findings + municipality_findings + bureau_findings + issued_findings + year_findings
    return Result((record,), tuple(findings + phase_findings))


def _heads(segmentation: Segmentation) -> list[Passage]:
    """Return what stands on covers and in headings, where a document names itself (not what its contents promise)."""
    cells = [
        cell.strip()
        for section in segmentation.sections
        for line in section.lines
        if section.kind == "cover" or ((head := heading_of_line(line)) and head.kind in {section.kind, "contents"})
        for cell in line.cells
    ]
    return [cell for cell in cells if cell]


def _unit_heads(segmentation: Segmentation) -> list[Passage]:
    """Return the names of units that stand on lines of their own among the duties."""
    lines = [line for section in segmentation.sections if section.kind == "duties" for line in section.lines]
    return [name.name for line in lines for name in unit_names(line.passage)]


def _title(heads: Sequence[Passage], document_id: str) -> tuple[Sourced[str] | None, list[Finding]]:
    found: list[tuple[int, Passage]] = []
    for head in heads:
        for text in (_unnumbered(head).words(), title_of(head)[0]):
            match = _kind_in(text.text)
            if match and len(text) <= LONGEST_TITLE:
                found.append((match[0], text[: match[1].end()]))
                break
    if not found:
        return None, [Finding("document-no-title", document_id)]
    best = min(rank for rank, _ in found)
    titles = [title for rank, title in found if rank == best]
    chosen = max(titles, key=lambda title: (len(title), -title.starts[0]))
    others = sorted({title.text for rank, title in found if not _KINDS[rank].search(chosen.text)})
    title = chosen.read("identity.title")
    if not others:
        return title, []
    return title, [Finding.at("document-several-titles", title.anchors, title=title.value, others="、".join(others))]


def _kind_in(text: str) -> tuple[int, re.Match[str]] | None:
    """Return the rank of the kind of document that a text names, and where it names it."""
    return next(((rank, match) for rank, kind in enumerate(_KINDS) if (match := kind.search(text))), None)


def _unnumbered(head: Passage) -> Passage:
    item = numbered(head)
    return item.rest if item else head


def _kind(title: Sourced[str] | None) -> Sourced[str] | None:
    if title is None:
        return None
    kind = next(kind for kind, pattern in zip(DOCUMENT_KINDS, _KINDS, strict=True) if pattern.search(title.value))
    return title.with_value(kind, rule="identity.kind-from-title")


def _municipality(
    folded: FoldedDocument, heads: Sequence[Passage], units: Sequence[Passage], bureau: Sourced[str] | None
) -> tuple[Sourced[str] | None, list[Finding]]:
    """Take the municipality that covers, headings and names of units name most; else the one right before the bureau.

    A place that the running text merely mentions says nothing about whose document it is.
    """
    named = [found for head in (*heads, *units) for found in municipalities_in(head)]
    if not named and bureau:
        named = [
            found
            for found in municipalities_in(folded.passage)
            if folded.document.text.startswith(bureau.value, found[0].ends[-1])
        ]
    counts = Counter(part.text for part, _ in named)
    most = max(counts.values(), default=0)
    equal = sorted(text for text, count in counts.items() if count == most)
    if len(equal) != 1:
        return None, [
            Finding("document-municipality-open", folded.document.id, values=(("names", "、".join(equal) or "—"),))
        ]
    part, places = next(item for item in named if item[0].text == equal[0])
    if len(places) > 1:
        names = "、".join(f"{place.prefecture}{place.name} ({place.code})" for place in places)
        return None, [Finding.at("document-municipality-open", part.anchors(), names=names)]
    return part.sourced(places[0].code, "identity.municipality"), []


def _bureau(heads: Sequence[Passage], folded: FoldedDocument) -> tuple[Sourced[str] | None, list[Finding]]:
    named: list[Passage] = []
    for head in heads:
        text = title_of(head)[0]
        if match := FISCAL_YEAR.match(text.text):
            text = text[match.end() :]
        text = _without_municipality(text)
        if _UNIT_ALONE.fullmatch(text.text) and unit_name(text):
            named.append(text)
        elif match := _BUREAU.search(text.text):
            named.append(text.group(match, "bureau"))
    if not named:
        named = [name for head in heads if (name := _unit_of_place(head))]
    named = [_without_place(part, {other.text for other in named}) for part in named]
    return _most(named, "identity.bureau", "document-bureau-open", folded.document.id, lambda part: part.text)


def _unit_of_place(head: Passage) -> Passage | None:
    """Return the 部 or 室 that a cover names right behind its municipality: 墨田区 区民部, a body without 局."""
    text = head.squeeze()
    rest = _without_municipality(text)
    name = unit_name(rest) if len(rest) < len(text) else None
    return rest if name and name.word.classification in {"department", "room"} else None


def _without_place(name: Passage, others: Collection[str]) -> Passage:
    """Take off a municipality that no vocabulary knows, where the document names the bureau without it as well."""
    for match in _PLACE_BEFORE.finditer(name.text):
        if name.text[match.end() :] in others:
            return name[match.end() :]
    return name


def _without_municipality(text: Passage) -> Passage:
    for name in sorted(municipalities(), key=len, reverse=True):
        if text.text.startswith(name) and len(text) > len(name):
            return text[len(name) :]
    return text


def _issued_on(segmentation: Segmentation, document_id: str) -> tuple[Sourced[str] | None, list[Finding]]:
    """Take the date that stands on a cover, or beside the heading of the organization chart."""
    found: list[Passage] = []
    for section in segmentation.sections:
        for line in section.lines:
            alone = _is_date_line(line) and section.kind in {"cover", "contents", "org_chart", "duties", "secondments"}
            if alone or (heading_of_line(line) and DATE.search(line.passage.squeeze().text)):
                found += [dated.passage for dated in dates(line.passage.squeeze())]
    return _most(
        found, "identity.date", "document-date-open", document_id, lambda part: next(dates(part)).value, optional=True
    )


def _is_date_line(line: SourceLine) -> bool:
    text = line.passage.squeeze().text.strip("()")
    match = DATE.match(text)
    return match is not None and not text[match.end() :].strip("現在発行作成付け")


def _fiscal_year(
    heads: Sequence[Passage], title: Sourced[str] | None, issued: Sourced[str] | None, document_id: str
) -> tuple[Sourced[int] | None, list[Finding]]:
    """Take the year in the title; else the one that covers and headings name most; else the one of the date."""
    kind = _kind_in(title.value) if title else None
    titles = [head for head in heads if kind and (found := _kind_in(head.text)) and found[0] == kind[0]]
    in_titles = [dated.passage for head in titles for dated in fiscal_years(head)]
    if in_titles:
        return _most(in_titles, "identity.year-in-title", "document-year-open", document_id, _year_of)
    named = [dated.passage for head in heads for dated in fiscal_years(head)]
    year, findings = _most(
        named,
        "identity.year-in-headings",
        "document-year-open",
        document_id,
        _year_of,
        optional=True,
    )
    if year or findings:
        return year, findings
    if issued:
        return issued.inherited(fiscal_year_of(issued.value), rule="identity.year-of-date"), []
    return None, [Finding("document-year-open", document_id, values=(("names", "—"),))]


def _year_of(part: Passage) -> int:
    return next(fiscal_years(part)).year


def _phase(folded: FoldedDocument, title: Sourced[str] | None) -> tuple[Sourced[str] | None, list[Finding]]:
    if match := _PROPOSED.search(folded.passage.text):
        mark = folded.passage.group(match)
        finding = Finding.at("document-marked-draft", mark.anchors(), mark=mark.text)
        return mark.sourced("proposed", "identity.draft-mark"), [finding]
    return (title.inherited("approved", rule="identity.no-draft-mark"), []) if title else (None, [])


def _most(
    parts: Iterable[Passage],
    rule: str,
    code: str,
    document_id: str,
    value: Callable[[Passage], T],
    *,
    optional: bool = False,
) -> tuple[Sourced[T] | None, list[Finding]]:
    """Return the value that is printed most often; none, with a finding, where two are printed equally often."""
    found = [(value(part), part) for part in parts]
    counts = Counter(item for item, _ in found)
    if not counts:
        return None, [] if optional else [Finding(code, document_id, values=(("names", "—"),))]
    most = max(counts.values())
    best = [item for item, count in counts.items() if count == most]
    if len(best) > 1:
        first = next(part for item, part in found if item == best[0])
        return None, [Finding.at(code, first.anchors(), names="、".join(sorted(map(str, best))))]
    part = next(part for item, part in found if item == best[0])
    return part.sourced(best[0], rule), []
