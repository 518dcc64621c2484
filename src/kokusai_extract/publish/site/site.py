"""The site over one database: finds the page for an address, makes it, and keeps what it made.

It knows nothing of Datasette, which asks it through :mod:`kokusai_extract.publish.site.plugin`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kokusai_extract import __version__
from kokusai_extract.model.edition import People
from kokusai_extract.publish.site import words
from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.publish.site.asked import Answer, Asked, Missing
from kokusai_extract.publish.site.bars import stacked
from kokusai_extract.publish.site.drawing import chart
from kokusai_extract.publish.site.keeping import Kept
from kokusai_extract.publish.site.originals import Originals
from kokusai_extract.publish.site.pages import ROUTES
from kokusai_extract.publish.site.printed import Printed
from kokusai_extract.publish.site.reader import SECONDS_A_PAGE, Readers
from kokusai_extract.validate.catalog import Language

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
LONGEST_QUERY = 2000


class Site:
    """Pages over ``database`` and its search ``index``; pictures are drawn from the raw files found under ``raw``.

    Each page may ask the database for so many ``seconds``.
    """

    lists_values = True
    """Whether the page of a document's page lists the values that are read from it."""

    whole = False
    """Whether pages show all lines of a table, however many: where no reader waits for them."""

    draws_in_browser = True
    """Whether a browser may ask for what pictures are drawn from; files without a server cannot answer."""

    def __init__(
        self, database: Path, index: Path, raw: Sequence[Path] = (), *, seconds: float = SECONDS_A_PAGE
    ) -> None:
        self.seconds = seconds
        self.readers = Readers(database)
        self.index = Readers(index)
        self.originals = Originals(raw)
        self.kept = Kept()
        self.static_version = _digest(STATIC)
        self.templates = _templates()
        with self.readers.reader(seconds=60) as reader:
            self.people: People = reader.value("SELECT people FROM edition") or "all"
            self.bureaus: tuple[str, ...] = tuple(
                reader.values("SELECT DISTINCT bureau FROM documents WHERE bureau IS NOT NULL ORDER BY 1")
            )
            self.years: tuple[int, ...] = tuple(
                reader.values(
                    "SELECT DISTINCT fiscal_year FROM documents WHERE bureau <> '' AND fiscal_year > 0 ORDER BY 1"
                )
            )

    def answer(self, path: str, query: str) -> Answer:
        """Return the answer to a GET of ``path`` (still percent-encoded) with ``query``."""
        parameters = dict(reversed(parse_qsl(query, max_num_fields=50))) if len(query) <= LONGEST_QUERY else {}
        language = language_of(parameters.pop("lang", None))
        path = unquote(path, errors="replace")
        with self.readers.reader(self.seconds) as reader:
            asked = Asked(self, reader, language, path, {}, parameters)
            for pattern, handler in ROUTES:
                if match := re.fullmatch(pattern, path):
                    parts = {name: part for name, part in match.groupdict().items() if part is not None}
                    try:
                        return handler(Asked(self, reader, language, path, parts, parameters))
                    except Missing:
                        break
            return self.sorry(404, asked)

    def draws(self, document: Any, page: int) -> bool:
        """Tell whether a page of a PDF is shown as a picture: where the raw file is at hand."""
        return self.originals.find(document["sha256"], document["byte_count"]) is not None

    def sorry(self, status: int, asked: Asked | None = None, language: Language = "ja", message: str = "") -> Answer:
        """Return the page for what is not there or went wrong. It tells nothing of the inside."""
        asked = asked or Asked(self, _NO_READER, language, "/")
        return asked.page("sorry.html", status, code=status, message=message)

    def load_templates(self) -> None:
        """Compile every template, which else the first reader of a page waits for."""
        for name in self.templates.list_templates(filter_func=lambda name: name.startswith("site/")):
            self.templates.get_template(name)

    def render(self, template: str, asked: Asked, context: dict[str, Any]) -> str:
        """Return a page made from a template."""
        return self.templates.get_template(f"site/{template}").render(
            context, **self.frame(asked.language), asked=asked, here=asked.here
        )

    def frame(self, language: Language) -> dict[str, Any]:
        """Return what the head and foot of every page need, Datasette's too."""
        return {
            "lang": language,
            "to": Addresses(language),
            "w": lambda ja, en: ja if language == "ja" else en,
            "label": lambda group, code: words.label(group, code, language),
            "year_name": lambda year: words.fiscal_year(year, language),
            "table_title": lambda name: words.table_title(name, language),
            "column_title": lambda table, column: words.column_title(table, column, language),
            "coarse": lambda precision: words.coarse(precision, language),
            "static": lambda name: f"/-/site/{self.static_version}/{name}",
            "site": self,
            "version": __version__,
            **Printed(language).functions(),
        }

    def static(self, name: str) -> Answer | None:
        """Return a file that comes with the site."""
        types = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".js": "text/javascript; charset=utf-8"}
        file = STATIC / Path(name).name
        if file.suffix not in types or not file.is_file():
            return None
        return Answer(file.read_bytes(), types[file.suffix], lasting=True)


_NO_READER: Any = None


def language_of(code: str | None) -> Language:
    """Return the language that an address asks for; Japanese where it asks for none that is spoken here."""
    return "en" if code == "en" else "ja"


def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    templates.globals.update(
        thousands=words.thousands,
        signed=words.signed,
        per_cent=words.per_cent,
        json=json.loads,
        chart=chart,
        stacked=stacked,
    )
    return templates


def _digest(folder: Path) -> str:
    content = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        content.update(file.read_bytes())
    return content.hexdigest()[:12]
