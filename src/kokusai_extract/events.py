"""The log of what was done to documents, in the terms of PREMIS 3: a line of JSON for each event, only ever added to.

It lies beside the raw documents, whose history it is; an archive takes it up.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kokusai_extract import __version__
from kokusai_extract.errors import OutputFailed

LOG = "events.jsonl"
AGENT = f"kokusai-extract {__version__}"

Event = dict[str, Any]


def event(kind: str, time: str, thing: str, agent: str, outcome: str) -> Event:
    """Return an event: what kind, when, to which file or row, by whom, and what came of it."""
    return {
        "eventType": kind,
        "eventDateTime": time,
        "linkingObjectIdentifier": thing,
        "linkingAgentIdentifier": agent,
        "eventOutcome": outcome,
    }


def now() -> str:
    """Return the time as events and certificates give it; SOURCE_DATE_EPOCH (reproducible-builds.org) stands in."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    time = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def log(folder: Path, made: Event) -> None:
    """Add an event to the log of a folder.

    Raises:
        OutputFailed: when the system does not let it be written.
    """
    try:
        with (folder / LOG).open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(made, ensure_ascii=False) + "\n")
    except OSError as error:
        raise OutputFailed(f"{folder / LOG}: {error.strerror or error}") from error


def logged(folder: Path) -> list[Event]:
    """Return the events of a folder's log; a torn line is passed over."""
    found = []
    file = folder / LOG
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        try:
            made = json.loads(line)
        except ValueError:
            continue
        found += [made] if isinstance(made, dict) else []
    return found
