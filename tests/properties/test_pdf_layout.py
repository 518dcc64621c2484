"""Whatever is drawn: each sign is read once, at its place, and the order in which it is drawn changes nothing."""

from __future__ import annotations

from math import isnan

from hypothesis import given, settings
from hypothesis import strategies as st

from kokusai_extract.model.source import BBox, Page
from kokusai_extract.read.compose import compose
from kokusai_extract.read.drawing import Glyph, Stroke, turn_glyph, turned
from kokusai_extract.read.layout import lay_out

place = st.integers(0, 400).map(float)
strokes = st.lists(
    st.one_of(
        st.builds(lambda x, y, length: Stroke(x, y, x + length, y), place, place, place),
        st.builds(lambda x, y, length: Stroke(x, y, x, y + length), place, place, place),
        st.builds(lambda x, y: Stroke(x, y, x, y), place, place),
    ),
    max_size=25,
)
glyphs = st.lists(
    st.builds(
        lambda sign, x, y, size, turn: Glyph(sign, x, y, x + size, y + size, float(size), turn),
        st.sampled_from("国際局予算１1,A　 "),
        place,
        place,
        st.integers(4, 30),
        st.sampled_from([0, 0, 0, 1, 2, 3]),
    ),
    max_size=40,
)


def page_of(drawn: list[Glyph], ruled: list[Stroke]) -> Page:
    layout = lay_out(drawn, ruled)
    return compose(1, layout, width=500, height=500, turn=0, text_layer="native", quality="ok", rects=())


@settings(max_examples=150, deadline=None)
@given(glyphs, strokes)
def test_each_sign_is_read_once_at_its_place(drawn: list[Glyph], ruled: list[Stroke]) -> None:
    page = page_of(drawn, ruled)
    read = []
    for i, sign in enumerate(page.text):
        place = page.glyphs[4 * i : 4 * i + 4]
        if isnan(place[0]):
            assert sign in "\n\t\v "
        elif not sign.isspace():
            read.append((sign, BBox(*place)))
    assert sorted(read) == sorted((g.text, g.box) for g in drawn if not g.text.isspace())


@settings(max_examples=100, deadline=None)
@given(glyphs, strokes)
def test_lines_and_cells_fit_the_text(drawn: list[Glyph], ruled: list[Stroke]) -> None:
    page = page_of(drawn, ruled)
    assert "\n".join(page.text[line.start : line.end] for line in page.lines) == page.text
    for line in page.lines:
        assert "\t".join(page.text[a:b] for a, b in line.cells) == page.text[line.start : line.end]
    for table in page.tables:
        for cell in table.cells:
            assert cell.spans
            for start, end in cell.spans:
                assert page.line_at(start) == page.line_at(end)
                for sign in range(start, end):
                    box = page.box(sign, sign + 1)
                    assert box is None or cell.box.contains((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)


@settings(max_examples=60, deadline=None)
@given(glyphs, strokes, st.randoms(use_true_random=False))
def test_the_order_of_drawing_changes_nothing(drawn: list[Glyph], ruled: list[Stroke], chance: object) -> None:
    page = page_of(drawn, ruled)
    chance.shuffle(drawn)  # type: ignore[attr-defined]
    chance.shuffle(ruled)  # type: ignore[attr-defined]
    other = page_of(drawn, ruled)
    assert (other.text, other.lines, other.tables, other.rules) == (page.text, page.lines, page.tables, page.rules)


@given(place, place, place, place, st.sampled_from([0, 1, 2, 3]))
def test_a_turn_and_its_opposite_lead_back(x: float, y: float, width: float, height: float, turn: int) -> None:
    glyph = Glyph("国", x, y, x + width, y + height, 10.0, turn)
    there = turn_glyph(glyph, turn)
    assert there.turn == 0
    assert turned(there.box, (4 - turn) % 4) == glyph.box
