"""Where a value is printed, and what proves it, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from kokusai_extract.model.edition import People
from kokusai_extract.publish.site.asked import Asked
from kokusai_extract.publish.site.reader import Reader
from kokusai_extract.publish.site.rows import row_address, row_name, said, yen
from kokusai_extract.publish.site.words import column_title, label
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import tables
from kokusai_extract.validate.catalog import Language

Row = Any
LINES_AROUND = 10
_PAD = 1.5


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle over a page's picture, in PDF points from the top left; ``title`` is what stands under it.

    ``name`` is what the end of an address (``#…``) calls it.
    """

    x: float
    y: float
    width: float
    height: float
    title: str
    href: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a page's raw text in pieces, those that are marked told apart; number 0 stands for lines left out."""

    number: int
    pieces: tuple[tuple[str, bool], ...]

    @property
    def marked(self) -> bool:
        """Whether any piece is marked."""
        return any(marked for _, marked in self.pieces)


@dataclass(frozen=True, slots=True)
class Place:
    """The observations of a value on one page, with the page's picture or text.

    ``withheld``: the picture is not shown because of names on it.
    """

    document: Row
    page: Row
    observations: Sequence[Row]
    marks: tuple[Mark, ...]
    lines: tuple[TextLine, ...]
    picture: str | None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One figure of an equation."""

    sign: str
    name: str
    column: str
    amount: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Equation:
    """An identity in words and figures."""

    kind: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    left_side: str
    right_side: str
    residual: str
    tolerance: str
    holds: bool


def observations(reader: Reader, table: str, row_id: str, column: str) -> list[Row]:
    """Return the observations of a value, in order."""
    return reader.rows(
        "SELECT * FROM observations WHERE table_name = ? AND row_id = ? AND column_name = ? ORDER BY length(id), id",
        table,
        row_id,
        column,
    )


def places(asked: Asked, found: Iterable[Row]) -> list[Place]:
    """Return the pages on which observations lie, each with its picture where the raw file is at hand, or its text."""
    there = sorted((row for row in found if row["page"] is not None), key=lambda row: (row["document_id"], row["page"]))
    return [
        place
        for (document_id, number), rows in groupby(there, key=lambda row: (row["document_id"], row["page"]))
        if (place := _place(asked, document_id, number, list(rows)))
    ]


def _place(asked: Asked, document_id: str, number: int, rows: list[Row]) -> Place | None:
    document = asked.reader.row("SELECT * FROM documents WHERE id = ?", document_id)
    page = asked.reader.row("SELECT * FROM pages WHERE document_id = ? AND number = ?", document_id, number)
    if document is None or page is None:
        return None
    spans = [(row["start"], row["end"]) for row in rows if row["start"] is not None]
    picture = picture_of(asked, document, page)
    return Place(
        document,
        page,
        rows,
        tuple(mark(row) for row in rows if row["x0"] is not None) if picture else (),
        text_lines(page["text"] or "", spans, around=LINES_AROUND),
        picture,
        pictures_names(asked.site.people, page),
    )


def picture_of(asked: Asked, document: Row, page: Row) -> str | None:
    """Return the address of a page's picture; None for plain text, and where the raw file is not at hand.

    None too where the picture would show what the edition withholds: on pages with masked names, and on those whose
    text cannot be trusted to tell whether there are any.
    """
    if pictures_names(asked.site.people, page):
        return None
    if document["media_type"] != "application/pdf" or not page["width"]:
        return None
    if not asked.site.draws(document, page["number"]):
        return None
    return asked.to.picture(document["id"], page["number"])


def pictures_names(people: People, page: Row) -> bool:
    """Tell whether a page's picture may show names that the database withholds."""
    if people == "all":
        return False
    return bool(page["withheld"]) or page["quality"] != "ok" or page["text_layer"] == "ocr"


def mark(row: Row, href: str | None = None) -> Mark:
    """Return the mark over an observation's box, a little larger than the print."""
    return Mark(
        round(row["x0"] - _PAD, 2),
        round(row["top"] - _PAD, 2),
        round(row["x1"] - row["x0"] + 2 * _PAD, 2),
        round(row["bottom"] - row["top"] + 2 * _PAD, 2),
        readable(row["raw"] or ""),
        href,
        mark_name(row, drawn=True) or "",
    )


def mark_name(row: Row, *, drawn: bool) -> str | None:
    """Return what the end of an address calls an observation's place: its box, or its line where none is drawn."""
    if drawn and row["x0"] is not None:
        return "b" + "-".join(str(round(row[edge] * 100)) for edge in ("x0", "top", "x1", "bottom"))
    return None if row["line"] is None else f"l{row['line']}"


def readable(raw: str) -> str:
    """Return raw text with the marks between cells and lines made visible as spaces."""
    return raw.replace("\v", " ").replace("\t", " ").replace("\n", " ")


