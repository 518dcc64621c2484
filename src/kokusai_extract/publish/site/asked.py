"""What a page is asked for and what it answers: the small frame in which every page is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.publish.site.reader import Reader
from kokusai_extract.validate.catalog import Language

if TYPE_CHECKING:
    from kokusai_extract.publish.site.site import Site

HTML, JSON, PNG = "text/html; charset=utf-8", "application/json; charset=utf-8", "image/png"


class Missing(Exception):
    """There is no such page: the reader gets a page that says so."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the reader. ``lasting`` content never changes under its address."""

    body: bytes = b""
    content_type: str = HTML
    status: int = 200
    lasting: bool = False
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its language, the named parts of its address, its query, and what there is to answer it from."""

    site: Site
    reader: Reader
    language: Language
    path: str
    parts: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def to(self) -> Addresses:
        """Addresses in the reader's language."""
        return Addresses(self.language)

    def words(self, ja: str, en: str) -> str:
        """Return the words of the reader's language."""
        return ja if self.language == "ja" else en

    def number(self, name: str, otherwise: int | None = None) -> int | None:
        """Return a whole number from the query, or ``otherwise`` where it is none."""
        text = self.query.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise

    def page(self, template: str, status: int = 200, **context: Any) -> Answer:
        """Answer with a page made from a template."""
        return Answer(self.site.render(template, self, context).encode(), status=status)

    def redirect(self, location: str) -> Answer:
        """Send the reader to another address of this site."""
        return Answer(status=302, location=location)

    def here(self, **changes: object) -> str:
        """Return this page's address with other query parameters; None takes one away."""
        kept = {name: value for name, value in {**self.query, **changes}.items() if value not in (None, "")}
        return self.to.page(self.path, **kept)

    def in_language(self, language: Language) -> str:
        """Return this page's address in a language."""
        return Addresses(language).page(self.path, **self.query)


Handler = Callable[[Asked], Answer]
