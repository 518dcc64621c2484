"""The report as a page that people read: Markdown, Japanese beside English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

SHOWN = 50
"""How many findings of one code the page shows; ``report.json`` has them all."""

_PEOPLE = {
    "managers": "氏名は課長以上の職にある人のみ収録しています。 Names are those of 課長 and above only.",
    "none": "氏名は収録していません。 No names of persons are held.",
}
_GRAVE = {"error": "エラー", "warning": "要確認", "info": "情報"}


def page(summary: Mapping[str, Any]) -> str:
    """Return the report as Markdown, from what :func:`~kokusai_extract.store.report.summarize` gives."""
    return (
        "\n".join(
            line for part in (_figures, _documents, _facts, _findings, _times) for line in ("", *part(summary))
        ).lstrip("\n")
        + "\n"
    )


def _figures(summary: Mapping[str, Any]) -> Iterable[str]:
    yield "# 取込み結果 Report"
    yield ""
    if summary["people"] != "all":
        yield f"{_PEOPLE[summary['people']]} (--people {summary['people']})"
        yield ""
    yield "## 金額 Figures"
    yield ""
    yield (
        "予算額・前年度予算額・増減・財源の金額。proved: すべての等式が成り立つ。contradicted: 成り立たない等式がある。"
        "derived: 印刷されておらず等式から算出。open: どの事業の金額か確定できない。"
    )
    yield (
        "Amounts, last year's amounts, changes and funding. Proved: every identity it stands in holds; contradicted: "
        "one fails; derived: not printed, computed from an identity; open: whose figure it is could not be settled."
    )
    yield ""
    states = ("read", "proved", "unproved", "contradicted", "derived", "open")
    heads = ("読取り read", "検算済み proved", "未検算 unproved", "矛盾 contradicted", "算出 derived", "未確定 open")
    rows = [(*_document(figures), *(figures[state] for state in states)) for figures in summary["figures"]]
    if len(rows) > 1:
        sums = (sum(figures[state] for figures in summary["figures"]) for state in states)
        rows.append(("**計 total**", "", "", *sums))
    yield from _table(("文書 document", "局 bureau", "年度 year", *heads), rows)


def _documents(summary: Mapping[str, Any]) -> Iterable[str]:
    yield "## 文書 Documents"
    yield ""
    heads = ("標題 title", "発行日 date", "段階 phase", "ページ pages", "品質 quality", "テキスト層 text layer")
    yield from _table(
        ("文書 document", "局 bureau", "年度 year", *heads),
        (
            (
                *_document(document),
                document["title"],
                document["issued_on"],
                document["phase"],
                document["page_count"],
                ", ".join(f"{quality} {count}" for quality, count in document["pages_by_quality"].items()),
                document["encoding"] or document["text_layer"],
            )
            for document in summary["documents"]
        ),
    )
    at_fault = [(document, page) for document in summary["documents"] for page in document["pages_at_fault"]]
    if at_fault:
        yield ""
        yield "読めない・疑わしいページ Pages that could not be read or trusted:"
        yield ""
        for doc, page in at_fault:
            read_by = " → ocr" if page["text_layer"] == "ocr" else ""
            yield f"- {_cell(doc['file_name'])}: {page['page']} ({page['quality']}{read_by})"


def _facts(summary: Mapping[str, Any]) -> Iterable[str]:
    yield "## 事実 Facts"
    yield ""
    keys = ("rows", "facts", "printed", "inherited", "computed", "corrected", "inferred_rows")
    heads = (
        "行 rows",
        "事実 facts",
        "印刷 printed",
        "継承 inherited",
        "算出 computed",
        "修復 corrected",
        "推論の行 inferred",
    )
    yield from _table(
        ("表 table", *heads),
        ((f"{kind['title_ja']} `{kind['table']}`", *(kind[key] for key in keys)) for kind in summary["facts"]),
    )


def _findings(summary: Mapping[str, Any]) -> Iterable[str]:
    yield "## 所見 Findings"
    yield ""
    if not summary["findings"]:
        yield "なし None."
        return
    yield from _table(
        ("コード code", "重大度 severity", "件数 count", "内容 title"),
        (
            (f"`{code['code']}`", _severity(code), code["count"], f"{code['title_ja']} {code['title']}")
            for code in summary["findings"]
        ),
    )
    for code in summary["findings"]:
        yield ""
        yield f"### {code['code']} {code['title_ja']} ({_severity(code)}, {code['count']})"
        yield ""
        for finding in code["findings"][:SHOWN]:
            where = " p.".join(str(part) for part in (finding["file_name"], finding["page"]) if part is not None)
            yield f"- {f'{_cell(where)}: ' if where else ''}{_cell(finding['message_ja'])}"
            yield f"  {_cell(finding['message'])}"
        if code["count"] > SHOWN:
            yield f"- …ほか{code['count'] - SHOWN}件は report.json に。 {code['count'] - SHOWN} more in report.json."


def _times(summary: Mapping[str, Any]) -> Iterable[str]:
    yield "## 所要時間 Time"
    yield ""
    rows = [(stage, f"{seconds:.2f}") for stage, seconds in summary["timings"].items()]
    yield from _table(("段階 stage", "秒 seconds"), rows)


def _document(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return entry["file_name"], entry["bureau"], entry["fiscal_year"]


def _severity(code: Mapping[str, Any]) -> str:
    return f"{_GRAVE[code['severity']]} {code['severity']}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterable[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(_cell(value) for value in row) + " |"


def _cell(value: Any) -> str:
    """Return a value on one line, with nothing in it that Markdown or HTML would read as its own.

    >>> _cell("<b> & more")
    '&lt;b> &amp; more'
    """
    text = "" if value is None else " ".join(str(value).split())
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;")
