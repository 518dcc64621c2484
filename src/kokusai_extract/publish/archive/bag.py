"""Makes a bag of a release and of all that it was made from, so that it can be made again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bagit

from kokusai_extract.errors import OutputFailed, ReleaseRefused
from kokusai_extract.events import AGENT, Event, event, logged, now
from kokusai_extract.publish.release import sums
from kokusai_extract.publish.release.folders import replacing_folder
from kokusai_extract.read.files import find_documents
from kokusai_extract.store.write import DATABASE

RAW, CORRECTIONS, RELEASE, EVENTS = "raw", "corrections", "release", "events.json"
_WITH_NAMES = (
    "The release leaves out names (--people {people}); the raw documents and corrections in this bag bear them."
)


def archive(release: Path, raw: Path, corrections: Path | None, out: Path, *, with_names: bool = False) -> int:
    """Write a bag into the folder ``out`` and return how many raw documents it holds.

    ``with_names`` allows for a release that leaves out names of persons, which the raw documents bear all the same.

    Raises:
        NoDocuments: when ``raw`` holds no document.
        ReleaseRefused: when the release is not whole, leaves out names and that is not allowed for, a document that it
            was made from is not under ``raw``, or ``out`` holds something else.
        OutputFailed: when a file could not be written.
    """
    if problems := list(sums.faults(release)):
        raise ReleaseRefused(f"{release}: is no whole release: {problems[0]}")
    files = find_documents([raw])
    base = raw if raw.is_dir() else raw.parent
    hashes = {path: sums.digest(path) for path in files}
    certificate = json.loads((release / "CERTIFICATE.json").read_text(encoding="utf-8"))
    people = certificate["options"].get("people", "all")
    if people != "all" and not with_names:
        raise ReleaseRefused(
            f"{release}: leaves out names (--people {people}), but the raw documents in a bag bear them all; "
            "say --with-names if whoever gets the bag may see them"
        )
    if lacking := sorted({d["sha256"] for d in certificate["inputs"]} - set(hashes.values())):
        raise ReleaseRefused(f"{raw}: holds no document with SHA-256 {lacking[0]}, which the release was made from")
    try:
        with replacing_folder(out) as folder:
            for path in files:
                _copy(path, folder / RAW / path.relative_to(base))
            for path in sorted(corrections.glob("*.toml")) if corrections else ():
                _copy(path, folder / CORRECTIONS / path.name)
            shutil.copytree(release, folder / RELEASE)
            named = {f"data/{RAW}/{path.relative_to(base).as_posix()}": digest for path, digest in hashes.items()}
            events = {"agent": AGENT, "events": [*_arrived(base, named), *_events(named, certificate)]}
            text = json.dumps(events, ensure_ascii=False, indent=2) + "\n"
            (folder / EVENTS).write_text(text, encoding="utf-8", newline="\n")
            bagit.make_bag(str(folder), _info(release, certificate), checksums=["sha256"])
    except (OSError, bagit.BagError) as error:
        raise OutputFailed(f"{out}: {error}") from error
    return len(files)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _info(release: Path, certificate: dict[str, Any]) -> dict[str, str]:
    people = certificate["options"].get("people", "all")
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    return {
        **({} if people == "all" else {"Internal-Sender-Description": _WITH_NAMES.format(people=people)}),
        "Bagging-Date": now()[:10],
        "Bag-Software-Agent": AGENT,
        "External-Description": package["title"],
        "External-Identifier": f"{package['name']}-{certificate['version']}",
    }


def _arrived(base: Path, raw: dict[str, str]) -> Iterator[Event]:
    """Yield what the log of the raw folder says of the documents that are packed."""
    for made in logged(base):
        name = f"data/{made.get('linkingObjectIdentifier')}"
        if name in raw:
            yield {**made, "linkingObjectIdentifier": name}


def _events(raw: dict[str, str], certificate: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what was done to which file, when, by which version, in the terms of PREMIS 3."""
    program = certificate["program"]
    made_by = f"{program['name']} {program['version']} (lock {program['lock_sha256']})"
    read = {document["sha256"] for document in certificate["inputs"]}
    time = now()
    for name, digest in sorted(raw.items()):
        yield event("message digest calculation", time, name, AGENT, f"sha256:{digest}")
        outcome = "read" if digest in read else "not read: see the findings of the release"
        yield event("information extraction", certificate["issued_at"], name, made_by, outcome)
    for entry in certificate["corrections"]:
        detail = f"{entry['id']}: {entry['old_value']} → {entry['new_value']} ({entry['author']}: {entry['reason']})"
        yield event("modification", entry["decided_on"], entry["row_id"], made_by, f"{entry['state']}; {detail}")
    for entry in certificate["waived"]:
        yield event("policy assignment", certificate["issued_at"], entry["finding"], entry["by"], entry["reason"])
    database = f"data/{RELEASE}/{DATABASE}"
    yield event("creation", certificate["issued_at"], f"data/{RELEASE}", made_by, f"release {certificate['version']}")
    yield event("validation", certificate["issued_at"], database, made_by, "agrees with its schemas")
    yield event("packing", time, "data", AGENT, "BagIt 0.97")
