"""Unites the documents of each bureau and year, so that two years can be compared and nothing counts twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kokusai_extract.link.changes.alike import NEARLY, OF_ANY_UNIT, duty_core, key, similarity
from kokusai_extract.link.changes.copies import Copies, Documents, named, sided
from kokusai_extract.link.changes.year import Duty, Holding, Line, Office, Row, Rows, StaffList, Tie, Unit, Which, Year
from kokusai_extract.model.finding import Finding

_FACTS = ("sections", "org_units", "duties", "posts", "memberships", "budget_lines", "city_links", "offices")

Ids = Mapping[str, str]
"""From the id of a row to the id of the item that it is part of."""


def years(rows: Rows) -> tuple[tuple[Year, ...], tuple[Finding, ...]]:
    """Return every year of every bureau in order, and where documents of one year contradict each other.

    A document that does not say its bureau and fiscal year belongs to none.
    """
    facts: dict[str, dict[str, list[Row]]] = {table: defaultdict(list) for table in _FACTS}
    for table in _FACTS:
        for row in rows.get(table, ()):
            facts[table][row["document_id"]].append(row)
    names = {row["id"]: row["name"] for row in rows.get("people", ())}
    groups, doubts = _by_year(rows["documents"])
    result = []
    for which, members in groups:
        documents = Documents.of(members)
        mine = {table: [row for name in documents.rank for row in facts[table][name]] for table in _FACTS}
        result.append(_year(which, documents, mine, names))
        doubts += documents.doubts
    return tuple(result), tuple(doubts)


def _by_year(documents: Sequence[Row]) -> tuple[list[tuple[Which, list[Row]]], list[Finding]]:
    dated = [row for row in documents if row["bureau"] and row["fiscal_year"] is not None]
    codes: dict[str, set[str]] = defaultdict(set)
    for row in dated:
        codes[row["bureau"]] |= {row["municipality_code"]} - {None}
    groups: dict[Which, list[Row]] = defaultdict(list)
    doubts = []
    for row in sorted(dated, key=lambda row: str(row["id"])):
        known, code = codes[row["bureau"]], row["municipality_code"]
        if code is None and len(known) > 1:
            values = (("bureau", row["bureau"]), ("codes", ", ".join(sorted(known))))
            doubts.append(Finding("change-bureau-open", row["id"], values=values))
        else:
            groups[Which(row["bureau"], code or next(iter(known), None), row["fiscal_year"])].append(row)
    return sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] or "", item[0][2])), doubts


def _year(which: Which, documents: Documents, rows: Rows, names: Ids) -> Year:
    copies, unit_of = _members(documents.group(rows["org_units"], named(rows["org_units"])))
    duties = tuple(_duties(documents, rows["duties"], unit_of))
    about: dict[str | None, set[str]] = defaultdict(set)
    for duty in duties:
        if OF_ANY_UNIT not in duty.core:
            about[duty.unit].add(duty.core)
    holdings = tuple(_holdings(documents, rows, unit_of, names))
    return Year(
        which,
        tuple(documents.rank),
        tuple(_unit(documents, unit, unit_of, frozenset(about[unit[0]["id"]])) for unit in copies),
        duties,
        holdings,
        _lists(rows, holdings),
        tuple(_lines(documents, rows["budget_lines"])),
        tuple(_ties(documents, rows["city_links"])),
        tuple(_offices(documents, rows["offices"])),
    )


def _unit(documents: Documents, copies: Copies, unit_of: Ids, duties: frozenset[str]) -> Unit:
    """Make a unit; where its documents place it differently, what is stated counts before what is inferred."""
    stated = [row for row in copies if row["certainty"] == "stated"]
    placed = tuple({**row, "parent_id": unit_of.get(row["parent_id"])} for row in stated or copies)
    first = copies[0]
    parent = documents.settle("org_units", placed, "parent_id", name=first["name"])
    return Unit(first["id"], key(first["name"]), parent, placed[0]["certainty"], duties, _ids(copies))


def _duties(documents: Documents, rows: Sequence[Row], unit_of: Ids) -> Iterator[Duty]:
    def same(row: Row) -> tuple[str | None, str]:
        return unit_of.get(row["unit_id"]), duty_core(row["text"])

    for copies in _joined(documents.group(rows, same), unit_of):
        first = copies[0]
        if len({duty_core(row["text"]) for row in copies}) > 1:
            documents.settle("duties", copies, "text", name=first["number"] or "—")
        unit = unit_of.get(first["unit_id"])
        yield Duty(first["id"], unit, first["number"], first["text"], duty_core(first["text"]), _ids(copies))


def _joined(groups: Iterable[Copies], unit_of: Ids) -> Iterator[Copies]:
    """Join duties of one unit and number that two documents print in nearly the same words."""
    at: dict[tuple[str | None, str | None], list[Copies]] = defaultdict(list)
    for copies in groups:
        at[unit_of.get(copies[0]["unit_id"]), copies[0]["number"]].append(copies)
    for members in at.values():
        one, *others = members
        for other in others:
            apart = {row["document_id"] for row in one}.isdisjoint(row["document_id"] for row in other)
            near = similarity(duty_core(one[0]["text"]), duty_core(other[0]["text"])) >= NEARLY
            if apart and near:
                one += other
            else:
                yield other
        yield one


def _holdings(documents: Documents, rows: Rows, unit_of: Ids, names: Ids) -> Iterator[Holding]:
    """Yield who holds which post. A name that one document leaves without a post goes with its post in another."""
    posts = {row["id"]: row for row in rows["posts"]}
    unit_names = sorted({key(row["name"]) for row in rows["org_units"]}, key=lambda name: (-len(name), name))
    held = [
        {**row, "name": key(names[row["person_id"]]), "post": posts.get(row["post_id"])}
        for row in rows["memberships"]
        if row["person_id"] in names
    ]
    documents_of: dict[str, set[str]] = defaultdict(set)
    for row in held:
        if row["post"]:
            documents_of[row["name"]].add(row["document_id"])
    held = [row for row in held if row["post"] or not documents_of[row["name"]] - {row["document_id"]}]

    def same(row: Row) -> tuple[Any, ...]:
        return row["name"], row["post"] and key(row["post"]["title"]), row["on_behalf_of"]

    for copies in documents.group(held, same):
        first = copies[0]
        post = first["post"]
        units = {row["post"]["unit_id"] for row in copies if row["post"] and row["post"]["unit_id"] in unit_of}
        within = {unit_of[unit] for unit in units}
        title = key(post["title"]) if post else None
        yield Holding(
            first["id"],
            frozenset(row["person_id"] for row in copies),
            names[first["person_id"]],
            within.pop() if len(within) == 1 else None,
            title,
            title and next((title.removeprefix(unit) for unit in unit_names if title.startswith(unit)), title),
            post and post["rank"],
            first["on_behalf_of"],
            first["certainty"],
            _ids(copies),
        )


def _lists(rows: Rows, holdings: Sequence[Holding]) -> frozenset[StaffList]:
    """Return the lists of staff that the year prints: a name beside a message is no chart."""
    charts = {row["document_id"] for row in rows["sections"] if row["kind"] == "org_chart"}
    drawn = {row["id"] for row in rows["memberships"] if row["document_id"] in charts}
    return frozenset(one.list for one in holdings if one.seconded or not drawn.isdisjoint(one.rows))


def _lines(documents: Documents, rows: Sequence[Row]) -> Iterator[Line]:
    copies, line_of = _members(documents.group(rows, named(rows)))
    side = sided(rows)
    for line in copies:
        first = line[0]
        placed = tuple({**row, "parent_id": line_of.get(row["parent_id"])} for row in line)
        said = {
            column: documents.settle("budget_lines", placed, column, name=first["name"] or "—")
            for column in ("parent_id", "number", "status", "amount", "previous_amount", "precision", "account")
        }
        yield Line(
            first["id"],
            first["table_kind"],
            said["parent_id"],
            said["number"],
            first["name"],
            said["status"],
            said["amount"],
            said["previous_amount"],
            said["precision"],
            said["account"],
            next((tuple(row["responsible"]) for row in line if row["responsible"]), ()),
            first["certainty"],
            _ids(line),
            side(first),
        )


def _ties(documents: Documents, rows: Sequence[Row]) -> Iterator[Tie]:
    """Yield the ties. A name without a kind goes with the same name where another document says the kind."""

    def place(row: Row) -> str:
        return row["city_id"] or key(row["printed_name"])

    kinds_in: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["kind"]:
            kinds_in[place(row)].add(row["document_id"])
    told = [row for row in rows if row["kind"] or not kinds_in[place(row)] - {row["document_id"]}]
    for copies in documents.group(told, lambda row: (place(row), row["kind"])):
        first = copies[0]
        yield Tie(first["id"], first["city_id"], key(first["printed_name"]), first["kind"], _ids(copies))


def _offices(documents: Documents, rows: Sequence[Row]) -> Iterator[Office]:
    for copies in documents.group(rows, lambda row: key(row["name"])):
        first = copies[0]
        said = {
            column: documents.settle("offices", copies, column, name=first["name"])
            for column in ("city_id", "jurisdiction")
        }
        notes = next((row["note"] for row in copies if row["note"]), None)
        yield Office(first["id"], key(first["name"]), said["city_id"], said["jurisdiction"], notes, _ids(copies))


def _members(groups: list[Copies]) -> tuple[list[Copies], Ids]:
    return groups, {row["id"]: copies[0]["id"] for copies in groups for row in copies}


def _ids(copies: Copies) -> tuple[str, ...]:
    return tuple(row["id"] for row in copies)
