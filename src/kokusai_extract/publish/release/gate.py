"""What keeps a release from being made: error findings that nobody answers for, broken keys, another shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kokusai_extract.errors import ReleaseRefused
from kokusai_extract.store.check import check
from kokusai_extract.store.connection import open_read_only

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Waiver:
    """An error finding that a person lets pass: ``by`` whom, and the ``reason``."""

    finding_id: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver with the finding that it is about."""

    waiver: Waiver
    code: str
    message: str
    message_ja: str


def finding_id(asked: str) -> str:
    """Return the id of a finding that is named ``CODE:ID``; the code may stand in the id too.

    >>> finding_id("budget-sum-fails:0123456789ab"), finding_id("budget-sum-fails:budget-sum-fails/0123456789ab")
    ('budget-sum-fails/0123456789ab', 'budget-sum-fails/0123456789ab')

    Raises:
        ReleaseRefused: when it is named otherwise.
    """
    code, colon, name = asked.partition(":")
    if not (code and colon and name):
        raise ReleaseRefused(f"--waive {asked}: a finding is named CODE:ID, as in report.md")
    return f"{code}/{name.removeprefix(f'{code}/')}"


def waivers(asked: Sequence[str], reasons: Sequence[str], by: str) -> tuple[Waiver, ...]:
    """Return waivers as they are asked for: a reason for each, or one for all.

    Raises:
        ReleaseRefused: when reasons are missing, or a finding is not named as ``CODE:ID``.
    """
    if len(reasons) not in (len(asked), min(len(asked), 1)) or not all(reason.strip() for reason in reasons):
        raise ReleaseRefused("each --waive needs its --reason, or all of them one")
    each = reasons if len(reasons) == len(asked) else [*reasons] * len(asked)
    return tuple(Waiver(finding_id(name), reason, by) for name, reason in zip(asked, each, strict=True))


def admit(database: Path, waivers: Sequence[Waiver]) -> tuple[Waived, ...]:
    """Return what is waived of a database that may be released.

    Raises:
        ReleaseRefused: when its own schemas reject it, its keys are broken, an error finding is not waived, or a waiver
            is about none.
        SchemaMismatch: when it is no database.
    """
    if problems := check(database):
        raise ReleaseRefused(_listed("the database disagrees with its schemas", map(str, problems)))
    with closing(open_read_only(database)) as connection:
        query = "SELECT id, code, message, message_ja FROM findings WHERE severity = 'error' ORDER BY id"
        errors = {row[0]: row[1:] for row in connection.execute(query)}
    answered = {waiver.finding_id: waiver for waiver in waivers}
    if strangers := sorted(set(answered) - set(errors)):
        raise ReleaseRefused(_listed("no error finding has this id", strangers))
    if standing := [name for name in errors if name not in answered]:
        lines = (f"{name.replace('/', ':', 1)}  {errors[name][2]}" for name in standing)
        raise ReleaseRefused(_listed(f"{len(standing)} error findings stand (エラーの所見が残っています)", lines))
    return tuple(Waived(answered[name], *errors[name]) for name in sorted(answered))


def _listed(head: str, lines: Iterable[str]) -> str:
    shown = list(lines)
    more = [f"… {len(shown) - _SHOWN} more"] if len(shown) > _SHOWN else []
    return "\n  ".join([f"{head}:", *shown[:_SHOWN], *more])
