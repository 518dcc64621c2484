"""``kokusai correct``: write a correction of one value."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from kokusai_extract.cli.common import folder


@click.command()
@click.argument("table")
@click.argument("row")
@click.argument("column")
@click.argument("new", required=False, metavar="[NEW]")
@click.option("--empty", is_flag=True, help="Empty the cell: what is read there is not printed at all.")
@click.option("--reason", help="Why (理由). Asked for unless given.")
@click.option("--author", help="Who decided it (訂正者). Asked for unless given.")
@click.option("--date", "decided", type=click.DateTime(["%Y-%m-%d"]), help="When it was decided; today unless given.")
@folder("--processed", "processed", "The folder that a build wrote, in which the row is looked up.")
@folder("--corrections", "corrections", "Folder to write it into.")
def correct(
    table: str,
    row: str,
    column: str,
    new: str | None,
    *,
    empty: bool,
    reason: str | None,
    author: str | None,
    decided: datetime | None,
    processed: Path,
    corrections: Path,
) -> None:
    """Write a correction (訂正): that COLUMN of ROW in TABLE holds NEW, whatever is read there.

    The row is looked up in the built database, so that a correction always names a value that is there. It is applied
    at the next build; the printed value stays beside it, with the origin "corrected". Amounts are in yen.
    """
    from kokusai_extract.corrections.decide import decide, look_up
    from kokusai_extract.corrections.files import append
    from kokusai_extract.store.write import DATABASE

    cell = look_up(processed / DATABASE, table, row, column)
    click.echo(f"{table}.{column} = {'∅' if cell.value is None else cell.value}")
    where = "" if cell.page is None else f" p. {cell.page}"
    click.echo(f"  {cell.file_name}{where}: {cell.raw or '—'}")
    if new is None and not empty:
        new = click.prompt("New value (訂正後)")
    made = decide(
        cell,
        None if empty else new,
        reason=reason or click.prompt("Reason (理由)"),
        author=author or click.prompt("Author (訂正者)"),
        decided_on=decided.date() if decided else date.today(),
    )
    path = append(corrections, made)
    click.echo(f"{made.id} → {path}\nBuild again to apply it (次の build で適用されます).")
