"""Drawing commands, read faster: runs of numbers and operators at once, all else token by token as pdfminer does.

Nine tenths of a page's commands are numbers and one-word operators, and pdfminer takes three microseconds for each.
"""

from __future__ import annotations

import re
from typing import Any

from pdfminer.pdfinterp import PDFContentParser
from pdfminer.psparser import KWD

_OPERATORS = (
    b"m l c v y h re S s f F f* B B* b b* n W W* q Q cm w J j M d i ri gs g G rg RG k K cs CS sc SC scn SCN sh "
    b"BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ Do BMC BDC EMC MP DP BX EX"
).split()
"""Operators of ISO 32000-1 (annex A), without those of inline pictures, whose data is no text."""

_KEYWORDS = {name: KWD(name) for name in _OPERATORS}
_SPACE = rb"[\t\n\f\r ]"
_NUMBER = rb"[-+]?+(?:\d{1,15}+(?:\.\d{0,15}+)?+|\.\d{1,15}+)"
_WORD = rb"(?:%s)" % b"|".join(re.escape(name) for name in sorted(_OPERATORS, key=len, reverse=True))
_RUN = re.compile(rb"%s*+(?:(?:%s|%s)%s++)++" % (_SPACE, _NUMBER, _WORD, _SPACE))


class Commands(PDFContentParser):
    """pdfminer's parser of drawing commands, with a short way through what is plain.

    Between two objects it holds nothing: there a run of numbers and operators can be taken from the buffer, if each
    ends within it. What is not such a run to the letter goes the long way.
    """

    BUFSIZ = 65536

    def __init__(self, streams: Any) -> None:
        self._ready: list[tuple[int, Any]] = []
        super().__init__(streams)

    def nextobject(self) -> tuple[int, Any]:
        """Return the next number, name, string, array, dictionary, picture or operator; its position is not kept."""
        if not (self._ready or self.results or self._tokens) and self._parse1 == self._parse_main:
            run = _RUN.match(self.buf, self.charpos)
            if run:
                self.charpos = run.end()
                self._ready = [(0, _KEYWORDS.get(word) or _number(word)) for word in reversed(run.group().split())]
        return self._ready.pop() if self._ready else super().nextobject()


def _number(word: bytes) -> int | float:
    return float(word) if b"." in word else int(word)
