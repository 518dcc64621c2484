"""What changed between the years of the reference texts and of the samples, as a person finds by reading them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from kokusai_extract.link.changes import compare, years
from kokusai_extract.link.changes.archive import records, rows
from kokusai_extract.model.archive import Archive
from kokusai_extract.model.changes import AnyChange, BudgetChange
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


def budget(one: int, other: int, paths: tuple[Path, ...]) -> list[BudgetChange]:
    """Return what became of programmes between two years, those of the tables or any others."""
    united, _ = years(rows(archive(paths)))
    by_year = {year.which.fiscal_year: year for year in united}
    found = records(compare(by_year[one], by_year[other], ["budget"]), united)
    return [change for change in found if isinstance(change, BudgetChange)]


def between(found: Iterable[BudgetChange], before: str, after: str) -> BudgetChange:
    """Return the change from one printed name to another."""
    (change,) = (one for one in found if (tail(one.from_id), tail(one.to_id)) == (before, after))
    return change


def test_the_sheet_of_2016_restates_2015() -> None:
    found = budget(2015, 2016, SAMPLES)
    events: dict[str, tuple[set[str], set[str]]] = {}
    for change in found:
        if change.kind == "restated":
            before, after = events.setdefault(change.event, (set(), set()))
            before.add(tail(change.from_id))
            after.add(tail(change.to_id))
            assert (change.certainty, change.percent, change.scope) == ("inferred", None, ("part",))
    assert sorted((sorted(before), sorted(after)) for before, after in events.values()) == [
        (["国際交流ラウンジ事業費", "国際性豊かなまちづくり事業費"], ["多文化共生推進事業"]),
        (
            ["国際交流事業渉外費", "姉妹・友好都市提携周年記念事業費", "自治体外交推進事業費"],
            ["庁内国際人材育成事業", "海外プロジェクト推進事業"],
        ),
        (["国際協力平和推進事業費"], ["国際協力推進事業", "国際政策運営事業"]),
        (["国際政策企画・連携・支援事業費"], ["区局連携・支援事業", "国際企画・広報事業"]),
    ]
    total = between(found, "合計", "合計")
    assert (total.from_amount, total.restated_amount) == (960_653_000, 960_653_000)
    assert (total.change, total.percent, total.certainty) == (135_278_000, 14.1, "stated")


def test_nothing_of_2015_is_lost_or_new_in_2016_but_what_is_printed_so() -> None:
    found = budget(2015, 2016, SAMPLES)
    assert not [change for change in found if change.relation in ("alone", "open")]
    ended = [change for change in found if change.kind == "discontinued"]
    assert [(tail(change.to_id), change.certainty) for change in ended] == [
        ("外国人のための日本語学習支援事業", "stated")
    ]
    staff = between(found, "政策運営費", "人件費")
    assert (staff.kind, staff.certainty, staff.reasons, staff.percent) == ("renamed", "inferred", ("same-figure",), 4.8)


def test_the_table_of_2016_leaves_open_which_office_became_the_line_of_2022() -> None:
    found = [one for one in changes(SAMPLES, "budget_changes") if one.to_year == 2022 and one.relation == "open"]
    assert told(found) == [
        ("renamed", "インド事務所運営費", "海外事務所運営費"),
        ("renamed", "中国事務所運営費", "海外事務所運営費"),
        ("renamed", "欧州事務所運営費", "海外事務所運営費"),
    ]
    assert {one.certainty for one in found} == {None}
    assert {one.missing_years for one in found} == {(2017, 2018, 2019, 2020, 2021)}


@ARCHIVES
def test_programmes_are_followed_from_2015_to_2022(paths: tuple[Path, ...]) -> None:
    found = budget(2015, 2022, paths)
    group = between(found, "国際連携事業の推進", "国際連携事業推進費")
    assert (group.kind, group.change, group.percent) == ("renamed", 57_150_000, 38.4)
    offices = between(found, "海外事務所の運営", "海外事務所運営費")
    assert (offices.from_amount, offices.to_amount, offices.percent) == (85_607_000, 147_646_000, 72.5)
    first = between(found, "国際企画・まちづくりの推進", "国際企画・多文化共生推進費")
    assert (first.certainty, first.scope, first.change, first.percent) == ("inferred", ("name",), None, None)
    total = between(found, "合計", "合計")
    assert (total.change, total.percent) == (673_430_000, 70.1)
    new = between(found, "", "アフリカ開発会議関連事業")
    assert (new.kind, new.certainty) == ("new", "stated")


def test_offices_that_are_told_in_one_line_have_not_ended() -> None:
    parts = [one for one in budget(2015, 2022, SAMPLES) if "part-of" in one.reasons]
    assert told(parts) == [
        ("restated", "インド拠点機能事業費", "海外事務所運営費"),
        ("restated", "中国事務所運営費", "海外事務所運営費"),
        ("restated", "欧州事務所運営費", "海外事務所運営費"),
    ]
