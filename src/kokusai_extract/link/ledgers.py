"""Ledgers of two years side by side: last year's column of one against this year's column of the one before.

Which ledger follows which is known where both name their year. Where one does not, it is taken from the figures, and
only if they leave no doubt: of the 目 that both print, almost all agree one way round and not the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.figures import yen
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.records import BudgetLine, DocumentRecord, Record
from kokusai_extract.read.normalize import search_key
from kokusai_extract.reconcile.identities import Equation, cell, identity_id, left, records, right, try_out

Path = tuple[str, ...]
Part = tuple[str, str]
"""The 会計 and its side that a line stands in, each "" where no heading says it."""
FEWEST = 2
"""So many 目 with figures other than 0 must agree before figures alone tell which ledger follows which."""
AGREE = 0.8
"""The part of the shared 目 that must agree for that."""


@dataclass(frozen=True, eq=False)
class _Ledger:
    """The 款, 項 and 目 of one side of a 会計 in a document by their names, those that bear figures."""

    document: DocumentRecord
    part: Part
    lines: Mapping[Path, BudgetLine]

    @property
    def year(self) -> int | None:
        return self.document.fiscal_year.value if self.document.fiscal_year else None


def ledger_years(documents: Sequence[DocumentFacts]) -> Result[Record]:
    """Return an identity for each 項 and 目 that a ledger and the one of the year before both print, held or not."""
    ledgers = [ledger for facts in documents for ledger in _ledgers(facts)]
    items: list[Record] = []
    findings: list[Finding] = []
    for earlier, later in permutations(ledgers, 2):
        if earlier.document is not later.document and _follows(earlier, later, ledgers):
            found = _compare(earlier, later)
            items += found.items
            findings += found.findings
    return Result(tuple(items), tuple(findings))


def _ledgers(facts: DocumentFacts) -> Iterator[_Ledger]:
    """Yield the ledgers of a document, one for each side of each 会計."""
    document = next(record for record in facts.records if isinstance(record, DocumentRecord))
    lines = {record.id: record for record in facts.records if isinstance(record, BudgetLine)}
    found: dict[Part, dict[Path, BudgetLine]] = {}
    for line in lines.values():
        if line.level in ("款", "項", "目"):
            part = (line.fund.value if line.fund else "", line.side.value if line.side else "")
            found.setdefault(part, {}).setdefault(tuple(_path(line, lines)), line)
    for part, members in found.items():
        yield _Ledger(document, part, members)


def _path(line: BudgetLine, lines: Mapping[str, BudgetLine]) -> Iterator[str]:
    """Yield the names that lead to a line. A 款 has its number too; those of 項 and 目 change when one is abolished."""
    above = lines.get(line.parent_id.value) if line.parent_id is not None else None
    if above is not None:
        yield from _path(above, lines)
    if line.level is None:
        return  # the total of all 款
    number = line.number.value if line.number is not None and line.level == "款" else ""
    yield number + (search_key(line.name.value) if line.name is not None else "")


def _shared(earlier: _Ledger, later: _Ledger) -> list[tuple[BudgetLine, BudgetLine]]:
    """Return the lines that both print, with a figure of the year that they share."""
    return [
        (earlier.lines[path], line)
        for path, line in later.lines.items()
        if path in earlier.lines
        and yen(line, "previous_amount") is not None
        and yen(earlier.lines[path], "amount") is not None
    ]


def _agreeing(earlier: _Ledger, later: _Ledger) -> tuple[int, int]:
    """Return how many 目 with a figure agree, and how many both print."""
    pairs = [
        (yen(one, "amount"), yen(other, "previous_amount"))
        for one, other in _shared(earlier, later)
        if one.level == "目"
    ]
    return sum(one == other and one != 0 for one, other in pairs), sum(any(pair) for pair in pairs)


def _follows(earlier: _Ledger, later: _Ledger, every: Sequence[_Ledger]) -> bool:
    if not _same_part(earlier, later, every):
        return False
    if earlier.year is not None and later.year is not None:
        one, other = earlier.document.municipality_code, later.document.municipality_code
        same = one is None or other is None or one.value == other.value
        return same and later.year == earlier.year + 1 and bool(_shared(earlier, later))
    agree, shared = _agreeing(earlier, later)
    back, _ = _agreeing(later, earlier)
    return agree >= FEWEST and agree >= AGREE * shared and back < AGREE * shared


def _same_part(earlier: _Ledger, later: _Ledger, every: Sequence[_Ledger]) -> bool:
    """Tell whether two ledgers are of one side of one 会計.

    Where one of the two says less, it is taken for what the other says only if that document has no second of it.
    """
    if earlier.part == later.part:
        return True
    for one, other in ((earlier, later), (later, earlier)):
        fits = [
            ledger
            for ledger in every
            if ledger.document is other.document
            and all(a in ("", b) for a, b in zip(one.part, ledger.part, strict=True))
            and not one.lines.keys().isdisjoint(ledger.lines)
        ]
        if [ledger.part for ledger in fits] == [other.part]:
            return True
    return False


def _compare(earlier: _Ledger, later: _Ledger) -> Result[Record]:
    """Try last year's figures against those of the year before, and tell which lines one of the two does not print."""
    document = later.document.id
    items: list[Record] = []
    findings: list[Finding] = []
    shared = _shared(earlier, later)
    for before, line in shared:
        equation = Equation(
            identity_id(document, "restated", line.id, earlier.document.id),
            document,
            "restated",
            left(cell(line, "previous_amount")) + right(cell(before, "amount")),
        )
        values = {
            cell(line, "previous_amount"): yen(line, "previous_amount") or 0,
            cell(before, "amount"): yen(before, "amount") or 0,
        }
        tried = try_out(equation, values)
        items += records([tried])
        if not tried.holds:
            findings.append(_finding("ledger-restated", line, earlier, str(tried.right), str(tried.left)))
    if earlier.year is None or later.year is None:
        findings.append(_follows_by_figures(earlier, later, len(shared)))
    findings += _alone(earlier, later)
    return Result(tuple(items), tuple(findings))


