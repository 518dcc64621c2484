"""A withheld name is found however it is printed, and what only looks like one is left alone."""

from __future__ import annotations

import pytest

from kokusai_extract.withhold.names import Names, key

NAMES = Names(["高橋 雪絵", "平 久", "中山 大", "佐藤 由美"], ["佐藤 由美子", "岸 雪絵"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("課長 高橋 雪絵 2290", "課長 ██ ██ 2290"),
        ("髙橋　雪絵", "██　██"),
        ("高\n橋\v雪\t絵", "█\n█\v█\t█"),
        ("課長高橋雪絵氏", "課長████氏"),
        ("編集高橋雪絵研究所", "編集████研究所"),
        ("担当係長平久(2290)", "担当係長██(2290)"),
        ("平　久", "█　█"),
        ("person/平久/doc-1", "person/██/doc-1"),
        ("「中山大」と中山大主査", "「███」と███主査"),
        ("ﾀﾅｶ 高橋雪絵", "ﾀﾅｶ ████"),
    ],
)
def test_every_way_to_print_it_is_masked(text: str, masked: str) -> None:
    assert NAMES.masked(text) == masked


@pytest.mark.parametrize(
    "text",
    ["中山大学", "太平久遠", "平久保町", "佐藤 由美子", "佐藤由美子", "岸 雪絵", "高橋 花絵", "Takahashi Yukie", ""],
)
def test_what_is_no_withheld_name_stays(text: str) -> None:
    assert NAMES.masked(text) == text


def test_half_width_and_variants_meet() -> None:
    assert Names(["ジョージ 濵田"]).masked("ｼﾞｮｰｼﾞ　濱田") == "██████　██"
    assert key("ｼﾞｮｰｼﾞ　濱田") == key("ジョージ濵田")


def test_a_name_that_a_kept_person_bears_too_is_open() -> None:
    names = Names(["平 久"], ["平 久"])
    assert names.masked("平 久") == "平 久"
    assert names.masked_all("平 久") == "█ █"
