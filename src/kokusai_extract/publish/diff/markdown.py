"""A comparison as Markdown, as GitHub and most others render it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kokusai_extract.publish.diff.sheet import Cell, Report, Style


def as_markdown(report: Report) -> str:
    """Return a comparison as Markdown: a heading and a table for each kind of thing. Text of documents stays text."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    yield ""
    for note in report.notes:
        yield f"> {escaped(note)}"
        yield ">"
    yield from (["", *(f"- {escaped(mark)} {escaped(words)}" for mark, words in report.documents)])
    for sheet in report.sheets:
        yield from ("", f"## {escaped(sheet.title)}", "")
        for note in sheet.notes:
            yield f"- {escaped(note)}"
        if sheet.rows:
            yield from ("", _row(map(escaped, sheet.head)), _row("---" for _ in sheet.head))
            for row in sheet.rows:
                yield _row(map(_cell, row))


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return "<br>".join("".join(_styled(style, escaped(words)) for style, words in line) for line in cell)


def _styled(style: Style, words: str) -> str:
    if not words:
        return ""
    marks = {"ins": ("<ins>", "</ins>"), "del": ("<del>", "</del>"), "kind": ("**", "**"), "open": ("**", "**")}
    before, after = marks.get(style, ("", ""))
    return f"{before}{words}{after}"


def escaped(text: str) -> str:
    r"""Return text with what Markdown or HTML would take for marks made plain.

    >>> escaped("<b> a|b *c*")
    '&lt;b&gt; a\\|b \\*c\\*'
    """
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~#])", r"\\\1", plain)
