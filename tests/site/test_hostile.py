"""Mark-up in a document goes through reading, storing and showing as the text that it is."""

from __future__ import annotations

import html
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from kokusai_extract.cli import cli
from kokusai_extract.pipeline import build
from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.publish.site.queries import queries
from kokusai_extract.store.connection import open_read_only
from kokusai_extract.store.schema import tables, views
from kokusai_extract.store.write import DATABASE
from tests.site.conftest import getter
from tests.site.hostile import DUTY, PERSON, PROGRAMME, UNIT, write_hostile
from tests.site.test_pages import FIXED, _Tags, addresses


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    build([write_hostile(folder / "raw")], folder / "out")
    return folder


def _shown(text: str) -> bool:
    return any(words in text for words in (UNIT, DUTY, PROGRAMME, PERSON))


def test_it_is_read_as_printed(folder: Path) -> None:
    with closing(open_read_only(folder / "out" / DATABASE)) as connection:
        for sql, words in (
            ("SELECT count(*) FROM org_units WHERE name = ?", UNIT),
            ("SELECT count(*) FROM duties WHERE text = ?", DUTY),
            ("SELECT count(*) FROM budget_lines WHERE name = ?", PROGRAMME),
            ("SELECT count(*) FROM pages WHERE instr(text, ?)", PERSON),
            ("SELECT count(*) FROM findings WHERE instr(message_ja, ?)", PERSON),
        ):
            assert connection.execute(sql, (words,)).fetchone()[0] > 0, words


def test_no_page_of_the_site_or_of_datasette_runs_it(folder: Path) -> None:
    get = getter(folder / "out", (folder / "raw",))
    names = [*tables(), *views(), *queries()]
    data = [f"/kokusai/{name}{end}" for name in names for end in ("", ".json", ".csv")]
    search = [f"/search?q={words}" for words in ("script", "<script>", "onerror")]
    shown: set[str] = set()
    for address in (*FIXED, *search, *data, "/budget/data.json", *addresses(folder / "out", Addresses())):
        response = get(address)
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        kind = response.headers["content-type"].partition(";")[0]
        if kind != "text/html":
            assert kind in {"application/json", "text/plain", "text/csv", "image/png"}, address
            shown |= {kind} if kind != "image/png" and _shown(response.text.replace('\\"', '"')) else set()
            continue
        assert not _shown(response.text), address
        shown |= {kind} if _shown(html.unescape(response.text)) else set()
        tags = _Tags()
        tags.feed(response.text)
        assert not [script for script in tags.scripts if "alert" in script], address
        assert not [image for image in tags.images if image.get("src") == "x"], address
        assert not tags.handlers, address
    assert {"text/html", "application/json"} < shown


def test_the_report_of_a_build_says_it_as_text(folder: Path) -> None:
    text = (folder / "out" / "report.md").read_text(encoding="utf-8")
    assert "onmouseover" in text
    assert PERSON not in text


def test_inspect_shows_it_as_text(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["inspect", str(folder / "raw" / "lakes.txt")])
    assert result.exit_code == 0
    assert UNIT in result.output
