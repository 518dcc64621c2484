"""Addresses of the site's pages. They last: made of names and stable ids, and the language is part of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from kokusai_extract.validate.catalog import Language

DATABASE_PAGE = "/kokusai"
_UNSAFE = {ord(c): f"%{ord(c):02X}" for c in "%?#\"<>\\^`{|} '+" + "".join(map(chr, range(32))) + "\x7f"}
_SOME_UNSAFE = re.compile(f"[{re.escape(''.join(map(chr, _UNSAFE)))}]")


def encoded(text: str) -> str:
    """Return text as part of an address: Japanese stays readable, what would end the path is encoded.

    >>> encoded("duty/国際局/1?")
    'duty/国際局/1%3F'
    """
    return text.translate(_UNSAFE) if _SOME_UNSAFE.search(text) else text


def tilde(text: str) -> str:
    """Return text as Datasette writes it in the address of a row.

    >>> tilde("doc-1/港")
    'doc-1~2F~E6~B8~AF'
    """
    safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    return "".join(
        c if c in safe else "+" if c == " " else "".join(f"~{byte:02X}" for byte in c.encode()) for c in text
    )


@dataclass(frozen=True, slots=True)
class Addresses:
    """Makes addresses that keep the reader's language; Japanese, the first, is not written."""

    language: Language = "ja"

    def page(self, path: str, **query: object) -> str:
        """Return a path of this site with its query; parameters that are None are left out."""
        if not query and self.language == "ja":
            return encoded(path)
        pairs = [(name, str(value)) for name, value in query.items() if value is not None and value != ""]
        if self.language != "ja":
            pairs.append(("lang", self.language))
        return encoded(path) + (f"?{urlencode(pairs)}" if pairs else "")

    def year(self, year: int, bureau: str | None = None) -> str:
        """Return the page of a fiscal year, or of one bureau in it."""
        return self.page(f"/year/{year}" + (f"/{bureau}" if bureau else ""))

    def budget(self, year: int, bureau: str | None = None, kind: str | None = None, **query: object) -> str:
        """Return the budget page of a bureau's year, or all of one kind of table in it; a kind needs a bureau."""
        return self.page(f"/budget/{year}" + "".join(f"/{part}" for part in (bureau, kind) if part), **query)

    def compare(self, earlier: int, later: int, bureau: str | None = None, facet: str | None = None) -> str:
        """Return the comparison of two years, or all of one facet of it; a facet needs a bureau."""
        return self.page(f"/compare/{earlier}/{later}" + "".join(f"/{part}" for part in (bureau, facet) if part))

    def document(self, document_id: str, page: int | None = None) -> str:
        """Return the page of a document, or of one page in it."""
        return self.page(f"/document/{document_id}" + (f"/page/{page}" if page else ""))

    def source(self, table: str, row_id: str, column: str) -> str:
        """Return the page that shows where a value is printed."""
        return self.page(f"/source/{table}/{row_id}/{column}")

    def thing(self, kind: str, row_id: str) -> str:
        """Return the page of a unit, person, programme, city or finding."""
        return self.page(f"/{kind}/{row_id}")

    @staticmethod
    def picture(document_id: str, page: int) -> str:
        """Return the picture of a page."""
        return encoded(f"/picture/{document_id}/{page}.png")

    @staticmethod
    def table(name: str, **filters: object) -> str:
        """Return Datasette's page of a table, filtered by column values."""
        pairs = [(column, str(value)) for column, value in filters.items() if value is not None]
        return f"{DATABASE_PAGE}/{name}" + (f"?{urlencode(pairs)}" if pairs else "")

    @staticmethod
    def row(table: str, row_id: str) -> str:
        """Return Datasette's page of a row."""
        return f"{DATABASE_PAGE}/{table}/{tilde(row_id)}"
