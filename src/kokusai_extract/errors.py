"""Every exception the package raises on purpose, each with an exit code and a remedy.

Doubts about a document are findings (:mod:`kokusai_extract.model.finding`); these are for what stops a command.
"""

from __future__ import annotations

from pathlib import Path


class KokusaiError(Exception):
    """Base of all. ``exit_code`` is the process's; ``remedy`` says what to do, in one sentence."""

    exit_code = 1
    remedy = "Run the command again with --help to see what it takes."


class UnreadableDocument(KokusaiError):
    """A file that is not a readable document. In a build it becomes a finding; `inspect` stops on it.

    ``code`` is that finding's code in the catalog.
    """

    exit_code = 3
    remedy = "Open the file to see whether it is whole; ask its publisher for a new copy."

    def __init__(self, path: Path | str, reason: str, *, code: str, remedy: str | None = None) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason, self.code = str(path), reason, code
        if remedy:
            self.remedy = remedy


class NoDocuments(KokusaiError):
    """No .pdf or .txt under the given paths."""

    exit_code = 4
    remedy = "Put .pdf or .txt files there, or name another folder."


class OutputLocked(KokusaiError):
    """Another build writes to the same folder."""

    exit_code = 5
    remedy = "Wait until the other build has ended, or build into another folder with --out."


class OutputFailed(KokusaiError):
    """The result could not be written (a full disk, missing rights). The earlier database stands as it was."""

    exit_code = 6
    remedy = "Free some space or choose another folder with --out, and build again."


class SchemaMismatch(KokusaiError):
    """A database does not agree with the published schemas."""

    exit_code = 7
    remedy = "Build the database again with this version of the program."


class NothingToServe(KokusaiError):
    """The folder holds no database."""

    exit_code = 8
    remedy = "Build one first: kokusai build raw --out processed"


class AddressInUse(KokusaiError):
    """Something else listens on the address that the site was to take."""

    exit_code = 9
    remedy = "Choose another port with --port, or stop the other program."


class CorrectionRefused(KokusaiError):
    """A correction that cannot be meant: it is incomplete, or names a cell that is not there or cannot hold it."""

    exit_code = 10
    remedy = "Mend the entry in corrections/*.toml; kokusai correct --help tells how one is written."


class ReleaseRefused(KokusaiError):
    """A database that may not be released as it is, or a folder that a release may not be written to."""

    exit_code = 11
    remedy = "Settle each point in the documents or by a correction, or answer for it: --waive CODE:ID --reason WHY."


class VerificationFailed(KokusaiError):
    """A bag or a release is not as it was written, or its database does not come out of its documents again."""

    exit_code = 14
    remedy = (
        "Take another copy; one that was only built by another version of the program is verified with that version."
    )


class DocumentRefused(KokusaiError):
    """A new document that is not taken up: it is there already, or where it belongs is not known."""

    exit_code = 15
    remedy = "Nothing was copied. kokusai add --help tells how a document is added."


class NothingToCompare(KokusaiError):
    """Two years that cannot be compared: the database holds no such year or bureau, or it is one year."""

    exit_code = 16
    remedy = "Choose two of the years and a bureau that are there: kokusai diff FROM TO --bureau NAME."
