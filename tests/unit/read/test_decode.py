"""Each letter has its own likelihood, that of its likeliest stretch, and its rivals; spaces have none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from kokusai_extract.read.ocr.decode import Japanese, Seen

SIGNS = ["blank", "国", "図", "・", "額", "额", " "]


class Decoder:
    """As RapidOCR's: it takes the first stretch of each run, spaces too."""

    character = SIGNS

    def __call__(self, likely: Any) -> Any:
        best = likely.argmax(axis=2)
        texts, placed = [], []
        for row in best:
            kept = [place for i, place in enumerate(row) if place and (i == 0 or row[i - 1] != place)]
            texts.append(("".join(SIGNS[place] for place in kept), 1.0))
            placed.append(SimpleNamespace(confs=[0.0] * len(kept)))
        return texts, placed


def seen(*stretches: dict[str, float]) -> tuple[str, list[Seen]]:
    likely = np.zeros((1, len(stretches), len(SIGNS)), np.float32)
    for i, stretch in enumerate(stretches):
        for sign, share in stretch.items():
            likely[0, i, SIGNS.index(sign)] = share
    texts, placed = Japanese(Decoder())(likely)
    return texts[0][0], placed[0].confs


def test_a_letter_is_as_likely_as_where_it_is_likeliest() -> None:
    text, letters = seen({"国": 0.6, "blank": 0.4}, {"国": 0.9, "図": 0.05}, {"blank": 1.0})
    assert (text, letters) == ("国", [Seen(0.9, (("図", 0.05),))])


def test_a_space_takes_no_letters_likelihood() -> None:
    text, letters = seen({"国": 0.99}, {" ": 0.51, "blank": 0.49}, {"図": 0.98})
    assert text == "国 図"
    assert [letter.score for letter in letters] == [0.99, 0.98]


def test_signs_that_are_no_letters_are_no_rivals() -> None:
    _, [letter] = seen({"国": 0.7, "・": 0.2, "blank": 0.1})
    assert letter == Seen(0.7)


def test_a_form_that_japanese_print_does_not_use_speaks_for_the_one_it_does() -> None:
    text, [letter] = seen({"额": 0.6, "額": 0.3})
    assert (text, letter) == ("額", Seen(0.9))
