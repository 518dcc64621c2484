"""Looks at pages as pictures. It wakes, and loads what it needs, when it is first asked to look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kokusai_extract.read.ocr.picture import Pictures
    from kokusai_extract.read.ocr.scan import Scan


class Eye:
    """Looks at the pages of one PDF: ``with Eye(data) as eye``. While ``asleep`` it sees nothing."""

    def __init__(self, data: bytes, *, asleep: bool = False) -> None:
        self._data, self._asleep = data, asleep
        self._pictures: Pictures | None = None

    def __enter__(self) -> Eye:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pictures is not None:
            self._pictures.close()

    def look(self, number: int, before: Callable[[], None] = lambda: None) -> Scan | None:
        """Return what is recognized on a page (1-based), or None where it cannot be drawn.

        ``before`` is called before it looks, which takes seconds.
        """
        if self._asleep:
            return None
        before()
        from kokusai_extract.read.ocr.picture import Pictures  # noqa: PLC0415 - only where it is needed
        from kokusai_extract.read.ocr.scan import scan  # noqa: PLC0415

        if self._pictures is None:
            self._pictures = Pictures(self._data)
        picture = self._pictures.draw(number)
        return None if picture is None else scan(picture)
