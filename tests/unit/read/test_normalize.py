"""Normalized text keeps marks apart from figures, and its way back to the raw text."""

from __future__ import annotations

import pytest

from kokusai_extract.read.normalize import FoldedDocument, fold, fold_text, search_key
from kokusai_extract.read.text import read_text


def folded(text: str) -> FoldedDocument:
    return fold(read_text(text.encode(), "a.txt").items[0])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("④32,268千円", "④32,268千円"),
        ("❶１０，０７４", "❶10,074"),
        ("（１）㎡ ㍻", "(1)m2 平成"),
        ("⑴", "(1)"),
        ("10²と1½", "10²と1½"),
        ("ｶﾞｽﾊﾟﾊﾟ", "ガスパパ"),
        ("⻑⺠⽬", "長民目"),
        ("−5 Y‐PORT 2014–2017", "-5 Y-PORT 2014-2017"),
        ("(—)（―）", "(—)(—)"),
        ("～〜~", "〜〜〜"),
        ("▲ 746 △26", "▲ 746 △26"),
        ("メッセージ", "メッセージ"),
        ("国\u3000際\u2003局\xa0長", "国 際 局 長"),
        ("国\u200b際\xad局", "国際局"),
        ("葛󠄀飾", "葛飾"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("a\tb\vc\fd", "a\tb\vc\fd"),
        ("´", "´"),
    ],
)
def test_folding(raw: str, expected: str) -> None:
    assert fold_text(raw) == expected


def test_a_joined_mark_covers_both_raw_characters() -> None:
    passage = folded("国ｶﾞ局").passage
    assert [anchor.quote for anchor in passage[1:2].anchors()] == ["ｶﾞ"]


def test_variants_meet_in_the_search_key() -> None:
    assert search_key("髙﨑　櫻圓") == search_key("高崎桜円") == "高崎桜円"


def test_one_certain_repair_is_made_and_told() -> None:
    document = folded("国際交流라운ジの強化\n国際交流ラウンジを新設\n")
    passage = document.passage[:11]
    assert passage.text == "国際交流ラウンジの強化"[:11]
    value = passage.read("rule")
    assert (value.origin, value.anchors[0].quote) == ("corrected", "国際交流라운ジの強化")
    assert [finding.code for finding in document.findings] == ["text-repaired"]
