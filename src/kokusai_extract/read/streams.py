"""Packed streams: whether one unpacks whole, before pdfminer runs it and passes over what is torn."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdftypes import LITERALS_ASCII85_DECODE, LITERALS_ASCIIHEX_DECODE, LITERALS_FLATE_DECODE, PDFStream

from kokusai_extract.read.bounds import unpacked


class Looked(NamedTuple):
    """What is wrong with a packed stream, and what it holds, if that came to light on the way."""

    torn: str | None = None
    data: bytes | None = None


def look(stream: PDFStream) -> Looked:
    """Unpack a stream, as far as that is needed to know whether it is whole.

    Raises:
        PageTooLarge: when it unpacks to more than a page can need.
    """
    raw = stream.get_rawdata()
    if raw is None or stream.decipher:
        return Looked()
    if not raw:
        return Looked("a stream is empty" if stream.attrs.get("Length") else None)
    filters = stream.get_filters()
    for name, parameters in filters:
        if name in LITERALS_ASCII85_DECODE:
            raw = ascii85decode(raw)
        elif name in LITERALS_ASCIIHEX_DECODE:
            raw = asciihexdecode(raw)
        elif name in LITERALS_FLATE_DECODE:
            return _flate(raw, plain=len(filters) == 1 and not parameters)
        else:
            return Looked()
    return Looked()


def _flate(raw: bytes, *, plain: bool) -> Looked:
    try:
        data, whole = unpacked(raw)
    except zlib.error:
        return Looked("a stream does not unpack")
    return Looked(None, data if plain else None) if whole else Looked("a stream ends too early")
