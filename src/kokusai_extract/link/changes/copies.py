"""One fact printed in several documents of a year: found, and made one without choosing between contradictions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kokusai_extract.link.changes.alike import key
from kokusai_extract.link.changes.year import Row
from kokusai_extract.model.finding import Finding

Copies = tuple[Row, ...]
"""The rows of one fact, at most one a document, the document that counts most first."""

_LAYERS = ("native", "plain", "ocr")


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of one bureau and year. ``doubts`` gathers where they contradict each other."""

    rank: dict[str, int]
    proposed: frozenset[str]
    doubts: list[Finding] = field(default_factory=list)

    @staticmethod
    def of(documents: Iterable[Row]) -> Documents:
        """Rank documents: what is approved before a draft (案), a text layer before plain text before OCR."""
        ordered = sorted(
            documents, key=lambda row: (row["phase"] == "proposed", _LAYERS.index(row["text_layer"]), row["id"])
        )
        return Documents(
            {row["id"]: number for number, row in enumerate(ordered)},
            frozenset(row["id"] for row in ordered if row["phase"] == "proposed"),
        )

    def group(self, rows: Iterable[Row], same: Callable[[Row], Hashable]) -> list[Copies]:
        """Return the rows by fact. What one document prints twice is two facts: its second goes with others' second."""
        groups: dict[Hashable, list[Row]] = defaultdict(list)
        seen: Counter[Hashable] = Counter()
        for row in sorted(rows, key=lambda row: (self.rank[row["document_id"]], row.get("position") or 0, row["id"])):
            name = same(row)
            seen[row["document_id"], name] += 1
            groups[name, seen[row["document_id"], name]].append(row)
        return sorted((tuple(group) for group in groups.values()), key=lambda group: str(group[0]["id"]))

    def settle(self, table: str, copies: Copies, column: str, *, name: str) -> Any:
        """Return what the copies say in a column: what they agree on, or else what the approved ones agree on.

        None, and a doubt, where neither is one value.
        """
        said = {row[column]: row["document_id"] for row in reversed(copies) if row[column] is not None}
        if len(said) < 2:
            return next(iter(said), None)
        values = " / ".join(f"{value} ({document})" for value, document in sorted(said.items(), key=str))
        approved = {value for value in said if any(r[column] == value and self._approved(r) for r in copies)}
        chosen = approved.pop() if len(approved) == 1 else None
        self.doubts.append(
            Finding(
                "change-documents-disagree" if chosen is None else "change-draft-differs",
                copies[0]["document_id"],
                table_name=table,
                row_id=copies[0]["id"],
                values=(("name", name), ("column", column), ("values", values)),
            )
        )
        return chosen

    def _approved(self, row: Row) -> bool:
        return row["document_id"] not in self.proposed


def sided(rows: Sequence[Row], parent: str = "parent_id") -> Callable[[Row], tuple[str | None, ...]]:
    """Return what gives the 会計 of a ledger's line and its side (歳入, 歳出), as it or a line above it names them.

    Other lines have none.
    """
    by_id = {row["id"]: row for row in rows}

    def side(row: Row) -> tuple[str | None, ...]:
        at: Row | None = row
        seen: set[str] = set()
        while at is not None and at["id"] not in seen:
            if at.get("fund") or at.get("side"):
                return at.get("fund"), at.get("side")
            seen.add(at["id"])
            at = by_id.get(at[parent])
        return ()

    return side


def named(rows: Sequence[Row], parent: str = "parent_id") -> Callable[[Row], Hashable]:
    """Return what tells the rows of a tree apart: the name where no document has it twice, else the names above too.

    A row without a name is told by its number, its amount and the names above it; without those it is like no other.
    """
    by_id = {row["id"]: row for row in rows}
    side = sided(rows, parent)
    counts = Counter((row["document_id"], row.get("table_kind"), key(row["name"])) for row in rows if row["name"])
    often = {(kind, name) for (_, kind, name), count in counts.items() if count > 1}

    def path(row: Row | None, seen: tuple[str, ...] = ()) -> tuple[str, ...]:
        if row is None or row["id"] in seen:
            return ()
        return (*path(by_id.get(row[parent]), (*seen, row["id"])), key(row["name"] or ""))

    def same(row: Row) -> Hashable:
        kind = row.get("table_kind")
        of = (kind, *side(row))
        if not row["name"]:
            told = row.get("number"), row.get("amount")
            return (*of, *path(row), *told) if any(told) else str(row["id"])
        name = key(row["name"])
        return (*of, *path(row)) if (kind, name) in often else (*of, name)

    return same
