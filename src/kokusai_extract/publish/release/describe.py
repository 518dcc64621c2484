"""What a release says of itself: its title, who published what it is made from, its licence, its README."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from kokusai_extract.model.edition import People
from kokusai_extract.publish.site.words import LANGUAGES, label
from kokusai_extract.values.places import municipalities


@cache
def municipality_names() -> Mapping[str, str]:
    """Return the name of each municipality by its code."""
    return {place.code: place.name for places in municipalities().values() for place in places}


def publishers(documents: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the municipalities and bureaus that the documents name, sorted."""
    names = municipality_names()
    found = {names.get(d["municipality_code"] or "", "") + (d["bureau"] or "") for d in documents}
    return sorted(filter(None, found))


def title(documents: Sequence[Mapping[str, Any]]) -> str:
    """Return the title of a release: whose documents of which years it is made from."""
    years = sorted({document["fiscal_year"] for document in documents if document["fiscal_year"]})
    span = f" {years[0]}–{years[-1]}年度" if len(years) > 1 else f" {years[0]}年度" if years else ""
    return f"{'・'.join(publishers(documents))} 年次資料データ{span}".strip()


@cache
def licences() -> Mapping[str, Mapping[str, str]]:
    """Return the licences that a release can bear, by name, each with its title and path."""
    return tomllib.loads(_data("licences.toml"))


def names(people: People) -> str:
    """Return in words whose names a release holds, Japanese and English."""
    return " ".join(label("people", people, language) for language in LANGUAGES)


def readme(title: str, version: str, licence: str, *, japanese: str | None, people: People = "all") -> str:
    """Return the README; ``japanese`` is the folder of the Japanese edition, if there is one."""
    bears = licences()[licence]
    return _data("README.md").format(
        title=title,
        version=version,
        names_ja=label("people", people, "ja"),
        names_en=label("people", people, "en"),
        licence=f"[{bears['title']}]({bears['path']})",
        ja_rows=f"| `{japanese}/` | 見出しと語を日本語にした版 |\n" if japanese else "",
        en_rows=f"| `{japanese}/` | the same with Japanese headings and words |\n" if japanese else "",
    )


def _data(name: str) -> str:
    return (resources.files("kokusai_extract") / "data" / "release" / name).read_text(encoding="utf-8")
