"""What breaks the schemas is named and set right, and the rest is stored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kokusai_extract.model.archive import Archive, DocumentFacts
from kokusai_extract.model.records import Duty, OrgUnit, Post, Record, SectionRecord
from kokusai_extract.store.check import check
from kokusai_extract.store.write import write
from kokusai_extract.validate.integrity import settle
from tests.archives import archive, document, lakes, words


def settled(*records: Record) -> tuple[list[Record], list[str], Archive]:
    """Return the records of the example document with these beside them, and the codes of what was found."""
    whole = replace(archive(), records=(*archive().records, *records))
    result = settle(whole)
    return list(result.all_records()), [f.code for f in result.findings[len(whole.findings) :]], result


def test_what_fits_is_left_alone() -> None:
    assert settle(archive()) == archive()


def test_equal_records_are_one() -> None:
    records, codes, _ = settled(*lakes().records)
    assert len(records) == len(list(archive().all_records()))
    assert codes == []


def test_different_records_of_one_id_are_both_kept(tmp_path: Path) -> None:
    other = words(document(), 2, "湖畔").read("test.read")
    duty = next(record for record in lakes().records if isinstance(record, Duty))
    records, codes, result = settled(replace(duty, text=other))
    assert codes == ["store-duplicate-id"]
    assert {r.id for r in records if isinstance(r, Duty)} >= {duty.id, f"{duty.id}~2"}
    assert check(write(result, tmp_path)) == []


def test_a_page_that_stands_twice_is_left_out_by_name() -> None:
    page = next(record for record in lakes().records if record.TABLE == "pages")
    _, codes, result = settled(replace(page, quality="damaged"))  # type: ignore[arg-type]
    assert codes == ["store-row-refused"]
    assert "quality=" in dict(result.findings[-1].values)["content"]


def test_a_word_that_is_not_in_the_list_is_emptied(tmp_path: Path) -> None:
    post = next(record for record in lakes().records if isinstance(record, Post))
    king: Any = words(document(), 2, "課長").sourced("king", "test.rank")
    records, codes, result = settled(replace(post, id="new", rank=king))
    assert codes == ["store-value-refused"]
    assert result.findings[-1].actual == "king"
    assert result.findings[-1].page == 2
    assert next(r for r in records if isinstance(r, Post) and r.id == "new").rank is None
    assert check(write(result, tmp_path)) == []


def test_a_row_that_lacks_what_it_must_have_is_left_out_and_so_is_what_points_at_it(tmp_path: Path) -> None:
    place = words(document(), 2, "水辺課")
    unit = OrgUnit("empty", document().id, place.sourced("", "test.name"), place.sourced("other", "test.kind"), None, 9)
    child = replace(unit, id="child", name=place.read("test.name"), parent_id=place.sourced("empty", "test.parent"))
    records, codes, result = settled(unit, child)
    assert codes == ["store-row-refused", "store-dangling-reference"]
    assert {r.id for r in records if isinstance(r, OrgUnit)} >= {"child"}
    assert check(write(result, tmp_path)) == []


def test_a_row_of_no_document_is_left_out() -> None:
    _, codes, _ = settled(SectionRecord("s", "doc-nowhere", "duties", None, 1, 1))
    assert codes == ["store-row-refused"]


@pytest.mark.parametrize("turn", [False, True])
def test_which_one_keeps_the_id_is_not_a_matter_of_order(turn: bool) -> None:
    duty = next(record for record in lakes().records if isinstance(record, Duty))
    twins = [duty, replace(duty, text=words(document(), 2, "湖畔").read("test.read"))]
    if turn:
        twins.reverse()
    others = tuple(record for record in lakes().records if record != duty)
    records = settle(Archive((DocumentFacts(document().id, (*others, *twins)),))).all_records()
    kept = {record.id: record.text.value for record in records if isinstance(record, Duty)}
    assert kept[duty.id] == duty.text.value
    assert kept[f"{duty.id}~2"] == "湖畔"


def test_what_was_read_from_a_document_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    result = settle(Archive(records=archive().records, findings=lakes().findings))
    assert [finding.code for finding in result.findings[2:]] == ["store-row-refused"]
    assert {finding.document_id for finding in result.findings} == {None}
    assert check(write(result, tmp_path)) == []
