"""Random budget worlds: invented bureaus' budgets that add up, of 3 to some 60 lines over two years.

All names and figures come out of a seeded generator; nothing is taken from a document. How they are printed is told in
:mod:`tests.support.world_layouts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

YEAR = 2021
"""The fiscal year of every world: 令和3年度."""
FIELDS = re.findall(
    "..", "交通港湾緑地河川防災統計文化観光消防水道教育福祉衛生税務建築農政商業工業雇用住宅道路公園図書広報"
)
WORKS = re.findall("..", "調査整備保全普及研修連携育成支援管理改修検査助成振興啓発更新点検")
MIXED = 0.1
"""Share of groups whose programmes are not numbered in the order of the summary's lines."""
MARKS = ["", "", "", "【新規】", "【拡充】"]


@dataclass
class Item:
    """A programme; figures in 千円. ``previous`` is None where it had none last year."""

    name: str
    amount: int
    previous: int | None
    mark: str = ""


@dataclass
class Share:
    """A line of the summary, which stands for programmes that follow each other."""

    name: str
    items: list[Item]

    @property
    def amount(self) -> int:
        return sum(item.amount for item in self.items)

    @property
    def previous(self) -> int:
        return sum(item.previous or 0 for item in self.items)


@dataclass
class Group:
    """A group with its summary lines and its sources of funds."""

    name: str
    shares: list[Share]
    order: list[Item] = field(default_factory=list)
    funding: dict[str, int] = field(default_factory=dict)

    @property
    def items(self) -> list[Item]:
        """The programmes in the order of their numbers."""
        return self.order or [item for share in self.shares for item in share.items]

    @property
    def amount(self) -> int:
        return sum(share.amount for share in self.shares)

    @property
    def previous(self) -> int:
        return sum(share.previous for share in self.shares)


@dataclass
class World:
    """A whole budget. ``nested``: the summary prints the groups' lines too."""

    groups: list[Group]
    nested: bool

    @property
    def amount(self) -> int:
        return sum(group.amount for group in self.groups)

    @property
    def previous(self) -> int:
        return sum(group.previous for group in self.groups)


def make(rng: Random) -> World:
    """Return a world of 3 to some 60 lines."""
    names = [f"{a}{b}" for a in FIELDS for b in FIELDS if a != b]
    rng.shuffle(names)
    groups = []
    for _ in range(rng.randint(2, 4)):
        shares = []
        for _ in range(rng.randint(1, 4)):
            items = [_item(rng, names.pop()) for _ in range(rng.choice((1, 1, 2, 3, 4)))]
            alone = len(items) == 1 and rng.random() < 0.6
            shares.append(Share(items[0].name.removesuffix("費") if alone else f"{names.pop()}の運営", items))
        group = Group(f"{names.pop()}の推進", shares)
        group.funding = _funding(rng, group.amount)
        if rng.random() < MIXED:
            group.order = rng.sample(group.items, len(group.items))
        groups.append(group)
    return World(groups, rng.random() < 0.7)


def _item(rng: Random, name: str) -> Item:
    size = 10 ** rng.randint(1, 6)
    amount = rng.randint(1, size)
    mark = rng.choice(MARKS)
    previous = None if mark == "【新規】" else max(0, amount + rng.randint(-size // 3 - 1, size // 3 + 1))
    return Item(f"{name}{rng.choice(WORKS)}事業費", amount, previous, mark)


def _funding(rng: Random, amount: int) -> dict[str, int]:
    sources = {}
    left = amount
    for source in ("国", "県", "その他"):
        sources[source] = 0 if rng.random() < 0.5 else rng.randint(0, left)
        left -= sources[source]
    return {**sources, "一般財源": left}


def summary_rows(world: World) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield the lines of the summary in order."""
    for group in world.groups:
        yield group.name, (group.amount, group.previous, group.amount - group.previous)
        for share in group.shares if world.nested else ():
            yield share.name, (share.amount, share.previous, share.amount - share.previous)
    yield "合計", (world.amount, world.previous, world.amount - world.previous)
