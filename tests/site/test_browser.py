"""The site in a real Chromium, as people use it: by mouse and keyboard, wide and narrow, in two languages."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from kokusai_extract.pipeline import build
from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.store.connection import open_read_only
from kokusai_extract.store.write import DATABASE
from tests.conftest import ROOT
from tests.site.conftest import Served

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
AXE_OPTIONS = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
WIDE, NARROW = (1200, 900), (375, 800)
IN_ENGLISH = ("home", "source", "compare", "year", "cities", "programme", "search")
"""The pages that are looked at in English too; their templates are the same."""
LEFT = "net::ERR_ABORTED"
"""How Chromium names a picture that was not waited for."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not Path(CHROMIUM).exists() and not os.environ.get("CI"), reason="there is no chromium here"),
]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database built from the sample documents in ``raw/``."""
    folder = tmp_path_factory.mktemp("samples")
    build([ROOT / "raw"], folder)
    return folder


@pytest.fixture(scope="module")
def site(samples: Path) -> Iterator[str]:
    """The address of a site over them."""
    served = Served(samples, (ROOT / "raw",))
    yield served.address
    served.close()


@pytest.fixture(scope="module")
def ask(samples: Path) -> Callable[..., Any]:
    """Asks the database for the first row of a query."""

    def one(sql: str) -> Any:
        with closing(open_read_only(samples / DATABASE)) as connection:
            return connection.execute(sql).fetchone()

    return one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page that must log no error and ask nobody but the site for anything."""
    context = browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]}, base_url=site)
    page = context.new_page()
    wrong: list[str] = []

    def answered(response: Response) -> None:
        if response.status >= 500 or not response.url.startswith((site, "data:")):
            wrong.append(f"{response.status} {response.url}")

    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(request.url) if request.failure != LEFT else None)
    page.on("response", answered)
    yield page
    context.close()
    assert wrong == []


def pages(ask: Callable[..., Any], to: Addresses) -> dict[str, str]:
    """Return an address of every kind of page."""
    figure = ask("SELECT row_id FROM observations WHERE table_name = 'budget_lines' AND column_name = 'amount'")[0]
    document = ask("SELECT id FROM documents WHERE fiscal_year = 2015")[0]
    return {
        "home": to.page("/"),
        "about": to.page("/about"),
        "documents": to.page("/documents"),
        "year": to.year(2015),
        "later year": to.year(2022),
        "compare": to.compare(2015, 2022),
        "choose": to.page("/compare"),
        "organization": to.page("/organization"),
        "unit": to.thing("unit", ask("SELECT unit_id FROM duties ORDER BY id")[0]),
        "people": to.page("/people"),
        "person": to.thing("person", ask("SELECT id FROM people ORDER BY id")[0]),
        "budgets": to.page("/budget"),
        "budget": to.budget(2022),
        "programme": to.thing("programme", figure),
        "cities": to.page("/cities"),
        "city": to.thing("city", ask("SELECT city_id FROM city_links WHERE city_id IS NOT NULL ORDER BY id")[0]),
        "findings": to.page("/findings"),
        "finding": to.thing("finding", ask("SELECT id FROM findings ORDER BY id")[0]),
        "source": to.source("budget_lines", figure, "amount"),
        "document": to.document(document),
        "page": to.document(document, 3),
        "search": to.page("/search", q="国際"),
    }


def serious(page: Page) -> list[str]:
    """Return what axe finds serious or critical on a page."""
    page.evaluate(AXE + "; 0")
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
    )
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_answers_and_fits_a_phone(page: Page, ask: Callable[..., Any], language: Any) -> None:
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    for name, address in pages(ask, Addresses(language)).items():
        if language == "en" and name not in IN_ENGLISH:
            continue
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language, name
        assert page.locator("h1").count() == 1, name
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0], name


