"""Lists of cities and ports: tables, lists under headings, and maps whose signs a legend explains.

Every name that is printed becomes a tie; its kind is taken from its table's column, its heading or its sign, and is
left open where the page does not say it. A place printed with several signs has one tie for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kokusai_extract.model.evidence import Origin, Sourced
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.international import CityLink, TieKind
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Record
from kokusai_extract.model.section import Context, Section, SourceLine
from kokusai_extract.sections.grid import Grid, GridCell, grids, line_before, lines_outside
from kokusai_extract.sections.labels import Label, labels_of, piece_of
from kokusai_extract.sections.legend import Tie, by_sign, inline_tie, kinds_in, leading_signs, legend_entries, tie_of
from kokusai_extract.segment.headings import heading_of
from kokusai_extract.values.cities import Resolution, is_place_name, resolve
from kokusai_extract.values.countries import country_code, is_region
from kokusai_extract.values.dates import partial_dates
from kokusai_extract.values.numbering import numbered

_BRACKET = re.compile(r"\((?P<inner>[^()]*)\)")
_SEPARATOR = re.compile(r"[、,，/]\s*(?![^()]*\))")
_NAME = re.compile(r"[ァ-ヺー一-鿿々ヶぁ-ん][ァ-ヺー一-鿿々ヶぁ-ん・=\- ]{0,23}")
_PROSE = re.compile(r"。|※|[はをが]、|(です|ます|ました)$")
LONGEST = 30
"""A longer line is running text, unless most of it is names in a row."""
_CANDIDATES = 5


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A place as printed, with what is printed about it."""

    name: Passage
    latin: Passage | None = None
    country: Passage | None = None
    since: tuple[Passage, tuple[str, ...]] | None = None
    signs: tuple[Passage, ...] = ()
    tie: Tie | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """The kind of one tie: known, one of several, or not said (both None)."""

    kind: Sourced[TieKind] | None = None
    candidates: Sourced[tuple[str, ...]] | None = None
    slug: str = ""


def extract(section: Section, context: Context) -> Result[Record]:
    """Read the ties of a section that lists cities."""
    tables = [grid for grid in grids(section) if "city" in grid.columns("city_links")]
    free = lines_outside(section, tables)
    lines = [line for line in free if tie_of(line.passage.strip()) or not heading_of(line.passage)]
    legend, groups, rest, unread = _sort(lines)
    entries = [entry for grid in tables for entry in _table_entries(section, grid)]
    entries += _grouped(rest, groups, unread) if groups else _labelled(rest, bool(legend), unread)
    result = _records(entries, legend, context)
    findings = [Finding.at("city-line-unread", piece.anchors(), text=piece.text) for piece in unread]
    return result + Result((), (*findings, *_counted(entries, groups.values())))


def _counted(entries: Sequence[Entry], headings: Iterable[Tie]) -> Iterator[Finding]:
    """Yield a finding for each heading that states another number of cities than stand under it."""
    for tie in headings:
        actual = sum(entry.tie is tie for entry in entries)
        if tie.count is not None and tie.count != actual:
            words = tie.passage.squeeze().text
            yield Finding.at(
                "city-count-differs", tie.passage.anchors(), expected=str(tie.count), actual=str(actual), words=words
            )


def _sort(lines: Sequence[SourceLine]) -> tuple[Mapping[str, Tie], dict[int, Tie], list[Passage], list[Passage]]:
    """Return the legend by sign, headings of kinds by their place in the rest, the other parts of lines, and none yet.

    Lines such as ``● 姉妹・友好都市`` are a legend where several stand together or where names bear their signs;
    else each heads a list.
    """
    rest: list[Passage] = []
    signed: list[tuple[int, tuple[Tie, ...]]] = []
    plain: dict[int, Tie] = {}
    for line in lines:
        if entries := legend_entries(line.passage):
            signed.append((len(rest), entries))
            continue
        for cell in (cell.strip() for cell in line.cells if cell.text.strip()):
            if entries := legend_entries(cell):
                signed.append((len(rest), entries))
            elif tie := tie_of(cell):
                plain[len(rest)] = tie
            elif inline := inline_tie(cell):
                plain[len(rest)] = inline[0]
                rest.append(inline[1])
            else:
                rest.append(cell)
    places = [place for place, _ in signed]
    used = {sign.text for cell in rest for sign in leading_signs(cell)[0]}
    together = len(set(places)) < len(places) or any(len(entries) > 1 for _, entries in signed)
    if together or any(tie.sign and tie.sign.text in used for _, entries in signed for tie in entries):
        return by_sign(tie for _, entries in signed for tie in entries), plain, rest, []
    return {}, dict(sorted((plain | {place: entries[0] for place, entries in signed}).items())), rest, []


