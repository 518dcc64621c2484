"""What documents say of themselves: and nothing is chosen where two answers are as good."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kokusai_extract.model.records import DocumentRecord
from kokusai_extract.sections.identity import identify
from tests.support.texts import segmented, segmented_file

CORPUS = Path(__file__).parents[2] / "corpus"
FIELDS = ("municipality_code", "bureau", "fiscal_year", "issued_on", "phase")


def identity(text: str) -> tuple[DocumentRecord, set[str]]:
    result = identify(*segmented(text))
    return result.items[0], {finding.code for finding in result.findings}


def values(record: DocumentRecord) -> dict[str, object]:
    found = {name: getattr(record, name) for name in FIELDS}
    return {name: value.value if value else None for name, value in found.items()}


COVER = "令和元年度\n事業概要\n川 崎 市\n市 民 局\n令和元年5月20日\n"


def test_a_cover_says_it_all() -> None:
    record, findings = identity("令和元年度 市民局事業概要\n\n川崎市市民局\n令和元年5月20日\n")
    assert values(record) == {
        "municipality_code": "141305", "bureau": "市民局", "fiscal_year": 2019, "issued_on": "2019-05-20",
        "phase": "approved",
    }  # fmt: skip
    assert (record.title and record.title.value, record.kind and record.kind.value) == (
        "令和元年度 市民局事業概要",
        "事業概要",
    )
    assert findings == set()


def test_the_year_of_the_date_serves_where_no_year_is_named() -> None:
    record, _ = identity("市民局組織図（平成31年2月1日現在）\n総務課長\n山本 太郎\n")
    assert values(record)["fiscal_year"] == 2018
    assert record.fiscal_year
    assert record.fiscal_year.origin == "inherited"


def test_two_years_with_equal_right_leave_the_year_open() -> None:
    record, findings = identity("市民局 事務分掌\n令和3年度予算の概要\n令和4年度予算の概要\n")
    assert record.fiscal_year is None
    assert "document-year-open" in findings


def test_a_draft_is_proposed_and_says_where_that_is_printed() -> None:
    record, findings = identity("令和4年度 市民局事業概要(案)\n")
    assert record.phase
    assert (record.phase.value, record.phase.raw) == ("proposed", "(案)")
    assert "document-marked-draft" in findings


def test_a_place_that_the_text_mentions_is_not_the_municipality() -> None:
    record, findings = identity(
        "令和5年度 市民局事業概要\n\n\n\nはじめに\n横浜市では、川崎市などとともに取り組んでいます。\n"
    )
    assert record.municipality_code is None
    assert "document-municipality-open" in findings


def test_a_municipality_right_before_the_bureau_is() -> None:
    record, _ = identity(
        "令和5年度 市民局事業概要\n\n\n\nはじめに\n横浜市などの例があります。川崎市市民局はこれを定めます。\n"
    )
    assert values(record)["municipality_code"] == "141305"


def test_a_place_that_no_vocabulary_knows_is_no_part_of_the_bureau() -> None:
    record, codes = identity("令和5年度 事業概要\n湖岸市こども未来局\n\n\n\n\nこども未来局機構図\n")
    assert values(record)["bureau"] == "こども未来局"
    assert "document-bureau-open" not in codes


def test_a_department_right_behind_its_municipality_is_the_body() -> None:
    record, _ = identity("墨田区 区民部\n平成30年度 事業概要\n")
    assert (values(record)["bureau"], values(record)["municipality_code"]) == ("区民部", "131075")


def test_the_year_may_stand_between_the_bureau_and_the_title() -> None:
    record, _ = identity("名古屋市観光文化交流局　令和５年度　事業概要\n")
    assert values(record)["bureau"] == "観光文化交流局"


def test_a_text_that_names_nothing_stays_open() -> None:
    record, findings = identity("あいうえお\n")
    assert all(value is None for value in values(record).values())
    assert {"document-no-title", "document-municipality-open", "document-bureau-open", "document-year-open"} <= findings


LEDGER = "1款 議会費\t90千円\n目\t本年度予算額\t前年度予算額\t比較\n1 議会費\t90\t80\t10\n川崎市議会議長会負担金\t90\n"


def test_a_ledger_is_not_of_the_city_that_a_programme_of_it_names() -> None:
    record, findings = identity(LEDGER)
    assert record.municipality_code is None
    assert "document-municipality-open" in findings


def test_the_cover_of_a_ledger_names_its_city_and_year() -> None:
    record, findings = identity("令和4年度\n浜松市一般会計予算に関する説明書\n\f" + LEDGER)
    assert record.kind
    assert record.kind.value == "予算に関する説明書"
    assert values(record) == {
        "municipality_code": "221309", "bureau": None, "fiscal_year": 2022, "issued_on": None, "phase": "approved",
    }  # fmt: skip
    assert findings == {"document-bureau-open"}


@pytest.mark.seeds
@pytest.mark.parametrize("year", ["2015", "2022"])
def test_the_real_texts(shared: Path, year: str) -> None:
    record = identify(*segmented_file(shared / f"seeds/kokusai-{year}.txt")).items[0]
    with (CORPUS / f"kokusai-{year}-text/expected/document.csv").open(encoding="utf-8") as file:
        (expected,) = csv.DictReader(file)
    assert {name: str(value) for name, value in values(record).items()} == expected
