"""Which lines open a section, and which look like a line of one: the patterns of ``data/layouts/sections.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import SectionKind
from kokusai_extract.model.section import SourceLine
from kokusai_extract.values.dates import DATE, FISCAL_YEAR
from kokusai_extract.values.numbering import numbered

_PLACEHOLDERS = {
    "{unit}": r"[^、。,\d\s]{1,24}?(?:局|本部|部|課|室|区|所|センター|委員会|庁|市|県|府|都|町|村|省)",
    "{year}": rf"(?:{re.sub(r'[?]P<[a-z_]+>', '?:', FISCAL_YEAR.pattern)})",
    "{date}": rf"(?:{re.sub(r'[?]P<[a-z_]+>', '?:', DATE.pattern)})",
}
_BRACKETS = re.compile(r"^[【《<≪〈「\[\(](?P<inner>[^】》>≫〉」\]\)]*)[】》>≫〉」\]\)]$")
_LEADING_BRACKET = re.compile(r"^[【\[](?P<tag>参考|資料)[】\]]")
_BULLET = re.compile(r"^(?:[-・*•○●◆■□◇▶▷]\s*)+")
_FIGURE = re.compile(r"\d,\d{3}|\d{5,}|\d[千百億万]?円")
_UNIT = re.compile(r"[(〔\[]単位[:;]?[^)〕\]]{1,6}[)〕\]]$")
_NOTE = re.compile(r"※.*$")
_PAGE_NUMBER = re.compile(r"(?:(?<=[^\d,.()年月日])|(?<=\.\.))[-‐]?(?P<page>\d{1,3})[-‐]?(?:ページ|頁|p|P)?$")
"""Behind a word, or behind the leaders that a table of contents draws with full stops (… folds to three)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How sections of one kind are headed; see ``data/layouts/sections.toml`` for each field."""

    kind: SectionKind
    headings: re.Pattern[str]
    numbered: re.Pattern[str] | None
    cues: re.Pattern[str] | None
    flows: bool
    inset: bool
    cue_rows: bool
    counts_groups: bool
    decisive: re.Pattern[str] | None
    kept: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """A line that reads as a heading. ``title`` is without number, brackets and page number.

    ``page_number`` is the number printed at its end, as a table of contents does (None elsewhere).
    """

    kind: SectionKind
    title: Passage
    page_number: int | None


@cache
def layouts() -> Mapping[SectionKind, Layout]:
    """Return the layout of each section kind, in the order in which headings are tried."""
    return {
        cast(SectionKind, kind): Layout(
            cast(SectionKind, kind),
            _compile(table["headings"]),
            _compile(table["numbered"]) if "numbered" in table else None,
            _any_of(table.get("cues")),
            bool(table.get("flows")),
            bool(table.get("inset")),
            bool(table.get("cue_rows")),
            kind.startswith(("budget_", "related_")),
            _any_of(table.get("decisive")),
            _any_of(table.get("kept")),
        )
        for kind, table in _data().items()
        if isinstance(table, dict)
    }


@cache
def _dividers() -> re.Pattern[str]:
    return _compile(_data()["dividers"])


@cache
def _data() -> dict[str, Any]:
    text = files("kokusai_extract").joinpath("data/layouts/sections.toml").read_text("utf-8")
    return tomllib.loads(text)


def _any_of(patterns: Sequence[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


def _compile(patterns: object) -> re.Pattern[str]:
    alternatives = []
    for pattern in cast(list[str], patterns):
        for name, expression in _PLACEHOLDERS.items():
            pattern = pattern.replace(name, expression)  # noqa: PLW2901
        alternatives.append(f"(?:{pattern})")
    return re.compile("|".join(alternatives))


def title_of(passage: Passage) -> tuple[Passage, int | None]:
    """Return a line's title without number, brackets, note and page number, and the page number if there is one.

    White space is taken out, so that letter-spaced heads read as words.
    """
    title = passage.strip()
    if bullet := _BULLET.match(title.text):
        title = title[bullet.end() :]
    if item := numbered(title):
        title = item.rest
    spaced_page = re.search(r"[\s.・…‥･](?:(?P<page>\d{1,3})\s*(?:ページ|頁)?)\s*$", title.text)
    title = title.squeeze()
    if unit := _UNIT.search(title.text):
        title = title[: unit.start()]
    while inner := _BRACKETS.match(title.text):
        title = title.group(inner, "inner")
    if tag := _LEADING_BRACKET.match(title.text):
        title = title[tag.end() :]
    if (note := _NOTE.search(title.text)) and note.start():
        title = title_of(title[: note.start()])[0]
    page = None
    if spaced_page and (match := _PAGE_NUMBER.search(title.text)):
        page = int(match["page"])
        title = title[: match.start()].strip(".・…‥･")
    return title, page


def heading_of(passage: Passage) -> Heading | None:
    """Return the heading that a line is, or None. A line with a bullet is one only in a table of contents."""
    if not 0 < len(passage.text.strip()) <= 80:
        return None
    title, page = title_of(passage)
    if not title or _FIGURE.search(title.text) or (page is None and _BULLET.match(passage.text.strip())):
        return None
    has_number = numbered(passage.strip()) is not None
    for kind, layout in layouts().items():
        by_number = has_number and layout.numbered and layout.numbered.fullmatch(title.text)
        if by_number or layout.headings.fullmatch(title.text):
            return Heading(kind, title, page)
    return None


def has_figure(title: str) -> bool:
    """Tell whether a text without white space holds a figure of money or the like, which no heading does."""
    return bool(_FIGURE.search(title))


def heading_of_line(line: SourceLine) -> Heading | None:
    """Return the heading that a line is, or that its first cell is where another stands at its right (a date, a name).

    A row of figures is none, whatever its first cell says.
    """
    whole = heading_of(line.passage)
    if whole or len(line.cells) < 2 or any(_FIGURE.search(cell.text) for cell in line.cells[1:]):
        return whole
    return heading_of(line.cells[0])


def is_divider(passage: Passage) -> bool:
    """Tell whether a line is the heading of a whole part, such as 参考資料."""
    return bool(_dividers().fullmatch(title_of(passage)[0].text))


def cues_of(passage: Passage) -> frozenset[SectionKind]:
    """Return the kinds of section that a line looks like a line of."""
    text = passage.squeeze().text
    return frozenset(kind for kind, layout in layouts().items() if layout.cues and layout.cues.search(text))


def decides(passage: Passage) -> SectionKind | None:
    """Return the kind of section that a line without doubt stands in, such as the head of a ledger; else None."""
    text = passage.squeeze().text
    return next((k for k, layout in layouts().items() if layout.decisive and layout.decisive.search(text)), None)


def is_kept(passage: Passage) -> bool:
    """Tell whether a line is no running head, though it may stand at the edge of every page."""
    text = passage.squeeze().text
    return any(layout.kept and layout.kept.search(text) for layout in layouts().values())
