"""Headings of the parts of a ledger: the 会計, its side (歳入, 歳出), the summary (総括).

``令和7年度 ○○市介護保険事業特別会計 歳入歳出予算事項別明細書``, ``一般会計 歳出``, ``(歳入)``, ``1 総括``. A line is
one only when nothing else stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.ledger.sheets import Piece
from kokusai_extract.sections.ledger.words import pattern
from kokusai_extract.sections.text import joined
from kokusai_extract.values.dates import FISCAL_YEAR
from kokusai_extract.values.money import unit_of
from kokusai_extract.values.places import municipalities

_NUMBER = re.compile(r"[(第]?\d{1,2}[)表]?[.、]?(?=\D)")
_PAGE = re.compile(r"[-‐~〜]?\d{1,4}[-‐~〜]?(?:ページ|頁)?$")
_MARKS = re.compile(r"[()【】〔〕\[\]<>《》≪≫〈〉・:●○■□◆◇]+")
_LONGEST_PLACE = 10
_RUN_BY = ("営", "立", "民")
"""What goes on with the name of a place (○○市営住宅事業特別会計): there it is part of the name of a 会計."""
LONGEST = 60


@dataclass(frozen=True, slots=True, eq=False)
class Title:
    """What a heading names: ``fund`` is the 会計, ``side`` 歳入 or 歳出; ``summary`` tells that it heads the 総括."""

    fund: Passage | None
    side: Passage | None
    summary: bool


def title_in(row: Sequence[Piece]) -> Title | None:
    """Return the title that a printed line is; a unit beside it does not count. None where it is something else."""
    pieces = [piece.passage for piece in row if unit_of(piece.passage) is None]
    return read_title(joined(pieces)) if pieces else None


def read_title(passage: Passage) -> Title | None:
    """Return the title that a text is, None where it is something else or more."""
    text = passage.squeeze()
    if not 2 <= len(text) <= LONGEST:
        return None
    fund: Passage | None = None
    sides: list[Passage] = []
    summary = False
    at = 0
    if FISCAL_YEAR.match(text.text) is None and (number := _NUMBER.match(text.text)):
        at = number.end()
    while at < len(text):
        if end := _passed_over(text.text, at):
            at = end
        elif match := pattern("side").match(text.text, at):
            sides.append(text.group(match))
            at = match.end()
        elif match := pattern("summary").match(text.text, at):
            summary, at = True, match.end()
        elif fund is None and (match := pattern("fund").match(text.text, at)):
            fund, at = text.group(match), match.end()
        else:
            return None
    if len({side.text for side in sides}) > 1 or (fund is None and not sides and not summary):
        return None
    return Title(fund, sides[0] if sides else None, summary)


def _passed_over(text: str, at: int) -> int | None:
    """Return where words end that a heading may hold beside what it names; None where there are none."""
    for known in (FISCAL_YEAR, _MARKS, pattern("dressing"), _PAGE):
        if match := known.match(text, at):
            return match.end()
    ends = range(min(at + _LONGEST_PLACE, len(text)), at + 1, -1)
    return next((end for end in ends if text[at:end] in municipalities() and text[end : end + 1] not in _RUN_BY), None)
