"""What records say about posts and their holders, as rows that are easy to compare."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kokusai_extract.model.finding import Result
from kokusai_extract.model.records import Membership, OrgUnit, Person, Post, Record


class Row(NamedTuple):
    """A membership; ``unit`` is the last name on the way to it."""

    title: str | None
    name: str | None
    certainty: str | None
    phone: str | None = None
    unit: str | None = None
    concurrent: bool | None = None


def rows(records: Iterable[object]) -> list[Row]:
    """Return the memberships among records, in their order."""
    found = list(records)
    posts = {item.id: item for item in found if isinstance(item, Post)}
    names = {item.id: item.name.value for item in found if isinstance(item, Person)}
    result = []
    for item in found:
        if isinstance(item, Membership):
            post = posts[item.post_id.value] if item.post_id else None
            result.append(
                Row(
                    post.title.value if post else None,
                    names[item.person_id.value] if item.person_id else None,
                    item.certainty,
                    post.phone.value if post and post.phone else None,
                    post.unit_id.value.rpartition("/")[2] if post and post.unit_id else None,
                    item.concurrent.value if item.concurrent else None,
                )
            )
    return result


def pairs(result: Result[Record]) -> list[tuple[str | None, str | None, str | None]]:
    """Return title, name and certainty of each membership."""
    return [row[:3] for row in rows(result.items)]


def codes(result: Result[Record]) -> list[str]:
    """Return the codes of the findings, sorted."""
    return sorted(finding.code for finding in result.findings)


def tree(result: Result[Record]) -> list[tuple[str, str | None, str]]:
    """Return name, parent's name and certainty of each unit."""
    units = {item.id: item for item in result.items if isinstance(item, OrgUnit)}
    return [
        (unit.name.value, units[unit.parent_id.value].name.value if unit.parent_id else None, unit.certainty)
        for unit in units.values()
    ]
