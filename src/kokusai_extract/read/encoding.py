"""Which encoding a plain text is in: tried strictly, and weighed by how Japanese the outcome looks (ADR 0004)."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from kokusai_extract.errors import UnreadableDocument
from kokusai_extract.model.finding import Finding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SHIFTED = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_2004")
_OTHERS = ("utf-8", "cp932", "euc_jp", "euc_jis_2004", "shift_jis_2004", "utf-16-le", "utf-16-be")
_CLOSE = 0.1  # two readings this near each other are equally plausible
_READABLE = 0.5  # least share of characters that a text has to have in order


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the bytes. ``faults`` are the (start, end) offsets of bytes that the encoding does not know."""

    encoding: str
    text: str
    faults: tuple[tuple[int, int], ...]
    plausibility: float


def decode(data: bytes, file_name: str) -> tuple[str, str, tuple[Finding, ...]]:
    """Return the text, the name of its encoding (for :func:`bytes.decode`) and what is in doubt about it.

    A byte that the encoding does not know becomes U+FFFD, and a finding tells its offset and value.

    Raises:
        UnreadableDocument: when no encoding makes it a text (code ``text-binary``).
    """
    reading, rival = _best(data)
    if reading.plausibility < _READABLE:
        raise UnreadableDocument(file_name, "is no text in any encoding known here", code="text-binary")
    findings = []
    if rival:
        one, other = _first_difference(reading.text, rival.text)
        findings.append(
            _finding(
                "text-encoding-ambiguous",
                chosen=reading.encoding,
                other=rival.encoding,
                chosen_text=one,
                other_text=other,
            )
        )
    elif reading.encoding not in ("utf-8", "utf-8-sig"):
        findings.append(_finding("text-encoding", encoding=reading.encoding))
    if reading.faults:
        places = ", ".join(f"{start} ({data[start:end].hex(' ')})" for start, end in reading.faults[:10])
        findings.append(
            _finding(
                "text-undecodable",
                encoding=reading.encoding,
                count=len(reading.faults),
                offset=reading.faults[0][0],
                places=places,
            )
        )
    return reading.text, reading.encoding, tuple(findings)


def _finding(code: str, **values: object) -> Finding:
    return Finding(code, values=tuple((name, str(value)) for name, value in values.items()))


def _best(data: bytes) -> tuple[_Reading, _Reading | None]:
    """Return the reading to take, and another that is as plausible, if there is one."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _read(data, encoding), None
    if data.isascii() and b"\x1b$" in data:
        return min((_read(data, encoding) for encoding in _SHIFTED), key=lambda r: len(r.faults)), None
    utf8 = _read(data, "utf-8")
    if not utf8.faults and b"\0" not in data:
        return utf8, None
    readings = sorted(
        [utf8, *(_read(data, encoding) for encoding in _OTHERS[1:])],
        key=lambda r: (-r.plausibility, len(r.faults), _OTHERS.index(r.encoding)),
    )
    best = readings[0]
    rivals = (
        r
        for r in readings[1:]
        if not r.faults
        and best.plausibility - r.plausibility < _CLOSE
        and r.plausibility >= _READABLE
        and _differ(r.text, best.text)
    )
    return best, next(rivals, None)


def _read(data: bytes, encoding: str) -> _Reading:
    faults: list[tuple[int, int]] = []

    def note(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)  # noqa: S101
        faults.append((error.start, error.end))
        return "\ufffd", error.end

    codecs.register_error("kokusai-note", note)
    text = data.decode(encoding, "kokusai-note")
    return _Reading(encoding, text, tuple(faults), plausibility(text))


def plausibility(text: str) -> float:
    """Return how much a text looks like Japanese, from 0 to 1: the mean of what its characters speak for."""
    counts = Counter(text)
    weights = {c: _weight(c) for c in counts}
    total = sum(n for c, n in counts.items() if weights[c] is not None)
    if not total:
        return 1.0
    return max(0.0, sum(n * (weights[c] or 0.0) for c, n in counts.items()) / total)


@cache
def _weight(character: str) -> float | None:
    """Kana, Japanese marks and everyday kanji speak for a reading, half-width kana and rare kanji against it."""
    if character < "\x80":
        return None if character in "\t\n\v\f\r" or character.isprintable() else -2.0
    if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Co", "Cn", "Cs"):
        return -2.0
    if "\uff61" <= character <= "\uff9f":
        return 0.3
    try:
        lead = character.encode("euc_jp")[0]
    except UnicodeEncodeError:
        return 0.4
    return 1.0 if lead < 0xD0 else 0.4  # rows 1 to 47 of JIS X 0208: kana, marks, kanji of level 1


def _differ(one: str, other: str) -> bool:
    """Whether two texts differ in more than forms that fold to one (〜 and ～)."""
    return one != other and unicodedata.normalize("NFKC", one.replace("〜", "～")) != unicodedata.normalize(
        "NFKC", other.replace("〜", "～")
    )


def _first_difference(one: str, other: str, width: int = 20) -> tuple[str, str]:
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[start : start + width], other[start : start + width]
