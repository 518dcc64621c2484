"""Which layer of a page is read: each kind of page with each thing that a look at its picture may give."""

from __future__ import annotations

import pytest

from kokusai_extract.model.source import BBox, Page, PageQuality
from kokusai_extract.read.drawing import Drawing, Glyph, Stroke
from kokusai_extract.read.layers import Layer, best_layer
from kokusai_extract.read.ocr.scan import Scan

WHOLE_PAGE = BBox(0, 0, 600, 800)


def glyphs(text: str, top: float = 100, *, hidden: bool = False) -> list[Glyph]:
    return [Glyph(t, 50 + 10 * i, top, 60 + 10 * i, top + 10, 10, 0, hidden=hidden) for i, t in enumerate(text)]


def drawing(*pictures: BBox, outlines: tuple[BBox, ...] = (), own: list[Glyph] | None = None) -> Drawing:
    drawn = Drawing(600, 800)
    drawn.glyphs.extend(own or [])
    drawn.pictures.extend(pictures)
    drawn.outlines.extend(outlines)
    return drawn


def layer(
    drawn: Drawing,
    quality: PageQuality = "ok",
    seen: Scan | None = None,
    doubts: tuple[str, ...] = (),
) -> tuple[Layer, int]:
    looks = 0

    def look() -> Scan | None:
        nonlocal looks
        looks += 1
        return seen

    return best_layer(drawn, drawn.glyphs, quality, [(code, {}) for code in doubts], look), looks


def text(found: Layer) -> str:
    return "".join(glyph.text for glyph in found.glyphs)


def codes(found: Layer) -> list[str]:
    return [code for code, _ in found.doubts]


def test_a_page_with_text_is_not_looked_at() -> None:
    found, looks = layer(drawing(own=glyphs("国際局")), seen=Scan(glyphs("別物")))
    assert (text(found), found.text_layer, looks) == ("国際局", "native", 0)


@pytest.mark.parametrize(("quality", "told"), [("no_text", "read-no-text"), ("cid_only", "read-cid-only")])
def test_a_page_without_usable_text_is_read_from_its_picture(quality: PageQuality, told: str) -> None:
    seen = Scan(glyphs("国際局"), [Stroke(0, 5, 90, 5)], [BBox(1, 2, 3, 4)], 0.5, doubtful=("国際局",))
    found, looks = layer(drawing(WHOLE_PAGE), quality, seen, (told, "read-tiny-text"))
    assert (text(found), found.text_layer, found.tilt, looks) == ("国際局", "ocr", 0.5, 1)
    assert (found.strokes, found.rects) == (seen.strokes, seen.shades)
    assert codes(found) == ["read-tiny-text", "ocr-page"]
    assert found.doubts[1][1] == {"count": 3, "degrees": 0.5, "doubtful": 1, "words": "国際局"}


def test_a_page_that_cannot_be_drawn_stays_unread_and_named() -> None:
    found, _ = layer(drawing(WHOLE_PAGE), "no_text", None, ("read-no-text",))
    assert (text(found), codes(found)) == ("", ["read-no-text"])


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (Scan(blank=True), ["read-blank-page"]),
        (Scan(), ["ocr-nothing-read"]),
        (Scan(blank=True, broken=1), ["ocr-nothing-read", "ocr-picture-broken"]),
    ],
)
def test_a_picture_without_words_is_named(seen: Scan, told: list[str]) -> None:
    found, _ = layer(drawing(WHOLE_PAGE), "no_text", seen, ("read-no-text",))
    assert (text(found), codes(found)) == ("", told)


def test_a_recognizer_that_breaks_down_leaves_the_page_named_twice() -> None:
    found, _ = layer(drawing(WHOLE_PAGE), "no_text", Scan(failure="RuntimeError"), ("read-no-text",))
    assert codes(found) == ["read-no-text", "ocr-failed"]


