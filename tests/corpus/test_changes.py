"""What changed between the years of the reference texts and of the samples, as a person finds by reading them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from kokusai_extract.model.archive import Archive
from kokusai_extract.model.changes import AnyChange
from kokusai_extract.pipeline import assemble, process
from tests.conftest import ROOT, SHARED

SEEDS = tuple(sorted((SHARED / "seeds").glob("*.txt")))
SAMPLES = tuple(sorted((ROOT / "raw").rglob("*.pdf")))

Told = tuple[str, str, str]


@cache
def archive(paths: tuple[Path, ...]) -> Archive:
    return assemble([process(path) for path in paths], [])


def changes(paths: tuple[Path, ...], table: str) -> list[AnyChange]:
    return [record for record in archive(paths).records if table == record.TABLE and isinstance(record, AnyChange)]


def tail(row_id: str | None) -> str:
    """Return the last part of an id, which is the printed name or number."""
    return (row_id or "").rpartition("/")[2]


def told(found: Iterable[AnyChange], *, unchanged: bool = False) -> list[Told]:
    """Return (kind, earlier, later) by name or number; what is unchanged only when asked for."""
    rows = ((one.kind, tail(one.from_id), tail(one.to_id)) for one in found)
    return sorted(row for row in rows if unchanged or row[0] not in ("unchanged", "stayed"))


ARCHIVES = pytest.mark.parametrize(
    "paths",
    [pytest.param(SEEDS, marks=pytest.mark.seeds), SAMPLES, pytest.param(SEEDS + SAMPLES, marks=pytest.mark.seeds)],
    ids=["texts", "samples", "both"],
)


@ARCHIVES
def test_two_passport_centres_came(paths: tuple[Path, ...]) -> None:
    found = changes(paths, "unit_changes")
    assert told(found) == [
        ("created", "", "横浜市センター南パスポートセンター"),
        ("created", "", "横浜市パスポートセンター"),
    ]
    assert len(found) == 8
    assert {(one.from_year, one.to_year) for one in found} == {(2015, 2022)}
    assert {one.missing_years for one in found} == {(2016, 2017, 2018, 2019, 2020, 2021)}


@ARCHIVES
def test_one_duty_became_two_and_one_is_new(paths: tuple[Path, ...]) -> None:
    found = changes(paths, "duty_changes")
    assert told(found) == [
        ("added", "", "1"),
        ("added", "", "1"),
        ("added", "", "5"),
        ("reworded", "5", "6"),
        ("reworded", "5", "8"),
    ]
    parts = [one for one in found if one.kind == "reworded"]
    assert {(one.relation, one.certainty) for one in parts} == {("split", "inferred")}
    assert len({one.event for one in parts}) == 1
    assert ("unchanged", "7", "9") in told(found, unchanged=True)
    assert sum(one.kind == "unchanged" and one.certainty == "stated" for one in found) == 14


@ARCHIVES
def test_nobody_is_said_to_have_left_for_want_of_a_chart(paths: tuple[Path, ...]) -> None:
    assert changes(paths, "personnel_changes") == []
    codes = {finding.code for finding in archive(paths).findings}
    assert "change-list-missing" in codes


@pytest.mark.seeds
def test_an_office_abroad_was_renamed_as_it_moved() -> None:
    found = changes(SEEDS, "office_changes")
    assert told(found) == [("added", "", "米州事務所"), ("renamed", "ムンバイ事務所", "アジア事務所")]
    (renamed,) = (one for one in found if one.kind == "renamed")
    assert renamed.certainty == "stated"
    assert renamed.detail and '"place"' in renamed.detail


@pytest.mark.seeds
def test_a_text_and_a_pdf_of_one_year_count_once() -> None:
    for table in ("unit_changes", "duty_changes"):
        assert told(changes(SEEDS + SAMPLES, table), unchanged=True) == told(changes(SEEDS, table), unchanged=True)
    assert not [one for one in archive(SEEDS + SAMPLES).findings if one.code == "change-documents-disagree"]
