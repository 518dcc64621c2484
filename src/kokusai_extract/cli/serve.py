"""``kokusai serve``: the database in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from kokusai_extract.cli.common import PATH, PROCESSED

HOST, PORT = "127.0.0.1", 8001
RAW = Path("raw")


@click.command()
@PROCESSED
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option(
    "--raw",
    multiple=True,
    type=PATH,
    metavar="DIR",
    help='Folder with the documents themselves, to show pages as pictures; may be given again. "raw" unless given.',
)
def serve(directory: Path, host: str, port: int, raw: tuple[Path, ...]) -> None:
    """Serve the site over DIR/kokusai.db, read-only, in Japanese and English. DIR is "processed" unless given.

    The documents are found by their content, whatever their names; without them pages are shown as text.
    """
    from kokusai_extract.publish.serve import serve as run

    run(directory, host, port, raw=raw or (RAW,), announce=click.echo)
