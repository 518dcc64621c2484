"""The static edition: every link leads to a file, nothing is lost when there is too much, the same bytes each time."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from kokusai_extract.pipeline import build
from kokusai_extract.publish.edition import plan as planning
from kokusai_extract.publish.edition import write as writing
from kokusai_extract.publish.edition.find import searched
from kokusai_extract.publish.edition.names import file_of
from kokusai_extract.publish.edition.write import Made, write_edition
from kokusai_extract.publish.search import key
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.write import DATABASE, write
from tests.archives import archive
from tests.conftest import ROOT

_IN_RELEASE = re.compile(
    r"\.\./((csv|parquet)/[a-z_]+\.(csv|parquet)|docs/data-dictionary\.md|CERTIFICATE\.md|README\.md|kokusai\.(xlsx|db)"
    r"|datapackage\.json)"
)
"""Files of the release that the edition leads to; that they are there is a matter of the release's own test."""


def links(file: Path) -> Iterator[str]:
    """Yield what a page leads to or shows."""
    yield from map(html.unescape, re.findall(r'\s(?:href|src|action)="([^"]*)"', file.read_text(encoding="utf-8")))


def names(file: Path) -> set[str]:
    return set(re.findall(r'\sid="([^"]*)"', file.read_text(encoding="utf-8")))


def broken(edition: Path) -> list[str]:
    """Return every link of every page that leads nowhere, out of the folder, or to a server."""
    found = []
    marks: dict[Path, set[str]] = {}
    for file in sorted(edition.rglob("*.html")):
        for link in links(file):
            parts = urlsplit(link)
            target = Path(os.path.normpath(file.parent / unquote(parts.path))) if parts.path else file
            if parts.scheme or parts.netloc or link.startswith("/"):
                found.append(f"{file}: {link} is no relative address")
            elif edition not in target.parents:
                if not _IN_RELEASE.fullmatch(os.path.relpath(target, edition)):
                    found.append(f"{file}: {link} leads out of the release")
            elif not target.is_file():
                found.append(f"{file}: {link} is not there")
            elif parts.fragment and parts.fragment not in marks.setdefault(target, names(target)):
                found.append(f"{file}: {link} is not on that page")
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    build([ROOT / "raw"], folder)
    return folder / DATABASE


