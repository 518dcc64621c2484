"""Writes the generated documentation into ``docs/``: the data dictionary and one page per finding code."""

from __future__ import annotations

from pathlib import Path

from kokusai_extract.publish.docs import FINDINGS, files

DOCS = Path(__file__).resolve().parents[1] / "docs"


def main() -> None:
    """Write every file, and remove the pages of codes that are no more."""
    wanted = files()
    for stale in (DOCS / FINDINGS).glob("*.md"):
        if f"{FINDINGS}/{stale.name}" not in wanted:
            stale.unlink()
    for name, text in wanted.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(wanted)} files in {DOCS}")


if __name__ == "__main__":
    main()
