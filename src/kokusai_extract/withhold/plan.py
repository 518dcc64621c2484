"""Whose names an edition withholds, and where these stand: read from the rows of a whole database."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kokusai_extract import vocabulary
from kokusai_extract.model.edition import People
from kokusai_extract.store.rows import Row
from kokusai_extract.store.schema import tables
from kokusai_extract.values.titles import MANAGERS
from kokusai_extract.withhold.names import Names, Span, key, mask

_UNREAD = frozenset({"people-chart-text-unread", "people-name-unread", "people-secondment-unread"})
_UNUSED, _LISTS = "section-lines-unused", frozenset({"org_chart", "secondments"})

Lots = Iterable[tuple[str, list[Row]]]
Entry = dict[str, Any]
"""A row by column."""
Cell = tuple[str, str, str]
"""A table, a row's id and a column."""
_Page = tuple[str, int]
_BEARER = re.compile(r"person/([^/~]+)")


@dataclass(frozen=True, slots=True)
class MaskedPage:
    """A page's text as an edition has it, and how many stretches of it are masked."""

    text: str
    count: int


@dataclass(frozen=True)
class Plan:
    """What an edition leaves out.

    ``gone`` are rows (table, id) that it lacks, ``emptied`` cells that hold a name in the full edition, ``unread``
    findings on what stands among names and could not be read: it may be a name itself. ``bearers`` is how many posts
    and open names of each document it empties. ``findings`` and ``corrections`` are those of the full edition,
    ``places`` where each finding stands.
    """

    names: Names = field(default_factory=Names)
    pages: Mapping[_Page, MaskedPage] = field(default_factory=dict)
    gone: frozenset[tuple[str, str]] = frozenset()
    emptied: frozenset[Cell] = frozenset()
    unread: frozenset[str] = frozenset()
    bearers: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Entry, ...] = ()
    corrections: tuple[Entry, ...] = ()
    places: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


def plan(lots: Lots, people: People) -> Plan:
    """Return what to leave out of these rows.

    ``managers`` keeps whoever holds, by what a page states, a post of 課長 or above in any document.
    """
    found = _gather(lots)
    withheld = _withheld(found, people)
    kept = {row["id"]: row["name"] for row in found.rows["people"] if row["id"] not in withheld}
    held = [row for row in found.rows["memberships"] if row["person_id"] in withheld]
    gone = {("people", person) for person in withheld}
    emptied = {("memberships", row["id"], "person_id") for row in held}
    names = Names(_printed(found, gone, emptied), kept.values())
    unread = _unread(found)
    hidden: dict[_Page, list[Span]] = defaultdict(list)
    shown: dict[_Page, list[Span]] = defaultdict(list)
    for row in found.rows["observations"]:
        if row["start"] is None:
            continue
        cell = (row["table_name"], row["row_id"], row["column_name"])
        if cell[:2] in gone or cell in emptied or (cell[1] in unread and not _is_head(row["raw"] or "")):
            hidden[row["document_id"], row["page"]].append((row["start"], row["end"]))
        elif cell[0] == "people" or cell[2] == "person_id":
            shown[row["document_id"], row["page"]].append((row["start"], row["end"]))
    pages = {
        page: masked
        for page, text in found.texts.items()
        if (masked := _masked(text, names, hidden[page], shown[page]))
    }
    gone |= {("personnel_changes", row["id"]) for row in _careers(found, {row["id"] for row in held})}
    gone |= {
        ("mentions", row["id"])
        for row in found.rows["mentions"]
        if row["label"] == "person" and names.masked_all(row["text"]) != row["text"]
    }
    places: dict[str, list[Row]] = defaultdict(list)
    for row in found.rows["observations"]:
        if row["table_name"] == "findings":
            places[row["row_id"]].append((row["document_id"], row["page"], row["start"], row["end"]))
    return Plan(
        names,
        pages,
        frozenset(gone),
        frozenset(emptied),
        unread,
        Counter(row["document_id"] for row in held),
        tuple(found.rows["findings"]),
        tuple(found.rows["corrections"]),
        {finding: tuple(sorted(found, key=str)) for finding, found in places.items()},
    )