def text_lines(text: str, spans: Sequence[tuple[int, int]], around: int | None = None) -> tuple[TextLine, ...]:
    r"""Return the lines of a page's raw text with ``spans`` marked; only ``around`` lines about them where given.

    >>> [line.pieces for line in text_lines("ab\\ncd", [(1, 4)])]
    [(('a', False), ('b', True)), (('c', True), ('d', False))]
    """
    lines: list[TextLine] = []
    start = 0
    waiting = sorted(set(spans), reverse=True)
    open_: list[tuple[int, int]] = []
    for number, words in enumerate(text.split("\n"), 1):
        end = start + len(words)
        while waiting and waiting[-1][0] <= end:
            open_.append(waiting.pop())
        open_ = [span for span in open_ if span[1] > start]
        lines.append(TextLine(number, _pieces(words, start, open_)))
        start = end + 1
    if around is None or not spans:
        return tuple(lines)
    near = [any(other.marked for other in lines[max(i - around, 0) : i + around + 1]) for i in range(len(lines))]
    shown: list[TextLine] = []
    for line, wanted in zip(lines, near, strict=True):
        if wanted:
            shown.append(line)
        elif not shown or shown[-1].number:
            shown.append(TextLine(0, ()))
    return tuple(shown)


def _pieces(line: str, start: int, spans: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    cuts = {0, len(line)}
    for first, last in spans:
        cuts |= {min(max(first - start, 0), len(line)), min(max(last - start, 0), len(line))}
    edges = sorted(cuts)
    return tuple(
        (readable(line[a:b]), any(first <= start + a < last for first, last in spans))
        for a, b in pairwise(edges)
        if a < b
    )


def equations(asked: Asked, table: str, row_id: str, column: str, inputs: Sequence[str] = ()) -> list[Equation]:
    """Return the identities in which a figure stands, those it was computed from first."""
    ids = list(inputs) + asked.reader.values(
        "SELECT DISTINCT identity_id FROM identity_terms WHERE table_name = ? AND row_id = ? AND column_name = ?",
        table,
        row_id,
        column,
    )
    found = (asked.reader.row("SELECT * FROM identities WHERE id = ?", name) for name in dict.fromkeys(ids))
    return [_equation(asked, identity, (table, row_id, column)) for identity in found if identity]


def equations_of_row(asked: Asked, table: str, row_id: str) -> list[Equation]:
    """Return the identities in which any figure of a row stands."""
    sql = "SELECT DISTINCT identity_id FROM identity_terms WHERE table_name = ? AND row_id = ? ORDER BY 1"
    found = (
        asked.reader.row("SELECT * FROM identities WHERE id = ?", name)
        for name in asked.reader.values(sql, table, row_id)
    )
    return [_equation(asked, identity, (table, row_id, None)) for identity in found if identity]


def _equation(asked: Asked, identity: Row, here: tuple[str, str, str | None]) -> Equation:
    language = asked.language
    terms = asked.reader.rows(
        "SELECT * FROM identity_terms WHERE identity_id = ? ORDER BY table_name, row_id, column_name", identity["id"]
    )
    sides: dict[str, list[Term]] = {"left": [], "right": []}
    for term in terms:
        side = sides[term["side"] or "left"]
        side.append(_term(asked, term, here, first=not side))
    return Equation(
        label("identity_kind", identity["kind"], language),
        tuple(sides["left"]),
        tuple(sides["right"]),
        _yen(identity["left_side"], language),
        _yen(identity["right_side"], language),
        _yen(identity["residual"], language),
        _yen(identity["tolerance"], language),
        bool(identity["holds"]),
    )


def _term(asked: Asked, term: Row, here: tuple[str, str, str | None], *, first: bool) -> Term:
    table, row_id, column = term["table_name"], term["row_id"], term["column_name"]
    amount = None
    if table in tables() and column in tables()[table].names:
        sql = f"SELECT {quote(column)} FROM {quote(table)} WHERE id = ?"  # noqa: S608 - names of the schema
        amount = asked.reader.value(sql, row_id)
    sign = "−" if (term["sign"] or 1) < 0 else "" if first else "+"
    return Term(
        sign,
        row_name(asked.reader, table, row_id) if table in tables() else row_id,
        column_title(table, column, asked.language) if table in tables() else column,
        _yen(amount, asked.language),
        asked.to.source(table, row_id, column),
        here in ((table, row_id, column), (table, row_id, None)),
    )


def _yen(amount: Any, language: Language) -> str:
    return yen(amount, language) if isinstance(amount, int) else "" if amount is None else str(amount)


def siblings(asked: Asked, table: str, row: Row) -> list[tuple[str, str, str | None]]:
    """Return the other facts of a row as (title, value in words, address of its source)."""
    facts = []
    for column in tables()[table].columns:
        value = row[column.name]
        if value is None or column.name in ("id", "document_id"):
            continue
        source = asked.to.source(table, row["id"], column.name) if column.fact else None
        words = said(asked.reader, table, column, value, asked.language)
        facts.append((column_title(table, column.name, asked.language), words, source))
    return facts


def own_page(asked: Asked, table: str, row_id: str) -> str:
    """Return the page about the row that a value belongs to."""
    return row_address(asked.to, table, row_id)
