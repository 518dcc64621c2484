"""Pages and pictures of an edition, made by the site itself, one after another, and as files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pypdfium2
from PIL import ImageChops

from kokusai_extract.publish.edition.links import RELEASE, STATIC, Links
from kokusai_extract.publish.edition.names import file_of, in_language, picture_of
from kokusai_extract.publish.edition.plan import Plan, plan
from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.publish.site.asked import Asked
from kokusai_extract.publish.site.evidence import mark_name, pictures_names
from kokusai_extract.publish.site.keeping import Kept
from kokusai_extract.publish.site.queries import queries
from kokusai_extract.publish.site.site import STATIC as SITE_STATIC
from kokusai_extract.publish.site.site import Site
from kokusai_extract.publish.site.words import LANGUAGES
from kokusai_extract.store.schema import tables, views

PICTURE_WIDTH = 1000
"""Pixels across a page's picture."""
LISTED = 100_000
"""Observations of an archive whose pages list the values that are read from them, below their pictures."""

_STATIC_HERE = Path(__file__).parent / "static"
_FOREVER = 3600.0
_SCRIPTS = ("find.js",)


class EditionSite(Site):
    """The site without its server: no limit to what a page asks, nothing kept, pictures of the planned pages alone."""

    whole = True
    draws_in_browser = False

    def __init__(self, database: Path, raw: Sequence[Path], most_pictures: int) -> None:
        super().__init__(database, database, raw, seconds=_FOREVER)
        self.kept = Kept(0)
        with self.readers.reader(_FOREVER) as reader:
            documents = reader.rows("SELECT id, sha256, byte_count, media_type FROM documents")
            drawable = frozenset(
                row["id"]
                for row in documents
                if row["media_type"] == "application/pdf" and self.originals.find(row["sha256"], row["byte_count"])
            )
            pages = reader.rows("SELECT document_id, number, withheld, quality, text_layer FROM pages")
            unseen = {(page["document_id"], page["number"]) for page in pages if pictures_names(self.people, page)}
            planned = plan(reader, drawable, most_pictures)
            self.plan: Plan = replace(planned, pictures=planned.pictures - unseen)
            count = reader.value("SELECT count(*) FROM (SELECT 1 FROM observations LIMIT ?)", LISTED + 1)
            self.lists_values = count <= LISTED

    def draws(self, document: Any, page: int) -> bool:
        """Tell whether a page is among those that are drawn."""
        return (document["id"], page) in self.plan.pictures


@dataclass(frozen=True, slots=True)
class Order:
    """What an edition is made from: a database, and folders with the raw documents."""

    database: Path
    raw: tuple[Path, ...]
    out: Path
    most_pictures: int


class Edition:
    """Makes the files of an edition."""

    def __init__(self, order: Order) -> None:
        self._out = order.out
        self.site = EditionSite(order.database, order.raw, order.most_pictures)
        self.plan = self.site.plan
        self.links = Links(self.plan, lru_cache(maxsize=100_000)(self._printed))

    def page(self, address: str) -> None:
        """Write a page in both languages."""
        path, _, query = address.partition("?")
        for language in LANGUAGES:
            if path == "/data":
                text = self._data(language)
            else:
                lang = {} if language == "ja" else {"lang": language}
                link = Addresses().page(path, **dict(parse_qsl(query)), **lang)
                answer = self.site.answer(*link.partition("?")[::2])
                if answer.status != 200:
                    raise RuntimeError(f"{address}: the site answered {answer.status}")
                text = answer.body.decode()
            text = self.links.page(text, address, language)
            if path == "/search":
                text = text.replace("</body>", _scripts(language) + "</body>")
            file = self._out / in_language(file_of(address), language)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")

    def pictures(self, document: str) -> None:
        """Draw the planned pages of a document."""
        numbers = sorted(number for name, number in self.plan.pictures if name == document)
        with self.site.readers.reader(_FOREVER) as reader:
            row = reader.row("SELECT sha256, byte_count FROM documents WHERE id = ?", document)
        path = row and self.site.originals.find(row["sha256"], row["byte_count"])
        if path is None:
            return
        pdf = pypdfium2.PdfDocument(path)
        try:
            for number in numbers:
                file = self._out / picture_of(document, number)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(drawn(pdf[number - 1]))
        finally:
            pdf.close()

    def static(self) -> None:
        """Write style sheets and scripts. A browser takes no mask from a file: it stands in the style sheet."""
        folder = self._out / STATIC
        folder.mkdir(parents=True, exist_ok=True)
        looks = [file for file in SITE_STATIC.iterdir() if file.suffix in (".css", ".svg")]
        for file in sorted((*looks, *_STATIC_HERE.iterdir())):
            text = file.read_text(encoding="utf-8")
            if file.suffix == ".css":
                pin = (SITE_STATIC / "pin.svg").read_text(encoding="utf-8").strip()
                text = text.replace("pin.svg", "data:image/svg+xml," + _in_url(pin))
            (folder / file.name).write_text(text, encoding="utf-8", newline="\n")

    def _data(self, language: Any) -> str:
        with self.site.readers.reader(_FOREVER) as reader:
            asked = Asked(self.site, reader, language, "/data")
            every = (*tables().values(), *views().values())
            return self.site.render("data.html", asked, {"every": every, "queries": queries(), "release": RELEASE})

    def _printed(self, table: str, row: str, column: str | None) -> tuple[str, int, str] | None:
        """Return document, page and mark of the first place where a value or row is printed."""
        with self.site.readers.reader(_FOREVER) as reader:
            found = reader.row(
                "SELECT * FROM observations WHERE table_name = ?1 AND row_id = ?2 "
                "AND (?3 IS NULL OR column_name = ?3) AND page IS NOT NULL "
                "ORDER BY document_id, page, start, id LIMIT 1",
                table,
                row,
                column,
            )
        if found is None:
            return None
        drawn = (found["document_id"], found["page"]) in self.plan.pictures
        return found["document_id"], found["page"], mark_name(found, drawn=drawn) or "main"


def drawn(page: Any) -> bytes:
    """Return a PDF page as a PNG of few shades: print stays sharp, and it takes a quarter of the room."""
    width, height = page.get_size()
    scale = min(PICTURE_WIDTH / width, 4 * PICTURE_WIDTH / height)
    image = page.render(scale=scale).to_pil().convert("RGB")
    red, green, blue = image.split()
    if not any(ImageChops.difference(red, other).getbbox() for other in (green, blue)):
        image = red
    picture = BytesIO()
    image.point(_SHADES * len(image.getbands())).save(picture, "PNG", compress_level=6)
    return picture.getvalue()


_SHADES = [round(value / 17) * 17 for value in range(256)]


def _scripts(language: str) -> str:
    top = "" if language == "ja" else "../"
    names = [f"{top}find/about.js", *(f"{top}{STATIC}/{name}" for name in _SCRIPTS)]
    return "".join(f'<script src="{name}"></script>\n' for name in names)


def _in_url(text: str) -> str:
    return json.dumps(text)[1:-1].replace('\\"', "'").replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
