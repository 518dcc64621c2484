"""A new document arrives: copied once, to its year, with what it says, changes and leaves open."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.arrival import add
from kokusai_extract.errors import DocumentRefused, UnreadableDocument
from tests.unit.test_cli import TEXT

LATER = TEXT.replace("令和元年5月20日", "令和2年5月20日").replace("人事に", "人材の育成に")


def arrive(folder: Path, name: str, text: str, **more: int) -> str:
    source = folder / "mail" / name
    source.parent.mkdir(exist_ok=True)
    source.write_text(text, encoding="utf-8")
    return "\n".join(add(source, folder / "raw", more.get("year")))


def test_a_document_goes_to_its_year_and_says_what_it_is(tmp_path: Path) -> None:
    told = arrive(tmp_path, "duties.txt", TEXT)
    assert (tmp_path / "raw" / "2019" / "duties.txt").read_text(encoding="utf-8") == TEXT
    assert all(words in told for words in ("局: 市民局", "年度: 2019", "duties: 2", "duty-number-gap", "kokusai build"))
    assert "nothing to compare with" in told


def test_what_changed_against_an_earlier_year_is_told(tmp_path: Path) -> None:
    arrive(tmp_path, "duties.txt", TEXT)
    told = arrive(tmp_path, "duties.txt", LATER)
    assert (tmp_path / "raw" / "2020" / "duties.txt").is_file()
    assert "duty_changes" in told
    assert "(since 2019)" in told


def test_the_same_document_is_refused_under_any_name(tmp_path: Path) -> None:
    arrive(tmp_path, "duties.txt", TEXT)
    with pytest.raises(DocumentRefused, match="is there already"):
        arrive(tmp_path, "other.txt", TEXT)
    with pytest.raises(DocumentRefused, match="another document of that name"):
        arrive(tmp_path, "duties.txt", TEXT + "４ その他のこと。\n")
    assert len([path for path in (tmp_path / "raw").rglob("*") if path.is_file()]) == 1


def test_a_document_that_says_no_year_needs_one(tmp_path: Path) -> None:
    text = TEXT.replace("令和元年5月20日\n", "")
    with pytest.raises(DocumentRefused, match="--year"):
        arrive(tmp_path, "a.txt", text)
    arrive(tmp_path, "a.txt", text, year=2019)
    assert (tmp_path / "raw" / "2019" / "a.txt").is_file()


def test_what_cannot_be_read_is_not_copied(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument):
        arrive(tmp_path, "a.txt", "")
    assert not (tmp_path / "raw").exists()
