"""``kokusai release``: the open data, as files."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import get_args

import click

from kokusai_extract.cli.common import PATH, PROCESSED, progress
from kokusai_extract.model.edition import People

RAW = Path("raw")


@click.command()
@PROCESSED
@click.option("--out", required=True, type=PATH, metavar="DIR", help="Folder for the release.")
@click.option("--version", metavar="VERSION", help="Its version; the newest fiscal year and .1 (2022.1) unless given.")
@click.option("--licence", default="CC-BY-4.0", show_default=True, help="CC-BY-4.0, CC0-1.0 or PDL-1.0.")
@click.option(
    "--header",
    type=click.Choice(["en", "ja"]),
    default="en",
    show_default=True,
    help="ja: with CSV files under Japanese headings (全国地方公共団体コード first) beside the English ones.",
)
@click.option(
    "--waive",
    "waived",
    multiple=True,
    metavar="CODE:ID",
    help="Let an error finding pass; may be given several times.",
)
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    metavar="TEXT",
    help="Why: once for each --waive, in their order, or once for all.",
)
@click.option(
    "--by", metavar="NAME", help="Who answers for what is waived; the name you are logged in by unless given."
)
@click.option(
    "--raw",
    multiple=True,
    type=PATH,
    metavar="DIR",
    help='Folder with the documents themselves, for pictures of their pages; may be given again. "raw" unless given.',
)
@click.option(
    "--pictures",
    type=click.IntRange(0),
    metavar="N",
    help="Most pages that are drawn for the static edition, those of the newest documents first: 1000 unless given.",
)
@click.option(
    "--people",
    type=click.Choice(get_args(People)),
    help="Whose names (氏名) it holds: all, managers (課長 and above) or none; those of the database unless given.",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
def release(
    directory: Path,
    *,
    out: Path,
    version: str | None,
    licence: str,
    header: str,
    waived: tuple[str, ...],
    reasons: tuple[str, ...],
    by: str | None,
    raw: tuple[Path, ...],
    pictures: int | None,
    people: People | None,
    quiet: bool,
) -> None:
    """Write the open data (公開データ) of DIR/kokusai.db: CSV, XLSX, Parquet, SQLite, datapackage.json, certificate.

    edition/index.html in it is the site as files: pages with their pictures and search, browsed without a program.

    It is refused while an error finding stands that is not waived, while keys are broken, or while the database
    disagrees with its schemas. DIR is "processed" unless given.
    """
    from kokusai_extract.publish.edition.write import MOST_PICTURES
    from kokusai_extract.publish.release.describe import licences
    from kokusai_extract.publish.release.gate import waivers
    from kokusai_extract.publish.release.release import Options
    from kokusai_extract.publish.release.release import release as run

    if licence not in licences():
        raise click.BadParameter(f"{licence} is none of {', '.join(licences())}", param_hint="--licence")
    answered = waivers(waived, reasons, by or getpass.getuser() if waived else "")
    most = MOST_PICTURES if pictures is None else pictures
    options = Options(version, licence, header == "ja", answered, raw or (RAW,), most, people)
    with progress("writing (書き出し)", then="finishing (仕上げ)", quiet=quiet) as show:
        made = run(directory, out, options, progress=show)
    rows = sum(made["counts"].values())
    click.echo(f"{made['version']}: {rows:,} rows (行), {len(made['waived'])} waived (許容): {out}")
