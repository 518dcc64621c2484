"""Dates and fiscal years in the styles that documents print."""

from __future__ import annotations

import pytest

from kokusai_extract.values.dates import dates, fiscal_year_of, fiscal_years, partial_dates
from tests.support.texts import passage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平成27年5月19日", "2015-05-19"),
        ("平成28年5月18日現在", "2016-05-18"),
        ("令和元年5月20日現在", "2019-05-20"),
        ("令和４年 5 月 1 6 日", "2022-05-16"),
        ("2023(令和５)年4月1日", "2023-04-01"),
        ("昭和40年6月26日", "1965-06-26"),
        ("平成10年(1998年)4月2日", "1998-04-02"),
        ("R4.1月", None),
        ("平成27年2月30日", None),
        ("令和0年5月1日", None),
    ],
)
def test_a_date(text: str, expected: str | None) -> None:
    assert [dated.value for dated in dates(passage(text))] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平成27年度国際局予算概要", [2015]),
        ("令和元年度", [2019]),
        ("平成31年度及び令和元年度", [2019, 2019]),
        ("2 0 2 3年度", []),
        ("2023年度", [2023]),
        ("令和 4 年 度", [2022]),
        ("R4年度", [2022]),
        ("前年度", []),
        ("９年度", []),
    ],
)
def test_fiscal_years(text: str, expected: list[int]) -> None:
    assert [dated.year for dated in fiscal_years(passage(text))] == expected


def test_a_date_keeps_its_place() -> None:
    (dated,) = dates(passage("組織図（令和元年５月２０日）"))
    assert dated.passage.raw == "令和元年５月２０日"


def test_the_fiscal_year_turns_in_april() -> None:
    assert (fiscal_year_of("2019-03-31"), fiscal_year_of("2019-04-01")) == (2018, 2019)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1965(昭和40)年7月", ("1965-07",)),
        ("1957(昭和32)年10月29日", ("1957-10-29",)),
        ("昭和48年", ("1973",)),
        ("昭和54年（1979年）6月14日", ("1979-06-14",)),
        ("1979年(昭和54年)6月14日", ("1979-06-14",)),
        ("1979年(昭和55年)6月", ("1979-06", "1980-06")),
        ("令和4(2022)年", ("2022",)),
        ("1959.4", ("1959-04",)),
        ("R4.1月", ("2022-01",)),
        ("1965(昭和41)年7月", ("1965-07", "1966-07")),
    ],
)
def test_dates_as_far_as_they_are_printed(text: str, readings: tuple[str, ...]) -> None:
    assert [found for _, found in partial_dates(passage(text))] == [readings]


@pytest.mark.parametrize("text", ["平成26年度", "2.5.1", "1,965年", "1965年13月"])
def test_what_is_no_such_date(text: str) -> None:
    assert list(partial_dates(passage(text))) == []
