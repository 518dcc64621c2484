"""A site over an edition that leaves out names shows none of them, in no text and in no picture, and says so."""

from __future__ import annotations

from pathlib import Path

import pylopdf_fonts_cjk
import pytest
import typst

from kokusai_extract.model.edition import People
from kokusai_extract.pipeline import build
from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.store.schema import tables, views
from tests.site.conftest import Get, getter
from tests.site.test_pages import FIXED, addresses

SOURCE = """
#set page(width: 500pt, height: 300pt, margin: 30pt)
#set text(font: "Noto Sans CJK JP", size: 12pt)
横浜市

令和4年度 湖沼局 事業概要
#pagebreak()
湖沼局組織図

#table(columns: 3, inset: 8pt,
  [湖沼局長], [岸　雪絵], [2290],
  [水質課長], [平　久], [2291],
  [水質担当係長], [浅野　昌弘], [2292])
#pagebreak()
湖沼局事務分掌

水質課

(1) 水質の調査に関すること。
"""
NAMES = {"managers": ("浅野昌弘",), "none": ("浅野昌弘", "岸雪絵", "平久")}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of each edition, the document beside them."""
    out = tmp_path_factory.mktemp("editions")
    (out / "raw").mkdir()
    pdf = typst.compile(
        SOURCE.encode(), font_paths=[str(pylopdf_fonts_cjk.sans_path().parent)], ignore_system_fonts=True, format="pdf"
    )
    (out / "raw" / "a.pdf").write_bytes(pdf)
    names: tuple[People, ...] = ("all", "managers", "none")
    for people in names:
        build([out / "raw"], out / people, people=people)
    return {people: out / people for people in names}


def site(folder: Path) -> Get:
    return getter(folder, (folder.parent / "raw",))


@pytest.mark.parametrize("people", ["managers", "none"])
def test_no_page_shows_a_withheld_name(people: str, folders: dict[str, Path]) -> None:
    get = site(folders[people])
    data = [f"/kokusai/{name}.{kind}" for name in (*tables(), *views()) for kind in ("json", "csv")]
    asked = [*FIXED, "/search?q=浅野", "/people?q=浅野", *data, *addresses(folders[people], Addresses("ja"))]
    for address in asked:
        text = "".join(get(address).text.split())
        told = text.replace("浅野", "") if "q=" in address else text  # the question is repeated
        assert not [name for name in NAMES[people] if name in told], address


def test_a_page_with_names_is_not_drawn_and_others_are(folders: dict[str, Path]) -> None:
    drawn = {}
    for people, folder in folders.items():
        get = site(folder)
        (document,) = get("/kokusai/documents.json?_shape=arrayfirst").json()
        drawn[people] = [get(f"/picture/{document}/{page}.png").status_code for page in (1, 2, 3)]
        shown = get(f"/document/{document}/page/2").text
        assert ("<img" in shown) == (people == "all")
        assert ("収録していない氏名が写っている" in shown) == (people != "all")
    assert drawn == {"all": [200, 200, 200], "managers": [200, 404, 200], "none": [200, 404, 200]}


def test_every_page_says_which_names_there_are(folders: dict[str, Path]) -> None:
    for address in ("/", "/people?lang=en", "/kokusai/people"):
        assert "収録してい" not in site(folders["all"])(address).text
        for people, words in {
            "managers": ("課長以上", "課長 (division manager)"),
            "none": ("収録していません", "holds no names"),
        }.items():
            shown = site(folders[people])(address).text
            assert any(word in shown for word in words), (people, address)


def test_a_post_whose_holder_is_withheld_is_not_shown_as_empty(folders: dict[str, Path]) -> None:
    shown = site(folders["managers"])("/year/2022/湖沼局").text
    assert "水質担当係長" in shown
    assert shown.count("（氏名は収録していません）") == 1
    assert "平 久" in shown
