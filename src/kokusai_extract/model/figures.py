"""The figures of budget records, by column."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from kokusai_extract.model.evidence import Sourced
from kokusai_extract.model.loose import Measure
from kokusai_extract.model.records import BudgetLine, FundingSource, Money

Figured = TypeVar("Figured", BudgetLine, FundingSource)
MEASURES: tuple[Measure, ...] = ("amount", "previous_amount", "change")


def money(record: BudgetLine | FundingSource, measure: str) -> Money | None:
    """Return what a record has in a column of money, with its evidence."""
    return {"amount": record.amount, "previous_amount": record.previous_amount, "change": record.change}[measure]


def yen(record: BudgetLine | FundingSource, measure: str) -> int | None:
    """Return what a record has in a column of money, in yen."""
    found = money(record, measure)
    return found.value if found is not None else None


def with_money(
    record: Figured, measure: Measure, value: Money | None, precision: Sourced[int] | None = None
) -> Figured:
    """Return the record with another figure in a column, and with ``precision`` where it has none yet."""
    precision = record.precision or precision
    if measure == "amount":
        return replace(record, amount=value, precision=precision)
    if measure == "previous_amount":
        return replace(record, previous_amount=value, precision=precision)
    return replace(record, change=value, precision=precision)
