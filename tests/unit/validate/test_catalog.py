"""The catalog describes every code that the source can raise, and a finding's words never fail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kokusai_extract.model.finding import Finding
from kokusai_extract.validate import catalog
from tests.archives import document, words

SOURCE = Path(catalog.__file__).parents[1]
DOMAINS = "|".join(sorted({entry.domain for entry in catalog.catalog().values()}))
CODE = re.compile(rf'"((?:{DOMAINS})-[a-z0-9]+(?:-[a-z0-9]+)*)"')


def codes_in_source() -> set[str]:
    return {code for file in SOURCE.rglob("*.py") for code in CODE.findall(file.read_text(encoding="utf-8"))}


def test_every_code_in_the_source_is_described() -> None:
    assert codes_in_source() - set(catalog.catalog()) == set()


def test_a_code_is_described_by_its_domain() -> None:
    assert catalog.describe("store-duplicate-id").domain == "store"
    with pytest.raises(KeyError):
        catalog.describe("store-nothing")


@pytest.mark.parametrize("entry", catalog.catalog().values(), ids=lambda entry: entry.code)
def test_both_languages_take_the_same_values(entry: catalog.Description) -> None:
    assert re.search(r"[ぁ-んァ-ヶ]", entry.message["ja"])
    english, japanese = (catalog.placeholders(entry.message[language]) for language in ("en", "ja"))
    japanese = frozenset(name.removesuffix("_ja") for name in japanese)  # the same value as a Japanese word
    assert japanese <= english | {"page", "line", "quote"}, japanese - english


def test_a_message_is_filled_from_the_finding_and_its_place() -> None:
    place = words(document(), 2, "水辺課").anchors()
    finding = Finding.at("store-value-refused", place, actual="{x}", table="t", row="r", column="c")
    assert catalog.message(finding, "en") == "t.c of r cannot be {x}; it was left empty."
    assert catalog.missing(finding) == frozenset()


def test_a_message_never_fails() -> None:
    finding = Finding("store-value-refused")
    assert "{table}.{column}" in catalog.message(finding, "ja")
    assert catalog.missing(finding) == {"table", "column", "row", "actual"}
    assert catalog.message(Finding("no-such-code", page=3), "en") == "no-such-code {'page': '3'}"
    assert catalog.severity(Finding("no-such-code")) == "error"


ENTRY = """[lake-dry]
severity = "error"
title = { en = "Dry", ja = "枯渇" }
message = { en = "Dry.", ja = "枯れた。" }
meaning = { en = "No water.", ja = "水がない。" }
remedy = { en = "Wait.", ja = "待つ。" }
"""


def test_a_catalog_is_loaded_by_domain(tmp_path: Path) -> None:
    (tmp_path / "lake.toml").write_text(ENTRY, encoding="utf-8")
    (tmp_path / "notes.md").write_text("not an entry")
    assert catalog.load(tmp_path)["lake-dry"].title["ja"] == "枯渇"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("river", ENTRY),
        ("lake", ENTRY.replace("error", "fatal")),
        ("lake", ENTRY.replace(', ja = "待つ。"', "")),
        ("lake", ENTRY.replace("Wait.", "")),
        ("lake", ENTRY.replace('meaning = { en = "No water.", ja = "水がない。" }\n', "")),
    ],
    ids=["another domain", "unknown severity", "one language", "empty", "incomplete"],
)
def test_an_entry_with_a_fault_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="lake-dry"):
        catalog.load(tmp_path)
