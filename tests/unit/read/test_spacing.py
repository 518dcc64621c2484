"""Spaces are closed only where they can mean nothing but letter spacing."""

from __future__ import annotations

import pytest

from kokusai_extract.read.normalize import close_figures, close_spaced
from tests.support.texts import passage


@pytest.mark.parametrize(
    ("printed", "closed"),
    [
        ("令 和 4 年 5 月 1 6 日", "令和4年5月16日"),
        ("（案） 平 成 2 7 年 度 予 算", "(案) 平成27年度予算"),
        ("2 7年 度", "27年度"),
        ("国　際　局　長", "国際局長"),
        ("予 算 額 205,808", "予算額 205,808"),
        ("(令 和 4 年)", "(令和4年)"),
        ("前 年 度 1 2", "前年度 1 2"),
    ],
)
def test_letter_spacing_is_closed(printed: str, closed: str) -> None:
    assert close_spaced(passage(printed)).text == closed


@pytest.mark.parametrize(
    "printed",
    ["担当係長 渡 淳", "県 0 0 0", "国 0 0 14", "12 3 月", "A B C D", "区 分\t金 額", "国  際  局", "1 2 3"],
)
def test_other_spaces_stay(printed: str) -> None:
    assert close_spaced(passage(printed)).text == printed


@pytest.mark.parametrize(
    ("printed", "closed"),
    [
        ("1 ,8 2 0", "1,820"),
        ("1 , 8 2 0", "1,820"),
        ("12 ,3 4 5", "12,345"),
        ("1 ,820 ,000", "1,820,000"),
        ("▲ 4 ,275千円", "▲ 4,275千円"),
    ],
)
def test_torn_figures_are_closed(printed: str, closed: str) -> None:
    assert close_figures(passage(printed)).text == closed


@pytest.mark.parametrize("printed", ["12 1,820", "5 1,820", "1, 820", "1 2 0", "1,820 3", "12 3 ,4 5 6"])
def test_figures_that_stand_apart_stay_apart(printed: str) -> None:
    assert close_figures(passage(printed)).text == printed


def test_a_closed_run_is_quoted_as_printed() -> None:
    (anchor,) = close_spaced(passage("5 月 1 6 日")).anchors()
    assert anchor.quote == "5 月 1 6 日"
