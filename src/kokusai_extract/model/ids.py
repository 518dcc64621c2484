"""Ids: text made of the document's id and of what is printed, independent of row order (see ADR 0003)."""

from __future__ import annotations

from collections.abc import Iterable


def fact_id(document_id: str, kind: str, *path: str) -> str:
    """Return the id of a fact: the document, what it is, and the names that lead to it.

    >>> fact_id("doc-0123456789ab", "unit", "国際局", "総務部")
    'doc-0123456789ab/unit/国際局/総務部'
    """
    return "/".join((document_id, kind, *(part.replace("/", "／") for part in path)))


def unique_ids(ids: Iterable[str]) -> list[str]:
    """Return the ids with ``~2``, ``~3`` … behind each that came before, so that nothing printed twice is lost.

    >>> unique_ids(["a", "b", "a"])
    ['a', 'b', 'a~2']
    """
    seen: dict[str, int] = {}
    result = []
    for name in ids:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}~{seen[name]}")
    return result
