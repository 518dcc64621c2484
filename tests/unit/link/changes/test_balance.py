"""Figures that add up to others, in one way only."""

from __future__ import annotations

from dataclasses import dataclass

from kokusai_extract.link.changes.balance import Group, balanced


@dataclass(frozen=True)
class Thing:
    id: str


def named(**figures: int) -> dict[Thing, int]:
    return {Thing(name): value for name, value in figures.items()}


def found(before: dict[Thing, int], after: dict[Thing, int], *, akin: bool = False, unit: int = 1) -> list[str]:
    groups = balanced(before, after, unit=unit, akin=lambda group: akin)
    return sorted("".join(item.id for item in one) + "=" + "".join(item.id for item in other) for one, other in groups)


def test_equal_figures_and_sums_in_one_way_are_found() -> None:
    before = named(a=41123, b=26287, c=7741, d=145773)
    after = named(x=41123, y=34028, z=145502, w=271)
    assert found(before, after) == ["a=x", "bc=y", "d=wz"]


def test_several_may_become_several() -> None:
    assert found(named(a=81061, b=276341, c=277063), named(x=146571, y=487894)) == ["abc=xy"]


def test_two_ways_are_no_way() -> None:
    assert found(named(a=41123, b=41123), named(x=41123)) == []
    assert found(named(a=30111, b=20222), named(x=10101, y=20010, z=10222, w=10000)) == ["a=xy", "b=wz"]
    assert found(named(a=30111), named(x=10101, y=20010, z=10111, w=20000)) == []


def test_what_holds_a_doubtful_group_is_not_found_either() -> None:
    assert found(named(a=41123, b=41123, c=50505), named(x=41123, y=91628)) == []


def test_round_sums_prove_nothing_unless_the_names_agree() -> None:
    before, after = named(a=20000), named(x=10000, y=10000)
    assert found(before, after) == []
    assert found(before, after, akin=True) == ["a=xy"]
    assert found(named(a=20_000_000), named(x=20_000_000), unit=1000) == []
    assert found(named(a=41_123_000), named(x=41_123_000), unit=1000) == ["a=x"]


def test_more_is_added_up_only_where_chance_is_small() -> None:
    few = named(a=1003, b=1010)
    assert found(few, named(x=2013), unit=1) == ["ab=x"]
    many = {Thing(f"m{n}"): 3001 + 7 * n * n for n in range(14)}
    assert found(many | few, named(x=2013, y=5001)) == []


def test_nothing_and_zero_balance_nothing() -> None:
    assert found({}, named(x=1)) == []
    assert found(named(a=0), named(x=0)) == []


def test_order_is_nothing() -> None:
    before, after = named(c=7741, b=26287, a=41123), named(y=34028, x=41123)
    told = balanced(before, after, unit=1)
    assert told == balanced(dict(reversed(before.items())), dict(reversed(after.items())), unit=1)
    assert told[1] == Group((Thing("b"), Thing("c")), (Thing("y"),))
