"""Corrections as files: ``corrections/*.toml``, each entry with what it changes, why, by whom and when.

::

    [[correction]]
    document_sha256 = "…"
    table_name = "duties"
    row_id = "doc-…/duty/…/1"
    column_name = "text"
    old_value = "…"             # what the program reads there; left out where it reads nothing
    new_value = "…"             # what stands instead; left out to empty the cell
    reason = "…"
    author = "…"
    decided_on = 2026-04-01
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from kokusai_extract.errors import CorrectionRefused
from kokusai_extract.model.correction import Correction
from kokusai_extract.store.cells import fits, value_of, written
from kokusai_extract.store.schema import Column, tables
from kokusai_extract.store.write import replacing

FOLDER = Path("corrections")
"""Where they are looked for: in the working folder."""

_KEYS = tuple(field.name for field in fields(Correction) if field.name not in ("id", "state"))
_VALUES = ("old_value", "new_value")
_TEXTS = tuple(key for key in _KEYS if key not in (*_VALUES, "decided_on"))

COMPUTED = "identities"
"""Rows that every build computes anew from the figures: what is corrected are these."""


def chosen(folder: Path | None) -> tuple[Correction, ...]:
    """Return the corrections of a folder; of the working folder's own where none is named and there is one.

    Raises:
        CorrectionRefused: as :func:`load`.
    """
    if folder is None:
        return load(FOLDER) if FOLDER.is_dir() else ()
    return load(folder)


def load(folder: Path) -> tuple[Correction, ...]:
    """Return the corrections of a folder's TOML files, each once, sorted; their order makes no difference.

    Raises:
        CorrectionRefused: when there is no such folder, or an entry is no correction.
    """
    if not folder.is_dir():
        raise CorrectionRefused(f"{folder}: no such folder")
    found = {entry.id: entry for path in sorted(folder.glob("*.toml")) for entry in _read(path)}
    return tuple(sorted(found.values(), key=lambda entry: (entry.cell, entry.id)))


def correction(entry: Mapping[str, Any]) -> Correction:
    """Return an entry as a correction, its values as the database would write them.

    Raises:
        CorrectionRefused: when a key is missing, unknown or wrong, or the cell cannot hold the new value.
    """
    if unknown := sorted(set(entry) - set(_KEYS)):
        raise CorrectionRefused(f"unknown key {unknown[0]}")
    for key in _TEXTS:
        if not (isinstance(entry.get(key), str) and entry[key].strip()):
            raise CorrectionRefused(f"{key} is missing, or no text")
    decided = entry.get("decided_on")
    if type(decided) is not date:
        raise CorrectionRefused("decided_on is missing, or no date such as 2026-04-01")
    column = fact_column(entry["table_name"], entry["column_name"])
    old, new = (_written(entry.get(key), column) for key in _VALUES)
    if old == new:
        raise CorrectionRefused("old_value and new_value are the same")
    if not fits(None if new is None else value_of(new, column), column):
        raise CorrectionRefused(f"{column.name} cannot be empty")
    content = {key: entry[key] for key in _TEXTS} | {"decided_on": decided.isoformat()}
    content |= {"old_value": old, "new_value": new}
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    made = Correction(id=f"correction/{digest[:12]}", **content)
    if not fits(made.document_sha256, tables()["corrections"].by_name["document_sha256"]):
        raise CorrectionRefused("document_sha256 is no SHA-256: 64 hexadecimal digits")
    return made


def fact_column(table_name: str, column_name: str) -> Column:
    """Return a column that can be corrected: one whose values are read from documents.

    Raises:
        CorrectionRefused: when there is no such table, or the column is none of its facts.
    """
    if table_name == COMPUTED:
        raise CorrectionRefused(
            f"{table_name} are computed: correct the figures that take part in one (identity_terms)"
        )
    table = tables().get(table_name)
    if table is None or not table.facts:
        known = ", ".join(name for name, table in tables().items() if table.facts and name != COMPUTED)
        raise CorrectionRefused(f"{table_name} is no table of facts; these are: {known}")
    if column_name not in table.facts:
        raise CorrectionRefused(f"{column_name} is no fact of {table_name}; these are: {', '.join(table.facts)}")
    return table.by_name[column_name]


def append(folder: Path, made: Correction) -> Path:
    """Write a correction behind those of its document, into ``folder/<document>.toml``, and return that path.

    Raises:
        CorrectionRefused: when it stands there already, or the file is not what :func:`load` can read.
        OutputFailed: when it could not be written; the file stands as it was.
    """
    path = folder / f"doc-{made.document_sha256[:12]}.toml"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before and any(made.id == other.id for other in _read(path)):
        raise CorrectionRefused(f"{path}: stands there already")
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(path) as partial:
        gap = "\n" if before else ""
        partial.write_text(before + gap + _entry(made), encoding="utf-8", newline="\n")
    return path


def _read(path: Path) -> list[Correction]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise CorrectionRefused(f"{path}: {error}") from error
    entries = content.get("correction", [])
    if set(content) - {"correction"} or not (isinstance(entries, list) and all(isinstance(e, dict) for e in entries)):
        raise CorrectionRefused(f"{path}: holds more than [[correction]] entries")
    made = []
    for number, entry in enumerate(entries, 1):
        try:
            made.append(correction(entry))
        except CorrectionRefused as error:
            raise CorrectionRefused(f"{path}: entry {number}: {error}") from error
    return made


def _written(value: Any, column: Column) -> str | None:
    """Return an entry's value as the database writes it. It has the column's type, as an entry of a file would."""
    if value is None:
        return None
    if type(value) is date:
        value = value.isoformat()
    value = tuple(value) if isinstance(value, list) else value
    allowed: tuple[type, ...] = {
        "integer": (int,),
        "boolean": (bool, int),
        "number": (int, float),
        "array": (tuple,),
    }.get(column.type, (str,))
    text = written(value) if type(value) in allowed else None
    try:
        if text is not None:
            value_of(text, column)
            return text
    except ValueError:
        pass
    words = f"; it is one of {', '.join(map(str, column.enum))}" if column.enum else f"; it is {column.type}"
    raise CorrectionRefused(f"{column.name} cannot hold {value!r}{words}")


def _entry(made: Correction) -> str:
    """Return a correction as TOML. Its strings are those of JSON, but for the character DEL."""
    lines = ["[[correction]]"]
    for key in _KEYS:
        text = getattr(made, key)
        if text is None:
            continue
        kind = tables()[made.table_name].by_name[made.column_name].type if key in _VALUES else "string"
        bare = key == "decided_on" or kind in ("integer", "boolean", "number", "array")
        lines.append(f"{key} = {text if bare else json.dumps(text, ensure_ascii=False)}")
    return "\n".join(lines).replace("\x7f", "\\u007f") + "\n"
