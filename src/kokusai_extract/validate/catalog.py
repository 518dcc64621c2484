"""The catalog of findings: every code once, with its severity and its words in English and Japanese.

The entries stand in ``data/findings/<domain>.toml``; a code begins with its domain.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from kokusai_extract.model.finding import Finding, Severity

Language = Literal["en", "ja"]
Words = Mapping[Language, str]

_TEXTS = ("title", "message", "meaning", "remedy")


@dataclass(frozen=True, slots=True)
class Description:
    """What the catalog says of a code; each text is given by language (``en``, ``ja``).

    ``message`` is a template: its ``{names}`` are filled from the finding's values, and from ``page``, ``line`` and
    ``quote`` of its first place, ``expected`` and ``actual``.
    """

    code: str
    severity: Severity
    title: Words
    message: Words
    meaning: Words
    remedy: Words

    @property
    def domain(self) -> str:
        """The part of the code before its first hyphen."""
        return self.code.partition("-")[0]


@cache
def catalog() -> Mapping[str, Description]:
    """Return every description by code, sorted."""
    return load(resources.files("kokusai_extract") / "data" / "findings")


def load(folder: Traversable) -> Mapping[str, Description]:
    """Return the descriptions of a folder of TOML files.

    Raises:
        ValueError: when an entry is incomplete, stands twice or in another domain's file.
    """
    entries: dict[str, Description] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        domain, _, suffix = file.name.partition(".")
        if suffix != "toml":
            continue
        for code, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if code in entries or not code.startswith(f"{domain}-"):
                raise ValueError(f"{file.name}: {code} stands twice, or does not begin with {domain}-")
            entries[code] = _description(code, entry)
    return MappingProxyType(dict(sorted(entries.items())))


def describe(code: str) -> Description:
    """Return what the catalog says of a code.

    Raises:
        KeyError: when the catalog does not know it.
    """
    return catalog()[code]


def severity(finding: Finding) -> Severity:
    """Return how grave a finding is; ``error`` for a code that the catalog does not know."""
    entry = catalog().get(finding.code)
    return entry.severity if entry else "error"


def message(finding: Finding, language: Language) -> str:
    """Return what a finding says.

    It never fails: a value that the finding lacks shows as its ``{name}``, an unknown code as itself with all values.
    """
    entry = catalog().get(finding.code)
    values = {name: value for name, value in _values(finding).items() if value is not None}
    if entry is None:
        return f"{finding.code} {values}"
    return string.Formatter().vformat(entry.message[language], (), _Lenient(values))


def placeholders(template: str) -> frozenset[str]:
    """Return the names that a message template takes.

    >>> sorted(placeholders("Page {page}: {name}"))
    ['name', 'page']
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


def missing(finding: Finding) -> frozenset[str]:
    """Return the names that a finding's message takes and the finding does not give, in any language."""
    entry = describe(finding.code)
    wanted = frozenset().union(*(placeholders(template) for template in entry.message.values()))
    return wanted - {name for name, value in _values(finding).items() if value is not None}


def _values(finding: Finding) -> dict[str, str | None]:
    first = finding.anchors[0] if finding.anchors else None
    return {
        "page": None if finding.page is None else str(finding.page),
        "line": str(first.line) if first else None,
        "quote": first.quote if first else None,
        "expected": finding.expected,
        "actual": finding.actual,
        **dict(finding.values),
    }


class _Lenient(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _description(code: str, entry: Mapping[str, Any]) -> Description:
    if set(entry) != {"severity", *_TEXTS} or any(set(entry[text]) != {"en", "ja"} for text in _TEXTS):
        raise ValueError(f"{code}: needs severity, and title, message, meaning and remedy in en and ja")
    if entry["severity"] not in get_args(Severity) or not all(
        entry[text][lang] for text in _TEXTS for lang in entry[text]
    ):
        raise ValueError(f"{code}: the severity is not known, or a text is empty")
    words = {text: MappingProxyType(cast("dict[Language, str]", entry[text])) for text in _TEXTS}
    return Description(code, entry["severity"], **words)
