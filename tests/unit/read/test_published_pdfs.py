"""Every published PDF beside the repository is read, or each page at fault is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kokusai_extract.read.pdf import read_pdf

pytestmark = pytest.mark.seeds

SHARED = Path(__file__).resolve().parents[4] / "shared" / "pdfs"
FILES = sorted(SHARED.glob("*.pdf"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_each_page_is_read_or_named(path: Path) -> None:
    result = read_pdf(path.read_bytes(), path.name)
    [document] = result.items
    named = {finding.page for finding in result.findings}
    for page in document.pages:
        assert page.quality == "ok" or page.number in named
        assert page.text or page.number in named
        assert len(page.glyphs) == 4 * len(page.text)
