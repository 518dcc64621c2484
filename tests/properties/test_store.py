"""The same facts give the same bytes, in whatever order they come."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kokusai_extract.model.archive import Archive
from kokusai_extract.model.records import Duty
from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.export import write_csv
from kokusai_extract.store.report import write_report
from kokusai_extract.store.write import write
from kokusai_extract.validate.rules import validate
from tests.archives import PAGES, archive, lakes

ROOT = Path(__file__).resolve().parents[2]
OTHER = (PAGES[0] + "改訂版\n", *PAGES[1:])


def build(whole: Archive, out: Path) -> dict[str, str]:
    """Return the hash of each file that a build writes."""
    settled = validate(whole)
    write_csv(write(settled, out), out / "csv")
    write_report(settled, {}, out)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in out.rglob("*.*") if file.is_file()}


def two() -> Archive:
    """Return an archive of two documents, one with a record that has another's id."""
    first, second = lakes(), lakes(OTHER, 2021, "rivers.txt")
    twin = next(replace(record, number=None) for record in second.records if isinstance(record, Duty))
    return replace(archive(), documents=(first, second), records=(*archive().records, twin, second.records[0]))


def reference() -> dict[str, str]:
    with TemporaryDirectory() as folder:
        return build(two(), Path(folder))


REFERENCE = reference()


@settings(max_examples=12, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_changes_nothing(turn: random.Random) -> None:
    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(turn.sample(items, len(items)))

    whole = two()
    documents = tuple(
        replace(facts, records=shuffled(facts.records), findings=shuffled(facts.findings))
        for facts in shuffled(whole.documents)
    )
    again = Archive(documents, shuffled(whole.records), shuffled(whole.findings))
    with TemporaryDirectory() as folder:
        assert build(again, Path(folder)) == REFERENCE


def test_another_process_with_another_hash_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    script = "import sys; from tests.properties.test_store import *; build(two(), Path(sys.argv[1]))"
    for seed in ("1", "2"):
        environment = {
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "LC_ALL": "C",
            "TZ": "Asia/Tokyo",
        }
        subprocess.run([sys.executable, "-c", script, tmp_path / seed], env=environment, check=True)
    found = [
        {file.name: file.read_bytes() for file in (tmp_path / seed).rglob("*.*") if file.is_file()} for seed in "12"
    ]
    assert found[0] == found[1]
    assert {name: hashlib.sha256(content).hexdigest() for name, content in found[0].items()} == REFERENCE


def test_the_database_carries_no_clock_and_no_trace_of_the_one_before(tmp_path: Path) -> None:
    build(archive(), tmp_path)
    assert build(two(), tmp_path) == REFERENCE
    assert not list(tmp_path.glob("*-journal")) + list(tmp_path.glob("*-wal"))
    connection = sqlite3.connect(tmp_path / "kokusai.db")
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()
