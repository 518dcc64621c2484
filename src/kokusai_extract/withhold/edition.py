"""An edition of a database: its rows without the names that it withholds.

A withheld name is gone from every table: the person's row, moves and mentions, the holder of each post (``withheld``
says that one is printed), and every character of it in texts, messages and quotes. Ids that were made of such texts are
made anew, so that no name can be guessed from one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from operator import itemgetter
from typing import cast

from kokusai_extract.model.edition import People
from kokusai_extract.model.finding import Finding
from kokusai_extract.model.ids import unique_ids
from kokusai_extract.store.connection import sqlite3
from kokusai_extract.store.rows import Row, finding_rows
from kokusai_extract.store.schema import tables
from kokusai_extract.validate.catalog import catalog
from kokusai_extract.withhold.names import MASK
from kokusai_extract.withhold.plan import Entry, Lots, Plan, plan

_TOLD = ("message", "message_ja", "expected", "actual")


class Edition:
    """What a database of these rows is to hold. ``source`` gives the rows of the full edition, as often as asked.

    ``language_tools`` says whether they were read with these.
    """

    def __init__(self, source: Callable[[], Lots], people: People = "all", *, language_tools: bool = True) -> None:
        self.people: People = people
        self._language_tools = language_tools
        self._source = source

    @cached_property
    def plan(self) -> Plan:
        """What it leaves out."""
        return Plan() if self.people == "all" else plan(self._source(), self.people)

    def lots(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the rows of one table after the other, sorted, as :func:`kokusai_extract.store.rows.rows` does."""
        for name, rows in self._source():
            if name == "edition":
                yield name, _rows(name, [self._own()])
            elif self.people == "all":
                yield name, rows
            else:
                columns = tables()[name].names
                yield name, _rows(name, self._held(name, [dict(zip(columns, row, strict=True)) for row in rows]))

    def holds(self, table: str, row: str, column: str = "") -> bool:
        """Tell whether it has a row of the full edition, and the value of a column."""
        return (table, row) not in self.plan.gone and (table, row, column) not in self.plan.emptied

    def findings(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the rows of all findings as it has them, with one for each document that it withholds names of."""
        if self.people == "all":
            return list(entries)
        told = (
            Finding("people-names-withheld", document, values=(("count", str(count)), ("people", self.people)))
            for document, count in sorted(self.plan.bearers.items())
        )
        return [self._findings[entry["id"]] for entry in entries] + [dict(row) for _, row in finding_rows(told)]

    def text(self, text: str) -> str:
        """Return a text as it has it."""
        return self.plan.names.masked(text)

    def _own(self) -> Entry:
        count = sum(table == "people" for table, _ in self.plan.gone)
        tools = int(self._language_tools)
        return {"id": "edition", "people": self.people, "withheld": count, "language_tools": tools}

    def _held(self, name: str, entries: list[Entry]) -> Iterable[Entry]:
        if name == "findings":
            return self.findings(entries)
        if name == "corrections":
            return [self._corrections[entry["id"]] for entry in entries]
        make = {"pages": self._page, "memberships": self._membership, "observations": self._observation}.get(name)
        return [
            make(entry) if make else self._masked(entry)
            for entry in entries
            if self.holds(name, entry.get("id", "")) and (name != "observations" or self.holds(*_cell(entry)))
        ]

    def _masked(self, entry: Entry) -> Entry:
        return {column: self.text(value) if isinstance(value, str) else value for column, value in entry.items()}

    def _page(self, entry: Entry) -> Entry:
        page = self.plan.pages.get((entry["document_id"], entry["number"]))
        named = entry["file_text"] and self.text(entry["file_text"])
        if page is None:
            return {**entry, "file_text": named}
        if named:
            named = "".join(MASK if shown == MASK else name for shown, name in zip(page.text, named, strict=True))
        return {**entry, "text": page.text, "file_text": named, "withheld": page.count}

    def _membership(self, entry: Entry) -> Entry:
        masked = self._masked(entry)
        if self.holds("memberships", entry["id"], "person_id"):
            return masked
        return {**masked, "person_id": None, "withheld": 1}

    def _observation(self, entry: Entry) -> Entry:
        page = self.plan.pages.get((entry["document_id"], entry["page"]))
        masked = self._masked(
            {**entry, "raw": page.text[entry["start"] : entry["end"]] or None if page else entry["raw"]}
        )
        if entry["table_name"] == "findings":
            finding, number = self._findings[entry["row_id"]]["id"], entry["id"].rpartition("/")[2]
            masked |= {"row_id": finding, "id": f"findings/{finding}/page/{number}"}
        return masked

    @cached_property
    def _findings(self) -> Mapping[str, Entry]:
        """The findings by the id that they have in the full edition."""
        made = {entry["id"]: self._finding(entry) for entry in self.plan.findings}
        changed = [(old, made[old]) for entry in self.plan.findings if made[old := entry["id"]] != entry]
        ids = unique_ids(f"{entry['code']}/{_digest(entry, self.plan.places.get(old))}" for old, entry in changed)
        return made | {old: {**entry, "id": name} for (old, entry), name in zip(changed, ids, strict=True)}

    def _finding(self, entry: Entry) -> Entry:
        held = self._masked(entry)
        for column in filter(entry.get, _TOLD):
            held[column] = self.plan.names.masked_all(entry[column])
            for old, correction in self._corrections.items():
                held[column] = held[column].replace(old, correction["id"])
        if entry["id"] in self.plan.unread:
            title = catalog()[entry["code"]].title
            held |= {"message": title["en"], "message_ja": title["ja"]}
        if not self.holds(entry["table_name"] or "", entry["row_id"] or ""):
            held["row_id"] = None
        return held

    @cached_property
    def _corrections(self) -> Mapping[str, Entry]:
        """The corrections by the id that they have in the full edition."""
        made = {}
        for entry in self.plan.corrections:
            text = self.text if self.holds(*_cell(entry)) else self.plan.names.masked_all
            held = {column: text(value) if isinstance(value, str) else value for column, value in entry.items()}
            made[entry["id"]] = held if held == entry else {**held, "id": f"correction/{_digest(held)}"}
        return made


def whose(connection: sqlite3.Connection) -> People:
    """Return whose names a database holds."""
    ((people,),) = connection.execute("SELECT people FROM edition").fetchall()
    return cast("People", people)


def with_language_tools(connection: sqlite3.Connection) -> bool:
    """Tell whether a database was built with the language tools."""
    ((used,),) = connection.execute("SELECT language_tools FROM edition").fetchall()
    return bool(used)


def _cell(entry: Entry) -> tuple[str, str, str]:
    return entry["table_name"], entry["row_id"], entry["column_name"]


def _digest(entry: Entry, places: object = None) -> str:
    content = json.dumps([sorted((k, v) for k, v in entry.items() if k != "id"), places], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _rows(name: str, entries: Iterable[Entry]) -> list[Row]:
    """Return entries as rows of a table, sorted by its key."""
    columns = tables()[name].names
    order = itemgetter(*(columns.index(column) for column in tables()[name].primary_key))
    return sorted((tuple(map(entry.get, columns)) for entry in entries), key=order)
