"""Printed values in HTML, each with the way to its source. What is not printed is said, not hidden.

A page may show some thousand values, so these are functions and not template macros, which take five times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.publish.site.words import label, thousands
from kokusai_extract.validate.catalog import Language

Row = Any
NOT_PRINTED = {"ja": "印刷されていません", "en": "not printed"}


class Printed:
    """Writes values for readers of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._to = Addresses(language)
        self._none = Markup(f'<span class="none" title="{NOT_PRINTED[language]}">—</span>')  # noqa: S704 - our own words

    def functions(self) -> Mapping[str, Callable[..., Markup | str]]:
        """Return what templates call, by name."""
        return {
            "fact": self.fact,
            "amount": self.amount,
            "pin": self.pin,
            "proof": self.proof,
            "status": self.status,
            "inferred": self.inferred,
        }

    def fact(self, table: str, row: Row, column: str, text: str | None = None) -> Markup:
        """Return a value of a row as a link to its source; ``text`` is shown in its place."""
        value = row[column]
        if value is None:
            return self._none
        return self._link("fact", table, row["id"], column, value if text is None else text)

    def amount(self, table: str, row: Row, column: str, show: Callable[[int], str] = thousands) -> Markup:
        """Return an amount of a row, as ``show`` writes it, as a link to its source."""
        value = row[column]
        return self._none if value is None else self._link("fact", table, row["id"], column, show(value))

    def pin(self, table: str, row_id: str, column: str, what: str) -> Markup:
        """Return a sign that leads to the source of a value whose name leads elsewhere."""
        said = f"{what}の出典" if self._language == "ja" else f"source of {what}"
        href = escape(self._to.source(table, row_id, column))
        return Markup(f'<a class="pin" href="{href}"><span class="hidden">{escape(said)}</span></a>')  # noqa: S704

    def proof(self, row: Row) -> Markup | str:
        """Return the sign of whether a figure is proved."""
        found = row["proof"]
        if not found:
            return ""
        language = self._language
        title = f"{label('proof', found, language)}{'：' if language == 'ja' else ': '}"
        title += label("proof_meaning", found, language)
        return Markup(  # noqa: S704
            f'<span class="proof {escape(found)}" title="{escape(title)}"><span aria-hidden="true">'
            f'{escape(label("proof_mark", found, language))}</span><span class="hidden">'
            f"{escape(label('proof', found, language))}</span></span>"
        )

    def status(self, row: Row) -> Markup | str:
        """Return what is printed of a budget line's standing (新規, 拡充, …) as a link to its source."""
        found = row["status"]
        if not found:
            return ""
        return " " + self._link(
            f"tag {found}", "budget_lines", row["id"], "status", label("status", found, self._language)
        )

    def inferred(self, row: Row) -> Markup | str:
        """Return a sign where a value follows but is not stated."""
        if row["certainty"] != "inferred":
            return ""
        ja, en = "消去・順序・等式から導いた値です。", "Follows by elimination, order or equations."
        words = escape(label("certainty", "inferred", self._language))
        return Markup(f' <span class="tag inferred" title="{ja if self._language == "ja" else en}">{words}</span>')  # noqa: S704

    def _link(self, kind: str, table: str, row_id: str, column: str, words: Any) -> Markup:
        href = escape(self._to.source(table, row_id, column))
        return Markup(f'<a class="{escape(kind)}" href="{href}">{escape(words)}</a>')  # noqa: S704 - escaped
