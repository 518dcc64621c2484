"""Packed streams: whether one unpacks whole, before pdfminer runs it and passes over what is torn."""

from __future__ import annotations

import zlib

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdftypes import LITERALS_ASCII85_DECODE, LITERALS_ASCIIHEX_DECODE, LITERALS_FLATE_DECODE, PDFStream

from kokusai_extract.read.bounds import unpacked


def torn(stream: PDFStream) -> str | None:
    """Return what is wrong with a packed stream.

    Raises:
        PageTooLarge: when it unpacks to more than a page can need.
    """
    raw = stream.get_rawdata()
    if raw is None or stream.decipher:
        return None
    if not raw:
        return "a stream is empty" if stream.attrs.get("Length") else None
    for name, _ in stream.get_filters():
        if name in LITERALS_ASCII85_DECODE:
            raw = ascii85decode(raw)
        elif name in LITERALS_ASCIIHEX_DECODE:
            raw = asciihexdecode(raw)
        elif name in LITERALS_FLATE_DECODE:
            return _torn_flate(raw)
        else:
            return None
    return None


def _torn_flate(raw: bytes) -> str | None:
    try:
        _, whole = unpacked(raw)
    except zlib.error:
        return "a stream does not unpack"
    return None if whole else "a stream ends too early"
