"""Places on pages that lie askew: facts are read on the straightened page and shown on the page as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Anchor, Sourced
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.source import Document, Page

_T = TypeVar("_T")


def as_shown(document: Document, facts: DocumentFacts) -> DocumentFacts:
    """Return the facts with the boxes of all their places as a viewer shows them."""
    askew = {page.number: page for page in document.pages if page.tilt}
    if not askew:
        return facts
    return replace(
        facts,
        records=tuple(_moved(record, askew) for record in facts.records),
        loose=tuple(_moved(item, askew) for item in facts.loose),
        findings=tuple(_finding(finding, askew) for finding in facts.findings),
    )


def _moved(item: _T, askew: Mapping[int, Page]) -> _T:
    """Return a record with the places of its facts as shown."""
    values = ((field.name, getattr(item, field.name)) for field in fields(cast("Any", item)))
    moved = {
        name: replace(value, anchors=_anchors(value.anchors, askew))
        for name, value in values
        if isinstance(value, Sourced) and any(anchor.page in askew for anchor in value.anchors)
    }
    return cast(_T, replace(cast("Any", item), **moved)) if moved else item


def _finding(finding: Finding, askew: Mapping[int, Page]) -> Finding:
    return replace(finding, anchors=_anchors(finding.anchors, askew)) if finding.anchors else finding


def _anchors(anchors: tuple[Anchor, ...], askew: Mapping[int, Page]) -> tuple[Anchor, ...]:
    return tuple(
        replace(anchor, box=askew[anchor.page].shown(anchor.box)) if anchor.box and anchor.page in askew else anchor
        for anchor in anchors
    )
