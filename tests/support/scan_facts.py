"""The facts of a scan held against those of the document: the same, differing with a finding, or in silence."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher
from math import cos, radians, sin
from typing import Any

from rapidfuzz.distance import Indel

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Anchor, Sourced
from kokusai_extract.model.records import BudgetLine, FundingSource, PageRecord, Record

FIGURES = ("amount", "previous_amount", "change")
OF_THE_FILE = frozenset(
    {"id", "document_id", "sha256", "file_name", "byte_count", "producer", "text_layer", "quality", "file_text"}
)
"""Columns that are another file's by their nature."""
BY_GRADE = frozenset({"certainty"})
"""What is printed is stated; what is recognized only where it is proved (:func:`unproved_but_stated`)."""
BY_LETTERS = frozenset({"start", "end"})
"""Offsets into the text of a page; :func:`compare` looks whether the words stand there."""
NAMES = (
    "name",
    "title",
    "printed_name",
    "source",
    "text",
    "heading",
    "kind",
    "left_side",
    "right_side",
    "row",
    "column",
)
"""Columns by which a record is known."""
NEAR = 7.0
"""Points by which a place may be off."""
_DOTS = 1.5
_LIKE_ENOUGH = 0.5
_PLACED = ("position", "proof")
_PROOFS = ("identities", "identity_terms")
"""A proof that is lost shows: its figures are no longer proved. One that only the scan has does not."""
_WORDS = ("words", "names", "text")
_BESIDE_WIDE = re.compile(r"(?<=[^\x00-\x7f])[ \t]+(?=[^\s])|(?<=[^\s])[ \t]+(?=[^\x00-\x7f])")
_MOST_ALIKE = 0.5

Facts = dict[str, object]


@dataclass
class Compared:
    """``tables`` maps each to how many facts are the same, differ with a finding, and differ in silence.

    ``places`` counts facts that lead to the same place of the page in both.
    """

    tables: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    places: int = 0
    proved: int = 0
    proved_wrong: int = 0

    @property
    def wrong_in_silence(self) -> list[str]:
        """The differences that no finding names, and the wrong figures that pass for proved."""
        return [line for line in self.differences if not line.startswith("named")]


def compare(own: DocumentFacts, scan: DocumentFacts, *, degrees: float = 0.5, turned: int = 0) -> Compared:
    """Return how the facts of a scan differ from the document's, in every table that either has.

    Ids and the order of records do not count; a column that holds the id of a record is compared by what that record
    says. White space counts between letters that are set narrow: beside others none is to be seen. Of the text of pages
    letters and figures count, of its sizes more than a dot or two. ``degrees`` and ``turned`` are how the paper lies
    (:func:`tests.support.scans.scanned`).
    """
    compared = Compared()
    named = _named(scan)
    sizes = {
        page.number: (page.width or 0.0, page.height or 0.0) for page in own.records if isinstance(page, PageRecord)
    }
    near = _Near(sizes, degrees, turned)
    labels = [_labels(facts.records) for facts in (own, scan)]
    for table in sorted({record.TABLE for facts in (own, scan) for record in facts.records}):
        counts: Counter[str] = Counter()
        sides = [
            [(record, _facts(record, known)) for record in facts.records if table == record.TABLE]
            for facts, known in zip((own, scan), labels, strict=True)
        ]
        for one, other in _pairs(*sides, near):
            if turned % 2 and one and one[0].TABLE == "pages":
                one[1].update(width=one[1]["height"], height=one[1]["width"])
            for how, column, values in _differences(one, other, named):
                counts[how] += 1
                if how != "same":
                    compared.differences.append(f"{how:6} {table}.{column}: {values[0]!r} → {values[1]!r}")
            if one and other:
                moved = list(_moved(one[0], other[0], near))
                counts["silent"] += sum(off for _, off in moved)
                compared.places += sum(not off for _, off in moved)
                compared.differences += [f"silent {table}.{column} elsewhere" for column, off in moved if off]
        compared.tables[table] = counts["same"], counts["named"], counts["silent"]
    compared.differences += [f"silent {line}" for line in _astray(scan)]
    for record in scan.records:
        if isinstance(record, (BudgetLine, FundingSource)) and record.proof == "proved":
            figures = {name: _value(getattr(record, name)) for name in FIGURES}
            compared.proved += sum(figure is not None for figure in figures.values())
            if not any(_bears(other, record, figures) for other in own.records):
                compared.proved_wrong += 1
                compared.differences.append(f"WRONG  {record.TABLE}: {_facts(record, labels[1])}")
    return compared


def unproved_but_stated(facts: DocumentFacts) -> list[str]:
    """Return what was recognized, is proved by nothing, and yet is said to be stated."""
    found = []
    for record in facts.records:
        values = [getattr(record, f.name) for f in fields(record)]
        recognized = any(isinstance(value, Sourced) and value.confidence == "recognized" for value in values)
        if recognized and getattr(record, "certainty", None) == "stated" and getattr(record, "proof", "") != "proved":
            found.append(f"{record.TABLE}: {record}")
    return found


