"""What must hold for every document: quotes stand where anchors say, lines are partitioned, order does not matter."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kokusai_extract.errors import UnreadableDocument
from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.pipeline import assemble, build, process
from kokusai_extract.read.files import read_document
from kokusai_extract.store.rows import rows
from tests.support.texts import segmented

WORDS = st.sampled_from(
    [
        "市民局 事務分掌",
        "総務部",
        "総務課",
        "１ 人事に関すること。",
        "(2) 文書に関すること。",
        "目次",
        "はじめに",
        "合計\t1,234\t1,200\t34",
        "令和5年度 予算総括表\n（千円）",
        "市民局組織図",
        "総務課長",
        "山本\u3000太郎",
        "4701",
        "・",
        "\x0c",
        "７",
        "④32,268千円",
        "<script>alert(1)</script>",
        "国際交流라운ジ",
        "ゞゟ㍻①Ⅳ",
        "",
        "",
        "\nあいさつの言葉がここに続き、ひとつの文として終わります。",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(st.characters(codec="utf-8"), max_size=12)), min_size=1, max_size=40).map(
    "\n".join
)


@given(TEXTS)
def test_segments_partition_the_lines(text: str) -> None:
    try:
        document, result = segmented(text)
    except UnreadableDocument:  # a text that is refused as a whole has no lines to place
        return
    placed = [(line.page.number, line.line.number) for section in result.sections for line in section.lines]
    placed += [(line.page.number, line.line.number) for line, _ in result.ignored]
    expected = [(page.number, line.number) for page in document.document.pages for line in page.lines]
    assert sorted(placed) == expected


def anchors_hold(path: Path, facts: DocumentFacts) -> int:
    """Assert that each anchor of a document's facts quotes what stands there; return how many there are."""
    pages = {page.number: page for page in read_document(path).items[0].pages}
    count = 0
    for record in facts.records:
        for field in fields(record):
            value = getattr(record, field.name)
            for anchor in value.anchors if isinstance(value, Sourced) else ():
                page = pages[anchor.page]
                assert page.text[anchor.start : anchor.end] == anchor.quote
                line = page.lines[anchor.line - 1]
                assert line.start <= anchor.start <= anchor.end <= line.end
                count += 1
    return count


@pytest.mark.seeds
@pytest.mark.parametrize("name", ["kokusai-2015.txt", "kokusai-2022.txt"])
def test_every_anchor_of_a_real_text_quotes_what_stands_there(shared: Path, name: str) -> None:
    path = shared / "seeds" / name
    assert anchors_hold(path, process(path)) > 60


@pytest.mark.seeds
def test_the_order_of_documents_changes_nothing(shared: Path) -> None:
    documents = [process(path) for path in sorted((shared / "seeds").glob("*.txt"))]
    assert len(documents) == 2
    assert list(rows(assemble(documents, []))) == list(rows(assemble(reversed(documents), [])))


@pytest.mark.seeds
def test_building_twice_gives_the_same_bytes(shared: Path, tmp_path: Path) -> None:
    paths = sorted((shared / "seeds").glob("*.txt"))
    build(paths, tmp_path / "one")
    build(list(reversed(paths)), tmp_path / "two" / "deeper")
    assert (tmp_path / "one/kokusai.db").read_bytes() == (tmp_path / "two/deeper/kokusai.db").read_bytes()
