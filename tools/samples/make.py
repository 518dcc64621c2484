"""Typesets the sample documents of ``raw/`` from the facts in ``facts/``. See README.md beside this file.

Run by ``make samples``. The same facts and the same versions of typst and of the fonts give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pylopdf_fonts_cjk
import typst

from tools.samples.check import check, with_changes

HERE = Path(__file__).resolve().parent
RAW = HERE.parents[1] / "raw"
DOCUMENTS = {
    "kokusai-2015": "2015/kokusai-2015-jigyo-gaiyo.pdf",
    "kokusai-2016": "2016/kokusai-2016-jigyo-keikakusho.pdf",
    "kokusai-2022-kiko": "2022/kokusai-2022-kiko-jimubunsho.pdf",
    "kokusai-2022-jigyo": "2022/kokusai-2022-jigyo-gaiyo.pdf",
}
"""Facts and template by name, and the document under ``raw/`` that they make."""

MADE_ON = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in every document as its date of making, so that the bytes do not change from run to run."""


def load(name: str) -> dict[str, Any]:
    """Return the facts of one document, checked, with the columns that follow from them."""
    facts = tomllib.loads((HERE / "facts" / f"{name}.toml").read_text(encoding="utf-8"))
    check(facts)
    return with_changes(facts)


def typeset(name: str) -> bytes:
    """Return one document as a PDF."""
    pdf = typst.compile(
        str(HERE / "typst" / f"{name}.typ"),
        root=str(HERE / "typst"),
        font_paths=[str(pylopdf_fonts_cjk.sans_path().parent)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"facts": json.dumps(load(name), ensure_ascii=False)},
        timestamp=int(MADE_ON.timestamp()),
        pdf_tags=False,
    )
    assert isinstance(pdf, bytes)
    return pdf


def main() -> None:
    """Typeset all documents."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=RAW, help="folder to write into (default: raw/)")
    parser.add_argument("names", nargs="*", help=f"any of {', '.join(DOCUMENTS)} (default: all)")
    arguments = parser.parse_args()
    for name in arguments.names or DOCUMENTS:
        target = arguments.out / DOCUMENTS[name]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(typeset(name))
        print(f"{target} ({target.stat().st_size:,} bytes)")


if __name__ == "__main__":
    main()
