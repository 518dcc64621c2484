"""Every page of the site answers, in both languages, and tells nothing of the machine it runs on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kokusai_extract.model.archive import Archive
from kokusai_extract.publish.search import INDEX, write_index
from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.publish.site.queries import queries
from kokusai_extract.store.connection import open_read_only
from kokusai_extract.store.schema import tables
from kokusai_extract.store.write import write
from tests.site.conftest import HOSTILE, Get, getter

FIXED = (
    "/",
    "/about",
    "/documents",
    "/findings",
    "/findings?severity=warning",
    "/search",
    "/search?q=水",
    "/search?q=水&kind=pages",
    "/year/2022",
    "/year/2022/湖沼局",
    "/compare",
    "/organization",
    "/people",
    "/people?q=山",
    "/budget",
    "/budget/2022",
    "/budget/2022/湖沼局",
    "/cities",
    "/cities?year=2022",
)
KINDS = {
    "unit": "org_units",
    "person": "people",
    "programme": "budget_lines",
    "city": "cities",
    "finding": "findings",
}


def addresses(folder: Path, to: Addresses) -> Iterator[str]:
    """Yield the address of every page that a database gives rise to."""
    with closing(open_read_only(folder / "kokusai.db")) as connection:
        for table, row, column in connection.execute(
            "SELECT DISTINCT table_name, row_id, column_name FROM observations"
        ):
            yield to.source(table, row, column)
        for table in tables().values():
            if "id" in table.names:
                rows = connection.execute(f"SELECT id FROM {table.name}")  # noqa: S608
                yield from (to.thing(f"record/{table.name}", row) for (row,) in rows)
        for document, page in connection.execute("SELECT document_id, number FROM pages"):
            yield to.document(document)
            yield to.document(document, page)
        for kind, table in KINDS.items():
            rows = connection.execute(f"SELECT id FROM {table}")  # noqa: S608
            yield from (to.thing(kind, row) for (row,) in rows)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("address", FIXED)
def test_fixed_pages_answer(get: Get, address: str, language: str) -> None:
    response = get(address + ("&" if "?" in address else "?") + f"lang={language}")
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text


def test_every_page_that_the_data_gives_rise_to_answers(get: Get, lakes_folder: Path) -> None:
    for address in addresses(lakes_folder, Addresses("en")):
        assert get(address).status_code == 200, address


def test_a_value_is_shown_with_its_place_and_its_proof(get: Get, lakes_folder: Path) -> None:
    with closing(open_read_only(lakes_folder / "kokusai.db")) as connection:
        (row,) = connection.execute("SELECT id FROM budget_lines WHERE name = '水鳥調査費'").fetchone()
    text = get(Addresses("en").source("budget_lines", row, "amount")).text
    assert "1,200 thousand yen" in text
    assert "<mark>1,200千円</mark>" in text
    assert "it closes" in text
    assert "700 thousand yen" in text


def test_a_value_that_is_not_printed_is_not_shown_as_zero(get: Get, lakes_folder: Path) -> None:
    with closing(open_read_only(lakes_folder / "kokusai.db")) as connection:
        (row,) = connection.execute("SELECT id FROM budget_lines WHERE previous_amount IS NULL").fetchone()
    text = get(Addresses("en").source("budget_lines", row, "previous_amount")).text
    assert "not printed" in text


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/year/1066",
        "/year/2022/無い局",
        "/source/duties/none/text",
        "/source/sqlite_master/x/name",
        "/source/duties/x/no_such_column",
        "/record/pages/1",
        "/document/doc-0",
        "/document/doc-0/page/1",
        "/picture/doc-0/1.png",
        "/picture/../../etc/passwd/1.png",
        "/finding/none",
        "/unit/none",
        "/person/none",
        "/programme/none",
        "/city/none",
        "/compare/2022/2022",
        "/compare/1066/2022",
        "/organization/無い局",
        "/budget/1066",
        "/-/databases",
        "/-/databases.json",
        "/-/threads.json",
        "/-/site/0/../site.py",
    ],
)
def test_what_is_not_there_is_said(get: Get, address: str) -> None:
    response = get(address)
    assert response.status_code == 404
    assert "このページはありません" in response.text


def test_plain_text_has_no_picture(get: Get, lakes_folder: Path) -> None:
    with closing(open_read_only(lakes_folder / "kokusai.db")) as connection:
        (document,) = connection.execute("SELECT id FROM documents").fetchone()
    assert get(f"/picture/{document}/1.png").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/documents",
        "/-/settings.json",
        "/-/metadata.json",
        "/kokusai",
        "/kokusai/documents",
        "/kokusai?sql=select+*+from+pragma_database_list",
        "/kokusai.json?sql=select+*+from+pragma_database_list()&_shape=array",
        "/kokusai.json?sql=select+nothing",
        "/kokusai?sql=attach+database+'x'+as+y",
        "/nothing",
    ],
)
def test_no_path_reaches_the_reader(get: Get, lakes_folder: Path, address: str) -> None:
    response = get(address)
    assert str(lakes_folder) not in response.text
    assert "Traceback" not in response.text
    assert "site-packages" not in response.text


def test_an_error_inside_tells_nothing(lakes_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kokusai_extract.publish.site import pages

    def fail(asked: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("kokusai_extract.publish.site.site.ROUTES", ((r"/about", fail), *pages.ROUTES))
    response = getter(lakes_folder)("/about")
    assert response.status_code == 500
    assert "secret" not in response.text


@pytest.mark.parametrize("address", ["/", "/year/2022", "/kokusai/duties", "/-/site/0/site.css", "/nothing"])
def test_every_response_carries_a_policy(get: Get, address: str) -> None:
    headers = get(address).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    inline = "'unsafe-inline'" in headers["content-security-policy"]
    assert inline == address.startswith("/kokusai")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_empty_archive_says_that_it_is_empty(tmp_path: Path, language: str) -> None:
    write_index(write(Archive((), ()), tmp_path), tmp_path / INDEX)
    get = getter(tmp_path)
    for address in FIXED:
        response = get(address + ("&" if "?" in address else "?") + f"lang={language}")
        assert response.status_code == (404 if "2022" in address.partition("?")[0] else 200), address
        assert f'<html lang="{language}">' in response.text
    nothing = "資料はまだありません" if language == "ja" else "no documents yet"
    assert nothing in get(f"/documents?lang={language}").text
    assert get("/budget/data.json").json()["years"] == []


@pytest.mark.parametrize(("language", "said"), [("ja", "うまくいきませんでした"), ("en", "Something went wrong")])
def test_a_page_that_fails_says_so_in_the_readers_language(
    lakes_folder: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("kokusai_extract.publish.site.site.Site.answer", fail)
    response = getter(lakes_folder)(f"/about?lang={language}")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert said in response.text


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.handlers: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if tag == "img":
            self.images.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)


def test_text_from_documents_is_always_escaped(hostile_folder: Path) -> None:
    get = getter(hostile_folder)
    shown = 0
    datasette = [f"/kokusai/{table}" for table in tables()]
    for address in (*FIXED, *datasette, "/search?q=<script>", *addresses(hostile_folder, Addresses())):
        text = get(address).text
        tags = _Tags()
        tags.feed(text)
        assert not [script for script in tags.scripts if "alert" in script], address
        assert not [image for image in tags.images if image.get("src") == "x"], address
        assert not tags.handlers, address
        shown += HOSTILE[:8] not in text and "&lt;script&gt;" in text
    assert shown > 20


def test_an_answer_that_did_not_change_is_not_sent_again(get: Get) -> None:
    first = get("/about")
    again = get("/about", **{"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_all_canned_queries_run(get: Get) -> None:
    assert len(queries()) >= 12
    for name, query in queries().items():
        parameters = "&".join(f"{parameter}=水" for parameter in query.get("params", []))
        response = get(f"/kokusai/{name}.json?_shape=array&{parameters}")
        assert response.status_code == 200, name
        assert isinstance(response.json(), list)


def test_the_home_page_is_small(get: Get) -> None:
    home = get("/")
    parts = [part for part in home.text.replace("'", '"').split('"') if part.startswith("/-/site/")]
    total = (
        len(home.content) + sum(len(get(part).content) for part in set(parts)) + len(get("/-/site/0/frame.css").content)
    )
    assert total < 150_000


@pytest.mark.parametrize("address", ["/kokusai/duties", "/kokusai/duties.json?_shape=array", "/kokusai/duties.csv"])
def test_datasette_answers_the_same_again(get: Get, address: str) -> None:
    first, again, other = get(address), get(address), get("/kokusai/posts")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert first.headers["content-type"] == again.headers["content-type"]
    assert other.content != first.content


@pytest.mark.parametrize("address", ["/kokusai", "/kokusai/duties", "/kokusai/budget_through_the_years"])
def test_datasettes_pages_stand_under_the_head_of_the_site(get: Get, address: str) -> None:
    assert '<header class="top">' in get(address).text


def test_a_wrong_question_is_not_kept(get: Get) -> None:
    assert [get("/kokusai.json?sql=select+nothing").status_code for _ in range(2)] == [400, 400]
