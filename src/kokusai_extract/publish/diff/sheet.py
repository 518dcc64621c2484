"""A comparison as sheets of words, which the terminal and Markdown set in their own ways."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from kokusai_extract.link.changes.compare import Facet
from kokusai_extract.link.changes.words import words
from kokusai_extract.publish.diff.comparison import Change, Part, pieces
from kokusai_extract.publish.diff.difference import Difference
from kokusai_extract.publish.site.words import fiscal_year, label, signed, thousands

Language = Literal["ja", "en"]
Style = Literal["", "ins", "del", "quiet", "kind", "open", "money"]
Piece = tuple[Style, str]
Cell = Sequence[Sequence[Piece]]
"""Lines of pieces."""

_MARKED: tuple[Facet, ...] = ("unit", "duty", "budget")
"""Where the words that differ are told."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What changed of one kind of thing: notes, then a table. ``kinds`` are the codes of its rows, for colours."""

    title: str
    notes: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    kinds: Sequence[str]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole comparison in words. ``documents`` are (mark, words): the marks stand in the cells."""

    title: str
    notes: Sequence[str]
    documents: Sequence[tuple[str, str]]
    sheets: Sequence[Sheet]


def report(found: Difference, language: Language, *, everything: bool = False) -> Report:
    """Return a comparison in words; what stayed the same is only counted unless ``everything`` is wanted."""
    say = _Say(found, language)
    return Report(
        f"{plain(found.bureau)}  {say.year(found.earlier)} → {say.year(found.later)}",
        list(say.gaps()),
        [(say.marks[document["id"]], say.document(document)) for document in found.documents],
        [say.sheet(part, everything) for part in found.parts],
    )


def plain(text: str) -> str:
    r"""Return text without characters that would steer a terminal.

    >>> plain("港\x1b[31m湾")
    '港 [31m湾'
    """
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)


@dataclass(frozen=True, slots=True)
class _Say:
    found: Difference
    language: Language

    @property
    def marks(self) -> Mapping[str, str]:
        return {document["id"]: f"[{n}]" for n, document in enumerate(self.found.documents, 1)}

    def words(self, ja: str, en: str) -> str:
        return ja if self.language == "ja" else en

    def year(self, year: int) -> str:
        return f"{fiscal_year(year, 'ja')}（{year}）" if self.language == "ja" else fiscal_year(year, "en")

    def document(self, document: Any) -> str:
        named = f"{document['title']} — " if document["title"] else ""
        return plain(f"{self.year(document['fiscal_year'])} {named}{document['file_name']}")

    def gaps(self) -> Iterator[str]:
        for first, last in self.found.missing:
            years = str(first) if first == last else f"{first}–{last}"
            yield self.words(
                f"{years}年度の資料はありません。変化がいつ起きたかは、この比較からは分かりません。",
                f"There are no documents of {years}: when a change took place cannot be told from this.",
            )
        if self.found.between:
            years = "、".join(map(str, self.found.between)) if self.language == "ja" else _and(self.found.between)
            yield self.words(f"間の{years}年度には資料があります。", f"There are documents of {years} in between.")

    def sheet(self, part: Part, everything: bool) -> Sheet:
        title = words("facet")[part.facet][self.language].capitalize()
        notes = list(self._notes(part))
        shown = part.changes if everything else part.told
        head = [
            self.words("変化", "Change"),
            self.year(self.found.earlier),
            self.year(self.found.later),
            *([self.words("差（千円）", "Difference (thousand yen)")] if part.facet == "budget" else []),
        ]
        rows = [self._row(part, change) for change in shown]
        return Sheet(title, notes, head, rows, ["open" if change.open else change.row["kind"] for change in shown])

    def _notes(self, part: Part) -> Iterator[str]:
        for year in part.lacking:
            yield self.words(
                f"{self.year(year)}の資料には、これにあたる記載がありません。比べられません。",
                f"The documents of {self.year(year)} print nothing of this. They cannot be compared.",
            )
        if part.lacking:
            return
        if not part.changes:
            yield self.words("対応は判断していません。", "They were not matched.")
        elif not part.told:
            yield self.words("違いはありません。", "There is no difference.")
        if part.missing:
            years = "、".join(_ranges(part.missing)) if self.language == "ja" else ", ".join(_ranges(part.missing))
            yield self.words(f"間の年度には記載がありません：{years}", f"Not printed for the years between: {years}")
        if part.same:
            yield self.words(f"変わらないもの：{len(part.same)}", f"unchanged: {len(part.same)}")

    def _row(self, part: Part, change: Change) -> list[Cell]:
        cells: list[Cell] = [
            list(self._kind(part, change)),
            self._side(part.facet, change, change.before, 0),
            self._side(part.facet, change, change.after, 1),
        ]
        return [*cells, list(self._money(change))] if part.facet == "budget" else cells

    def _kind(self, part: Part, change: Change) -> Iterator[list[Piece]]:
        row = change.row
        kind = label("change", row["kind"], self.language)
        if change.open:
            rivals = [other for other in part.changes if other.row["event"] == row["event"]]
            number = 1 + [other.row["id"] for other in rivals].index(row["id"])
            yield [("open", label("relation", "open", self.language))]
            yield [("quiet", self.words("候補", "candidate") + f" {number}/{len(rivals)}：{kind}?")]
        else:
            yield [("kind", kind)]
            if row["relation"] not in ("pair", "alone", row["kind"]):
                yield [("quiet", label("relation", row["relation"], self.language))]
            if row["certainty"] == "inferred":
                yield [("quiet", self.words("推定", "inferred"))]
        if change.reasons and not change.same:
            yield [
                ("quiet", self.words("・", ", ").join(label("reason", code, self.language) for code in change.reasons))
            ]

    def _side(self, facet: Facet, change: Change, row: Any, side: int) -> Cell:
        if row is None:
            return [[("quiet", "—")]]
        style: Style = "ins" if side else "del"
        name, under = self._name(facet, row)
        marked = change.marks(side) if facet in _MARKED else []
        lines: list[list[Piece]] = [
            [("" if not tag else style, plain(text)) for tag, text in pieces(name, marked, style)]
        ]
        if facet == "budget":
            lines.append([("money", self._amount(change, row, side))])
        place = self.found.places.get(row["id"])
        source = f"{self.marks[place.document_id]}{_page(place.page)}" if place else ""
        lines.append([("quiet", "  ".join(filter(None, (plain(under), source))))])
        return lines

    def _name(self, facet: Facet, row: Any) -> tuple[str, str]:
        """Return what a row is called, and what it stands under."""
        if facet == "unit":
            return row["name"], row["parent"] or ""
        if facet == "duty":
            return row["text"], " ".join(filter(None, (row["unit"], row["number"])))
        if facet == "budget":
            kind = label("table_kind", row["table_kind"], self.language)
            return row["name"] or self.words(
                "（名称の印刷なし）", "(no name printed)"
            ), f"{row['parent'] or ''} {kind}".strip()
        if facet == "personnel":
            return row["person"] or "—", " ".join(filter(None, (row["unit"], row["title"])))
        if facet == "city":
            return row["printed_name"], label("city_kind", row["kind"] or "none", self.language)
        return row["name"], row["jurisdiction"] or ""

    def _amount(self, change: Change, row: Any, side: int) -> str:
        words = thousands(row["amount"]) or "—"
        restated = change.row.get("restated_amount")
        if side == 0 and restated is not None and restated != row["amount"]:
            words += self.words(f"（後の資料では {thousands(restated)}）", f" (restated as {thousands(restated)})")
        return words

    def _money(self, change: Change) -> Iterator[list[Piece]]:
        row = change.row
        if row.get("change") is not None:
            per_cent = f" ({row['percent']:+.1f}%)".replace("-", "−") if row.get("percent") is not None else ""
            yield [("money", signed(row["change"]) + per_cent)]
        if change.scope:
            unlike = self.words("・", ", ").join(label("scope", code, self.language) for code in change.scope)
            yield [
                ("quiet", self.words(f"範囲が異なるため比べません：{unlike}", f"not compared, unlike scopes: {unlike}"))
            ]
        elif row.get("basis") == "restated":
            yield [("quiet", self.words("組み替え後の額から", "from the restated figure"))]


def _page(page: int | None) -> str:
    return f" p.{page}" if page else ""


def _ranges(years: Sequence[int]) -> Iterator[str]:
    """Yield years, those that follow each other as one range."""
    for _, run in groupby(enumerate(years), key=lambda item: item[1] - item[0]):
        found = [year for _, year in run]
        yield str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"


def _and(years: Sequence[int]) -> str:
    return " and ".join(filter(None, (", ".join(map(str, years[:-1])), str(years[-1]))))
