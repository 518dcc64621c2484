"""Lines of programmes: a name, this year's figure, last year's in brackets or by its year mark, and text below."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.budget.names import ItemName, read_name
from kokusai_extract.sections.budget.rows import Row
from kokusai_extract.values.money import Absence, Figure, Unit, cell_figure, row_figures, unit_of, without

_STAFF = re.compile(r"職員?[^\d。]{0,12}?(?P<count>\d{1,5})人")
_PROSE = re.compile(r"。|[はがをにで、とも]$")
_BEGINS = re.compile(r"^\s*(?:[・･●○◎■□◆※<《【\[(①-⑳-]|\d+\s)")
_FILLING = re.compile(r"[\s()]|(?:千|百万|億)?円")
_YEAR_WORDS = re.compile(
    r"(?:(?:対?前年度?|昨年度?|本年度|当初|補正|(?:令和|平成|R|H)?(?:\d{1,2}|元)年度?|[RH]\d{1,2}|[①-⑳])?"
    r"(?:当初)?(?:予算)?額?(?:比)?[:は、]?)*"
)
"""What may stand in brackets before last year's figure: (前年度 6,000千円), (R4: …), (④…)."""
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A programme's line. ``note`` is what stands behind the figures."""

    name: ItemName
    amount: Figure | Absence | None
    previous: Figure | Absence | None
    note: Passage | None

    @property
    def figures(self) -> bool:
        """Whether any figure stands on the line."""
        return self.amount is not None or self.previous is not None

    @property
    def path(self) -> str:
        """What the line's id is made of: its name, else its number."""
        name, number = self.name.name, self.name.number
        return name.text if name is not None else number.text if number is not None else ""


def item_of(row: Row, unit: Unit | None, fiscal_year: int | None = None) -> Item | None:
    """Read a line that bears a name and figures; None where it is running text, or has no name or no figure.

    Figures count with a unit of their own; without one only where they fill a cell and the table has a unit.
    """
    label: list[Passage] = []
    note: list[Passage] = []
    figures: list[Figure | Absence] = []
    for cell in row.filled:
        if unit_of(cell):
            continue
        found = [f for f in row_figures(cell, None) if _counts(f)]
        if not found and unit and label and (figure := cell_figure(cell, unit)):
            found = [figure]
        before = cell[: found[0].start] if found else cell
        behind = cell[found[-1].end :] if found else cell[len(cell) :]
        target = label if not figures else note
        target += [before.strip()] if before.strip() else []
        figures += found
        behind = behind.strip().strip("()、").strip()
        note += [behind] if behind else []
    if not figures or not label:
        return None
    text = Passage.join(label).strip()
    if text.text.endswith("("):
        text = text[:-1].strip()
    if _PROSE.search(text.text) or any("。" in part.text or "により" in part.text for part in note):
        return None
    name = read_name(text)
    if name.name is None or len(name.name) > LONGEST_NAME:
        return None
    years = [figure for figure in figures if _is_of_a_year(figure)]
    amount, previous = _two_years(years, fiscal_year)
    if amount is None and previous is None:
        return None
    kept = [part for part in note if not unit_of(part)]
    return Item(name, amount, previous, Passage.join(kept) if kept else None)


def figure_row(row: Row) -> tuple[Figure, ...]:
    """Return the figures of a row that holds figures with units and nothing else; none where there is more."""
    figures: list[Figure] = []
    for cell in row.filled:
        found = [f for f in row_figures(cell, None) if isinstance(f, Figure) and f.precision is not None]
        if _FILLING.sub("", without(cell, found)):
            return ()
        figures += found
    return tuple(figures)


def text_of(rows: Sequence[Row]) -> Sourced[str] | None:
    """Return running text as one: lines that begin something new stay lines, wrapped ones are closed."""
    parts = [cell.strip() for row in rows for cell in row.filled]
    if not parts:
        return None
    text = ""
    for part in parts:
        text += ("\n" if text and (_BEGINS.match(part.text) or text.endswith(("。", ")"))) else "") + part.text
    return Passage.join(parts).sourced(text, "budget.text", confidence="read")


def staff_of(rows: Sequence[Row]) -> Sourced[int] | None:
    """Return the number of staff that a line's text names: ``一般職(39人)``."""
    for row in rows:
        for cell in row.filled:
            if match := _STAFF.search(cell.squeeze().text):
                return cell.squeeze().group(match).sourced(int(match["count"]), "budget.staff")
    return None


def _is_of_a_year(figure: Figure | Absence) -> bool:
    """Whether a figure in brackets is last year's: nothing but a year stands before it, and it is not negative.

    ``(うち市債 1億円)`` is a part of the amount, ``(▲ 100千円)`` a change; neither is read as last year's figure.
    """
    if not figure.bracketed or isinstance(figure, Absence):
        return True
    whole, start = figure.passage.document.text, figure.passage.starts[0]
    before = unicodedata.normalize("NFKC", whole[max(start - 20, 0) : start])
    words = before[max(before.rfind("("), before.rfind("円")) + 1 :]
    return figure.value >= 0 and bool(_YEAR_WORDS.fullmatch("".join(words.split())))


def _counts(figure: Figure | Absence) -> bool:
    return figure.bracketed if isinstance(figure, Absence) else figure.precision is not None and not figure.formula


def _two_years(
    figures: Sequence[Figure | Absence], fiscal_year: int | None
) -> tuple[Figure | Absence | None, Figure | Absence | None]:
    """Return this year's figure and last year's: by year marks (④ ③), else what stands in brackets is last year's."""
    marked = {figure.year_mark: figure for figure in figures if isinstance(figure, Figure) and figure.year_mark}
    if marked:
        latest = max(marked)
        return marked[latest], marked.get(latest - 1)
    plain = [figure for figure in figures if not figure.bracketed]
    bracketed = [figure for figure in figures if figure.bracketed]
    return (plain[0] if plain else None), (bracketed[0] if bracketed else None)
