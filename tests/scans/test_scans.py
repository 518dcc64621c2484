"""Scans of the sample documents give the facts of the documents themselves, and no wrong figure passes for proved."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kokusai_extract.model.archive import DocumentFacts
from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.records import BudgetLine, FundingSource, Membership, OrgUnit, Person, Post
from kokusai_extract.pipeline import assemble, process
from kokusai_extract.read.pdf import read_pdf
from tests.conftest import ROOT
from tests.support.scan_facts import compare, not_recognized, unproved_but_stated
from tests.support.scans import extract, scanned

SAMPLE = ROOT / "raw" / "2015" / "kokusai-2015-jigyo-gaiyo.pdf"
PAGES = 18
CHART = 6
"""The page with the organization chart, 1-based."""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[DocumentFacts, DocumentFacts]:
    """The facts of the document as it is, and of its scan: the whole of it, a minute of one processor."""
    scan = tmp_path_factory.mktemp("scans") / "scan.pdf"
    scan.write_bytes(scanned(SAMPLE.read_bytes(), degrees=0.5, noise=6))
    return process(SAMPLE), process(scan)


def values(facts: DocumentFacts, kind: type, *names: str) -> list[tuple[object, ...]]:
    records = [record for record in facts.records if isinstance(record, kind)]
    found = [tuple(getattr(record, name) for name in names) for record in records]
    return [tuple(value.value if isinstance(value, Sourced) else value for value in row) for row in found]


def test_the_figures_of_a_scan_are_those_of_the_document(both: tuple[DocumentFacts, DocumentFacts]) -> None:
    own, scan = (values(facts, BudgetLine, "amount", "previous_amount", "change", "proof") for facts in both)
    assert len(own) > 40
    assert scan == own
    own, scan = (values(facts, FundingSource, "source", "amount", "proof") for facts in both)
    assert scan == own


def test_no_wrong_figure_is_proved_and_no_unproved_one_is_stated(both: tuple[DocumentFacts, DocumentFacts]) -> None:
    assert compare(*both).proved_wrong == 0
    lines = [record for record in both[1].records if isinstance(record, BudgetLine)]
    for line in lines:
        if line.amount and line.proof != "proved":
            assert line.certainty == "inferred"
            assert line.amount.confidence == "recognized"
    assert any(line.proof == "proved" for line in lines)


def test_no_fact_is_stated_that_nothing_proves(both: tuple[DocumentFacts, DocumentFacts]) -> None:
    for facts, allowed in zip(both, ({"stated", "inferred"}, {"inferred"}), strict=True):
        unproved = [r for r in facts.records if hasattr(r, "certainty") and getattr(r, "proof", None) != "proved"]
        found = {(type(record), record.certainty) for record in unproved}
        assert {certainty for _, certainty in found} <= {*allowed, None}
        assert any(kind is Membership for kind, _ in found)


def test_the_chart_of_a_scan_is_that_of_the_document(both: tuple[DocumentFacts, DocumentFacts]) -> None:
    for kind, names in ((OrgUnit, ("name", "classification")), (Post, ("title", "rank", "phone"))):
        own, scan = (sorted(values(facts, kind, *names), key=repr) for facts in both)
        assert len(own) > 4
        assert scan == own
    own, scan = ({name for (name,) in values(facts, Person, "name")} for facts in both)
    told = next(f for f in both[1].findings if f.code == "ocr-page" and f.page == CHART)
    doubtful = dict(told.values)["words"]
    for name in scan - own:
        assert str(name).replace(" ", "") in doubtful, "a name that is read otherwise is named"
    assert len(scan) == len(own)


def test_no_fact_of_a_scan_differs_in_silence(both: tuple[DocumentFacts, DocumentFacts]) -> None:
    compared = compare(*both)
    assert compared.wrong_in_silence == []
    assert compared.proved_wrong == 0
    assert unproved_but_stated(both[1]) == []
    assert not_recognized(both[1]) == []
    assert not_recognized(both[0]) == []
    assert compared.tables.keys() == {record.TABLE for facts in both for record in facts.records}
    assert len(compared.tables) > 15
    assert sum(same for same, _, _ in compared.tables.values()) > 4000
    assert sum(named for _, named, _ in compared.tables.values()) < 20
    assert compared.places > 700
    assert compared.proved > 90


def test_a_name_that_is_read_otherwise_leads_to_the_printed_one(both: tuple[DocumentFacts, DocumentFacts]) -> None:
    archive = assemble(both, [])
    people = [record for record in archive.all_records() if isinstance(record, Person)]
    own = {name for (name,) in values(both[0], Person, "name")}
    assert {person.name.value for person in people} == own, "variants of a kanji are one name, as printed"
    assert sorted(values(both[1], Person, "name")) != sorted(values(both[0], Person, "name"))
    assert {anchor.document_id for person in people for anchor in person.name.anchors} == {
        facts.document_id for facts in both
    }


def test_each_page_of_a_scan_is_named_with_what_is_doubtful(both: tuple[DocumentFacts, DocumentFacts]) -> None:
    told = [finding for finding in both[1].findings if finding.code == "ocr-page"]
    assert [finding.page for finding in told] == list(range(1, PAGES + 1))
    for finding in told:
        assert int(dict(finding.values)["count"]) > 20
        assert float(dict(finding.values)["degrees"]) == pytest.approx(0.5, abs=0.05)


def test_places_on_a_scan_are_shown_on_the_page_as_it_lies(both: tuple[DocumentFacts, DocumentFacts]) -> None:
    def boxes(facts: DocumentFacts) -> dict[object, tuple[float, float]]:
        posts = [record for record in facts.records if isinstance(record, BudgetLine) and record.name]
        found = {}
        for record in posts:
            assert record.name
            box = record.name.anchors[0].box
            assert box
            found[record.name.value] = ((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)
        return found

    own, scan = map(boxes, both)
    assert len(own.keys() & scan.keys()) > 40
    for name, (x, y) in ((name, place) for name, place in own.items() if name in scan):
        assert scan[name] == pytest.approx((x, y), abs=7), "half a degree moves the edge of a page by four points"
    x, y = own["世界を目指す若者応援事業費"]
    turned = y + (x - 595 / 2) * 0.0087
    assert scan["世界を目指す若者応援事業費"][1] == pytest.approx(turned, abs=1.2)


@pytest.mark.seeds
def test_a_page_whose_letters_have_no_names_is_read_from_its_picture(shared: Path) -> None:
    path = shared / "pdfs" / "type3_no_tounicode_foodkaku5.pdf"
    result = read_pdf(extract(path.read_bytes(), [1]), path.name)
    [document] = result.items
    [page] = document.pages
    assert (page.text_layer, page.quality) == ("ocr", "cid_only")
    lines = ["".join(line.split()) for line in page.text.split("\n")]
    assert lines == ["ベビーフード自主規格", "第V版", "平成29年1月", "日本ベビーフード協議会"]
    assert [finding.code for finding in result.findings] == ["ocr-page"]


def test_pages_with_text_do_not_wake_the_recognizer() -> None:
    program = (
        "import sys; from pathlib import Path; import kokusai_extract.pipeline;"
        "from kokusai_extract.read.pdf import read_pdf;"
        f"[document] = read_pdf(Path({str(SAMPLE)!r}).read_bytes(), 'a.pdf').items;"
        "assert len(document.pages) == 18;"
        "print([name for name in ('onnxruntime', 'rapidocr', 'cv2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT / "src", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
