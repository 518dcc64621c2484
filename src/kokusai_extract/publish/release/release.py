"""Makes a release from a built database: every file beside the others, whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kokusai_extract.errors import NothingToServe, OutputFailed, ReleaseRefused
from kokusai_extract.events import now
from kokusai_extract.model.edition import People
from kokusai_extract.publish import docs
from kokusai_extract.publish.edition.write import EDITION, MOST_PICTURES, Made, begun
from kokusai_extract.publish.release import csv_files, describe, package, sums
from kokusai_extract.publish.release.certificate import certificate, documents, page
from kokusai_extract.publish.release.columnar import parquet
from kokusai_extract.publish.release.content import Content, everything
from kokusai_extract.publish.release.folders import replacing_folder
from kokusai_extract.publish.release.gate import Waiver, admit
from kokusai_extract.publish.release.words import words
from kokusai_extract.publish.release.workbook import Workbook
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.rows import stored
from kokusai_extract.store.schema import Table, views
from kokusai_extract.store.write import DATABASE, write_edition
from kokusai_extract.withhold.edition import Edition, whose, with_language_tools

PACKAGE, CERTIFICATE, WORKBOOK, README = "datapackage.json", "CERTIFICATE", "kokusai.xlsx", "README.md"
CSV, CSV_JA, PARQUET, DOCS = "csv", "csv-ja", "parquet", "docs"

Progress = Callable[[str, int, int], None]
_VERSION = re.compile(r"\d[0-9A-Za-z.+-]*")


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asks of a release. ``version`` is the newest fiscal year and ``.1`` unless given."""

    version: str | None = None
    licence: str = "CC-BY-4.0"
    japanese: bool = False
    waivers: tuple[Waiver, ...] = ()
    raw: tuple[Path, ...] = ()
    """Where the documents themselves lie, for pictures of their pages."""
    pictures: int = MOST_PICTURES
    people: People | None = None
    """Whose names it holds: those that the database holds unless given."""


def release(processed: Path, out: Path, options: Options, *, progress: Progress = lambda *_: None) -> dict[str, Any]:
    """Write a release of ``processed/kokusai.db`` into the folder ``out`` and return its certificate.

    Raises:
        NothingToServe: when there is no database.
        ReleaseRefused: when it may not be released, or ``out`` holds something else than an earlier release.
        OutputFailed: when a file could not be written; what stood in ``out`` still stands.
    """
    database = processed / DATABASE
    if not database.is_file():
        raise NothingToServe(f"{processed} holds no {DATABASE}")
    if options.version is not None and not _VERSION.fullmatch(options.version):
        raise ReleaseRefused(f"--version {options.version}: a version is written like 2022.1")
    try:
        with replacing_folder(out) as folder, closing(_database(database, folder, options.people)) as connection:
            people = whose(connection)
            waived = admit(folder / DATABASE, options.waivers)
            with begun(folder / DATABASE, options.raw, folder / EDITION, options.pictures) as finish:
                resources = list(_tables(connection, folder, options, progress))
                edition = finish(progress)
            made = certificate(
                connection,
                version=options.version or _version(connection),
                issued_at=now(),
                database_sha256=sums.digest(folder / DATABASE),
                options={
                    "licence": options.licence,
                    "header": "en, ja" if options.japanese else "en",
                    "people": people,
                    "language_tools": with_language_tools(connection),
                },
                waived=waived,
                edition=_edition(folder / EDITION, edition),
            )
            progress("", 1, 1)
            _write(connection, folder, options, made, resources, people=people)
            sums.write_sums(folder)
    except (OSError, sqlite3.Error) as error:
        raise OutputFailed(f"{out}: {error}") from error
    return made


