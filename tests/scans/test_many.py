"""Scans of many kinds, held against their documents in every table. They take minutes: ``make scans``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from kokusai_extract.pipeline import process
from tests.conftest import ROOT
from tests.support.scan_facts import compare, unproved_but_stated
from tests.support.scans import extract, scanned

pytestmark = pytest.mark.skipif("SCANS" not in os.environ, reason="minutes of recognizing: make scans")

SAMPLE = ROOT / "raw" / "2015" / "kokusai-2015-jigyo-gaiyo.pdf"
CHART, BREAKDOWN = 6, 10
KINDS: dict[str, dict[str, Any]] = {
    "on its head": {"turned": 2},
    "on its side": {"turned": 1},
    "on its other side": {"turned": 3},
    "askew by five degrees": {"degrees": -5.0},
    "150 dots an inch": {"dots": 150},
    "300 dots an inch": {"dots": 300},
    "a coarse JPEG": {"quality": 35},
    "uneven light": {"shade": 90.0},
}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wrong_in_silence(kind: str, tmp_path: Path) -> None:
    data, how = SAMPLE.read_bytes(), KINDS[kind]
    own, scan = tmp_path / "own.pdf", tmp_path / "scan.pdf"
    own.write_bytes(extract(data, [CHART, BREAKDOWN]))
    scan.write_bytes(scanned(data, [CHART, BREAKDOWN], **how))
    facts = process(own), process(scan)
    compared = compare(*facts, degrees=how.get("degrees", 0.5), turned=how.get("turned", 0))
    assert compared.wrong_in_silence == []
    assert unproved_but_stated(facts[1]) == []
    assert compared.proved > 15
