"""Telephone numbers and extensions: 2290 / (2290) / 227-7967 / 内)21301 / 内線 7587,7500 / 045(671)4711.

Text is expected folded. The value keeps the figures, ``-`` between the groups of one number and ``,`` between numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LABEL = r"(?:\(?\s*内\s*線?\s*\)?\s*(?:番号)?|(?i:tel|ext)\.?|電\s*話(?:番号)?|[☎☏✆])\s*[::]?\s*"
_EXTENSION = r"\d{4,5}"
_LABELLED_EXTENSION = r"\d{2,6}"
_NUMBER = r"(?:0\d{1,3}\s?-\s?\d{1,4}\s?-\s?\d{4}|0\d{1,3}\s?\(\s?\d{1,4}\s?\)\s?\d{4}|\d{2,4}\s?-\s?\d{4})"
_LIST = r"(?:{one})(?:\s?[,、・/]\s?(?:{one}))*"
_PHONE = re.compile(
    r"(?P<open>\()?\s*(?:"
    + rf"{_LABEL}(?P<labelled>{_LIST.format(one=_NUMBER + '|' + _LABELLED_EXTENSION)})"
    + rf"|(?P<bare>{_LIST.format(one=_NUMBER + '|' + _EXTENSION)})"
    + r")\s*(?(open)\))"
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number at ``start:end`` of what was parsed, label and brackets included."""

    start: int
    end: int
    value: str


def read_phone(text: str) -> Phone | None:
    """Read a whole string as a telephone number or extension; None where it is none.

    >>> read_phone("内線 7587,7500").value
    '7587,7500'
    >>> read_phone("(2290)").value
    '2290'
    >>> read_phone("平成27年") is None
    True
    """
    match = _PHONE.fullmatch(text.strip())
    if match is None:
        return None
    lead = len(text) - len(text.lstrip())
    return Phone(match.start() + lead, match.end() + lead, _value(match))


def trailing_phone(text: str) -> Phone | None:
    """Read the number that ends a line and is set apart from what stands before it; None where there is none.

    >>> trailing_phone("山本 忍(2290)")
    Phone(start=4, end=10, value='2290')
    """
    stripped = text.rstrip()
    for match in re.finditer(rf"(?:(?<=\s)|(?=\()|(?={_LABEL}\d)){_PHONE.pattern}$", stripped):
        if match.start() > 0:
            return Phone(match.start(), match.end(), _value(match))
    return None


def _value(match: re.Match[str]) -> str:
    printed = re.sub(r"\s", "", match["labelled"] or match["bare"])
    return re.sub(r"[、・/]", ",", printed.replace("(", "-").replace(")", "-"))
