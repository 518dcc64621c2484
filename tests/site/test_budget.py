"""What the picture of a budget is drawn from, and the library of others that draws it."""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources
from typing import Any

from kokusai_extract.publish.site.site import STATIC
from tests.site.conftest import Get


def _lines(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for line in tree for one in (line, *_lines(line["lines"]))]


def test_a_picture_is_drawn_from_printed_amounts(get: Get) -> None:
    data = get("/budget/data.json?bureau=湖沼局").json()
    (year,) = data["years"]
    assert (data["unit"], year["year"], year["table_kind"]) == ("yen", 2022, "summary")
    assert year["total"]["amount"] == 2000000
    amounts = {line["name"]: line["amount"] for line in _lines(year["lines"])}
    assert amounts == {"水鳥調査費": 1200000, "湖畔清掃費": 800000}


def test_each_line_leads_to_its_page_and_its_source_in_the_readers_language(get: Get) -> None:
    for language, end in (("ja", ""), ("en", "?lang=en")):
        (year,) = get(f"/budget/data.json?bureau=湖沼局&lang={language}").json()["years"]
        for line in _lines(year["lines"]):
            assert line["href"].endswith(end)
            assert [get(line[name]).status_code for name in ("href", "source")] == [200, 200]


def test_an_unknown_bureau_has_no_picture(get: Get) -> None:
    assert get("/budget/data.json?bureau=無い局").status_code == 404


def test_files_of_others_are_shipped_unchanged_with_their_licence() -> None:
    text = (resources.files("kokusai_extract") / "data" / "site" / "vendored.toml").read_text(encoding="utf-8")
    vendored = tomllib.loads(text)
    assert vendored
    for entry in vendored.values():
        content = (STATIC / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert entry["version"].encode() in content[:100]
        assert b"Copyright" in (STATIC / entry["licence_file"]).read_bytes()
        assert not any(word in content for word in (b"eval(", b"new Function", b"http://"))
