"""``kokusai add``: a new document arrives."""

from __future__ import annotations

from pathlib import Path

import click

from kokusai_extract.cli.common import PATH


@click.command()
@click.argument("file", type=PATH)
@click.option(
    "--raw",
    default=Path("raw"),
    show_default=True,
    type=PATH,
    metavar="DIR",
    help="Folder of the documents, by year.",
)
@click.option(
    "--year", type=click.IntRange(1868, 2200), help="Its fiscal year (年度), where it does not say so itself."
)
def add(file: Path, raw: Path, *, year: int | None) -> None:
    """Copy a new document into raw/<year>/ and say what it is, what it changes, what stands open, and what to do next.

    A document that is there already, under whatever name, is refused. Nothing is copied of what cannot be read.
    """
    from kokusai_extract.arrival import add as run

    for line in run(file, raw, year):
        click.echo(line)