def not_recognized(facts: DocumentFacts) -> list[str]:
    """Return the facts from pages that were read from their picture whose grade does not say so."""
    pages = {page.number for page in facts.records if isinstance(page, PageRecord) and page.text_layer == "ocr"}
    return [
        f"{record.TABLE}.{f.name}: {value.rule} is {value.confidence}"
        for record in facts.records
        for f in fields(record)
        if isinstance(value := getattr(record, f.name), Sourced)
        and value.confidence not in {"recognized", "inferred"}
        and any(anchor.page in pages for anchor in value.anchors)
    ]


def _differences(
    one: tuple[Record, Facts] | None, other: tuple[Record, Facts] | None, named: Mapping[int | None, set[str]]
) -> Iterator[tuple[str, str, tuple[object, object]]]:
    """Yield for each column whether both say the same, a finding names what differs, or it differs in silence."""
    mine, theirs = (side[1] if side else {} for side in (one, other))
    pages = {None, *(page for side in (one, other) if side for page in _pages(side[0]))}
    words = {word for page in pages for word in named.get(page, ())}
    for column in sorted(mine.keys() | theirs.keys()):
        values = mine.get(column), theirs.get(column)
        if values[0] == values[1] or _same_size(*values):
            yield "same", column, values
        elif (one and not other and one[0].TABLE in _PROOFS) or (column == "proof" and values[1] != "proved"):
            yield "named", column, values
        elif column == "text" and other and other[0].TABLE == "pages":
            for change in _changes(str(values[0] or ""), str(values[1] or "")):
                yield ("named" if _tells(words, *change) else "silent"), column, change
        else:
            yield ("named" if _tells(words, *map(_squeezed, values)) else "silent"), column, values


def _same_size(mine: object, theirs: object) -> bool:
    """Tell whether two sizes differ by no more than a few dots of a picture."""
    return isinstance(mine, float) and isinstance(theirs, float) and abs(mine - theirs) < _DOTS


def _tells(words: set[str], mine: str, theirs: str) -> bool:
    """Tell whether a word that a finding names holds what differs between two texts."""
    spans = [
        [(a, b), (c, d)]
        for how, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
        if how != "equal"
    ]
    return bool(spans) and all(
        any(_covers(words, text, *span) for text, span in zip((mine, theirs), pair, strict=True)) for pair in spans
    )


def _covers(words: set[str], text: str, start: int, end: int) -> bool:
    """Tell whether a word is all of a text, or the part of it from ``start`` to ``end``, with what stands beside."""
    if not text:
        return False
    for word in words:
        if text in word:
            return True
        at = text.find(word)
        while at >= 0:
            if at <= start and end <= at + len(word):
                return True
            at = text.find(word, at + 1)
    return False


