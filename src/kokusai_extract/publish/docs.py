"""Documentation made from the schemas and the catalog of findings, so that neither can say what the other does not.

``make docs`` writes it into ``docs/``; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from kokusai_extract.link.changes.words import words
from kokusai_extract.store.schema import Column, Table, tables, views
from kokusai_extract.validate.catalog import Description, catalog

DICTIONARY = "data-dictionary.md"
FINDINGS = "findings"
CODES = "change-codes.md"

_GROUPS = {
    "sources": ("Sources", "資料"),
    "organization": ("Organization and people", "組織と人"),
    "budget": ("Budget", "予算"),
    "international": ("International", "国際"),
    "evidence": ("Evidence", "根拠"),
    "changes": ("Year over year", "年度間の比較"),
}
_SEVERITIES = {"error": "エラー", "warning": "要確認", "info": "情報"}
_PREFIXES = {
    "http://www.w3.org/ns/org#": "org:",
    "http://xmlns.com/foaf/0.1/": "foaf:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://purl.org/dc/terms/": "dct:",
    "http://www.w3.org/ns/opengov#": "opengov:",
    "http://www.w3.org/ns/prov#": "prov:",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo:",
    "https://schema.org/": "schema:",
}
_STANDARDS = {"popolo": "Popolo", "fdp": "FDP", "ftm": "FtM"}
_ABOUT_DATA = """\
# Data dictionary · データ辞書

Every table and view of `kokusai.db` and of the CSV files, made from `schemas/`. An empty cell means that
nothing is printed (or nothing could be read: see `findings`), never 0.
空欄は記載がないこと（または読めないこと。`findings` 参照）を表し、0ではない。

In the CSV files of a release an empty cell says why: nothing for not printed (記載なし), `n/a` for does not apply or a
printed dash (該当なし), `illegible` for printed but not legible (判読不能), `withheld` for a name that is left out
(非収録).
A text that a spreadsheet would take for one of these or for a formula (it begins with `=`, `+`, `-`, `@`, their
full-width forms or a control character) has one `'` in front there; take it away to have the text back.
公開データのCSVでは、数式に見える文字列などの先頭に `'` を一つ付けている。取り除くと元の文字列になる。

*fact*: printed in a document; every cell that is not empty leads through `observations` to its place on a page.
*required*: never empty. FDP is the Fiscal Data Package, FtM a FollowTheMoney statement.
"""
_ABOUT_FINDINGS = """\
# 所見 · Findings

What the program doubts about a document, could not settle, or settled by reasoning.
資料についての疑問、未確定の点、推論で確定した点。

- **error** エラー: a figure or fact is contradicted or lost. 金額や事実に矛盾または欠落がある。
- **warning** 要確認: a person should look. 人の確認が必要。
- **info** 情報: how something was settled. どう確定したか。\
"""
_ABOUT_CODES = """\
# 年度間の比較のコード · Codes of what changed

The codes that the `…_changes` tables use; [changes.md](changes.md) says how changes are found.\
"""
_CODES = {
    "facet": ("比較の対象", "What is compared"),
    "kind": ("変化の種類", "`kind`"),
    "relation": ("対応関係", "`relation`"),
    "reason": ("判断の理由", "`reasons`"),
    "scope": ("範囲の違い", "`scope`"),
    "list": ("名簿", "Lists of staff"),
}
_MADE = "<!-- Made by `make docs`; never edited by hand. -->"


def files() -> dict[str, str]:
    """Return every generated file: its text by its path under ``docs/``."""
    pages = {f"{FINDINGS}/{code}.md": finding_page(entry) for code, entry in catalog().items()}
    index = {f"{FINDINGS}/README.md": finding_index(), CODES: change_codes()}
    return {DICTIONARY: data_dictionary(), **index, **pages}


def data_dictionary() -> str:
    """Return the data dictionary: every table and view, every column."""
    return "\n".join(_dictionary()) + "\n"


def finding_page(entry: Description) -> str:
    """Return the page of one finding code, English and Japanese."""
    return f"""{_MADE}
# {entry.code}

