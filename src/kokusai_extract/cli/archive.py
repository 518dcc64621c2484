"""``kokusai archive`` and ``kokusai verify``: a bag for decades, and whether it still holds."""

from __future__ import annotations

from pathlib import Path

import click

from kokusai_extract.cli.common import CORRECTIONS, PATH, folder

_RELEASE = folder("--release", "release", "The release to archive.")
_RAW = folder("--raw", "raw", "The documents that it was made from.")


@click.command()
@_RELEASE
@_RAW
@CORRECTIONS
@click.option("--out", required=True, type=PATH, metavar="DIR", help="Folder for the bag.")
@click.option(
    "--with-names",
    is_flag=True,
    help="Let a release that leaves out names (--people) lie in one bag with raw documents, which bear them all.",
)
def archive(release: Path, raw: Path, *, corrections: Path | None, out: Path, with_names: bool) -> None:
    """Write a BagIt bag (保存用パッケージ) of raw documents, corrections and release, with a log of events.

    The release is made first, with kokusai release; the bag holds all that it can be made again from. It is no bag to
    give away where the release leaves out names: the raw documents bear them.
    """
    from kokusai_extract.corrections.files import FOLDER
    from kokusai_extract.publish.archive.bag import archive as run

    if corrections is None and FOLDER.is_dir():
        corrections = FOLDER
    count = run(release, raw, corrections, out, with_names=with_names)
    click.echo(f"{count} documents (資料) and their release: {out}\nkokusai verify {out} checks it (検証).")


@click.command()
@click.argument("path", type=PATH)
@click.option("--raw", type=PATH, metavar="DIR", help="The documents of a release; a bag holds its own.")
@CORRECTIONS
def verify(path: Path, raw: Path | None, corrections: Path | None) -> None:
    """Check a bag or a release: each byte of each file, and that the database comes out of its documents again."""
    from kokusai_extract.publish.archive.verify import verify as run

    for line in run(path, raw, corrections):
        click.echo(line)
