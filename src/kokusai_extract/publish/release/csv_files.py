"""CSV as people open it: UTF-8 with BOM, so that Excel shows Japanese; lines end with CR LF; cells that are safe.

The Japanese edition follows 自治体標準オープンデータセット of デジタル庁: headings in Japanese, 全国地方公共団体コード
first, then the name of the municipality.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from kokusai_extract.publish.release.content import SIGNS, SIGNS_JA, Absent, Row
from kokusai_extract.publish.release.safe import safe
from kokusai_extract.store.schema import Column, Table

CODE_JA, MUNICIPALITY_JA = "全国地方公共団体コード", "地方公共団体名"

Sink = Callable[[Row], Any]
"""Takes one row after the other."""
Writing = AbstractContextManager[Sink]


@contextmanager
def english(table: Table, path: Path) -> Iterator[Sink]:
    """Yield what writes rows into a file under the columns' own names."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.names)
        cells = [_cell(column, SIGNS) for column in table.columns]
        yield lambda row: writer.writerow([cell(value) for cell, value in zip(cells, row, strict=True)])


@contextmanager
def japanese(
    table: Table, path: Path, codes: Mapping[str, str], names: Mapping[str, str], words: Mapping[str, Mapping[Any, str]]
) -> Iterator[Sink]:
    """Yield what writes rows into a file under Japanese headings.

    ``codes`` gives a municipality's code by row, ``names`` its name by code; ``words`` the Japanese words for coded
    values, by column.
    """
    kept = [number for number, column in enumerate(table.columns) if column.title_ja != CODE_JA]
    id_column = (table.view_of or (table.name, "id"))[1]
    at = table.names.index(id_column) if id_column in table.names else None
    absent = SIGNS_JA[Absent.DOES_NOT_APPLY]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        columns = [table.columns[number] for number in kept]
        writer.writerow([CODE_JA, MUNICIPALITY_JA, *(column.title_ja for column in columns)])
        cells = [_cell(column, SIGNS_JA, words.get(column.name)) for column in columns]

        def write(row: Row) -> None:
            code = codes.get(row[at]) if at is not None else None
            place = (code, names.get(code, absent)) if code else (absent, absent)
            writer.writerow([*place, *(cell(row[number]) for cell, number in zip(cells, kept, strict=True))])

        yield write


def _cell(column: Column, signs: Mapping[Absent, str], words: Mapping[Any, str] | None = None) -> Callable[[Any], Any]:
    """Return what makes a cell of a value."""
    taken: Collection[str] = frozenset(filter(None, signs.values()))
    text = column.type in ("string", "array")

    def cell(value: Any) -> Any:
        if isinstance(value, Absent):
            return signs[value]
        if words:
            return words.get(value, value)
        return safe(value, taken) if text else value

    return cell
