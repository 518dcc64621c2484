"""Offices abroad: lists (●上海事務所《中国》), tables, and running text that enumerates them with their countries.

The city that an office stands in is the one printed in brackets behind its name, the one it is named after, or the
one that a sentence says it moves to (a finding then tells from where).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.international import City, Office
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Record
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections.grid import Grid, grids, lines_outside
from kokusai_extract.sections.text import joined
from kokusai_extract.values.cities import is_place_name, resolve
from kokusai_extract.values.countries import country_code, is_region

_NAME = r"[^\s●○◎■□◆◇・※《》〈〉<>()【】、。:]{1,20}(?:事務所|代表部|拠点)"
_BRACKETS = r"(?:\s*\([^()]*\))*"
_LISTED = re.compile(
    rf"(?:^|(?<=[●○◎■□◆◇・》)\s]))(?P<provisional>\(仮称\))?\s*(?P<name>{_NAME})(?P<inner>{_BRACKETS})"
    rf"\s*《(?P<jurisdiction>[^》]+)》(?P<note>{_BRACKETS})",
    re.MULTILINE,
)
_BULLETED = re.compile(
    rf"^\s*[●○◎■□◆◇・]\s*(?P<provisional>\(仮称\))?(?P<name>{_NAME})(?P<inner>{_BRACKETS})\s*$", re.MULTILINE
)
_PLAIN = re.compile(
    rf"^\s*(?P<provisional>\(仮称\))?(?P<name>{_NAME})(?P<inner>{_BRACKETS})"
    r"(?:\s+(?P<rest>[^\s、。はがのをにへでともや][^。]*?))?\s*$",
    re.MULTILINE,
)
"""A name at the head of a line, and what stands behind it across a gap; a sentence is none."""
_GENERIC = re.compile(r"(?:(?:本市|当市|市|海外|在外|現地|駐在員|主な|各)の?)+(?:事務所|代表部|拠点)")
_INNER = re.compile(r"\((?P<text>[^()]*)\)")
_FORMER = re.compile(r"(?:現|旧)\s*(?P<name>.+)")
_MOVE = re.compile(
    rf"(?P<office>{_NAME})は(?P<between>[^。]*?)(?P<place>[ァ-ヺー一-鿿]{{2,16}})(?:市|都)?(?:へ|に)(?:移転|移り|移し|移管)"
)
_PLACE = r"(?P<{0}>[ァ-ヺー・=]{{2,20}}|[一-鿿]{{2,4}})\((?P<{1}>[^()]{{1,12}})\)"
_ITEM = re.compile(_PLACE.format("city", "country"))
_ENUMERATED = re.compile(
    rf"{_ITEM.pattern}(?P<more>(?:(?:、|と|及び|・)[^、。()\n]{{0,12}}?[^\s、。()]{{2,16}}\([^()]{{1,12}}\))+)"
    r"の(?P<count>\d{1,2})(?:つ|か所)の(?:海外)?(?:駐在員)?(?P<noun>事務所)"
)
_MODIFIER = re.compile(r"(?:、|と|及び)(?P<text>[^、。()ァ-ヺ]{2,12})の$")


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """An office as printed. ``former`` is the name it still bears or bore; ``moved`` where it moves from."""

    name: Passage
    jurisdiction: Passage | None = None
    location: Passage | None = None
    notes: tuple[Passage, ...] = ()
    former: str | None = None
    moved: tuple[Passage, str] | None = field(default=None)


def extract(section: Section, context: Context) -> Result[Record]:
    """Read the offices of a section that lists them."""
    tables = [grid for grid in grids(section) if {"name", "jurisdiction"} <= grid.columns("offices").keys()]
    lines = [line.passage for line in lines_outside(section, tables) if line.passage.text.strip()]
    entries = [entry for grid in tables for entry in _rows(grid)]
    if lines:
        text = joined(lines, "\n")
        entries += _listed(text)
        moves = list(_moves(Passage.join(lines)))
        entries = [_moved(entry, moves) for entry in entries]
    return _records(entries, context)


def enumerated(passage: Passage, context: Context) -> Result[Record]:
    """Read offices that a sentence names with city and country and counts: …(ドイツ)、…(中国)の2つの海外事務所."""
    for match in _ENUMERATED.finditer(passage.text):
        whole, noun = passage.group(match), passage.group(match, "noun")
        items = [
            item
            for item in _ITEM.finditer(whole.text)
            if is_place_name(_place(item["city"])) and country_code(item["country"])
        ]
        if len(items) != int(match["count"]):
            continue
        entries = []
        for item in items:
            city = whole.group(item, "city")
            city = city[len(city) - len(_place(city.text)) :]
            before = whole[: item.start()]
            modifier = _MODIFIER.search(before.text)
            notes = (before.group(modifier, "text"),) if modifier else ()
            entries.append(_Entry(Passage.join([city, noun]), None, city, notes))
        return _records(entries, context)
    return Result()


def _place(text: str) -> str:
    return text.rsplit("・", maxsplit=1)[-1] if not is_place_name(text) else text


def _listed(text: Passage) -> Iterator[_Entry]:
    for match in _names(text.text):
        groups = match.groupdict()
        jurisdiction = text.group(match, "jurisdiction") if groups.get("jurisdiction") else None
        entry = _Entry(text.group(match, "name"), jurisdiction)
        notes = [text.group(match, part) for part in ("provisional", "rest") if groups.get(part)]
        for name in ("inner", "note"):
            if not groups.get(name):
                continue
            brackets = text.group(match, name)
            for inner in _INNER.finditer(brackets.text):
                part = brackets.group(inner, "text").strip()
                if former := _FORMER.fullmatch(part.text):
                    entry = replace(entry, former=former["name"])
                    notes.append(part)
                elif entry.location is None and is_place_name(part.text):
                    entry = replace(entry, location=part)
                elif entry.jurisdiction is None and (is_region(part.text) or country_code(part.text)):
                    entry = replace(entry, jurisdiction=part)
                else:
                    notes.append(part)
        yield replace(entry, notes=tuple(notes))


def _names(text: str) -> list[re.Match[str]]:
    """Return where offices are listed, in order; each place once, the fullest form first."""
    found: list[re.Match[str]] = []
    for pattern in (_LISTED, _BULLETED, _PLAIN):
        for match in pattern.finditer(text):
            apart = all(match.end() <= other.start() or other.end() <= match.start() for other in found)
            if apart and not _GENERIC.fullmatch(match["name"]):
                found.append(match)
    return sorted(found, key=lambda match: match.start())


def _rows(grid: Grid) -> Iterator[_Entry]:
    columns = grid.columns("offices")
    for row in grid.rows:
        cells = {name: cell.passage for name, index in columns.items() if (cell := row[index]) and not cell.merged}
        if "name" in cells:
            notes = (cells["note"],) if "note" in cells else ()
            yield _Entry(cells["name"], cells.get("jurisdiction"), cells.get("location"), notes)


def _moves(text: Passage) -> Iterator[tuple[str, Passage]]:
    """Yield each office that a sentence says moves, with the place it moves to."""
    for match in _MOVE.finditer(text.text):
        place = text.group(match, "place")
        name = next((place.text[i:] for i in range(len(place) - 1) if is_place_name(place.text[i:])), "")
        if name:
            office = re.split(r"[の、]", match["office"])[-1]
            yield office, place[len(place) - len(name) :]


def _moved(entry: _Entry, moves: Sequence[tuple[str, Passage]]) -> _Entry:
    for office, place in moves:
        if any(name and office.endswith(name) for name in (entry.name.text, entry.former)):
            return replace(entry, location=place, moved=(place, _named_after(office) or office))
    return entry


def _named_after(office: str) -> str | None:
    """Return the city that an office is named after, if there is one.

    >>> _named_after("上海事務所"), _named_after("米州事務所")
    ('上海', None)
    """
    stem = re.sub(r"(?:事務所|代表部|拠点)$", "", office)
    return stem if is_place_name(stem) else None


def _records(entries: Iterable[_Entry], context: Context) -> Result[Record]:
    entries = list(entries)
    records: list[Record] = []
    findings: list[Finding] = []
    names = (fact_id(context.document.id, "office", entry.name.text) for entry in entries)
    for office_id, entry in zip(unique_ids(names), entries, strict=True):
        location, rule = entry.location, "offices.location"
        if location is None and (stem := _named_after(entry.name.text)):
            location, rule = entry.name[: len(stem)], "offices.named-after"
        city = resolve(location.text, municipality=context.municipality).city if location else None
        records += _city(city, records)
        records.append(
            Office(
                office_id,
                context.document.id,
                entry.name.read("offices.name"),
                entry.jurisdiction.strip().read("offices.jurisdiction") if entry.jurisdiction else None,
                location.read(rule) if location else None,
                city.id if city else None,
                _note(entry.notes),
            )
        )
        findings += _doubts(entry, office_id, city)
    return Result(tuple(records), tuple(findings))


def _city(city: City | None, records: Sequence[Record]) -> list[Record]:
    return [city] if city and city not in records else []


def _note(notes: Sequence[Passage]) -> Sourced[str] | None:
    parts = [note for note in notes if note]
    return joined(parts).read("offices.note") if parts else None


def _doubts(entry: _Entry, office_id: str, city: City | None) -> Iterator[Finding]:
    name, row = entry.name.text, {"table_name": "offices", "row_id": office_id}
    if entry.moved:
        place, origin = entry.moved
        yield Finding.at("office-moves", place.anchors(), **row, name=name, origin=origin, place=place.text)
    if city is None:
        yield Finding.at("office-city-open", entry.name.anchors(), **row, name=name)
