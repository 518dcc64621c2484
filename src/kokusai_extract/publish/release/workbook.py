"""One workbook with a sheet for each view, for those who want it: numbers are numbers, texts are texts, none a formula.

The same rows give the same bytes: the workbook bears no time, and it is packed without compression, since what a
compressor makes differs from machine to machine.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from kokusai_extract.publish.release.content import SIGNS_JA, Absent, Row
from kokusai_extract.publish.release.csv_files import Sink
from kokusai_extract.store.schema import Table

MOST_ROWS = 1_048_576 - 1
"""Rows of a sheet below its heading."""
LONGEST_TEXT = 32_767
"""Characters of a cell."""
_CUT = "…（以下はCSVにあります）"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_WIDTHS = {"integer": 16, "number": 12, "boolean": 8}


class Workbook:
    """A workbook that is written sheet by sheet."""

    def __init__(self, path: Path, title: str, sheets: Sequence[Table]) -> None:
        """Begin with a first sheet that says what the others hold."""
        self._path, self._partial = path, path.with_suffix(".partial")
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(self._partial), {**options, "strings_to_numbers": False})
        self._book.set_properties({"title": title, "created": _EPOCH})
        self._head = self._book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "valign": "top"})
        self._yen = self._book.add_format({"num_format": "#,##0"})
        self._front(title, sheets)

    def _front(self, title: str, sheets: Sequence[Table]) -> None:
        sheet = self._book.add_worksheet("はじめに")
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 100)
        sheet.write_string(0, 0, title, self._book.add_format({"bold": True}))
        lines = [("シート Sheet", "内容 What it holds")]
        lines += [(table.title_ja, f"{table.description_ja} {table.description}") for table in sheets]
        lines += [("単位 Unit", "金額は円。 Amounts are in yen.")]
        for number, (left, right) in enumerate(lines, 2):
            sheet.write_string(number, 0, left)
            sheet.write_string(number, 1, right)

    @contextmanager
    def sheet(self, table: Table) -> Iterator[Sink]:
        """Yield what writes rows into the sheet of a view; more rows than a sheet holds go on in a second one."""
        written = 0
        sheet = self._begin(table, 1)

        def write(row: Row) -> None:
            nonlocal sheet, written
            if written and written % MOST_ROWS == 0:
                sheet = self._begin(table, 1 + written // MOST_ROWS)
            for number, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                self._cell(sheet, written % MOST_ROWS + 1, number, value, yen=column.unit == "yen")
            written += 1

        yield write

    def close(self) -> None:
        """Finish the file."""
        self._book.close()
        with zipfile.ZipFile(self._partial) as made, zipfile.ZipFile(self._path, "w", zipfile.ZIP_STORED) as packed:
            for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
                packed.writestr(zipfile.ZipInfo(name), made.read(name))
        self._partial.unlink()

    def _begin(self, table: Table, number: int) -> Any:
        sheet = self._book.add_worksheet(table.title_ja if number == 1 else f"{table.title_ja} {number}")
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, _WIDTHS.get(column.type, 28 if column.name in ("name", "text") else 14))
            sheet.write_string(0, at, column.title_ja, self._head)
        return sheet

    def _cell(self, sheet: Any, row: int, at: int, value: Any, *, yen: bool) -> None:
        if value is Absent.NOT_PRINTED:
            return
        if isinstance(value, Absent):
            sheet.write_string(row, at, SIGNS_JA[value])
        elif isinstance(value, str):
            whole = len(value) <= LONGEST_TEXT
            sheet.write_string(row, at, value if whole else value[: LONGEST_TEXT - len(_CUT)] + _CUT)
        else:
            sheet.write_number(row, at, value, self._yen if yen else None)
