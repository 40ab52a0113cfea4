"""A station file from anywhere: an ephemeris or an element set, told apart by content and never by name."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path

from kazbek.base.data import Path_or_package, bundled
from kazbek.base.errors import DataError, nearest
from kazbek.track.files.oem import Oem, read_oem_kvn, read_oem_xml
from kazbek.track.files.tle import ElementSet, looks_like_tle, read_omm_json, read_omm_kvn, read_omm_xml, read_tle

_GZIP_MAGIC = b"\x1f\x8b"
_ALLOWED = "CCSDS OEM (KVN or XML), TLE, or OMM (KVN, XML or JSON), also gzipped"


def find_station_file(name: str, base: Path | None = None) -> Path_or_package:
    """Where a station file is: a user's path (relative to `base`), else one of kazbek's own tracks.

    Raises
    ------
    DataError
        when there is neither, with the nearest bundled name.
    """
    if not name.strip():
        raise DataError('station file ""', allowed=f"a path, or one of {', '.join(tracks())}")
    path = (base or Path()) / name
    if path.exists():
        return path
    own = bundled("tracks", name)
    if Path(name).name == name and own.is_file():
        return own
    known = tracks()
    raise DataError(
        f"no such station file: {path}",
        allowed=f"a path, or one of {', '.join(known)}",
        cure=f'did you mean "{nearest(name, known)}"?',
    )


def tracks() -> list[str]:
    """Names of the bundled station files."""
    return sorted(f.name for f in bundled("tracks").iterdir() if not f.name.endswith((".md", ".toml")))


def read_station_file(path: Path_or_package) -> Oem | ElementSet:
    """Read a station file.

    Raises
    ------
    DataError
        one sentence for a file that is missing, empty, binary, truncated, of another kind, or wrong inside.
    """
    where = path.name
    data = _unzipped(_bytes(path), where)
    if not data.strip():
        raise DataError(f"{path} is empty", allowed=_ALLOWED)
    text = _text(data, where)
    start = text.lstrip()
    if start.startswith("<"):
        return _read_xml(data, text, where)
    if re.search(r"^\s*CCSDS_OEM_VERS\s*=", text, re.MULTILINE):
        return read_oem_kvn(text, where)
    if re.search(r"^\s*CCSDS_OMM_VERS\s*=", text, re.MULTILINE):
        return read_omm_kvn(text, where)
    if start[0] in "{[":
        return read_omm_json(text, where)
    if looks_like_tle(text):
        return read_tle(text, where)
    raise DataError(f"{path} is not a station file", allowed=_ALLOWED)


def _bytes(path: Path_or_package) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"no such station file: {path}") from None
    except IsADirectoryError:
        raise DataError(f"{path} is a directory, not a station file") from None
    except OSError as fault:  # permissions; on Windows also a directory
        raise DataError(f"cannot read {path}: {fault.strerror}") from None
    return data


def _unzipped(data: bytes, where: str) -> bytes:
    if not data.startswith(_GZIP_MAGIC):
        return data
    try:
        return gzip.decompress(data)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise DataError(f"{where} is not complete gzip: truncated or damaged", cure="fetch it again") from None


def _text(data: bytes, where: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise DataError(f"{where} is binary, not a station file", allowed=_ALLOWED)
    return text


def _read_xml(data: bytes, text: str, where: str) -> Oem | ElementSet:
    if re.search(r"<(\w+:)?oem[\s>]", text):
        return read_oem_xml(data, where)
    if re.search(r"<(\w+:)?omm[\s>]", text):
        return read_omm_xml(data, where)
    raise DataError(
        f"{where} is XML, but neither an OEM nor an OMM",
        allowed=_ALLOWED,
        cure="if it is one, it is truncated: fetch it again",
    )
