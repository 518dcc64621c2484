"""A passage: normalized text that remembers, character by character, where in the raw text it came from.

Parsers take passages and cut them (``passage[2:5]``, ``passage.strip()``, ``passage.group(match)``); whatever is left
can say where it is printed. That is how offsets stay right without anyone counting them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from kokusai_extract.model.evidence import Anchor, Confidence, Origin, Sourced
from kokusai_extract.model.source import Document

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Normalized ``text`` whose character ``i`` was made from ``document.text[starts[i]:ends[i]]``.

    ``repairs`` are the raw offsets (``starts``) at which a character stands in place of one that the text layer
    names wrongly; they may lie outside the passage.
    """

    document: Document
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    repairs: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not len(self.text) == len(self.starts) == len(self.ends):
            raise ValueError("a passage whose map does not fit its text")

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def __getitem__(self, part: slice) -> Passage:
        return Passage(self.document, self.text[part], self.starts[part], self.ends[part], self.repairs)

    def __add__(self, other: Passage) -> Passage:
        return Passage(
            self.document,
            self.text + other.text,
            self.starts + other.starts,
            self.ends + other.ends,
            self.repairs | other.repairs,
        )

    @staticmethod
    def join(passages: Iterable[Passage]) -> Passage:
        """Return the passages one after the other, with nothing between.

        Raises:
            ValueError: when there is none.
        """
        parts = list(passages)
        if not parts:
            raise ValueError("nothing to join")
        return Passage(
            parts[0].document,
            "".join(part.text for part in parts),
            tuple(i for part in parts for i in part.starts),
            tuple(i for part in parts for i in part.ends),
            frozenset().union(*(part.repairs for part in parts)),
        )

    @property
    def repaired(self) -> bool:
        """Whether a character of the passage was repaired."""
        return bool(self.repairs) and not self.repairs.isdisjoint(self.starts)

    def strip(self, characters: str | None = None) -> Passage:
        """Return the passage without white space (or ``characters``) at both ends."""
        stripped = self.text.lstrip(characters)
        start = len(self.text) - len(stripped)
        return self[start : start + len(stripped.rstrip(characters))]

    def squeeze(self) -> Passage:
        """Return the passage without any white space: for letter-spaced heads such as ``国 際 局 長``."""
        words = [match.span() for match in re.finditer(r"\S+", self.text)]
        if words == [(0, len(self.text))]:
            return self
        return Passage(
            self.document,
            "".join(self.text.split()),
            tuple(chain.from_iterable(self.starts[start:end] for start, end in words)),
            tuple(chain.from_iterable(self.ends[start:end] for start, end in words)),
            self.repairs,
        )

    def words(self) -> Passage:
        """Return the passage with letter-spaced words closed and other white space as one space.

        ``国 際 局  事 務 分 掌`` is two words: between them the gap is wider than between their letters.
        """
        parts: list[Passage] = []
        for word in self.strip().split(r"\s{2,}"):
            tokens = [token for token in word.split(r"\s") if token]
            closed = [word.squeeze()] if all(len(token) == 1 for token in tokens) else tokens
            for token in closed:
                if parts:
                    last = parts[-1]
                    gap = Passage(self.document, " ", last.ends[-1:], token.starts[:1], self.repairs)
                    parts.append(gap)
                parts.append(token)
        return Passage.join(parts) if parts else self[0:0]

    def group(self, match: re.Match[str], group: int | str = 0) -> Passage:
        """Return the part that a group of a match on ``text`` covers (empty where the group took no part)."""
        start, end = match.span(group)
        return self[start:end] if start >= 0 else self[0:0]

    def split(self, pattern: str | re.Pattern[str]) -> Iterator[Passage]:
        """Yield the parts between matches of ``pattern``, empty ones too."""
        position = 0
        for match in re.finditer(pattern, self.text):
            yield self[position : match.start()]
            position = match.end()
        yield self[position:]

    @property
    def raw(self) -> str:
        """The text as printed; parts that do not follow each other are joined by a line end."""
        return "\n".join(anchor.quote for anchor in self.anchors())

    def anchors(self) -> tuple[Anchor, ...]:
        """Return the places it is printed at: one for each run of raw text on one line."""
        anchors: list[Anchor] = []
        for start, end in self._runs():
            page, offset = self.document.locate(start)
            stop = offset + (end - start)
            anchors.append(
                Anchor(
                    self.document.id,
                    page.number,
                    page.line_at(offset).number,
                    offset,
                    stop,
                    page.text[offset:stop],
                    page.box(offset, stop),
                )
            )
        return tuple(anchors)

    def _runs(self) -> Iterator[tuple[int, int]]:
        raw = self.document.text
        start = end = -1
        for char_start, char_end in zip(self.starts, self.ends, strict=True):
            if raw[char_start] in "\n\r\f":  # ends a run, and is part of none
                continue
            gap = raw[end:char_start] if start >= 0 else ""
            if start >= 0 and char_start >= start and not (gap.strip() or "\n" in gap or "\r" in gap or "\f" in gap):
                end = max(end, char_end)
                continue
            if start >= 0:
                yield start, end
            start, end = char_start, char_end
        if start >= 0:
            yield start, end

    def sourced(
        self, value: T, rule: str, *, origin: Origin = "printed", confidence: Confidence = "parsed"
    ) -> Sourced[T]:
        """Return ``value`` with this passage as its evidence.

        A repaired passage makes the value ``corrected``; one read by OCR makes it ``recognized``.
        """
        anchors = self.anchors()
        if self.repaired and origin == "printed":
            origin, confidence = "corrected", "repaired"
        elif anchors and self.document.pages[anchors[0].page - 1].text_layer == "ocr":
            confidence = "recognized"
        return Sourced(value, "\n".join(anchor.quote for anchor in anchors), anchors, rule, origin, confidence)

    def read(self, rule: str) -> Sourced[str]:
        """Return the normalized text itself with its evidence."""
        return self.sourced(self.text, rule, confidence="read")
