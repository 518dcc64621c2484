"""事務分掌 printed as a ruled table: units at the left, one of them beside several rows, duties at the right."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import Duty, OrgUnit
from kokusai_extract.pipeline import process
from tests.pdfs import Sheet

XS = [50.0, 120.0, 200.0, 540.0]
ROWS = (
    ("商工部", "経済課", ("(1) 局の庶務に関すること。", "(2) 経済施策の企画及び", "調整に関すること。")),
    ("", "観光課", ("(1) 観光の振興に関すること。", "(2) 国際交流に関すること。")),
    ("農業部", "農政課", ("(1) 農業に関すること。",)),
)


def page(*, heads: bool, numbers_apart: bool = False) -> Sheet:
    """Draw the table; a blank unit stands for the one above, in the same cell."""
    sheet = Sheet().text("経済局事務分掌", 220, 50, size=14)
    top = 100.0
    xs = [50.0, 120.0, 200.0, 230.0, 540.0] if numbers_apart else XS
    if heads:
        for x, head in zip(
            xs, ("部", "課", "", "事務分掌") if numbers_apart else ("部", "課", "事務分掌"), strict=False
        ):
            sheet.text(head, x + 4, top + 5)
        sheet.line(xs[0], top, xs[-1], top)
        top += 20
    for department, division, duties in ROWS:
        sheet.line(xs[0] if department else xs[1], top, xs[-1], top)
        sheet.text(department, xs[0] + 4, top + 5).text(division, xs[1] + 4, top + 5)
        for place, duty in enumerate(duties):
            if numbers_apart and duty.startswith("("):
                sheet.text(duty[:3], xs[2] + 4, top + 5 + 14 * place).text(duty[4:], xs[3] + 4, top + 5 + 14 * place)
                if place:
                    sheet.line(xs[2], top + 2 + 14 * place, xs[-1], top + 2 + 14 * place)
            else:
                sheet.text(duty, xs[-2] + 4, top + 5 + 14 * place)
        top += 10 + 14 * len(duties)
    sheet.line(xs[0], top, xs[-1], top)
    for x in xs:
        sheet.line(x, 100, x, top)
    return sheet


def read(sheet: Sheet, tmp_path: Path) -> tuple[list[tuple[str, str | None, str]], list[Finding]]:
    path = tmp_path / "duties.pdf"
    path.write_bytes(sheet.data())
    facts = process(path)
    names = {record.id: record.name.value for record in facts.records if isinstance(record, OrgUnit)}
    parents = {
        record.name.value: names[record.parent_id.value]
        for record in facts.records
        if isinstance(record, OrgUnit) and record.parent_id
    }
    found = [
        (
            f"{parents[names[duty.unit_id.value]]}/{names[duty.unit_id.value]}",
            duty.number and duty.number.value,
            duty.text.value,
        )
        for duty in facts.records
        if isinstance(duty, Duty) and duty.unit_id
    ]
    return found, [finding for finding in facts.findings if finding.code.startswith(("duty", "unit"))]


EXPECTED = [
    ("商工部/経済課", "1", "局の庶務に関すること。"),
    ("商工部/経済課", "2", "経済施策の企画及び調整に関すること。"),
    ("商工部/観光課", "1", "観光の振興に関すること。"),
    ("商工部/観光課", "2", "国際交流に関すること。"),
    ("農業部/農政課", "1", "農業に関すること。"),
]


@pytest.mark.parametrize("heads", [True, False])
@pytest.mark.parametrize("numbers_apart", [True, False])
def test_each_duty_stands_under_the_unit_of_its_row(heads: bool, numbers_apart: bool, tmp_path: Path) -> None:
    duties, findings = read(page(heads=heads, numbers_apart=numbers_apart), tmp_path)
    assert (duties, findings) == (EXPECTED, [])
