"""Bounds on what pdfminer does: it has none of its own, and a file of some kilobytes can ask it for hours or gigabytes.

:func:`impose` puts bounded functions in the place of pdfminer's. What goes beyond them raises :class:`PageTooLarge`.
They stand far above what any document needs.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO
from typing import Any

from pdfminer import pdffont, pdfinterp, pdftypes, psparser
from pdfminer.cmapdb import FileUnicodeMap
from pdfminer.lzw import LZWDecoder

MAX_STREAM = 64 * 1024 * 1024
"""Most bytes that one stream may unpack to."""

MAX_TOKEN = 16 * 1024 * 1024
"""Most bytes of one token: a string, a number, a name."""

MAX_COPIED = 2_000_000_000
"""Most bytes that pdfminer may copy while it puts a string together bracket by bracket."""

MAX_FONT = 200_000
"""Most glyphs that a font may name, or tell the width of."""


MAX_PREDICTED = 8 * 1024 * 1024
"""Most bytes that pdfminer may put together from the differences to their neighbours: it does so one by one."""


class PageTooLarge(Exception):
    """More is asked for than any page needs."""


def impose() -> None:
    """Give pdfminer its bounds, once for the whole process."""
    types: Any = pdftypes
    fonts: Any = pdffont
    names: Any = FileUnicodeMap
    parser: Any = psparser.PSBaseParser
    commands: Any = pdfinterp.PDFContentParser
    types.zlib = _Zlib
    types.lzwdecode = lambda data: _bounded(LZWDecoder(BytesIO(data)).run())
    types.rldecode = lambda data: _bounded(_runs(data))
    types.apply_png_predictor = partial(_predicted, types.apply_png_predictor)
    types.apply_tiff_predictor = partial(_predicted, types.apply_tiff_predictor)
    types.ccittfaxdecode = _faxed
    fonts.get_widths = partial(_widths, fonts.get_widths, 3)
    fonts.get_widths2 = partial(_widths, fonts.get_widths2, 5)
    names.add_cid2unichr = _counting(names.add_cid2unichr)
    parser.fillbuf = _watched(parser.fillbuf)
    parser._parse_string = _weighed(parser._parse_string)
    commands.fillbuf = _watched(commands.fillbuf)
    commands.get_inline_data = _inline_data


def unpacked(data: bytes) -> tuple[bytes, bool]:
    """Return what deflated bytes hold, and whether they are whole.

    Raises:
        PageTooLarge: when it is more than :data:`MAX_STREAM`.
        zlib.error: when they are torn.
    """
    unpacker = zlib.decompressobj()
    result = unpacker.decompress(data, MAX_STREAM)
    if unpacker.unconsumed_tail:
        raise _too_long()
    return result, unpacker.eof


def _too_long() -> PageTooLarge:
    return PageTooLarge(f"a stream of more than {MAX_STREAM} bytes")


class _Zlib:
    """What pdfminer uses of :mod:`zlib`."""

    error = zlib.error

    @staticmethod
    def decompress(data: bytes) -> bytes:
        result, whole = unpacked(data)
        if not whole:
            raise zlib.error("incomplete or truncated stream")
        return result

    class decompressobj:  # noqa: N801 (zlib calls it so)
        """Unpacks piece by piece."""

        def __init__(self) -> None:
            self._unpacker = zlib.decompressobj()
            self._length = 0

        def decompress(self, data: bytes) -> bytes:
            result = self._unpacker.decompress(data)
            self._length += len(result)
            if self._length > MAX_STREAM:
                raise _too_long()
            return result


def _bounded(parts: Iterable[bytes]) -> bytes:
    result = bytearray()
    for part in parts:
        result += part
        if len(result) > MAX_STREAM:
            raise _too_long()
    return bytes(result)


def _runs(data: bytes) -> Iterable[bytes]:
    """Yield the runs of run-length encoded bytes (ISO 32000-1, 7.4.5)."""
    position = 0
    while position < len(data) and (length := data[position]) != 128:
        if length < 128:
            yield data[position + 1 : position + 2 + length]
            position += length + 2
        else:
            yield data[position + 1 : position + 2] * (257 - length)
            position += 2


def _predicted(own: Callable[..., bytes], *values: Any) -> bytes:
    """Return bytes put together from differences; ``values`` end with colours, columns, bits and the data."""
    colours, columns, _, data = values[-4:]
    if len(data) > MAX_PREDICTED or colours * columns > MAX_PREDICTED:
        raise PageTooLarge(f"a stream of more than {MAX_PREDICTED} bytes told by their differences")
    return own(*values)


def _faxed(data: bytes, params: Any) -> bytes:
    """Refuse to read a picture as anything else: only text and commands are unpacked here."""
    raise pdftypes.PDFNotImplementedError("packed as a picture")


def _widths(own: Callable[[Any], Any], size: int, widths: Iterable[Any]) -> Any:
    """Return the widths of glyphs, where a range (first, last, then numbers) names no more than a font can hold."""
    entries = [pdftypes.resolve1(entry) for entry in widths]
    count = 0
    numbers: list[Any] = []
    for entry in entries:
        if isinstance(entry, list):
            count, numbers = count + len(entry), []
            continue
        numbers.append(entry)
        if len(numbers) == size:
            first, last = numbers[:2]
            if isinstance(first, int) and isinstance(last, int):
                count += max(last - first, 0)
            numbers = []
        if count > MAX_FONT:
            raise PageTooLarge(f"a font of more than {MAX_FONT} glyphs")
    return own(entries)


def _counting(own: Callable[..., None]) -> Callable[..., None]:
    def add_cid2unichr(self: Any, cid: int, code: Any) -> None:
        self.named = getattr(self, "named", 0) + 1
        if self.named > MAX_FONT:
            raise PageTooLarge(f"a font of more than {MAX_FONT} names")
        own(self, cid, code)

    return add_cid2unichr


def _watched(own: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def fillbuf(self: Any) -> bool:
        if self.charpos < len(self.buf):
            return False
        if len(getattr(self, "_curtoken", b"")) > MAX_TOKEN:
            raise PageTooLarge(f"a token of more than {MAX_TOKEN} bytes")
        return own(self)

    return fillbuf


def _weighed(own: Callable[[Any, bytes, int], int]) -> Callable[[Any, bytes, int], int]:
    def _parse_string(self: Any, chunk: bytes, position: int) -> int:
        length = len(self._curtoken)
        self.copied = self.copied + length if length else 0
        if self.copied > MAX_COPIED:
            raise PageTooLarge("a string of too many brackets")
        return own(self, chunk, position)

    return _parse_string


def _inline_data(self: Any, pos: int, target: bytes = b"EI") -> tuple[int, bytes]:
    """Return the bytes of an inline picture, up to its end mark and the white space that follows."""
    self.fillfp()
    data = self.fp.getbuffer()
    end = re.compile(re.escape(target) + rb"\s").search(data, pos)
    picture = bytes(data[pos : end.start()] if end else data[pos:])
    after = end.end() if end else len(data)
    data.release()
    self.seek(after)
    return pos, re.sub(rb"(\x0d\x0a|[\x0d\x0a])$", b"", picture)
