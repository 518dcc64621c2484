"""Random budget worlds: invented bureaus' budgets that add up, printed as text, torn, and damaged on purpose.

All names and figures come out of a seeded generator; nothing is taken from a document.
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


Truth = dict[tuple[str, str, str], int]
"""(table, name, column) to yen; a source of funds is named ``group/source``."""


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


def truth(world: World) -> Truth:
    """Return every figure of a world that is printed."""
    found: Truth = {}

    def put(table: str, name: str, amount: int, previous: int | None, change: bool) -> None:
        found[table, name, "amount"] = amount * 1000
        if previous is not None:
            found[table, name, "previous_amount"] = previous * 1000
        if change:
            found[table, name, "change"] = (amount - (previous or 0)) * 1000

    put("summary", "合計", world.amount, world.previous, True)
    for group in world.groups:
        put("summary", group.name, group.amount, group.previous, True)
        put("breakdown", group.name, group.amount, group.previous, True)
        for share in group.shares if world.nested else ():
            put("summary", share.name, share.amount, share.previous, True)
        for item in group.items:
            put("breakdown", item.name, item.amount, item.previous, False)
        for source, amount in group.funding.items():
            found["funding", f"{group.name}/{source}", "amount"] = amount * 1000
    return found


def number(rng: Random, value: int) -> str:
    """Return a figure as such documents print it."""
    sign = "" if value >= 0 else rng.choice(("▲ ", "▲", "△", "△ "))
    return f"{sign}{abs(value):,}"


def summary_rows(world: World) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield the lines of the summary in order."""
    for group in world.groups:
        yield group.name, (group.amount, group.previous, group.amount - group.previous)
        for share in group.shares if world.nested else ():
            yield share.name, (share.amount, share.previous, share.amount - share.previous)
    yield "合計", (world.amount, world.previous, world.amount - world.previous)


def printed(rng: Random, world: World, *, torn: bool) -> str:
    """Return the world as the text of a document, in one of several layouts."""
    summary = _torn_summary(rng, world) if torn else _whole_summary(rng, world)
    gap = "\n\n\n\n\n"
    parts = [f"令和{YEAR - 2018}年度予算総括表\n（単位：千円）\n\n{summary}"]
    for index, group in enumerate(world.groups):
        head = "事業別内訳\n\n※（　）内は前年度予算額\n\n" if index == 0 else ""
        body = _torn_breakdown(rng, index, group) if torn else _whole_breakdown(rng, index, group)
        parts.append(head + body)
    return gap.join(parts) + "\n"


def _whole_summary(rng: Random, world: World) -> str:
    tabs = rng.random() < 0.5
    between = "\t" if tabs else " "
    head = between.join(("区分", f"令和{YEAR - 2018}年度", f"令和{YEAR - 2019}年度", "増△減"))
    rows = [between.join((name, *(number(rng, value) for value in values))) for name, values in summary_rows(world)]
    return "\n".join([head, *rows])


def _whole_breakdown(rng: Random, index: int, group: Group) -> str:
    lines = [f"({index + 1})\t{group.name}\t"]
    lines += [f"本年度 予算額\t{group.amount:,}\t千円", f"前年度 予算額\t{group.previous:,}\t千円"]
    lines += [f"差引\t{number(rng, group.amount - group.previous)}\t千円"]
    lines += [
        f"{'本年度の 財源内訳' if position == 0 else ''}\t{source}\t{amount:,}\t千円"
        for position, (source, amount) in enumerate(group.funding.items())
    ]
    for position, item in enumerate(group.items, 1):
        lines.append(f"{position} {item.name}{item.mark} {_pair(item)}")
        lines.append("地域の皆様と進めます。")
    return "\n".join(lines)


def _pair(item: Item) -> str:
    return f"{item.amount:,}千円" + (f" ({item.previous:,}千円)" if item.previous is not None else " (—)")


def _torn_summary(rng: Random, world: World) -> str:
    lines = ["区　分 令和3年度", "令和2年度", "増　減"]
    for name, values in summary_rows(world):
        figures = [number(rng, value) for value in values]
        how = rng.random()
        if how < 0.45:
            lines.append(" ".join((name, *figures)))
            continue
        cut = rng.choice(((3,), (3,), (1, 2), (2, 1), (1, 1, 1)))
        parts, start = [], 0
        for size in cut:
            parts.append(" ".join(figures[start : start + size]))
            start += size
        if how < 0.65 and len(parts) > 1:
            parts[0] = f"{name} {parts[0]}"
            lines += parts
        else:
            lines += [name, *parts]
    rng.shuffle(lines)
    return "\n\n".join(lines)


def _torn_breakdown(rng: Random, index: int, group: Group) -> str:
    """Return names in order, then figures in any order; in the box some figures stand behind their labels."""
    labels = [f"{position}　{item.name}{item.mark}" for position, item in enumerate(group.items, 1)]
    figures: list[str] = []
    for item in group.items:
        pair = [f"{item.amount:,}千円"] + ([f"({item.previous:,}千円)"] if item.previous is not None else [])
        figures += [" ".join(pair)] if rng.random() < 0.7 else pair
    rng.shuffle(figures)
    sums = [("本　年　度\n予　算　額", group.amount), ("前　年　度\n予　算　額", group.previous)]
    sums.append(("差　　　引", group.amount - group.previous))
    box: list[str] = []
    for label, value in sums:
        box += [f"{label} {number(rng, value)}"] if rng.random() < 0.8 else [label, number(rng, value)]
    torn = rng.random() < 0.5
    for source, value in group.funding.items():
        apart = torn and source != "その他" and rng.random() < 0.5
        box += [source, f"{value:,}"] if apart else [f"{source} {value:,}"]
    head = f"（{index + 1}） {group.name}"
    return "\n\n".join([*labels, head, *box, "千円", *figures])


def damage(rng: Random, text: str) -> tuple[str, str]:
    """Return the text with one line dropped, one doubled, or one digit misread; and which of these was done."""
    lines = text.split("\n")
    with_figures = [i for i, line in enumerate(lines) if any(c.isdigit() for c in line) and "年度予算" not in line]
    at = rng.choice(with_figures)
    kind = rng.choice(("dropped", "doubled", "misread"))
    if kind == "dropped":
        del lines[at]
    elif kind == "doubled":
        lines.insert(at, lines[at])
    else:
        digits = [i for i, c in enumerate(lines[at]) if c.isdigit()]
        place = rng.choice(digits)
        other = rng.choice([d for d in "123456789" if d != lines[at][place]])
        lines[at] = lines[at][:place] + other + lines[at][place + 1 :]
    return "\n".join(lines), kind
