"""Shows how far reading has come: a bar on a terminal, a line for each document elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

if TYPE_CHECKING:
    from kokusai_extract.run.progress import Progress as Read


@contextmanager
def reading(*, quiet: bool) -> Iterator[Callable[[Read], None]]:
    """Yield what shows progress: documents, pages and the time left."""
    console = Console(stderr=True)
    if quiet:
        yield lambda read: None
    elif console.is_terminal:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[more]}"),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("reading (読み取り)", total=None, more="")

            def update(read: Read) -> None:
                doing = "storing (保存)" if read.documents == read.total else "reading (読み取り)"
                bar.update(task, description=doing, completed=read.documents, total=read.total, more=_more(read))

            yield update
    else:
        yield _say


def _say(read: Read) -> None:
    if read.name:
        click.echo(f"[{read.documents}/{read.total}] {read.name}{_in_brackets(_more(read))}", err=True)
    elif read.kept and not read.pages:
        click.echo(f"[{read.kept}/{read.total}] read before (既読)", err=True)


def _in_brackets(words: str) -> str:
    return f" ({words})" if words else ""


def _more(read: Read) -> str:
    """Return the pages read and the time left, as far as there is something to say."""
    words = []
    if read.pages:
        words.append(f"{read.pages} pages (ページ)")
    if read.pictures:
        words.append(f"{read.pictures} by OCR (文字認識)")
    if read.seconds_left and read.documents < read.total:
        words.append(f"{duration(read.seconds_left)} left (残り)")
    return ", ".join(words)


def duration(seconds: float) -> str:
    """Return seconds as a person says them.

    >>> duration(59), duration(61), duration(7300)
    ('59 s', '1 min', '2 h 2 min')
    """
    minutes, hours = round(seconds / 60), int(seconds // 3600)
    if seconds < 60:
        return f"{max(round(seconds), 1)} s"
    return f"{hours} h {round(seconds % 3600 / 60)} min" if hours else f"{minutes} min"