def test_what_was_left_out_or_settled_is_told() -> None:
    seen = Scan(glyphs("国際局"), unread=("印",))
    found, _ = layer(drawing(WHOLE_PAGE), "no_text", seen)
    assert codes(found) == ["ocr-page", "ocr-unread"]


def test_another_programs_reading_is_kept_where_ours_bears_it_out() -> None:
    drawn = drawing(WHOLE_PAGE, own=glyphs("国際局の予算" * 8, hidden=True))
    found, _ = layer(drawn, seen=Scan(glyphs("国際局の予算" * 8), [Stroke(0, 5, 90, 5)]))
    assert (codes(found), found.text_layer) == (["ocr-hidden-kept"], "ocr")
    assert found.strokes == [Stroke(0, 5, 90, 5)]


def test_another_programs_reading_gives_way_where_ours_does_not() -> None:
    drawn = drawing(WHOLE_PAGE, own=glyphs("園隙同の予算" * 8, hidden=True))
    found, _ = layer(drawn, seen=Scan(glyphs("国際局の予算" * 8)))
    assert codes(found) == ["ocr-hidden-replaced", "ocr-page"]
    assert text(found) == "国際局の予算" * 8


def test_words_in_a_large_picture_are_added_to_the_text() -> None:
    drawn = drawing(BBox(0, 200, 600, 800), own=glyphs("見出し"))
    seen = Scan([*glyphs("見出し"), *glyphs("図の中に書かれた文字の列です", 400)])
    found, looks = layer(drawn, seen=seen)
    assert (text(found), looks) == ("見出し図の中に書かれた文字の列です", 1)
    assert (codes(found), found.text_layer) == (["ocr-in-pictures"], "ocr")


def test_words_in_a_picture_that_lies_askew_stand_where_they_lie() -> None:
    drawn = drawing(BBox(0, 200, 600, 800), own=glyphs("見出し"))
    seen = Scan(glyphs("図の中に書かれた文字の列です", 700), tilt=2.0)
    found, _ = layer(drawn, seen=seen)
    first = next(glyph for glyph in found.glyphs if glyph.text == "図")
    page = Page(1, "", (), "ocr", "ok", 600, 800, tilt=2.0)
    lying = page.shown(BBox(55, 705, 55, 705))
    assert ((first.x0 + first.x1) / 2, (first.top + first.bottom) / 2) == pytest.approx((lying.x0, lying.top), abs=0.01)
    assert found.tilt == 0, "the page's own text lies straight"


def test_a_small_picture_or_one_that_the_text_covers_is_not_looked_at() -> None:
    crest = drawing(BBox(0, 0, 100, 100), own=glyphs("国際局"))
    backdrop = drawing(WHOLE_PAGE, own=glyphs("国" * 50))
    assert [layer(drawn, seen=Scan())[1] for drawn in (crest, backdrop)] == [0, 0]


def test_letters_turned_into_curves_are_read() -> None:
    curves = tuple(BBox(50 + 10 * i, 300, 59 + 10 * i, 309) for i in range(40))
    seen = Scan(glyphs("曲線の文字" * 8, 300))
    found, _ = layer(drawing(outlines=curves, own=glyphs("国際局")), seen=seen)
    assert (text(found), codes(found)) == ("国際局" + "曲線の文字" * 8, ["ocr-in-pictures"])
    over_text = drawing(outlines=curves, own=glyphs("国" * 40, 300))
    assert layer(over_text, seen=seen)[1] == 0, "curves behind letters that have names are their decoration"


@pytest.mark.parametrize(("read", "taken"), [("国際局の予算の概要", True), ("国", False)])
def test_a_damaged_page_is_read_from_its_picture_when_that_says_more(read: str, taken: bool) -> None:
    drawn = drawing(own=glyphs("国際"))
    found, _ = layer(drawn, "damaged", Scan(glyphs(read)), ("read-damaged-page",))
    assert text(found) == (read if taken else "国際")
    assert codes(found) == ["read-damaged-page", *(["ocr-page"] if taken else [])]
