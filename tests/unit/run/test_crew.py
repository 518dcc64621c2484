"""Whoever reads the pages of a document, they are the same and in order; no helper outlives its document."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kokusai_extract.read.pdf import read_pdf
from kokusai_extract.run import crew
from kokusai_extract.run.crew import FEWEST, Crew, Note, Spare, alone
from kokusai_extract.run.outcome import Limits, Task
from kokusai_extract.run.pool import Order, read_all
from tests.conftest import ROOT
from tests.pdfs import Sheet
from tests.support.scans import scanned

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="helpers are forked"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning"),
]
SAMPLE = ROOT / "raw" / "2015" / "kokusai-2015-jigyo-gaiyo.pdf"
HERE = os.getpid()


def nothing() -> None:
    """Take no note."""


@pytest.fixture
def spare() -> Iterator[Spare]:
    """One processor that nobody uses."""
    spare = Spare.processors(1)
    yield spare
    spare.close()


def who(number: int, note: Note) -> tuple[int, int]:
    """Return who works on a number."""
    if number % 3 == 0:
        note()
    time.sleep(0.01)
    return number, os.getpid()


def test_a_processor_is_taken_once_and_put_back() -> None:
    spare = Spare.processors(2)
    assert [spare.take() for _ in range(3)] == [True, True, False]
    spare.lend()
    assert [spare.take(), spare.take()] == [True, False]
    spare.close()


def test_where_a_system_cannot_fork_nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_FORK", None)
    spare = Spare.processors(2)
    spare.lend()
    assert {pid for _, pid in Crew(spare, nothing)(who, range(9), nothing)} == {HERE}
    spare.close()


def test_helpers_work_and_results_stand_in_order(spare: Spare) -> None:
    notes = []
    done = list(Crew(spare, nothing)(who, range(1, 13), lambda: notes.append(1)))
    assert [number for number, _ in done] == list(range(1, 13))
    assert len({pid for _, pid in done} - {HERE}) == 2, "one for the spare processor, one in our own place"
    assert len(notes) == 4
    assert (spare.take(), spare.take()) == (True, False), "given back"


def test_without_a_spare_processor_and_for_a_few_nobody_is_called(spare: Spare) -> None:
    several = Crew(spare, nothing)
    assert {pid for _, pid in several(who, range(FEWEST - 1), nothing)} == {HERE}
    assert spare.take()
    assert {pid for _, pid in several(who, range(9), nothing)} == {HERE}
    assert {pid for _, pid in alone(who, range(9), nothing)} == {HERE}


def test_a_processor_that_comes_late_is_used(spare: Spare) -> None:
    assert spare.take()
    results = Crew(spare, nothing)(who, range(12), nothing)
    assert next(results)[1] == HERE
    spare.lend()
    assert {pid for _, pid in results} - {HERE}


@pytest.mark.parametrize("deed", ["die", "fail", "hoard"])
def test_what_a_helper_cannot_give_is_done_here(spare: Spare, deed: str) -> None:
    def work(number: int, _: Note) -> tuple[int, int]:
        if number == 5 and os.getpid() != HERE:
            if deed == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            raise LookupError if deed == "fail" else MemoryError
        return number, os.getpid()

    done = list(Crew(spare, nothing)(work, range(12), nothing))
    assert [number for number, _ in done] == list(range(12))
    assert done[5][1] == HERE
    assert (spare.take(), spare.take()) == (True, False)


def test_what_fails_here_too_fails_as_it_would_alone(spare: Spare) -> None:
    def work(number: int, _: Note) -> int:
        if number == 5:
            raise LookupError("the fifth")
        return number

    results = Crew(spare, nothing)(work, range(12), nothing)
    with pytest.raises(LookupError, match="the fifth"):
        list(results)
    assert (spare.take(), spare.take()) == (True, False)


def test_helpers_close_what_they_are_not_to_hold(spare: Spare) -> None:
    taking, giving = os.pipe()
    results = Crew(spare, lambda: os.close(giving))(who, range(1, 60), nothing)
    next(results)
    os.close(giving)
    assert os.read(taking, 1) == b"", "nobody else holds the other end"
    os.close(taking)
    results.close()  # type: ignore[attr-defined]  # ends the helpers before their work is done
    assert (spare.take(), spare.take()) == (True, False)


def test_a_document_is_the_same_whoever_reads_its_pages(spare: Spare) -> None:
    data = SAMPLE.read_bytes()
    counts: list[tuple[int, int, int]] = []
    together = read_pdf(data, "a.pdf", lambda *pages: counts.append(pages), share=Crew(spare, nothing))
    assert repr(together) == repr(read_pdf(data, "a.pdf")), "but for marks of no place, which equal nothing"
    assert counts == [(n, 18, 0) for n in range(19)]


def test_a_scan_is_the_same_whoever_reads_its_pages(spare: Spare) -> None:
    data = scanned(_line("Budget 1,234"), [1] * FEWEST)
    counts: list[tuple[int, int, int]] = []
    together = read_pdf(data, "a.pdf", lambda *pages: counts.append(pages), share=Crew(spare, nothing))
    assert repr(together) == repr(read_pdf(data, "a.pdf")), "but for marks of no place, which equal nothing"
    assert together.items[0].pages[-1].text_layer == "ocr"
    assert max(counts) == (FEWEST, FEWEST, FEWEST)
    assert (0, FEWEST, 1) in counts, "told before the first is looked at"


def test_an_idle_worker_lends_its_processor(tmp_path: Path) -> None:
    tasks = [Task(tmp_path / name) for name in ("share.pdf", "good.pdf")]
    for several in (tasks[:1], tasks):
        done = {
            path.stem: o
            for path, o in read_all(several, Order("tests.support.works:work", nlp=False), 2, lambda *_: None)
        }
        facts = done["share"].facts
        assert facts
        assert int(facts.document_id.split("-")[-1]) > 1


def test_no_helper_outlives_a_document_that_crashes(tmp_path: Path) -> None:
    order = Order("tests.support.works:work", Limits(60), nlp=False)
    [(_, outcome)] = read_all([Task(tmp_path / "orphan.pdf")], order, 2, lambda *_: None)
    assert outcome.finding
    assert (outcome.finding.code, dict(outcome.finding.values)["reason"]) == ("run-crashed", "SIGSEGV")
    helpers = [int(path.suffix[1:]) for path in tmp_path.glob("orphan.*")]
    assert helpers
    assert not any(map(runs, helpers))


def _line(words: str) -> bytes:
    sheet = Sheet(300, 120)
    sheet.canvas.setFont("Helvetica", 14)
    sheet.canvas.drawString(40, 60, words)
    return sheet.data()


def runs(pid: int) -> bool:
    """Tell whether a process is there that is not only waiting to be forgotten."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0]
        except OSError:
            return False
        if state == "Z":
            return False
        time.sleep(0.02)
    return True
