"""What the words of a chart are: titles, names, extensions, units, marks of 兼務, vacancies, notes, or none of these.

The words of a block are put together in the cheapest way: a reading costs 1, joining words costs more, a join across a
line end more again, and a word that means nothing the most. Letter-spaced words (国 際 局 長) and titles that run on
in the next line become one that way, and a name never becomes part of a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import groupby, pairwise
from typing import Literal

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.source import BBox
from kokusai_extract.sections.chart.columns import place, shared
from kokusai_extract.sections.chart.letters import torn_lines
from kokusai_extract.sections.staff import Holder
from kokusai_extract.values.people import Name, read_name
from kokusai_extract.values.phones import Phone, read_phone
from kokusai_extract.values.titles import Title, is_mark, is_vacancy, read_title
from kokusai_extract.values.units import is_unit_name

Kind = Literal["title", "name", "phone", "unit", "mark", "vacant", "note", "other"]
_Reading = tuple[float, Kind, Title | Name | Phone | None]

_MOST_WORDS = 9
_JOIN, _LINE_END, _NOTHING = 0.6, 0.4, 3.0
_UNSURE = 1.5
_NOTE = re.compile(
    r"[※*(（].*|.*\d年\d{1,2}月\d{1,2}日.*|.*(?:現在|組織図|機構図|配置図|電話番号|内線番号|事務分掌)\)?|[-–]?\d{1,3}[-–]?"
    r"|氏名|職名|補職名?|役職名?|所属|内線|電話|備考|代表|直通|[-|│┃─━┌┐└┘├┤┬┴┼╋・…]+"
)
_PART_OF_NAME = re.compile(r"[々ヶ一-鿿豈-﫿ぁ-ゖァ-ヺー]{1,4}")
_FORCED = re.compile(r"[≫〉》】][≪〈《【]|^\d{4}(?=[^\d年.,)-])")
_CUTS = re.compile(
    r"(?<=[≫〉》】])(?=[≪〈《【])|(?=\(\D{0,4}\d{3,5}\)$)|(?<=[)>〉】])(?=[^()<>≪≫〈〉]+$)"
    r"|(?<=^\d{4})(?=[^\d年.,)-])|(?<=[^\d(.,-])(?=\d{4}$)|(?<=.)(?=\((?:内線?|電話|TEL)$)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word or words that mean one thing.

    ``line`` counts the lines of its block. ``box`` is the rectangle around it, ``height`` that of a line of it; in
    plain text they are None and 0.
    """

    kind: Kind
    passage: Passage
    line: int
    title: Title | None = None
    holder: Holder | None = None
    phone: str | None = None
    box: BBox | None = None
    height: float = 0.0

    @property
    def text(self) -> str:
        """Its text without white space."""
        return self.passage.squeeze().text


def block(lines: Sequence[Passage]) -> Passage:
    """Return lines as one passage with a line end between them."""
    parts: list[Passage] = []
    for line in lines:
        if parts:
            last = parts[-1]
            at = last.ends[-1:] or (0,)
            parts.append(Passage(line.document, "\n", at, at))
        parts.append(line)
    return Passage.join(parts)


def read_block(passage: Passage) -> tuple[Token, ...]:
    """Read the words of a block whose lines are parted by line ends."""
    text = passage.text
    words = list(_words(passage))
    torn = torn_lines(text, means_something)
    best: list[tuple[float, tuple[tuple[int, int, _Reading], ...]]] = [(0.0, ())]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(end - 1, max(0, end - _MOST_WORDS) - 1, -1):
            if start < end - 1 and words[start][1] == words[start + 1][0]:
                break
            first, last = words[start][0], words[end - 1][1]
            in_torn = not torn.isdisjoint(range(text.count("\n", 0, first), text.count("\n", 0, last) + 1))
            reading = _read(text[first:last]) if not in_torn and _may_be_one(text, first, last) else None
            if reading and "\n" in text[first:last] and not _in_one_column(passage[first:last]):
                reading = None
            if reading is None and end - start == 1:
                reading = (_NOTHING, "other", None)
            if reading is not None:
                cost, parts = best[start]
                options.append((cost + reading[0], (*parts, (start, end, reading))))
        best.append(min(options, key=lambda option: (option[0], len(option[1]))))
    tokens = [_token(passage, words[start][0], words[end - 1][1], reading) for start, end, reading in best[-1][1]]
    return tuple(_without_doubtful_names(tokens))


