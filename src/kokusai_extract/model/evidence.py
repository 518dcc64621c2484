"""Evidence: where a value is printed, how it was read, and what it was computed from.

A record is made of :class:`Sourced` fields, so a fact without a place cannot be built.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

from kokusai_extract.model.source import BBox

T = TypeVar("T")
U = TypeVar("U")

Origin = Literal["printed", "inherited", "computed", "corrected"]
"""``printed``: the words stand there. ``inherited``: they stand elsewhere on the page and hold here (a heading, a
unit in a table head). ``computed``: from an identity. ``corrected``: repaired, or decided by a person, the printed
form kept in ``raw``."""

Confidence = Literal["read", "parsed", "inferred", "repaired", "recognized", "decided"]
"""``read``: the value is the printed text, normalized. ``parsed``: turned into a type under a rule with one outcome.
``inferred``: follows by elimination, order or identities; a finding tells how. ``repaired``: a fault of the text
layer was mended in the one way possible. ``recognized``: read by OCR. ``decided``: a person corrected it."""

Certainty = Literal["stated", "inferred"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a document: ``quote == page.text[start:end]``.

    ``line`` and ``page`` are 1-based; ``box`` is in PDF points from the top left, None for plain text.
    """

    document_id: str
    page: int
    line: int
    start: int
    end: int
    quote: str
    box: BBox | None = None


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """A value with its evidence.

    ``raw`` is the text as printed; ``rule`` names what read it (``section.rule``); ``inputs`` are the ids of the
    identities that a computed value follows from.

    Raises:
        ValueError: when it is built with neither an anchor nor, for a computed value, an input.
    """

    value: T
    raw: str
    anchors: tuple[Anchor, ...]
    rule: str
    origin: Origin = "printed"
    confidence: Confidence = "parsed"
    inputs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.anchors and not (self.origin == "computed" and self.inputs):
            raise ValueError(f"a value without evidence: {self.value!r} by {self.rule}")

    def with_value(self, value: U, *, rule: str, confidence: Confidence = "parsed") -> Sourced[U]:
        """Return another value read from the same place."""
        return Sourced(value, self.raw, self.anchors, rule, self.origin, confidence, self.inputs)

    def inherited(self, value: U, *, rule: str) -> Sourced[U]:
        """Return a value that holds elsewhere because of what is printed here."""
        return Sourced(value, self.raw, self.anchors, rule, "inherited", "parsed", self.inputs)

    def also_at(self, anchors: tuple[Anchor, ...]) -> Sourced[T]:
        """Return the same value with more places where it is printed."""
        return replace(self, anchors=self.anchors + tuple(a for a in anchors if a not in self.anchors))