@pytest.mark.parametrize(("language", "only"), [("ja", ()), ("en", IN_ENGLISH[:3])])
def test_every_page_can_be_used_by_everybody(
    browser: Browser, site: str, ask: Callable[..., Any], language: Any, only: tuple[str, ...]
) -> None:
    # axe sets styles of its own, which the site's policy would refuse and the console would tell.
    context = browser.new_context(base_url=site, bypass_csp=True)
    page = context.new_page()
    found = {}
    for name, address in pages(ask, Addresses(language)).items():
        if not only or name in only:
            page.goto(address)
            found[name] = serious(page)
    context.close()
    assert found
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("query", ["港", "国際", "国際協力", "国際 協力", "Shanghai"])
def test_search_finds_words_of_any_length(page: Page, query: str) -> None:
    page.goto("/")
    page.locator("main input[type=search]").fill(query)
    page.keyboard.press("Enter")
    expect(page.locator(".finds li").first).to_be_visible()
    marked = page.locator("main mark").all_inner_texts()
    assert marked
    assert {"".join(text.split()).casefold() for text in marked} <= {word.casefold() for word in query.split()}


@pytest.mark.parametrize("query", ['"', "*", "'", "<script>alert(1)</script>", "% OR 1=1 --"])
def test_no_query_breaks_the_search(page: Page, query: str) -> None:
    page.goto("/")
    page.locator("header input[type=search]").fill(query)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(query)


def test_a_find_leads_to_the_page_with_its_words_marked(page: Page) -> None:
    page.goto("/search?q=上海&kind=pages")
    page.locator(".finds a").first.click()
    expect(page.locator(".print mark").first).to_have_text("上海")


def test_a_newcomer_compares_two_years(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="平成27年度と令和4年度を比べる").click()
    expect(page.locator("h1")).to_contain_text("平成27年度 → 令和4年度")
    expect(page.locator("#duty")).to_contain_text("国際平和の推進に関すること。")
    expect(page.locator("#duty ins").first).to_be_visible()
    expect(page.locator("#unit")).to_contain_text("パスポートセンター")
    page.locator("#duty a.fact").first.click()
    expect(page.locator("h1")).to_contain_text("出典")
    page.go_back()
    page.locator("select[name=from]").select_option("2015")
    page.locator("select[name=to]").select_option("2016")
    page.get_by_role("button", name="比べる").click()
    expect(page.locator("h1")).to_contain_text("平成27年度 → 平成28年度")


def read_under_mark(page: Page, path: Path) -> str:
    """Return the text of the PDF that lies under the first mark on the picture, as the browser shows it."""
    (number,) = re.findall(r"(\d+)\.png$", page.locator(".sheet img").get_attribute("src") or "")
    picture, over = (page.locator(f".sheet {part}").first.bounding_box() for part in ("img", "rect"))
    assert picture
    assert over
    pdf = pypdfium2.PdfDocument(path)
    try:
        paper = pdf[int(number) - 1]
        width, height = paper.get_size()
        scale = width / picture["width"]
        left, top = (over["x"] - picture["x"]) * scale, (over["y"] - picture["y"]) * scale
        right, bottom = left + over["width"] * scale, top + over["height"] * scale
        words = paper.get_textpage().get_text_bounded(left, height - bottom, right, height - top)
    finally:
        pdf.close()
    return "".join(words.split())