def _alone(earlier: _Ledger, later: _Ledger) -> Iterator[Finding]:
    """Yield a finding for each 目 that bears a figure of the shared year and that the other does not print."""
    for path, line in later.lines.items():
        if (
            line.level == "目"
            and path not in earlier.lines
            and path[:-1] in earlier.lines
            and yen(line, "previous_amount")
        ):
            yield _finding("ledger-item-unmatched", line, earlier, "-", str(yen(line, "previous_amount")))
    for path, line in earlier.lines.items():
        if line.level == "目" and path not in later.lines and path[:-1] in later.lines and yen(line, "amount"):
            yield _finding("ledger-item-unmatched", line, later, "-", str(yen(line, "amount")))


def _finding(code: str, line: BudgetLine, other: _Ledger, expected: str, actual: str) -> Finding:
    shown: Sourced[str] | None = line.name or line.number or line.account
    name = shown.value if shown is not None else line.id
    anchors = shown.anchors if shown is not None else ()
    values = (("name", name), ("other", other.document.file_name), ("first", expected), ("second", actual))
    page = anchors[0].page if anchors else None
    return Finding(
        code,
        line.document_id,
        page,
        line.TABLE,
        line.id,
        expected=expected,
        actual=actual,
        values=values,
        anchors=anchors,
    )


def _follows_by_figures(earlier: _Ledger, later: _Ledger, count: int) -> Finding:
    agree, shared = _agreeing(earlier, later)
    values = (
        ("other", earlier.document.file_name),
        ("agree", str(agree)),
        ("shared", str(shared)),
        ("count", str(count)),
    )
    return Finding("ledger-follows", later.document.id, values=values)
