"""Posts and their holders as records, however they were printed: what charts, lists and contact blocks share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kokusai_extract.model.evidence import Certainty, Sourced
from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.ids import fact_id, unique_ids
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Membership, Person, Post, Rank, Record
from kokusai_extract.model.section import Section
from kokusai_extract.read.normalize import search_key
from kokusai_extract.values.people import Name
from kokusai_extract.values.titles import PostTitle, outranks


@dataclass(frozen=True, slots=True, eq=False)
class Holder:
    """A person's name as printed: ``name`` read from ``passage``, its offsets counted there."""

    passage: Passage
    name: Name

    @property
    def key(self) -> str:
        """The name without spaces, variant characters folded: equal for one printed name and another."""
        return search_key(self.name.text)

    @property
    def printed(self) -> Passage:
        """Where the name stands."""
        return self.passage[self.name.start : self.name.end]


@dataclass(frozen=True, slots=True, eq=False)
class Seat:
    """A post as printed, and who holds it. ``title`` is its squeezed text; ``post`` what the grammar says of it.

    ``holders`` are the places where its holder is named: None for a post whose holder is open. ``marked`` is where
    兼務 or the like is printed. ``certainty`` tells how title and holder belong together.
    """

    title: Passage
    post: PostTitle
    holder: Holder | None = None
    certainty: Certainty | None = None
    phone: Sourced[str] | None = None
    unit: Sourced[str] | None = None
    marked: Passage | None = None
    on_behalf_of: Sourced[str] | None = None
    vacant: Passage | None = None

    @property
    def rank(self) -> Rank:
        """The rank that the title says."""
        return self.post.rank


def records(
    section: Section, document_id: str, seats: Sequence[Seat], unplaced: Sequence[Holder], rule: str
) -> Result[Record]:
    """Return the posts, people and memberships of a section.

    ``unplaced`` are names whose post is open. A post with nobody printed has a membership without a person, unless it
    is printed as vacant; a name without a post has one without a post. ``rule`` names what read them.
    """
    post_ids = unique_ids(fact_id(section.id, "post", seat.post.text) for seat in seats)
    bearers, findings = _bearers(document_id, list(_with_seats(seats, unplaced)))
    people: list[Record] = list(_people(bearers, rule))
    posts: list[Record] = []
    memberships: list[Record] = []
    for seat, post_id in zip(seats, post_ids, strict=True):
        posts.append(
            Post(
                post_id,
                document_id,
                seat.unit,
                seat.title.read(f"{rule}.title"),
                seat.title.sourced(seat.rank, "titles.rank"),
                seat.phone,
            )
        )
        if seat.vacant is None:
            memberships.append(_membership(post_id, document_id, seat, bearers, rule))
        else:
            findings.append(
                Finding.at(
                    "people-post-vacant",
                    seat.title.anchors() + seat.vacant.anchors(),
                    table_name="posts",
                    row_id=post_id,
                    title=seat.post.text,
                    text=seat.vacant.text,
                )
            )
    names = unique_ids(fact_id(section.id, "membership", "open") for _ in unplaced)
    for holder, name in zip(unplaced, names, strict=True):
        person = holder.printed.sourced(bearers[holder], f"{rule}.name")
        memberships.append(Membership(name, document_id, None, person, certainty=None))
    return Result((*people, *posts, *memberships), tuple(findings))


def _with_seats(seats: Sequence[Seat], unplaced: Sequence[Holder]) -> Iterator[tuple[Holder, Seat | None]]:
    for seat in seats:
        if seat.holder:
            yield seat.holder, seat
    for holder in unplaced:
        yield holder, None


def _membership(post_id: str, document_id: str, seat: Seat, bearers: dict[Holder, str], rule: str) -> Membership:
    holder = seat.holder
    person = holder.printed.sourced(bearers[holder], f"{rule}.name") if holder else None
    return Membership(
        post_id.replace("/post/", "/membership/", 1),
        document_id,
        seat.title.sourced(post_id, f"{rule}.title"),
        person,
        seat.marked.sourced(True, "titles.concurrent") if seat.marked else None,
        seat.on_behalf_of,
        seat.certainty if person else None,
    )


def _bearers(document_id: str, places: Sequence[tuple[Holder, Seat | None]]) -> tuple[dict[Holder, str], list[Finding]]:
    """Return the person's id for each printed name and doubts about namesakes.

    Two places with one name are one person where 兼務 is printed at one of them, where both bear one extension, or
    where one post leads and the other stands below it in the same unit; otherwise they are two people.
    """
    groups: dict[str, list[list[tuple[Holder, Seat | None]]]] = {}
    for holder, seat in places:
        group = groups.setdefault(holder.key, [])
        known = next((b for b in group if any(holder is other or _same(seat, above) for other, above in b)), None)
        if known is None:
            group.append([(holder, seat)])
        else:
            known.append((holder, seat))
    bearers: dict[Holder, str] = {}
    findings: list[Finding] = []
    for group in groups.values():
        ids = unique_ids(fact_id(document_id, "person", group[0][0][0].name.text) for _ in group)
        for members, name in zip(group, ids, strict=True):
            bearers.update((holder, name) for holder, _ in members)
        if len(group) > 1:
            anchors = tuple(anchor for members in group for holder, _ in members for anchor in holder.printed.anchors())
            titles = "、".join(seat.post.text for members in group for _, seat in members if seat)
            findings.append(
                Finding.at(
                    "people-namesakes",
                    anchors,
                    table_name="people",
                    row_id=ids[0],
                    name=group[0][0][0].name.text,
                    titles=titles or "—",
                    count=len(group),
                )
            )
    return bearers, findings


def _same(one: Seat | None, other: Seat | None) -> bool:
    if one is None or other is None:
        return False
    if one.marked or other.marked:
        return True
    if one.phone and other.phone:
        return one.phone.value == other.phone.value
    return outranks(one.rank, other.rank) is not None and _in_line(one, other)


def _in_line(one: Seat, other: Seat) -> bool:
    units = [seat.unit.value for seat in (one, other) if seat.unit]
    return len(units) == 2 and (units[0].startswith(units[1]) or units[1].startswith(units[0]))


def _people(bearers: Mapping[Holder, str], rule: str) -> Iterator[Person]:
    places: dict[str, list[Holder]] = {}
    for holder, name in bearers.items():
        places.setdefault(name, []).append(holder)
    for name, (first, *others) in places.items():
        read = first.name
        family = first.passage[slice(*read.family)].squeeze() if read.family else None
        given = first.passage[slice(*read.given)].squeeze() if read.given else None
        printed = first.printed.sourced(read.text, f"{rule}.name")
        for other in others:
            printed = printed.also_at(other.printed.anchors())
        yield Person(
            name,
            printed,
            family.read("people.family") if family else None,
            given.read("people.given") if given else None,
        )