**{entry.title["ja"]} · {entry.title["en"]}** ({_SEVERITIES[entry.severity]} · {entry.severity})

> {entry.message["ja"]}
>
> {entry.message["en"]}

| | 日本語 | English |
|---|---|---|
| 意味 · What it means | {_cell(entry.meaning["ja"])} | {_cell(entry.meaning["en"])} |
| 対応 · What to do | {_cell(entry.remedy["ja"])} | {_cell(entry.remedy["en"])} |

[所見の一覧 · All findings](README.md)
"""


def finding_index() -> str:
    """Return the index of all finding codes, by the domain that their names begin with."""
    lines = [_MADE, _ABOUT_FINDINGS]
    for domain, entries in groupby(catalog().values(), key=lambda entry: entry.domain):
        lines += ["", f"## {domain}", "", "| code | severity | 内容 | what |", "|---|---|---|---|"]
        lines += [
            f"| [{entry.code}]({entry.code}.md) | {_SEVERITIES[entry.severity]} {entry.severity} "
            f"| {_cell(entry.title['ja'])} | {_cell(entry.title['en'])} |"
            for entry in entries
        ]
    return "\n".join(lines) + "\n"


def change_codes() -> str:
    """Return what each code of the change tables means."""
    lines = [_MADE, _ABOUT_CODES]
    for group, (title_ja, title) in _CODES.items():
        lines += ["", f"## {title_ja} · {title}", "", "| code | 日本語 | 意味 | meaning |", "|---|---|---|---|"]
        lines += [
            f"| `{code}` | {row['ja']} | {_cell(row['meaning_ja'])} | {_cell(row['meaning_en'])} |"
            for code, row in words(group).items()
        ]
    return "\n".join(lines) + "\n"


def _dictionary() -> Iterator[str]:
    yield _MADE
    yield _ABOUT_DATA
    yield "Prefixes: " + ", ".join(f"`{prefix}` {iri}" for iri, prefix in _PREFIXES.items()) + "."
    for group, (title, title_ja) in _GROUPS.items():
        yield ""
        yield f"## {title} · {title_ja}"
        for table in (*tables().values(), *views().values()):
            if table.group == group:
                yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield f"### `{table.name}` {table.title_ja} · {table.title}"
    yield ""
    yield f"{table.description_ja} {table.description}"
    yield ""
    if table.view_of:
        yield f"View on `{table.view_of[0]}`; `{table.view_of[1]}` is its id."
    else:
        yield f"Primary key: {', '.join(f'`{name}`' for name in table.primary_key)}."
    if mapping := _mapping(table.rdf_type, table.mapping):
        yield f"Maps to {mapping}."
    yield ""
    yield "| column | 列名 | type | 意味 | meaning | maps to |"
    yield "|---|---|---|---|---|---|"
    targets = {key.column: key.table for key in table.foreign_keys}
    for column in table.columns:
        cells = (
            f"`{column.name}`",
            column.title_ja,
            _type(column, targets.get(column.name)),
            column.description_ja,
            column.description,
            _mapping(column.rdf_type, column.mapping),
        )
        yield "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _type(column: Column, target: str | None) -> str:
    parts = [column.type]
    if column.unit:
        parts.append(column.unit)
    if target:
        parts.append(f"id in `{target}`")
    parts += [word for word, holds in (("required", column.required), ("unique", column.unique)) if holds]
    parts += ["*fact*"] if column.fact else []
    if column.enum:
        parts.append("one of " + " ".join(f"`{value}`" for value in column.enum))
    return ", ".join(parts)


def _mapping(rdf_type: str | None, mapping: Mapping[str, str]) -> str:
    terms = []
    if rdf_type:
        iri = next((iri for iri in _PREFIXES if rdf_type.startswith(iri)), "")
        terms.append(_PREFIXES.get(iri, "") + rdf_type.removeprefix(iri))
    terms += [f"{_STANDARDS[standard]} {name}" for standard, name in sorted(mapping.items())]
    return ", ".join(terms)


def _cell(text: str) -> str:
    return text.replace("|", "&#124;")
