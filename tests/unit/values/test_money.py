"""Printed figures to money, in every style that was seen."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.source import Document, Line, Page, Span
from kokusai_extract.read.folding import fold_characters
from kokusai_extract.values.money import Absence, Figure, amounts, cell_figure, ratios, row_figures, unit_of


def folded(text: str) -> Passage:
    page = Page(1, text, (Line(1, 0, len(text), (Span(0, len(text)),)),), "plain")
    document = Document("0" * 64, "a.txt", "text/plain", 1, "plain", (page,))
    parts = fold_characters(text)
    return Passage(document, parts.text, tuple(parts.starts), tuple(parts.ends))


THOUSAND = unit_of(folded("（単位：千円）"))


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("（単位：千円）", 1000),
        ("（単位　千円）", 1000),
        ("〔単位：百万円〕", 1_000_000),
        ("(単位:百万円)", 1_000_000),
        ("（千円）", 1000),
        ("千円", 1000),
        ("単位：円", 1),
        ("区分　（単位：千円）", 1000),
        ("億円", 100_000_000),
    ],
)
def test_units(text: str, yen: int) -> None:
    unit = unit_of(folded(text))
    assert unit
    assert unit.yen == yen


@pytest.mark.parametrize("text", ["予算額", "3千円", "千円札", "百万", "人"])
def test_no_units(text: str) -> None:
    assert unit_of(folded(text)) is None


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("152,842千円", 152_842_000, 1000),
        ("5,604,000 千円", 5_604_000_000, 1000),
        ("▲337千円", -337_000, 1000),
        ("△ 26,000円", -26_000, 1),
        ("１０，０７４円", 10_074, 1),
        ("15百万円", 15_000_000, 1_000_000),
        ("３６６億円", 36_600_000_000, 100_000_000),
        ("1.5億円", 150_000_000, 10_000_000),
        ("16億3,408万円", 1_634_080_000, 10_000),
        ("1億221万円", 102_210_000, 10_000),
        ("34億6,800万円", 3_468_000_000, 10_000),
        ("約12億円", 1_200_000_000, 100_000_000),
        ("約1億2,000万円", 120_000_000, 10_000_000),
        ("5千万円", 50_000_000, 10_000_000),
        ("2兆100億円", 2_010_000_000_000, 100_000_000),
    ],
)
def test_amounts_with_their_unit(text: str, value: int, precision: int) -> None:
    (figure,) = amounts(folded(text))
    assert (figure.value, figure.precision, figure.passage.raw) == (value, precision, text)


def test_year_marks_never_become_figures() -> None:
    this, last = amounts(folded("(④32,268千円 ③32,806千円)"))
    assert (this.value, this.year_mark, last.value, last.year_mark) == (32_268_000, 4, 32_806_000, 3)


def test_brackets_and_fused_pairs() -> None:
    assert [(f.value, f.bracketed) for f in amounts(folded("152,842千円 (126,985千円)"))] == [
        (152_842_000, False),
        (126_985_000, True),
    ]
    assert [(f.value, f.bracketed) for f in amounts(folded("(82,631千円)81,653千円"))] == [
        (82_631_000, True),
        (81_653_000, False),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,129,457", 1_129_457_000),
        ("▲ 746", -746_000),
        ("△910,800", -910_800_000),
        ("-746", -746_000),
        ("−746", -746_000),
        ("- 746", -746_000),
        ("(（▲ 3）)", -3000),
        ("1 ,8 2 0", 1_820_000),
        ("0", 0),
        ("8,512千円", 8_512_000),
        ("148百万円", 148_000_000),
        ("1634083", 1_634_083_000),
    ],
)
def test_cells(text: str, value: int) -> None:
    figure = cell_figure(folded(text), THOUSAND)
    assert isinstance(figure, Figure)
    assert figure.value == value
    assert figure.passage.raw.strip("()（） ") == text.strip("()（） ") or text.startswith("- ")


@pytest.mark.parametrize(
    ("text", "mark"),
    [("-", "none"), ("―", "none"), ("(—)", "none"), ("（―）", "none"), ("皆増", "new"), ("皆減", "ended")],
)
def test_marks_of_absence(text: str, mark: str) -> None:
    absence = cell_figure(folded(text), THOUSAND)
    assert isinstance(absence, Absence)
    assert absence.mark == mark


@pytest.mark.parametrize(
    "text", ["39人", "408,000×98.9％", "3／4", "200回 (R3:194回)", "18.6％", "2014-2017", "", "TICAD8"]
)
def test_cells_without_money(text: str) -> None:
    assert cell_figure(folded(text), THOUSAND) is None
    assert row_figures(folded(text), THOUSAND) == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("シティネット事業 51,906 38,078 13,828", [51_906, 38_078, 13_828]),
        ("▲ 337多文化共生 100,534 100,871", [-337, 100_534, 100_871]),
        ("113,810437,128550,938国際企画", [113_810, 437_128, 550_938]),
        ("県 0", [0]),
        ("その他 13,840", [13_840]),
        ("2,520人（22-25年度）", []),
        ("12,345人件費", [12_345]),
        ("045-671-4711", []),
        ("6,911 6,904 7", [6_911, 6_904, 7]),
        ("客船寄港促進事業 200回 45", [45]),
        ("408,000×98.9％ 403", [403]),
    ],
)
def test_rows(text: str, values: list[int]) -> None:
    found = row_figures(folded(text), THOUSAND)
    assert [figure.value // 1000 for figure in found if isinstance(figure, Figure)] == values


def test_rows_keep_what_says_that_nothing_is_there() -> None:
    amount, absence = row_figures(folded("【新規】 12,000千円 (—)"), None)
    assert isinstance(amount, Figure)
    assert isinstance(absence, Absence)
    assert absence.bracketed


def test_a_figure_without_a_unit_has_no_precision() -> None:
    (figure,) = row_figures(folded("合計 1,634,083"), None)
    assert isinstance(figure, Figure)
    assert (figure.value, figure.precision) == (1_634_083, None)


def test_ratios() -> None:
    found = ratios(folded("18.6％の増、▲ 2.0%、約6.7%"))
    assert [(r.value, r.precision) for r in found] == [
        (Fraction(186, 1000), Fraction(1, 1000)),
        (Fraction(-20, 1000), Fraction(1, 1000)),
        (Fraction(67, 1000), Fraction(1, 1000)),
    ]


def test_operands_of_a_formula_are_no_amounts() -> None:
    assert [figure.formula for figure in amounts(folded("408,000円×98.9% 403,512円"))] == [True, False]
