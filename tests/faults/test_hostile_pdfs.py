"""PDFs that are made to hang, to fill memory or to reach outside: each is one clear line, in good time."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from kokusai_extract.errors import UnreadableDocument
from kokusai_extract.read import artist, bounds, device, layout
from kokusai_extract.read.pdf import read_pdf
from tests.objects import HELVETICA, assemble, pages, stream

TEXT = b"BT /F1 10 Tf 50 700 Td (abc) Tj ET "
SECONDS = 5
"""Of the processor; each takes less than one on an idle machine."""

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 11 0 R/Resources%s>>"
CATALOG = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[10 0 R]/Count 1>>"}


def page(contents: bytes, resources: bytes = HELVETICA, **more: bytes) -> bytes:
    """A PDF of one page; ``contents`` is a whole object, and so are ``more``, by the name o12 for number 12."""
    return assemble(
        {**CATALOG, 10: PAGE % resources, 11: contents, **{int(name[1:]): body for name, body in more.items()}}
    )


def composite(font: bytes = b"", **more: bytes) -> bytes:
    """A page set in a font of two-byte codes; ``font`` are entries of the font that it is made of."""
    objects = {
        "o3": b"<</Type/Font/Subtype/Type0/BaseFont/Some/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        "o4": b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Some/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>%s>>" % font,
        "o5": stream(b""),
    }
    shown = stream(b"BT /F1 10 Tf 50 700 Td <00410042> Tj ET")
    return page(shown, b"<</Font<</F1 3 0 R>>>>", **{**objects, **more})


def nested(times: int, each: int, last: bytes) -> bytes:
    """Forms that draw the next ``each`` times: each to the power of ``times`` in the end."""
    forms = {}
    for n in range(times):
        resources = b"<</XObject<</X %d 0 R>>/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>" % (21 + n)
        body = b"/X Do " * each if n < times - 1 else last
        forms[f"o{20 + n}"] = stream(body, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources" + resources)
    return page(stream(b"/X Do "), b"<</XObject<</X 20 0 R>>>>", **forms)


def packed_objects(bomb: bytes) -> bytes:
    """A PDF whose list of pages lies in a packed stream."""
    parts, places = [b"%PDF-1.5\n"], {}
    for number, body in ((1, CATALOG[1]), (5, stream(bomb, b"/Type/ObjStm/N 1/First 5/Filter/FlateDecode"))):
        places[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj%s\nendobj\n" % (number, body))
    places[6] = sum(map(len, parts))
    rows = b"".join(
        struct.pack(">BIH", 2, 5, 0) if n == 2 else struct.pack(">BIH", n in places, places.get(n, 0), 0)
        for n in range(7)
    )
    parts.append(b"6 0 obj%s\nendobj\n" % stream(rows, b"/Type/XRef/Size 7/W[1 4 2]/Root 1 0 R"))
    return b"".join(parts) + b"startxref\n%d\n%%%%EOF" % places[6]


def packed_references(bomb: bytes) -> bytes:
    head = b"%PDF-1.5\n"
    table = stream(bomb, b"/Type/XRef/Size 3/W[1 4 2]/Root 2 0 R/Filter/FlateDecode")
    return head + b"1 0 obj%s\nendobj\nstartxref\n%d\n%%%%EOF" % (table, len(head))


def growing_words() -> bytes:
    """LZW codes each of which stands for one byte more than the one before: 5 kB for 7 MB."""
    bits = f"{256:09b}{0:09b}" + "".join(
        f"{code:0{9 + (code > 510) + (code > 1022) + (code > 2046)}b}" for code in range(258, 4093)
    )
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def graph_paper(lines: int) -> bytes:
    return b"".join(b"0 %d m 7000 %d l S %d 0 m %d 7000 l S " % (9 * i, 9 * i, 9 * i, 9 * i) for i in range(lines))


FLATE = b"/Filter/FlateDecode"
LIMIT = 1024 * 1024
BOMB = zlib.compress(bytes(2 * LIMIT), 9)
TOO_LARGE = ("read-page-too-large",)
BROKEN = ("read-broken-pdf",)

CASES: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "a page that unpacks to more than a page": (lambda: page(stream(BOMB, FLATE)), TOO_LARGE),
    "packed twice": (
        lambda: page(stream(zlib.compress(BOMB), b"/Filter[/FlateDecode/FlateDecode]")),
        TOO_LARGE,
    ),
    "packed by runs": (lambda: page(stream(b"\x81 " * 20_000, b"/Filter/RunLengthDecode")), TOO_LARGE),
    "packed by words": (lambda: page(stream(growing_words(), b"/Filter/LZWDecode")), TOO_LARGE),
    "a font file": (lambda: composite(b"/FontDescriptor<</FontFile2 12 0 R>>", o12=stream(BOMB, FLATE)), TOO_LARGE),
    "the names of glyphs": (lambda: composite(o5=stream(BOMB, FLATE)), TOO_LARGE),
    "a range of names": (
        lambda: composite(o5=stream(b"begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap")),
        TOO_LARGE,
    ),
    "ranges of names": (
        lambda: composite(
            o5=stream(b"begincmap 1 beginbfrange" + b"<0000> <FFFF> <0041>" * 500 + b"endbfrange endcmap")
        ),
        TOO_LARGE,
    ),
    "a range of widths": (lambda: composite(b"/W[0 2000000000 500]"), TOO_LARGE),
    "objects": (lambda: packed_objects(BOMB), BROKEN),
    "the table of objects": (lambda: packed_references(BOMB), BROKEN),
    "forms in forms": (lambda: nested(12, 10, TEXT), TOO_LARGE),
    "forms in forms that draw nothing": (lambda: nested(12, 10, b" "), TOO_LARGE),
    "forms in forms without an end": (lambda: nested(3000, 1, TEXT), ("read-damaged-page",)),
    "states": (lambda: pages(b"q " * 50_000 + TEXT), TOO_LARGE),
    "brackets in a string": (lambda: pages(TEXT + b"(" * 300_000), TOO_LARGE),
    "brackets in an object": (lambda: pages(TEXT).replace(b"/Catalog", b"/Catalog/X " + b"(" * 300_000), BROKEN),
    "a word without an end": (lambda: pages(TEXT + b"a" * 2_000_000), TOO_LARGE),
    "a picture without an end": (lambda: pages(TEXT + b"BI /W 1 ID " + b"E" * 300_000 + TEXT), ()),
    "a page of graph paper": (lambda: pages(TEXT + graph_paper(600), box=b"0 0 7000 7000"), ("read-rules-left-out",)),
    "a page of a hundred thousand points": (lambda: pages(TEXT, box=b"0 0 100000 100000"), ()),
    "a page without end": (lambda: pages(TEXT, box=b"0 0 1e30 " + b"9" * 400), ()),
    "places without end": (
        lambda: pages(TEXT + b"0 0 m NINES 0 l S NINES 0 0 1 0 0 cm ".replace(b"NINES", b"9" * 400 + b".0")),
        (),
    ),
    "lists in lists": (lambda: pages(b"[" * 50_000 + b"]" * 50_000 + TEXT), ()),
    "pages in pages": (
        lambda: assemble(
            {
                1: CATALOG[1],
                **{n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 5000)},
                5000: b"<</Type/Page/MediaBox[0 0 5 5]>>",
            }
        ),
        ("read-damaged-page",),
    ),
    "pages that are each other's pages": (
        lambda: assemble(
            {
                1: CATALOG[1],
                2: b"<</Type/Pages/Kids[10 0 R 3 0 R]/Count 2>>",
                3: b"<</Type/Pages/Kids[2 0 R]/Count 1>>",
                10: PAGE % HELVETICA,
                11: stream(TEXT),
            }
        ),
        ("read-missing-page",),
    ),
    "references to themselves": (
        lambda: pages(TEXT).replace(b"/Root", b"/Prev %d/Root" % pages(TEXT).index(b"xref\n")),
        BROKEN,
    ),
    "codes of an unknown encoding": (
        lambda: composite(o3=b"<</Type/Font/Subtype/Type0/Encoding/..#2F..#2Fpasswd/DescendantFonts[4 0 R]>>"),
        ("read-cid-only",),
    ),
    "differences to neighbours": (
        lambda: page(stream(zlib.compress(bytes(LIMIT // 2)), FLATE + b"/DecodeParms<</Predictor 12/Columns 1>>")),
        TOO_LARGE,
    ),
    "rows without an end": (
        lambda: page(stream(zlib.compress(TEXT), FLATE + b"/DecodeParms<</Predictor 12/Columns 2000000000>>")),
        TOO_LARGE,
    ),
    "commands packed as a fax": (
        lambda: page(stream(TEXT, b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 2000000000>>")),
        ("read-damaged-page",),
    ),
    "letters that stand for books": (
        lambda: composite(o5=stream(b"begincmap 1 beginbfchar <0041> <%s> endbfchar endcmap" % (b"4E00" * 2000))),
        TOO_LARGE,
    ),
    "pictures": (lambda: pages(TEXT + b"BI /W 1 /H 1 /BPC 8 /CS /G ID a EI " * 2000), TOO_LARGE),
    "a large picture in the commands": (
        lambda: pages(TEXT + b"BI /W 999 /H 999 /BPC 8 /CS /G ID " + b"\x80" * (LIMIT - 4096 - 200) + b" EI "),
        (),
    ),
    "forms that draw themselves": (
        lambda: page(
            stream(TEXT + b"/X Do"),
            HELVETICA[:-2] + b"/XObject<</X 20 0 R>>>>",
            o20=stream(b"/X Do " * 50, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 20 0 R>>>>"),
        ),
        (),
    ),
    "a list of pages that are not there": (
        lambda: assemble(
            {
                1: CATALOG[1],
                2: b"<</Type/Pages/Kids[%s10 0 R]/Count 1>>" % b"".join(b"%d 0 R " % n for n in range(50, 20_050)),
                10: PAGE % HELVETICA,
                11: stream(TEXT),
            }
        ),
        (),
    ),
    "a stream longer than the file": (lambda: pages(TEXT).replace(b"/Length ", b"/Length 99999999999"), ()),
    "layers of layers": (
        lambda: assemble(
            {
                1: b"<</Type/Catalog/Pages 2 0 R/OCProperties<</D<</OFF[%s]>>>>>>" % (b"4 0 R " * 100_000),
                2: CATALOG[2],
                4: b"<</Type/OCG>>",
                5: b"<</OCGs[%s]>>" % (b"4 0 R " * 10_000),
                10: PAGE % (HELVETICA[:-2] + b"/Properties<</L 5 0 R>>>>"),
                11: stream(TEXT + b"/OC /L BDC EMC " * 10_000),
            }
        ),
        (),
    ),
    "states set again and again": (
        lambda: page(
            stream(TEXT + b"/G gs " * 100_000),
            HELVETICA[:-2] + b"/ExtGState<</G<</ca 1/BM[%s]>>>>>>" % (b"/Normal" * 1000),
        ),
        (),
    ),
    "boxes painted over each other": (lambda: pages(b"1 g " + TEXT + b"9 9 500 800 re f " * 4000), TOO_LARGE),
    "contents in another file": (
        lambda: page(b"<</Length 0/F(/etc/hostname)>>stream\n\nendstream"),
        ("read-damaged-page",),
    ),
}


@pytest.mark.parametrize(("made", "codes"), CASES.values(), ids=CASES.keys())
def test_it_ends_soon_and_says_why(
    made: Callable[[], bytes], codes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MAX_STREAM", LIMIT)
    monkeypatch.setattr(bounds, "MAX_TOKEN", LIMIT)
    monkeypatch.setattr(bounds, "MAX_COPIED", 20 * LIMIT)
    monkeypatch.setattr(bounds, "MAX_PREDICTED", LIMIT // 4)
    monkeypatch.setattr(artist, "MAX_COMMANDS", LIMIT)
    monkeypatch.setattr(device, "MAX_CHARACTERS", 1000)
    monkeypatch.setattr(device, "MAX_PICTURES", 1000)
    data = made()
    start = process_time()
    try:
        found = tuple(sorted({finding.code for finding in read_pdf(data, "some.pdf", ocr=False).findings}))
    except UnreadableDocument as error:
        found = (error.code,)
    assert found == codes
    assert process_time() - start < SECONDS


def test_what_a_pdf_carries_is_neither_run_nor_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = assemble(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)/P(-c 'touch opened')>>/Names<<"
            b"/JavaScript<</Names[(a)<</S/JavaScript/JS(this.exportDataObject({cName:'x',nLaunch:2}))>>]>>"
            b"/EmbeddedFiles<</Names[(../../x.sh)<</Type/Filespec/F(../../x.sh)/EF<</F 12 0 R>>>>]>>>>>>",
            2: CATALOG[2],
            10: PAGE % HELVETICA,
            11: stream(TEXT),
            12: stream(b"#!/bin/sh\ntouch opened\n"),
        }
    )
    [document] = read_pdf(data, "../../some.pdf", ocr=False).items
    assert document.text == "abc"
    assert list(tmp_path.iterdir()) == []


def test_the_bounds_stand_in_the_places_that_pdfminer_uses() -> None:
    """A new version of pdfminer that unpacks or names elsewhere must not go unnoticed."""
    from pdfminer import pdffont, pdfinterp, pdftypes, psparser

    assert pdftypes.zlib is bounds._Zlib
    assert pdfinterp.PDFContentParser.get_inline_data is bounds._inline_data
    for function in (pdftypes.lzwdecode, pdftypes.rldecode, psparser.PSBaseParser.fillbuf):
        assert function.__module__ == bounds.__name__
    assert pdffont.get_widths.func is bounds._widths
    for function in (pdftypes.apply_png_predictor, pdftypes.apply_tiff_predictor):
        assert function.func is bounds._predicted
    assert pdftypes.ccittfaxdecode is bounds._faxed
    assert layout.MOST_CROSSINGS < 600 * 600
