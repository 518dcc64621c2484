"""Looks at pages as pictures. It wakes, and loads what it needs, when it is first asked to look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kokusai_extract.read.ocr.picture import Pictures
    from kokusai_extract.read.ocr.scan import Scan


class Eye:
    """Looks at the pages of one PDF: ``with Eye(data) as eye``. While ``asleep`` it sees nothing.

    ``before_look`` is called with the page (1-based) and how many looks that makes; ``looks`` counts them.
    """

    def __init__(
        self, data: bytes, *, asleep: bool = False, before_look: Callable[[int, int], None] = lambda *_: None
    ) -> None:
        self._data, self._asleep, self._before_look = data, asleep, before_look
        self._pictures: Pictures | None = None
        self.looks = 0

    def __enter__(self) -> Eye:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pictures is not None:
            self._pictures.close()

    def look(self, number: int) -> Scan | None:
        """Return what is recognized on a page (1-based), or None where it cannot be drawn."""
        if self._asleep:
            return None
        self.looks += 1
        self._before_look(number, self.looks)
        from kokusai_extract.read.ocr.picture import Pictures  # noqa: PLC0415 - only where it is needed
        from kokusai_extract.read.ocr.scan import scan  # noqa: PLC0415

        if self._pictures is None:
            self._pictures = Pictures(self._data)
        picture = self._pictures.draw(number)
        return None if picture is None else scan(picture)
