"""Invented ledgers as plain text whose columns are kept, by spaces or by tabs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from tests.support.books import Fund, Node, Side

COLUMNS = {
    "item": (0, 24),
    "amount": (24, 38),
    "previous": (38, 52),
    "change": (52, 66),
    "name": (68, 92),
    "sum": (92, 106),
    "note": (108, 150),
}
RIGHT = ("amount", "previous", "change", "sum")
HEADS = {
    "item": "目",
    "amount": "本年度予算額",
    "previous": "前年度予算額",
    "change": "比較",
    "sum": "金額",
    "note": "説明",
}


def text_of(book: Sequence[Fund], *, tabs: bool) -> str:
    """Return the book as text, in thousand yen."""
    lines: list[str] = []
    for fund in book:
        lines += [fund.name, ""]
        for number, side in enumerate(fund.sides, 2):
            lines.append(f"{number}　{side.name}")
            lines += _side(side, tabs)
    return "\n".join(lines)


def _side(side: Side, tabs: bool) -> list[str]:
    lines: list[str] = []
    for chapter in side.chapters:
        for section in chapter.parts:
            lines += [f"{chapter.number}款　{chapter.name}", f"  {section.number}項　{section.name}", "(単位:千円)"]
            rows = [HEADS | {"name": "節 区分" if tabs else "節"}]
            for item in section.parts:
                rows += _item(item)
            rows.append({"item": "計", **_figures(section)})
            lines += [*("\t".join(row.get(key, "") for key in COLUMNS) if tabs else _set(row) for row in rows), ""]
    return lines


def _item(item: Node) -> list[dict[str, str]]:
    rows = [
        {"name": f"{number} {name}" if number else f"  {name}", "sum": f"{amount:,}"}
        for number, name, amount in item.sections
    ]
    for index, (code, name, amount) in enumerate(item.notes):
        if index == len(rows):
            rows.append({})
        rows[index]["note"] = f"{code} {name}  {amount:,}"
    rows[0] |= {"item": f"{item.number} {item.name}", **_figures(item)}
    return rows


def _figures(node: Node) -> dict[str, str]:
    change = node.amount - node.previous
    return {
        "amount": f"{node.amount:,}",
        "previous": f"{node.previous:,}",
        "change": f"{'△' * (change < 0)}{abs(change):,}",
    }


def _set(row: dict[str, str]) -> str:
    line = ""
    for key, (start, end) in COLUMNS.items():
        text = row.get(key, "")
        place = end - _width(text) if key in RIGHT else start
        line += " " * (place - _width(line)) + text if text else ""
    return line


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
