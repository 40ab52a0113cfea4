"""Station files as they are sent: gzip, xz, bzip2 or zip, told by content, unpacked in memory and up to a size."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from kazbek.base.errors import DataError
from kazbek.base.text import MOST_BYTES

_MOST_TIMES = 3  # packed twice happens (a server adds its own); more is an attack
_KINDS = {b"\x1f\x8b": "gzip", b"\xfd7zXZ\x00": "xz", b"BZh": "bzip2", b"PK\x03\x04": "zip"}
_STREAMS: dict[str, Callable[[], Any]] = {
    "gzip": lambda: zlib.decompressobj(16 + zlib.MAX_WBITS),
    "xz": lzma.LZMADecompressor,
    "bzip2": bz2.BZ2Decompressor,
}
_FILL = b"\0 \t\r\n\x1a"
_ASIDE = re.compile(r"__MACOSX|(^|/)\.DS_Store$")  # what macOS puts into an archive beside the file


def unpacked(data: bytes, where: str) -> bytes:
    """What a file holds once it is unpacked; bytes that are not packed come back as they are.

    Raises
    ------
    DataError
        for an archive that is cut short, damaged, locked, of several files, or too large inside.
    """
    for _ in range(_MOST_TIMES):
        name = next((name for magic, name in _KINDS.items() if data.startswith(magic)), "")
        if not name:
            return data
        data = _unpacked_once(data, name, where)
    raise DataError(f"{where} is packed more than {_MOST_TIMES} times", cure="unpack it")


def _unpacked_once(data: bytes, name: str, where: str) -> bytes:
    try:
        found = _of_archive(data, where) if name == "zip" else _of_streams(data, name, where)
    except EOFError:
        raise DataError(f"{where} is not complete {name}: truncated", cure="fetch it again") from None
    except (OSError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, MemoryError):
        raise DataError(f"{where} is not complete {name}: truncated or damaged", cure="fetch it again") from None
    except (RuntimeError, NotImplementedError):  # a zip with a password, or packed in a way that Python does not know
        raise DataError(f"{where} is {name} that cannot be opened here", cure="unpack it") from None
    if len(found) > MOST_BYTES:
        most = f"{MOST_BYTES // 2**20} MB"
        raise DataError(f"{where} holds more than {most} unpacked", allowed=f"up to {most}")
    return found


def _of_streams(data: bytes, name: str, where: str) -> bytes:
    """One stream behind another, as `cat` puts them together; zeros and blanks that fill a block mean nothing."""
    magic = next(magic for magic, known in _KINDS.items() if known == name)
    found = b""
    while data.startswith(magic):
        stream = _STREAMS[name]()
        found += stream.decompress(data, MOST_BYTES + 1 - len(found))
        if len(found) > MOST_BYTES:
            return found
        if not stream.eof:
            raise EOFError
        data = stream.unused_data.lstrip(_FILL)
    if data:
        raise DataError(
            f"{where} holds {len(data)} bytes behind the end of its {name}", allowed="none", cure="unpack it, and look"
        )
    return found


def _of_archive(data: bytes, where: str) -> bytes:
    archive = zipfile.ZipFile(io.BytesIO(data))
    files = [entry for entry in archive.infolist() if not entry.is_dir() and not _ASIDE.search(entry.filename)]
    if len(files) != 1:
        raise DataError(f"{where} is a zip archive of {len(files)} files", allowed="one", cure="unpack it")
    with archive.open(files[0]) as stream:
        return stream.read(MOST_BYTES + 1)
