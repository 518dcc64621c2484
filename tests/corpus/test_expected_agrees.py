"""The expected facts agree with themselves and with the texts they were read from: a slip of the pen shows here."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest

CORPUS = Path(__file__).parent
FOLDERS = sorted(path.parent for path in CORPUS.glob("*/expected") if (path / "document.csv").exists())
"""Folders of one document each; the ledgers, of which one folder serves many files, have a test of their own."""
BUDGETS = [folder for folder in FOLDERS if (folder / "expected" / "summary.csv").exists()]
SEEDS = {"kokusai-2015-text": "kokusai-2015.txt", "kokusai-2022-text": "kokusai-2022.txt"}
READ_ELSEWHERE = {
    "municipality_code", "fiscal_year", "issued_on", "phase", "classification", "rank", "certainty", "stated", "status",
    "country_code", "kind", "kind_candidates", "position", "held", "concurrent", "parent_alternative", "note", "city",
    "table_kind", "first_page", "last_page", "precision",
}  # fmt: skip
MONEY = {"amount", "previous_amount", "change"}
REPAIRED = {"국제": "国際", "라운": "ラウン"}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / "expected" / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def figure(row: dict[str, str], column: str) -> int | None:
    return int(row[column]) if row.get(column) else None


@pytest.mark.parametrize("folder", BUDGETS, ids=lambda path: path.name)
def test_children_sum_to_their_parent(folder: Path) -> None:
    tried = 0
    for table in ("summary", "breakdown", "ledger"):
        lines = rows(folder, table)
        children = defaultdict(list)
        for line in (*lines, *rows(folder, "derived")) if table == "breakdown" else lines:
            children[line["parent"]].append(line)
        for row, column in product(lines, sorted(MONEY & set(lines[0] if lines else ()))):
            figures = [figure(child, column) for child in children.get(row["name"], []) if not is_new(child, column)]
            if figures and None not in figures and row[column]:
                assert sum(filter(None, figures)) == figure(row, column), (table, row, column)
                tried += 1
    assert tried


def is_new(row: dict[str, str], column: str) -> bool:
    """Whether a programme had no figure last year because there was no such programme."""
    return column == "previous_amount" and row.get("status") == "new" and not row[column]


@pytest.mark.parametrize("folder", BUDGETS, ids=lambda path: path.name)
def test_differences_close(folder: Path) -> None:
    for table in ("summary", "breakdown", "funding"):
        for row in rows(folder, table):
            if row.get("change"):
                assert int(row["amount"]) - int(row["previous_amount"]) == int(row["change"]), row


@pytest.mark.parametrize("folder", BUDGETS, ids=lambda path: path.name)
def test_funding_sums_to_the_amount(folder: Path) -> None:
    amounts = {row["name"]: figure(row, "amount") for row in rows(folder, "breakdown")}
    sums: dict[str, int] = defaultdict(int)
    for row in rows(folder, "funding"):
        sums[row["budget_line"]] += int(row["amount"])
    assert {name: sums[name] for name in sums if name in amounts} == {
        name: amounts[name] for name in sums & amounts.keys()
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_name_leads_to_a_row(folder: Path) -> None:
    units = {row["name"] for row in rows(folder, "units")}
    assert {row["unit"] for row in rows(folder, "duties")} <= units
    assert {row["parent"] for row in rows(folder, "units")} <= units | {""}
    lines = {row["name"] for table in ("breakdown", "summary") for row in rows(folder, table)}
    assert {row["budget_line"] for row in rows(folder, "funding")} <= lines


def squeezed(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    for wrong, right in REPAIRED.items():
        folded = folded.replace(unicodedata.normalize("NFKC", wrong), right)
    radicals = str.maketrans("⺠⻑‐－―", "民長---")
    return "".join(folded.translate(radicals).split()).replace("【新規】", "")


@pytest.mark.seeds
@pytest.mark.parametrize("name", sorted(SEEDS))
def test_what_is_expected_is_printed(name: str, shared: Path) -> None:
    text = squeezed((shared / "seeds" / SEEDS[name]).read_text(encoding="utf-8"))
    missing = []
    for path in sorted((CORPUS / name / "expected").glob("*.csv")):
        if path.stem == "derived":
            continue
        for row in rows(CORPUS / name, path.stem):
            for column, value in row.items():
                if not value or column in READ_ELSEWHERE:
                    continue
                if column in MONEY or column.endswith("_candidates"):
                    printed = [shown(int(part), path.stem) for part in value.split()]
                    missing += [(path.stem, column, part) for part in printed if squeezed(part) not in text]
                elif squeezed(value) not in text:
                    missing.append((path.stem, column, value))
    assert not missing


def shown(yen: int, table: str) -> str:
    if table in ("highlights", "related") and yen % 1_000_000 == 0:
        return f"{yen // 1_000_000:,}"
    return f"{abs(yen) // 1000:,}"
