"""Extensions in every printed form; years, amounts and dates are none."""

from __future__ import annotations

import pytest

from kokusai_extract.values.phones import read_phone, trailing_phone


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2290", "2290"),
        ("(2290)", "2290"),
        (" 4701 ", "4701"),
        ("227-7967", "227-7967"),
        ("内)21301", "21301"),
        ("(内線2290)", "2290"),
        ("内線 7587,7500", "7587,7500"),
        ("(7587,7500)", "7587,7500"),
        ("045-671-4711", "045-671-4711"),
        ("03(5253)1111", "03-5253-1111"),
        ("TEL:045-671-4711", "045-671-4711"),
        ("電話 671-4711", "671-4711"),
    ],
)
def test_phones(text: str, value: str) -> None:
    phone = read_phone(text)
    assert phone is not None
    assert phone.value == value
    assert text[phone.start : phone.end] == text.strip()


@pytest.mark.parametrize("text", ["123", "2015年", "平成27年5月", "1,234", "12.5", "内訳", "(2290", "", "456789"])
def test_no_phones(text: str) -> None:
    assert read_phone(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("山本 忍 2290", "2290"),
        ("山本 忍(2290)", "2290"),
        ("山本 忍 内線2290", "2290"),
        ("山本 忍 045-671-4711", "045-671-4711"),
    ],
)
def test_a_number_at_the_end_of_a_line(text: str, value: str) -> None:
    phone = trailing_phone(text)
    assert phone is not None
    assert phone.value == value
    assert text[: phone.start].strip() == "山本 忍"


@pytest.mark.parametrize("text", ["2290", "山本2290", "山本 忍", "令和 4年"])
def test_no_number_at_the_end(text: str) -> None:
    assert trailing_phone(text) is None
