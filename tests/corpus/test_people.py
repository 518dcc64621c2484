"""Posts and their holders in each document, against what was written down by reading it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.records import Membership, OrgUnit, Person, Post
from kokusai_extract.read.files import read_document
from kokusai_extract.read.normalize import fold
from kokusai_extract.sections.org_chart import extract
from tests.conftest import SHARED
from tests.corpus.test_corpus import DOCUMENTS, as_plain_text, expected, facts, having
from tests.support.texts import context, whole

Row = dict[str, str]


def personnel(found: DocumentFacts) -> list[Row]:
    """Return the memberships with the columns of ``personnel.csv`` and ``secondments.csv``."""
    posts = {record.id: record for record in found.records if isinstance(record, Post)}
    names = {record.id: record.name.value for record in found.records if isinstance(record, Person)}
    units = {record.id: record.name.value for record in found.records if isinstance(record, OrgUnit)}
    rows = []
    for record in found.records:
        if not isinstance(record, Membership):
            continue
        post = posts[record.post_id.value] if record.post_id else None
        rows.append(
            {
                "unit": units[post.unit_id.value] if post and post.unit_id else "",
                "title": post.title.value if post else "",
                "rank": post.rank.value if post else "",
                "name": names[record.person_id.value] if record.person_id else "",
                "phone": post.phone.value if post and post.phone else "",
                "concurrent": str(int(record.concurrent.value)) if record.concurrent else "",
                "on_behalf_of": record.on_behalf_of.value if record.on_behalf_of else "",
                "certainty": record.certainty or "",
            }
        )
    return rows


def in_columns(rows: list[Row], columns: list[str]) -> list[tuple[str, ...]]:
    return sorted(tuple(row[column] for column in columns) for row in rows)


@pytest.mark.parametrize("name", having("personnel"))
def test_every_post_has_its_holder_and_no_other(name: str) -> None:
    wanted = expected(name, "personnel")
    columns = list(wanted[0])
    assert in_columns(personnel(facts(name)), columns) == in_columns(wanted, columns)


@pytest.mark.parametrize("name", having("secondments"))
def test_every_seconded_person_is_there(name: str) -> None:
    wanted = expected(name, "secondments")
    columns = list(wanted[0])
    found = personnel(facts(name))
    assert in_columns(found, columns) == in_columns(wanted, columns)
    assert {row["certainty"] for row in found} == {"stated"}


def test_the_chart_as_plain_text_states_nothing_wrong(tmp_path: Path) -> None:
    right = {(row["title"], row["name"]): row["phone"] for row in expected("kokusai-2015-pdf", "personnel")}
    found = personnel(as_plain_text("kokusai-2015-pdf", tmp_path))
    paired = [row for row in found if row["certainty"]]
    assert len(paired) == len(right)
    assert {(row["title"], row["name"]) for row in paired} == set(right)
    assert {row["phone"] for row in paired if row["phone"] != right[row["title"], row["name"]]} <= {""}


@pytest.mark.seeds
def test_the_torn_text_says_how_each_inferred_pair_was_found() -> None:
    codes = sorted(f.code for f in facts("kokusai-2015-text").findings if f.code.startswith("people-"))
    assert codes == [
        "people-extensions-by-order",
        "people-held-concurrently",
        "people-paired-by-elimination",
        "people-paired-by-order",
        "people-paired-by-order",
    ]


@pytest.mark.parametrize("name", having("personnel"))
def test_names_are_split_and_kept_as_printed(name: str) -> None:
    people = [record for record in facts(name).records if isinstance(record, Person)]
    assert people
    for person in people:
        assert person.family_name
        assert person.given_name
        assert person.name.value == f"{person.family_name.value} {person.given_name.value}"


@pytest.mark.seeds
@pytest.mark.parametrize(
    "name",
    [
        "fuji-city_r7_sainyu17_zaisan.pdf",
        "fuji-city_r8_saishutsu05_rodo.pdf",
        "kyokuyo_h26_kabunushi_shihon_twotables.pdf",
        "mof_invoice_qa_kangxi_radicals.pdf",
    ],
)
def test_a_document_without_posts_gives_none_even_if_it_is_taken_for_a_chart(name: str) -> None:
    document = fold(read_document(SHARED / "pdfs" / name).items[0])
    result = extract(whole(document, "org_chart"), context(document))
    assert [item for item in result.items if isinstance(item, (Post, Person, Membership))] == []


@pytest.mark.parametrize("name", ["kokusai-2016-pdf", "kokusai-2022-jigyo-pdf"])
def test_budget_pages_give_no_posts(name: str) -> None:
    document = fold(read_document(DOCUMENTS[name]).items[0])
    result = extract(whole(document, "org_chart"), context(document))
    assert [item for item in result.items if isinstance(item, (Post, Person, Membership))] == []
    assert personnel(facts(name)) == []
