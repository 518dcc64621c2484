"""Applying corrections: the printed value stays beside, nothing is written over, each says what it became."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kokusai_extract.corrections.apply import correct, settle
from kokusai_extract.corrections.files import correction
from kokusai_extract.model.archive import Archive
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import BudgetLine, DocumentRecord
from kokusai_extract.validate.catalog import missing
from tests.archives import archive, document

SOURCE = document()
LINE = f"{SOURCE.id}/line/水鳥調査費"


def entry(**change: Any) -> Correction:
    content = {
        "document_sha256": SOURCE.sha256,
        "table_name": "budget_lines",
        "row_id": LINE,
        "column_name": "amount",
        "old_value": 1_200_000,
        "new_value": 1_300_000,
        "reason": "正誤表による",
        "author": "予算係",
        "decided_on": date(2026, 4, 1),
    }
    return correction({key: value for key, value in (content | change).items() if value is not None})


def applied(whole: Archive, *entries: Correction) -> Archive:
    documents = tuple(replace(facts, records=correct(facts.records, entries)) for facts in whole.documents)
    return settle(replace(whole, documents=documents, records=correct(whole.records, entries)), entries)


def line(whole: Archive) -> BudgetLine:
    (found,) = (record for record in whole.all_records() if isinstance(record, BudgetLine) and record.id == LINE)
    return found


def outcome(whole: Archive) -> list[tuple[str, str]]:
    states = [record.state for record in whole.records if isinstance(record, Correction)]
    codes = [finding.code for finding in whole.findings if finding.code.startswith("correction-")]
    return list(zip(states, codes, strict=True))


def test_the_printed_value_stays_beside_the_corrected_one() -> None:
    before, after = line(archive()).amount, line(applied(archive(), entry())).amount
    assert before and after
    assert (after.value, after.origin, after.rule, after.confidence) == (
        1_300_000,
        "corrected",
        "correction",
        "decided",
    )
    assert (after.raw, after.anchors) == (before.raw, before.anchors)


def test_it_says_that_it_was_applied_and_where() -> None:
    whole = applied(archive(), entry())
    assert outcome(whole) == [("applied", "correction-applied")]
    finding = whole.findings[-1]
    assert (finding.document_id, finding.page, finding.row_id) == (SOURCE.id, 3, LINE)
    assert (finding.expected, finding.actual) == ("1200000", "1300000")


def test_applying_again_changes_nothing() -> None:
    once = applied(archive(), entry())
    assert correct(once.documents[0].records, [entry()]) == once.documents[0].records


def test_without_corrections_nothing_changes() -> None:
    assert applied(archive()) == archive()


def test_a_value_that_no_longer_matches_is_a_conflict_and_stays() -> None:
    whole = applied(archive(), entry(old_value=1_250_000))
    assert outcome(whole) == [("conflict", "correction-conflict")]
    assert line(whole) == line(archive())


def test_a_value_that_reads_right_by_now_needs_no_correction() -> None:
    whole = applied(archive(), entry(old_value=9, new_value=1_200_000))
    assert outcome(whole) == [("unused", "correction-not-needed")]
    assert line(whole) == line(archive())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"row_id": f"{SOURCE.id}/line/なし"}, "correction-row-gone"),
        ({"document_sha256": "0" * 64}, "correction-document-gone"),
        ({"document_sha256": "0" * 64, "row_id": "doc-000000000000/line/なし"}, "correction-document-gone"),
    ],
)
def test_one_that_is_no_longer_used_says_why(change: dict[str, Any], code: str) -> None:
    whole = applied(archive(), entry(**change))
    assert outcome(whole) == [("unused", code)]
    assert line(whole) == line(archive())


def test_of_two_that_contradict_each_other_none_is_applied() -> None:
    whole = applied(archive(), entry(), entry(new_value=1_400_000))
    assert outcome(whole) == [("conflict", "correction-rivals")] * 2
    assert line(whole) == line(archive())


def test_two_that_agree_are_both_applied() -> None:
    assert outcome(applied(archive(), entry(), entry(author="課長"))) == [("applied", "correction-applied")] * 2


def test_a_newer_one_takes_the_place_of_one_whose_old_value_is_gone() -> None:
    whole = applied(archive(), entry(old_value=5, new_value=6), entry())
    assert sorted(outcome(whole)) == [("applied", "correction-applied"), ("conflict", "correction-conflict")]


def test_a_value_that_is_added_stands_at_the_place_of_its_row() -> None:
    whole = applied(archive(), entry(column_name="status", old_value=None, new_value="new"))
    status = line(whole).status
    assert status and (status.value, status.origin, status.raw) == ("new", "corrected", "")
    assert status.anchors[0].page == 3
    assert outcome(whole) == [("applied", "correction-applied")]


def test_a_value_that_is_taken_away_leaves_its_printed_form() -> None:
    whole = applied(archive(), entry(new_value=None))
    amount = line(whole).amount
    assert amount and (amount.value, amount.origin, amount.raw) == (None, "corrected", "1,200千円")
    assert outcome(whole) == [("applied", "correction-applied")]


def test_a_document_that_says_nothing_of_itself_is_corrected_at_its_head() -> None:
    bare = {"bureau": None, "title": None, "fiscal_year": None}
    facts = archive().documents[0]
    records = tuple(
        replace(record, **bare) if isinstance(record, DocumentRecord) else record  # type: ignore[arg-type]
        for record in facts.records
    )
    change = entry(table_name="documents", row_id=SOURCE.id, column_name="fiscal_year", old_value=None, new_value=2022)
    (found,) = (record for record in correct(records, [change]) if isinstance(record, DocumentRecord))
    assert found.fiscal_year and found.fiscal_year.value == 2022
    (anchor,) = found.fiscal_year.anchors
    assert (anchor.page, anchor.quote) == (1, "令和4年度 事業のあらまし")


def test_what_several_documents_share_is_corrected_for_one_that_prints_it() -> None:
    person = {"table_name": "people", "row_id": "person/山田花子", "column_name": "name"}
    right = entry(**person, old_value="山田 花子", new_value="山田 華子")
    assert outcome(applied(archive(), right)) == [("applied", "correction-applied")]
    other = replace(right, document_sha256="0" * 64)
    assert outcome(applied(archive(), other)) == [("unused", "correction-document-gone")]


def test_a_value_that_its_column_refuses_can_be_corrected() -> None:
    facts = archive().documents[0]
    records = tuple(
        replace(record, status=record.name.with_value("newish", rule="test"))  # type: ignore[arg-type]
        if isinstance(record, BudgetLine) and record.name
        else record
        for record in facts.records
    )
    whole = replace(archive(), documents=(replace(facts, records=records),))
    after = applied(whole, entry(column_name="status", old_value=None, new_value="new"))
    status = line(after).status
    assert status and status.value == "new"


def test_every_finding_says_all_that_its_message_takes() -> None:
    entries = [
        entry(),
        entry(column_name="change", old_value=5),
        entry(column_name="previous_amount", old_value=5, new_value=1_000_000),
        entry(row_id="x"),
        entry(document_sha256="0" * 64),
        entry(column_name="name", old_value="水鳥調査費", new_value="a"),
        entry(column_name="name", old_value="水鳥調査費", new_value="b"),
    ]
    found: list[Finding] = [f for f in applied(archive(), *entries).findings if f.code.startswith("correction-")]
    assert len({finding.code for finding in found}) == 6
    assert not any(missing(finding) for finding in found)
