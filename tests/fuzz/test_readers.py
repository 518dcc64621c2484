"""Whatever bytes come: a document that holds together, or a clear refusal. Nothing else is raised, nothing hangs.

A small fixed number of examples runs with the other tests; ``make fuzz`` runs many, each time others.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kokusai_extract.errors import UnreadableDocument
from kokusai_extract.model.finding import Result
from kokusai_extract.model.source import Document
from kokusai_extract.read.normalize import fold
from kokusai_extract.read.pdf import read_pdf
from kokusai_extract.read.text import read_text
from kokusai_extract.segment.split import segment
from kokusai_extract.validate.catalog import missing
from tests.objects import HELVETICA, assemble, pages, stream
from tests.support import ledgers

MANY = int(os.environ.get("FUZZ", "0"))
"""How many examples of each target ``make fuzz`` asks for; none when tests run."""

T = TypeVar("T")
RAW = sorted((Path(__file__).resolve().parents[2] / "raw").glob("**/*.pdf"))


def fuzz(few: int) -> Callable[[T], T]:
    return settings(  # type: ignore[return-value]
        max_examples=MANY or few,
        derandomize=not MANY,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


Change = tuple[int, int, bytes]


def changed(data: bytes, changes: list[Change]) -> bytes:
    """The bytes with stretches taken out and others put in."""
    for place, length, new in changes:
        at = place % (len(data) + 1)
        data = data[:at] + new + data[at + length :]
    return data


def changes(words: list[bytes]) -> st.SearchStrategy[list[Change]]:
    new = st.one_of(st.sampled_from(words), st.binary(max_size=6), st.just(b""))
    return st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 12), new), max_size=8)


SAMPLE = """市民局 事務分掌
総務部
\t総務課\t課長\t山本\u3000太郎\t4701
１ 人事に関すること。
(2) 文書に関すること。
\f令和5年度 予算総括表（千円）
合計\t1,234\t1,200\t34
２款 総務費 １項 総務管理費
国際交流라운ジ ㍻①Ⅳ ④32,268千円 ▲1 2,3 4 5
"""
PLAIN = SAMPLE.replace("라운", "ラウン")
TEXTS = [
    SAMPLE.encode("utf-8-sig"),
    PLAIN.encode("cp932"),
    SAMPLE.encode("utf-16"),
    SAMPLE.replace("라운", "ラウン")
    .replace("㍻", "平成")
    .replace("①", "1")
    .replace("④", "4")
    .encode("euc_jp", "replace"),
    SAMPLE.replace("라운", "ラウン").encode("iso2022_jp_3", "replace"),
]
TEXT_WORDS = [
    b"\x1b$B",
    b"\x1b(B",
    b"\xff\xfe",
    b"\0",
    b"\r",
    b"\f",
    b"\t",
    b"\x80",
    b"\xef\xbb\xbf",
    "款項目節".encode(),
]


@fuzz(120)
@given(st.sampled_from(TEXTS), changes(TEXT_WORDS))
def test_texts(sample: bytes, damage: list[Change]) -> None:
    holds(lambda: read_text(changed(sample, damage), "some.txt"))


LINES = st.one_of(
    st.sampled_from(SAMPLE.replace("\f", "\n").split("\n")),
    st.sampled_from(
        [
            "目 次",
            "１ 総務費……… 3",
            "第１章 はじめに",
            "- 12 -",
            "\f",
            "",
            "（単位：千円）",
            "Ⅰ 機構",
            "(1)",
            "ア",
            "・",
        ]
    ),
    st.text("市局部課係長一二三123（）・、。\t\u3000 　A-…◎■①", max_size=24),
)


@fuzz(80)
@given(st.lists(LINES, max_size=60))
def test_sections(lines: list[str]) -> None:
    holds(lambda: read_text("\n".join(lines).encode(), "some.txt"))


COMMANDS = b"""q 1 0 0 1 0 0 cm BT /F1 10 Tf 1 0 0 1 50 700 Tm [(abc) -200 (1,234)] TJ 0 -12 Td (def) ' ET Q
50 600 200 40 re S 50 620 m 250 620 l S 150 600 m 150 640 l S 0.5 w [3 2] 0 d 10 10 m 20 20 30 10 40 20 c f
BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI /X Do q 0 1 -1 0 300 300 cm BT /F1 8 Tf (turned) Tj ET Q 50 50 5 5 re W n"""
FORM = stream(
    b"BT /F1 9 Tf 60 500 Td (form) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources" + HELVETICA
)
FONTS = (
    b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 21 0 R>>/F2 22 0 R>>/XObject<</X 20 0 R>>>>"
)
NAMES = stream(
    b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfrange <20> <7E> <0020> <80> <82> "
    b"[<4E00> <4E01> <4E02>] endbfrange 1 beginbfchar <90> <65E5672C> endbfchar endcmap"
)
COMPOSITE = (
    b"<</Type/Font/Subtype/Type0/BaseFont/Some/Encoding/UniJIS-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    b"/BaseFont/Some/W[1 [500] 3 9 600]/DW 1000/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>]>>"
)
MADE = [
    pages(COMMANDS, COMMANDS.replace(b"/F1", b"/F2"), resources=FONTS, o20=FORM, o21=NAMES, o22=COMPOSITE),
    assemble(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]/Rotate 90>>",
            3: b"<</Type/Pages/Parent 2 0 R/Kids[10 0 R]/Count 1/Resources%s>>" % HELVETICA,
            10: b"<</Type/Page/Parent 3 0 R/Contents[11 0 R 11 0 R]/Annots[12 0 R]>>",
            12: b"<</Subtype/Stamp/Rect[10 10 90 40]/AP<</N 20 0 R>>>>",
            11: stream(COMMANDS),
            20: FORM,
        }
    ),
]
PDF_WORDS = [
    b"0 R", b"2 0 R", b"10 0 R", b"<<", b">>", b"[", b"]", b"(", b")", b"endobj", b"endstream", b"stream\n", b"null",
    b"-1", b"99999999999999999999", b"1e9", b"0.000000001", b"/Kids", b"/Parent", b"/Length", b"/Filter/FlateDecode",
    b"q", b"Q", b"BT", b"ET", b"re", b"f", b"S", b"Tj", b"Do", b"cm", b"Tf", b"W n", b"BI", b"ID", b"xref", b"%",
]  # fmt: skip


@fuzz(220)
@given(st.sampled_from(MADE), changes(PDF_WORDS))
def test_pdfs(sample: bytes, damage: list[Change]) -> None:
    holds(lambda: read_pdf(changed(sample, damage), "some.pdf", ocr=False))


@fuzz(12)
@given(st.sampled_from(RAW), changes(PDF_WORDS))
def test_documents_of_real_programs(sample: Path, damage: list[Change]) -> None:
    holds(lambda: read_pdf(changed(sample.read_bytes(), damage), sample.name, ocr=False))


LEDGERS = [ledgers.draw(ruling, sheets) for ruling, sheets in (("full", "one"), ("none", "facing"))]


@fuzz(12)
@given(st.sampled_from(LEDGERS), changes(PDF_WORDS))
def test_ledgers(sample: bytes, damage: list[Change]) -> None:
    holds(lambda: read_pdf(changed(sample, damage), "some.pdf", ocr=False))


def holds(read: Callable[[], Result[Document]]) -> None:
    """Read, or be told why not; what is read holds together to the sections, and what is told is described."""
    try:
        result = read()
    except UnreadableDocument as error:
        assert error.code
        assert error.remedy
        return
    [document] = result.items
    folded = fold(document)
    segmentation = segment(folded)
    for finding in (*result.findings, *folded.findings, *segmentation.findings):
        assert not missing(finding)
    told = {finding.page for finding in result.findings}
    raw = document.text
    for page in document.pages:
        assert page.text.strip() or page.number in told or document.media_type == "text/plain"
        assert not page.glyphs or len(page.glyphs) == 4 * len(page.text)
        assert all(0 <= line.start <= line.end <= len(page.text) for line in page.lines)
    passage = folded.passage
    assert all(0 <= start < end <= len(raw) for start, end in zip(passage.starts, passage.ends, strict=True))
    assert list(passage.starts) == sorted(passage.starts)
    lines = [(line.page.number, line.line.number) for section in segmentation.sections for line in section.lines]
    lines += [(line.page.number, line.line.number) for line, _ in segmentation.ignored]
    assert sorted(lines) == [(page.number, line.number) for page in document.pages for line in page.lines]
