"""The certificate of a release: what it was made from, by what, how much is proved, and who answers for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kokusai_extract.publish.release.figures import figures
from kokusai_extract.publish.release.gate import Waived
from kokusai_extract.publish.release.program import program
from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.ddl import quote
from kokusai_extract.store.schema import tables, views

_INPUTS = (
    "sha256",
    "file_name",
    "byte_count",
    "page_count",
    "media_type",
    "text_layer",
    "fiscal_year",
    "bureau",
    "title",
    "issued_on",
    "phase",
)
_CHECKS = {
    "schemas": "The database has the tables, columns, types and values that its schemas state.",
    "keys": "Every primary key is unique and every foreign key leads to a row.",
    "evidence": "Every fact has an observation, and each observation quotes what stands at its place.",
    "errors": "Every error finding is waived below, by whom and why.",
}


def certificate(
    connection: sqlite3.Connection,
    *,
    version: str,
    issued_at: str,
    database_sha256: str,
    options: Mapping[str, Any],
    waived: Sequence[Waived],
    edition: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the certificate as data. ``issued_at`` is the only time in a release."""
    return {
        "version": version,
        "issued_at": issued_at,
        "program": program(),
        "options": dict(options),
        "database_sha256": database_sha256,
        "edition": dict(edition),
        "inputs": documents(connection, _INPUTS),
        "figures": _figures(connection),
        "findings": _findings(connection),
        "waived": [
            {
                "finding": item.waiver.finding_id,
                "code": item.code,
                "message": item.message,
                "message_ja": item.message_ja,
                "by": item.waiver.by,
                "reason": item.waiver.reason,
            }
            for item in waived
        ],
        "corrections": _rows(connection, "SELECT * FROM corrections ORDER BY id"),
        "counts": {
            name: connection.execute(f"SELECT count(*) FROM {quote(name)}").fetchone()[0]  # noqa: S608
            for name in (*tables(), *views())
        },
        "checks": _CHECKS,
    }


def documents(connection: sqlite3.Connection, columns: Iterable[str]) -> list[dict[str, Any]]:
    """Return columns of the documents, in the order of their years."""
    names = ", ".join(map(quote, columns))
    order = "fiscal_year IS NULL, fiscal_year, bureau, issued_on, id"
    return _rows(connection, f"SELECT {names} FROM documents ORDER BY {order}")  # noqa: S608


def page(content: Mapping[str, Any]) -> str:
    """Return a certificate as a page, Japanese and English."""
    made, counted = content["program"], content["figures"]
    options = ", ".join(f"{name}: {value}" for name, value in content["options"].items())
    lines = [
        f"# 証明書 Certificate {content['version']}",
        "",
        f"- 発行 issued: {content['issued_at']}",
        f"- プログラム program: {made['name']} {made['version']} (lock SHA-256 `{made['lock_sha256']}`; "
        f"Python {made['python']}, SQLite {made['sqlite']})",
        f"- 指定 options: {options}",
        f"- データベース database SHA-256: `{content['database_sha256']}`",
        _edition(content["edition"]),
        "",
        "## 元の資料 Inputs",
        "",
        "| ファイル file | 年度 year | 局 bureau | 標題 title | ページ pages | SHA-256 |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        _line(d["file_name"], d["fiscal_year"], d["bureau"], d["title"], d["page_count"], f"`{d['sha256']}`")
        for d in content["inputs"]
    ]
    lines += [
        "",
        "## 金額の検算 Proof of the amounts",
        "",
        "| 検算済み proved | 未検算 unproved | 矛盾 contradicted | 算出 derived | うち未確定 of these open |",
        "|---|---|---|---|---|",
        _line(*(_share(counted, state) for state in ("proved", "unproved", "contradicted", "derived", "open"))),
        "",
        "## 所見 Findings",
        "",
        "| 重大度 severity | コード code | 件数 count |",
        "|---|---|---|",
    ]
    lines += [
        _line(severity, code, count) for severity, codes in content["findings"].items() for code, count in codes.items()
    ]
    lines += ["", "## 許容されたエラー Waived errors", ""]
    lines += [
        f"- `{w['finding']}` {w['message_ja']} {w['message']}\n  - {w['by']}: {w['reason']}" for w in content["waived"]
    ] or ["なし None."]
    lines += ["", "## 訂正 Corrections", ""]
    lines += [
        f"- `{c['id']}` ({c['state']}) {c['table_name']}.{c['column_name']} `{c['row_id']}`: "
        f"{c['old_value']} → {c['new_value']}\n  - {c['author']}, {c['decided_on']}: {c['reason']}"
        for c in content["corrections"]
    ] or ["なし None."]
    lines += ["", "## 行数 Rows", "", "| 表 table | 行 rows |", "|---|---|"]
    lines += [_line(name, count) for name, count in content["counts"].items()]
    lines += ["", "## 確認したこと Checks", ""]
    lines += [f"- {name}: {text}" for name, text in content["checks"].items()]
    return "\n".join(lines) + "\n"


def _edition(made: Mapping[str, Any]) -> str:
    without = (
        f"; 個別のページなし without pages of their own: {', '.join(found)}" if (found := made["without_pages"]) else ""
    )
    return (
        f"- 静的サイト static edition: {made['pages']} ページ pages, {made['pictures']} 図 pictures, {made['files']} "
        f"ファイル files{without}; SHA-256 of their hashes `{made['sha256']}`"
    )


def _figures(connection: sqlite3.Connection) -> dict[str, Any]:
    counted = figures(connection)
    whole = sum(count for state, count in counted.items() if state != "open")
    shares = {state: round(count / whole, 4) if whole else None for state, count in counted.items()}
    return {"amounts": whole, **counted, "shares": shares}


def _findings(connection: sqlite3.Connection) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {"error": {}, "warning": {}, "info": {}}
    query = "SELECT severity, code, count(*) FROM findings GROUP BY severity, code ORDER BY code"
    for severity, code, count in connection.execute(query):
        found[severity][code] = count
    return found


def _rows(connection: sqlite3.Connection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [name for name, *_ in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _share(counted: Mapping[str, Any], state: str) -> str:
    share = counted["shares"][state]
    return f"{counted[state]:,}" + (f" ({share:.1%})" if share is not None else "")


def _line(*cells: object) -> str:
    return "| " + " | ".join("" if cell is None else str(cell).replace("|", "&#124;") for cell in cells) + " |"
