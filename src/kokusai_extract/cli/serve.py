"""``kokusai serve``: the database in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from kokusai_extract.cli.common import PROCESSED

HOST, PORT = "127.0.0.1", 8001


@click.command()
@PROCESSED
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
def serve(directory: Path, host: str, port: int) -> None:
    """Serve DIR/kokusai.db with Datasette, read-only, with Japanese labels. DIR is "processed" unless given."""
    from kokusai_extract.publish.serve import serve as run

    run(directory, host, port, announce=click.echo)
