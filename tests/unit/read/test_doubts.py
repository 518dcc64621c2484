"""Words of a scan are in doubt by their letters, by the dictionary, and by ink that no letter accounts for."""

from __future__ import annotations

import numpy as np
import pytest

from kokusai_extract.read.ocr.doubts import doubtful, has_more
from kokusai_extract.read.ocr.letters import once
from kokusai_extract.read.ocr.picture import Picture
from kokusai_extract.read.ocr.recognize import Letter, Strip

EM = 20
WHITE = Picture(np.full((60, 900), 255, np.uint8), 200 / 72)


def strip(text: str, **letters: object) -> Strip:
    """A strip of letters an em apart, ``i3={...}`` with other values for the third (0-based)."""
    placed = [Letter(10 + EM * (i + 0.5), sign, 1.0) for i, sign in enumerate(text)]
    for name, values in letters.items():
        number = int(name.removeprefix("i"))
        placed[number] = placed[number]._replace(**dict(values))  # type: ignore[call-overload]
    return Strip(10, 10, 10 + EM / 0.85, 10 + EM * len(text), 0, 1.0, tuple(placed))


@pytest.mark.parametrize("text", ["市民税証明手数料", "4,208", "三室直樹", "市議会議員(32人)", "丸ノ内分室", "千円"])
def test_a_word_that_is_read_without_doubt_is_not_named(text: str) -> None:
    assert doubtful(strip(text), WHITE) is None


def test_a_letter_that_is_hardly_likely_is_in_doubt_and_its_rival_is_told() -> None:
    assert doubtful(strip("三室直樹", i3={"score": 0.8}), WHITE) == "三室直樹"
    assert doubtful(strip("三室直樹", i3={"score": 0.8, "rivals": (("槌", 0.15),)}), WHITE) == "三室直樹 / 三室直槌"
    assert doubtful(strip("・三室", i0={"score": 0.3}), WHITE) is None, "a dot is no letter"


def test_a_word_of_the_dictionary_bears_out_its_letters_but_no_name_does() -> None:
    assert doubtful(strip("農業", i1={"score": 0.8, "rivals": (("菜", 0.1),)}), WHITE) is None
    assert doubtful(strip("農業", i1={"score": 0.5}), WHITE) == "農業"
    assert doubtful(strip("富岡典夫", i0={"score": 0.8, "rivals": (("冨", 0.1),)}), WHITE) == "富岡典夫 / 冨岡典夫"


def test_a_letter_is_not_in_doubt_between_two_that_are_drawn_alike() -> None:
    assert doubtful(strip("三室トル", i2={"score": 0.6, "rivals": (("卜", 0.39),)}), WHITE) is None


def test_what_the_recognizer_is_sure_of_is_held_against_the_dictionary() -> None:
    sure = {"score": 0.99, "rivals": (("謄", 0.002),)}
    assert doubtful(strip("税証明騰抄本", i3=sure), WHITE) == "税証明騰抄本 / 税証明謄抄本"
    assert doubtful(strip("物価高騰対策", i3={"score": 0.99, "rivals": (("謄", 0.002),)}), WHITE) is None


@pytest.mark.parametrize(
    "text",
    ["三室直槙子", "米澤陽子", "周年()の事業", "(清水銀行配当金", "一時預かり)保育料(食事分)", "6月1日ノパシフィコ"],
)
def test_rare_kanji_and_torn_brackets_are_named(text: str) -> None:
    assert doubtful(strip(text), WHITE) == text


def test_a_twin_at_the_end_of_a_line_is_named() -> None:
    line = "横浜には食糧関係の三つの機関などがあり食品口"
    assert doubtful(strip(line), WHITE) == line
    assert doubtful(strip("横浜には食糧関係の三つの機関などがあり入口"), WHITE) is None


def test_ink_where_no_letter_was_read_is_named() -> None:
    pixels = WHITE.pixels.copy()
    inked, bare = strip("方針の体系"), strip("方針の体系")
    inked = inked._replace(x1=inked.x1 + 3 * EM)
    pixels[14:32, int(bare.x1) + 30 : int(bare.x1) + 34] = 0
    assert has_more(inked, Picture(pixels, WHITE.scale))
    assert doubtful(inked, Picture(pixels, WHITE.scale)) == inked.text
    assert not has_more(bare, Picture(pixels, WHITE.scale))
    pixels[:, int(bare.x1) + 30 : int(bare.x1) + 34] = 0
    assert not has_more(inked, Picture(pixels, WHITE.scale)), "a ruled line is no letter"


def test_a_letter_seen_twice_in_one_place_is_one() -> None:
    twice = strip("ⅢⅢ参考資料", i1={"at": 28.0})
    assert once(twice).text == "Ⅲ参考資料"
    assert doubtful(once(twice), WHITE) == "Ⅲ参考資料"
    assert once(strip("各各の国国")).text == "各各の国国"
    assert once(strip("11,100")).text == "11,100"
