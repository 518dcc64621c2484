"""What keeps pages fast whatever the size of the archive: queries by index, pages made once, lists with an end."""

from __future__ import annotations

import asyncio
import gzip
import random
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kokusai_extract.publish.edition.pages import EditionSite
from kokusai_extract.publish.search import INDEX, write_index
from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.publish.site.keeping import Kept, Page, keeping
from kokusai_extract.publish.site.pages import compare, money, year
from kokusai_extract.publish.site.reader import Reader
from kokusai_extract.publish.site.site import Site
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.write import DATABASE
from tests.site.conftest import Get, getter
from tests.site.test_comparison import _folder
from tests.site.test_pages import FIXED, addresses

GROWING = (
    "observations|org_units|people|posts|memberships|duties|budget_lines|funding_sources|identities|identity_terms|"
    "mentions|duty_terms|pages|sections|reference_cells|unit_changes|duty_changes|personnel_changes|budget_changes"
)
OF_EVERYTHING = ("/", "/people", "/findings", "/budget", "/organization", "/cities")
"""Pages about all documents: they count, or list what all of them have in common."""


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _folder(tmp_path_factory.mktemp("speed"))


def _whole_tables(plan: list[str]) -> list[str]:
    """Return which steps of SQLite's plan look through a whole table that grows with the archive."""
    return [step for step in plan if re.fullmatch(rf"SCAN ({GROWING}|[a-z])( .*)?", step) and "VIRTUAL" not in step]


def test_no_page_looks_through_a_whole_table(two_years: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, list[str]] = {}
    asked: list[tuple[str, list[str]]] = []
    ask = Reader.rows

    def explained(reader: Reader, sql: str, *values: Any) -> list[Any]:
        plan = reader.connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        asked.append((" ".join(sql.split()), [step[3] for step in plan]))
        return ask(reader, sql, *values)

    site = Site(two_years / DATABASE, two_years / INDEX)
    monkeypatch.setattr(Reader, "rows", explained)
    pages = [address for address in FIXED if address.partition("?")[0] not in OF_EVERYTHING]
    for address in (*pages, "/compare/2022/2025", *addresses(two_years, Addresses())):
        asked.clear()
        site.answer(*address.partition("?")[::2])
        for sql, plan in asked:
            if whole := _whole_tables(
                [step for step in plan if "documents" not in sql or not step.startswith("SCAN d")]
            ):
                found.setdefault(sql, whole)
    assert found == {}


def test_a_scan_would_be_seen() -> None:
    assert _whole_tables(["SCAN duties", "SCAN o", "SEARCH d USING INDEX x (id=?)"]) == ["SCAN duties", "SCAN o"]


