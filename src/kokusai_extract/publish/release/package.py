"""``datapackage.json``: a Data Package v2 that says what each file and column of a release is.

Columns bear the types of the Fiscal Data Package (``columnType``), and terms of W3C ORG, FOAF, Dublin Core, PROV …
(``rdfType``); ``mapping`` gives the names in Popolo, the Fiscal Data Package and FollowTheMoney.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kokusai_extract.model.edition import People
from kokusai_extract.publish.release import describe
from kokusai_extract.publish.release.content import SIGNS, SIGNS_JA, Absent
from kokusai_extract.publish.release.csv_files import CODE_JA, MUNICIPALITY_JA
from kokusai_extract.store.schema import Table, folder, tables

PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
DIALECT = {"$schema": "https://datapackage.org/profiles/2.0/tabledialect.json", "lineTerminator": "\r\n"}
LABELS_JA = {
    Absent.NOT_PRINTED: "記載なし",
    Absent.NOT_LEGIBLE: "判読不能",
    Absent.DOES_NOT_APPLY: "該当なし",
    Absent.WITHHELD: "非収録（氏名）",
}
_JA = "-ja"


def resource(table: Table, path: str, digest: str, byte_count: int, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the description of a table's CSV file."""
    return {
        "$schema": RESOURCE_PROFILE,
        "name": schema["name"],
        "type": "table",
        "path": path,
        "title": table.title,
        "title_ja": table.title_ja,
        "description": table.description,
        "description_ja": table.description_ja,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": byte_count,
        "hash": f"sha256:{digest}",
        "dialect": DIALECT,
        "schema": {key: value for key, value in schema.items() if key != "name"},
    }


def english(table: Table) -> dict[str, Any]:
    """Return a table's schema as its CSV file holds it: with the signs of empty cells, and the keys of a view."""
    schema = json.loads((folder() / f"{table.name}.json").read_text(encoding="utf-8"))
    for key in ("indexes", "view_of", "group"):
        schema.pop(key, None)
    if table.view_of:
        source, column = table.view_of
        schema["primaryKey"] = [column]
        schema["foreignKeys"] = [{"fields": [column], "reference": {"resource": source, "fields": ["id"]}}]
    for field in schema["fields"]:
        if fiscal := field.get("mapping", {}).get("fdp"):
            field["columnType"] = fiscal
        if field.get("unit") == "yen":
            field["currency"] = "JPY"
    return {**schema, "missingValues": _missing(SIGNS)}


def japanese(table: Table, words: Mapping[str, Mapping[Any, str]]) -> dict[str, Any]:
    """Return the schema of a table's Japanese edition."""
    schema = english(table)
    titles = {column.name: column.title_ja for column in table.columns}
    for field in schema["fields"]:
        name = field["name"]
        field |= {"name": titles[name], "title": name}
        if name in words and (enum := field.get("constraints", {}).get("enum")):
            field["constraints"] = field["constraints"] | {"enum": [words[name].get(code, code) for code in enum]}
    schema["primaryKey"] = [titles[name] for name in schema["primaryKey"]]
    schema["foreignKeys"] = [_key_ja(key, table, titles) for key in schema.get("foreignKeys", ())]
    places = [
        {"name": CODE_JA, "type": "string", "title": "municipality_code", "description": "総務省の6桁のコード。"},
        {"name": MUNICIPALITY_JA, "type": "string", "title": "municipality", "description": "地方公共団体の名称。"},
    ]
    return {
        **schema,
        "name": schema["name"] + _JA,
        "fields": [*places, *(field for field in schema["fields"] if field["name"] != CODE_JA)],
        "missingValues": _missing(SIGNS_JA),
    }


def package(
    *,
    title: str,
    version: str,
    licence: Mapping[str, str],
    publishers: Sequence[str],
    documents: Sequence[Mapping[str, Any]],
    resources: Sequence[Mapping[str, Any]],
    people: People = "all",
) -> dict[str, Any]:
    """Return the descriptor of a whole release, which holds the names of ``people``."""
    return {
        "$schema": PACKAGE_PROFILE,
        "name": "kokusai",
        "title": title,
        "description": describe.names(people),
        "people": people,
        "version": version,
        "licenses": [dict(licence)],
        "contributors": [{"title": name, "roles": ["publisher"]} for name in publishers],
        "keywords": ["自治体", "予算", "組織", "事務分掌", "open-data", "municipality", "budget", "organization"],
        "sources": [_source(document) for document in documents],
        "countryCode": "JP",
        "resources": list(resources),
    }


def _source(document: Mapping[str, Any]) -> dict[str, Any]:
    title = document["title"] or document["file_name"]
    return {
        "title": title,
        "fileName": document["file_name"],
        "mediatype": document["media_type"],
        "bytes": document["byte_count"],
        "hash": f"sha256:{document['sha256']}",
    }


def _missing(signs: Mapping[Absent, str]) -> list[dict[str, str]]:
    return [
        {"value": signs[reason], "label": reason.value if signs is SIGNS else LABELS_JA[reason]} for reason in Absent
    ]


def _key_ja(key: Mapping[str, Any], table: Table, titles: Mapping[str, str]) -> dict[str, Any]:
    target = key["reference"]["resource"]
    columns = tables()[target or table.name].by_name
    return {
        "fields": [titles[name] for name in key["fields"]],
        "reference": {
            "resource": target and target + _JA,
            "fields": [columns[name].title_ja for name in key["reference"]["fields"]],
        },
    }
