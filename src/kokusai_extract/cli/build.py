"""``kokusai build``: documents to a database, CSV files and a report."""

from __future__ import annotations

from pathlib import Path

import click

from kokusai_extract.cli.common import CORRECTIONS, PATH, progress


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH…")
@click.option("--out", required=True, type=PATH, metavar="DIR", help="Folder for the database, CSV files and report.")
@CORRECTIONS
@click.option("--quiet", is_flag=True, help="Show no progress.")
def build(paths: tuple[Path, ...], out: Path, corrections: Path | None, *, quiet: bool) -> None:
    """Read documents (.pdf, .txt) and write DIR/kokusai.db, DIR/csv and DIR/report.md.

    PATHs are files or folders; folders are searched with all their subfolders. Findings about documents do not stop a
    build: they stand in the report. An earlier database stays as it was until the new one is whole.
    """
    from kokusai_extract.corrections.files import chosen
    from kokusai_extract.pipeline import build as run

    decided = chosen(corrections)
    with progress("reading (読み取り)", then="storing (保存)", quiet=quiet) as show:
        built = run(paths, out, corrections=decided, progress=show)
    documents = len(built.archive.documents)
    findings = sum(1 for _ in built.archive.all_findings())
    click.echo(f"{documents} documents (資料), {findings} findings (所見): {out / 'report.md'}")
