"""Links of the site's pages, made relative: each leads to a file of the edition or of the release, or is taken out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from itertools import combinations
from urllib.parse import parse_qsl, quote, unquote

from kokusai_extract.link.changes.compare import FACETS
from kokusai_extract.publish.edition.names import file_of, in_language
from kokusai_extract.publish.edition.plan import Plan, address
from kokusai_extract.publish.site.addresses import DATABASE_PAGE
from kokusai_extract.publish.site.budget import KINDS
from kokusai_extract.store.schema import tables, views
from kokusai_extract.validate.catalog import Language

STATIC = "static"
RELEASE = "/-/release/"
"""How a page names a file of the release that the edition is part of."""

_LINK = re.compile(r' (href|src|action)="([^"]*)"')
_FORM = re.compile(r'<form class="filters".*?</form>', re.DOTALL)
_STATIC = re.compile(r"/-/site/[0-9a-f]+/([^/]+)")
_PICTURE = re.compile(r"/picture/([^/]+)/(\d+)\.png")

_KEPT = 50_000
"""Links that are remembered."""

Printed = Callable[[str, str, str | None], tuple[str, int, str] | None]
"""Takes table, row and column (None: any) and returns document, page and mark of where it is printed."""


class Links:
    """Finds the file that an address of the site leads to in an edition."""

    def __init__(self, plan: Plan, printed: Printed) -> None:
        self._there = frozenset(plan.addresses)
        self._printed = printed
        self._tables = frozenset((*tables(), *views()))
        self._things = {
            "programme": "budget_lines",
            "unit": "org_units",
            "person": "people",
            "city": "cities",
            "finding": "findings",
        }
        self._found: dict[str, str | None] = {}
        self._made: dict[str, dict[str, str]] = {}

    def page(self, text: str, address: str, language: Language) -> str:
        """Return a page of the site as the file of ``address``; its links do not need a server."""
        up = "../" * in_language(file_of(address), language).count("/")

        made = self._made.setdefault(up, {})

        def replaced(match: re.Match[str]) -> str:
            found = made.get(match[0])
            if found is None:
                found = made[match[0]] = self._replaced(match, up)
            return found

        if len(made) > _KEPT:
            made.clear()
        return _LINK.sub(replaced, _FORM.sub("", text))

    def _replaced(self, match: re.Match[str], up: str) -> str:
        name, value = match.groups()
        if value.startswith(("#", "data:", "https:", "http:")):
            return match[0]
        target = self.file(html.unescape(value))
        return "" if target is None else f' {name}="{relative(target, up)}"'

    def file(self, link: str) -> str | None:
        """Return the file, relative to the edition and with its fragment, that a link of the site leads to.

        None where there is none.
        """
        if link not in self._found:
            if len(self._found) > _KEPT:
                self._found.clear()
            self._found[link] = self._file(link)
        return self._found[link]

    def _file(self, link: str) -> str | None:
        path, _, fragment = link.partition("#")
        path, _, query = path.partition("?")
        if path.startswith(RELEASE):
            return f"../{path.removeprefix(RELEASE)}"
        if match := _STATIC.fullmatch(path):
            return f"{STATIC}/{match[1]}"
        path = unquote(path)
        if match := _PICTURE.fullmatch(path):
            return f"picture/{match[1]}-{match[2]}.png"
        parameters = dict(parse_qsl(query))
        language: Language = "en" if parameters.pop("lang", "ja") == "en" else "ja"
        if path.startswith(DATABASE_PAGE):
            return self._data(path, language)
        for kept in _fewer(parameters):
            if (found := address(path, kept)) in self._there:
                return in_language(file_of(found), language) + (f"#{fragment}" if fragment else "")
        return self._place(path, language)

    def _place(self, path: str, language: Language) -> str | None:
        """Return where a value or thing that has no page is printed."""
        kind, _, rest = path.strip("/").partition("/")
        if kind == "source":
            table, _, rest = rest.partition("/")
            row, _, column = rest.rpartition("/")
            place = self._printed(table, row, column) or self._printed(table, row, None)
        elif kind == "record":
            table, _, row = rest.partition("/")
            place = self._printed(table, row, None)
        elif kind in self._things:
            place = self._printed(self._things[kind], rest, None)
        elif kind == "compare" and rest.rpartition("/")[2] in FACETS:
            return f"../csv/{rest.rpartition('/')[2]}_changes.csv"
        elif kind == "budget" and rest.rpartition("/")[2] in KINDS:
            return "../csv/budget_lines.csv"
        elif kind in ("budget", "year") and "/" in rest:
            return self.file(f"/{kind}/{rest.partition('/')[0]}" + ("?lang=en" if language == "en" else ""))
        else:
            return None
        if place is None:
            return None
        document, number, mark = place
        found = f"/document/{document}/page/{number}"
        return f"{in_language(file_of(found), language)}#{mark}" if found in self._there else None

    def _data(self, path: str, language: Language) -> str | None:
        name, _, row = path.removeprefix(DATABASE_PAGE).strip("/").partition("/")
        if name in self._tables:
            return None if row.endswith(".json") else f"../csv/{name}.csv"
        return in_language("data.html", language) + (f"#{name}" if name else "")


def relative(target: str, up: str) -> str:
    """Return a file's address seen from a page that ``up`` leads back to the top of the edition from.

    >>> relative("year/1999.html#duties", "../../"), relative("index.html", "")
    ('../../year/1999.html#duties', 'index.html')
    """
    file, hashed, fragment = target.partition("#")
    return up + quote(file) + hashed + quote(fragment)


def _fewer(parameters: dict[str, str]) -> list[dict[str, str]]:
    """Return the parameters, then fewer and fewer of them."""
    names = sorted(parameters)[:4]
    return [
        {name: parameters[name] for name in kept}
        for count in range(len(names), -1, -1)
        for kept in combinations(names, count)
    ]
