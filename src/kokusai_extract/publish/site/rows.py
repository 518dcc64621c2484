"""Rows in words: what a row is called, what a cell says, which page is about it."""

from __future__ import annotations

import json
from typing import Any

from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.publish.site.reader import Reader
from kokusai_extract.publish.site.words import THOUSAND, label, thousands
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import Column, tables
from kokusai_extract.validate.catalog import Language

_NAMES = {
    "documents": "SELECT coalesce(title, file_name) FROM documents WHERE id = ?",
    "sections": "SELECT coalesce(heading, kind) FROM sections WHERE id = ?",
    "duties": "SELECT coalesce(number || ' ', '') || text FROM duties WHERE id = ?",
    "posts": "SELECT title FROM posts WHERE id = ?",
    "memberships": """
        SELECT coalesce(p.title, '') || ' ' || coalesce(h.name, '') FROM memberships AS m
        LEFT JOIN posts AS p ON p.id = m.post_id LEFT JOIN people AS h ON h.id = m.person_id WHERE m.id = ?""",
    "funding_sources": """
        SELECT coalesce(b.name || '：', '') || f.source FROM funding_sources AS f
        LEFT JOIN budget_lines AS b ON b.id = f.budget_line_id WHERE f.id = ?""",
    "city_links": "SELECT printed_name FROM city_links WHERE id = ?",
    "findings": "SELECT code FROM findings WHERE id = ?",
    "reference_tables": "SELECT title FROM reference_tables WHERE id = ?",
    "reference_cells": "SELECT coalesce(head || ': ', '') || coalesce(value, '') FROM reference_cells WHERE id = ?",
}
_PAGES = {"org_units": "unit", "people": "person", "budget_lines": "programme", "cities": "city", "findings": "finding"}
_CODES = {
    "classification": "classification",
    "rank": "rank",
    "table_kind": "table_kind",
    "status": "status",
    "proof": "proof",
    "certainty": "certainty",
    "severity": "severity",
    "phase": "phase",
    "text_layer": "text_layer",
    "quality": "quality",
}
_KINDS = {"sections": "section_kind", "city_links": "city_kind", "identities": "identity_kind"}


def row_name(reader: Reader, table: str, row_id: str) -> str:
    """Return what a row is called; its id where it has no name."""
    names = tables()[table].names
    if sql := _NAMES.get(table):
        name = reader.value(sql, row_id)
    elif "name" in names and "id" in names:
        name = reader.value(f"SELECT name FROM {quote(table)} WHERE id = ?", row_id)  # noqa: S608 - a schema's name
    else:
        name = None
    return str(name).strip() if name and str(name).strip() else row_id


def row_address(to: Addresses, table: str, row_id: str) -> str:
    """Return the page about a row: its own kind of page where there is one."""
    if table == "documents":
        return to.document(row_id)
    return to.thing(_PAGES.get(table, f"record/{table}"), row_id)


def said(reader: Reader, table: str, column: Column, value: Any, language: Language) -> str:
    """Return a cell in words: codes by their labels, ids by what they name, amounts with their unit."""
    if value is None:
        return ""
    group = _CODES.get(column.name) or (_KINDS.get(table) if column.name == "kind" else None)
    if group:
        return label(group, value, language)
    if column.unit == "yen" and isinstance(value, int):
        return yen(value, language)
    if column.type == "boolean":
        return ("はい" if value else "いいえ") if language == "ja" else ("yes" if value else "no")
    if column.type == "array":
        return "、".join(map(str, json.loads(value)))
    target = next((key.table for key in tables()[table].foreign_keys if key.column == column.name), None)
    return row_name(reader, target, value) if target else str(value)


def yen(value: int, language: Language) -> str:
    """Return an amount with its unit, in thousands where that loses nothing.

    >>> yen(1634083000, "ja"), yen(120, "en")
    ('1,634,083千円', '120 yen')
    """
    if value % THOUSAND == 0:
        return f"{thousands(value)}千円" if language == "ja" else f"{thousands(value)} thousand yen"
    text = f"{value:,}".replace("-", "−")
    return f"{text}円" if language == "ja" else f"{text} yen"
