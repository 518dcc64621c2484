"""Records as bytes, between processes and for keeping. Only the records of :mod:`kokusai_extract.model` are taken back.

A pickle can name any function for the reader to call. What comes back from a process that read a hostile document,
or from a folder that someone else could write to, must not: so nothing but the package's own records is built.
"""

from __future__ import annotations

import pickle
import struct
from io import BytesIO
from typing import IO, Any

_LENGTH = struct.Struct(">Q")
_HOMES = ("kokusai_extract.model.", "kokusai_extract.run.outcome")


class _Records(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(_HOMES):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record")


def dumps(value: object) -> bytes:
    """Return records as bytes."""
    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)


def loads(data: bytes) -> Any:
    """Return the records that ``data`` holds.

    Raises:
        pickle.UnpicklingError: when it holds anything else; other errors when it is torn.
    """
    return _Records(BytesIO(data)).load()


def send(stream: IO[bytes], value: object) -> None:
    """Write one message."""
    data = dumps(value)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Return the next message.

    Raises:
        EOFError: when the stream ends before the message does.
    """
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return loads(_exactly(stream, length))


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
