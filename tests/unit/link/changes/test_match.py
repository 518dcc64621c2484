"""Pairing: mutual, decided, ahead of the next."""

from __future__ import annotations

from dataclasses import dataclass

from kokusai_extract.link.changes.match import Judge, Likeness, components, pair, sides, unpaired


@dataclass(frozen=True)
class Thing:
    id: str


A, B, C = Thing("a"), Thing("b"), Thing("c")
X, Y, Z = Thing("x"), Thing("y"), Thing("z")


def judge(scores: dict[str, float], decides: bool = True) -> Judge[Thing]:
    def of(one: Thing, other: Thing) -> Likeness | None:
        score = scores.get(one.id + other.id)
        return None if score is None else Likeness(score, (), decides)

    return of


def names(edges: object) -> list[str]:
    return [edge.before.id + edge.after.id for edge in edges]  # type: ignore[attr-defined]


def test_the_best_of_both_sides_are_paired() -> None:
    found = pair([A, B], [X, Y], judge({"ax": 0.9, "ay": 0.7, "bx": 0.6, "by": 0.9}))
    assert names(found.pairs) == ["ax", "by"]
    assert found.doubts == ()


def test_two_that_come_close_stay_open() -> None:
    found = pair([A], [X, Y], judge({"ax": 0.9, "ay": 0.85}))
    assert names(found.pairs) == []
    assert names(found.doubts) == ["ax", "ay"]


def test_a_margin_of_a_tenth_is_enough() -> None:
    assert names(pair([A], [X, Y], judge({"ax": 0.9, "ay": 0.8})).pairs) == ["ax"]


def test_what_is_paired_no_longer_stands_in_the_way() -> None:
    found = pair([A, B], [X, Y], judge({"ax": 1.0, "bx": 0.75, "by": 0.7}))
    assert names(found.pairs) == ["ax", "by"]


def test_what_does_not_decide_stays_open_and_stands_in_the_way() -> None:
    def mixed(one: Thing, other: Thing) -> Likeness:
        return Likeness(0.8, (), decides=one is A)

    assert names(pair([A], [X], mixed).pairs) == ["ax"]
    assert names(pair([A, B], [X], mixed).pairs) == []
    assert names(pair([B], [X], mixed).doubts) == ["bx"]


def test_a_doubt_that_is_far_behind_at_both_ends_is_none() -> None:
    scores = {"ax": 0.9, "ay": 0.9, "bx": 0.9, "by": 0.9, "cy": 0.2, "cz": 0.5, "az": 0.2}
    assert names(pair([A, B, C], [X, Y, Z], judge(scores, decides=False)).doubts) == ["ax", "ay", "bx", "by", "cz"]


def test_edges_that_hang_together_are_one_component() -> None:
    edges = pair([A, B, C], [X, Y, Z], judge({"ax": 0.5, "bx": 0.5, "by": 0.5, "cz": 0.5}, decides=False)).doubts
    groups = components(edges)
    assert [names(group) for group in groups] == [["ax", "bx", "by"], ["cz"]]
    assert [sides(group) for group in groups] == [((A, B), (X, Y)), ((C,), (Z,))]
    assert unpaired([A, B, C, Thing("d")], [X, Y, Z], groups[0]) == ([C, Thing("d")], [Z])


def test_one_id_on_both_sides_is_two_things() -> None:
    found = pair([A], [A], judge({"aa": 1.0}))
    assert unpaired([A, B], [A, B], found.pairs) == ([B], [B])
