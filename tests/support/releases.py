"""A release of an archive whose texts would run in a spreadsheet, and reading it back."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from kokusai_extract.model.archive import Archive
from kokusai_extract.model.records import BudgetLine, DocumentRecord, Duty, Record
from kokusai_extract.publish.release.gate import Waiver
from kokusai_extract.publish.release.release import Options, release
from kokusai_extract.store.write import write
from kokusai_extract.validate.rules import validate
from tests.archives import archive

TRICKY = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+81-45-671-4711",
    "-5",
    "@SUM(A1)",
    "＝１＋１",
    "－",
    "  =1+1",
    "\t=1+1",
    "'=1+1",
    "''",
    "'引用'",
    "n/a",
    "illegible",
    "該当なし",
    '水鳥、"渡り鳥"の観察\n湖畔の清掃',
    "1,200",
    "髙﨑 𠮷田 ④ ㎡",
)
"""Texts that a spreadsheet or a reader of CSV could take for something else."""


def tricky() -> Archive:
    """Return an archive with a duty for each of those texts, a dash in place of a figure, and a place that is known."""
    whole = archive()
    facts = whole.documents[0]
    first = next(record for record in facts.records if isinstance(record, Duty))
    duties = tuple(
        replace(first, id=f"{first.id}-{number:02}", text=first.text.with_value(text, rule="test"))
        for number, text in enumerate(TRICKY)
    )
    records = tuple(_seasoned(record) for record in facts.records)
    findings = tuple(finding for finding in facts.findings if finding.code != "store-row-refused")
    facts = replace(facts, records=(*records, *duties), findings=findings)
    return Archive((facts,), whole.records)


def _seasoned(record: Record) -> Record:
    if isinstance(record, DocumentRecord) and record.bureau:
        return replace(record, municipality_code=record.bureau.with_value("011002", rule="test"))
    if isinstance(record, BudgetLine) and record.name and record.name.value == "湖畔清掃費":
        return replace(record, change=record.name.with_value(None, rule="test"))
    return record


def built(folder: Path, whole: Archive) -> Path:
    """Return a folder with the database of an archive."""
    write(validate(whole), folder)
    return folder


def answered(processed: Path) -> tuple[Waiver, ...]:
    """Return waivers of all error findings of a database."""
    with closing(sqlite3.connect(processed / "kokusai.db")) as connection:
        found = connection.execute("SELECT id FROM findings WHERE severity = 'error' ORDER BY id").fetchall()
    return tuple(Waiver(name, "紙面で確認した", "試験係") for (name,) in found)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def released(processed: Path, out: Path, **options: Any) -> dict[str, Any]:
    """Release a database, its errors answered for, and return the certificate."""
    if "waivers" not in options:
        options["waivers"] = answered(processed)
    return release(processed, out, Options(**options))
