"""The numbers that items bear, in every style seen."""

from __future__ import annotations

import pytest

from kokusai_extract.values.numbering import numbered
from tests.support.texts import passage


@pytest.mark.parametrize(
    ("text", "number", "style", "ordinal", "rest"),
    [
        ("１ 局内の人事に関すること。", "1", "plain", 1, "局内の人事に関すること。"),
        ("３  国際儀礼", "3", "plain", 3, "国際儀礼"),
        ("1局内の人事", "1", "plain", 1, "局内の人事"),
        ("(1) 局内の人事", "1", "bracketed", 1, "局内の人事"),
        ("（２）危機管理", "2", "bracketed", 2, "危機管理"),
        ("- (3) 局の危機管理", "3", "bracketed", 3, "局の危機管理"),
        ("⑴ 人事", "1", "bracketed", 1, "人事"),
        ("④ 海外", "④", "circled", 4, "海外"),
        ("Ⅱ 予算概要", "II", "roman", 2, "予算概要"),
        ("Ⅳ 資料", "IV", "roman", 4, "資料"),
        ("ア 窓口", "ア", "kana", 1, "窓口"),
        ("12. 調査", "12", "dotted", 12, "調査"),
        ("1人事に関すること。", "1", "plain", 1, "人事に関すること。"),
        ("２日本語教育", "2", "plain", 2, "日本語教育"),
        ("２．都市間", "2", "dotted", 2, "都市間"),
    ],
)
def test_a_number(text: str, number: str, style: str, ordinal: int, rest: str) -> None:
    item = numbered(passage(text))
    assert item is not None
    assert (item.number.text, item.style, item.ordinal, item.rest.text) == (number, style, ordinal, rest)


@pytest.mark.parametrize(
    "text",
    [
        "8つの視点",
        "11か所",
        "1,134千円",
        "2.5倍",
        "27年度",
        "5月19日",
        "39人",
        "アフリカ開発会議",
        "国際局",
        "30 名",
        "２款１項",
        "12 社",
    ],
)
def test_what_only_begins_with_a_figure_has_no_number(text: str) -> None:
    assert numbered(passage(text)) is None
