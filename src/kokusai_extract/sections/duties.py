"""事務分掌: the units of a bureau and the numbered duties of each.

A unit's name stands on a line of its own; the duties under it are numbered sentences that end in こと. 局, 部, 課 and
係 stand at known levels, so the tree follows from their order. Where a センター or 室 stands in it is not said by its
name: it is placed beside the 課 it is printed among, and a finding names the other reading. Numbers that begin again
without a new heading mean that the heading is lost: such duties are kept under no unit.
"""

from __future__ import annotations

import re

from kokusai_extract.model.finding import Finding, Result
from kokusai_extract.model.passage import Passage
from kokusai_extract.model.records import Record
from kokusai_extract.model.section import Context, Section
from kokusai_extract.sections.duty_lines import ends_duty, lines_of
from kokusai_extract.sections.duty_tree import DutyTree
from kokusai_extract.segment.headings import heading_of
from kokusai_extract.values.dates import DATE
from kokusai_extract.values.numbering import bulleted, numbered
from kokusai_extract.values.units import UnitName, unit_name, unit_names

_NOTE = re.compile(r"\s*[(<]?\s*(?:電話|TEL|Tel|℡|内線|直通|\d+階)[^)>]*[)>]?$")


def extract(section: Section, context: Context) -> Result[Record]:
    """Read the units and duties of a 事務分掌 section."""
    tree = DutyTree(context, unit_name(context.bureau) if context.bureau else None)
    findings: list[Finding] = []
    for part in lines_of(section):
        if heading_of(part) or _is_mark(part):
            continue
        item = numbered(part)
        bullet = bulleted(part) if tree.takes_bullets() else None
        if tree.goes_on() and not (bullet or _starts_something(part)):
            tree.add_to_last(part)
        elif bullet:
            tree.add(None, bullet)
        elif item and item.rest and ends_duty(item.rest.text):
            tree.add(item, item.rest)
        elif names := _headings(part):
            for name in names:
                tree.open(name)
            if len(note := part[len(_without_note(part)) :].strip()):
                findings.append(
                    Finding.at("unit-note-unread", note.anchors(), text=note.text, unit=names[-1].name.text)
                )
        elif item and item.rest:
            tree.add(item, item.rest)
        elif ends_duty(part.text):
            tree.add(None, part)
        else:
            findings.append(Finding.at("duty-line-unread", part.anchors(), text=part.text))
    return tree.result() + Result((), tuple(findings))


def _is_mark(part: Passage) -> bool:
    """Tell whether a line is the mark of a draft or the date of the list, which the document's record holds."""
    text = part.squeeze().text.strip("()")
    date = DATE.match(text)
    return text == "案" or (date is not None and not text[date.end() :].strip("現在施行"))


def _headings(part: Passage) -> tuple[UnitName, ...]:
    """Read a line as the names of units, without the number that a list of units may bear (``1 総務課``)."""
    bare = _without_note(part)
    item = numbered(bare)
    if item and item.rest and not bare.text.lstrip().startswith(f"第{item.number.text}{item.rest.text}"):
        return unit_names(item.rest) or unit_names(bare)
    return unit_names(bare)


def _without_note(part: Passage) -> Passage:
    note = _NOTE.search(part.text)
    return part[: note.start()] if note else part


def _starts_something(part: Passage) -> bool:
    return numbered(part) is not None or bool(_headings(part)) or _is_mark(part)
