"""The two reference texts, normalized."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.read import FoldedDocument, fold, read_document

pytestmark = pytest.mark.seeds


@pytest.fixture(scope="module")
def text_2015(shared: Path) -> FoldedDocument:
    return fold(read_document(shared / "seeds" / "kokusai-2015.txt").items[0])


@pytest.fixture(scope="module")
def text_2022(shared: Path) -> FoldedDocument:
    return fold(read_document(shared / "seeds" / "kokusai-2022.txt").items[0])


def test_year_marks_stay_apart_from_figures(text_2022: FoldedDocument) -> None:
    assert "(④32,268千円 ③32,806千円)" in text_2022.passage.text
    assert "12,000千円 (—)" in text_2022.passage.text


def test_hangul_in_a_katakana_word_is_repaired_at_its_three_places(text_2022: FoldedDocument) -> None:
    raw, folded = text_2022.document.text, text_2022.passage.text
    assert (raw.count("라운"), folded.count("라운")) == (3, 0)
    assert folded.count("国際交流ラウンジ") == raw.count("国際交流ラウンジ") + 3
    (finding,) = text_2022.findings
    assert (finding.code, dict(finding.values)["count"]) == ("text-repaired", "3")


def test_radicals_of_both_blocks_are_unified(text_2015: FoldedDocument) -> None:
    folded = text_2015.passage.text
    assert not [c for c in folded if "\u2e80" <= c <= "\u2fdf"]
    assert "世界とともに成長する横浜" in folded
    assert "公民連携による海外インフラビジネス推進" in folded


def test_dashes_and_signs(text_2015: FoldedDocument) -> None:
    folded = text_2015.passage.text
    assert "テルアビブ-ヤッフォ" in folded
    assert "コーディネート" in folded
    assert "▲ 746" in folded


def test_the_only_unknown_character_is_told_where_it_stands(text_2015: FoldedDocument) -> None:
    (finding,) = text_2015.findings
    assert (finding.code, dict(finding.values)["codes"]) == ("text-foreign-script", "U+F0D8")
    assert text_2015.document.text[finding.anchors[0].start] == "\uf0d8"


@pytest.mark.parametrize("year", [2015, 2022])
def test_every_line_is_quoted_as_it_stands(year: int, request: pytest.FixtureRequest) -> None:
    folded: FoldedDocument = request.getfixturevalue(f"text_{year}")
    for page in folded.document.pages:
        for line in page.lines:
            for anchor in folded.line(page, line).anchors():
                assert anchor.line == line.number
                assert page.text[anchor.start : anchor.end] == anchor.quote
