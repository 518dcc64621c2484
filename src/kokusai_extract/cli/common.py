"""What several commands share: kinds of arguments, and showing progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, get_args

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kokusai_extract.model.edition import People

_Command = TypeVar("_Command", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)
PROCESSED = click.argument("directory", type=PATH, default=Path("processed"), metavar="[DIR]")
"""The folder that a build wrote."""


def folder(option: str, default: str, text: str) -> Callable[[_Command], _Command]:
    """Return an option that names a folder."""
    return click.option(option, default=Path(default), show_default=True, type=PATH, metavar="DIR", help=text)


CORRECTIONS = click.option(
    "--corrections",
    type=PATH,
    metavar="DIR",
    help='Folder of corrections (訂正); "corrections" in the working folder, if it is there, unless given.',
)

NO_NLP = click.option(
    "--no-nlp",
    is_flag=True,
    help="Do without the Japanese language tools: no terms of duties, and names without a space kept whole.",
)

PEOPLE = click.option(
    "--people",
    type=click.Choice(get_args(People)),
    default="all",
    show_default=True,
    help="Whose names (氏名) it holds: all that are printed, those of managers (課長 and above), or none.",
)


@contextmanager
def progress(doing: str, *, then: str, quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """Yield what shows progress: a bar on a terminal, plain lines elsewhere, nothing when quiet.

    It takes the name of what is worked on ('' when all is done and ``then`` goes on), how much is done, of how much.
    """
    console = Console(stderr=True)
    if quiet:
        yield lambda name, done, total: None
    elif console.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(doing)
            yield lambda name, done, total: bar.update(task, description=name or then, completed=done, total=total)
    else:
        yield lambda name, done, total: click.echo(f"[{done + 1}/{total}] {name}", err=True) if name else None