def _grouped(cells: Sequence[Passage], groups: Mapping[int, Tie], unread: list[Passage]) -> Iterator[Entry]:
    """Yield the entries of lists under headings; what comes before the first heading has no kind."""
    starts = [*groups, len(cells)]
    yield from _labelled(cells[: starts[0]], False, unread)
    for start, end in pairwise(starts):
        for entry in _labelled(cells[start:end], False, unread, listed=True):
            yield Entry(entry.name, entry.latin, entry.country, entry.since, (), groups[start])


def _labelled(
    cells: Sequence[Passage], has_legend: bool, unread: list[Passage], *, listed: bool = False
) -> Iterator[Entry]:
    """Yield the entries of labels and list items; ``listed`` tells that a heading announced them."""
    listed_cells = (item.rest if (item := numbered(cell)) and item.rest else cell for cell in cells)
    pieces = [piece_of(cell) for cell in listed_cells if not (_is_prose(cell) or is_region(cell.text))]
    for label in labels_of(pieces):
        known = has_legend and bool(label.signs)
        yield from _entries(label, unread, certain=bool(listed or known or label.latin))


def _is_prose(cell: Passage) -> bool:
    if _PROSE.search(cell.text):
        return True
    names = [_BRACKET.sub("", part.text).strip() for part in cell.split(_SEPARATOR)]
    return len(cell) > LONGEST and " " not in cell.text and sum(map(is_place_name, names)) * 2 < len(names)


def _entries(label: Label, unread: list[Passage], *, certain: bool) -> Iterator[Entry]:
    """Yield the places of a label: one, or several in a row (``リヨン、マニラ``), each with its country and date.

    What is no name of a place goes to ``unread``.
    """
    if not label.japanese:
        text, country, since = _details(label.name)
        yield Entry(text.strip(), text.strip(), country, since, label.signs)
        return
    parts = [part for part in label.name.split(_SEPARATOR) if part.text.strip(" :・")]
    for part in parts:
        text, country, since = _details(part)
        names = [text.strip(" :・")]
        spread = [word for word in names[0].split(r"\s+") if word]
        if len(spread) > 1 and all(is_place_name(word.text) for word in spread):
            names = spread
        elif country is None:
            names, country = _apart(names[0])
        alone = len(parts) == len(names) == 1
        for name in names:
            if _NAME.fullmatch(name.text) and (certain or is_place_name(name.text)):
                yield Entry(name, label.latin_name if alone else None, country, since, label.signs)
            else:
                unread.append(part)


def _apart(name: Passage) -> tuple[list[Passage], Passage | None]:
    """Take a country off the end or the beginning of ``サンディエゴ アメリカ合衆国``."""
    parts = [part for part in name.split(r"[\s・]+") if part]
    if len(parts) < 2 or is_place_name(name.text):
        return [name], None
    for country, city in ((parts[-1], parts[:-1]), (parts[0], parts[1:])):
        if country_code(country.text) and is_place_name("".join(part.text for part in city)):
            return [Passage.join(city)], country
    return [name], None


def _details(text: Passage) -> tuple[Passage, Passage | None, tuple[Passage, tuple[str, ...]] | None]:
    """Return a text without the date and the country in it, and those."""
    since = next(partial_dates(text), None)
    if since:
        start = since[0].starts[0]
        cut = text.starts.index(start)
        text = Passage.join([text[:cut], text[cut + len(since[0]) :]]).strip(" ~〜提携締結、:")
    country = None
    for match in reversed(list(_BRACKET.finditer(text.text))):
        inner = [part.strip() for part in text.group(match, "inner").split(r"[、,・]")]
        country = next((part for part in inner if country_code(part.text)), country)
        text = Passage.join([text[: match.start()], text[match.end() :]])
    return text.strip(), country, since


def _table_entries(section: Section, grid: Grid) -> Iterator[Entry]:
    columns = grid.columns("city_links")
    title = line_before(section, grid)
    heading = tie_of(title.passage.strip()) if title else None
    if heading is None and (section.heading or title):
        above = title.passage if title else section.heading
        kinds = kinds_in(above.text) if above else ()
        heading = Tie(above, kinds) if above and len(kinds) == 1 and "kind" not in columns else None
    for row in grid.rows:
        cells = {name: row[index] for name, index in columns.items() if row[index] is not None}
        city = cells.get("city")
        if city is None or city.merged:
            continue
        kind = cells.get("kind")
        tie = Tie(kind.passage, kinds_in(kind.passage.text)) if kind else heading
        name, country, since = _details(city.passage)
        since = _date(cells.get("since")) or since
        signs, name = leading_signs(name)
        country = _passage(cells.get("country")) or country
        yield Entry(name, _passage(cells.get("name_en")), country, since, () if tie else signs, tie)


def _passage(cell: GridCell | None) -> Passage | None:
    return cell.passage if cell else None


def _date(cell: GridCell | None) -> tuple[Passage, tuple[str, ...]] | None:
    return next(partial_dates(cell.passage), None) if cell else None