@pytest.fixture(scope="module")
def edition(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    out = tmp_path_factory.mktemp("out") / "edition"
    return out, write_edition(samples, (ROOT / "raw",), out)


def test_every_link_leads_to_a_file(edition: tuple[Path, Made]) -> None:
    folder, made = edition
    assert broken(folder) == []
    assert len(list(folder.rglob("*.html"))) == 2 * made.pages


def test_every_kind_of_page_is_there_in_both_languages(edition: tuple[Path, Made], samples: Path) -> None:
    folder, made = edition
    assert made.left_out == ()
    with closing(open_read_only(samples)) as connection:
        for kind, table in planning._THINGS.items():
            for (name,) in connection.execute(f"SELECT id FROM {table}").fetchall():  # noqa: S608
                assert (folder / file_of(f"/{kind}/{name}")).is_file(), name
                assert (folder / "en" / file_of(f"/{kind}/{name}")).is_file(), name
        pages = connection.execute("SELECT DISTINCT document_id, page FROM observations WHERE page > 0").fetchall()
    assert made.pictures == len(pages) == len(list((folder / "picture").iterdir()))
    for name in ("index", "year/2015", "compare/2015-2022", "budget/2022", "cities", "search", "data"):
        for language, prefix in (("ja", ""), ("en", "en/")):
            assert f'<html lang="{language}">' in (folder / f"{prefix}{name}.html").read_text(encoding="utf-8")


def test_a_figure_leads_to_its_mark(edition: tuple[Path, Made], samples: Path) -> None:
    folder, _ = edition
    with closing(open_read_only(samples)) as connection:
        line, document, page = connection.execute(
            "SELECT row_id, document_id, page FROM observations WHERE table_name = 'budget_lines' "
            "AND column_name = 'amount' AND origin = 'printed' ORDER BY id LIMIT 1"
        ).fetchone()
    text = (folder / file_of(f"/programme/{line}")).read_text(encoding="utf-8")
    (mark,) = set(
        re.findall(rf'href="\.\./document/{document}-page-{page}\.html#(b[\d-]+)">[\d,]+</a> <span class="pro', text)
    )
    shown = (folder / file_of(f"/document/{document}/page/{page}")).read_text(encoding="utf-8")
    assert f'<a id="{mark}"' in shown
    assert f'src="../picture/{document}-{page}.png"' in shown


def test_the_same_database_gives_the_same_bytes_in_other_processes_too(
    edition: tuple[Path, Made], samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_ALONE", 0)
    write_edition(samples, (ROOT / "raw",), tmp_path / "again")
    assert contents(tmp_path / "again") == contents(edition[0])


def test_without_the_documents_pages_are_text(samples: Path, tmp_path: Path) -> None:
    made = write_edition(samples, (), tmp_path)
    assert made.pictures == 0
    assert broken(tmp_path) == []
    assert any("#l" in link for link in links(tmp_path / "budget" / "2022.html"))


def test_pictures_are_of_the_newest_documents(samples: Path, tmp_path: Path) -> None:
    assert 0 < write_edition(samples, (ROOT / "raw",), tmp_path, most_pictures=20).pictures <= 20
    with closing(open_read_only(samples)) as connection:
        years = dict(connection.execute("SELECT id, fiscal_year FROM documents").fetchall())
    drawn = {years[path.stem.rpartition("-")[0]] for path in (tmp_path / "picture").iterdir()}
    assert max(years.values()) in drawn
    assert min(years.values()) not in drawn
    assert broken(tmp_path) == []


@pytest.mark.parametrize("most", [40, 120])
def test_of_too_many_things_links_lead_to_where_they_are_printed(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(planning, "MOST_PAGES", most)
    made = write_edition(samples, (), tmp_path)
    assert "budget_lines" in made.left_out
    assert ("pages" in made.left_out) == (most < 100)
    assert made.pages <= most or most < 100
    assert broken(tmp_path) == []
    if most > 100:
        text = (tmp_path / "budget" / "2022.html").read_text(encoding="utf-8")
        assert re.search(r'<th scope="row">(?:<span class="no">.*?</span> )?<a href="\.\./document/[^"]*#l\d+">', text)


def test_an_archive_without_years_has_an_edition(tmp_path: Path) -> None:
    from kokusai_extract.model.archive import Archive

    write(Archive((), ()), tmp_path / "empty")
    write_edition(tmp_path / "empty" / DATABASE, (), tmp_path / "edition")
    assert broken(tmp_path / "edition") == []


def test_hostile_text_is_no_markup(tmp_path: Path) -> None:
    database = write(archive(), tmp_path)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE duties SET text = text || '</script><script>alert(1)</script>'")
        connection.execute("UPDATE org_units SET name = name || '\"><img src=x onerror=alert(1)>'")
        connection.commit()
    write_edition(database, (), tmp_path / "edition")
    for file in (tmp_path / "edition").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert broken(tmp_path / "edition") == []


def find(edition: Path, query: str) -> set[str]:
    """Return the texts that hold all pairs of a query, as the page's script does."""

    def content(name: str, number: int) -> str:
        text = (edition / "find" / f"{name[0]}{number}.js").read_text(encoding="utf-8")
        return text.removeprefix(f"kokusai.{name}({number},").removesuffix(");\n")

    word = searched(query)
    found: set[int] | None = None
    for pair in (word[at : at + 2] for at in range(len(word) - 1)):
        numbers, total = set(), 0
        for difference in json.loads(content("pairs", ord(pair[0]) % 64)).get(pair, ()):
            total += difference
            numbers.add(total)
        found = numbers if found is None else found & numbers
    entries = {lot: json.loads(content("entries", lot)) for lot in {number // 400 for number in found or ()}}
    texts = {f"{e[1] or ''}{e[4] or ''}" for n in found or () for e in [entries[n // 400][n % 400]]}
    return {text for text in texts if word in searched(text)}


@pytest.mark.parametrize("query", ["国際", "上海", "補助金", "パスポート", "ｼｬﾝﾊｲ", "Shanghai"])
def test_the_index_finds_what_the_database_holds(edition: tuple[Path, Made], samples: Path, query: str) -> None:
    with closing(open_read_only(samples)) as connection:
        texts = [text for (text,) in connection.execute("SELECT text FROM pages UNION ALL SELECT text FROM duties")]
        texts += [text for (text,) in connection.execute("SELECT name_en FROM cities WHERE name_en IS NOT NULL")]
    there = {text for text in texts if text and searched(query) in searched(text)}
    found = find(edition[0], query)
    assert len(found) >= len(there)
    assert bool(there) == bool(found)


@pytest.mark.parametrize(
    "text", ["国　際　局 ﾖｺﾊﾏ Y-PORT 髙﨑", "④10²½ ㎡ ㌘", "ﾊﾞｽ か\u3099 ~〜― ー", "\U00020bb7野家 \ufa11"]
)
def test_characters_are_searched_as_on_the_site(text: str) -> None:
    assert searched(text) == key(text).text
