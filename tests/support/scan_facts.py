"""The facts of a scan held against those of the document: the same, differing with a finding, or in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from rapidfuzz.distance import Indel

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.records import BudgetLine, FundingSource, Record

TABLES = (
    "documents", "sections", "org_units", "people", "posts", "duties", "budget_lines", "funding_sources",
    "city_links", "offices", "indicators", "reference_tables", "reference_cells",
)  # fmt: skip
FIGURES = ("amount", "previous_amount", "change")
_LIKE_ENOUGH = 0.5


@dataclass
class Compared:
    """``tables`` maps each to how many facts are the same, differ with a finding, and differ in silence."""

    tables: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    proved: int = 0
    proved_wrong: int = 0


def compare(own: DocumentFacts, scan: DocumentFacts) -> Compared:
    """Return how the facts of a scan differ from the document's; ids, places, order and white space do not count."""
    compared = Compared()
    words = _named(scan)
    for table in TABLES:
        same = named = silent = 0
        left, right = ([r for r in facts.records if table == r.TABLE] for facts in (own, scan))
        for one, other in _pairs(left, right):
            mine, theirs = _facts(one), _facts(other)
            for column in sorted(mine.keys() | theirs.keys()):
                values = mine.get(column), theirs.get(column)
                if _squeezed(values[0]) == _squeezed(values[1]):
                    same += 1
                    continue
                told = any(word in text or text in word for text in map(_squeezed, values) if text for word in words)
                named, silent = named + told, silent + (not told)
                how = "named" if told else "silent"
                compared.differences.append(f"{how:6} {table}.{column}: {values[0]!r} → {values[1]!r}")
        compared.tables[table] = same, named, silent
    for record in scan.records:
        if isinstance(record, (BudgetLine, FundingSource)) and record.proof == "proved":
            figures = {name: _facts(record).get(name) for name in FIGURES}
            compared.proved += sum(figure is not None for figure in figures.values())
            if not any(_bears(other, record, figures) for other in own.records):
                compared.proved_wrong += 1
                compared.differences.append(f"WRONG  {record.TABLE}: {_facts(record)}")
    return compared


def _bears(other: Record, record: BudgetLine | FundingSource, figures: dict[str, object]) -> bool:
    """Tell whether the document prints these figures, of a line with nearly this name."""
    if type(other) is not type(record):
        return False
    mine, theirs = _facts(record), _facts(other)
    name = "name" if isinstance(record, BudgetLine) else "source"
    alike = Indel.normalized_similarity(str(mine.get(name)), str(theirs.get(name)))
    return alike > _LIKE_ENOUGH and all(value in {None, theirs.get(column)} for column, value in figures.items())


def _facts(record: Record | None) -> dict[str, object]:
    """Return the printed facts of a record by column."""
    values = {f.name: getattr(record, f.name) for f in fields(record)} if record else {}
    return {
        name: value.value
        for name, value in values.items()
        if isinstance(value, Sourced) and not name.endswith("_id") and name != "position"
    }


def _pairs(left: Sequence[Record], right: Sequence[Record]) -> list[tuple[Record | None, Record | None]]:
    """Return each record with its like: first those that say the same, then those that say nearly the same."""
    rest, pairs, alone = list(right), [], []
    for one in left:
        twin = next((other for other in rest if _facts(other) == _facts(one)), None)
        if twin is None:
            alone.append(one)
        else:
            rest.remove(twin)
            pairs.append((one, twin))
    for one in alone:
        scores = [(Indel.normalized_similarity(repr(_facts(one)), repr(_facts(other))), other) for other in rest]
        score, like = max(scores, key=lambda scored: scored[0], default=(0.0, None))
        if like is None or score < _LIKE_ENOUGH:
            pairs.append((one, None))
        else:
            rest.remove(like)
            pairs.append((one, like))
    return [*pairs, *((None, other) for other in rest)]


def _named(facts: DocumentFacts) -> set[str]:
    """Return the words that findings name."""
    found: dict[str, set[str]] = defaultdict(set)
    for finding in facts.findings:
        for _, value in finding.values:
            found[finding.code] |= {_squeezed(word) for word in value.replace(" → ", "、").split("、")}
    return {word for words in found.values() for word in words if len(word) > 1 and not word.isdigit()}


def _squeezed(value: object) -> str:
    return "".join(str(value).split()) if value is not None else ""
