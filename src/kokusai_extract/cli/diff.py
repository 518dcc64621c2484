"""``kokusai diff``: what changed between two years."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

import click

from kokusai_extract.cli.common import PROCESSED


@click.command()
@click.argument("one", type=click.IntRange(1000, 9999), metavar="FROM")
@click.argument("other", type=click.IntRange(1000, 9999), metavar="TO")
@PROCESSED
@click.option(
    "--bureau", metavar="NAME", help="The bureau (局); needed only where several have documents of both years."
)
@click.option("--all", "everything", is_flag=True, help="Show what stayed the same too, not only its number.")
@click.option("--lang", type=click.Choice(["ja", "en"]), default="ja", show_default=True, help="Language of the words.")
@click.option("--json", "form", flag_value="json", help="Write JSON: everything, with ids, places and reasons.")
@click.option("--md", "form", flag_value="md", help="Write Markdown.")
def diff(  # noqa: PLR0917
    one: int,
    other: int,
    directory: Path,
    bureau: str | None,
    everything: bool,
    lang: Literal["ja", "en"],
    form: str | None,
) -> None:
    """Show what changed in a bureau between two fiscal years (年度比較): units, duties, people, budget, cities.

    Each row names the page of both documents. Where nothing can be decided the candidates are named and none is
    chosen; amounts of unlike scopes are not compared. DIR is "processed" unless given.
    """
    from kokusai_extract.publish.diff.difference import difference

    found = difference(directory, one, other, bureau)
    if form == "json":
        from kokusai_extract.publish.diff.data import as_json

        click.echo(as_json(found))
        return
    from kokusai_extract.publish.diff.sheet import report

    words = report(found, lang, everything=everything)
    if form == "md":
        from kokusai_extract.publish.diff.markdown import as_markdown

        click.echo(as_markdown(words), nl=False)
        return
    from rich.console import Console

    from kokusai_extract.publish.diff.terminal import WIDTH, show

    fixed = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else WIDTH
    show(words, Console(width=fixed, highlight=False, markup=False, emoji=False))