def test_a_page_is_made_once_and_sent_packed(two_years: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    answer = Site.answer

    def counted(site: Site, path: str, query: str) -> Any:
        made.append(path)
        return answer(site, path, query)

    monkeypatch.setattr(Site, "answer", counted)
    get = getter(two_years)
    first, packed = get("/about"), get("/about", **{"Accept-Encoding": "gzip"})
    plain = get("/about", **{"Accept-Encoding": "identity"})
    assert made == ["/about"]
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert first.content == packed.content == plain.content
    assert "make;dur=" in first.headers["server-timing"]
    assert "make;dur=" not in plain.headers["server-timing"]


@pytest.mark.parametrize("address", ["/about", "/kokusai/duties", "/kokusai/duties.csv"])
def test_nothing_is_sent_again_that_did_not_change(two_years: Path, address: str) -> None:
    get = getter(two_years)
    again = get(address, **{"If-None-Match": get(address).headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


class _Slow:
    """An application whose pages take until it is told; it counts how often it was asked."""

    def __init__(self, status: int = 200, size: int = 10) -> None:
        self.asked = 0
        self.go = asyncio.Event()
        self.status, self.size = status, size

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        await self.go.wait()
        headers = [(b"content-type", b"text/html"), (b"content-length", b"%d" % self.size)]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"x" * self.size})


def _ask(app: Any, times: int, go: asyncio.Event) -> list[tuple[int, bytes]]:
    """Ask for one page several times at once; return the answers."""

    async def one() -> tuple[int, bytes]:
        messages: list[Any] = []

        async def send(message: Any) -> None:
            messages.append(message)

        scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": []}
        await app(scope, None, send)
        return messages[0]["status"], b"".join(message.get("body", b"") for message in messages)

    async def all_of_them() -> list[tuple[int, bytes]]:
        tasks = [asyncio.create_task(one()) for _ in range(times)]
        await asyncio.sleep(0)
        go.set()
        return list(await asyncio.gather(*tasks))

    return asyncio.run(all_of_them())


def test_readers_who_ask_at_once_wait_for_one_making() -> None:
    slow = _Slow(size=5000)
    assert _ask(keeping(slow, Kept()), 5, slow.go) == [(200, b"x" * 5000)] * 5
    assert slow.asked == 1


def test_what_is_wrong_or_too_large_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kokusai_extract.publish.site.keeping.LARGEST", 100)
    for slow, kept in ((_Slow(status=404), Kept()), (_Slow(size=101), Kept())):
        app = keeping(slow, kept)
        assert _ask(app, 2, slow.go) == [(slow.status, b"x" * slow.size)] * 2
        assert slow.asked == 2


def test_the_page_asked_for_least_recently_is_dropped() -> None:
    kept = Kept(2 * 1100)
    for key in (b"a", b"b"):
        kept.keep(key, Page((), gzip.compress(key * 60), True, b""))
    kept.get(b"a")
    kept.keep(b"c", Page((), b"c" * 60, False, b""))
    assert [key for key in (b"a", b"b", b"c") if kept.get(key)] == [b"a", b"c"]


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """A site whose budget has more lines, and whose years have more changes, than a page shows."""
    folder = _folder(tmp_path_factory.mktemp("long"))
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        (document,) = connection.execute("SELECT id FROM documents WHERE fiscal_year = 2025").fetchone()
        for number in range(money.ON_A_PAGE + 50):
            connection.execute(
                "INSERT INTO budget_lines (id, document_id, fiscal_year, table_kind, name, position) "
                "VALUES (?, ?, 2025, 'breakdown', ?, ?)",
                (f"{document}/more/{number}", document, f"費目{number}", number),
            )
            connection.execute(
                "INSERT INTO budget_changes (id, bureau, from_year, to_year, kind, to_id, event, relation, reasons, "
                "certainty, missing_years) "
                "VALUES (?1, '湖沼局', 2022, 2025, 'new', ?2, ?1, 'alone', '[]', 'inferred', '[]')",
                (f"c{number}", f"{document}/more/{number}"),
            )
        connection.commit()
    write_index(folder / DATABASE, folder / INDEX)
    yield getter(folder)


def test_a_long_table_says_how_long_it_is_and_leads_to_all_of_it(long: Get) -> None:
    for address, most in (("/year/2025", year.MOST_LINES), ("/budget/2025/湖沼局", money.MOST_LINES)):
        text = long(address).text
        assert len(set(re.findall("費目[0-9]+", text))) == most
        assert 'href="/budget/2025/湖沼局/breakdown"' in text
        assert f"({money.ON_A_PAGE + 50})" in text
    pages = [long(f"/budget/2025/湖沼局/breakdown?page={number}").text for number in (1, 2)]
    shown = [set(re.findall("費目[0-9]+", text)) for text in pages]
    assert [len(names) for names in shown] == [money.ON_A_PAGE, 50]
    assert len(shown[0] | shown[1]) == money.ON_A_PAGE + 50
    assert long("/budget/2025/湖沼局/ledger").status_code == 404


def test_an_edition_shows_the_whole(long: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Site, "whole", EditionSite.whole)
    for address in ("/year/2025?x=1", "/budget/2025/湖沼局?x=1", "/compare/2022/2025?x=1"):
        text = long(address).text
        assert len(set(re.findall("費目[0-9]+", text))) == money.ON_A_PAGE + 50
        assert "すべて" not in text.partition("<main")[2].partition("</main>")[0]


def test_a_long_comparison_leads_to_all_of_it(long: Get) -> None:
    text = long("/compare/2022/2025").text
    assert len(set(re.findall("費目[0-9]+", text))) == compare.MOST["told"]
    assert 'href="/compare/2022/2025/湖沼局/budget"' in text
    whole = long("/compare/2022/2025/湖沼局/budget").text
    assert len(set(re.findall("費目[0-9]+", whole))) == money.ON_A_PAGE + 50
    assert 'id="unit"' not in whole


def test_the_benchmark_reads_pages_that_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import site as benchmark

    monkeypatch.setattr(benchmark, "BUREAUS", benchmark.BUREAUS[:1])
    monkeypatch.setattr(benchmark, "YEARS", range(2010, 2012))
    benchmark.make(tmp_path, 600)
    with closing(open_read_only(tmp_path / DATABASE)) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (2,)
    get = getter(tmp_path)
    for kind, there in benchmark.addresses(tmp_path, random.Random(1)).items():
        assert get(there[0]).status_code == 200, kind
