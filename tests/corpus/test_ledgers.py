"""Published ledgers, 目 by 目, against what was written down by reading their pages."""

from __future__ import annotations

from functools import cache

import pytest

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.records import BudgetLine, DocumentRecord, FundingSource, Level, SectionRecord
from kokusai_extract.pipeline import process
from tests.conftest import SHARED
from tests.corpus.test_corpus import expected

pytestmark = pytest.mark.seeds
CASE = "fuji-ledgers"
EVERY = sorted({row["file"] for row in expected(CASE, "items")})
FILES = [file for file in EVERY if file.startswith("r8")]
"""Those that are read quickly; ``tests/published`` tries the others, whose letters are drawn stroke by stroke."""
THOUSAND = 1000
MISNAMED = dict(zip("酬選運道都部進達適還配", "郸遥遀遈邴邪逭遉遚遯郤", strict=True))
"""What the text layer of some of these files gives for a printed character."""


@cache
def facts(file: str) -> DocumentFacts:
    return process(SHARED / f"pdfs/fuji-city_{file}.pdf")


def written(file: str, table: str) -> list[dict[str, str]]:
    return [row for row in expected(CASE, table) if row["file"] == file]


def lines(file: str, *levels: Level) -> list[BudgetLine]:
    return [r for r in facts(file).records if isinstance(r, BudgetLine) and (not levels or r.level in levels)]


def parent(file: str, line: BudgetLine) -> BudgetLine | None:
    ids = {other.id: other for other in lines(file)}
    return ids.get(line.parent_id.value) if line.parent_id else None


def label(line: BudgetLine, level: bool = True) -> str:
    number = text(line.number) + (line.level or "" if level else "")
    return f"{number} {text(line.name)}".strip()


def text(value: Sourced[str] | None) -> str:
    return value.value if value is not None else ""


def thousands(value: Sourced[int] | Sourced[None] | None) -> str:
    if value is None or value.value is None:
        return ""
    assert value.value % THOUSAND == 0
    return str(value.value // THOUSAND)


def same(printed: str, read: str) -> bool:
    """Whether a name was read as printed, but for glyphs that the text layer names wrongly."""
    return len(printed) == len(read) and all(a == b or MISNAMED.get(a) == b for a, b in zip(printed, read, strict=True))


def assert_rows(rows: list[dict[str, str]], found: list[dict[str, str]], names: tuple[str, ...]) -> None:
    assert len(rows) == len(found)
    for row, other in zip(rows, found, strict=True):
        assert {k: v for k, v in row.items() if k not in names} == {k: v for k, v in other.items() if k not in names}
        assert all(same(row[name], other[name]) for name in names), (row, other)


@pytest.mark.parametrize("file", FILES)
def test_every_item_with_its_figures(file: str) -> None:
    found = []
    for line in lines(file, "目"):
        section = parent(file, line)
        assert section is not None
        chapter = parent(file, section)
        assert chapter is not None
        found.append(
            {
                "file": file,
                "chapter": label(chapter, False),
                "section": label(section, False),
                "number": text(line.number),
                "name": text(line.name),
                "amount": thousands(line.amount),
                "previous_amount": thousands(line.previous_amount),
                "change": thousands(line.change),
                "status": text(line.status),
            }
        )
    assert_rows(written(file, "items"), found, ("name", "chapter", "section"))


@pytest.mark.parametrize("file", FILES)
def test_the_totals_of_chapters_and_sections(file: str) -> None:
    found = [
        {
            "file": file,
            "account": label(line, False),
            "amount": thousands(line.amount),
            "previous_amount": thousands(line.previous_amount),
            "change": thousands(line.change),
        }
        for line in lines(file, "款", "項")
    ]
    assert_rows(written(file, "totals"), found, ("account",))


@pytest.mark.parametrize("file", sorted({row["file"] for row in expected(CASE, "sources")}))
def test_the_sources_of_funds(file: str) -> None:
    ids = {line.id: line for line in lines(file)}
    found = [
        {
            "file": file,
            "line": label(ids[record.budget_line_id.value]),
            "source": record.source.value,
            "amount": thousands(record.amount),
        }
        for record in facts(file).records
        if isinstance(record, FundingSource)
    ]
    rows = written(file, "sources")
    assert sorted(rows, key=str) == sorted(found, key=str)


@pytest.mark.parametrize(("file", "item"), sorted({(row["file"], row["item"]) for row in expected(CASE, "parts")}))
def test_sections_and_programmes(file: str, item: str) -> None:
    ids = {line.id: line for line in lines(file)}

    def inside(line: BudgetLine) -> bool:
        while line.level != "目" and line.parent_id is not None:
            line = ids[line.parent_id.value]
        return line.level == "目" and label(line) == item

    found = [
        {
            "file": file,
            "item": item,
            "level": line.level or "",
            "number": text(line.number),
            "name": text(line.name),
            "amount": thousands(line.amount),
        }
        for line in lines(file, "節", "細節", "説明")
        if inside(line)
    ]
    rows = [row for row in written(file, "parts") if row["item"] == item]
    assert_rows(rows, found[: len(rows)], ("name",))
    assert len(rows) == len(found) or item == "5目 土木債", "written down whole, but for one that goes on over the page"


@pytest.mark.parametrize("file", FILES)
def test_no_figure_of_a_page_is_left_and_each_page_is_a_ledger(file: str) -> None:
    found = facts(file)
    assert [f for f in found.findings if f.code.startswith(("ledger-", "budget-"))] == []
    (section,) = [record for record in found.records if isinstance(record, SectionRecord)]
    (document,) = [record for record in found.records if isinstance(record, DocumentRecord)]
    assert (section.kind, section.first_page, section.last_page) == ("budget_ledger", 1, document.page_count)


@pytest.mark.parametrize("file", FILES)
def test_what_these_pages_do_not_say_is_not_made_up(file: str) -> None:
    """No page names year, city or bureau; the file's name does, and is no evidence."""
    (document,) = [record for record in facts(file).records if isinstance(record, DocumentRecord)]
    assert document.fiscal_year is None
    assert document.municipality_code is None
    assert document.bureau is None
    assert {"document-year-open", "document-municipality-open"} <= {finding.code for finding in facts(file).findings}
