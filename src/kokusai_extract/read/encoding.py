"""Which encoding a plain text is in: tried strictly, and weighed by how Japanese the outcome looks (ADR 0004)."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property

from kokusai_extract.errors import UnreadableDocument
from kokusai_extract.model.finding import Finding
from kokusai_extract.read.folding import fold_character, fold_text

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32-le", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32-be", "utf-32"),
    (b"\xff\xfe", "utf-16-le", "utf-16"),
    (b"\xfe\xff", "utf-16-be", "utf-16"),
)
_SHIFTED = (("iso2022_jp", "iso2022_jp_1", "iso2022_jp_2004"),)
_UNMARKED = (("utf-8",), ("cp932", "shift_jis_2004"), ("euc_jp", "euc_jis_2004"), ("utf-16-le",), ("utf-16-be",))
"""Families of encodings; within one, a later member is tried only where an earlier one does not fit."""

_ESCAPE = re.compile(rb"\x1b(?:\$\(.|[$(].)")

_READABLE = 0.5  # a text is at least this plausible
_CLOSE = 0.1  # two readings this near each other are equally plausible
_MOST_FAULTS = 1000
_SAMPLE = 1 << 16


@dataclass(frozen=True)
class _Reading:
    """The bytes read in one encoding. ``faults`` are the (start, end) offsets of bytes that mean nothing in it."""

    encoding: str
    text: str
    faults: tuple[tuple[int, int], ...] = ()

    @cached_property
    def plausibility(self) -> float:
        return plausibility(self.text)


def decode(data: bytes, file_name: str) -> tuple[str, str, tuple[Finding, ...]]:
    """Return the text, the name of its encoding (for :meth:`bytes.decode`) and what is in doubt about it.

    A byte that means nothing in the encoding becomes U+FFFD, and a finding tells its offset and value.

    Raises:
        UnreadableDocument: when no encoding makes it a text (code ``text-binary``).
    """
    mark, families, name = _candidates(data)
    body = data[len(mark) :]
    readings = [reading for family in families if (reading := _strict(body, family)) and _is_text(reading)]
    if not readings:
        samples = (_lenient(body[:_SAMPLE], encoding) for family in families for encoding in family)
        readings = [_lenient(body, max(samples, key=lambda sample: sample.plausibility).encoding)]
    readings.sort(key=lambda reading: -reading.plausibility)
    utf8 = next((reading for reading in readings if reading.encoding == "utf-8" and "\0" not in reading.text), None)
    if utf8:  # hardly a longer text in another encoding is valid UTF-8
        readings = [utf8, *(reading for reading in readings if reading is not utf8)]
    best = readings[0]
    if len(best.faults) > _MOST_FAULTS or not _is_text(best):
        raise UnreadableDocument(file_name, "is no text in any encoding known here", code="text-binary")
    name = name or best.encoding
    return best.text, name, tuple(_findings(data, best, readings[1:], name, len(mark)))


def _candidates(data: bytes) -> tuple[bytes, Sequence[Sequence[str]], str | None]:
    """Return the byte order mark, the encodings to try, and the encoding's name where the mark tells it."""
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            return mark, ((encoding,),), name
    if data.isascii() and _ESCAPE.search(data):
        return b"", _SHIFTED, None
    return b"", _UNMARKED if len(data) % 2 == 0 else _UNMARKED[:-2], None


def _strict(data: bytes, family: Sequence[str]) -> _Reading | None:
    for encoding in family:
        with suppress(UnicodeDecodeError):
            return _Reading(encoding, data.decode(encoding))
    return None


def _lenient(data: bytes, encoding: str) -> _Reading:
    """Read what can be read, up to more faults than a text may have."""
    parts: list[str] = []
    faults: list[tuple[int, int]] = []
    view, position, state = memoryview(data), 0, b""
    while len(faults) <= _MOST_FAULTS:
        rest = state + data[position:] if state else view[position:]
        try:
            parts.append(codecs.decode(rest, encoding))
            break
        except UnicodeDecodeError as error:
            parts += [codecs.decode(rest[: error.start], encoding, "ignore"), "\ufffd"]
            start, end = (position + offset - len(state) for offset in (error.start, error.end))
            faults.append((start, end))
            position = end
            if encoding.startswith("iso2022"):  # the bytes go on in the character set that was switched to
                state = [b"", *_ESCAPE.findall(data, 0, end)][-1]
    return _Reading(encoding, "".join(parts), tuple(faults))


def _is_text(reading: _Reading) -> bool:
    """Whether a reading makes sense: in valid UTF-8 any language does, elsewhere only Japanese is recognized."""
    if reading.encoding == "utf-8" and not reading.faults:
        controls = sum(n for c, n in Counter(reading.text).items() if not fold_character(c) and c < " ")
        return 10 * controls <= len(reading.text)
    return reading.plausibility >= _READABLE


def plausibility(text: str) -> float:
    """Return how much a text looks like Japanese: the mean of what its characters speak for, 1 at the most.

    ASCII says nothing, and a text of nothing else is plausible.
    """
    weighed = [(weight, n) for c, n in Counter(text).items() if (weight := _weight(c)) is not None]
    total = sum(n for _, n in weighed)
    return sum(weight * n for weight, n in weighed) / total if total else 1.0


@cache
def _weight(character: str) -> float | None:
    """Kana, Japanese marks and kanji of level 1 speak for a reading, half-width kana hardly, controls against it."""
    if character in "\t\n\v\f\r" or " " <= character <= "~":
        return None
    if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Co", "Cn", "Cs"):
        return -2.0
    if "\uff61" <= character <= "\uff9f":
        return 0.2
    try:
        lead = character.encode("euc_jp")[0]
    except UnicodeEncodeError:
        return 0.4
    return 1.0 if 0xA1 <= lead <= 0xCF else 0.4


def _findings(data: bytes, best: _Reading, others: Sequence[_Reading], name: str, offset: int) -> list[Finding]:
    findings = []
    rival = next((r for r in others if best.plausibility - r.plausibility < _CLOSE and _differ(r, best)), None)
    if rival and rival.plausibility >= _READABLE and not best.faults:
        chosen, other = _first_difference(best.text, rival.text)
        values = {"chosen": name, "other": rival.encoding, "chosen_text": chosen, "other_text": other}
        findings.append(_finding("text-encoding-ambiguous", **values))
    elif best.encoding != "utf-8":
        findings.append(_finding("text-encoding", encoding=name))
    if best.faults:
        places = [(start + offset, end + offset) for start, end in best.faults]
        shown = ", ".join(f"{start} ({data[start:end].hex(' ')})" for start, end in places[:10])
        shown += ", …" if len(places) > 10 else ""
        values = {"encoding": name, "count": str(len(places)), "offset": str(places[0][0]), "places": shown}
        findings.append(_finding("text-undecodable", **values))
    return findings


def _finding(code: str, **values: str) -> Finding:
    return Finding(code, values=tuple(values.items()))


def _differ(one: _Reading, other: _Reading) -> bool:
    """Whether two readings differ in more than forms that fold to one (〜 and ～)."""
    return one.text != other.text and fold_text(one.text) != fold_text(other.text)


def _first_difference(one: str, other: str, width: int = 20) -> tuple[str, str]:
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[start : start + width], other[start : start + width]
