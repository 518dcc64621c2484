"""``kokusai add``: a new document arrives."""

from __future__ import annotations

from pathlib import Path

import click

from kokusai_extract.cli.common import CORRECTIONS, PATH, folder
from kokusai_extract.cli.reading import reading


@click.command()
@click.argument("file", type=PATH)
@folder("--raw", "raw", "Folder of the documents, by year.")
@folder("--processed", "processed", "The folder that a build wrote: what it has read is not read again.")
@CORRECTIONS
@click.option(
    "--year", type=click.IntRange(1868, 2200), help="Its fiscal year (年度), where it does not say so itself."
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
def add(file: Path, raw: Path, processed: Path, *, corrections: Path | None, year: int | None, quiet: bool) -> None:
    """Copy a new document into raw/<year>/ and say what it is, what it changes, what stands open, and what to do next.

    A document that is there already, under whatever name, is refused. Nothing is copied of what cannot be read. When it
    came is noted in raw/events.jsonl, which an archive takes up.
    """
    from kokusai_extract.arrival import Desk
    from kokusai_extract.arrival import add as run
    from kokusai_extract.corrections.files import chosen

    with reading(quiet=quiet) as show:
        lines = list(run(file, Desk(raw, processed, chosen(corrections)), year, show))
    for line in lines:
        click.echo(line)