@pytest.mark.parametrize("table", ["budget_lines", "duties", "posts", "city_links", "org_units", "funding_sources"])
def test_the_mark_is_over_the_words(page: Page, samples: Path, table: str) -> None:
    with closing(open_read_only(samples / DATABASE)) as connection:
        rows = connection.execute(
            """
            SELECT o.table_name, o.row_id, o.column_name, o.raw, d.file_name FROM observations AS o
            JOIN documents AS d ON d.id = o.document_id
            WHERE o.table_name = ? AND o.x0 IS NOT NULL AND o.origin = 'printed' AND length(o.raw) > 2
              AND (SELECT count(*) FROM observations AS p WHERE p.table_name = o.table_name AND p.row_id = o.row_id
                AND p.column_name = o.column_name) = 1
            ORDER BY o.id
            """,
            (table,),
        ).fetchall()
    assert rows
    for name, row, column, raw, file in rows[:: max(len(rows) // 4, 1)][:4]:
        page.goto(Addresses().source(name, row, column))
        (path,) = (ROOT / "raw").rglob(file)
        assert "".join(raw.split()) in read_under_mark(page, path), row


def test_from_a_figure_to_its_place_and_its_proof(page: Page, ask: Callable[..., Any]) -> None:
    page.goto("/budget/2022")
    figure = page.locator("td.number a.fact").first
    words = figure.inner_text()
    figure.click()
    expect(page.locator("h1")).to_contain_text(words)
    mark = page.locator(".sheet rect.mark").first
    expect(mark).to_be_visible()
    assert page.locator(".sheet img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1200
    page.locator(".place h3 a").click()
    assert page.locator(".sheet a rect").count() > 5


def test_the_language_is_kept_from_page_to_page(page: Page) -> None:
    page.goto("/year/2015")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_contain_text("FY2015")
    page.locator("#duties a.fact").first.click()
    expect(page.locator("h1")).to_contain_text("Source")
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("h1")).to_contain_text("出典")
    assert "lang" not in page.url


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_chart_and_the_map_can_be_followed(page: Page) -> None:
    page.goto("/year/2015")
    page.locator(".chart svg a").last.click()
    assert unquote(urlsplit(page.url).path).startswith("/unit/")
    page.goto("/cities")
    page.locator(".map svg a").first.click()
    assert urlsplit(page.url).path.startswith("/city/")


def test_findings_are_worked_through(page: Page) -> None:
    page.goto("/findings")
    page.locator("select[name=severity]").select_option(index=1)
    page.get_by_role("button", name="絞り込む").click()
    page.locator(".list tbody a").first.click()
    expect(page.locator("main")).to_contain_text("どうするか")


def test_datasette_stays_at_hand(page: Page) -> None:
    page.goto("/kokusai/duties")
    expect(page.locator("header.top")).to_be_visible()
    expect(page.locator("table.rows-and-columns")).to_be_visible()
    page.goto("/kokusai/budget_through_the_years")
    expect(page.locator("h1")).to_contain_text("予算の総額")


def test_a_budget_is_drawn_as_high_as_its_yen(page: Page) -> None:
    page.goto("/budget")
    boxes = page.locator("svg.flow rect")
    expect(boxes.first).to_be_visible()
    drawn = [
        (float(box["yen"]), float(box["height"]))
        for box in boxes.evaluate_all(
            "all => all.map(box => ({yen: box.dataset.yen, height: box.getAttribute('height')}))"
        )
    ]
    assert len(drawn) > 40
    scale = max(height + 1 for _, height in drawn) / max(yen for yen, _ in drawn)
    assert all(abs(height + 1 - yen * scale) < 0.01 for yen, height in drawn if height > 0.5)
    expect(page.locator("svg.flow .year")).to_have_count(3)
    page.get_by_role("button", name="平成27年度").click()
    expect(page.locator("svg.flow .year")).to_have_count(1)
    page.locator("svg.flow a").first.focus()
    expect(page.locator("output")).to_contain_text("千円")
    page.keyboard.press("Enter")
    page.wait_for_url("**/programme/**")


def test_without_script_and_on_paper_the_servers_picture_stands(page: Page, browser: Browser, site: str) -> None:
    page.goto("/budget/2022")
    expect(page.locator("svg.flow")).to_be_visible()
    expect(page.locator("figure > .stack")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("svg.flow")).to_be_hidden()
    expect(page.locator("figure > .stack")).to_be_visible()
    context = browser.new_context(java_script_enabled=False, base_url=site)
    plain = context.new_page()
    plain.goto("/budget/2022")
    expect(plain.locator("figure > .stack")).to_be_visible()
    expect(plain.locator("svg.flow")).to_have_count(0)
    context.close()
