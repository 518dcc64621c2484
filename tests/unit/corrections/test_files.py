"""Corrections as files: what is written is read back, and what cannot be meant is refused by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kokusai_extract.corrections.files import append, chosen, correction, load
from kokusai_extract.errors import CorrectionRefused

ENTRY: dict[str, Any] = {
    "document_sha256": "ab" * 32,
    "table_name": "budget_lines",
    "row_id": "doc-abababababab/budget/summary/合計",
    "column_name": "amount",
    "old_value": 1_000,
    "new_value": 2_000,
    "reason": "正誤表による",
    "author": "予算係",
    "decided_on": date(2026, 4, 1),
}
TOML = """
[[correction]]
document_sha256 = "{0}"
table_name = "duties"
row_id = "doc-1/duty/1"
column_name = "text"
new_value = "{1}"
reason = "読み誤り"
author = "担当"
decided_on = 2026-04-01
"""
TEXT = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "amount": st.none() | st.integers(-(2**63), 2**63 - 1),
    "responsible": st.none() | st.lists(TEXT, min_size=1),
    "description": st.none() | TEXT,
    "status": st.none() | st.sampled_from(["new", "expanded", "abolished"]),
}


@given(st.data())
def test_what_is_written_is_read_back(data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(sorted(VALUES)))
    old, new = data.draw(st.lists(VALUES[column], min_size=2, max_size=2, unique_by=repr))
    entry = ENTRY | {"column_name": column, "reason": data.draw(TEXT), "old_value": old, "new_value": new}
    made = correction({key: value for key, value in entry.items() if value is not None})
    with TemporaryDirectory() as folder:
        append(Path(folder), made)
        assert load(Path(folder)) == (made,)


def test_several_stand_in_one_file_and_none_twice(tmp_path: Path) -> None:
    first, second = correction(ENTRY), correction(ENTRY | {"column_name": "change"})
    path = append(tmp_path / "new", first)
    assert append(tmp_path / "new", second) == path
    assert set(load(tmp_path / "new")) == {first, second}
    with pytest.raises(CorrectionRefused, match="already"):
        append(tmp_path / "new", first)


def test_what_a_person_wrote_beside_stays(tmp_path: Path) -> None:
    path = tmp_path / "doc-abababababab.toml"
    path.write_text("# 令和4年度の正誤表\n" + TOML.format("ab" * 32, "正"), encoding="utf-8")
    append(tmp_path, correction(ENTRY))
    assert path.read_text(encoding="utf-8").startswith("# 令和4年度の正誤表\n")
    assert len(load(tmp_path)) == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": " "}, "reason is missing"),
        ({"author": None}, "author is missing"),
        ({"document_sha256": "abc"}, "no SHA-256"),
        ({"decided_on": "2026-04-01"}, "decided_on"),
        ({"table_name": "pages"}, "no table of facts"),
        ({"column_name": "position"}, "no fact of budget_lines"),
        ({"table_name": "identities", "column_name": "stated"}, "are computed: correct the figures"),
        ({"new_value": "2000"}, "cannot hold '2000'"),
        ({"new_value": 2.5}, "cannot hold 2.5"),
        ({"new_value": True}, "cannot hold True"),
        ({"new_value": 2**63}, "cannot hold"),
        ({"new_value": 1_000}, "are the same"),
        ({"column_name": "status", "old_value": None, "new_value": "newish"}, "one of new, expanded, abolished"),
        ({"table_name": "duties", "column_name": "text", "old_value": "a", "new_value": None}, "cannot be empty"),
        ({"table_name": "documents", "column_name": "issued_on", "old_value": None, "new_value": "5月"}, "date"),
        ({"why": "a"}, "unknown key why"),
    ],
)
def test_what_cannot_be_meant_is_refused(change: dict[str, Any], words: str) -> None:
    entry = {key: value for key, value in (ENTRY | change).items() if value is not None}
    with pytest.raises(CorrectionRefused, match=words):
        correction(entry)


def test_a_date_may_be_written_as_one() -> None:
    entry = ENTRY | {"table_name": "documents", "column_name": "issued_on", "new_value": date(2015, 5, 19)}
    made = correction({key: value for key, value in entry.items() if key != "old_value"})
    assert (made.old_value, made.new_value) == (None, "2015-05-19")


@pytest.mark.parametrize("text", ["[[correction]\n", "x = 1\n", "[correction]\n", TOML.format("1", "b"), "\udcff"])
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.toml").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(CorrectionRefused, match=r"a\.toml"):
        load(tmp_path)


def test_the_folder_of_the_working_folder_is_taken_if_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert chosen(None) == ()
    append(Path("corrections"), correction(ENTRY))
    assert chosen(None) == (correction(ENTRY),)
    with pytest.raises(CorrectionRefused, match="no such folder"):
        chosen(Path("other"))
