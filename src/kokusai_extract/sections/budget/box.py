"""The box of a group: 本年度予算額, 前年度予算額, 差引 and the sources of funds (財源内訳), beside its programmes.

Its labels are letter-spaced, wrapped over lines and cells, or torn from their figures. A figure belongs to a label
where the two stand on one row, or in rows with cells that follow each other; all else is handed on as loose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from kokusai_extract import vocabulary
from kokusai_extract.model.passage import Passage
from kokusai_extract.sections.budget.rows import Row, printed_lines
from kokusai_extract.values.money import Figure, Unit, cell_figure, row_figures, unit_of

Meaning = Literal["amount", "previous_amount", "change", "funding", "box", ""]
_MEANINGS: tuple[Meaning, ...] = ("amount", "previous_amount", "change", "funding", "box")
_TRAILING_UNIT = re.compile(r"(?:千|百万|億)?円$")
_SHORTEST_END = 3
LONGEST_SOURCE = 12
"""Letters of a source of funds that is not among the known ones."""
_NO_SOURCE = re.compile(r"[\d。、①-⑳%]|^[・●○◎◆◇■□※(]")


@dataclass(slots=True, eq=False)
class Label:
    """A label of the box: of a column of the group's line or a source of funds; ``figure`` is what stands with it."""

    meaning: Meaning
    passage: Passage
    figure: Figure | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Token:
    """A part of a row: a unit, a figure, a label, or the beginning of one that the next token may complete."""

    kind: Literal["unit", "figure", "label", "beginning"]
    passage: Passage
    figure: Figure | None = None
    meaning: Meaning = ""


@dataclass(slots=True, eq=False)
class Box:
    """What has been read of a box: its labels, and figures that stand apart from them, each with its row."""

    labels: list[Label] = field(default_factory=list)
    loose: list[tuple[Row, Figure]] = field(default_factory=list)
    unit: Unit | None = None
    _beginning: Passage | None = None
    _open: tuple[Label, Row] | None = None

    def add(self, row: Row) -> bool:
        """Read a row of the box. False where the row holds anything that no box does: then nothing has been read."""
        tokens = self._tokens(row)
        if tokens is None:
            return False
        for token in tokens:
            if token.kind == "unit":
                self.unit = self.unit or unit_of(token.passage)
            elif token.figure is not None:
                self.unit = self.unit or token.figure.unit
                self._take(row, token.figure)
            else:
                self._beginning = token.passage if token.kind == "beginning" else None
                label = Label(token.meaning, token.passage)
                wanted = token.kind == "label" and token.meaning not in ("box", "")
                self._open = (label, row) if wanted else None
                self.labels += [label] if wanted else []
        return True

    def starts(self, row: Row, *, anywhere: bool) -> bool:
        """Tell whether a row begins a box with its sums, or holds ``anywhere`` a label of one; nothing is read."""
        labels = [token for token in self._tokens(row) or () if token.kind in ("label", "beginning")]
        if anywhere or not labels:
            return bool(labels)
        sums = [word for word, meaning in _meanings().items() if meaning in ("amount", "previous_amount", "change")]
        return labels[0].meaning in ("amount", "previous_amount", "change") or any(
            word.startswith(labels[0].passage.text) for word in sums
        )

    def _may_name_a_source(self, row: Row, text: Passage, tokens: Sequence[_Token]) -> bool:
        """Whether a cell in the part of the box that tells of sources names one that is not known.

        Its figure and its unit stand in cells of their own beside it, as those of all sources do.
        """
        begun = any(label.meaning == "funding" for label in self.labels) or any(t.meaning == "box" for t in tokens)
        beside = [cell for cell in row.filled if not unit_of(cell) and cell_figure(cell, None) is None]
        return (
            begun
            and len(row.filled) > len(beside) > 0
            and any(cell_figure(cell, None) for cell in row.filled)
            and any(unit_of(cell) for cell in row.filled)
            and _is_source(text.text)
        )

    def _take(self, row: Row, figure: Figure) -> None:
        if self._open is not None and _together(self._open[1], row):
            self._open[0].figure = figure
        else:
            self.loose.append((row, figure))
        self._open = None

    def _tokens(self, row: Row) -> list[_Token] | None:
        """Return the row's parts in order, or None where it holds anything that no box does."""
        tokens: list[_Token] = []
        beginning = self._beginning
        for part in (line for cell in row.filled for line in printed_lines(cell)):
            if unit_of(part):
                tokens.append(_Token("unit", part))
                continue
            figures = row_figures(part, None)
            if not all(isinstance(figure, Figure) and not figure.bracketed for figure in figures):
                return None
            position = 0
            for figure in (*figures, None):
                text = part[position : figure.start if figure else len(part)].squeeze()
                labels = _labels(text, beginning)
                if labels is None and self._may_name_a_source(row, text, tokens):
                    labels = [_Token("label", text, meaning="funding")]
                if labels is None:
                    return None
                tokens += labels
                if labels and labels[-1].kind != "unit":
                    beginning = labels[-1].passage if labels[-1].kind == "beginning" else None
                if isinstance(figure, Figure):
                    tokens.append(_Token("figure", figure.passage, figure))
                    position = figure.end
        own = any(token.figure is not None and token.figure.precision is not None for token in tokens)
        return None if own and not any(token.kind == "label" for token in tokens) else tokens


def _is_source(text: str) -> bool:
    return len(text) <= LONGEST_SOURCE and not _NO_SOURCE.search(text)


def _together(first: Row, second: Row) -> bool:
    """Whether a label and a figure belong together: on one row, or on rows with cells one right under the other."""
    if first.number == second.number:
        return True
    celled = len(first.cells) > 1 and len(second.cells) > 1
    return celled and first.line.page is second.line.page and second.line.line.number - first.line.line.number == 1


def _labels(text: Passage, beginning: Passage | None) -> list[_Token] | None:
    """Return the labels that a stretch is made of (本年度の財源内訳国), or None where it is anything else."""
    tokens: list[_Token] = []
    rest = text
    while rest:
        whole = Passage.join([beginning, rest]) if beginning is not None else rest
        match = _known().match(whole.text)
        skipped = len(whole) - len(rest)
        if match is None or match.end() <= skipped:
            whole, skipped, match = rest, 0, _known().match(rest.text)
        unit = _TRAILING_UNIT.match(rest.text)
        if match is not None:
            tokens.append(_Token("label", whole[: match.end()], meaning=_meanings()[match[0]]))
            rest, beginning = rest[match.end() - skipped :], None
        elif unit:
            tokens.append(_Token("unit", rest))
            rest = rest[len(rest) :]
        else:
            trailing = _TRAILING_UNIT.search(rest.text)
            word, after = (
                (rest[: trailing.start()], rest[trailing.start() :]) if trailing else (rest, rest[len(rest) :])
            )
            joined = Passage.join([beginning, word]) if beginning is not None else word
            if _begins(joined.text):
                tokens.append(_Token("beginning", joined))
            elif _begins(word.text):
                tokens.append(_Token("beginning", word))
            elif len(word) >= _SHORTEST_END and any(known.endswith(word.text) for known in _meanings()):
                tokens.append(_Token("label", word))
            else:
                return None
            rest, beginning = after, tokens[-1].passage if tokens[-1].kind == "beginning" else None
    return tokens


def _begins(text: str) -> bool:
    return any(word.startswith(text) for word in _meanings())


@cache
def _meanings() -> dict[str, Meaning]:
    return {word: meaning for meaning in _MEANINGS for word in vocabulary.words("budget_words", meaning=meaning)}


@cache
def _known() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(_meanings(), key=lambda w: (-len(w), w))))
