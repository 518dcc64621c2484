"""One invented ledger in many rulings and page layouts gives the same facts; and nothing false where it is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.records import BudgetLine, FundingSource, Identity
from kokusai_extract.pipeline import process
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
