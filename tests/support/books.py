"""Invented ledgers of several 会計, and the styles that cities print them in."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Literal

NOUNS = [
    "総務",
    "民生",
    "衛生",
    "農林",
    "商工",
    "土木",
    "消防",
    "教育",
    "保健",
    "福祉",
    "環境",
    "観光",
    "道路",
    "河川",
    "住宅",
    "学校",
    "図書",
    "統計",
    "選挙",
    "戸籍",
]
FUNDS = (
    "一般会計",
    "国民健康保険事業特別会計",
    "介護保険特別会計(保険事業勘定)",
    "市営住宅事業会計",
    "後期高齢者医療特別会計",
)
SECTIONS = ((1, "報酬"), (2, "給料"), (3, "職員手当等"), (8, "旅費"), (10, "需用費"), (11, "役務費"), (12, "委託料"),
            (18, "負担金、補助及び交付金"), (24, "積立金"))  # fmt: skip
SOURCES = {
    "four": ("国県支出金", "地方債", "その他", "一般財源"),
    "five": ("国庫支出金", "県支出金", "地方債", "その他", "一般財源"),
    "merged": ("特定財源", "一般財源"),
}
Funding = Literal["four", "five", "merged", "none"]


@dataclass(frozen=True)
class Style:
    """How a book is printed."""

    pages: Literal["one", "facing", "two"] = "facing"
    rules: Literal["full", "columns", "rows", "none", "pieces"] = "full"
    funding: Funding = "four"
    grouped: bool = True
    last_year: Literal["after", "before"] = "after"
    change: bool = True
    unit: Literal["cells", "above"] = "cells"
    yen: int = 1000
    minus: str = "△"
    account: Literal["款", "(款)", "第"] = "款"
    totals: bool = True
    numbered: bool = True
    codes: bool = True
    amounts: Literal["inside", "column"] = "inside"
    again: Literal["blank", "label", "つづき"] = "blank"
    sum_moves: bool = False
    summary: bool = True
    named: Literal["title", "running", "page", "not"] = "title"
    table: bool = False
    stacked: bool = False


@dataclass
class Node:
    """A 款, 項 or 目, with its sources of funds as the style names them.

    ``sections`` are its 節 by number; a part of a 節 (細節) follows it and bears 0. ``notes`` are its programmes.
    """

    level: str
    number: int | None
    name: str
    amount: int = 0
    previous: int = 0
    sources: dict[str, int] = field(default_factory=dict)
    parts: list[Node] = field(default_factory=list)
    sections: list[tuple[int, str, int]] = field(default_factory=list)
    notes: list[tuple[str, str, int]] = field(default_factory=list)


@dataclass
class Side:
    """歳入 or 歳出 of a 会計."""

    name: str
    chapters: list[Node]

    @property
    def amount(self) -> int:
        """What it comes to."""
        return sum(chapter.amount for chapter in self.chapters)

    @property
    def previous(self) -> int:
        """What it came to last year."""
        return sum(chapter.previous for chapter in self.chapters)


@dataclass
class Fund:
    """A 会計 with its two sides."""

    name: str
    sides: list[Side]


def style_of(seed: int) -> Style:
    """Return a style, by chance; the same for the same seed."""
    dice = Random(f"style{seed}")
    return Style(
        pages=dice.choice(["one", "facing", "two"]),
        rules=dice.choice(["full", "full", "columns", "rows", "none", "pieces"]),
        funding=dice.choice(["four", "five", "merged", "four"]),
        grouped=dice.random() < 0.6,
        last_year=dice.choice(["after", "after", "before"]),
        change=dice.random() < 0.8,
        unit=dice.choice(["cells", "above"]),
        yen=dice.choice([1000, 1000, 1]),
        minus=dice.choice(["△", "△", "▲", "-", "△ "]),
        account=dice.choice(["款", "(款)", "第"]),
        totals=dice.random() < 0.6,
        numbered=dice.random() < 0.7,
        codes=dice.random() < 0.6,
        amounts=dice.choice(["inside", "column"]),
        again=dice.choice(["blank", "label", "つづき"]),
        sum_moves=dice.random() < 0.3,
        summary=dice.random() < 0.6,
        named=dice.choice(["title", "running", "page", "not"]),
        stacked=dice.random() < 0.2,
        table=dice.random() < 0.3,
    )


def book_of(seed: int, style: Style, funds: int | None = None) -> list[Fund]:
    """Return the 会計 of a book, one to three where it is not said how many; their 款 may bear the same names."""
    dice = Random(f"book{seed}")
    unit = 1 if style.yen == 1000 else dice.choice([1, 1000])
    return [_fund(dice, name, unit, style) for name in FUNDS[: funds or dice.choice([1, 2, 3])]]


def _fund(dice: Random, name: str, unit: int, style: Style) -> Fund:
    spent = _side(dice, "歳出", unit, style)
    earned = _side(dice, "歳入", unit, style)
    for side in (spent, earned):
        for chapter in side.chapters:
            _sum(chapter)
    last = earned.chapters[-1].parts[-1].parts[-1]  # what is lacking comes from there
    last.amount += spent.amount - earned.amount
    last.previous += spent.previous - earned.previous
    if last.amount < 0 or last.previous < 0:
        more = max(-last.amount, -last.previous)
        last.amount += more
        last.previous += more
        item = spent.chapters[0].parts[0].parts[0]
        _add(item, more, style)
    last.sections = [(1, last.name, last.amount)]
    for side in (spent, earned):
        for chapter in side.chapters:
            _sum(chapter)
    return Fund(name, [earned, spent])


def _add(item: Node, more: int, style: Style) -> None:
    item.amount += more
    item.previous += more
    number, name, amount = item.sections[0]
    item.sections[0] = (number, name, amount + more)
    if item.notes:
        code, text, figure = item.notes[0]
        item.notes[0] = (code, text, figure + more)
    if item.sources:
        item.sources["一般財源"] = item.sources.get("一般財源", 0) + more


def _sum(node: Node) -> None:
    for part in node.parts:
        _sum(part)
    if node.parts:
        node.amount = sum(part.amount for part in node.parts)
        node.previous = sum(part.previous for part in node.parts)
        heads = dict.fromkeys(source for part in node.parts for source in part.sources)
        node.sources = {source: sum(part.sources.get(source, 0) for part in node.parts) for source in heads}


def _side(dice: Random, name: str, unit: int, style: Style) -> Side:
    chapters = []
    for number, noun in enumerate(dice.sample(NOUNS, dice.choice([2, 3, 4])), 1):
        chapter = Node("款", number, noun + ("費" if name == "歳出" else "収入"))
        for count, about in enumerate(dice.sample(NOUNS, dice.choice([1, 2])), 1):
            section = Node("項", count, about + ("管理費" if name == "歳出" else "収入"))
            for named in enumerate(dice.sample(NOUNS, dice.choice([1, 2, 3, 5])), 1):
                section.parts.append(_item(dice, named, name, unit, style))
            chapter.parts.append(section)
        chapters.append(chapter)
    return Side(name, chapters)


def _item(dice: Random, named: tuple[int, str], side: str, unit: int, style: Style) -> Node:
    number, about = named
    name = about + dice.choice(["振興", "推進", "対策及び施設整備", "総務"]) + ("費" if side == "歳出" else "収入")
    found = Node("目", number, name)
    if side == "歳入":
        names = [(n, noun + "使用料") for n, noun in enumerate(dice.sample(NOUNS, dice.choice([1, 2, 3])), 1)]
    else:
        names = sorted(dice.sample(SECTIONS, dice.choice([1, 2, 3, 4])))
    found.sections = [(count, text, unit * dice.choice([7, 480, 12_345, 345_678])) for count, text in names]
    found.amount = sum(amount for *_, amount in found.sections)
    if side == "歳出" and dice.random() < 0.3:
        whole = found.sections[-1][2]
        parts = [(0, "消耗品費", whole // unit // 3 * unit), (0, "修繕料", whole - whole // unit // 3 * unit)]
        found.sections += [part for part in parts if part[2]]
    found.previous = unit * dice.choice([0, 480, 15_000, found.amount // unit])
    rest = found.amount
    if side == "歳出":
        for head in SOURCES.get(style.funding, ())[:-1]:
            if dice.random() < 0.4:
                part = rest // unit // 3 * unit
                found.sources[head] = part
                rest -= part
        if style.funding != "none":
            found.sources["一般財源"] = rest
        rest = found.amount
        if dice.random() < 0.1 and rest > 100 * unit:
            for count in range(1, 61):
                found.notes.append((f"{count:03}" if style.codes else "", f"{dice.choice(NOUNS)}負担金", unit))
            rest -= 60 * unit
        for count in range(1, dice.choice([2, 3]) + 1):
            part = rest if count == 1 and dice.random() < 0.4 else rest // unit // 2 * unit
            if part:
                code = f"{len(found.notes) + 1:03}" if style.codes else ""
                found.notes.append((code, dice.choice(NOUNS) + "事業費", part))
                rest -= part
        if rest:
            found.notes.append((f"{len(found.notes) + 1:03}" if style.codes else "", "一般事務費", rest))
    return found


def side_sources(side: Side) -> dict[str, int]:
    """Return what each source of funds gives to a side."""
    heads = dict.fromkeys(source for chapter in side.chapters for source in chapter.sources)
    return {source: sum(chapter.sources.get(source, 0) for chapter in side.chapters) for source in heads}
