"""Lines of lists that no fact holds are named; lines that one holds, and headings, are not."""

from __future__ import annotations

from pathlib import Path

from kokusai_extract.model.finding import Finding
from kokusai_extract.pipeline import process


def unused(tmp_path: Path, text: str, code: str = "section-lines-unused") -> list[Finding]:
    path = tmp_path / "text.txt"
    path.write_text(text, "utf-8")
    return [finding for finding in process(path).findings if finding.code == code]


def test_a_line_that_no_fact_holds_is_named_with_its_place(tmp_path: Path) -> None:
    (finding,) = unused(tmp_path, "海外事務所一覧\n●リヨン事務所《欧州》\n設置の経緯は別に記す。\n")
    values = dict(finding.values)
    assert (values["count"], values["kind"], values["lines"]) == ("1", "offices", "設置の経緯は別に記す。")
    assert [(anchor.page, anchor.line) for anchor in finding.anchors] == [(1, 3)]


def test_headings_and_lines_in_facts_or_findings_are_not_named(tmp_path: Path) -> None:
    text = "市民局事務分掌\n総務部\n総務課\n１　人事に関すること。\nこれは分掌ではない行\n"
    assert unused(tmp_path, text) == []  # the last line goes on with nothing and is a finding of its own


def test_running_text_is_kept_as_text(tmp_path: Path) -> None:
    assert unused(tmp_path, "はじめに\n市の国際事業を紹介します。\n") == []


def test_amounts_under_a_heading_that_nobody_knows_are_named(tmp_path: Path) -> None:
    text = "令和６年度 文化局の仕事\nお金のつかいみち\n広報費　1,234千円\n催事費\t（2億円）\n"
    text += "総額は3億円です。\n計3億円\n5億円\n"
    (finding,) = unused(tmp_path, text, "section-amounts-unused")
    assert dict(finding.values)["lines"] == "広報費 1,234千円 / 催事費 (2億円) / 計3億円"
    assert [anchor.line for anchor in finding.anchors] == [3, 4, 6]


def test_amounts_that_a_table_holds_are_not_named(tmp_path: Path) -> None:
    text = "令和６年度 文化局事業概要\n事業別内訳\n１ 広報費　1,234千円\n２ 催事費　2,000千円\n"
    assert unused(tmp_path, text, "section-amounts-unused") == []
