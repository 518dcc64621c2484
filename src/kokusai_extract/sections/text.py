"""Passages put one behind the other."""

from __future__ import annotations

from collections.abc import Sequence

from kokusai_extract.model.passage import Passage


def joined(parts: Sequence[Passage], separator: str = " ") -> Passage:
    """Return passages with one character between them that is printed nowhere.

    Raises:
        ValueError: when there is none.
    """
    result: list[Passage] = []
    for part in parts:
        if result and part and result[-1]:
            last = result[-1]
            result.append(Passage(last.document, separator, last.starts[-1:], last.ends[-1:], last.repairs))
        result.append(part)
    return Passage.join(result)