def _database(source: Path, folder: Path, people: People | None) -> sqlite3.Connection:
    """Put the database of a release into its folder, without the names that it is not to hold, and open it."""
    with closing(open_read_only(source)) as connection:
        there = whose(connection)
        if people not in (None, there) and there != "all":
            raise ReleaseRefused(
                f"--people {people}: {source} was built with --people {there}; build it with --people {people}, or all"
            )
        if people in (None, there):
            shutil.copyfile(source, folder / DATABASE)
        else:
            with TemporaryDirectory() as aside:
                tools = with_language_tools(connection)
                made = write_edition(Edition(lambda: stored(connection), people, language_tools=tools), Path(aside))
                shutil.copyfile(made, folder / DATABASE)
    return open_read_only(folder / DATABASE)


def _write(
    connection: sqlite3.Connection,
    folder: Path,
    options: Options,
    made: Mapping[str, Any],
    resources: Sequence[Mapping[str, Any]],
    *,
    people: People,
) -> None:
    sources = _sources(connection)
    title, version = describe.title(sources), made["version"]
    descriptor = package.package(
        title=title,
        version=version,
        licence={"name": options.licence, **describe.licences()[options.licence]},
        publishers=describe.publishers(sources),
        documents=sources,
        resources=resources,
        people=people,
    )
    japanese = CSV_JA if options.japanese else None
    texts = {
        PACKAGE: _json(descriptor),
        f"{CERTIFICATE}.json": _json(made),
        f"{CERTIFICATE}.md": page(made),
        README: describe.readme(title, version, options.licence, japanese=japanese, people=people),
        **{f"{DOCS}/{name}": text for name, text in docs.files().items()},
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _sources(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    columns = ("sha256", "file_name", "media_type", "byte_count", "title", "municipality_code", "bureau", "fiscal_year")
    return documents(connection, columns)


def _edition(folder: Path, made: Made) -> dict[str, Any]:
    """Return what the certificate says of the static edition."""
    return {
        "pages": made.pages,
        "pictures": made.pictures,
        "without_pages": list(made.left_out),
        "files": len(sums.files(folder)),
        "sha256": sums.folder_digest(folder),
    }


def _tables(
    connection: sqlite3.Connection, folder: Path, options: Options, progress: Progress
) -> Iterator[dict[str, Any]]:
    """Write every table and view in every form, and yield the description of each CSV file."""
    for name in (CSV, PARQUET, *([CSV_JA] if options.japanese else ())):
        (folder / name).mkdir()
    content = Content(connection)
    codes = content.codes()
    prefix = f"{codes[0]}_" if len(codes) == 1 else ""
    title = f"{describe.title(_sources(connection))} {options.version or _version(connection)}"
    book = Workbook(folder / WORKBOOK, title, list(views().values()))
    found = everything()
    described = []
    for done, table in enumerate(found):
        progress(table.name, done, len(found))
        path, path_ja = f"{CSV}/{table.name}.csv", f"{CSV_JA}/{prefix}{table.name}.csv"
        with ExitStack() as stack:
            sinks = [
                stack.enter_context(csv_files.english(table, folder / path)),
                stack.enter_context(parquet(table, folder / PARQUET / f"{table.name}.parquet")),
            ]
            if table.sql:
                sinks.append(stack.enter_context(book.sheet(table)))
            if options.japanese:
                sinks.append(stack.enter_context(_japanese(content, table, folder / path_ja)))
            for row in content.rows(table):
                for sink in sinks:
                    sink(row)
        yield _resource(folder, path, table, package.english(table))
        if options.japanese:
            described.append(_resource(folder, path_ja, table, package.japanese(table, words(table))))
    yield from described
    book.close()


def _japanese(content: Content, table: Table, path: Path) -> csv_files.Writing:
    places = content.municipalities(table)
    return csv_files.japanese(table, path, places, describe.municipality_names(), words(table))


def _resource(folder: Path, path: str, table: Table, schema: Mapping[str, Any]) -> dict[str, Any]:
    file = folder / path
    return package.resource(table, path, sums.digest(file), file.stat().st_size, schema)


def _version(connection: sqlite3.Connection) -> str:
    (newest,) = connection.execute("SELECT max(fiscal_year) FROM documents").fetchone()
    return f"{newest or 0}.1"


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