def _changes(mine: str, theirs: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of two pages' texts that differ, by their letters, wherever the lines stand or are parted."""
    lines = [Counter(map(_letters, re.split(r"[\n\t\v]", text))) for text in (mine, theirs)]
    sides = [[_Line(line, line) for line in sorted((one - other).elements(), key=len, reverse=True) if line]
             for one, other in (lines, lines[::-1])]  # fmt: skip
    for one, others in (sides, sides[::-1]):
        for line in one:
            if within := next((other for other in others if line.rest and line.rest in other.rest), None):
                within.rest = within.rest.replace(line.rest, "", 1)
                within.found += line.rest
                line.rest = ""
    left, right = ([line for line in side if line.rest] for side in sides)
    for line in left:
        like = max(right, key=lambda other: Indel.normalized_similarity(line.rest, other.rest), default=None)
        if like is None or Indel.normalized_similarity(line.rest, like.rest) < _MOST_ALIKE:
            yield line.text, line.found
        else:
            right.remove(like)
            yield line.text, like.text
    for line in right:
        yield line.found, line.text


@dataclass
class _Line:
    """The letters of a line; what of them the other page does not have, and what of them it has on lines of its own."""

    text: str
    rest: str
    found: str = ""


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _moved(one: Record, other: Record, near: _Near) -> Iterator[tuple[str, bool]]:
    """Yield for each fact that both print whether it leads elsewhere on the pages of the scan."""
    for name in (f.name for f in fields(one)):
        mine, theirs = getattr(one, name), getattr(other, name)
        if isinstance(mine, Sourced) and isinstance(theirs, Sourced):
            yield name, not all(any(near(a, b) for b in theirs.anchors) for a in mine.anchors)


@dataclass(frozen=True)
class _Near:
    """Tells whether two places lie one on the other, when the paper lies askew by degrees and round by quarters."""

    sizes: Mapping[int, tuple[float, float]]
    degrees: float
    turned: int

    def __call__(self, one: Anchor, other: Anchor) -> bool:
        if one.page != other.page or one.box is None or other.box is None:
            return False
        width, height = self.sizes[one.page]
        x, y = (one.box.x0 + one.box.x1 - width) / 2, (one.box.top + one.box.bottom - height) / 2
        sine, cosine = sin(radians(self.degrees)), cos(radians(self.degrees))
        x, y = width / 2 + x * cosine - y * sine, height / 2 + x * sine + y * cosine
        for _ in range(self.turned):
            x, y, width, height = height - y, x, height, width
        box = other.box
        return box.x0 - NEAR <= x <= box.x1 + NEAR and box.top - NEAR <= y <= box.bottom + NEAR


def _astray(facts: DocumentFacts) -> Iterator[str]:
    """Yield the mentions whose words do not stand where they say."""
    texts = {record.number: record.text for record in facts.records if record.TABLE == "pages"}
    for record in facts.records:
        if record.TABLE == "mentions" and not texts[record.page][record.start : record.end].strip():
            yield f"mentions: {record}"


def _pages(record: Record) -> set[int]:
    values = [getattr(record, f.name) for f in fields(record)]
    found = {anchor.page for value in values if isinstance(value, Sourced) for anchor in value.anchors}
    return found | {number for name in ("page", "number") if isinstance(number := getattr(record, name, None), int)}


def _bears(other: Record, record: BudgetLine | FundingSource, figures: Facts) -> bool:
    """Tell whether the document prints these figures, of a line with nearly this name."""
    if type(other) is not type(record):
        return False
    name = "name" if isinstance(record, BudgetLine) else "source"
    alike = Indel.normalized_similarity(*(str(_value(getattr(each, name))) for each in (other, record)))
    return alike > _LIKE_ENOUGH and all(
        value in {None, _value(getattr(other, column))} for column, value in figures.items()
    )


def _labels(records: Sequence[Record]) -> dict[str, str]:
    """Return by what each record that has an id is known, for the columns of others that name it."""
    return {
        known: " ".join(str(facts[name]) for name in ("level", "number", *NAMES) if facts.get(name) is not None)
        for record in records
        if isinstance(known := getattr(record, "id", None), str) and (facts := _facts(record, {}))
    }


def _facts(record: Record, labels: Mapping[str, str]) -> Facts:
    """Return what a record says by column; ids of others in the words of those. Without ``labels`` ids are left out."""
    found: Facts = {}
    for name in (f.name for f in fields(record)):
        if name in OF_THE_FILE | BY_GRADE | BY_LETTERS:
            continue
        value = getattr(record, name)
        if name.endswith("_id"):
            if not labels:
                continue
            value = value.value if isinstance(value, Sourced) else value
            value = labels.get(value, value) if isinstance(value, str) else value
        found[name] = _value(value)
    return found


def _value(value: Any) -> Any:
    """Return what a picture can show of a value: not the width of its letters, nor white space beside wide ones."""
    value = value.value if isinstance(value, Sourced) else value
    return _BESIDE_WIDE.sub("", unicodedata.normalize("NFKC", value)) if isinstance(value, str) else value


Side = tuple[Record, Facts]


def _pairs(left: Sequence[Side], right: Sequence[Side], near: _Near) -> list[tuple[Side | None, Side | None]]:
    """Return each record with its like: first those that say the same, then those that say nearly the same."""
    same: dict[str, list[Side]] = defaultdict(list)
    for side in right:
        same[repr(side[1])].append(side)
    pairs: list[tuple[Side | None, Side | None]] = []
    alone = []
    for one in left:
        if twins := same[repr(one[1])]:
            twin = next((t for t in twins if not any(off for _, off in _moved(one[0], t[0], near))), twins[0])
            twins.remove(twin)
            pairs.append((one, twin))
        else:
            alone.append(one)
    rest = [side for twins in same.values() for side in twins]
    scores = [(_alike(one, other, near), -i, -k) for i, one in enumerate(alone) for k, other in enumerate(rest)]
    taken: dict[int, int] = {}
    for score, i, k in sorted(scores, reverse=True):
        if score >= _LIKE_ENOUGH and -i not in taken and -k not in taken.values():
            taken[-i] = -k
    pairs += [(one, rest[taken[i]] if i in taken else None) for i, one in enumerate(alone)]
    return [*pairs, *((None, other) for k, other in enumerate(rest) if k not in taken.values())]


def _alike(one: Side, other: Side, near: _Near) -> float:
    """Return how much two records say the same themselves, 0 to 1, more where they say it in the same place."""
    said = [
        repr([value for name, value in sorted(facts.items()) if not name.endswith("_id") and name not in _PLACED])
        for _, facts in (one, other)
    ]
    moved = [off for _, off in _moved(one[0], other[0], near)]
    there = (len(moved) - sum(moved)) / len(moved) if moved else 0.5
    return (Indel.normalized_similarity(*said) + there) / 2


def _named(facts: DocumentFacts) -> dict[int | None, set[str]]:
    """Return the words that findings name, by page."""
    found: dict[int | None, set[str]] = defaultdict(set)
    for finding in facts.findings:
        for name, value in finding.values:
            words = {_squeezed(_value(word)) for word in value.replace(" → ", "、").replace(" / ", "、").split("、")}
            words = {form for word in words for form in (word, _letters(word))}
            found[finding.page] |= {w for w in words if len(w) > 1 and (name in _WORDS or not w.isdigit())}
    return found


def _squeezed(value: object) -> str:
    return "".join(str(value).split()) if value is not None else ""
