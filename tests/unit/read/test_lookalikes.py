"""Letters that only their neighbours tell apart."""

from __future__ import annotations

import pytest

from kokusai_extract.read.ocr.lookalikes import settle
from kokusai_extract.read.ocr.recognize import Letter, Strip


def strip(text: str) -> Strip:
    letters = tuple(Letter(10.0 * i, letter, 1.0) for i, letter in enumerate(text))
    return Strip(0, 0, 10, 10.0 * len(text), 0, 1.0, letters)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("アフリ力中東", "アフリカ中東"),  # katakana on one side: the dictionary decides
        ("都市間協カネットワーク", "都市間協力ネットワーク"),
        ("セン夕ー", "センター"),  # katakana on both sides
        ("アメリ力", "アメリカ"),
        ("センタ一施設", "センター施設"),
        ("国際協カ課", "国際協力課"),  # a single katakana letter among kanji
        ("姉妹都市才デーサ市も大きな", "姉妹都市オデーサ市も大きな"),
        ("12,000千円(一)", "12,000千円(—)"),
        ("O", "○"),
        ("OOO", "○○○"),
        ("O国際交流", "○国際交流"),
        ("人ロの増加", "人口の増加"),
        ("企画のカを高める", "企画の力を高める"),
    ],
)
def test_a_letter_is_what_its_neighbours_say(read: str, meant: str) -> None:
    settled, told = settle(strip(read))
    assert settled.text == meant
    assert told is not None
    assert (told.before, told.after) == (read, meant)


@pytest.mark.parametrize(
    "read",
    [
        "3カ所の事務所",
        "三カ国",
        "国際協力課",
        "一般会計",
        "二十一日",
        "8月1日",
        "カナダ",
        "センター一般公開",
        "(一)概要",
        "ロ",
        "力",
        "YOKE",
        "O157",
        "2O",
        "PKO",
    ],
)
def test_what_is_right_is_left_alone(read: str) -> None:
    settled, told = settle(strip(read))
    assert (settled.text, told) == (read, None)
