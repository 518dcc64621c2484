"""``kokusai inspect``: what is seen in one document."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kokusai_extract import nlp
from kokusai_extract.cli.common import NO_NLP, PATH


@click.command()
@click.argument("file", type=PATH)
@NO_NLP
@click.option("--json", "as_json", is_flag=True, help="Write everything as JSON.")
def inspect(file: Path, *, no_nlp: bool, as_json: bool) -> None:
    """Show what is seen in one document: pages, sections (節), facts and findings (所見). Nothing is stored."""
    from kokusai_extract.inspect import as_data, as_text
    from kokusai_extract.pipeline import process

    nlp.switch(not no_nlp)
    facts = process(file)
    click.echo(json.dumps(as_data(facts), ensure_ascii=False, indent=2) if as_json else as_text(facts))
