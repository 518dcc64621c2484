"""Numbers that the running text states of lists: eight sister cities, four offices, eleven lounges.

A statement is held against the document's own lists. One that speaks of some of them only (提携50周年を迎える4つの
姉妹都市) is passed over: it is told by the words that run into the figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.international import CityLink, Office, ReferenceCell, ReferenceTable
from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.legend import kind_of, tie_words
from kokusai_extract.segment.headings import heading_of

_WHOLE = r"(?:^|(?<=[\s、。,:「『(はのと]))"
_TIES = re.compile(
    rf"{_WHOLE}(?P<count>\d{{1,2}})(?:つ|か所|ヶ所|箇所|都市|港)?の?(?P<word>{tie_words().pattern})"
    rf"|(?P<word2>{tie_words().pattern})\((?:計|全|市内)?(?P<count2>\d{{1,2}})(?:都市|港|か所|ヶ所|箇所)\)",
    re.MULTILINE,
)
_OFFICES = re.compile(rf"{_WHOLE}(?P<count>\d{{1,2}})(?:つ|か所|ヶ所|箇所)の(?:海外)?(?:駐在員)?事務所", re.MULTILINE)
_COMMITTEES = re.compile(r"(?:姉妹|友好)[^。\n]{0,40}\((?P<count>\d{1,2})委員会\)")


def check_counts(passage: Passage, facts: DocumentFacts) -> DocumentFacts:
    """Return the facts with what is doubted of the numbers that the document states of its lists."""
    found = (*_ties(passage, facts), *_offices(passage, facts), *_tables(passage, facts), *_committees(passage))
    told = {(finding.code, finding.anchors[:1]) for finding in facts.findings}
    new = (finding for finding in found if (finding.code, finding.anchors[:1]) not in told)
    return replace(facts, findings=(*facts.findings, *new))


def _ties(passage: Passage, facts: DocumentFacts) -> Iterator[Finding]:
    links = [record for record in facts.records if isinstance(record, CityLink)]
    for match in _TIES.finditer(passage.text):
        if _is_heading(passage, match.start()):
            continue
        kind = kind_of(match["word"] or match["word2"])
        place, stated = passage.group(match), int(match["count"] or match["count2"])
        sure = {link.printed_name.value for link in links if link.kind and link.kind.value == kind}
        may = {link.printed_name.value for link in links if link.kind is None and _may_be(link, kind)} - sure
        if not len(sure) <= stated <= len(sure) + len(may) and links:
            yield _finding("city-count-differs", place, stated, f"{len(sure)}")
        elif stated != len(sure):
            yield _finding("city-count-open", place, stated)


def _is_heading(passage: Passage, start: int) -> bool:
    """Tell whether a line is a heading with its number, which counts nothing: ``2 姉妹・友好都市一覧``."""
    begin = passage.text.rfind("\n", 0, start) + 1
    end = passage.text.find("\n", start)
    return heading_of(passage[begin : len(passage) if end < 0 else end]) is not None


def _may_be(link: CityLink, kind: str) -> bool:
    return link.kind_candidates is None or kind in link.kind_candidates.value


def _offices(passage: Passage, facts: DocumentFacts) -> Iterator[Finding]:
    offices = {record.name.value for record in facts.records if isinstance(record, Office)}
    for match in _OFFICES.finditer(passage.text):
        stated = int(match["count"])
        if offices and stated != len(offices):
            yield _finding("office-count-differs", passage.group(match), stated, f"{len(offices)}")


def _tables(passage: Passage, facts: DocumentFacts) -> Iterator[Finding]:
    rows: dict[str, set[int]] = {}
    for cell in facts.records:
        if isinstance(cell, ReferenceCell):
            rows.setdefault(cell.reference_table_id, set()).add(cell.row)
    for table in facts.records:
        if not (isinstance(table, ReferenceTable) and table.title):
            continue
        title, unit = re.escape(table.title.value), "(?:か所|ヶ所|箇所|つ)"
        before, behind = (rf"(?P<{name}>\d{{1,3}}){unit}" for name in ("count", "count2"))
        counted = rf"{_WHOLE}(?:市内)?{before}の{title}|{title}\((?:市内)?{behind}\)"
        for match in re.finditer(counted, passage.text, re.MULTILINE):
            stated, actual = int(match["count"] or match["count2"]), len(rows.get(table.id, ()))
            if stated != actual:
                yield _finding("reference-count-differs", passage.group(match), stated, f"{actual}")


def _committees(passage: Passage) -> Iterator[Finding]:
    for match in _COMMITTEES.finditer(passage.text):
        yield _finding("city-count-open", passage.group(match), int(match["count"]))


def _finding(code: str, place: Passage, stated: int, actual: str | None = None) -> Finding:
    return Finding.at(code, place.anchors(), expected=str(stated), actual=actual, words=place.squeeze().text)
