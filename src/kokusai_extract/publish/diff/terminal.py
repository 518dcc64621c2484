"""A comparison on a terminal: tables as wide as it is, by the width that Japanese characters take."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kokusai_extract.publish.diff.sheet import Cell, Report, Sheet

WIDTH = 120
"""Columns where the output is no terminal that says its own."""

_STYLES = {
    "": "",
    "ins": "green underline",
    "del": "red",
    "quiet": "dim",
    "kind": "bold",
    "open": "bold magenta",
    "money": "",
}
_KINDS = {
    **dict.fromkeys(("created", "added", "joined", "new", "increased"), "green"),
    **dict.fromkeys(("abolished", "removed", "left", "discontinued", "decreased"), "red"),
    **dict.fromkeys(
        ("renamed", "reworded", "moved", "split", "merged", "promoted", "restated", "reclassified"), "yellow"
    ),
}


def show(report: Report, console: Console) -> None:
    """Print a comparison. Without colours words that differ stand in [-…-] and {+…+}, as ``git diff`` marks them."""
    console.print(Text(report.title, "bold"))
    for note in report.notes:
        console.print(Text(f"! {note}", "yellow"))
    for mark, words in report.documents:
        console.print(Text(f"{mark} {words}", "dim"))
    for sheet in report.sheets:
        console.print()
        console.print(Text(f"■ {sheet.title}", "bold") + Text("".join(f"   {note}" for note in sheet.notes), "dim"))
        if sheet.rows:
            console.print(_table(sheet, plain=console.no_color or not console.is_terminal))


def _table(sheet: Sheet, *, plain: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, show_lines=True)
    table.add_column(sheet.head[0], ratio=2, overflow="fold")
    for head in sheet.head[1:3]:
        table.add_column(head, ratio=4, overflow="fold")
    for head in sheet.head[3:]:
        table.add_column(head, ratio=2, justify="right", overflow="fold")
    for kind, row in zip(sheet.kinds, sheet.rows, strict=True):
        table.add_row(*(_text(cell, _KINDS.get(kind, ""), plain=plain) for cell in row))
    return table


def _text(cell: Cell, colour: str, *, plain: bool) -> Text:
    text = Text()
    for number, line in enumerate(cell):
        text.append("\n" if number else "")
        for style, words in line:
            text.append(
                _marked(style, words) if plain else words, f"{_STYLES[style]} {colour if style == 'kind' else ''}"
            )
    return text


def _marked(style: str, words: str) -> str:
    return {"ins": f"{{+{words}+}}", "del": f"[-{words}-]"}.get(style, words)
