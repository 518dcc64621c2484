"""``kokusai schema``: whether a database agrees with the published schemas."""

from __future__ import annotations

from pathlib import Path

import click

from kokusai_extract.cli.common import PROCESSED
from kokusai_extract.errors import NothingToServe, SchemaMismatch


@click.command()
@PROCESSED
def schema(directory: Path) -> None:
    """Check that DIR/kokusai.db agrees with the published schemas (schemas/). DIR is "processed" unless given."""
    from kokusai_extract.store.check import check
    from kokusai_extract.store.schema import tables, views
    from kokusai_extract.store.write import DATABASE

    database = directory / DATABASE
    if not database.is_file():
        raise NothingToServe(f"{directory} holds no {DATABASE}")
    if differences := check(database):
        raise SchemaMismatch("\n".join(map(str, differences)))
    click.echo(f"{len(tables())} tables and {len(views())} views agree with the schemas (スキーマと一致).")
