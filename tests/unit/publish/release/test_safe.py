"""Cells that a spreadsheet would run are made safe, and can be had back."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from kokusai_extract.publish.release.safe import original, safe
from tests.support.releases import TRICKY

SIGNS = ("n/a", "illegible")
TEXTS = st.text(st.sampled_from("'=+-@＝－ \t\r\na1円")) | st.text() | st.sampled_from([*TRICKY, *SIGNS])


@given(TEXTS)
@example("''")
def test_the_text_can_be_had_back(text: str) -> None:
    assert original(safe(text, SIGNS), SIGNS) == text


@given(TEXTS)
def test_no_cell_begins_like_a_formula_or_is_a_sign(text: str) -> None:
    cell = safe(text, SIGNS)
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not cell.startswith(("\t", "\r", "\n"))
    assert cell not in SIGNS


@given(TEXTS, TEXTS)
def test_different_texts_give_different_cells(one: str, other: str) -> None:
    assert (safe(one, SIGNS) == safe(other, SIGNS)) == (one == other)


def test_plain_text_stays_as_it_is() -> None:
    for text in ("国際局", "1,200", "(1)", "a=b", "'引用'", "045-671", "▲ 746", "・総務"):
        assert safe(text, SIGNS) == text
