"""Letters drawn as outlines: taken out of a page's commands before these are run, as they rule nothing.

Some programs draw letters as filled curves, forty thousand steps a page. Of a fill, only a box of straight sides counts
(:mod:`kokusai_extract.read.paths`), but pdfminer takes half a second to spell the rest out (ADR 0029).
"""

from __future__ import annotations

import re

from kokusai_extract.read.paths import MOST_STEPS_OF_A_FILL

WORTH_IT = 16 * 1024
"""Bytes of commands below which nothing is gained."""

_SPACE = rb"[\t\n\f\r ]"
_NUMBER = rb"[-+]?+(?:\d++(?:\.\d*+)?+|\.\d++)" + _SPACE + rb"++"


def _step(operands: int, operator: bytes) -> bytes:
    return rb"(?:%s){%d}%s%s++" % (_NUMBER, operands, operator, _SPACE)


_BEGIN, _LINE, _RECTANGLE = _step(2, b"m"), _step(2, b"l"), _step(4, b"re")
_CURVE = rb"(?:%s|%s)" % (_step(6, b"c"), _step(4, b"[vy]"))
_STEP = rb"(?:%s|%s|h%s++)" % (_LINE, _CURVE, _SPACE)
_REST = rb"(?:(?:%s){%d}|(?:%s)*+%s)%s*+" % (_LINE, MOST_STEPS_OF_A_FILL, _LINE, _CURVE, _STEP)
_OUTLINE = re.compile(rb"(?<![^\t\n\f\r ])(?P<begin>%s)%s" % (_BEGIN, _REST))
_OUTLINES = rb"(?P<outlines>(?P<begin>%s)%s(?:%s%s)*+)(?=f\*?+%s)" % (_BEGIN, _REST, _BEGIN, _REST, _SPACE)
_FILL = rb"(?P<fill>(?:%s|%s%s*+)++f\*?+)%s" % (_RECTANGLE, _BEGIN, _STEP, _SPACE)
_STRING = rb"\((?:[^()\\]|\\[\s\S])*+\)"
_INLINE_IMAGE = rb"BI(?![^\t\n\f\r ()<>\[\]{}/%%#])"
_WORD = rb"<<|>>|<[0-9A-Fa-f\t\n\f\r ]*+>|[\[\]]|/?[^\0\t\n\v\f\r ()<>\[\]{}/%]++"

_TOKEN = re.compile(
    rb"%s++|%s|%s|%s|(?P<odd>%s)|%s|(?P<odder>[\s\S])" % (_SPACE, _OUTLINES, _FILL, _STRING, _INLINE_IMAGE, _WORD)
)


def without_outlines(commands: bytes) -> bytes:
    """Return the drawing commands of a stream without what they fill but rules or boxes cannot come from.

    Of a path with such outlines only the step to the beginning of the first is left. Only whole paths are looked at,
    from their first step to the ``f`` that fills them, and the ``f`` stays. Where there is an inline picture, a
    comment, or anything that does not follow the grammar of ISO 32000-1 (7.2, 8.5) to the letter, the commands are
    returned as they are.
    """
    if len(commands) < WORTH_IT:
        return commands
    parts: list[bytes] = []
    position = 0
    for token in _TOKEN.finditer(commands):
        if token.lastgroup is None:
            continue
        if token.lastgroup == "outlines":
            parts.append(commands[position : token.end("begin")])
            position = token.end()
        elif token.lastgroup == "fill":
            first = _OUTLINE.search(commands, *token.span("fill"))
            if first:
                rest = _OUTLINE.sub(b"", commands[first.end() : token.end("fill")])
                parts += [commands[position : first.end("begin")], rest]
                position = token.end("fill")
        else:
            return commands
    return b"".join([*parts, commands[position:]])
