"""Character maps that cannot be true, as numbered glyphs."""

from __future__ import annotations

from kokusai_extract.read.fonts import counted_on


def test_names_counted_on_over_a_gap_are_doubted() -> None:
    names = {0x3403: "連", 0x3445: "遥", 0x344F: "遯", 0x34D8: "郸", 0x3520: "金"}
    assert counted_on(names) == {0x3445, 0x344F, 0x34D8}


def test_the_same_glyphs_named_rightly_are_not() -> None:
    names = {0x33FB: "通", 0x3420: "運", 0x3428: "道", 0x343A: "適", 0x348A: "部", 0x3494: "都"}
    assert counted_on(names) == frozenset()


def test_a_font_that_holds_a_rare_neighbour_is_trusted() -> None:
    assert counted_on({1001: "響", 1003: "頁"}) == frozenset()


def test_neighbours_that_are_neighbours_in_the_code_are_not() -> None:
    assert counted_on({7: "一", 8: "丁", 20: "連", 21: "あ"}) == frozenset()
