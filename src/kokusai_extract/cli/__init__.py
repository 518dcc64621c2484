"""The commands, one file each. Each is thin; what it does stands elsewhere.

A command imports what it runs only when it runs, so that help does not wait for the libraries.
"""

from __future__ import annotations

import sys

import click

from kokusai_extract import __version__
from kokusai_extract.cli.add import add
from kokusai_extract.cli.archive import archive, verify
from kokusai_extract.cli.build import build
from kokusai_extract.cli.correct import correct
from kokusai_extract.cli.diff import diff
from kokusai_extract.cli.inspect import inspect
from kokusai_extract.cli.release import release
from kokusai_extract.cli.schema import schema
from kokusai_extract.cli.serve import serve
from kokusai_extract.errors import KokusaiError

COMMANDS = (add, build, inspect, correct, diff, serve, schema, release, archive, verify)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kokusai")
def cli() -> None:
    """Turn a municipal bureau's yearly documents (事業概要, 機構図, 事務分掌, 予算概要) into data that can be trusted.

    Every value leads to its place on a page; what is in doubt is a finding (所見), never a guess.
    """


for _command in COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Run the command line; an error on purpose prints one line and its remedy, and gives its own exit code."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped (中断しました).", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except KokusaiError as error:
        click.echo(f"kokusai: {error}\n  → {error.remedy}", err=True)
        sys.exit(error.exit_code)
