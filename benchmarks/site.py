"""How fast the site answers over 200 documents and a million rows, with 20 readers at once.

    python -m benchmarks.site [--rows 1000000] [--seconds 60] [--pause 1] [--folder DIR]

It makes a database of ten invented bureaus over twenty years from the schemas (or takes the one that an earlier run
left in --folder), serves it in a process of its own on this machine, and lets 20 readers follow links for a while; each
looks at a page for about --pause seconds before asking for the next (0: asks again as soon as it is answered, as no
person does, so that the answers queue for the processor). What is told, in milliseconds by kind of page:

- ``page``: from the arrival of the request at the server to the beginning of its answer, waiting for others included;
- ``make``: the processor's time for making a page that was not made before, which no other request lengthens;
- ``whole``: what the reader waits, the benchmark's own work on the same processors included.

Beside it: how many of the pages had to be made, the load of the machine, what the home page weighs, and how long the
pictures of the sample documents' pages take the first time.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from kokusai_extract.publish.search import INDEX, write_index
from kokusai_extract.publish.site.addresses import Addresses
from kokusai_extract.publish.site.pages.source import PICTURE_WIDTH
from kokusai_extract.read.picture import page_picture
from kokusai_extract.store.connection import open_read_only, sqlite3
from kokusai_extract.store.ddl import create_indexes, create_table, create_view, quote
from kokusai_extract.store.schema import tables, views
from kokusai_extract.store.write import DATABASE

READERS = 20
SAMPLES = Path(__file__).parents[1] / "raw"
BUREAUS = ("湖沼局", "森林局", "港町局", "図書局", "工芸局", "温泉局", "天文局", "庭園局", "音楽局", "灯台局")
YEARS = range(2003, 2023)
WORDS = ("調査", "推進", "支援", "連携", "交流", "整備", "運営", "振興", "国際", "港", "公園", "学習")


def make(folder: Path, rows: int) -> None:
    """Write a database of 200 documents with about so many rows."""
    chance = random.Random(7)
    connection = sqlite3.connect(folder / DATABASE)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    for table in tables().values():
        connection.execute(create_table(table))
    each = rows // (len(BUREAUS) * len(YEARS))
    for bureau in BUREAUS:
        for year in YEARS:
            for table, found in _document(chance, bureau, year, each).items():
                otherwise = {
                    column.name: 0 if column.required and column.type in {"boolean", "integer"} else None
                    for column in tables()[table].columns
                }
                marks = ", ".join("?" * len(otherwise))
                sql = f"INSERT INTO {quote(table)} VALUES ({marks})"
                connection.executemany(sql, [[row.get(*item) for item in otherwise.items()] for row in found])
    _changes(connection)
    for table in tables().values():
        for statement in create_indexes(table):
            connection.execute(statement)
    for view in views().values():
        connection.execute(create_view(view))
    connection.commit()
    connection.execute("VACUUM")
    connection.close()
    write_index(folder / DATABASE, folder / INDEX)


def _document(chance: random.Random, bureau: str, year: int, size: int) -> dict[str, list[dict[str, object]]]:
    """Return the rows of one document by table; three fifths of them are observations."""
    doc = f"doc-{BUREAUS.index(bureau):02}{year:04}000000"
    base = {"document_id": doc, "fiscal_year": year}
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    found["documents"].append(
        {
            "id": doc,
            "sha256": doc[4:].ljust(64, "0"),
            "file_name": f"{bureau}{year}.txt",
            "media_type": "text/plain",
            "byte_count": 1,
            "page_count": 30,
            "bureau": bureau,
            "title": f"{bureau}事業概要",
            "fiscal_year": year,
            "text_layer": "plain",
        }
    )

    def words(count: int) -> str:
        return "".join(chance.choice(WORDS) for _ in range(count))

    for number in range(1, 31):
        text = "\n".join(words(6) for _ in range(40))
        found["pages"].append({**base, "number": number, "text": text, "text_layer": "plain", "quality": "ok"})

    def seen(table: str, row: str, column: str, raw: str) -> None:
        found["observations"].append(
            {
                "id": f"{table}/{row}/{column}/1",
                "table_name": table,
                "row_id": row,
                "column_name": column,
                "raw": raw,
                "document_id": doc,
                "page": chance.randint(1, 30),
                "line": 3,
                "start": 10,
                "end": 10 + len(raw),
                "origin": "printed",
                "rule": "made",
                "confidence": "read",
            }
        )

    facts = size * 2 // 5
    units = [f"{doc}/unit/{n}" for n in range(max(facts // 30, 5))]
    for n, unit in enumerate(units):
        name = bureau if n == 0 else f"{words(2)}{'部' if n < 6 else '課'}"
        parent = None if n == 0 else units[0] if n < 6 else units[1 + n % 5]
        kind = "bureau" if n == 0 else "department" if n < 6 else "division"
        found["org_units"].append({**base, "id": unit, "name": name, "classification": kind, "parent_id": parent,
                                   "position": n, "certainty": "stated"})  # fmt: skip
        seen("org_units", unit, "name", name)
    for n in range(facts // 6):
        duty, text = f"{doc}/duty/{n}", f"{words(3)}に関すること。"
        found["duties"].append({**base, "id": duty, "unit_id": units[n % len(units)], "number": str(n), "text": text})
        for column in ("unit_id", "number", "text"):
            seen("duties", duty, column, text)
    for n in range(facts // 8):
        post, person = f"{doc}/post/{n}", f"person/{bureau}{n}"
        if year == YEARS[0]:
            found["people"].append({"id": person, "name": f"山田 {words(1)}{n}"})
        found["posts"].append({**base, "id": post, "unit_id": units[n % len(units)], "title": f"{words(1)}課長",
                               "rank": "division_manager"})  # fmt: skip
        found["memberships"].append({**base, "id": f"{doc}/membership/{n}", "post_id": post, "person_id": person})
        for column in ("title", "unit_id", "rank"):
            seen("posts", post, column, "課長")
    lines = [f"{doc}/line/{n}" for n in range(facts // 4)]
    for n, line in enumerate(lines):
        parent = None if n == 0 else lines[0] if n < 8 else lines[1 + n % 7]
        amount = chance.randint(1, 900_000) * 1000
        found["budget_lines"].append({**base, "id": line, "table_kind": "summary" if n < 8 else "breakdown",
                                      "position": n, "parent_id": parent if n < 8 or n > 14 else None,
                                      "name": f"{words(2)}費{n}", "amount": amount, "previous_amount": amount,
                                      "precision": 1000, "proof": "proved"})  # fmt: skip
        for column in ("name", "amount", "previous_amount"):
            seen("budget_lines", line, column, "1,000")
    while sum(map(len, found.values())) < size:
        seen("budget_lines", lines[len(found["observations"]) % len(lines)], "number", "1")
        found["observations"][-1]["id"] = f"{doc}/more/{len(found['observations'])}"
    return found


def _changes(connection: sqlite3.Connection) -> None:
    """Pair what stands at the same place in neighbouring years, as a build would."""
    for facet, kind in (("unit", "unit"), ("duty", "duty"), ("personnel", "membership"), ("budget", "line")):
        table = {"unit": "org_units", "duty": "duties", "personnel": "memberships", "budget": "budget_lines"}[facet]
        same = "stayed" if facet == "personnel" else "unchanged"
        connection.execute(
            f"""
            INSERT INTO {facet}_changes (id, bureau, from_year, to_year, kind, from_id, to_id, event, relation, reasons,
              certainty, missing_years)
            SELECT 'change/' || a.id, d.bureau, a.fiscal_year, a.fiscal_year + 1, '{same}', a.id,
              substr(a.id, 1, 6) || (a.fiscal_year + 1) || substr(a.id, 11), 'change/' || a.id, 'pair', '["same-name"]',
              'stated', '[]'
            FROM {table} AS a JOIN documents AS d ON d.id = a.document_id
            WHERE a.fiscal_year < {YEARS[-1]} AND a.id LIKE 'doc-%/{kind}/%'
            """
        )


def addresses(folder: Path, chance: random.Random) -> dict[str, list[str]]:
    """Return addresses of every kind of page, many of each."""
    to = Addresses()
    connection = open_read_only(folder / DATABASE)

    def some(table: str, column: str = "id") -> list[str]:
        rows = [row[0] for row in connection.execute(f"SELECT {column} FROM {table}")]
        return chance.sample(rows, min(len(rows), 300))

    pairs = [(bureau, year) for bureau in BUREAUS for year in YEARS]
    found = {
        "home": [to.page("/")],
        "year": [to.year(year, bureau) for bureau, year in pairs],
        "budget": [to.budget(year, bureau) for bureau, year in pairs],
        "compare": [to.compare(year, year + 1, bureau) for bureau, year in pairs if year + 1 in YEARS][:60],
        "unit": [to.thing("unit", row) for row in some("org_units")],
        "person": [to.thing("person", row) for row in some("people")],
        "programme": [to.thing("programme", row) for row in some("budget_lines")],
        "source": [to.source("duties", row, "text") for row in some("duties")],
        "document": [to.document(row) for row in some("documents")],
        "page": [to.document(row, chance.randint(1, 30)) for row in some("documents")],
        "search": [to.page("/search", q=word + other) for word in WORDS for other in ("", *WORDS[:8])],
        "findings": [to.page("/findings")],
        "table": [
            *(f"/kokusai/{name}" for name in ("duties", "observations", "budget_lines", "findings", "org_units")),
            *(f"/kokusai/budget?fiscal_year={year}" for year in YEARS),
            *(f"/kokusai/duty_list.json?fiscal_year={year}" for year in YEARS),
        ],
    }
    connection.close()
    return found


async def read(address: str, kinds: dict[str, list[str]], seconds: float, pause: float) -> dict[str, Taken]:
    """Let 20 readers ask for pages of every kind, and return what each answer took."""
    taken: dict[str, Taken] = defaultdict(Taken)
    stop = time.monotonic() + seconds

    async def reader(number: int, client: httpx.AsyncClient) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, pause))
        while time.monotonic() < stop:
            kind = chance.choice(list(kinds))
            begun = time.perf_counter()
            response = await client.get(address + chance.choice(kinds[kind]))
            taken[kind].note(response, time.perf_counter() - begun)
            assert response.status_code == 200, response.url
            await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)

    async with httpx.AsyncClient(timeout=60) as client:
        await asyncio.gather(*(reader(number, client) for number in range(READERS)))
    return taken


@dataclass
class Taken:
    """Seconds that the pages of one kind took."""

    page: list[float] = field(default_factory=list)
    make: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)

    def note(self, response: httpx.Response, whole: float) -> None:
        """Note what an answer says of its time."""
        told = dict(part.strip().split(";dur=") for part in response.headers["server-timing"].split(","))
        self.page.append(float(told["page"]) / 1000)
        self.whole.append(whole)
        if "make" in told:
            self.make.append(float(told["make"]) / 1000)


def p95(seconds: list[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    return round(sorted(seconds)[int(len(seconds) * 0.95)] * 1000, 1) if seconds else 0.0


def told(taken: dict[str, Taken]) -> list[str]:
    """Return what was measured, line by line."""
    whole = Taken()
    for one in taken.values():
        whole.page += one.page
        whole.make += one.make
        whole.whole += one.whole
    lines = [f"{'kind':10} {'pages':>6} {'made':>5} {'page p50':>9} {'p95':>8} {'make p95':>9} {'whole p95':>10}"]
    for kind, one in [*sorted(taken.items()), ("all", whole)]:
        middle = round(statistics.median(one.page) * 1000, 1)
        times = f"{middle:9} {p95(one.page):8} {p95(one.make):9} {p95(one.whole):10}"
        lines.append(f"{kind:10} {len(one.page):6} {len(one.make):5} {times}")
    return lines


def weight(address: str) -> tuple[int, int]:
    """Return the bytes of the home page with all that it loads: as they are, and as they are sent."""
    with httpx.Client(base_url=address) as client:
        home = client.get("/")
        parts = {part for part in re.findall(r'(?:href|src)="([^"]+)"', home.text) if part.startswith("/-/site/")}
        style = next(part for part in parts if part.endswith("site.css"))
        answers = [home, *map(client.get, sorted(parts | {style.replace("site.css", "frame.css")}))]
    return sum(len(one.content) for one in answers), sum(one.num_bytes_downloaded for one in answers)


def pictures() -> list[float]:
    """Return the seconds that the picture of each page of the sample documents takes."""
    found = []
    for path in sorted(SAMPLES.rglob("*.pdf")):
        number = 1
        while True:
            begun = time.perf_counter()
            if page_picture(path, number, PICTURE_WIDTH) is None:
                break
            found.append(time.perf_counter() - begun)
            number += 1
    return found


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a database in a process of its own; yield its address."""
    command = [sys.executable, "-m", "kokusai_extract", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().split("  ")[0].rstrip("/")
        finally:
            server.terminate()


def main() -> None:
    """Make the database, serve it, read it, and print what was measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / DATABASE).is_file():
            begun = time.perf_counter()
            make(folder, options.rows)
            print(f"made in {time.perf_counter() - begun:.0f} s")
        print(f"{(folder / DATABASE).stat().st_size // 2**20} MB, index {(folder / INDEX).stat().st_size // 2**20} MB")
        print("load before", *os.getloadavg())
        with served(folder) as address:
            plain, sent = weight(address)
            print(f"home page: {plain:,} bytes, {sent:,} as sent")
            taken = asyncio.run(read(address, addresses(folder, random.Random(3)), options.seconds, options.pause))
    print("load after", *os.getloadavg())
    print(*told(taken), sep="\n")
    drawn = pictures()
    print(f"pictures: {len(drawn)} pages, median {statistics.median(drawn) * 1000:.0f} ms, p95 {p95(drawn):.0f} ms, "
          f"longest {max(drawn) * 1000:.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