def _without_doubtful_names(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens; names beside a word of their line that may be part of one were cut at the wrong place."""
    for _, group in groupby(tokens, key=lambda token: (token.line, token.kind in {"name", "other"})):
        run = list(group)
        doubtful = any(token.kind == "other" and _PART_OF_NAME.fullmatch(token.text) for token in run)
        for token in run:
            yield replace(token, kind="other", holder=None) if doubtful and token.kind == "name" else token


def means_something(text: str) -> bool:
    """Tell whether a text as a whole is one of the things that a chart is made of."""
    return _read(text) is not None


def _may_be_one(text: str, start: int, end: int) -> bool:
    """Tell whether words may be read together where they stand.

    Across a line end only if they begin their line, stand under each other and nothing but figures follows: where the
    lines of several boxes were run together, the end of one line goes on in another box. Three letters or more as a
    name only if the rest of their line is a title before them and figures behind them, for the same reason.
    """
    before = text[text.rfind("\n", 0, start) + 1 : start].strip()
    after = text[end : text.find("\n", end) if "\n" in text[end:] else len(text)]
    figures = not re.search(r"[^\d\s()-]", after)
    letters = text[start:end].split()
    if "\n" in text[start:end]:
        return not before and figures and min(map(len, letters)) > 1
    if len(letters) > 2 and _are_letters(letters) and not read_title("".join(letters)):
        return figures and (not before or read_title("".join(before.split())) is not None)
    return True


def _in_one_column(words: Passage) -> bool:
    """Tell whether the parts of words on each line of a plain text stand under each other."""
    parts = [part for line in words.split("\n") if (part := line.strip())]
    if len(parts) < 2 or parts[0].anchors()[0].box:
        return True
    return all(shared(place(one), place(other)) > 0 for one, other in pairwise(parts))


def _words(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each word; words printed without a space between them are cut where a title ends."""
    for match in re.finditer(r"\S+", passage.text):
        start = match.start()
        pieces = [part for part in _CUTS.split(match[0]) if part]
        if len(pieces) > 1 and _is_bracket(pieces[0]):
            pieces[:2] = ["".join(pieces[:2])]
        if len(pieces) > 1 and (_FORCED.search(match[0]) or _read(match[0]) is None):
            for piece in pieces:
                yield from _cut_title(passage.text, start, start + len(piece))
                start += len(piece)
        else:
            yield from _cut_title(passage.text, start, match.end())


def _cut_title(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut 担当係長山本 behind the title, where a name follows and there is one place to cut."""
    word = text[start:end]
    if _read(word) is None:
        following = re.match(r"[ 　]+(\S+)", text[end:])
        cuts = [cut for cut in range(2, len(word)) if read_title(word[:cut]) and _begins_name(word[cut:], following)]
        if len(cuts) == 1:
            yield start, start + cuts[0]
            yield start + cuts[0], end
            return
    yield start, end


def _begins_name(rest: str, following: re.Match[str] | None) -> bool:
    names = [read_name(rest), read_name(f"{rest} {following[1]}") if following else None]
    return any(name and name.sure for name in names)


@lru_cache(maxsize=8192)
def _read(text: str) -> _Reading | None:
    """Return what the words mean together and at what cost; None where they mean nothing."""
    return min(_readings(text), key=lambda reading: reading[0], default=None)


def _readings(text: str) -> Iterator[_Reading]:
    words = text.split()
    squeezed = "".join(words)
    ends = text.count("\n")
    letters = _are_letters(words) and ends == 0
    joined = 1.0 if letters else 1 + _JOIN * (len(words) - 1) + _LINE_END * ends
    if (title := read_title(squeezed)) and _may_join(words, letters):
        yield joined, "title", title
    if len(words) <= 2 and (phone := read_phone(text)):
        yield joined, "phone", phone
    if is_vacancy(squeezed):
        yield joined, "vacant", None
    if is_mark(squeezed):
        yield joined, "mark", None
    name = read_name(text) if letters or len(words) <= 2 else None
    if name and (letters or ends == 0 or (name.sure and max(map(len, words)) <= 3)):
        yield (1.0 if name.sure else _UNSURE) + (0.0 if letters else ends), "name", name
    if (len(words) == 1 or letters) and is_unit_name(squeezed):
        yield 1.2, "unit", None
    if len(words) == 1 and _NOTE.fullmatch(squeezed):
        yield 1.3, "note", None


def _are_letters(words: Sequence[str]) -> bool:
    """Tell whether a word is set letter by letter."""
    return len(words) > 1 and all(len(word) == 1 for word in words)


def _is_bracket(text: str) -> bool:
    return text.startswith("(") and text.endswith(")")


def _may_join(words: Sequence[str], letters: bool) -> bool:
    """Tell whether words that read as one title are one.

    Not where a title or a name stands before the last of them, nor a unit's name (its own word, unless 担当 follows).
    """
    if len(words) == 1 or letters:
        return True
    if (
        len(words) > 4
        or any(read_phone(word) or is_vacancy(word) for word in words)
        or any(map(read_title, words[1:-1]))
    ):
        return False
    for cut in range(1, len(words)):
        ahead, rest = "".join(words[:cut]), "".join(words[cut:])
        if read_title(ahead) and not (is_mark(rest) or rest.startswith("兼") or _is_bracket(rest)):
            return False
        if (name := read_name(" ".join(words[:cut]))) and name.sure:
            return False
        if is_unit_name(ahead) and not (ahead.endswith("担当") or rest.startswith("担当")):
            return False
    return True


def _token(passage: Passage, start: int, end: int, reading: _Reading) -> Token:
    part = passage[start:end]
    _, kind, value = reading
    boxes = [anchor.box for anchor in part.anchors() if anchor.box]
    height = min((box.bottom - box.top for box in boxes), default=0.0)
    token = Token(kind, part, passage.text.count("\n", 0, start), box=_around(boxes), height=height)
    if isinstance(value, Title):
        return replace(token, title=value)
    if isinstance(value, Phone):
        return replace(token, phone=value.value)
    if isinstance(value, Name):
        return replace(token, holder=Holder(part, value))
    return token


def box_of(passage: Passage) -> BBox | None:
    """Return the rectangle around all places of a passage; None for plain text."""
    return _around([anchor.box for anchor in passage.anchors() if anchor.box])


def _around(boxes: Sequence[BBox]) -> BBox | None:
    return reduce(BBox.union, boxes) if boxes else None
