"""派遣職員一覧: who is seconded where, in which post.

A table, ruled or set with tabs or spaces, its heads in any order; where it has none, the words tell what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kokusai_extract import vocabulary
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Record
from kokusai_extract.model.section import Context, Section, SourceLine, SourceTable
from kokusai_extract.sections import staff
from kokusai_extract.sections.staff import Holder, Seat
from kokusai_extract.segment.headings import heading_of_line
from kokusai_extract.values.people import read_name
from kokusai_extract.values.phones import read_phone
from kokusai_extract.values.titles import PostTitle, is_vacancy, read_title

_DITTO = re.compile(r"[〃々\"″]|同上|同")
_WIDE_GAP = re.compile(r"\s{2,}|　")
Row = tuple[Passage | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """One row by column."""

    destination: Passage | None
    title: Passage
    name: Passage
    holder: Holder | None
    phone: Passage | None


def extract(section: Section, context: Context) -> Result[Record]:
    """Read the seconded people, their posts and the bodies they are sent to."""
    seats: list[Seat] = []
    findings: list[Finding] = []
    for rows, ruled in _tables(section):
        columns: Mapping[int, str] = {}
        above: Passage | None = None
        for row in rows:
            if heads := _heads(row):
                columns, above = heads, None
                continue
            entry = _entry(row, columns, ruled) or _by_content(row)
            if entry is None:
                text = _line([cell for cell in row if cell])
                findings.append(Finding.at("people-secondment-unread", text.anchors(), text=text.text))
                continue
            own = entry.destination if entry.destination and not _is_ditto(entry.destination) else None
            above = own or above
            seat = _seat(entry, above, inherited=own is None)
            seats.append(seat)
            findings += _doubts(seat, entry)
    return staff.records(section, context.document.id, seats, (), "secondments") + Result((), tuple(findings))


def _doubts(seat: Seat, entry: _Entry) -> Iterator[Finding]:
    if seat.on_behalf_of and seat.on_behalf_of.origin == "inherited":
        yield Finding.at(
            "people-secondment-inherited", seat.title.anchors(), title=seat.post.text, text=seat.on_behalf_of.value
        )
    if seat.on_behalf_of is None:
        yield Finding.at("people-secondment-nowhere", seat.title.anchors(), title=seat.post.text)
    if seat.holder is None and seat.vacant is None:
        yield Finding.at("people-name-unread", entry.name.anchors(), text=entry.name.text, title=seat.post.text)


def _tables(section: Section) -> Iterator[tuple[list[Row], bool]]:
    """Yield the rows of each ruled table, then those of the lines outside of them; True where cells are marked off."""
    ruled = [table for table in section.tables if len(table.cells) > 1]
    for table in ruled:
        yield list(_ruled_rows(table)), True
    inside = {(a.page, a.line) for table in ruled for cell in table.cells for a in cell.passage.anchors()}
    lines = [line for line in section.lines if (line.page.number, line.line.number) not in inside]
    tabbed = any(len(line.cells) > 1 for line in lines)
    yield list(_set_rows(lines, tabbed)), tabbed


def _ruled_rows(table: SourceTable) -> Iterator[Row]:
    """Yield the rows of a ruled table; a cell that spans several rows stands in the first of them."""
    width = max(cell.column + cell.column_span for cell in table.cells)
    for number in range(max(cell.row + cell.row_span for cell in table.cells)):
        row: list[Passage | None] = [None] * width
        for cell in table.cells:
            if cell.row == number and cell.passage.text.strip():
                row[cell.column] = cell.passage.strip()
        if any(row):
            yield tuple(row)


def _set_rows(lines: Sequence[SourceLine], tabbed: bool) -> Iterator[Row]:
    """Yield the rows of lines set with tabs, or else with gaps wider than a space."""
    for line in lines:
        passage = line.passage.strip()
        if not passage or heading_of_line(line):
            continue
        cells = line.cells if tabbed else tuple(passage.split(_WIDE_GAP))
        yield tuple(cell.strip() if cell.text.strip() else None for cell in cells)


def _heads(row: Row) -> Mapping[int, str]:
    """Return column by index where the row is a table's head: at least two heads, nothing else."""
    columns = {entry["word"]: entry["column"] for entry in vocabulary.rows("staff_heads")}
    cells = {i: cell.squeeze().text for i, cell in enumerate(row) if cell}
    if len(cells) == 1:
        cells = dict(enumerate(word for cell in row if cell for word in cell.text.split()))
    found = {i: columns[text] for i, text in cells.items() if text in columns}
    return found if len(found) >= 2 and len(found) == len(cells) else {}


def _entry(row: Row, columns: Mapping[int, str], ruled: bool) -> _Entry | None:
    """Read a row by its heads; where spaces alone mark its cells off, only if title and name are what they should."""
    by_column = {columns[i]: cell for i, cell in enumerate(row) if cell and i in columns}
    title, name = by_column.get("title"), by_column.get("name")
    if title is None or name is None or len(row) > len(columns):
        return None
    holder = _holder(name, expected=True)
    if not ruled and not (holder and read_title(title.squeeze().text)):
        return None
    return _Entry(by_column.get("destination"), title, name, holder, by_column.get("phone"))


def _by_content(row: Row) -> _Entry | None:
    """Read a row whose columns no head names, or that does not fit its heads, by what its words are.

    One word is a title, what follows it (or stands before it) a name, the rest the destination.
    """
    words = [word for cell in row if cell for word in cell.split(r"\s+") if word]
    titles = [i for i, word in enumerate(words) if read_title(word.text)]
    if len(titles) != 1:
        return None
    (at,) = titles
    for start, end in ((at + 1, len(words)), (at + 1, at + 3), (at + 1, at + 2), (0, at), (at - 2, at), (at - 1, at)):
        named = words[max(start, 0) : end]
        if named and (holder := _holder(_line(named))):
            rest = [word for word in words if word not in named and word is not words[at]]
            destination = _line(rest) if rest else None
            if destination and read_name(destination.text):
                return None
            return _Entry(destination, words[at], _line(named), holder, None)
    return None


def _line(words: Sequence[Passage]) -> Passage:
    """Return the words as one passage, a space between."""
    parts = [words[0]]
    for word in words[1:]:
        last = parts[-1]
        parts += [Passage(last.document, " ", last.ends[-1:], last.ends[-1:]), word]
    return Passage.join(parts)


def _holder(passage: Passage, *, expected: bool = False) -> Holder | None:
    name = read_name(passage.text, expected=expected)
    return Holder(passage, name) if name else None


def _is_ditto(passage: Passage) -> bool:
    return bool(_DITTO.fullmatch(passage.squeeze().text))


def _seat(entry: _Entry, destination: Passage | None, *, inherited: bool) -> Seat:
    title = entry.title.squeeze()
    read = read_title(title.text)
    post = read.posts[0] if read else PostTitle(0, len(title), title.text, "other")
    phone = read_phone(entry.phone.text) if entry.phone else None
    sent = None
    if destination:
        value = re.sub(r"\s+", " ", destination.text)
        sent = destination.read("secondments.destination").with_value(value, rule="secondments.destination")
        sent = sent.inherited(value, rule="secondments.destination-above") if inherited else sent
    return Seat(
        title[post.start : post.end],
        post,
        entry.holder,
        "stated",
        entry.phone.sourced(phone.value, "phones.extension") if entry.phone and phone else None,
        on_behalf_of=sent,
        vacant=entry.name if is_vacancy(entry.name.squeeze().text) else None,
    )
