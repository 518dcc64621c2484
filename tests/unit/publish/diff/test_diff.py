"""``kokusai diff``: what changed between two years, with both sources, and nothing that the documents do not decide."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console

from kokusai_extract.cli import cli
from kokusai_extract.errors import NothingToCompare, NothingToServe
from kokusai_extract.model.archive import Archive
from kokusai_extract.publish.diff.data import as_data, as_json
from kokusai_extract.publish.diff.difference import Difference, difference
from kokusai_extract.publish.diff.markdown import as_markdown
from kokusai_extract.publish.diff.sheet import report
from kokusai_extract.publish.diff.terminal import show
from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.write import DATABASE, write
from tests.archives import PAGES, archive, lakes

HOSTILE = "\x1b[31m<script>|`港`"


def _write(folder: Path) -> Path:
    first, second = archive(), lakes((*PAGES, "別冊\n"), 2025, "later.txt")
    write(Archive((*first.documents, second), first.records), folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write(tmp_path_factory.mktemp("diff"))


def _ids(database: Path, table: str, column: str, value: str) -> dict[int, str]:
    sql = f"SELECT fiscal_year, id FROM {table} WHERE {column} = ?"  # noqa: S608
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute(sql, (value,)).fetchall())


def _insert(folder: Path, table: str, *rows: dict[str, object]) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        for row in rows:
            content = {"bureau": "湖沼局", "from_year": 2022, "to_year": 2025, "missing_years": "[2023, 2024]", **row}
            marks = ", ".join("?" * len(content))
            sql = f"INSERT INTO {table} ({', '.join(content)}) VALUES ({marks})"  # noqa: S608
            connection.execute(sql, tuple(content.values()))
        connection.commit()


def _shown(found: Difference, width: int = 100, *, colour: bool = False, everything: bool = False) -> list[str]:
    out = StringIO()
    console = Console(file=out, width=width, force_terminal=colour, highlight=False, markup=False, emoji=False)
    show(report(found, "ja", everything=everything), console)
    return out.getvalue().splitlines()


def _changes(found: Difference, facet: str) -> Sequence[Any]:
    changes = as_data(found)["facets"][facet]["changes"]
    assert changes
    return changes  # type: ignore[no-any-return]


def test_each_row_names_the_document_and_page_of_both_sides(folder: Path) -> None:
    found = difference(folder, 2022, 2025)
    documents = {document["id"]: document["fiscal_year"] for document in as_data(found)["documents"]}
    for facet, page in (("unit", 2), ("duty", 2), ("budget", 3)):
        for change in _changes(found, facet):
            assert [documents[change[side]["document_id"]] for side in ("before", "after")] == [2022, 2025]
            assert page in (change["before"]["page"], change["before"]["page"] + 1)
    assert any("[2] p.2" in line for line in _shown(found, everything=True))


def test_the_years_without_documents_are_named(folder: Path) -> None:
    found = difference(folder, 2022, 2025)
    assert as_data(found)["years_without_documents"] == [2023, 2024]
    assert "2023–2024年度の資料はありません" in "\n".join(_shown(found))


def test_the_order_of_the_years_does_not_matter(folder: Path) -> None:
    assert as_json(difference(folder, 2025, 2022)) == as_json(difference(folder, 2022, 2025))


def test_no_line_is_wider_than_the_terminal(folder: Path) -> None:
    found = difference(folder, 2022, 2025)
    for width in (60, 80, 133):
        assert max(cell_len(line) for line in _shown(found, width, everything=True)) <= width


def test_colours_are_for_terminals_only(folder: Path) -> None:
    found = difference(folder, 2022, 2025)
    assert "\x1b[" in "".join(_shown(found, colour=True))
    assert "\x1b" not in "".join(_shown(found))


def test_what_is_open_names_its_candidates_and_chooses_none(tmp_path: Path) -> None:
    database = _write(tmp_path) / DATABASE
    one, other = (_ids(database, "duties", "number", number) for number in ("1", "2"))
    common = {"kind": "moved", "relation": "open", "event": "c1", "reasons": '["owner-open"]', "from_id": one[2022]}
    _insert(
        tmp_path,
        "duty_changes",
        {"id": "c1", **common, "to_id": one[2025]},
        {"id": "c2", **common, "to_id": other[2025]},
    )
    found = difference(tmp_path, 2022, 2025)
    text = "".join(line.replace(" ", "") for line in _shown(found))
    assert "未確定" in text
    assert "候補1/2：移管?" in text
    assert "候補2/2：移管?" in text
    assert [change["certainty"] for change in _changes(found, "duty")] == [None, None]


def test_unlike_scopes_have_no_per_cent(tmp_path: Path) -> None:
    ids = _ids(_write(tmp_path) / DATABASE, "budget_lines", "name", "水鳥調査費")
    common = {"kind": "restated", "relation": "split", "reasons": '["figures-add-up"]', "certainty": "inferred"}
    amounts = {"from_amount": 1200000, "to_amount": 1200000, "scope": '["part"]'}
    _insert(
        tmp_path,
        "budget_changes",
        {"id": "c1", "event": "c1", "from_id": ids[2022], "to_id": ids[2025], **common, **amounts},
    )
    found = difference(tmp_path, 2022, 2025)
    (change,) = _changes(found, "budget")
    assert (change["percent"], change["change"], change["scope"]) == (None, None, ["part"])
    text = "".join(line.replace(" ", "") for line in _shown(found, 160))
    assert "範囲が異なるため" in text
    assert "%" not in text


def test_text_of_documents_steers_neither_the_terminal_nor_the_markdown(tmp_path: Path) -> None:
    database = _write(tmp_path) / DATABASE
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE org_units SET name = name || ?", (HOSTILE,))
        connection.commit()
    found = difference(tmp_path, 2022, 2025)
    assert "\x1b" not in "".join(_shown(found, everything=True))
    text = as_markdown(report(found, "ja", everything=True))
    assert "<script>" not in text
    assert "&lt;script&gt;\\|\\`港\\`" in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_markdown_has_a_table_for_what_changed(tmp_path: Path, language: Any) -> None:
    database = _write(tmp_path) / DATABASE
    ids = _ids(database, "duties", "number", "1")
    marks = '{"text_marks": [[[0, 2]], [[0, 2]]]}'
    common = {"kind": "reworded", "relation": "pair", "event": "c1", "reasons": '["similar-words"]', "detail": marks}
    _insert(tmp_path, "duty_changes", {"id": "c1", **common, "from_id": ids[2022], "to_id": ids[2025]})
    lines = as_markdown(report(difference(tmp_path, 2022, 2025), language)).splitlines()
    (row,) = [line for line in lines if "<del>" in line]
    assert lines[lines.index(row) - 1] == "| --- | --- | --- |"
    assert row.count("p.2") == 2


@pytest.mark.parametrize(
    ("years", "bureau", "said"),
    [
        ((2022, 2023), None, "no documents of 2023 (その年度の資料がありません); there are: 湖沼局 2022, 2025"),
        ((2001, 2002), None, "no documents of 2001 and 2002"),
        ((2022, 2025), "森林局", "there is no bureau 森林局 (局がありません); there are: 湖沼局 2022, 2025"),
        ((2022, 2022), None, "2022 is one year"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    folder: Path, years: tuple[int, int], bureau: str | None, said: str
) -> None:
    with pytest.raises(NothingToCompare) as caught:
        difference(folder, *years, bureau)
    assert said in str(caught.value)


def test_several_bureaus_with_both_years_are_to_be_chosen_from(tmp_path: Path) -> None:
    database = _write(tmp_path) / DATABASE
    with closing(sqlite3.connect(database)) as connection:
        for year in (2022, 2025):
            connection.execute(
                "INSERT INTO documents (id, sha256, file_name, media_type, byte_count, page_count, bureau, "
                "fiscal_year, text_layer) VALUES (?, ?, 'x.txt', 'text/plain', 1, 1, '森林局', ?, 'plain')",
                (f"doc-{year}00000000", f"{year:064}", year),
            )
        connection.commit()
    with pytest.raises(NothingToCompare, match=r"--bureau 森林局 \| 湖沼局"):
        difference(tmp_path, 2022, 2025)
    lacking = as_data(difference(tmp_path, 2022, 2025, "森林局"))["facets"]["duty"]
    assert (lacking["compared"], lacking["years_that_print_nothing"]) == (False, [2022, 2025])


def test_an_empty_database_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingToServe):
        difference(tmp_path, 2015, 2022)
    write(Archive((), ()), tmp_path)
    with pytest.raises(NothingToCompare, match="no document says its bureau and fiscal year"):
        difference(tmp_path, 2015, 2022)


@pytest.mark.parametrize("form", [[], ["--json"], ["--md"], ["--all", "--lang", "en"]])
def test_the_command_writes_every_form(folder: Path, form: list[str]) -> None:
    result = CliRunner().invoke(cli, ["diff", "2022", "2025", str(folder), *form])
    assert result.exit_code == 0, result.output
    assert "湖沼局" in result.output
    if form == ["--json"]:
        assert json.loads(result.output)["format"] == 1
