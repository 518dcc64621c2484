"""A list of names and the wards or towns they stand in, whose two columns a text has torn apart.

Rows on one line are kept as they stand. A ward on a line of its own goes to the one name that holds it (港南区:
港南国際交流ラウンジ), the last one to the last name; where the numbers do not fit, all is left open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.section import Section, SourceLine
from kokusai_extract.sections.grid import Grid, GridCell, head_name

_PLACE = r"[一-鿿々ヶケノぁ-んァ-ヴー]{1,8}[区市町村]"
_ROW = re.compile(rf"(?P<name>\S.*?\S)[ \t]+(?P<place>{_PLACE})")
_ALONE = re.compile(_PLACE)
_LAST_WORD = re.compile(r"[ァ-ヺー]+$|[一-鿿]{2}$")

Pair = tuple[Passage, Passage]


@dataclass(frozen=True, slots=True, eq=False)
class TornList:
    """The rows as printed and as ``inferred``; ``open`` are cells that belong together in no one way."""

    heads: Pair
    rows: tuple[Pair, ...]
    inferred: tuple[Pair, ...]
    open: tuple[Passage, ...]
    lines: tuple[SourceLine, ...]
    grid: Grid


def torn_list(section: Section) -> TornList | None:
    """Find such a list in a section."""
    for index, line in enumerate(section.lines):
        if heads := _heads(line.passage.strip()):
            return _read(heads, section.lines[index:])
    return None


def _heads(passage: Passage) -> Pair | None:
    """Return the two heads that a line consists of, letter-spaced ones too."""
    squeezed = passage.squeeze()
    for cut in range(1, len(squeezed)):
        left, right = squeezed[:cut], squeezed[cut:]
        if head_name("places", left.text) == "name" and head_name("places", right.text) == "place":
            return left, right
    return None


def _read(heads: Pair, lines: Sequence[SourceLine]) -> TornList:
    head, *rest = lines
    rows: list[Pair] = []
    alone: list[Passage] = []
    taken = [head]
    for line in rest:
        text = line.passage.strip()
        if match := _ROW.fullmatch(text.text):
            rows.append((text.group(match, "name").strip(), text.group(match, "place")))
        elif _ALONE.fullmatch(text.text):
            alone.append(text)
        else:
            continue
        taken.append(line)
    endings = {match.group() for name, _ in rows if (match := _LAST_WORD.search(name.text))}
    texts = [line.passage.strip() for line in rest if line.page is head.page and line not in taken]
    names = [text for text in texts if text.text.endswith(tuple(endings)) and len(text) <= 24] if alone else []
    names = [name for name in names if name.text not in endings and not re.search(r"[。、()]", name.text)]
    inferred, left = _pair(names, alone)
    cells = [tuple(GridCell(cell, (cell,)) for cell in row) for row in rows]
    cells += [tuple(GridCell(cell, (cell,), inferred=True) for cell in row) for row in inferred]
    grid = Grid(heads, tuple(cells), tuple(taken))
    return TornList(heads, tuple(rows), tuple(inferred), tuple(left), tuple(taken), grid)


def _pair(names: Sequence[Passage], places: Sequence[Passage]) -> tuple[list[Pair], list[Passage]]:
    """Pair names with the places that they hold; the last name with the last place; or leave all open."""
    if len(names) != len(places):
        return [], [*names, *places]
    pairs: list[Pair] = []
    free = list(names)
    for place in places:
        holding = [name for name in free if place.text[:-1] in name.text]
        others = [other for other in places if other is not place and holding and other.text[:-1] in holding[0].text]
        if len(holding) == 1 and not others:
            pairs.append((holding[0], place))
            free.remove(holding[0])
    left = [place for place in places if all(place is not paired for _, paired in pairs)]
    if len(free) == len(left) == 1:
        pairs.append((free[0], left[0]))
        free, left = [], []
    return pairs, [*free, *left]
