"""Which years are compared, and what becomes of the changes of an archive."""

from __future__ import annotations

import json

import pytest

from kokusai_extract.link.changes import changes, compare, years
from kokusai_extract.link.changes.archive import records, rows
from kokusai_extract.link.changes.compare import missing, nearest
from kokusai_extract.link.changes.words import words
from kokusai_extract.model.archive import Archive
from kokusai_extract.model.changes import DutyChange, UnitChange
from kokusai_extract.validate.catalog import missing as unfilled
from tests.archives import PAGES, lakes
from tests.support.years import duties, holding, units, year

TREE = (("湖沼局", None), ("水鳥課", "湖沼局"))


def test_each_facet_is_compared_with_the_nearest_year_that_prints_it() -> None:
    first = year(2015, units=units(*TREE), duties=duties(("水鳥課", "観察に関すること。")))
    second = year(2018, units=units(*TREE, doc="b"))
    third = year(2022, units=units(*TREE, doc="c"), duties=duties(("水鳥課", "観察に関すること。"), doc="c"))
    told = [
        (one.before.which.fiscal_year, one.after.which.fiscal_year, list(one.events))
        for one in nearest([first, second, third])
    ]
    assert told == [(2015, 2018, ["unit"]), (2015, 2022, ["duty"]), (2018, 2022, ["unit"])]
    assert missing([first, second, third], first, third, "duty") == (2016, 2017, 2018, 2019, 2020, 2021)
    assert missing([first, second, third], second, third, "unit") == (2019, 2020, 2021)


def test_people_are_compared_with_the_nearest_list_of_their_kind() -> None:
    chart, sent = frozenset({"chart"}), frozenset({"secondments"})
    told = [
        year(2020, holdings=(holding("山田 花子", "課長"),), lists=chart),
        year(2021, holdings=(holding("鈴木 一郎", "係長", seconded="湖水協会"),), lists=sent),
        year(2022, holdings=(holding("山田 花子", "課長"),), lists=chart),
    ]
    assert [(one.before.which.fiscal_year, one.after.which.fiscal_year) for one in nearest(told)] == [
        (2020, 2021),
        (2020, 2022),
    ]


def test_the_bureau_s_own_name_is_no_list_of_units() -> None:
    assert compare(year(2015, units=units(*TREE)), year(2016, units=units(("湖沼局", None), doc="b"))).events == {}


def test_a_year_is_not_compared_with_a_later_one() -> None:
    with pytest.raises(ValueError, match="2015 is not later than 2015"):
        compare(year(2015), year(2015))


LATER = ("湖沼局\n令和4年度 事業のあらまし\n", *PAGES[1:])


def archive() -> Archive:
    return Archive((lakes(year=2022), lakes(LATER, 2026, "later.txt")))


def test_an_archive_s_changes_are_records_with_their_years() -> None:
    result = changes(archive())
    kinds = {(type(one), one.kind, one.certainty) for one in result.items if isinstance(one, UnitChange | DutyChange)}
    assert kinds == {(UnitChange, "unchanged", "stated"), (DutyChange, "unchanged", "stated")}
    for one in result.items:
        assert (one.bureau, one.from_year, one.to_year, one.missing_years) == ("湖沼局", 2022, 2026, (2023, 2024, 2025))
        assert one.id.startswith(f"{one.TABLE.removesuffix('_changes')}-change/湖沼局/2022-2026/")
        assert one.event in {other.id for other in result.items}
        assert (
            one.detail is None or json.dumps(json.loads(one.detail), ensure_ascii=False, sort_keys=True) == one.detail
        )
    assert len({one.id for one in result.items}) == len(result.items)


def test_every_finding_says_what_it_says_and_leads_to_its_row() -> None:
    result = changes(archive())
    ids = {one.id for one in result.items}
    assert {finding.code for finding in result.findings} >= {"change-years-missing"}
    for finding in result.findings:
        assert unfilled(finding) == frozenset()
        assert finding.row_id is None or finding.row_id in ids


def test_every_code_has_its_words() -> None:
    for one in changes(archive()).items:
        assert one.kind in words("kind")
        assert one.relation in words("relation")
        assert set(one.reasons) <= set(words("reason"))


def test_any_two_years_can_be_compared_with_the_same_result() -> None:
    united, _ = years(rows(archive()))
    assert list(records(compare(*united), united)) == list(changes(archive()).items)
