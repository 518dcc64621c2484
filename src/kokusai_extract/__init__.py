"""Turn the yearly documents of a Japanese municipal bureau into data that can be trusted for decades.

The public names, each loaded when it is first asked for, so that ``kokusai --help`` does not wait for the libraries:

- :func:`build` reads documents into a database; :func:`process` takes one document through its own stages.
- :class:`Archive`, :class:`DocumentFacts` hold what was read; :class:`Sourced` is a value with its evidence,
  :class:`Anchor` a place on a page, :class:`Finding` a doubt.
- :func:`catalog` describes every finding; :func:`tables` and :func:`views` the published tables; :func:`check` compares
  a database with them.
- :class:`KokusaiError` is the base of all exceptions that are raised on purpose.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kokusai_extract.errors import KokusaiError
    from kokusai_extract.model.archive import Archive, DocumentFacts
    from kokusai_extract.model.evidence import Anchor, Sourced
    from kokusai_extract.model.finding import Finding
    from kokusai_extract.pipeline import build, process
    from kokusai_extract.store.check import check
    from kokusai_extract.store.schema import tables, views
    from kokusai_extract.validate.catalog import catalog

__version__ = "0.1.0"
__all__ = [
    "Anchor",
    "Archive",
    "DocumentFacts",
    "Finding",
    "KokusaiError",
    "Sourced",
    "build",
    "catalog",
    "check",
    "process",
    "tables",
    "views",
]

_HOME = {
    "Anchor": "model.evidence",
    "Archive": "model.archive",
    "DocumentFacts": "model.archive",
    "Finding": "model.finding",
    "KokusaiError": "errors",
    "Sourced": "model.evidence",
    "build": "pipeline",
    "catalog": "validate.catalog",
    "check": "store.check",
    "process": "pipeline",
    "tables": "store.schema",
    "views": "store.schema",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
