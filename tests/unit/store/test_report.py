"""The report: figures first, then documents, facts, findings and times, counted from the archive."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from kokusai_extract.model.archive import Archive
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.records import BudgetLine, DocumentRecord, Identity, PageRecord
from kokusai_extract.store.report import figure_states, summarize, write_report
from kokusai_extract.store.report_page import SHOWN, page
from tests.archives import archive


def changed(kind: type[Any], match: str, **values: object) -> Archive:
    """Return the example archive with one kind of record changed where its id holds ``match``."""
    whole = archive()
    (facts,) = whole.documents
    records = tuple(
        replace(record, **values) if isinstance(record, kind) and match in str(getattr(record, "id", "")) else record
        for record in facts.records
    )
    return replace(whole, documents=(replace(facts, records=records),))


def figures(whole: Archive) -> dict[str, int]:
    (entry,) = summarize(whole)["figures"]
    return {name: entry[name] for name in ("read", "proved", "unproved", "contradicted", "derived", "open")}


def test_figures_are_counted_one_by_one() -> None:
    # 1,200 1,000 200 / 800 / 2,000 and 国 500 are printed; 700 is computed. The sum and the funding involve 4 of them.
    expected = {"read": 6, "proved": 4, "unproved": 2, "contradicted": 0, "derived": 1, "open": 0}
    assert figures(archive()) == expected


def test_an_identity_that_fails_contradicts_all_its_printed_figures() -> None:
    whole = changed(Identity, "/identity/sum", holds=False, residual=5)
    expected = {"read": 6, "proved": 1, "unproved": 2, "contradicted": 3, "derived": 1, "open": 0}
    assert figures(whole) == expected
    assert (
        figure_states(whole)["funding_sources", next(iter(whole.documents)).document_id + "/funding/国", "amount"]
        == "proved"
    )


def test_lines_that_could_not_be_placed_stand_open() -> None:
    assert figures(changed(BudgetLine, "水鳥", certainty=None))["open"] == 3
    bare = changed(BudgetLine, "清掃", certainty=None, amount=None)
    assert (figures(bare)["open"], figures(bare)["read"]) == (1, 5)


def test_pages_at_fault_are_listed() -> None:
    summary = summarize(changed(PageRecord, "", quality="no_text"))
    (document,) = summary["documents"]
    assert "- lakes.txt: 2 (no_text)" in page(summary)
    assert document["pages_by_quality"] == {"no_text": 3}
    recognized = summarize(changed(PageRecord, "", quality="no_text", text_layer="ocr"))
    assert "- lakes.txt: 2 (no_text → ocr)" in page(recognized)
    assert [entry["page"] for entry in document["pages_at_fault"]] == [1, 2, 3]


def test_facts_are_counted_by_kind_and_origin() -> None:
    facts = {kind["table"]: kind for kind in summarize(archive())["facts"]}
    assert facts["duties"] | {"title": "", "title_ja": ""} == {
        "table": "duties",
        "title": "",
        "title_ja": "",
        "rows": 2,
        "facts": 6,
        "printed": 4,
        "inherited": 2,
        "computed": 0,
        "corrected": 0,
        "inferred_rows": 0,
    }


def test_a_document_that_says_nothing_of_itself_is_reported_all_the_same() -> None:
    whole = changed(DocumentRecord, "doc-", fiscal_year=None, bureau=None, title=None)
    assert "| lakes.txt |  |  |" in page(summarize(whole))
    assert "なし None." in page(summarize(Archive()))


def test_the_page_begins_with_the_figures() -> None:
    text = page(summarize(archive(), {"read": 0.1234}))
    assert text.startswith("# 取込み結果 Report\n\n## 金額 Figures\n")
    assert "| lakes.txt | 湖沼局 | 2022 | 6 | 4 | 2 | 0 | 1 | 0 |" in text
    assert "| read | 0.12 |" in text


def test_findings_are_shown_in_both_languages_and_harm_no_table() -> None:
    evil = Finding(
        "store-dangling-reference", actual="<script>|\nx", values=(("table", "t"), ("column", "c"), ("row", "r"))
    )
    text = page(summarize(Archive(findings=(evil,))))
    assert "- t.c（r）の指す &lt;script>&#124; x が存在しない" in text
    assert "  t.c of r points at &lt;script>&#124; x, which" in text


def test_what_the_page_leaves_out_it_counts() -> None:
    many = tuple(Finding("store-duplicate-id", values=(("row", str(number)),)) for number in range(SHOWN + 7))
    summary = summarize(Archive(findings=many))
    assert "7 more in report.json" in page(summary)
    assert len(summary["findings"][0]["findings"]) == SHOWN + 7


def test_both_files_are_written(tmp_path: Path) -> None:
    write_report(archive(), {"store": 1.5}, tmp_path)
    data = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert data == json.loads(json.dumps(summarize(archive(), {"store": 1.5})))
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == page(data)