@dataclass(slots=True)
class _Found:
    rows: dict[str, list[Entry]]
    texts: dict[_Page, str]


_ASKED = ("sections", "people", "posts", "memberships", "mentions", "personnel_changes", "corrections", "findings")


def _gather(lots: Lots) -> _Found:
    """Return the rows that say who is who and where names stand, by table and column."""
    found = _Found(defaultdict(list), {})
    for name, rows in lots:
        columns = tables()[name].names
        if name in _ASKED:
            found.rows[name] += [dict(zip(columns, row, strict=True)) for row in rows]
        elif name == "pages":
            entries: Iterable[Entry] = (dict(zip(columns, row, strict=True)) for row in rows)
            found.texts |= {(row["document_id"], row["number"]): row["text"] for row in entries if row["text"]}
        elif name == "observations":
            of, column = columns.index("table_name"), columns.index("column_name")
            found.rows[name] += [
                dict(zip(columns, row, strict=True))
                for row in rows
                if row[of] in ("people", "findings") or (row[of] == "memberships" and row[column] == "person_id")
            ]
    return found


def _withheld(found: _Found, people: People) -> set[str]:
    """Return the people whose names are withheld. A post that a pair was only inferred to counts for nothing."""
    if people == "all":
        return set()
    everybody = {row["id"] for row in found.rows["people"]}
    if people == "none":
        return everybody
    managing = {row["id"] for row in found.rows["posts"] if row["rank"] in MANAGERS}
    held = (row for row in found.rows["memberships"] if row["certainty"] == "stated" and row["post_id"] in managing)
    return everybody - {row["person_id"] for row in held}


def _printed(found: _Found, gone: Iterable[tuple[str, str]], emptied: Iterable[Cell]) -> Iterator[str]:
    """Yield the names of people, as they are read and as they are printed or corrected."""
    left_out, empty = frozenset(gone), frozenset(emptied)
    yield from (row["name"] for row in found.rows["people"] if ("people", row["id"]) in left_out)
    for row in found.rows["observations"]:
        cell = (row["table_name"], row["row_id"], row["column_name"])
        if (cell[:2] in left_out and cell[2] == "name") or cell in empty:
            yield row["raw"] or ""
    for row in found.rows["corrections"]:
        cell = (row["table_name"], row["row_id"], row["column_name"])
        values = [value for value in (row["old_value"], row["new_value"]) if value]
        if cell[:2] in left_out and cell[2] == "name":
            yield from values
        elif cell in empty:
            yield from (bearer[1] for value in values if (bearer := _BEARER.search(value)))


def _unread(found: _Found) -> frozenset[str]:
    lists = {row["id"] for row in found.rows["sections"] if row["kind"] in _LISTS}
    return frozenset(
        row["id"]
        for row in found.rows["findings"]
        if row["code"] in _UNREAD or (row["code"] == _UNUSED and row["row_id"] in lists)
    )


def _is_head(text: str) -> bool:
    """Tell whether a line is nothing but the heads of a list: 派遣先 補職名 氏名."""
    return not re.sub("|".join(map(re.escape, vocabulary.words("staff_heads"))), "", key(text))


def _careers(found: _Found, memberships: set[str]) -> Iterator[Entry]:
    """Yield what became of people who are withheld, with all that belongs to the same event."""
    changes = found.rows["personnel_changes"]
    events = {row["event"] for row in changes if {row["from_id"], row["to_id"]} & memberships}
    return (row for row in changes if row["event"] in events)


def _masked(text: str, names: Names, hidden: Iterable[Span], shown: Iterable[Span]) -> MaskedPage | None:
    """Return a page's text without withheld names; None where there is none.

    A withheld name is masked wherever it stands, but for the places where one of its bearers is kept.
    """
    open_to = list(shown)
    strangers = (
        span for span in names.spans(text, shared=True) if not any(a < span[1] and span[0] < b for a, b in open_to)
    )
    spans = sorted({*hidden, *strangers})
    return MaskedPage(mask(text, spans), _count(spans)) if spans else None


def _count(spans: Iterable[Span]) -> int:
    """Return how many stretches the sorted spans make; those that touch make one."""
    count, last = 0, -1
    for start, end in spans:
        count += start > last
        last = max(last, end)
    return count
