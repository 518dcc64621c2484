"""A release opens right in LibreOffice Calc: each cell shows what it holds, Japanese and formula-like ones included."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from kokusai_extract.pipeline import build
from kokusai_extract.publish.release.safe import original
from kokusai_extract.store.schema import views
from tests.conftest import ROOT
from tests.support.office import CSV, convert
from tests.support.releases import TRICKY, built, released, tricky

UTF8 = f"{CSV}:44,34,76"
"""What Calc asks when a CSV is opened: comma, double quote, UTF-8. It takes formulas for formulas then."""
EACH_SHEET = f"csv:{CSV}:44,34,76,1,,0,true,false,false,false,false,-1"
"""Values and not formulas, texts in quotes, a file for each sheet."""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    build([ROOT / "raw"], folder / "processed")
    released(folder / "processed", folder / "release", japanese=True)
    return folder / "release"


@pytest.fixture(scope="module")
def tricks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tricks")
    released(built(folder / "processed", tricky()), folder / "release", japanese=True)
    return folder / "release"


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def same(held: str, shown: str) -> bool:
    """Tell whether a cell shows what it holds; a text such as 1,200 is a number to Calc, and shows as one."""
    if held == shown:
        return True
    try:
        return float(held.replace(",", "")) == float(shown.replace(",", ""))
    except ValueError:
        return False


def test_csv_files_open_as_they_are(samples: Path, tmp_path: Path) -> None:
    convert(sorted((samples / "csv").iterdir()), f"csv:{UTF8}", tmp_path, infilter=UTF8)
    count = 0
    for path in (samples / "csv").iterdir():
        held, shown = cells(path), cells(tmp_path / path.name)
        assert len(held) == len(shown)
        for row, other in zip(held, shown, strict=True):
            padded = other + [""] * (len(row) - len(other))
            assert [pair for pair in zip(row, padded, strict=True) if not same(*pair)] == []
            count += len(row)
    assert count > 10_000


def test_cells_that_look_like_formulas_are_none(tricks: Path, tmp_path: Path) -> None:
    files = [tricks / "csv" / "duties.csv", tricks / "csv-ja" / "011002_duty_list.csv"]
    convert(files, "xlsx", tmp_path, infilter=UTF8)
    for path in files:
        sheet = openpyxl.load_workbook(tmp_path / f"{path.stem}.xlsx").active
        assert sheet is not None
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        (column,) = (at for at, head in enumerate(cells(path)[0]) if head in ("text", "事務"))
        shown = [str(row[column].value) for row in sheet.iter_rows(min_row=2)]
        assert all(
            same(cell, value) for cell, value in zip([row[column] for row in cells(path)[1:]], shown, strict=True)
        )


def test_calc_would_run_them_if_they_were_left_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\n=1+1\n", encoding="utf-8-sig")
    (tmp_path / "out").mkdir()
    convert([tmp_path / "a.csv"], f"csv:{UTF8}", tmp_path / "out", infilter=UTF8)
    assert cells(tmp_path / "out" / "a.csv")[1] == ["2"]


def test_the_workbook_opens_as_it_is(samples: Path, tricks: Path, tmp_path: Path) -> None:
    for folder in (samples, tricks):
        out = tmp_path / folder.parent.name
        out.mkdir()
        convert([folder / "kokusai.xlsx"], EACH_SHEET, out)
        for name, view in views().items():
            held = cells(folder / "csv" / f"{name}.csv")
            shown = cells(out / f"kokusai-{view.title_ja}.csv")
            assert shown[0] == [column.title_ja for column in view.columns]
            signs = {"n/a": "該当なし", "illegible": "判読不能"}
            for row, other in zip(held[1:], shown[1:], strict=True):
                wanted = [signs.get(cell, original(cell, tuple(signs))) for cell in row]
                padded = other + [""] * (len(row) - len(other))
                assert [pair for pair in zip(wanted, padded, strict=True) if not same(*pair)] == []
    texts = {row[4] for row in cells(tmp_path / tricks.parent.name / "kokusai-事務分掌一覧.csv")}
    assert {text for text in TRICKY if "\t" not in text} <= texts
