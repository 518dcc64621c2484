"""Names of budget lines: number, name, and marks such as 【新規】 before, inside or behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from kokusai_extract import vocabulary
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import BudgetStatus
from kokusai_extract.values.numbering import Style, numbered

_BULLET = re.compile(r"[・･●○◎■□◆◇▶▷•*]+\s*|-\s+")
_OPENING = "【〔[《<〈("
_CLOSING = "】〕]》>〉)"
_SPACE = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_HEADED = re.compile(r"《(?P<head>[^》]*)》\s*(?P<name>\S.*)|【(?P<whole>[^【】]{6,})】")


@dataclass(frozen=True, slots=True, eq=False)
class ItemName:
    """What a label says: ``name`` without number, bullet and marks (None where nothing else is printed)."""

    name: Passage | None
    number: Passage | None = None
    style: Style | None = None
    status: Sourced[BudgetStatus] | None = None
    bulleted: bool = False


def read_name(label: Passage) -> ItemName:
    """Read a label such as ``2 外国人材の受入れ・共生の推進【拡充】``."""
    label = label.strip()
    bullet = _BULLET.match(label.text)
    rest = label[bullet.end() :] if bullet else label
    item = numbered(rest)
    number, style = (item.number, item.style) if item else (None, None)
    rest = item.rest if item else rest
    rest, status = take_marks(rest)
    name = tidy(rest)
    return ItemName(name or None, number, style, status, bool(bullet))


def take_marks(label: Passage) -> tuple[Passage, Sourced[BudgetStatus] | None]:
    """Return the label without its marks, and the status they give; two that differ give none."""
    parts: list[Passage] = []
    found: list[Sourced[BudgetStatus]] = []
    position = 0
    for match in _marks().finditer(label.text):
        parts.append(label[position : match.start()])
        position = match.end()
        if meaning := _statuses()["".join(match["word"].split())]:
            found.append(label.group(match).sourced(meaning, "budget.mark"))
    parts.append(label[position:])
    agreed = len({mark.value for mark in found}) == 1
    return Passage.join(parts).strip(), found[0] if agreed else None


def tidy(name: Passage) -> Passage:
    """Return a name without the spaces of letter spacing and padding: only Latin words keep one between them."""
    name = name.strip().strip("・:").strip()
    spaces = [match.span() for match in _SPACE.finditer(name.text)]
    parts, position = [], 0
    for start, end in spaces:
        parts.append(name[position:start])
        position = end
    return Passage.join([*parts, name[position:]])


def heading_name(label: Passage) -> Passage | None:
    """Return the name of a heading over lines: ``《ポイント１》 …`` or ``【…】``; None where it is none."""
    match = _HEADED.fullmatch(label.strip().text)
    if match is None:
        return None
    inner = label.strip()
    return tidy(inner.group(match, "name" if match["name"] else "whole"))


@cache
def _statuses() -> dict[str, BudgetStatus | None]:
    rows = vocabulary.rows("budget_marks")
    return {row["word"]: cast("BudgetStatus", row["status"]) if row["status"] else None for row in rows}


@cache
def _marks() -> re.Pattern[str]:
    words = "|".join(r"\s*".join(word) for word in vocabulary.words("budget_marks"))
    return re.compile(rf"[{re.escape(_OPENING)}]\s*(?P<word>{words})\s*[{re.escape(_CLOSING)}]")
