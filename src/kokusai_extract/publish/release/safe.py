"""Cells that a spreadsheet would run, made safe, and how to have them back.

A text that a spreadsheet takes for a formula gets one apostrophe in front: it begins with ``=``, ``+``, ``-``, ``@``,
their full-width forms or a control character, white space before them or not. So does a text that could be mistaken
for the sign of an empty cell, and one that begins with apostrophes followed by such. Taking one apostrophe away gives
it back. The characters are those that OWASP names for CSV injection.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_MARK = "'"
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")


def safe(text: str, signs: Collection[str] = ()) -> str:
    """Return a text as a cell that no spreadsheet runs, and that is none of the ``signs`` of an empty cell.

    >>> safe("=1+1"), safe("-"), safe("'@a"), safe("東京"), safe("n/a", ["n/a"])
    ("'=1+1", "'-", "''@a", '東京', "'n/a")
    """
    return _MARK + text if _FORMULA.match(text) or text.lstrip(_MARK) in signs else text


def original(cell: str, signs: Collection[str] = ()) -> str:
    """Return the text that :func:`safe` made a cell of.

    >>> original("'=1+1"), original("''@a"), original("'a")
    ('=1+1', "'@a", "'a")
    """
    inner = cell.removeprefix(_MARK)
    return inner if inner != cell and safe(inner, signs) == cell else cell
