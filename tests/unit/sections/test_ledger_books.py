"""Books of several 会計: each 款 in its own 会計 and side, the summary's figures one with those of its pages."""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from kokusai_extract.link.archive import link
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.records import BudgetLine, Identity, IdentityTerm
from kokusai_extract.pipeline import process
from tests.support.book_facts import found, told
from tests.support.book_pages import draw
from tests.support.book_text import text_of
from tests.support.books import Fund, Style, book_of, style_of

PLAIN = Style(pages="one")
BOOK = book_of(3, PLAIN, 2)
STYLES = [
    PLAIN,
    Style(pages="facing", named="running", rules="pieces", account="(款)", again="つづき"),
    Style(pages="two", rules="columns", unit="above", minus="▲", sum_moves=True, again="label"),
    Style(pages="one", rules="columns", funding="merged", change=False, numbered=False, codes=False),
    Style(pages="two", rules="rows", named="page", table=True, summary=False, again="つづき", yen=1),
    Style(pages="facing", rules="none", named="title", table=True, funding="five", last_year="before", numbered=False),
    Style(pages="facing", funding="five", grouped=False, last_year="before", account="第", minus="-", stacked=True),
]


def read(book: list[Fund], style: Style, folder: Path) -> DocumentFacts:
    path = folder / "book.pdf"
    path.write_bytes(draw(book, style))
    return process(path)


def codes(facts: DocumentFacts) -> Counter[str]:
    return Counter(finding.code for finding in facts.findings if finding.code.startswith(("ledger-", "budget-")))


@pytest.mark.parametrize("style", STYLES, ids=range(len(STYLES)))
def test_every_line_stands_in_its_own_fund_and_side(style: Style, tmp_path: Path) -> None:
    book = book_of(3, style, 3)
    facts = read(book, style, tmp_path)
    assert found(facts, style) == told(book, style)
    assert not codes(facts)
    assert all(record.holds for record in facts.records if isinstance(record, Identity))


@pytest.mark.parametrize(("summary", "places"), [(False, 2 * len(BOOK) - 1), (True, len(BOOK) - 1)])
def test_funds_that_no_heading_names_are_kept_apart_with_a_finding(summary: bool, places: int, tmp_path: Path) -> None:
    """Without a summary each side but the first begins unnamed; the summary names 歳入 and 歳出, and no 会計."""
    style = replace(PLAIN, named="not", summary=summary)
    facts = read(BOOK, style, tmp_path)
    assert found(facts, style) == told(BOOK, style)
    assert codes(facts) == {"ledger-account-open": places}
    assert not any(record.fund for record in facts.records if isinstance(record, BudgetLine))


def test_two_funds_whose_one_chapter_bears_one_name_are_kept_apart(tmp_path: Path) -> None:
    """Not even the number of the 款 goes back here, only those of what stands under it."""
    style = replace(PLAIN, named="not", summary=False)
    first = Fund("", [book_of(3, style)[0].sides[1]])
    first.sides[0].chapters = first.sides[0].chapters[:1]
    second = deepcopy(first)
    for item in second.sides[0].chapters[0].parts[0].parts:
        item.name += "等"
    facts = read([first, second], style, tmp_path)
    chapters = [record for record in facts.records if isinstance(record, BudgetLine) and record.level == "款"]
    assert len(chapters) == 2
    assert len({chapter.id for chapter in chapters}) == 2
    assert codes(facts)["ledger-account-open"] == 1


def test_a_summary_that_says_otherwise_than_its_pages_is_no_figure(tmp_path: Path) -> None:
    other = deepcopy(BOOK)
    other[0].sides[1].chapters[0].previous += 10
    facts = read(other, PLAIN, tmp_path)
    twice = [finding for finding in facts.findings if finding.code == "ledger-two-readings"]
    assert not twice, "the page of a 款 prints no figure of last year"
    assert codes(facts)["budget-identity-fails"]
    other = deepcopy(BOOK)
    other[0].sides[1].chapters[0].parts[0].amount += 10
    facts = read(other, PLAIN, tmp_path)
    assert codes(facts)["budget-identity-fails"]


def test_revenue_and_expenditure_of_a_fund_come_to_the_same(tmp_path: Path) -> None:
    facts = read(BOOK, PLAIN, tmp_path)
    totals = {r.id for r in facts.records if isinstance(r, BudgetLine) and r.level is None}
    assert len(totals) == 2 * len(BOOK)
    terms: dict[str, set[str]] = {}
    for record in facts.records:
        if isinstance(record, IdentityTerm):
            terms.setdefault(record.identity_id, set()).add(record.row_id)
    balances = [rows for rows in terms.values() if len(rows) == 2 and rows <= totals]
    assert len(balances) == 3 * len(BOOK), "this year, last year, and the difference"


def test_last_years_ledger_is_compared_fund_by_fund(tmp_path: Path) -> None:
    style = replace(PLAIN, named="running")
    later = deepcopy(BOOK)
    for fund in later:
        for side in fund.sides:
            for chapter in side.chapters:
                for node in (chapter, *chapter.parts, *(item for part in chapter.parts for item in part.parts)):
                    node.previous, node.amount = node.amount, node.amount
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    archive = link([read(BOOK, style, tmp_path / "one"), read(later, style, tmp_path / "two")])
    tried = [record for record in archive.records if isinstance(record, Identity) and record.kind == "restated"]
    chapters = [chapter for fund in BOOK for side in fund.sides for chapter in side.chapters]
    sections = [section for chapter in chapters for section in chapter.parts]
    assert len(tried) == len(chapters) + len(sections) + sum(len(section.parts) for section in sections)
    assert all(record.holds for record in tried)


TYPED = Style(summary=False, totals=False, funding="none")


def typed(text: str, folder: Path) -> DocumentFacts:
    path = folder / "book.txt"
    path.write_text(text, "utf-8")
    return process(path)


@pytest.mark.parametrize("tabs", [False, True])
def test_a_text_whose_columns_are_kept_is_read_by_them(tabs: bool, tmp_path: Path) -> None:
    book = book_of(0, TYPED, 2)
    facts = typed(text_of(book, tabs=tabs), tmp_path)
    assert found(facts, TYPED) == told(book, TYPED)
    assert codes(facts) == {"ledger-from-spacing": 1}
    assert all(record.holds for record in facts.records if isinstance(record, Identity))


@pytest.mark.parametrize("gap", ["", " ", "  "])
def test_a_text_whose_columns_are_lost_is_refused(gap: str, tmp_path: Path) -> None:
    """With two spaces between all cells it still looks like a table, but no figure stands under its head."""
    torn = re.sub(r" {2,}", gap, text_of(book_of(0, TYPED, 2), tabs=False))
    facts = typed(torn, tmp_path)
    assert codes(facts) == {"ledger-without-places": 1}
    assert not [record for record in facts.records if isinstance(record, BudgetLine)]


@pytest.mark.parametrize("seed", range(4))
def test_a_book_is_read_whole_or_a_finding_says_what_is_not(seed: int, tmp_path: Path) -> None:
    """Any style, without rules too; ``benchmarks/ledger_books.py`` measures many more."""
    style = style_of(seed)
    book = book_of(seed, style)
    facts = read(book, style, tmp_path)
    assert found(facts, style) == told(book, style) or codes(facts)