def _records(entries: Sequence[Entry], legend: Mapping[str, Tie], context: Context) -> Result[Record]:
    """Return the ties and the cities that they lead to, with what is doubted of each."""
    kinds = [(entry, kind) for entry in entries for kind in _kinds(entry, legend)]
    paths = ((entry.name.squeeze().text, kind.slug) for entry, kind in kinds)
    names = (fact_id(context.document.id, "city", *filter(None, path)) for path in paths)
    records: list[Record] = []
    findings: list[Finding] = []
    open_kinds: list[Passage] = []
    for link_id, (entry, kind) in zip(unique_ids(names), kinds, strict=True):
        found = _resolve(entry, context)
        records += [found.city] if found.city and found.city not in records else []
        name = entry.name if entry.name.text.isascii() else entry.name.squeeze()
        records.append(
            CityLink(
                link_id,
                context.document.id,
                found.city.id if found.city else None,
                name.read("cities.name"),
                entry.latin.read("cities.latin") if entry.latin else None,
                entry.country.read("cities.country") if entry.country else None,
                kind.kind,
                kind.candidates,
                _since(entry),
            )
        )
        findings += _doubts(entry, found, link_id)
        if kind.kind is None and kind.candidates is None:
            open_kinds.append(entry.name)
    return Result(tuple(records), (*findings, *_kind_doubts(kinds, legend, open_kinds)))


def _resolve(entry: Entry, context: Context) -> Resolution:
    latin = entry.latin.text if entry.latin else None
    return resolve(entry.name.text, latin, entry.country.text if entry.country else None, context.municipality)


def _kinds(entry: Entry, legend: Mapping[str, Tie]) -> list[_Kind]:
    """Return the kinds of an entry's ties: by its heading or column, else one for each sign."""
    if entry.tie and entry.tie.kinds:
        return [_kind(entry.tie.passage, entry.tie, "cities.kind-by-heading", "inherited")]
    known = [(sign, legend[sign.text]) for sign in entry.signs if sign.text in legend]
    return [_kind(Passage.join([sign, tie.passage]), tie, "cities.kind-by-sign") for sign, tie in known] or [_Kind()]


def _kind(place: Passage, tie: Tie, rule: str, origin: Origin = "printed") -> _Kind:
    slug = "+".join(tie.kinds)
    if len(tie.kinds) == 1:
        return _Kind(place.sourced(tie.kinds[0], rule, origin=origin), None, slug)
    return _Kind(None, place.sourced(tie.kinds, rule, origin=origin), slug)


def _since(entry: Entry) -> Sourced[str] | None:
    if entry.since is None or len(entry.since[1]) > 1:
        return None
    return entry.since[0].sourced(entry.since[1][0], "cities.since")


def _doubts(entry: Entry, found: Resolution, link_id: str) -> Iterator[Finding]:
    name = entry.name
    if found.city is None:
        named = [f"{c.name} ({c.name_en}, {c.country_code})" for c in found.candidates[:_CANDIDATES]]
        yield _finding("city-unresolved", name, link_id, name=name.text, candidates="、".join(named) or "—")
    elif found.by == "geonames":
        city = f"{found.city.name_en}, {found.city.country_code}"
        yield _finding("city-resolved-by-geonames", name, link_id, name=name.text, city=city)
    if entry.since and len(entry.since[1]) > 1:
        passage, readings = entry.since
        yield _finding("city-date-contradicts", passage, link_id, name=name.text, readings="、".join(readings))


def _finding(code: str, place: Passage, link_id: str, **values: str) -> Finding:
    return Finding.at(code, place.anchors(), table_name="city_links", row_id=link_id, **values)


def _kind_doubts(
    kinds: Sequence[tuple[Entry, _Kind]], legend: Mapping[str, Tie], open_kinds: Sequence[Passage]
) -> Iterator[Finding]:
    """Yield one finding for all names without a kind, and one for each sign or heading that stands for several."""
    if open_kinds:
        names, places = "、".join(name.text for name in open_kinds), Passage.join(open_kinds).anchors()
        code = "city-sign-lost" if legend else "city-kind-open"
        yield Finding.at(code, places, table_name="city_links", count=len(open_kinds), names=names)
    several: dict[str, list[tuple[Entry, Sourced[tuple[str, ...]]]]] = {}
    for entry, kind in kinds:
        if kind.candidates:
            several.setdefault(kind.slug, []).append((entry, kind.candidates))
    for found in several.values():
        yield Finding.at(
            "city-kind-several",
            tuple(anchor for _, candidates in found for anchor in candidates.anchors),
            table_name="city_links",
            kinds="、".join(found[0][1].value),
            names="、".join(entry.name.text for entry, _ in found),
        )
    for entry, _ in kinds:
        unknown = [sign for sign in entry.signs if legend and sign.text not in legend]
        for sign in unknown:
            yield Finding.at("city-sign-unknown", sign.anchors(), sign=sign.text, name=entry.name.text)
