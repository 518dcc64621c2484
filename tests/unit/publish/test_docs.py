"""The generated documentation is what the generator gives, and says all there is to say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kokusai_extract import vocabulary
from kokusai_extract.publish.docs import CODES, DICTIONARY, FINDINGS, change_codes, files
from kokusai_extract.store.schema import Table, tables, views
from kokusai_extract.validate.catalog import catalog

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_committed_files_are_what_the_generator_gives() -> None:
    committed = {f"{FINDINGS}/{page.name}" for page in (DOCS / FINDINGS).glob("*.md")} | {DICTIONARY, CODES}
    stale = [name for name, text in files().items() if not same(DOCS / name, text)]
    assert not stale and committed == set(files()), f"run `make docs`: {stale or committed ^ set(files())}"


def same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


@pytest.mark.parametrize("table", [*tables().values(), *views().values()], ids=lambda table: table.name)
def test_the_dictionary_has_every_column(table: Table) -> None:
    text = files()["data-dictionary.md"]
    (part,) = re.findall(rf"^### `{table.name}` .*?(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    assert re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) == list(table.names)
    for column in table.columns:
        assert column.title_ja in part
        assert column.unit is None or column.unit in part


def test_every_code_has_a_page_that_the_index_leads_to() -> None:
    index = files()[f"{FINDINGS}/README.md"]
    for code, entry in catalog().items():
        assert f"({code}.md)" in index
        page = files()[f"{FINDINGS}/{code}.md"]
        assert all(text in page for words in (entry.title, entry.message, entry.meaning) for text in words.values())


def test_every_code_of_a_change_is_explained() -> None:
    text = change_codes()
    for row in vocabulary.rows("change_words"):
        assert f"| `{row['code']}` | {row['ja']} | {row['meaning_ja']} | {row['meaning_en']} |" in text
