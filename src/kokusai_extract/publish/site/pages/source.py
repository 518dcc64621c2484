"""The source of any value: the page as it was printed, with the place marked, and what proves the value."""

from __future__ import annotations

import json
from typing import Any

from kokusai_extract.publish.search import key
from kokusai_extract.publish.site import archive, evidence, rows
from kokusai_extract.publish.site.asked import PNG, Answer, Asked, Missing
from kokusai_extract.publish.site.pages.search import places, words
from kokusai_extract.read.picture import page_picture
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import Column, Table, tables

PICTURE_WIDTH = 1200
"""Pixels across a page's picture: small print stays readable when zoomed."""


def source(asked: Asked) -> Answer:
    """Show where one value is printed: ``/source/<table>/<row>/<column>``."""
    table, row, column = _value(asked)
    found = evidence.observations(asked.reader, table.name, row["id"], column.name)
    inputs = [name for observation in found for name in json.loads(observation["inputs"] or "[]")]
    findings = asked.reader.rows(
        "SELECT * FROM findings WHERE table_name = ? AND row_id = ? ORDER BY severity, id LIMIT 50",
        table.name,
        row["id"],
    )
    corrections = asked.reader.rows(
        "SELECT * FROM corrections WHERE table_name = ? AND row_id = ? AND column_name = ?",
        table.name,
        row["id"],
        column.name,
    )
    return asked.page(
        "source.html",
        table=table,
        column=column,
        row=row,
        name=rows.row_name(asked.reader, table.name, row["id"]),
        value=rows.said(asked.reader, table.name, column, row[column.name], asked.language),
        observations=found,
        places=evidence.places(asked, found),
        equations=evidence.equations(asked, table.name, row["id"], column.name, inputs),
        siblings=evidence.siblings(asked, table.name, row),
        own_page=rows.row_address(asked.to, table.name, row["id"]),
        findings=findings,
        corrections=corrections,
        readable=evidence.readable,
    )


def record(asked: Asked) -> Answer:
    """Show one row with a way to the source of each of its values: ``/record/<table>/<row>``."""
    table, row = _row(asked)
    return asked.page(
        "record.html",
        table=table,
        row=row,
        name=rows.row_name(asked.reader, table.name, row["id"]),
        facts=evidence.siblings(asked, table.name, row),
        document=asked.reader.row("SELECT * FROM documents WHERE id = ?", row["document_id"])
        if "document_id" in table.names
        else None,
    )


def picture(asked: Asked) -> Answer:
    """Draw a page that the database knows: ``/picture/<document>/<page>.png``."""
    document, page = _page(asked)
    path = asked.site.originals.find(document["sha256"], document["byte_count"])
    drawn = (
        page_picture(path, page["number"], PICTURE_WIDTH)
        if path and evidence.picture_of(asked, document, page)
        else None
    )
    if drawn is None:
        raise Missing
    return Answer(drawn, PNG, lasting=True)


def document(asked: Asked) -> Answer:
    """Show a document: what it says of itself, its pages, sections, facts and findings."""
    found = asked.reader.row("SELECT * FROM documents WHERE id = ?", asked.parts["document"])
    if found is None:
        raise Missing
    one = [found]
    counted = [
        (name, count)
        for name in (*archive.COUNTED, "posts", "identities", "mentions", "reference_tables", "observations")
        if (count := asked.reader.value(f"SELECT count(*) FROM {quote(name)} WHERE document_id = ?", found["id"]))  # noqa: S608
    ]
    return asked.page(
        "document.html",
        document=found,
        facts=evidence.siblings(asked, "documents", found),
        pages=asked.reader.rows(
            "SELECT number, quality, text_layer FROM pages WHERE document_id = ? ORDER BY number",
            found["id"],
        ),
        sections=archive.of_documents(asked.reader, "sections", one, "first_page, id"),
        findings=archive.of_documents(asked.reader, "findings", one, "severity, page, id")[:100],
        counted=counted,
        here_is_file=asked.site.originals.find(found["sha256"], found["byte_count"]) is not None,
    )


def page(asked: Asked) -> Answer:
    """Show one page of a document, every value on it marked and leading to its source."""
    document, page = _page(asked)
    found = asked.reader.rows(
        "SELECT * FROM observations WHERE document_id = ? AND page = ? ORDER BY start, id LIMIT 3000",
        document["id"],
        page["number"],
    )
    drawing = evidence.picture_of(asked, document, page)
    text = page["text"] or ""
    wanted = words(asked.query.get("find", ""))
    spans = (
        places(key(text), wanted)
        if wanted
        else [(row["start"], row["end"]) for row in found if row["start"] is not None]
    )
    return asked.page(
        "page.html",
        wanted=wanted,
        document=document,
        page=page,
        picture=drawing,
        withheld=evidence.pictures_names(asked.site.people, page),
        marks=_links(asked, found) if drawing else [],
        lines=evidence.text_lines(text, spans),
        values=_listed(asked, found) if asked.site.lists_values else [],
        findings=asked.reader.rows(
            "SELECT * FROM findings WHERE document_id = ? AND page = ? ORDER BY severity, id LIMIT 200",
            document["id"],
            page["number"],
        ),
    )


def _links(asked: Asked, found: list[Any]) -> list[evidence.Mark]:
    """Return one mark a box, leading to the first value that is printed there."""
    boxes: dict[tuple[float, ...], evidence.Mark] = {}
    for row in found:
        if row["x0"] is not None and row["table_name"] != "findings":
            box = tuple(row[edge] for edge in ("x0", "top", "x1", "bottom"))
            boxes.setdefault(
                box, evidence.mark(row, asked.to.source(row["table_name"], row["row_id"], row["column_name"]))
            )
    return list(boxes.values())


def _listed(asked: Asked, found: list[Any]) -> list[tuple[str, str, str, str]]:
    """Return (raw text, table, column, address) of each value on a page."""
    return [
        (
            evidence.readable(row["raw"] or ""),
            row["table_name"],
            row["column_name"],
            asked.to.source(row["table_name"], row["row_id"], row["column_name"]),
        )
        for row in found
        if row["table_name"] in tables() and row["table_name"] != "findings"
    ]


def _page(asked: Asked) -> tuple[Any, Any]:
    name, number = asked.parts["document"], asked.parts["page"]
    document = asked.reader.row("SELECT * FROM documents WHERE id = ?", name)
    page = asked.reader.row("SELECT * FROM pages WHERE document_id = ? AND number = ?", name, int(number))
    if document is None or page is None:
        raise Missing
    return document, page


def _row(asked: Asked) -> tuple[Table, Any]:
    table = tables().get(asked.parts["table"])
    if table is None or "id" not in table.names:
        raise Missing
    row = asked.reader.row(f"SELECT * FROM {quote(table.name)} WHERE id = ?", asked.parts["row"])  # noqa: S608
    if row is None:
        raise Missing
    return table, row


def _value(asked: Asked) -> tuple[Table, Any, Column]:
    table, row = _row(asked)
    if asked.parts["column"] not in table.names:
        raise Missing
    return table, row, table.by_name[asked.parts["column"]]
