"""A passage keeps its way back to the page through every cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.source import Document, Line, Page, Span


def make(*page_texts: str) -> Document:
    pages = []
    for number, text in enumerate(page_texts, 1):
        lines, start = [], 0
        for count, part in enumerate(text.split("\n"), 1):
            end = start + len(part)
            lines.append(Line(count, start, end, (Span(start, end),)))
            start = end + 1
        pages.append(Page(number, text, tuple(lines), "plain"))
    return Document("0" * 64, "a.txt", "text/plain", 1, "plain", tuple(pages))


def whole(document: Document, repairs: frozenset[int] = frozenset()) -> Passage:
    n = len(document.text)
    return Passage(document, document.text, tuple(range(n)), tuple(range(1, n + 1)), repairs)


def test_a_cut_names_its_page_line_and_offsets() -> None:
    passage = whole(make("一頁目", "総務課\n  国際課"))
    (anchor,) = passage[passage.text.index("国際課") :].anchors()
    assert (anchor.page, anchor.line, anchor.start, anchor.end, anchor.quote) == (2, 2, 6, 9, "国際課")


@given(st.text("国 \u3000\x1c\x85\t\n\u2028\u200b1", max_size=12))
def test_squeezing_takes_out_all_white_space_and_nothing_else(text: str) -> None:
    squeezed = whole(make(text or "国")).squeeze()
    kept = [i for i, character in enumerate(text or "国") if not character.isspace()]
    assert squeezed.text == "".join((text or "国")[i] for i in kept)
    assert (list(squeezed.starts), list(squeezed.ends)) == (kept, [i + 1 for i in kept])


def test_a_squeezed_heading_is_quoted_with_its_spaces() -> None:
    (anchor,) = whole(make("国 際 局")).squeeze().anchors()
    assert anchor.quote == "国 際 局"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("国 際 局  事 務 分 掌", "国際局 事務分掌"),
        ("国 際 局", "国際局"),
        ("令和4年度   事業概要", "令和4年度 事業概要"),
        ("総務部 総務課", "総務部 総務課"),
        (" ", ""),
    ],
)
def test_letter_spaced_words_are_closed_and_others_kept_apart(raw: str, words: str) -> None:
    passage = whole(make(raw)).words()
    assert passage.text == words
    assert [anchor.quote for anchor in passage.anchors()] == ([raw.strip()] if words else [])


def test_parts_of_two_lines_have_two_anchors() -> None:
    passage = whole(make("多文化共生\n推進費"))
    joined = Passage.join([passage[:5], passage[6:]])
    assert joined.text == "多文化共生推進費"
    assert [a.quote for a in joined.anchors()] == ["多文化共生", "推進費"]
    assert joined.raw == "多文化共生\n推進費"


def test_a_passage_over_line_and_page_ends_is_quoted_line_by_line() -> None:
    anchors = whole(make("総務課\n国際課", "\n施設課")).anchors()
    assert [(a.page, a.line, a.quote) for a in anchors] == [(1, 1, "総務課"), (1, 2, "国際課"), (2, 2, "施設課")]


def test_only_a_cut_that_holds_the_repair_is_corrected() -> None:
    passage = whole(make("国際交流X局"), frozenset({4}))
    assert passage[0:4].read("rule").origin == "printed"
    assert passage[2:6].read("rule").origin == "corrected"


def test_a_group_that_took_no_part_is_empty() -> None:
    passage = whole(make("12"))
    match = re.match(r"(\d+)(千円)?", passage.text)
    assert match
    assert (passage.group(match, 1).text, passage.group(match, 2).text) == ("12", "")


def test_a_value_without_evidence_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="without evidence"):
        Sourced("総務課", "総務課", (), "rule")
