"""What must hold among the facts of a sample before it is typeset: every row and every column balances."""

from __future__ import annotations

from typing import Any

Facts = dict[str, Any]


def check(facts: Facts) -> None:
    """Raise ValueError where a sum or a difference of the facts does not close."""
    if "budget" in facts:
        _check_summary(facts["budget"])
    for group in facts.get("breakdown", []):
        _check_group(group)
    if "rows" in facts:
        _same(_column_sums([row["figures"] for row in facts["rows"]]), facts["document"]["total"], "合計")
    if "posts" in facts:
        _check_posts(facts)


def with_changes(facts: Facts) -> Facts:
    """Return the facts with 増△減 for each row of a 事業計画書: this year less last, 総額 and 一財+市債."""
    if "rows" not in facts:
        return facts
    rows = [{**row, "change": _change(row["figures"])} for row in facts["rows"]]
    total = facts["document"]["total"]
    return {**facts, "rows": rows, "document": {**facts["document"], "change": _change(total)}}


def _change(figures: list[int]) -> list[int]:
    this_total, this_general, last_total, last_general = figures
    return [this_total - last_total, this_general - last_general]


def _check_summary(budget: Facts) -> None:
    groups = budget.get("groups") or budget["rows"]
    _same(_column_sums([group["figures"] for group in groups]), budget["total"], "合計")
    for group in groups:
        _difference(group["figures"], group["name"])
        if "accounts" in group:
            lines = [line for account in group["accounts"] for line in account["lines"]]
            _same(_column_sums([figures for _, *figures in lines]), group["figures"], group["name"])
            for name, *figures in lines:
                _difference(figures, name)
    _difference(budget["total"], "合計")


def _check_group(group: Facts) -> None:
    _difference(group["figures"], group["name"])
    _same([sum(amount for _, amount in group["funding"])], group["figures"][:1], f"{group['name']} 財源内訳")
    items = [[item["amount"], item.get("previous", 0)] for item in group["items"]]
    _same(_column_sums([*items, group.get("not_printed", [0, 0])]), group["figures"][:2], group["name"])


def _check_posts(facts: Facts) -> None:
    units = {facts["document"]["bureau"]}
    for unit in facts["units"]:
        units |= {unit["name"], *unit["divisions"]}
    keys = {post["key"] for post in facts["posts"] if "key" in post}
    for post in facts["posts"]:
        if post["unit"] not in units or post.get("under", next(iter(keys))) not in keys:
            raise ValueError(f"a post that hangs nowhere: {post}")


def _column_sums(rows: list[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _same(computed: list[int], stated: list[int], what: str) -> None:
    if computed != stated:
        raise ValueError(f"{what}: {computed} is not the stated {stated}")


def _difference(figures: list[int], what: str) -> None:
    this_year, last_year, change = figures
    _same([this_year - last_year], [change], f"{what} 増減")
