"""Lines that name an account above its table: ``5款 労働費  159,963千円``, ``(款) 5 労働費  (項) 1 労働費``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Level
from kokusai_extract.sections.budget.names import tidy
from kokusai_extract.sections.ledger.sheets import Piece
from kokusai_extract.sections.ledger.titles import Title, read_title, title_in
from kokusai_extract.sections.ledger.words import without_again
from kokusai_extract.sections.text import joined
from kokusai_extract.values.money import Figure, Unit, row_figures

_FOLLOWED = r"(?=\s|$|第?\d+\s?[款項目])"
_MARK = re.compile(
    rf"(?:(?<!\S)|(?<=[款項]))(?:第?(?P<before>\d{{1,3}})\s?(?P<level>[款項目]){_FOLLOWED}"
    r"|\((?P<named>[款項目])\)\s?第?(?P<after>\d{1,3})(?!\d)|(?P<bare>[款項目])\s第?(?P<bare_after>\d{1,3})(?=\s))"
)


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """An account that a line names. ``passage`` is number and name as printed, ``figure`` what it comes to."""

    level: Level
    number: Passage
    name: Passage | None
    passage: Passage
    figure: Figure | None


def led_by(row: Sequence[Piece]) -> tuple[Title | None, Passage]:
    """Return the title that a printed line is or begins with (``一般会計 歳出 4款 衛生費``), and what follows it."""
    line = joined([piece.passage for piece in row])
    mark = _MARK.search(line.text)
    if mark is None:
        return title_in(row), line
    title = read_title(line[: mark.start()]) if mark.start() else None
    return title, line[mark.start() :] if title is not None else line


def is_account(line: Passage) -> bool:
    """Tell whether a line begins with an account."""
    return bool(_MARK.match(line.text))


def accounts_in(line: Passage, unit: Unit | None) -> tuple[Account, ...]:
    """Return the accounts that a line names; none where it does not begin with one."""
    if not is_account(line):
        return ()
    marks = list(_MARK.finditer(line.text))
    figures = [figure for figure in row_figures(line, unit) if isinstance(figure, Figure)]
    found = []
    for match, end in zip(marks, [*(later.start() for later in marks[1:]), len(line)], strict=True):
        own = [figure for figure in figures if match.end() <= figure.start < end]
        name = line[match.end() : min([end, *(figure.start for figure in own)])]
        level = match["level"] or match["named"] or match["bare"]
        number = next(group for group in ("before", "after", "bare_after") if match[group])
        found.append(
            Account(
                cast("Level", level),
                line.group(match, number),
                without_again(tidy(name)) or None,
                Passage.join([line.group(match), name]).strip(),
                own[0] if len(own) == 1 else None,
            )
        )
    return tuple(found)
