"""Values as the database holds them, and what a column may hold."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from kokusai_extract.store.schema import Column

SqlValue = str | int | float | None


def plain(value: Any) -> SqlValue:
    """Return a value as SQLite holds it: booleans as 0 and 1, lists as JSON, no text as NULL.

    >>> plain(("国際局", "港湾局"))
    '["国際局", "港湾局"]'

    Raises:
        TypeError: when there is no column type for it.
    """
    if value is None or isinstance(value, (int, float)):
        return int(value) if isinstance(value, bool) else value
    if isinstance(value, str):
        return value or None
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False) if value else None
    raise TypeError(f"no column type for {value!r}")


def written(value: Any) -> str | None:
    """Return a value as the text that the ``corrections`` table holds of it.

    >>> written(True), written(1000), written(None)
    ('1', '1000', None)
    """
    stored = plain(value)
    return None if stored is None else str(stored)


def value_of(text: str, column: Column) -> Any:
    """Return the value of a column that :func:`written` gives as ``text``.

    >>> from kokusai_extract.store.schema import tables
    >>> value_of('["港湾局"]', tables()["budget_lines"].by_name["responsible"])
    ('港湾局',)

    Raises:
        ValueError: when the column cannot hold it.
    """
    value: Any = text
    if column.type in ("integer", "boolean"):
        value = int(text)
    elif column.type == "number":
        value = float(text)
    elif column.type == "array":
        value = _array(text)
    if not fits(value, column):
        raise ValueError(f"{text!r} does not fit {column.name}")
    return bool(value) if column.type == "boolean" else value


def _array(text: str) -> tuple[Any, ...]:
    items = json.loads(text)
    if not isinstance(items, list):
        raise ValueError(f"{text!r} is no JSON array")
    return tuple(items)


def fits(value: Any, column: Column) -> bool:
    """Tell whether a column may hold a value: its type, and what its schema asks of it.

    >>> from kokusai_extract.store.schema import tables
    >>> fits("bureau", tables()["org_units"].by_name["classification"])
    True
    >>> fits("", tables()["org_units"].by_name["name"])
    False
    """
    value = plain(value)
    if value is None:
        return not column.required
    if column.type in ("integer", "boolean"):
        right = isinstance(value, int) and -(2**63) <= value < 2**63
    elif column.type == "number":
        right = isinstance(value, (int, float))
    else:
        right = isinstance(value, str)
    if not right or (column.enum and value not in column.enum):
        return False
    if isinstance(value, str):
        return (column.type != "date" or _is_date(value)) and bool(re.search(column.pattern or "", value))
    low, high = column.minimum, column.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
