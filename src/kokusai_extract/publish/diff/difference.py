"""What changed between two years of a bureau, each row with the places where both its sides are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kokusai_extract.errors import NothingToCompare, NothingToServe
from kokusai_extract.link.changes.compare import Facet
from kokusai_extract.publish.diff.comparison import TABLE_OF, Part, documents_of, held, missing_years, parts
from kokusai_extract.publish.site.reader import Reader, Readers
from kokusai_extract.store.write import DATABASE

SECONDS = 600.0
"""How long the queries and nothing else may take in all: a person waits, no server."""

PRINTED_AS: Mapping[Facet, str] = {
    "unit": "name",
    "duty": "text",
    "budget": "name",
    "personnel": "person_id",
    "city": "printed_name",
    "office": "name",
}
"""The column whose place is told; a budget line without a name is found by its amount."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is printed. ``page`` counts from 1; None where only the document is known."""

    document_id: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two years of a bureau. ``documents`` are those of both years, in order; ``places`` are by the id of a row.

    ``missing`` are the gaps (first, last) between the two years in which the bureau has no document at all.
    """

    bureau: str
    earlier: int
    later: int
    documents: Sequence[Any]
    missing: Sequence[tuple[int, int]]
    between: Sequence[int]
    parts: Sequence[Part]
    places: Mapping[str, Place]


def difference(folder: Path, one: int, other: int, bureau: str | None = None) -> Difference:
    """Compare two years of a bureau as ``folder/kokusai.db`` holds them, the earlier one first.

    Raises:
        NothingToServe: when the folder holds no database.
        NothingToCompare: when it holds no such years or bureau; the message names what there is.
    """
    database = folder / DATABASE
    if not database.is_file():
        raise NothingToServe(f"{folder} holds no {DATABASE}")
    earlier, later = min(one, other), max(one, other)
    with Readers(database).reader(SECONDS) as reader:
        there = held(reader)
        name = _chosen(there, earlier, later, bureau)
        years = there[name]
        documents = documents_of(reader, name, earlier, later)
        found = parts(reader, name, earlier, later)
        return Difference(
            name,
            earlier,
            later,
            documents,
            [gap for gap in missing_years(years) if earlier < gap[0] <= later],
            [year for year in years if earlier < year < later],
            found,
            {row: place for part in found for row, place in _places(reader, part, documents)},
        )


def _chosen(there: Mapping[str, Sequence[int]], earlier: int, later: int, bureau: str | None) -> str:
    """Return the bureau that is meant: the one named, or the only one that has documents of both years."""
    if not there:
        raise NothingToCompare("no document says its bureau and fiscal year (局と年度の分かる資料がありません)")
    if bureau is not None and bureau not in there:
        raise NothingToCompare(f"there is no bureau {bureau} (局がありません); there are: {_listed(there)}")
    if earlier == later:
        raise NothingToCompare(f"{earlier} is one year (同じ年度です); there are: {_listed(there, bureau)}")
    both = [name for name, years in there.items() if {earlier, later} <= set(years) and bureau in (None, name)]
    if not both:
        known = {year for name, years in there.items() if bureau in (None, name) for year in years}
        absent = [str(year) for year in (earlier, later) if year not in known]
        why = f"no documents of {' and '.join(absent)}" if absent else f"no bureau has both {earlier} and {later}"
        raise NothingToCompare(f"{why} (その年度の資料がありません); there are: {_listed(there, bureau)}")
    if len(both) > 1:
        raise NothingToCompare(f"several bureaus have both years (局を選んでください): --bureau {' | '.join(both)}")
    return both[0]


def _listed(there: Mapping[str, Sequence[int]], bureau: str | None = None) -> str:
    return "; ".join(f"{name} {', '.join(map(str, years))}" for name, years in there.items() if bureau in (None, name))


def _places(reader: Reader, part: Part, documents: Sequence[Any]) -> list[tuple[str, Place]]:
    """Return (row, place) of every row of a part: its first observation, printed ones first."""
    if not part.changes:
        return []
    table, column = TABLE_OF[part.facet], PRINTED_AS[part.facet]
    found: dict[str, Place] = {}
    for change in part.changes:
        for row in (change.before, change.after):
            if row is not None:
                found[row["id"]] = Place(row["document_id"], None)
    sql = """
        SELECT row_id, page FROM observations
        WHERE +table_name = ?1 AND document_id = ?2 AND column_name IN (?3, ?4) AND page IS NOT NULL
        ORDER BY column_name <> ?3, origin NOT IN ('printed', 'corrected'), page
    """
    second = "amount" if part.facet == "budget" else column
    for document in documents:
        for row_id, page in reader.rows(sql, table, document["id"], column, second):
            if row_id in found and found[row_id].page is None:
                found[row_id] = Place(document["id"], page)
    return list(found.items())
