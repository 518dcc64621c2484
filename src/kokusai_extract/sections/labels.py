"""Labels of places: bilingual ones torn over lines and columns, put together again.

A label is Latin lines and then Japanese ones (``Port of`` / ``Dalian`` / ``大連港``). Where the page's geometry is
known, pieces belong together that stand close under each other; in plain text, those that follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.source import BBox
from kokusai_extract.sections.legend import leading_signs
from kokusai_extract.sections.text import joined
from kokusai_extract.values.cities import is_place_name, latin_agrees

LINE_GAP = 0.6
"""Pieces of one label stand at most so far under each other, in heights of a line."""

_LATIN = re.compile(r"[A-Za-zÀ-ž][A-Za-zÀ-ž .,'’()/-]*")
_CONTINUES = re.compile(r"^[・=-](?=[ァ-ヺ一-鿿])|^[ァ-ヺー一-鿿]")
_UNFINISHED = re.compile(r"[・=-]$")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A line's part: ``text`` without the ``signs`` before it; ``whole`` with them."""

    whole: Passage
    text: Passage
    signs: tuple[Passage, ...]
    box: BBox | None

    @property
    def latin(self) -> bool:
        """Whether it is written in Latin letters."""
        return bool(_LATIN.fullmatch(self.text.text))


@dataclass(slots=True, eq=False)
class Label:
    """Pieces that belong together: the name and its Latin form, either may be missing."""

    latin: list[Piece] = field(default_factory=list)
    japanese: list[Piece] = field(default_factory=list)
    near_signs: list[Passage] = field(default_factory=list)

    @property
    def name(self) -> Passage:
        """The Japanese name; of a label without one, the Latin name."""
        parts = self.japanese or self.latin
        first, *rest = parts
        return Passage.join([first.text, *(part.whole if self.japanese else part.text for part in rest)])

    @property
    def latin_name(self) -> Passage | None:
        """The Latin name, its lines joined by spaces."""
        return joined([piece.text for piece in self.latin]) if self.latin else None

    @property
    def signs(self) -> tuple[Passage, ...]:
        """The signs printed before the label, or standing next to it."""
        pieces = (self.latin or self.japanese)[:1] + (self.japanese[:1] if self.latin else [])
        return (*(sign for piece in pieces for sign in piece.signs), *self.near_signs)

    @property
    def box(self) -> BBox | None:
        """The rectangle around all of it."""
        boxes = [piece.box for piece in (*self.latin, *self.japanese) if piece.box]
        whole = boxes[0] if boxes else None
        for box in boxes[1:]:
            whole = whole.union(box) if whole else box
        return whole


def piece_of(cell: Passage) -> Piece:
    """Return a cell as a piece, its signs apart."""
    whole = cell.strip()
    signs, text = leading_signs(whole)
    place = text or whole
    page, offset = place.document.locate(place.starts[0])
    end = max(place.ends) - (place.starts[0] - offset)
    return Piece(whole, text, signs, page.box(offset, end))


def labels_of(pieces: Sequence[Piece]) -> list[Label]:
    """Put pieces together to labels, in the order of print. Pieces that are signs alone go to the label beside them."""
    worded = [piece for piece in pieces if piece.text]
    labels = [label for group in _groups(worded) for label in _in_sequence(group)]
    for piece in pieces:
        if not piece.text and piece.box and (label := _beside(piece.box, labels)):
            label.near_signs.extend(piece.signs)
    return labels


def _groups(pieces: Sequence[Piece]) -> Iterable[list[Piece]]:
    """Return pieces that stand close under each other; all in one group where no geometry is known."""
    if any(piece.box is None for piece in pieces):
        return [list(pieces)]
    groups: list[list[Piece]] = []
    for piece in pieces:
        near = [group for group in groups if any(_close(other.box, piece.box) for other in group)]
        merged = [member for group in near for member in group] + [piece]
        groups = [group for group in groups if group not in near] + [merged]
    order = {id(piece): place for place, piece in enumerate(pieces)}
    return sorted(groups, key=lambda group: order[id(group[0])])


def _close(one: BBox | None, other: BBox | None) -> bool:
    if one is None or other is None:
        return False
    upper, lower = (one, other) if one.top <= other.top else (other, one)
    height = min(one.bottom - one.top, other.bottom - other.top)
    below = lower.top - upper.bottom <= LINE_GAP * height and lower.top - upper.top > 0.5 * height
    return below and min(one.x1, other.x1) - max(one.x0, other.x0) > 0


def _in_sequence(pieces: Sequence[Piece]) -> Iterator[Label]:
    """Yield labels of pieces that follow each other: Latin lines, then Japanese ones."""
    run: list[Label] = []
    for piece in pieces:
        current = run[-1] if run else None
        if piece.latin:
            if current is None or current.japanese:
                yield from _shared(run)
                run = [Label([piece])]
            else:
                current.latin.append(piece)
        elif current is None or not current.japanese:
            run = run or [Label()]
            run[-1].japanese.append(piece)
        elif _goes_on(current, piece):
            current.japanese.append(piece)
        else:
            run.append(Label([], [piece]))
    yield from _shared(run)


def _goes_on(label: Label, piece: Piece) -> bool:
    """Tell whether a Japanese line is the rest of the name before it."""
    if not _CONTINUES.search(piece.whole.text):
        return False
    joined = label.name.text + piece.whole.text
    if is_place_name(joined):
        return True
    return bool(_UNFINISHED.search(label.name.text)) and not is_place_name(piece.text.text)


def _shared(run: list[Label]) -> Iterable[Label]:
    """Give Latin lines before several names to those they agree with, where there is one way to do so."""
    if len(run) < 2 or not run[0].latin:
        return run
    latin, names = run[0].latin, [label.name.text for label in run]
    fitting = []
    for cuts in combinations(range(1, len(latin)), len(run) - 1):
        parts = [latin[a:b] for a, b in zip((0, *cuts), (*cuts, len(latin)), strict=True)]
        if all(
            latin_agrees(name, " ".join(p.text.text for p in part)) for name, part in zip(names, parts, strict=True)
        ):
            fitting.append(parts)
    if len(fitting) == 1:
        for label, part in zip(run, fitting[0], strict=True):
            label.latin = part
    elif not latin_agrees(names[0], _words(latin)):
        run[0].latin = []
    return run


def _words(pieces: Sequence[Piece]) -> str:
    return " ".join(piece.text.text for piece in pieces)


def _beside(box: BBox, labels: Sequence[Label]) -> Label | None:
    """Return the label that a sign stands beside, if no other one is nearly as close."""
    distances = sorted(
        ((_distance(box, label.box), index) for index, label in enumerate(labels) if label.box), key=lambda d: d
    )
    if not distances:
        return None
    height = box.bottom - box.top
    nearest, index = distances[0]
    alone = len(distances) == 1 or distances[1][0] > 2 * nearest + 0.5 * height
    return labels[index] if nearest <= 1.5 * height and alone else None


def _distance(one: BBox, other: BBox) -> float:
    across = max(one.x0 - other.x1, other.x0 - one.x1, 0.0)
    down = max(one.top - other.bottom, other.top - one.bottom, 0.0)
    return float((across**2 + down**2) ** 0.5)
