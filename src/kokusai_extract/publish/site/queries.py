"""Canned queries: the questions that researchers ask, in Japanese and English, from ``data/site/queries.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def queries() -> Mapping[str, Mapping[str, Any]]:
    """Return Datasette's definitions of the canned queries, by name."""
    file = resources.files("kokusai_extract") / "data" / "site" / "queries.toml"
    entries = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        name: {
            "sql": entry["sql"].strip(),
            "title": f"{entry['title_ja']} · {entry['title']}",
            "description": f"{entry['description_ja']} {entry['description']}",
            "hide_sql": True,
            **({"params": entry["params"]} if "params" in entry else {}),
        }
        for name, entry in entries.items()
    }
