"""What nobody sees on a page is not its text, but is told with its place; what is seen is never taken for hidden."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from kokusai_extract.read import ground
from kokusai_extract.read.colours import PAPER, colour_of
from kokusai_extract.read.drawing import Glyph, Paint
from kokusai_extract.read.ground import Ground
from kokusai_extract.read.pdf import read_pdf
from tests.objects import HELVETICA, assemble, pages, stream
from tests.pdfs import Sheet

TEXT = b"BT /F1 10 Tf 1 0 0 1 50 700 Tm (abc) Tj ET "
ERASED = b"1 g 40 690 100 30 re f 0 g "
HIDDEN = ("read-hidden-text", {"count": "3", "text": "「abc」(50, 134)"})


def told(data: bytes) -> tuple[str, list[tuple[str, dict[str, str]]]]:
    """The text of the page, and what is told of it."""
    result = read_pdf(data, "made.pdf", ocr=False)
    [document] = result.items
    return document.text, [(f.code, dict(f.values)) for f in result.findings]


def shown(data: bytes) -> bool:
    """Whether a viewer shows anything where the letters of :data:`TEXT` stand."""
    page = pypdfium2.PdfDocument(BytesIO(data))[0]
    picture = page.render(scale=3).to_pil().convert("L").crop((147, 400, 200, 430))
    darkest, lightest = picture.getextrema()
    return bool(lightest - darkest > 40)


def white(sheet: Sheet, words: str, top: float) -> Sheet:
    sheet.canvas.setFillGray(1)
    sheet.text(words, 50, top)
    sheet.canvas.setFillGray(0)
    return sheet


def picture(mode: str = "L") -> ImageReader:
    return ImageReader(Image.new(mode, (8, 8), 200 if mode == "L" else (200, 200, 200, 90)))


def with_states(commands: bytes, **states: bytes) -> bytes:
    entries = b"".join(b"/%s<<%s>>" % (name.encode(), body) for name, body in states.items())
    return pages(commands, resources=HELVETICA[:-2] + b"/ExtGState<<%s>>>>" % entries)


UNSEEN = {
    "white on white": b"1 g " + TEXT,
    "in the colour of its box": b"0 0 1 rg 40 690 100 30 re f " + TEXT,
    "nearly so": b"0 0 1 rg 40 690 100 30 re f 0.01 0 0.99 rg " + TEXT,
    "without ink on paper": b"0 0 0 0 k " + TEXT,
    "under a white box": TEXT + ERASED,
    "under a black box": TEXT + b"40 690 100 30 re f",
    "under a box drawn by its corners": TEXT + b"1 g 40 690 m 140 690 l 140 720 l 40 720 l h f",
    "under a box that a form draws": None,
    "not drawn": b"3 Tr " + TEXT,
    "a frame for nothing": b"7 Tr " + TEXT,
    "cut off": b"q 40 600 200 50 re W n " + TEXT + b"Q",
    "cut off by the other rule": b"q 40 600 200 50 re W* n " + TEXT + b"Q",
    "clear": None,
}
FORMS = {
    "under a box that a form draws": pages(
        TEXT + b"/X Do",
        resources=HELVETICA[:-2] + b"/XObject<</X 50 0 R>>>>",
        o50=stream(b"1 g 40 690 100 30 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"),
    ),
    "clear": with_states(b"/G gs " + TEXT, G=b"/ca 0"),
}


@pytest.mark.parametrize("case", UNSEEN)
def test_what_nobody_sees_is_left_out_and_told(case: str) -> None:
    commands = UNSEEN[case]
    data = FORMS[case] if commands is None else pages(commands)
    assert not shown(data)
    text, findings = told(data)
    assert "abc" not in text
    assert HIDDEN in findings


SEEN = {
    "on a dark box": pages(b"40 690 100 30 re f 1 g " + TEXT),
    "on a band as thick as a line": pages(b"30 w 40 704 m 140 704 l S 1 g " + TEXT),
    "on a shape with a curve": pages(b"40 690 m 140 690 l 140 720 l 90 740 60 740 40 720 c f 1 g " + TEXT),
    "on a box that was painted over a white one": pages(ERASED + b"40 690 100 30 re f 1 g " + TEXT),
    "before a box beside it": pages(TEXT + b"1 g 40 660 100 30 re f"),
    "before a box that a frame keeps away": pages(TEXT + b"q 40 600 100 30 re W n " + ERASED + b"Q"),
    "before a frame of two boxes": pages(TEXT + b"40 690 100 30 re 42 692 96 26 re f*"),
    "before a frame that is not filled": pages(TEXT + b"40 690 100 30 re S"),
    "under a box that is seen through": with_states(TEXT + b"/G gs 1 1 0 rg 40 690 100 30 re f", G=b"/ca 0.3"),
    "under a marker": with_states(TEXT + b"/G gs 1 1 0 rg 40 690 100 30 re f", G=b"/BM/Multiply"),
    "under a form that is seen through": pages(
        TEXT + b"/G gs /X Do",
        resources=HELVETICA[:-2] + b"/XObject<</X 50 0 R>>/ExtGState<</G<</ca 0.3>>>>>>",
        o50=stream(
            b"/H gs 1 1 0 rg 40 690 100 30 re f",
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Group<</S/Transparency>>"
            b"/Resources<</ExtGState<</H<</ca 1/BM/Normal>>>>>>",
        ),
    ),
    "after the state is taken back": with_states(b"q /G gs Q " + TEXT, G=b"/ca 0"),
    "in ink of its own": pages(
        b"/S cs 1 scn " + TEXT,
        resources=HELVETICA[:-2] + b"/ColorSpace<</S[/Separation/Black/DeviceCMYK 50 0 R]>>>>",
        o50=b"<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 0 0 1]/N 1>>",
    ),
    "in a form that takes its colour from the page": pages(
        b"40 690 100 30 re f 1 g /X Do",
        resources=HELVETICA[:-2] + b"/XObject<</X 50 0 R>>>>",
        o50=stream(TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources" + HELVETICA),
    ),
    "on a run of colours": pages(
        b"q 40 690 100 30 re W n /S sh Q 1 g " + TEXT,
        resources=HELVETICA[:-2] + b"/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 0]/Extend[true"
        b" true]/Function<</FunctionType 2/Domain[0 1]/C0[0]/C1[0]/N 1>>>>>>>>",
    ),
    "only a word of it cut off": pages(b"q 40 690 200 50 re W n " + TEXT + b"Q"),
}


@pytest.mark.parametrize("case", SEEN)
def test_what_is_seen_is_read(case: str) -> None:
    assert shown(SEEN[case])
    assert told(SEEN[case]) == ("abc", [])


def test_letters_that_frame_what_is_drawn_are_seen() -> None:
    assert told(pages(b"q 7 Tr " + TEXT + b"40 690 100 30 re f Q")) == ("abc", [])


def test_a_correction_is_read_in_place_of_what_it_covers() -> None:
    text, findings = told(pages(TEXT + ERASED + TEXT.replace(b"abc", b"xyz")))
    assert (text, findings) == ("xyz", [HIDDEN])


def test_of_a_text_that_is_hidden_and_printed_in_one_place_the_printed_one_counts() -> None:
    assert told(pages(b"3 Tr " + TEXT + b"0 Tr " + TEXT)) == ("abc", [("read-struck-twice", {"count": "3"})])


@pytest.mark.parametrize(("mode", "seen"), [("L", False), ("RGBA", True)])
def test_a_picture_covers_what_was_printed_before_it(mode: str, seen: bool) -> None:
    sheet = Sheet().text("国際局", 50, 50).text("予算", 50, 130)
    sheet.canvas.drawImage(picture(mode), 40, 842 - 70, 100, 30, mask="auto")
    text, findings = told(sheet.data())
    assert (text == "国際局\n予算") is seen
    assert [values["count"] for code, values in findings if code == "read-hidden-text"] == ([] if seen else ["3"])


@pytest.mark.parametrize("mode", [0, 3])
@pytest.mark.parametrize("strips", [1, 8])
def test_text_under_the_picture_of_a_page_is_the_guess_of_another_program(mode: int, strips: int) -> None:
    sheet = Sheet().text("国際局", 50, 50, mode=mode)
    for i in range(strips):
        sheet.canvas.drawImage(picture(), 0, i * 842 / strips, 595, 842 / strips)
    assert told(sheet.data()) == ("国際局", [("read-text-under-picture", {"count": "3"})])


def test_white_letters_on_a_picture_are_seen() -> None:
    sheet = Sheet().text("本文", 50, 50)
    sheet.canvas.drawImage(picture(), 40, 842 - 100, 160, 30)
    assert told(white(sheet, "見える", 80).data()) == ("本文\n見える", [])


def test_text_of_another_program_under_a_page_that_is_drawn_again_as_outlines_is_its_text() -> None:
    letters = b"".join(b"%d 700 m %s h " % (x, b"%d 706 l %d 703 l " % (x, x + 4) * 4) for x in (51, 56, 62))
    assert told(pages(TEXT + ERASED + letters + b"f"))[0] == "abc"
    assert told(pages(TEXT + ERASED + letters.replace(b"700 m", b"500 m") + b"f")) == ("", [HIDDEN, NO_TEXT])


NO_TEXT = ("read-no-text", {"pictures": "0", "shapes": "2"})

LAYER = b"/OC /L BDC " + TEXT + b"EMC "


def layered(default: bytes, commands: bytes = LAYER, layer: bytes = b"4 0 R") -> bytes:
    resources = HELVETICA[:-2] + b"/Properties<</L %s>>>>" % layer
    return assemble(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[4 0 R]/D<<%s>>>>>>" % default,
            2: b"<</Type/Pages/Kids[10 0 R]/Count 1>>",
            4: b"<</Type/OCG/Name(draft)>>",
            5: b"<</Type/OCMD/OCGs[4 0 R]/P/AllOff>>",
            10: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 11 0 R/Resources%s>>" % resources,
            11: stream(commands),
        }
    )


@pytest.mark.parametrize(
    ("default", "layer", "seen"),
    [
        (b"/OFF[4 0 R]", b"4 0 R", False),
        (b"/BaseState/OFF", b"4 0 R", False),
        (b"/BaseState/OFF/ON[4 0 R]", b"4 0 R", True),
        (b"/ON[4 0 R]", b"4 0 R", True),
        (b"/OFF[4 0 R]", b"5 0 R", True),
        (b"/OFF 7", b"4 0 R", True),
    ],
)
def test_a_layer_that_is_switched_off_is_not_on_the_page(default: bytes, layer: bytes, seen: bool) -> None:
    data = layered(default, layer=layer)
    text, findings = told(data)
    assert (text == "abc", HIDDEN in findings) == (seen, not seen)
    assert shown(data) is seen


def test_what_a_layer_that_is_switched_off_paints_covers_nothing() -> None:
    assert told(layered(b"/OFF[4 0 R]", TEXT + b"/OC /L BDC " + ERASED + b"EMC")) == ("abc", [])


def test_a_note_covers_what_it_lies_on_unless_it_is_a_marker() -> None:
    def noted(kind: bytes) -> bytes:
        return assemble(
            {
                1: b"<</Type/Catalog/Pages 2 0 R>>",
                2: b"<</Type/Pages/Kids[10 0 R]/Count 1>>",
                10: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 11 0 R/Annots[12 0 R]/Resources%s>>"
                % HELVETICA,
                11: stream(TEXT + TEXT.replace(b"700", b"600")),
                12: b"<</Type/Annot/Subtype/%s/Rect[40 690 140 720]/AP<</N 13 0 R>>>>" % kind,
                13: stream(b"1 g 0 0 100 30 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 100 30]"),
            }
        )

    assert told(noted(b"Square")) == ("abc", [HIDDEN])
    assert told(noted(b"Highlight")) == ("abc\nabc", [])


def test_runs_of_hidden_letters_are_told_each_with_its_place() -> None:
    sheet = white(white(Sheet().text("本文", 50, 50), "見えない", 80), "読めない", 110)
    text, [(code, values)] = told(sheet.data())
    assert (text, code) == ("本文", "read-hidden-text")
    assert values == {"count": "8", "text": "「見えない」(50, 81)、「読めない」(50, 111)"}


def test_colours() -> None:
    assert colour_of(1, "DeviceGray") == colour_of((0, 0, 0, 0), "ICCBased") == PAPER
    assert colour_of((0, 1, 1, 0), "DeviceCMYK") == (1, 0, 0)
    assert colour_of(0.0, "Separation") == PAPER
    for values, space in (
        (1, "Separation"),
        (1, "Indexed"),
        ((1, 1, 1), "Lab"),
        ("P1", "Pattern"),
        (((1,), "P1"), "Pattern"),
    ):
        assert colour_of(values, space) == ()


def test_a_page_painted_beyond_all_measure_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "MOST_ROWS", 1000)
    assert [code for code, _ in told(pages(TEXT + b"1 g 0 0 595 842 re f " * 4))[1]] == ["read-page-too-large"]


def test_places_beyond_all_measure_cover_nothing_else() -> None:
    endless = float("inf")
    glyph = Glyph("a", 50, 50, 60, 60, 10)
    boxes = [(endless, 0, endless, 9), (-endless, -endless, 40, endless), (float("nan"), 0, 100, 100)]
    paints = [Paint(ground.BBox(*box), 1) for box in boxes[:2]]
    assert not Ground(595, 842, paints).covers(glyph, 0)
    assert Ground(595, 842, [Paint(ground.BBox(-endless, -endless, endless, endless), 1)]).covers(glyph, 0)


def test_letters_that_differ_in_nothing_but_what_is_known_of_their_colour_have_an_order() -> None:
    space = b"BT /F1 10 Tf 1 0 0 1 80 700 Tm ( ) Tj ET "
    assert told(pages(TEXT + space + b"2 Tr " + space))[0] == "abc"
