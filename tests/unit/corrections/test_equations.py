"""A corrected figure is tried in every equation that it stands in; what was derived from it is derived again."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kokusai_extract.corrections.apply import correct, corrected, standing
from kokusai_extract.corrections.files import correction
from kokusai_extract.model.archive import Archive, DocumentFacts
from kokusai_extract.model.correction import Correction
from kokusai_extract.model.figures import yen
from kokusai_extract.model.records import BudgetLine, DocumentRecord, Duty, FundingSource, Identity, IdentityTerm
from kokusai_extract.pipeline import assemble, process
from kokusai_extract.validate.integrity import distinct
from tests.archives import archive
from tests.conftest import ROOT
from tests.support import worlds
from tests.support.world_layouts import printed

(SAMPLE,) = (ROOT / "raw" / "2022").glob("*jigyo*.pdf")
Cell = tuple[str, str, str]


def entry(facts: DocumentFacts, cell: Cell, new: int | None) -> Correction:
    """Return a correction of a figure as it is read."""
    sha256 = next(record.sha256 for record in facts.records if isinstance(record, DocumentRecord))
    table, row, column = cell
    content = {
        "document_sha256": sha256,
        "table_name": table,
        "row_id": row,
        "column_name": column,
        "old_value": figures(facts).get(cell),
        "new_value": new,
        "reason": "正誤表",
        "author": "係",
        "decided_on": date(2026, 4, 1),
    }
    return correction({key: value for key, value in content.items() if value is not None})


def figures(facts: DocumentFacts | Archive) -> dict[Cell, int]:
    records = facts.records if isinstance(facts, DocumentFacts) else tuple(facts.all_records())
    found = {}
    for record in records:
        if isinstance(record, (BudgetLine, FundingSource)):
            for column in ("amount", "previous_amount", "change"):
                if (value := yen(record, column)) is not None:
                    found[record.TABLE, record.id, column] = value
    return found


def identities(facts: DocumentFacts | Archive) -> dict[str, Identity]:
    records = facts.records if isinstance(facts, DocumentFacts) else facts.all_records()
    return {record.id: record for record in records if isinstance(record, Identity)}


def of(facts: DocumentFacts, cell: Cell) -> list[Identity]:
    """Return the identities that a figure stands in."""
    ids = {
        record.identity_id
        for record in facts.records
        if isinstance(record, IdentityTerm) and (record.table_name, record.row_id, record.column_name) == cell
    }
    return [identity for name, identity in identities(facts).items() if name in ids]


def proof(facts: DocumentFacts, row: str) -> str | None:
    return next(record.proof for record in facts.records if isinstance(record, BudgetLine) and record.id == row)


def agree(facts: DocumentFacts) -> None:
    """Hold every identity against the figures as they stand in the rows."""
    values = figures(facts)
    sides: dict[tuple[str, str], int] = {}
    for record in facts.records:
        if isinstance(record, IdentityTerm):
            key = (record.identity_id, record.side)
            value = values[record.table_name, record.row_id, record.column_name]
            sides[key] = sides.get(key, 0) + record.sign * value
    for name, identity in identities(facts).items():
        if identity.stated is None:
            assert identity.left_side == sides.get((name, "left"), 0), name
        assert identity.right_side == sides.get((name, "right"), 0), name
        assert identity.residual == identity.left_side - identity.right_side
        assert identity.holds == (abs(identity.residual) <= identity.tolerance)


def codes(facts: DocumentFacts | Archive, start: str) -> list[str]:
    findings: Iterable[object] = facts.findings if isinstance(facts, DocumentFacts) else facts.all_findings()
    return [code for finding in findings if (code := getattr(finding, "code")).startswith(start)]  # noqa: B009


@pytest.fixture(scope="module")
def sample() -> DocumentFacts:
    return process(SAMPLE)


def derived(facts: DocumentFacts) -> list[BudgetLine]:
    return [record for record in facts.records if isinstance(record, BudgetLine) and record.proof == "derived"]


def test_a_wrong_correction_of_a_printed_figure_is_contradicted(sample: DocumentFacts) -> None:
    cell = next(
        cell
        for cell in sorted(figures(sample))
        if cell[0] == "budget_lines" and cell[2] == "amount" and proof(sample, cell[1]) == "proved"
        and all(not identity.tolerance for identity in of(sample, cell))
    )  # fmt: skip
    made = entry(sample, cell, figures(sample)[cell] + 7_000)
    facts = process(SAMPLE, corrections=[made])
    agree(facts)
    assert figures(facts)[cell] == figures(sample)[cell] + 7_000
    assert proof(facts, cell[1]) == "contradicted"
    assert {identity.holds for identity in of(facts, cell)} == {False}
    assert "budget-identity-fails" in codes(facts, "budget-")
    assert codes(assemble([facts], (), corrections=[made]), "correction-") == ["correction-applied"]


def test_what_was_derived_is_derived_again(sample: DocumentFacts) -> None:
    (line,) = derived(sample)
    assert line.parent_id
    (sibling, *_) = [
        record
        for record in sample.records
        if isinstance(record, BudgetLine) and record.parent_id and record.parent_id.value == line.parent_id.value
        and record is not line and record.amount is not None
    ]  # fmt: skip
    cell = ("budget_lines", sibling.id, "amount")
    facts = process(SAMPLE, corrections=[entry(sample, cell, figures(sample)[cell] + 1_000)])
    agree(facts)
    # The second equation that proved the line no longer agrees, so that nothing is derived, and the gap is told.
    assert derived(facts) == []
    assert codes(facts, "budget-line-") == ["budget-line-missing"]


def test_a_derived_line_that_is_corrected_is_tried_like_others(sample: DocumentFacts) -> None:
    (line,) = derived(sample)
    cell = ("budget_lines", line.id, "amount")
    made = entry(sample, cell, figures(sample)[cell] + 1_000)
    facts = process(SAMPLE, corrections=[made])
    agree(facts)
    assert figures(facts)[cell] == figures(sample)[cell] + 1_000
    assert proof(facts, line.id) == "contradicted"
    assert codes(assemble([facts], (), corrections=[made]), "correction-") == ["correction-applied"]


def built(folder: Path, text: str, corrections: Sequence[Correction] = ()) -> DocumentFacts:
    path = folder / "budget.txt"
    path.write_text(text, encoding="utf-8")
    return process(path, corrections=corrections)


@pytest.mark.parametrize("seed", range(6))
def test_a_misprint_corrected_is_as_if_it_had_been_printed_right(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    text = printed(chance, worlds.make(chance), "cells")[0]
    right = built(tmp_path, text)
    cell = next(
        cell for cell in sorted(figures(right)) if f"{figures(right)[cell] // 1000:,}" in text and of(right, cell)
    )
    (anchor,) = next(
        getattr(record, cell[2]) for record in right.records if getattr(record, "id", "") == cell[1]
    ).anchors
    last = anchor.start + max(at for at, character in enumerate(anchor.quote) if character.isdigit())
    misprinted = built(tmp_path, text[:last] + str((int(text[last]) + 5) % 10) + text[last + 1 :])
    cell = (cell[0], cell[1].replace(right.document_id, misprinted.document_id), cell[2])
    assert any(not identity.holds for identity in of(misprinted, cell))
    wanted = figures(right)[cell[0], cell[1].replace(misprinted.document_id, right.document_id), cell[2]]
    mended = built(tmp_path, (tmp_path / "budget.txt").read_text(encoding="utf-8"), [entry(misprinted, cell, wanted)])
    agree(mended)

    def plain(facts: DocumentFacts) -> object:
        document = facts.document_id
        return (
            {tuple(part.replace(document, "") for part in key): value for key, value in figures(facts).items()},
            {name.replace(document, ""): (i.left_side, i.right_side, i.holds) for name, i in identities(facts).items()},
            sorted((r.id.replace(document, ""), r.proof or "") for r in facts.records if isinstance(r, BudgetLine)),
        )

    assert plain(mended) == plain(right)


@pytest.mark.parametrize("seed", range(4))
def test_a_figure_that_was_placed_is_corrected_and_tried(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    text = printed(chance, worlds.make(chance), "torn")[0]
    before = built(tmp_path, text)
    placed = [cell for cell in sorted(figures(before)) if cell[2] == "amount" and of(before, cell)]
    cell = chance.choice(placed)
    made = entry(before, cell, figures(before)[cell] + 3_000)
    facts = built(tmp_path, text, [made])
    agree(facts)
    assert figures(facts)[cell] == figures(before)[cell] + 3_000
    assert codes(assemble([facts], (), corrections=[made]), "correction-") == ["correction-applied"]


def test_one_whose_figure_is_read_otherwise_in_the_end_is_never_put_in(tmp_path: Path) -> None:
    """The cell is empty before reconciling and filled by it: a correction of the empty cell is a conflict."""
    for seed in range(20):
        chance = random.Random(seed)
        text = printed(chance, worlds.make(chance), "torn")[0]
        before = built(tmp_path, text)
        lines = [r for r in before.records if isinstance(r, BudgetLine) and r.amount and r.table_kind == "breakdown"]
        if lines:
            cell = ("budget_lines", lines[-1].id, "amount")
            made = replace(entry(before, cell, 1_000), old_value=None)
            facts = built(tmp_path, text, [made])
            assert figures(facts) == figures(before)
            assert codes(assemble([facts], (), corrections=[made]), "correction-") == ["correction-conflict"]
            return
    pytest.fail("no world has a line that reconciling fills")


def test_rows_of_one_name_are_corrected_each() -> None:
    facts = archive().documents[0]
    duty = next(record for record in facts.records if isinstance(record, Duty))
    again = replace(duty, text=duty.text.with_value("別の事務", rule="test"))
    facts = distinct(replace(facts, records=(*facts.records, again)))
    assert "store-duplicate-id" in codes(facts, "store-")
    sha256 = next(record.sha256 for record in facts.records if isinstance(record, DocumentRecord))
    row = f"{duty.id}~2"
    (other,) = [r for r in facts.records if isinstance(r, Duty) and r.id == row]
    old = other.text.value
    made = Correction("correction/1", sha256, "duties", row, "text", old, "訂正した事務", "誤植", "係", "2026-04-01")
    texts = {r.id: r.text.value for r in corrected(facts, [made]).records if isinstance(r, Duty)}
    assert texts[row] == "訂正した事務"
    assert texts[duty.id] == ({duty.text.value, "別の事務"} - {old}).pop()


def test_nothing_is_tried_again_where_nothing_is_corrected(sample: DocumentFacts) -> None:
    assert corrected(sample, ()) is sample
    assert standing(sample.records, ()) == ()
    assert correct(sample.records, ()) == sample.records
