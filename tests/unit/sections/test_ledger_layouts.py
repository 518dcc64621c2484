"""One invented ledger in many rulings and page layouts gives the same facts; and nothing false where it is damaged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.records import BudgetLine, FundingSource, Identity
from kokusai_extract.pipeline import process
from tests.pdfs import Sheet
from tests.support import ledgers

LAYOUTS = [(ruling, pages) for ruling in ("full", "columns", "rows", "none") for pages in ("one", "facing", "two")]
FACTS = [
    ("款", "4", "衛生費", 9570, None, None),
    ("項", "1", "保健費", 9570, 10450, -880),
    ("目", "1", "保健総務費", 9120, 9000, 120),
    ("節", "1", "報酬", 3000, None, None),
    ("節", "10", "需用費", 6120, None, None),
    ("細節", None, "消耗品費", 5120, None, None),
    ("細節", None, "印刷製本費", 1000, None, None),
    ("説明", "001", "給与費", 3000, None, None),
    ("説明", "001", "保健師", 3000, None, None),
    ("説明", "002", "検診費", 6120, None, None),
    ("目", "2", "予防接種及び結核対策費", 450, 1450, -1000),
    ("節", "11", "役務費", 50, None, None),
    ("節", "18", "負担金、補助及び交付金", 400, None, None),
    ("説明", "001", "予防費", 450, None, None),
]
FUNDING = [
    ("1項 保健費", "国県支出金", 1_000_000),
    ("1項 保健費", "その他", 50_000),
    ("1項 保健費", "一般財源", 8_520_000),
    ("1目 保健総務費", "国県支出金", 1_000_000),
    ("1目 保健総務費", "一般財源", 8_120_000),
    ("2目 予防接種及び結核対策費", "その他", 50_000),
    ("2目 予防接種及び結核対策費", "一般財源", 400_000),
]


def read(data: bytes, folder: Path) -> DocumentFacts:
    path = folder / "ledger.pdf"
    path.write_bytes(data)
    return process(path)


def lines(facts: DocumentFacts) -> list[tuple[object, ...]]:
    def thousands(money: object) -> int | None:
        value = getattr(money, "value", None)
        return None if value is None else value // 1000

    return [
        (
            line.level,
            line.number.value if line.number else None,
            line.name.value if line.name else None,
            thousands(line.amount),
            thousands(line.previous_amount),
            thousands(line.change),
        )
        for line in facts.records
        if isinstance(line, BudgetLine)
    ]


@pytest.mark.parametrize(("ruling", "pages"), LAYOUTS)
def test_every_layout_gives_the_same_facts(ruling: str, pages: str, tmp_path: Path) -> None:
    facts = read(ledgers.draw(ruling, pages), tmp_path)
    assert lines(facts) == FACTS
    funding = sorted(
        (record.budget_line_id.value.rsplit("/", 1)[-1], record.source.value, record.amount.value)
        for record in facts.records
        if isinstance(record, FundingSource) and record.amount is not None
    )
    assert funding == sorted(FUNDING)
    tried = [record for record in facts.records if isinstance(record, Identity)]
    assert len(tried) >= 12
    assert all(identity.holds for identity in tried)
    assert not [finding for finding in facts.findings if finding.code.startswith(("ledger-", "budget-"))]


FIGURES = [(item, column) for item in (0, 1) for column in (0, 1, 2)]


@pytest.mark.parametrize(("item", "column"), FIGURES)
def test_a_wrong_figure_is_contradicted_and_never_proved(
    item: int, column: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ledgers.ITEMS[item]
    wrong = known.figures[column].replace("0", "3", 1)
    figures = tuple(wrong if index == column else figure for index, figure in enumerate(known.figures))
    items = tuple(replace(i, figures=figures) if i is known else i for i in ledgers.ITEMS)
    monkeypatch.setattr(ledgers, "ITEMS", items)
    facts = read(ledgers.draw("full", "facing"), tmp_path)
    (line,) = [r for r in facts.records if isinstance(r, BudgetLine) and r.level == "目" and r.number
               and r.number.value == str(item + 1)]  # fmt: skip
    assert line.proof == "contradicted"
    assert line.id in {finding.row_id for finding in facts.findings} or any(
        line.name and line.name.value in str(finding.values) for finding in facts.findings
    )


def test_totals_that_differ_from_print_to_print_are_left_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "TOTAL", ("9,670", *ledgers.TOTAL[1:]))
    facts = read(ledgers.draw("full", "facing"), tmp_path)
    (section,) = [r for r in facts.records if isinstance(r, BudgetLine) and r.level == "項"]
    assert section.amount is None
    assert [f.code for f in facts.findings if f.row_id == section.id][:1] == ["ledger-two-readings"]


def test_a_sum_over_a_page_that_cannot_be_read_is_not_held_against_the_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page between may hold a 目 of its own, so the total may well be more than what can be read."""
    monkeypatch.setattr(ledgers, "SUM", "10,000千円")
    monkeypatch.setattr(ledgers, "TOTAL", ("10,000", "10,900", "△900", "1,100", "60", "8,840"))
    facts = read(ledgers.cut_in_two(), tmp_path)
    levels = {r.level: r.proof for r in facts.records if isinstance(r, BudgetLine) and r.level in ("款", "項")}
    assert "contradicted" not in levels.values()
    assert "ledger-parts-open" in {finding.code for finding in facts.findings}


