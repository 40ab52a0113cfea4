"""Station files as they are sent: gzip, xz, bzip2 or zip, told by content, unpacked in memory and up to a size."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from typing import IO

from kazbek.base.errors import DataError
from kazbek.base.text import MOST_BYTES

_MOST_TIMES = 3  # packed twice happens (a server adds its own); more is an attack
_KINDS = {b"\x1f\x8b": "gzip", b"\xfd7zXZ\x00": "xz", b"BZh": "bzip2", b"PK\x03\x04": "zip"}


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
        with _opened(data, name, where) as stream:
            found = stream.read(MOST_BYTES + 1)
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


def _opened(data: bytes, name: str, where: str) -> IO[bytes]:
    stream = io.BytesIO(data)
    if name == "gzip":
        return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]
    if name == "xz":
        return lzma.open(stream)
    if name == "bzip2":
        return bz2.open(stream)
    archive = zipfile.ZipFile(stream)
    files = [entry for entry in archive.infolist() if not entry.is_dir() and "__MACOSX" not in entry.filename]
    if len(files) != 1:
        raise DataError(f"{where} is a zip archive of {len(files)} files", allowed="one", cure="unpack it")
    return archive.open(files[0])
