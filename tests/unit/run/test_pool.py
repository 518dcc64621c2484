"""Documents are read at once, each by itself: whatever one does, the others are read."""

from __future__ import annotations

import os
import time
from contextlib import closing
from pathlib import Path

import pytest

from kokusai_extract.model.correction import Correction
from kokusai_extract.run.outcome import Limits, Outcome, Task
from kokusai_extract.run.pool import Order, read_all
from kokusai_extract.validate.catalog import message, severity

WORK = "tests.support.works:work"
linux = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are bounded where they can be forked")


def run(tmp_path: Path, *names: str, jobs: int = 2, limits: Limits | None = None) -> dict[str, Outcome]:
    order = Order(WORK, limits or Limits(), nlp=False)
    tasks = [Task(tmp_path / name) for name in names]
    return {path.stem: done for path, done in read_all(tasks, order, jobs, lambda *_: None)}


def test_each_document_is_read_once_with_its_pages_and_seconds(tmp_path: Path) -> None:
    pages = []
    paths = [tmp_path / f"good-{n}.pdf" for n in range(5)]
    decided = Correction("+decided", "", "units", "row", "name", None, "new", "", "", "")
    tasks = [Task(path, None, (decided,)) for path in paths]
    done = dict(read_all(tasks, Order(WORK, nlp=False), 2, lambda *page: pages.append(page)))
    assert sorted(done) == paths
    assert {path: outcome.facts.document_id for path, outcome in done.items() if outcome.facts} == {
        path: f"doc-{path.stem}+decided" for path in paths
    }
    assert all(outcome.pages == 2 and outcome.seconds["read"] >= 0 for outcome in done.values())
    assert sorted(pages) == sorted((path, n, 2, 0) for path in paths for n in (0, 2))


@linux
@pytest.mark.parametrize(
    ("deed", "code", "told"),
    [
        ("crash", "run-crashed", "SIGSEGV"),
        ("leave", "run-crashed", "exit code 7"),
        ("fail", "run-failed", "LookupError"),
        ("hoard", "run-memory-exceeded", "memory"),
    ],
)
def test_what_one_document_does_stays_with_it(tmp_path: Path, deed: str, code: str, told: str) -> None:
    done = run(tmp_path, f"{deed}.pdf", "good.pdf", "good-2.pdf", jobs=1, limits=Limits(memory=1 << 30))
    finding = done[deed].finding
    assert finding is not None
    assert (finding.code, severity(finding)) == (code, "error")
    assert f"{deed}.pdf" in message(finding, "en")
    assert told in message(finding, "en")
    assert not done[deed].lasting
    assert [done[name].facts is not None for name in ("good", "good-2")] == [True, True]


@linux
def test_a_document_that_takes_too_long_is_ended_and_the_rest_goes_on(tmp_path: Path) -> None:
    started = time.monotonic()
    done = run(tmp_path, "hang.pdf", "good.pdf", "good-2.pdf", jobs=1, limits=Limits(0.5, 0.25))
    finding = done["hang"].finding
    assert finding is not None
    assert finding.code == "run-time-exceeded"
    assert dict(finding.values) == {"file": "hang.pdf", "seconds": "1", "pages": "2"}
    assert done["good"].facts
    assert done["good-2"].facts
    assert time.monotonic() - started < 60


@linux
def test_a_document_writes_no_file(tmp_path: Path) -> None:
    done = run(tmp_path, "write.pdf")
    assert done["write"].finding
    assert [path.read_text() for path in tmp_path.glob("*.written")] in ([], [""])


def test_what_libraries_print_does_not_mix_with_the_messages(tmp_path: Path) -> None:
    done = run(tmp_path, "print.pdf")
    assert done["print"].facts


def test_whoever_stops_listening_ends_all_workers_at_once(tmp_path: Path) -> None:
    tasks = [Task(tmp_path / name) for name in ("good.pdf", "hang.pdf", "hang-2.pdf")]
    with closing(read_all(tasks, Order(WORK, nlp=False), 2, lambda *_: None)) as outcomes:
        path, outcome = next(outcomes)
        assert (path.name, outcome.facts is not None) == ("good.pdf", True)
        started = time.monotonic()
    assert time.monotonic() - started < 1