def test_figures_under_unknown_heads_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "BESIDE", ("あれ", "これ", "それ"))
    facts = read(ledgers.draw("full", "two"), tmp_path)
    assert not [r for r in facts.records if isinstance(r, BudgetLine) and r.level in ("節", "説明")]
    told = " ".join(str(finding.values) for finding in facts.findings if finding.code == "ledger-figure-unread")
    assert "6,120" in told


def summary(total: str) -> bytes:
    sheet = (
        Sheet()
        .text("一般会計歳入歳出予算事項別明細書", 150, 50)
        .text("（歳出）", 60, 100)
        .text("（単位 千円）", 430, 100)
    )
    columns, rows = [60.0, 200, 300, 400, 500], [120.0 + 18 * n for n in range(5)]
    printed = [
        ("款", "本年度予算額", "前年度予算額", "比較"),
        ("1 議会費", "25,000", "26,000", "△1,000"),
        ("2 総務費", "100,000", "90,000", "10,000"),
        ("歳出合計", total, "116,000", "9,000"),
    ]
    sheet.grid(columns, rows)
    for top, cells in zip(rows, printed, strict=False):
        for x, text in zip(columns, cells, strict=False):
            sheet.text(text, x + 4, top + 4, size=8)
    return sheet.data()


def test_a_summary_of_chapters_gives_their_figures_and_their_total_above_them(tmp_path: Path) -> None:
    facts = read(summary("125,000"), tmp_path)
    lines = [record for record in facts.records if isinstance(record, BudgetLine)]
    assert [(line.level, line.name.value, line.amount.value, line.proof) for line in lines] == [
        (None, "歳出合計", 125_000_000, "proved"),
        ("款", "議会費", 25_000_000, "proved"),
        ("款", "総務費", 100_000_000, "proved"),
    ]
    total, *chapters = lines
    assert {line.parent_id.value for line in chapters} == {total.id}
    assert {(line.fund.value, line.side.value) for line in lines} == {("一般会計", "歳出")}
    assert total.id.endswith("/ledger/一般会計/歳出/歳出合計")
    assert not [finding for finding in facts.findings if finding.code.startswith("ledger-")]


def test_a_total_that_its_chapters_do_not_make_is_contradicted(tmp_path: Path) -> None:
    facts = read(summary("126,000"), tmp_path)
    lines = [record for record in facts.records if isinstance(record, BudgetLine) and record.level is None]
    assert [line.proof for line in lines] == ["contradicted"]
    assert "budget-identity-fails" in {finding.code for finding in facts.findings}


def test_a_ledger_in_plain_text_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.txt"
    rows = "\n".join(f"{n} 保健費\t{n},000\t9{n}0\t10\t1 報酬\t{n},000" for n in range(1, 9))
    head = (
        "歳入歳出予算事項別明細書\n歳出\n4款 衛生費\n1項 保健費\n目\t本年度予算額\t前年度予算額\t比較\t節 区分\t金額\n"
    )
    path.write_text(head + rows, "utf-8")
    facts = process(path)
    assert not [record for record in facts.records if isinstance(record, (BudgetLine, FundingSource))]
    [told] = [finding for finding in facts.findings if finding.code.startswith("ledger-")]
    assert (told.code, dict(told.values)["last"]) == ("ledger-without-places", "1")
