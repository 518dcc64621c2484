"""The commands: build, inspect, serve, schema. Each is thin; what it does stands elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kokusai_extract import __version__
from kokusai_extract.errors import KokusaiError, NothingToServe, SchemaMismatch

HOST, PORT = "127.0.0.1", 8001
_PATH = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kokusai")
def cli() -> None:
    """Turn a municipal bureau's yearly documents (事業概要, 機構図, 事務分掌, 予算概要) into data that can be trusted.

    Every value leads to its place on a page; what is in doubt is a finding (所見), never a guess.
    """


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=_PATH, metavar="PATH…")
@click.option("--out", required=True, type=_PATH, metavar="DIR", help="Folder for the database, CSV files and report.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def build(paths: tuple[Path, ...], out: Path, *, quiet: bool) -> None:
    """Read documents (.pdf, .txt) and write DIR/kokusai.db, DIR/csv and DIR/report.md.

    PATHs are files or folders; folders are searched with all their subfolders. Findings about documents do not stop a
    build: they stand in the report. An earlier database stays as it was until the new one is whole.
    """
    from kokusai_extract.pipeline import build as run  # noqa: PLC0415 - help should not wait for the libraries

    with _progress(quiet=quiet) as progress:
        built = run(paths, out, progress=progress)
    documents = len(built.archive.documents)
    findings = sum(1 for _ in built.archive.all_findings())
    click.echo(f"{documents} documents (資料), {findings} findings (所見): {out / 'report.md'}")


@cli.command()
@click.argument("file", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="Write everything as JSON.")
def inspect(file: Path, *, as_json: bool) -> None:
    """Show what is seen in one document: pages, sections (節), facts and findings (所見). Nothing is stored."""
    from kokusai_extract.inspect import as_data, as_text  # noqa: PLC0415 - as above
    from kokusai_extract.pipeline import process  # noqa: PLC0415

    facts = process(file)
    click.echo(json.dumps(as_data(facts), ensure_ascii=False, indent=2) if as_json else as_text(facts))


@cli.command()
@click.argument("directory", type=_PATH, default=Path("processed"), metavar="[DIR]")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
def serve(directory: Path, host: str, port: int) -> None:
    """Serve DIR/kokusai.db with Datasette, read-only, with Japanese labels. DIR is "processed" unless given."""
    from kokusai_extract.publish.serve import serve as run  # noqa: PLC0415 - as above

    run(directory, host, port, announce=click.echo)


@cli.command()
@click.argument("directory", type=_PATH, default=Path("processed"), metavar="[DIR]")
def schema(directory: Path) -> None:
    """Check that DIR/kokusai.db agrees with the published schemas (schemas/). DIR is "processed" unless given."""
    from kokusai_extract.store.check import check  # noqa: PLC0415 - as above
    from kokusai_extract.store.schema import tables, views  # noqa: PLC0415
    from kokusai_extract.store.write import DATABASE  # noqa: PLC0415

    database = directory / DATABASE
    if not database.is_file():
        raise NothingToServe(f"{directory} holds no {DATABASE}")
    if differences := check(database):
        raise SchemaMismatch("\n".join(map(str, differences)))
    click.echo(f"{len(tables())} tables and {len(views())} views agree with the schemas (スキーマと一致).")


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


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Yield what shows progress: a bar on a terminal, plain lines elsewhere, nothing when quiet."""
    console = Console(stderr=True)
    if quiet:
        yield lambda name, done, total: None
    elif console.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("reading (読み取り)")
            yield lambda name, done, total: bar.update(
                task, description=name or "storing (保存)", completed=done, total=total
            )
    else:
        yield lambda name, done, total: click.echo(f"[{done + 1}/{total}] {name}", err=True) if name else None
