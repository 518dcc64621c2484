"""How a budget world is printed: in cells, on lines, in tables, rounded, torn, drawn; and how a text is damaged.

Each layout comes with the figures that it shows, so that what is read can be held against them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from tests.pdfs import Sheet
from tests.support.worlds import YEAR, Group, Item, World, summary_rows

Truth = dict[tuple[str, str, str], int]
"""(table, name, column) to yen; a source of funds is named ``group/source``."""
ERA = YEAR - 2018
GAP = "\n\n\n\n\n"
MINUS = ("▲ ", "▲", "△", "△ ", "-", "−")
MEASURES = ("amount", "previous_amount", "change")


@dataclass(frozen=True)
class Style:
    """How figures look: the sign of negative ones, and whether they are set full width."""

    minus: str
    wide: bool

    def __call__(self, value: int) -> str:
        """Return a figure as it is printed."""
        text = f"{self.minus if value < 0 else ''}{abs(value):,}"
        return text.translate(_WIDE) if self.wide else text


_WIDE = {ord(narrow): chr(ord(narrow) + 0xFEE0) for narrow in "0123456789,"}


def style_of(rng: Random) -> Style:
    """Return a style; one in five is full width."""
    return Style(rng.choice(MINUS), rng.random() < 0.2)


def printed(rng: Random, world: World, layout: str) -> tuple[str, Truth]:
    """Return a world as the text of a document in one of :data:`LAYOUTS`, and the figures that it shows."""
    return LAYOUTS[layout](rng, world)


def _cells(rng: Random, world: World) -> tuple[str, Truth]:
    return _boxed(rng, world, "\t")


def _lines(rng: Random, world: World) -> tuple[str, Truth]:
    return _boxed(rng, world, " ")


def _boxed(rng: Random, world: World, between: str) -> tuple[str, Truth]:
    style = style_of(rng)
    parts = [_summary(world, between, style), *(_box(index, group, style) for index, group in enumerate(world.groups))]
    return GAP.join(parts) + "\n", _summary_truth(world) | _breakdown_truth(world)


def _summary(world: World, between: str, style: Style) -> str:
    head = between.join(("区分", f"令和{ERA}年度", f"令和{ERA - 1}年度", "増△減"))
    rows = [between.join((name, *map(style, values))) for name, values in summary_rows(world)]
    return "\n".join([f"令和{ERA}年度予算総括表", "（単位：千円）", "", head, *rows])


def _box(index: int, group: Group, style: Style) -> str:
    lines = ["事業別内訳", "", "※（　）内は前年度予算額", ""] if index == 0 else []
    lines += [f"({index + 1})\t{group.name}\t"]
    lines += [f"本年度 予算額\t{style(group.amount)}\t千円", f"前年度 予算額\t{style(group.previous)}\t千円"]
    lines += [f"差引\t{style(group.amount - group.previous)}\t千円"]
    lines += [
        f"{'本年度の 財源内訳' if position == 0 else ''}\t{source}\t{style(amount)}\t千円"
        for position, (source, amount) in enumerate(group.funding.items())
    ]
    for position, item in enumerate(group.items, 1):
        lines.append(f"{position} {item.name}{item.mark} {_pair(item, style)}")
        lines.append("地域の皆様と進めます。")
    return "\n".join(lines)


def _pair(item: Item, style: Style) -> str:
    previous = f" ({style(item.previous)}千円)" if item.previous is not None else " (—)"
    return f"{style(item.amount)}千円{previous}"


def _table(rng: Random, world: World) -> tuple[str, Truth]:
    """The breakdown as one table: programmes of all groups with their sources, 皆増 for what is new, and a total."""
    style = style_of(rng)
    rows = [f"番号\t事業名\t令和{ERA}年度\t令和{ERA - 1}年度\t増△減\t財源内訳\t", "\t\t\t\t\t国\t一般財源"]
    truth = _summary_truth(world)
    items = [item for group in world.groups for item in group.items]
    federal = [rng.randint(0, item.amount) for item in items]
    for position, (item, part) in enumerate(zip(items, federal, strict=True), 1):
        last = style(item.previous) if item.previous is not None else "-"
        change = "皆増" if item.previous is None else style(item.amount - item.previous)
        rows.append(
            "\t".join((str(position), item.name + item.mark, style(item.amount), last, change))
            + f"\t{style(part)}\t{style(item.amount - part)}"
        )
        truth |= _figures("breakdown", item.name, (item.amount, item.previous, None))
        if item.previous is not None:
            truth["breakdown", item.name, "change"] = (item.amount - item.previous) * 1000
        truth |= _sources(item.name, {"国": part, "一般財源": item.amount - part})
    total = (world.amount, world.previous, world.amount - world.previous)
    rows.append(
        f"\t合計\t{'	'.join(map(style, total))}\t{style(sum(federal))}\t{style(world.amount - sum(federal))}"
    )
    truth |= _figures("breakdown", "合計", total)
    truth |= _sources("合計", {"国": sum(federal), "一般財源": world.amount - sum(federal)})
    return GAP.join([_summary(world, "\t", style), "\n".join(["事業別内訳", "（単位：千円）", *rows])]) + "\n", truth


def _rounded(rng: Random, world: World) -> tuple[str, Truth]:
    """A summary in 百万円, rounded line by line; breakdown in 千円; some programmes as highlights with year marks."""
    style = style_of(rng)
    truth = _breakdown_truth(world)
    rows = []
    for name, values in summary_rows(world):
        millions = [(abs(value) + 500) // 1000 * (1 if value >= 0 else -1) for value in values]
        rows.append("\t".join((name, *map(style, millions))))
        truth |= {("summary", name, m): v * 1_000_000 for m, v in zip(MEASURES, millions, strict=True)}
    head = "\t".join(("区分", f"令和{ERA}年度", f"令和{ERA - 1}年度", "増△減"))
    note = "※ 四捨五入により、合計が一致しない場合があります。"
    parts = ["\n".join([f"令和{ERA}年度予算総括表", "（単位：百万円）", head, *rows, note])]
    chosen = rng.sample([item for group in world.groups for item in group.items], 2)
    points = [f"令和{ERA}年度予算のポイント"]
    for item in chosen:
        last = "" if item.previous is None else f" {'⓪①②③④⑤⑥⑦⑧⑨'[ERA - 1]}{style(item.previous)}千円"
        points.append(f"{item.name}{item.mark}（{'⓪①②③④⑤⑥⑦⑧⑨'[ERA]}{style(item.amount)}千円{last}）")
        truth |= _figures("highlight", item.name, (item.amount, item.previous, None))
    parts += ["\n".join(points), *(_box(index, group, style) for index, group in enumerate(world.groups))]
    return GAP.join(parts) + "\n", truth


def _torn(rng: Random, world: World) -> tuple[str, Truth]:
    """Names, sums and figures apart, in any order; in the box some figures stand behind their labels."""
    style = Style(rng.choice(MINUS), False)
    parts = [f"令和{ERA}年度予算総括表\n（単位：千円）\n\n{_torn_summary(rng, world, style)}"]
    for index, group in enumerate(world.groups):
        head = "事業別内訳\n\n※（　）内は前年度予算額\n\n" if index == 0 else ""
        parts.append(head + _torn_breakdown(rng, index, group, style))
    return GAP.join(parts) + "\n", _summary_truth(world) | _breakdown_truth(world)


def _torn_summary(rng: Random, world: World, style: Style) -> str:
    lines = [f"区　分 令和{ERA}年度", f"令和{ERA - 1}年度", "増　減"]
    for name, values in summary_rows(world):
        figures = [style(value) for value in values]
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


def _torn_breakdown(rng: Random, index: int, group: Group, style: Style) -> str:
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
        box += [f"{label} {style(value)}"] if rng.random() < 0.8 else [label, style(value)]
    torn = rng.random() < 0.5
    for source, value in group.funding.items():
        apart = torn and source != "その他" and rng.random() < 0.5
        box += [source, f"{value:,}"] if apart else [f"{source} {value:,}"]
    return "\n\n".join([*labels, f"（{index + 1}） {group.name}", *box, "千円", *figures])


LAYOUTS: Mapping[str, Callable[[Random, World], tuple[str, Truth]]] = {
    "cells": _cells,
    "lines": _lines,
    "table": _table,
    "rounded": _rounded,
    "torn": _torn,
}


def drawn(rng: Random, world: World, *, ruled: bool) -> tuple[bytes, Truth]:
    """Return the summary of a world as a drawn PDF: a table with all its rules, or with none."""
    style, top, height = style_of(rng), 90.0, 16.0
    xs = [40.0, 230.0, 340.0, 450.0, 560.0]
    rows = [("区分", f"令和{ERA}年度", f"令和{ERA - 1}年度", "増△減")]
    rows += [(name, *map(style, values)) for name, values in summary_rows(world)]
    sheet = Sheet(height=max(842.0, top + height * (len(rows) + 2)))
    sheet.text(f"令和{ERA}年度予算総括表", 40, 50, size=14).text("（単位：千円）", 460, 72, size=9)
    for number, row in enumerate(rows):
        y = top + height * number + 3
        sheet.text(row[0], xs[0] + 4, y, size=9)
        for cell, right in zip(row[1:], xs[2:], strict=True):
            sheet.text(cell, right - 4 - sum(8 if ord(c) > 0x2000 else 4 for c in cell), y, size=8)
    if ruled:
        sheet.grid(xs, [top + height * number for number in range(len(rows) + 1)])
    return sheet.data(), _summary_truth(world)


def damage(rng: Random, text: str) -> tuple[str, str, int]:
    """Return the text with one line dropped, one doubled, or one digit misread; which of these, and on which line."""
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
    return "\n".join(lines), kind, at + 1


def _summary_truth(world: World) -> Truth:
    found: Truth = {}
    for name, values in summary_rows(world):
        found |= _figures("summary", name, values)
    return found


def _breakdown_truth(world: World) -> Truth:
    found: Truth = {}
    for group in world.groups:
        found |= _figures("breakdown", group.name, (group.amount, group.previous, group.amount - group.previous))
        for item in group.items:
            found |= _figures("breakdown", item.name, (item.amount, item.previous, None))
        found |= _sources(group.name, group.funding)
    return found


def _figures(table: str, name: str, values: tuple[int | None, ...]) -> Truth:
    pairs: Iterator[tuple[str, int | None]] = zip(MEASURES, values, strict=True)
    return {(table, name, measure): value * 1000 for measure, value in pairs if value is not None}


def _sources(name: str, funding: Mapping[str, int]) -> Truth:
    return {("funding", f"{name}/{source}", "amount"): amount * 1000 for source, amount in funding.items()}
