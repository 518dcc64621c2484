"""``kokusai build``: documents to a database, CSV files and a report."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import click

from kokusai_extract import nlp
from kokusai_extract.cli.common import CORRECTIONS, NO_NLP, PATH, PEOPLE
from kokusai_extract.cli.reading import reading
from kokusai_extract.model.edition import People


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH…")
@click.option("--out", required=True, type=PATH, metavar="DIR", help="Folder for the database, CSV files and report.")
@CORRECTIONS
@NO_NLP
@PEOPLE
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Documents read at a time, or pages of the last of them: as many as processors unless given.",
)
@click.option("--fresh", is_flag=True, help="Read all documents again, those too that an earlier build has read.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Longest that one document may take: 120, 20 more a page and 60 a page read by OCR, unless given.",
)
@click.option(
    "--memory-limit",
    type=click.IntRange(256),
    metavar="MB",
    help="Most memory that one document may take: 4096 unless given (Linux).",
)
def build(
    paths: tuple[Path, ...],
    out: Path,
    *,
    corrections: Path | None,
    no_nlp: bool,
    people: People,
    jobs: int | None,
    time_limit: float | None,
    memory_limit: int | None,
    quiet: bool,
    fresh: bool,
) -> None:
    """Read documents (.pdf, .txt) and write DIR/kokusai.db, DIR/csv and DIR/report.md.

    PATHs are files or folders; folders are searched with all their subfolders. Findings about documents do not stop a
    build: they stand in the report. An earlier database stays as it was until the new one is whole. What was read is
    kept in DIR/.cache: Ctrl-C loses nothing that was finished, and the next build reads only what is new.
    """
    from kokusai_extract.corrections.files import chosen
    from kokusai_extract.pipeline import build as run
    from kokusai_extract.run.outcome import Limits
    from kokusai_extract.run.worker import GARBAGE

    gc.set_threshold(*GARBAGE)
    nlp.switch(not no_nlp)
    decided, limits = chosen(corrections), Limits.of(time_limit, memory_limit)
    jobs = jobs or _processors()
    with reading(quiet=quiet) as show:
        built = run(
            paths, out, corrections=decided, jobs=jobs, fresh=fresh, limits=limits, people=people, progress=show
        )
    same = " (unchanged, 変更なし)" if built.unchanged else ""
    click.echo(f"{built.documents} documents (資料), {built.findings} findings (所見){same}: {out / 'report.md'}")
