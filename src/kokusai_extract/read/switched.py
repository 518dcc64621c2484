"""Layers of a PDF that are switched off (optional content, ISO 32000-1, 8.11): what they draw is not on the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1
from pdfminer.psparser import literal_name

MOST_MEMBERS = 100
"""What belongs to more layers than this by a rule counts as shown."""


def switched_off(catalog: Any) -> frozenset[int]:
    """Return the numbers of the layers that a viewer does not show when the document is opened."""
    try:
        layers = dict_value(catalog.get("OCProperties") or {})
        default = dict_value(layers.get("D") or {})
        base = resolve1(default.get("BaseState"))
        off = _numbers(layers.get("OCGs")) if base is not None and literal_name(base) == "OFF" else set()
        return frozenset((off | _numbers(default.get("OFF"))) - (_numbers(default.get("ON")) if off else set()))
    except Exception:  # broken entries hide nothing
        return frozenset()


def is_off(membership: Any, off: frozenset[int]) -> bool:
    """Tell whether what belongs to a layer, or to several by a rule, is not shown."""
    if not off or membership is None:
        return False
    if isinstance(membership, PDFObjRef) and membership.objid in off:
        return True
    entries = resolve1(membership)
    if not isinstance(entries, dict) or "OCGs" not in entries or "VE" in entries:
        return False
    one = entries["OCGs"]
    named = [one] if isinstance(resolve1(one), dict) else list_value(one)
    if len(named) > MOST_MEMBERS:
        return False
    members = _numbers(named)
    rule = literal_name(resolve1(entries["P"])) if "P" in entries else "AnyOn"
    hidden = [number in off for number in sorted(members)]
    shown = {
        "AllOn": not any(hidden),
        "AnyOff": any(hidden),
        "AllOff": all(hidden),
    }.get(rule, not all(hidden))
    return bool(hidden) and not shown


def _numbers(references: Iterable[Any] | None) -> set[int]:
    return {reference.objid for reference in list_value(references or []) if isinstance(reference, PDFObjRef)}
