"""The published tables, as ``schemas/*.json`` states them: the one source of database, CSV files and labels.

Each file is a Frictionless Table Schema with a few properties of its own: ``title_ja`` and ``description_ja``,
``fact`` (a printed value: each non-empty cell has an observation), ``absent`` (why a cell is empty), ``unit``,
``mapping`` (names in other standards), ``indexes``; for a view, ``view_of`` (the table and the column with its id)
beside ``<name>.sql``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

Absence = Literal["not printed", "not legible", "does not apply"]
"""Why a cell is empty. A document may also print that there is nothing (a dash): that does not apply either."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``type`` is Frictionless's: string, integer, number, boolean, date or array (of ``item``).

    ``absent`` says why a cell is empty where nothing else tells.
    """

    name: str
    type: str
    title: str
    title_ja: str
    description: str
    description_ja: str
    mapping: Mapping[str, str]
    fact: bool = False
    absent: Absence = "not printed"
    item: str = "string"
    unit: str | None = None
    rdf_type: str | None = None
    required: bool = False
    unique: bool = False
    enum: tuple[str | int, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``column`` holds a value of ``table.target``, or is empty."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """A table, or a view where ``sql`` is given; ``view_of`` is the (table, id column) that a view's rows stand for."""

    name: str
    group: str
    title: str
    title_ja: str
    description: str
    description_ja: str
    mapping: Mapping[str, str]
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    rdf_type: str | None = None
    sql: str | None = None
    view_of: tuple[str, str] | None = None

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Its columns by name."""
        return MappingProxyType({column.name: column for column in self.columns})

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The names of the columns whose values are printed facts."""
        return tuple(column.name for column in self.columns if column.fact)


def folder() -> Traversable:
    """Return the folder of schemas: inside the installed package, or at the top of a checkout."""
    installed = resources.files("kokusai_extract") / "schemas"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "schemas"


@cache
def tables() -> Mapping[str, Table]:
    """Return the tables by name, each behind those that its foreign keys lead to."""
    return MappingProxyType({name: _load(name) for name in _index()["tables"]})


@cache
def views() -> Mapping[str, Table]:
    """Return the views by name."""
    return MappingProxyType({name: _load(name) for name in _index()["views"]})


def _index() -> Any:
    return json.loads((folder() / "index.json").read_text(encoding="utf-8"))


def _load(name: str) -> Table:
    schema = json.loads((folder() / f"{name}.json").read_text(encoding="utf-8"))
    view_of = schema.get("view_of")
    return Table(
        name=name,
        group=schema["group"],
        title=schema["title"],
        title_ja=schema["title_ja"],
        description=schema["description"],
        description_ja=schema["description_ja"],
        columns=tuple(_column(field) for field in schema["fields"]),
        primary_key=tuple(schema.get("primaryKey", ())),
        foreign_keys=tuple(_foreign_key(name, key) for key in schema.get("foreignKeys", ())),
        indexes=tuple(tuple(index) for index in schema.get("indexes", ())),
        rdf_type=schema.get("rdfType"),
        mapping=MappingProxyType(schema.get("mapping", {})),
        sql=(folder() / f"{name}.sql").read_text(encoding="utf-8") if view_of else None,
        view_of=(view_of["table"], view_of["column"]) if view_of else None,
    )


def _column(field: Mapping[str, Any]) -> Column:
    constraints = field.get("constraints", {})
    return Column(
        name=field["name"],
        type=field["type"],
        title=field["title"],
        title_ja=field["title_ja"],
        description=field["description"],
        description_ja=field["description_ja"],
        fact=field.get("fact", False),
        absent=field.get("absent", "not printed"),
        item=field.get("arrayItem", {}).get("type", "string"),
        unit=field.get("unit"),
        rdf_type=field.get("rdfType"),
        mapping=MappingProxyType(field.get("mapping", {})),
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        enum=tuple(constraints.get("enum", ())),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        min_length=constraints.get("minLength"),
        pattern=constraints.get("pattern"),
    )


def _foreign_key(table: str, key: Mapping[str, Any]) -> ForeignKey:
    (column,), (target,) = key["fields"], key["reference"]["fields"]
    return ForeignKey(column, key["reference"]["resource"] or table, target)
