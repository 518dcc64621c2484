"""The static edition in a real Chromium, opened from its folder: no server, no network, nothing in the console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kokusai_extract.pipeline import build
from kokusai_extract.publish.edition.find import searched
from kokusai_extract.publish.edition.names import file_of
from kokusai_extract.publish.edition.write import write_edition
from kokusai_extract.store.connection import open_read_only
from kokusai_extract.store.write import DATABASE
from tests.conftest import ROOT
from tests.site.test_browser import AXE, AXE_OPTIONS, CHROMIUM, LEFT, NARROW, WIDE, pytestmark, read_under_mark

__all__ = ["pytestmark"]

PAGES = (
    "index.html",
    "about.html",
    "data.html",
    "search.html",
    "year/2015.html",
    "compare/2015-2022.html",
    "budget/2022.html",
    "cities.html",
    "documents.html",
    "findings.html",
    "en/index.html",
    "en/budget/2022.html",
    "en/search.html",
)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the edition of the samples; that of the database lies beside it."""
    folder = tmp_path_factory.mktemp("edition of samples")
    build([ROOT / "raw"], folder / "processed")
    write_edition(folder / "processed" / DATABASE, (ROOT / "raw",), folder / "版")
    return folder / "版"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must log nothing, fail to load nothing, and ask for nothing but files."""
    context = browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]}, offline=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(request.url) if request.failure != LEFT else None)
    page.on(
        "request", lambda request: None if request.url.startswith(("file:", "data:")) else wrong.append(request.url)
    )
    yield page
    context.close()
    assert wrong == []


def serious(page: Page) -> list[str]:
    """Return what axe finds serious or critical on a page; it may not fetch style sheets, since files cannot be."""
    page.evaluate(AXE + "; 0")
    found = page.evaluate("options => axe.run(document, options)", {**AXE_OPTIONS, "preload": False})
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def open_(page: Page, edition: Path, name: str) -> None:
    page.goto((edition / name).as_uri())


def test_from_the_first_page_to_the_mark_over_a_figure(page: Page, edition: Path) -> None:
    open_(page, edition, "index.html")
    page.get_by_role("link", name="予算", exact=True).click()
    page.goto((edition / "budget" / "2022.html").as_uri())
    figure = page.locator("td.number a.fact").first
    words = figure.inner_text()
    figure.click()
    mark = page.locator(".sheet a:target")
    expect(mark).to_be_in_viewport()
    assert page.locator(".sheet img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1000
    picture, over = page.locator(".sheet img").bounding_box(), mark.locator("rect").bounding_box()
    assert picture
    assert over
    assert picture["y"] <= over["y"] <= picture["y"] + picture["height"]
    assert words.replace(",", "") in (mark.locator("title").text_content() or "").replace(",", "")


def test_the_mark_is_over_the_words(page: Page, edition: Path) -> None:
    with closing(open_read_only(edition.parent / "processed" / DATABASE)) as connection:
        document, number, file = connection.execute(
            "SELECT d.id, o.page, d.file_name FROM observations AS o JOIN documents AS d ON d.id = o.document_id "
            "WHERE o.table_name = 'duties' AND o.column_name = 'text' AND x0 IS NOT NULL ORDER BY o.id LIMIT 1"
        ).fetchone()
    open_(page, edition, file_of(f"/document/{document}/page/{number}"))
    (path,) = (ROOT / "raw").rglob(file)
    raw = page.locator(".sheet rect").first.locator("title").text_content() or ""
    assert "".join(raw.split()) in read_under_mark(page, path)


@pytest.mark.parametrize(
    ("query", "start"), [("国際", "index.html"), ("港", "year/2015.html"), ("Shanghai", "en/index.html")]
)
def test_search_finds_words_of_any_length(page: Page, edition: Path, query: str, start: str) -> None:
    open_(page, edition, start)
    page.locator("input[type=search]").last.fill(query)
    page.keyboard.press("Enter")
    expect(page.locator(".finds li").first).to_be_visible()
    marked = page.locator("#found mark").all_inner_texts()
    assert marked
    assert {searched(text) for text in marked} == {searched(query)}
    page.locator(".finds a").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_a_find_in_a_page_leads_to_its_line(page: Page, edition: Path) -> None:
    open_(page, edition, "search.html")
    page.goto(page.url + "?q=上海")
    page.locator('#found a[href*="#l"]').last.click()
    expect(page.locator("tr:target")).to_contain_text("上海")


@pytest.mark.parametrize("query", ['"', "*", "<img src=x onerror=alert(1)>", "__proto__", "\U00020bb7", "ー"])
def test_no_query_breaks_the_search(page: Page, edition: Path, query: str) -> None:
    open_(page, edition, "search.html")
    page.locator("main input[type=search]").fill(query)
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_be_attached()
    assert page.locator("main img").count() == 0


def test_the_script_and_the_index_take_characters_for_the_same(page: Page, edition: Path) -> None:
    open_(page, edition, "search.html")
    texts = ["国　際　局 ﾖｺﾊﾏ Y-PORT 髙﨑", "④10²½ ㎡ ㌘ ﾊﾞｽ", "か\u3099 ~〜― ー", "\U00020bb7 \ufa11 ΑΒΓ İ ß ﬁ"]
    with closing(open_read_only(edition.parent / "processed" / DATABASE)) as connection:
        texts += [text for (text,) in connection.execute("SELECT text FROM pages")]
    assert page.evaluate("texts => texts.map(kokusai.key)", texts) == [searched(text) for text in texts]


def test_the_language_is_kept_and_changed(page: Page, edition: Path) -> None:
    open_(page, edition, "year/2015.html")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#duties a.fact").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")


def test_every_kind_of_page_fits_a_phone_and_can_be_used_by_everybody(page: Page, edition: Path) -> None:
    kinds = {path.parent.name: path for path in sorted(edition.glob("*/*.html"))}
    names = {*PAGES, *(path.relative_to(edition).as_posix() for path in kinds.values())}
    found = {}
    for name in sorted(names):
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        open_(page, edition, name)
        assert page.locator("h1").count() == 1, name
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0], name
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        found[name] = serious(page)
    assert {name: faults for name, faults in found.items() if faults} == {}
