"""What the words of a chart are: titles, names, extensions, units, marks of 兼務, vacancies, notes, or none of these.

The words of a block are put together in the cheapest way: a reading costs 1, joining words costs more, a join across a
line end more again, and a word that means nothing the most. Letter-spaced words (国 際 局 長), words set one letter a
line and titles that run on in the next line become one that way, and a name never becomes part of a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from kokusai_extract.model.passage import Passage
from kokusai_extract.model.source import BBox
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
_FORCED = re.compile(r"[≫〉》】][≪〈《【]|^\d{4}(?=[^\d年.,)-])")
_CUTS = re.compile(
    r"(?<=[≫〉》】])(?=[≪〈《【])|(?=\(\D{0,4}\d{3,5}\)$)|(?<=[)>〉】])(?=[^()<>≪≫〈〉]+$)"
    r"|(?<=^\d{4})(?=[^\d年.,)-])|(?<=[^\d(.,-])(?=\d{4}$)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word or words that mean one thing. ``line`` counts the lines of its block; ``box`` is None in plain text."""

    kind: Kind
    passage: Passage
    line: int
    title: Title | None = None
    holder: Holder | None = None
    phone: str | None = None
    box: BBox | None = None

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
    words = list(_words(passage))
    best: list[tuple[float, tuple[tuple[int, int, _Reading], ...]]] = [(0.0, ())]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(end - 1, max(0, end - _MOST_WORDS) - 1, -1):
            if start < end - 1 and words[start][1] == words[start + 1][0]:
                break
            reading = _read(passage.text[words[start][0] : words[end - 1][1]])
            if reading is None and end - start > 1:
                continue
            reading = reading or (_NOTHING, "other", None)
            cost, parts = best[start]
            options.append((cost + reading[0], (*parts, (start, end, reading))))
        best.append(min(options, key=lambda option: (option[0], len(option[1]))))
    return tuple(_token(passage, words[start][0], words[end - 1][1], reading) for start, end, reading in best[-1][1])


def _words(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each word; words printed without a space between them are cut where a title ends."""
    for match in re.finditer(r"\S+", passage.text):
        start = match.start()
        pieces = [part for part in _CUTS.split(match[0]) if part]
        if len(pieces) > 1 and (_FORCED.search(match[0]) or _read(match[0]) is None):
            for piece in pieces:
                yield from _cut_title(passage.text, start, start + len(piece))
                start += len(piece)
        else:
            yield from _cut_title(passage.text, start, match.end())


def _cut_title(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut 担当係長山本 behind the title, where a name follows."""
    word = text[start:end]
    if _read(word) is None:
        following = re.match(r"[ 　]+(\S+)", text[end:])
        for cut in range(len(word) - 1, 1, -1):
            rest = word[cut:]
            if read_title(word[:cut]) and any(
                name and name.sure for name in (read_name(rest), following and read_name(f"{rest} {following[1]}"))
            ):
                yield start, start + cut
                yield start + cut, end
                return
    yield start, end


@lru_cache(maxsize=8192)
def _read(text: str) -> _Reading | None:
    """Return what the words mean together and at what cost; None where they mean nothing."""
    return min(_readings(text), key=lambda reading: reading[0], default=None)


def _readings(text: str) -> Iterator[_Reading]:
    words = text.split()
    squeezed = "".join(words)
    ends = text.count("\n")
    letters = len(words) > 1 and all(len(word) == 1 for word in words)
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
    if name and (letters or ends == 0 or name.sure):
        yield (1.0 if name.sure else _UNSURE) + (0.0 if letters else ends), "name", name
    if (len(words) == 1 or letters) and is_unit_name(squeezed):
        yield 1.2, "unit", None
    if len(words) == 1 and _NOTE.fullmatch(squeezed):
        yield 1.3, "note", None


def _may_join(words: Sequence[str], letters: bool) -> bool:
    """Tell whether words that read as one title are one.

    Not where a title or a name stands before the last of them, nor a unit's name (its own word, unless 担当 follows).
    """
    if len(words) == 1 or letters:
        return True
    if len(words) > 4 or any(read_phone(word) for word in words):
        return False
    for cut in range(1, len(words)):
        ahead, rest = "".join(words[:cut]), "".join(words[cut:])
        if read_title(ahead) and not (is_mark(rest) or rest.startswith(("(", "兼"))):
            return False
        if (name := read_name(" ".join(words[:cut]))) and name.sure:
            return False
        if is_unit_name(ahead) and not (ahead.endswith("担当") or rest.startswith("担当")):
            return False
    return True


def _token(passage: Passage, start: int, end: int, reading: _Reading) -> Token:
    part = passage[start:end]
    _, kind, value = reading
    token = Token(kind, part, passage.text.count("\n", 0, start), box=box_of(part))
    if isinstance(value, Title):
        return replace(token, title=value)
    if isinstance(value, Phone):
        return replace(token, phone=value.value)
    if isinstance(value, Name):
        return replace(token, holder=Holder(part, value))
    return token


def box_of(passage: Passage) -> BBox | None:
    """Return the rectangle around all places of a passage; None for plain text."""
    boxes = [anchor.box for anchor in passage.anchors() if anchor.box]
    if not boxes:
        return None
    union = boxes[0]
    for box in boxes[1:]:
        union = union.union(box)
    return union
