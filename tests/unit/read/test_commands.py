"""Runs of plain commands are read at once, and nothing comes out otherwise than pdfminer reads it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer import pdfinterp
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psexceptions import PSEOF

import kokusai_extract.read.artist
from kokusai_extract.read import commands
from kokusai_extract.read.commands import Commands

REPOSITORY = Path(__file__).resolve().parents[3]
PUBLISHED = sorted((REPOSITORY.parent / "shared" / "pdfs").glob("*.pdf")) + sorted(REPOSITORY.glob("raw/**/*.pdf"))


class LongWay(Commands):
    """The same parser, with the same bounds, without the short way."""

    nextobject = PDFContentParser.nextobject


def objects(parser: type[PDFContentParser], streams: Sequence[bytes], size: int = 4096) -> list[str]:
    """Return all that a parser finds, as text: pictures by their content."""
    found: list[str] = []
    reading = parser([PDFStream({}, data) for data in streams])
    reading.BUFSIZ = size
    while True:
        try:
            _, item = reading.nextobject()
        except PSEOF:
            return found
        except Exception as error:
            return [*found, type(error).__name__]
        found.append(repr((item.attrs, item.get_data())) if isinstance(item, PDFStream) else repr(item))


def test_the_reader_uses_it() -> None:
    assert vars(kokusai_extract.read.artist)["Commands"] is vars(pdfinterp)["PDFContentParser"] is Commands


SAMPLE = (
    b"q 1 0 0 1 0.5 -7. cm\n/F1 12 Tf [(a(b)c\\)) -5 <0041>] TJ (f 1 2 m) Tj T* % 1 2 m\n10 20 30 +40 re f*\n"
    b"BI /W 2 /H 1 /BPC 8 /CS /G ID 1 EI\nEI 3 4 l .5 -.5 m true null <</A 1>> BDC 1.2.3 --4 5-6 m7 8m "
    b"99999999999999999 w Q"
)


def test_nothing_comes_out_otherwise() -> None:
    expected = objects(LongWay, [SAMPLE])
    assert "/b'cm'" in expected
    assert "-7.0" in expected
    for size in (1, 7, 64, 4096):
        assert objects(Commands, [SAMPLE], size) == expected


def test_plain_runs_do_not_go_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def nexttoken(_: Any) -> None:
        raise PSEOF("the long way")

    monkeypatch.setattr(PDFContentParser, "nexttoken", nexttoken)
    found = objects(Commands, [b"\n1 2 m -3.5 .5 l S "])
    assert found == []
    parser = Commands([PDFStream({}, b"1 2 m -3.5 .5 l S ")])
    parser.fillbuf()
    assert [repr(parser.nextobject()[1]) for _ in range(7)] == ["1", "2", "/b'm'", "-3.5", "0.5", "/b'l'", "/b'S'"]


words = st.one_of(
    st.sampled_from(
        [*commands._KEYWORDS, b"true", b"BI /W 1 /H 1 ID", b"EI", b"ID", b"Tx", b"f**", b"m\0l", b"1\x0b2"]
    ),
    st.integers().map(lambda n: str(n).encode()),
    st.decimals(-999, 999, places=3).map(lambda n: str(n).encode()),
    st.sampled_from(
        [
            b".5",
            b"5.",
            b"+.5",
            b"-",
            b"--1",
            b"1e5",
            b"1.2.3",
            b"%x",
            b"%x\n",
            b"/N",
            b"/",
            b"<",
            b">",
            b"<<",
            b">>",
            b"<41>",
        ]
    ),
    st.sampled_from([b"[", b"]", b"(", b")", b"(1 2 m)", b"(a\\)", b"{", b"}", b"\\"]),
    st.binary(max_size=3),
)
parts = st.lists(st.tuples(words, st.sampled_from([b" ", b"\n", b"\r\n", b"\t", b""])), max_size=12)
streams = st.lists(parts, min_size=1, max_size=3)


@given(streams, st.integers(1, 40))
def test_whatever_a_stream_holds_comes_out_the_same(parts: list[list[tuple[bytes, bytes]]], size: int) -> None:
    data = [b"".join(map(b"".join, part)) for part in parts]
    assert objects(Commands, data, size) == objects(LongWay, data, size)


@pytest.mark.seeds
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_published_pages_come_out_the_same(path: Path) -> None:
    pdf = pdfplumber.open(BytesIO(path.read_bytes()))
    page = next(PDFPage.create_pages(pdf.doc))
    contents = [stream.get_data()[:200_000] for stream in map(resolve1, page.contents) if isinstance(stream, PDFStream)]
    assert contents
    assert objects(Commands, contents) == objects(LongWay, contents)
